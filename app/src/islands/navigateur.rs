//! The few things asked of the browser itself: events, form data, requests, timers.

use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Element, Event, EventTarget, FormData, HtmlElement, HtmlFormElement, UrlSearchParams};

const A_GARDER: &str = "data-a-garder";

/// Listens for as long as the page lives.
pub(super) fn ecouter(cible: &EventTarget, evenement: &str, action: impl FnMut(Event) + 'static) {
    let closure = Closure::<dyn FnMut(Event)>::new(action);
    // A browser that refuses a listener leaves the page as the server made it: it works without.
    let _ = cible.add_event_listener_with_callback(evenement, closure.as_ref().unchecked_ref());
    closure.forget();
}

/// The element an event comes from.
pub(super) fn origine(evenement: &Event) -> Option<HtmlElement> {
    evenement.target()?.dyn_into().ok()
}

/// The element with that id.
pub(super) fn par_id(id: &str) -> Option<Element> {
    document().get_element_by_id(id)
}

/// Writes a text into the element with that id, which is hidden when the text is empty.
pub(super) fn ecrire(id: &str, texte: &str) {
    if let Some(element) = par_id(id) {
        ecrire_dans(&element, texte);
    }
}

/// Writes a text into that element, which is hidden when the text is empty.
pub(super) fn ecrire_dans(element: &Element, texte: &str) {
    element.set_text_content(Some(texte));
    let _ = if texte.is_empty() {
        element.set_attribute("hidden", "")
    } else {
        element.remove_attribute("hidden")
    };
}

/// The fields of a form, as it would post them.
pub(super) fn corps(formulaire: &HtmlFormElement) -> Option<UrlSearchParams> {
    let donnees = FormData::new_with_form(formulaire).ok()?;
    UrlSearchParams::new_with_str_sequence_sequence(donnees.unchecked_ref::<JsValue>()).ok()
}

/// The same, as pairs.
pub(super) fn paires(formulaire: &HtmlFormElement) -> Vec<(String, String)> {
    let Some(corps) = corps(formulaire) else {
        return Vec::new();
    };
    let Ok(Some(entrees)) = js_sys::try_iter(corps.entries().unchecked_ref::<JsValue>()) else {
        return Vec::new();
    };
    entrees
        .flatten()
        .filter_map(|entree| {
            let entree: js_sys::Array = entree.dyn_into().ok()?;
            Some((entree.get(0).as_string()?, entree.get(1).as_string()?))
        })
        .collect()
}

/// Goes to another page.
pub(super) fn aller(adresse: &str) {
    let location = window().location();
    let sans_ancre = |adresse: &str| adresse.split('#').next().unwrap_or_default().to_owned();
    let ici = format!(
        "{}{}",
        location.pathname().unwrap_or_default(),
        location.search().unwrap_or_default()
    );
    let _ = location.assign(adresse);
    // Another place of the page that is open: the browser would only move in what it shows already.
    if adresse.contains('#') && sans_ancre(adresse) == ici {
        let _ = location.reload();
    }
}

/// Marks a form whose words the server would not take for want of a session, or takes the mark away.
pub(super) fn garder(formulaire: &HtmlFormElement, a_garder: bool) {
    let _ = if a_garder {
        formulaire.set_attribute(A_GARDER, "")
    } else {
        formulaire.remove_attribute(A_GARDER)
    };
}

/// The form so marked, if there is one.
pub(super) fn formulaire_a_garder() -> Option<HtmlFormElement> {
    document()
        .query_selector(&format!("form[{A_GARDER}]"))
        .ok()
        .flatten()?
        .dyn_into()
        .ok()
}

/// Tells the rest of the page that something happened.
pub(super) fn annoncer(evenement: &str) {
    if let Ok(evenement) = Event::new(evenement) {
        let _ = document().dispatch_event(&evenement);
    }
}

/// A request that the browser finishes even when the page is being left.
pub(super) fn envoyer_en_partant(adresse: &str, corps: &UrlSearchParams) {
    let _ = window()
        .navigator()
        .send_beacon_with_opt_url_search_params(adresse, Some(corps));
}
