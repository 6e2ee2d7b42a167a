//! A template put at once into the text it is chosen for, after the words that are there already. Without it, the form asks the server for the same page with the text
//! filled in.

use leptos::prelude::*;

/// Wraps the form where a template is chosen: its `select[name=modele]` carries the filled texts, `[name=pour]` the id of the
/// control to fill.
#[island]
pub fn RemplirModele(children: Children) -> impl IntoView {
    let boite = NodeRef::<leptos::html::Div>::new();
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        if let Some(boite) = boite.get() {
            let racine: web_sys::Element = (*boite).clone().into();
            let formulaire = racine.clone();
            super::navigateur::ecouter(&racine, "submit", move |evenement| {
                if remplir(&formulaire).is_some() {
                    evenement.prevent_default();
                }
            });
            let _ = racine.set_attribute("data-pret", "");
        }
    });
    view! { <div node_ref=boite>{children()}</div> }
}

/// Fills the control, as if it had been typed; none when something is missing, and the form is then sent as it is.
#[cfg(feature = "hydrate")]
fn remplir(formulaire: &web_sys::Element) -> Option<()> {
    use super::navigateur::par_id;
    use wasm_bindgen::JsCast as _;
    use web_sys::{
        Element, Event, EventInit, HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement,
    };
    let chercher = |selecteur: &str| formulaire.query_selector(selecteur).ok().flatten();
    let choix: HtmlSelectElement = chercher("select[name=modele]")?.dyn_into().ok()?;
    let option: Element = choix.selected_options().item(0)?;
    let texte = option.get_attribute("data-texte")?;
    let pour = chercher("[name=pour]")?;
    let cible = match pour.dyn_ref::<HtmlSelectElement>() {
        Some(liste) => liste.value(),
        None => pour.get_attribute("value")?,
    };
    let zone: HtmlTextAreaElement = par_id(&cible)?.dyn_into().ok()?;
    if let Some(case) =
        par_id(&format!("corriger_{cible}")).and_then(|e| e.dyn_into::<HtmlInputElement>().ok())
    {
        case.set_checked(true);
    }
    let autres = offerts(&choix);
    zone.set_value(&domain::modele::poser(
        &zone.value(),
        &texte,
        autres.iter().map(String::as_str),
    ));
    let options = EventInit::new();
    options.set_bubbles(true);
    if let Ok(evenement) = Event::new_with_event_init_dict("input", &options) {
        let _ = zone.dispatch_event(&evenement);
    }
    let zone: HtmlElement = zone.into();
    let _ = zone.focus();
    Some(())
}

/// The texts of every template of the list.
#[cfg(feature = "hydrate")]
fn offerts(choix: &web_sys::HtmlSelectElement) -> Vec<String> {
    use wasm_bindgen::JsCast as _;
    let Ok(options) = choix.query_selector_all("option") else {
        return Vec::new();
    };
    (0..options.length())
        .filter_map(|rang| options.item(rang)?.dyn_into::<web_sys::Element>().ok())
        .filter_map(|option| option.get_attribute("data-texte"))
        .collect()
}
