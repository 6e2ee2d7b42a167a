//! Says at once, while the situation d'exercice is being filled in, what the rules of eligibility think of it (R2, R6–R9).

use super::ContexteVivant;
use crate::components::ListeConstats;
use domain::eligibilite::Constat;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the remarks beside a field are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sujet {
    /// the establishment, seen with the profession (R6, R7)
    Etablissement,
    /// the profession alone (R2, R8, R9)
    Profession,
    /// the rôle alone
    Role,
}

/// The remarks, drawn by the server for what is saved and kept up to date by the browser for what is chosen.
#[island]
pub fn AideSituation(
    sujet: Sujet,
    contexte: ContexteVivant,
    profession: String,
    role: String,
) -> impl IntoView {
    let boite = NodeRef::<leptos::html::Div>::new();
    let choix = RwSignal::new((profession, role));
    #[cfg(feature = "hydrate")]
    let contexte = {
        let mut contexte = contexte;
        contexte.completer();
        contexte
    };
    let contexte = RwSignal::new(contexte);
    let constats = Memo::new(move |_| {
        choix.with(|(profession, role)| contexte.with(|c| lire(sujet, c, profession, role)))
    });
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        if let Some(boite) = boite.get() {
            suivre(&boite, choix, contexte);
        }
    });
    view! {
        <div node_ref=boite aria-live="polite">{move || view! { <ListeConstats constats=constats.get() /> }}</div>
    }
}

fn lire(sujet: Sujet, contexte: &ContexteVivant, profession: &str, role: &str) -> Vec<Constat> {
    use domain::eligibilite;
    let n = &contexte.nomenclatures;
    let connue = profession.parse().ok().and_then(|code| n.profession(&code));
    let du_metier = || match connue {
        Some(connue) => eligibilite::profession(connue, Some(n)),
        None => eligibilite::profession_libre(profession, n).into_iter().collect(),
    };
    match sujet {
        Sujet::Profession => du_metier(),
        Sujet::Role => eligibilite::situation(None, role.parse().ok().and_then(|code| n.role(&code)), None),
        Sujet::Etablissement => {
            let deja = du_metier();
            let constats = eligibilite::situation(connue, None, contexte.etablissement.as_ref());
            constats
                .into_iter()
                .filter(|constat| !deja.iter().any(|autre| autre.titre == constat.titre))
                .collect()
        }
    }
}

#[cfg(feature = "hydrate")]
fn suivre(boite: &web_sys::Element, choix: RwSignal<(String, String)>, contexte: RwSignal<ContexteVivant>) {
    use super::navigateur::{ecouter, origine};
    use crate::api::Proposition;
    use wasm_bindgen::JsCast;
    let Some(formulaire) = boite.closest("form").ok().flatten() else {
        return;
    };
    ecouter(&formulaire, "change", move |evenement| {
        let Some(element) = origine(&evenement) else {
            return;
        };
        let valeur = element
            .dyn_ref::<web_sys::HtmlSelectElement>()
            .map(web_sys::HtmlSelectElement::value)
            .or_else(|| {
                element
                    .dyn_ref::<web_sys::HtmlInputElement>()
                    .map(web_sys::HtmlInputElement::value)
            });
        let Some(valeur) = valeur else { return };
        match element.get_attribute("name").as_deref() {
            Some("profession") => choix.update(|(profession, _)| *profession = valeur),
            Some("role") => choix.update(|(_, role)| *role = valeur),
            _ => {}
        }
    });
    ecouter(&formulaire, "proposition", move |evenement| {
        let detail = evenement
            .dyn_ref::<web_sys::CustomEvent>()
            .and_then(|e| e.detail().as_string());
        if let Some(proposition) = detail.and_then(|detail| serde_json::from_str::<Proposition>(&detail).ok())
        {
            contexte.update(|c| c.etablissement = proposition.etablissement);
        }
    });
}
