//! The behaviour of [`Clavier`](super::Clavier): what each key does, and when it does nothing.

use super::file_direct::tous;
use super::navigateur::{aller, ecouter, par_id};
use crate::api::regler_raccourcis;
use leptos::prelude::{GetUntracked, RwSignal, Set, document};
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement, HtmlElement, KeyboardEvent};

/// What can be written in or chosen with keys.
const CHAMPS: &str = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";
/// What is open over the page, and closes first: a bubble of help, a dialog.
const OUVERT: &str = ":popover-open, dialog[open]";
/// What the focus goes to in a section.
const PREMIER: &str = "input:not([type=hidden]):not([disabled]), textarea:not([disabled]), select:not([disabled]), button, summary";

pub(super) fn ecouter_clavier(aide: &HtmlDialogElement, actifs: RwSignal<bool>, dossier: bool) {
    let aide = aide.clone();
    ecouter(&document(), "keydown", move |evenement| {
        let Some(touche) = evenement.dyn_ref::<KeyboardEvent>() else {
            return;
        };
        // Another key of the browser, or of the machine; a key held down; an accent being composed.
        let autre = touche.ctrl_key() || touche.alt_key() || touche.meta_key();
        if !actifs.get_untracked() || autre || touche.repeat() || touche.is_composing() || aide.open() {
            return;
        }
        let ici = document().active_element();
        let ecrit = ici
            .as_ref()
            .is_some_and(|ici| ici.matches(CHAMPS).unwrap_or(false));
        if ecrit && touche.key() != "Escape" {
            return;
        }
        if agir(&touche.key(), ici.as_ref().filter(|_| ecrit), dossier, &aide) {
            evenement.prevent_default();
        }
    });
}

/// True when the key did something.
fn agir(touche: &str, champ: Option<&Element>, dossier: bool, aide: &HtmlDialogElement) -> bool {
    match touche {
        "?" => montrer(aide),
        "Escape" => return quitter(champ, dossier),
        "j" if !dossier => return avancer(1),
        "k" if !dossier => return avancer(-1),
        "/" if !dossier => {
            return viser(
                document()
                    .query_selector("main input[type=search]")
                    .ok()
                    .flatten(),
            );
        }
        "v" if dossier => return aller_dans("valider"),
        "r" if dossier => return aller_dans("refuser"),
        "c" if dossier => return aller_dans("corriger"),
        "n" if dossier => return suivre("[data-suivante]"),
        _ => return false,
    }
    true
}

/// Opens the help.
pub(super) fn montrer(aide: &HtmlDialogElement) {
    if !aide.open() {
        // A browser that does not know it keeps the page as it is.
        let _ = aide.show_modal();
    }
}

/// Turns the keys on or off, here and for the account.
pub(super) fn basculer(actifs: RwSignal<bool>, dit: RwSignal<String>) {
    let voulus = !actifs.get_untracked();
    spawn_local(async move {
        match regler_raccourcis(voulus).await {
            Ok(()) => {
                actifs.set(voulus);
                let etat = if voulus {
                    "Les raccourcis sont actifs."
                } else {
                    "Les raccourcis sont désactivés."
                };
                dit.set(etat.to_owned());
            }
            Err(erreur) => dit.set(erreur.message),
        }
    });
}

fn viser(element: Option<Element>) -> bool {
    let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) else {
        return false;
    };
    element.focus().is_ok()
}

/// The row after or before the one that has the focus.
fn avancer(pas: i32) -> bool {
    let liens: Vec<Element> = tous("[data-demande]")
        .iter()
        .filter_map(|ligne| ligne.query_selector("a[href]").ok().flatten())
        .collect();
    let ici = document()
        .active_element()
        .and_then(|ici| ici.closest("[data-demande]").ok().flatten())
        .and_then(|ligne| ligne.query_selector("a[href]").ok().flatten())
        .and_then(|lien| liens.iter().position(|autre| *autre == lien));
    let rang = match (ici, pas > 0) {
        (Some(rang), true) => (rang + 1).min(liens.len().saturating_sub(1)),
        (Some(rang), false) => rang.saturating_sub(1),
        (None, true) => 0,
        (None, false) => liens.len().saturating_sub(1),
    };
    viser(liens.get(rang).cloned())
}

/// Opens a section of the page and goes to its first field.
fn aller_dans(id: &str) -> bool {
    let Some(section) = par_id(id) else {
        return false;
    };
    if section.tag_name().eq_ignore_ascii_case("details") {
        let _ = section.set_attribute("open", "");
    }
    let dedans = if section.matches(PREMIER).unwrap_or(false) {
        Some(section)
    } else {
        let formulaire = section.query_selector("form[method=post]").ok().flatten();
        formulaire
            .and_then(|formulaire| formulaire.query_selector(PREMIER).ok().flatten())
            .or_else(|| section.query_selector(PREMIER).ok().flatten())
    };
    viser(dedans)
}

fn suivre(selecteur: &str) -> bool {
    let lien = document().query_selector(selecteur).ok().flatten();
    let Some(adresse) = lien.and_then(|lien| lien.get_attribute("href")) else {
        return false;
    };
    aller(&adresse);
    true
}

/// Leaves the field; outside of one, an open demande goes back to the list, unless words or ticked boxes would be lost. What is open
/// over the page closes first: the browser does it.
fn quitter(champ: Option<&Element>, dossier: bool) -> bool {
    // A browser that does not know popovers refuses the selector, and has none open.
    if document()
        .query_selector(OUVERT)
        .is_ok_and(|ouvert| ouvert.is_some())
    {
        return false;
    }
    if let Some(champ) = champ.and_then(|champ| champ.dyn_ref::<HtmlElement>()) {
        return champ.blur().is_ok();
    }
    let ecrit = tous("main textarea")
        .iter()
        .filter_map(|champ| {
            champ
                .dyn_ref::<web_sys::HtmlTextAreaElement>()
                .map(web_sys::HtmlTextAreaElement::value)
        })
        .any(|texte| !texte.trim().is_empty());
    // The fields to correct, chosen one by one.
    let coche = document()
        .query_selector("#corriger input[type=checkbox]:checked")
        .is_ok_and(|case| case.is_some());
    dossier && !ecrit && !coche && suivre("[data-retour]")
}
