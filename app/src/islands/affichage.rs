//! Errors shown in the page that the server drew: beside the field, on its control, in the summary.

use super::navigateur::{ecrire, par_id};
use crate::components::titre_resume;
use domain::saisie::{Champ, Erreurs};
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlFormElement};

fn controles(champ: Champ) -> Vec<Element> {
    let selecteur = format!(
        "[data-champ=\"{}\"] :is(input, select, textarea):not([type=radio])",
        champ.id()
    );
    let Ok(liste) = document().query_selector_all(&selecteur) else {
        return Vec::new();
    };
    (0..liste.length())
        .filter_map(|i| liste.item(i)?.dyn_into().ok())
        .collect()
}

/// Whether the field shows an error.
pub(super) fn est_en_erreur(champ: Champ) -> bool {
    par_id(&format!("{}-erreur", champ.id())).is_some_and(|e| !e.has_attribute("hidden"))
}

/// Shows the field's error, or takes it away, there and in the summary.
pub(super) fn montrer(champ: Champ, message: Option<&str>) {
    let texte = message
        .map(|message| format!("Erreur\u{a0}: {message}"))
        .unwrap_or_default();
    ecrire(&format!("{}-erreur", champ.id()), &texte);
    for controle in controles(champ) {
        let _ = if message.is_some() {
            controle.set_attribute("aria-invalid", "true")
        } else {
            controle.remove_attribute("aria-invalid")
        };
    }
    if message.is_none() {
        oublier(champ);
    }
}

/// What has been corrected leaves the summary; the summary leaves with its last line.
fn oublier(champ: Champ) {
    let lien = document().query_selector(&format!("#resume-erreurs a[href=\"#{}\"]", champ.id()));
    if let Some(ligne) = lien
        .ok()
        .flatten()
        .and_then(|lien| lien.closest("li").ok().flatten())
    {
        ligne.remove();
    }
    let Some(resume) = par_id("resume-erreurs") else {
        return;
    };
    match resume
        .query_selector_all("li")
        .map_or(0, |lignes| lignes.length())
    {
        0 => resume.remove(),
        nombre => {
            if let Ok(Some(titre)) = resume.query_selector("h2") {
                titre.set_text_content(Some(&titre_resume(nombre as usize)));
            }
        }
    }
}

/// The same summary as the server's, made here when the server was not asked.
pub(super) fn resumer(formulaire: &HtmlFormElement, erreurs: &Erreurs) {
    if let Some(ancien) = par_id("resume-erreurs") {
        ancien.remove();
    }
    // Every form of the page holds the same one.
    let modele = document()
        .query_selector("template[data-modele-resume]")
        .ok()
        .flatten();
    let Some(resume) = modele
        .as_ref()
        .and_then(|m| m.dyn_ref::<web_sys::HtmlTemplateElement>())
        .and_then(|m| m.content().first_element_child())
    else {
        return;
    };
    let Some(resume) = resume
        .clone_node_with_deep(true)
        .ok()
        .and_then(|n| n.dyn_into::<HtmlElement>().ok())
    else {
        return;
    };
    if let Some(place) = resume.query_selector("h2").ok().flatten() {
        place.set_text_content(Some(&titre_resume(erreurs.len())));
    }
    let (Some(liste), Some(ligne)) = (
        resume.query_selector("ul").ok().flatten(),
        resume.query_selector("li").ok().flatten(),
    ) else {
        return;
    };
    ligne.remove();
    for erreur in erreurs {
        let Some(ligne) = ligne
            .clone_node_with_deep(true)
            .ok()
            .and_then(|n| n.dyn_into::<Element>().ok())
        else {
            continue;
        };
        if let Some(lien) = ligne.query_selector("a").ok().flatten() {
            let _ = lien.set_attribute("href", &format!("#{}", erreur.champ.id()));
            lien.set_text_content(Some(&erreur.message));
        }
        let _ = liste.append_child(&ligne);
    }
    let _ = formulaire.insert_before(&resume, formulaire.first_child().as_ref());
    let titre_page = document().title();
    if !titre_page.starts_with("Erreur") {
        document().set_title(&format!("Erreur\u{a0}: {titre_page}"));
    }
    let _ = resume.focus();
}
