//! The behaviour of [`RevueVivante`](super::RevueVivante): listens to the lines that the server drew. Keys act only while the focus is in
//! a line (WCAG 2.1.4); an answer that could not be saved goes back to what it was, and its line says why.

use super::navigateur::{ecouter, origine, paires};
use crate::api::{SuiteRevue, repondre_revue};
use leptos::prelude::{RwSignal, Set, document};
use leptos::task::spawn_local;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{
    Element, Event, HtmlDialogElement, HtmlElement, HtmlFormElement, HtmlInputElement, KeyboardEvent,
};

const LIGNE: &str = "[data-ligne]";
const PRESENT: &str = "present";

/// What somebody is being asked about.
struct Question {
    ligne: Element,
    reponse: String,
}

struct Revue {
    boite: Element,
    id: String,
    avance: RwSignal<(i64, i64)>,
    dit: RwSignal<String>,
    question: RefCell<Option<Question>>,
}

pub(super) fn attacher(boite: &Element, id: String, avance: RwSignal<(i64, i64)>, dit: RwSignal<String>) {
    let revue = Rc::new(Revue {
        boite: boite.clone(),
        id,
        avance,
        dit,
        question: RefCell::new(None),
    });
    for ligne in tous(boite, LIGNE) {
        retenir(&ligne, choisie(&ligne).as_deref());
    }
    for element in tous(boite, "[data-sans-script]") {
        let _ = element.set_attribute("hidden", "");
    }
    if let Ok(Some(aide)) = boite.query_selector("#aide-revue") {
        let _ = aide.remove_attribute("hidden");
    }
    let r = revue.clone();
    ecouter(boite, "change", move |e| Revue::changer(&r, &e));
    let r = revue.clone();
    ecouter(boite, "keydown", move |e| r.touche(&e));
    let r = revue.clone();
    ecouter(boite, "click", move |e| {
        if origine(&e).is_some_and(|cible| cible.matches("[data-renoncer]").unwrap_or(false)) {
            r.renoncer();
        }
    });
    for dialogue in tous(boite, "dialog") {
        let r = revue.clone();
        // Escape closes it without a word.
        ecouter(&dialogue, "cancel", move |_| r.renoncer());
        let r = revue.clone();
        ecouter(&dialogue, "submit", move |e| {
            e.prevent_default();
            Revue::preciser(&r, &e);
        });
    }
    let _ = boite.set_attribute("data-vivant", "");
}

impl Revue {
    fn changer(this: &Rc<Self>, evenement: &Event) {
        let Some(radio) = origine(evenement).and_then(|e| e.dyn_into::<HtmlInputElement>().ok()) else {
            return;
        };
        let Some(ligne) = radio.closest(LIGNE).ok().flatten() else {
            return;
        };
        let reponse = radio.value();
        if reponse == PRESENT {
            return Self::envoyer(this, ligne, reponse, BTreeMap::new());
        }
        let Some(dialogue) = this.dialogue(&reponse) else {
            return;
        };
        if let Ok(Some(qui)) = dialogue.query_selector("[data-qui]") {
            qui.set_text_content(ligne.get_attribute("data-nom").as_deref());
        }
        refuser(&dialogue, "");
        *this.question.borrow_mut() = Some(Question { ligne, reponse });
        let _ = dialogue.show_modal();
    }

    fn dialogue(&self, reponse: &str) -> Option<HtmlDialogElement> {
        self.boite
            .query_selector(&format!("dialog[data-demande={reponse}]"))
            .ok()
            .flatten()?
            .dyn_into()
            .ok()
    }

    /// The answer goes back to what it was.
    fn renoncer(&self) {
        let Some(question) = self.question.borrow_mut().take() else {
            return;
        };
        if let Some(dialogue) = self.dialogue(&question.reponse) {
            dialogue.close();
        }
        remettre(&question.ligne);
        viser(&question.ligne);
    }

    fn preciser(this: &Rc<Self>, evenement: &Event) {
        let Some(formulaire) = origine(evenement).and_then(|e| e.dyn_into::<HtmlFormElement>().ok()) else {
            return;
        };
        let champs = paires(&formulaire).into_iter().collect();
        let question = this
            .question
            .borrow()
            .as_ref()
            .map(|q| (q.ligne.clone(), q.reponse.clone()));
        if let Some((ligne, reponse)) = question {
            Self::envoyer(this, ligne, reponse, champs);
        }
    }

    fn envoyer(this: &Rc<Self>, ligne: Element, reponse: String, champs: BTreeMap<String, String>) {
        let situation = ligne.get_attribute("data-ligne").unwrap_or_default();
        let version = ligne
            .get_attribute("data-version")
            .and_then(|version| version.parse().ok())
            .unwrap_or_default();
        ecrire(&ligne, "Enregistrement…");
        let r = this.clone();
        spawn_local(async move {
            let fait = repondre_revue(r.id.clone(), situation, version, reponse.clone(), champs).await;
            match fait {
                Ok(suite) => r.noter(&ligne, &reponse, &suite),
                Err(refus) => {
                    let ouverte = r.question.borrow().is_some();
                    if let Some(dialogue) = r.dialogue(&reponse).filter(|_| ouverte) {
                        ecrire(&ligne, "");
                        refuser(&dialogue, &refus.message);
                    } else {
                        remettre(&ligne);
                        ecrire(&ligne, &format!("Pas enregistré. {}", refus.message));
                    }
                }
            }
        });
    }

    fn noter(&self, ligne: &Element, reponse: &str, suite: &SuiteRevue) {
        let version = suite.version.to_string();
        let _ = ligne.set_attribute("data-version", &version);
        if let Ok(Some(champ)) = ligne.query_selector("input[type=hidden]") {
            let _ = champ.set_attribute("value", &version);
        }
        retenir(ligne, Some(reponse));
        let mots = if suite.changement.is_empty() {
            "Enregistré"
        } else {
            &suite.changement
        };
        ecrire(ligne, mots);
        if let Ok(Some(place)) = ligne.query_selector("[data-droits]") {
            // What the person keeps, and the way to the departure that ends it.
            let _ = if suite.droits {
                place.remove_attribute("hidden")
            } else {
                place.set_attribute("hidden", "")
            };
        }
        self.avance.set((suite.faites, suite.total));
        self.dit.set(suite.phrase.clone());
        if self.question.borrow_mut().take().is_some() {
            if let Some(dialogue) = self.dialogue(reponse) {
                dialogue.close();
            }
            viser(ligne);
        }
    }

    fn touche(&self, evenement: &Event) {
        let Some(touche) = evenement.dyn_ref::<KeyboardEvent>() else {
            return;
        };
        let autre = touche.ctrl_key() || touche.alt_key() || touche.meta_key() || touche.is_composing();
        let Some(ligne) = origine(evenement).and_then(|e| e.closest(LIGNE).ok().flatten()) else {
            return;
        };
        if autre {
            return;
        }
        match touche.key().as_str() {
            "j" | "ArrowDown" => self.avancer(&ligne, 1),
            "k" | "ArrowUp" => self.avancer(&ligne, -1),
            // The arrows of a group would answer on the way: they only move the focus.
            "ArrowRight" => voisin(&ligne, 1),
            "ArrowLeft" => voisin(&ligne, -1),
            "1" => choisir(&ligne, 0),
            "2" => choisir(&ligne, 1),
            "3" => choisir(&ligne, 2),
            _ => return,
        }
        evenement.prevent_default();
    }

    fn avancer(&self, ligne: &Element, pas: isize) {
        let lignes = tous(&self.boite, LIGNE);
        let ici = lignes.iter().position(|l| l == ligne);
        if let Some(suivante) = ici
            .and_then(|ici| ici.checked_add_signed(pas))
            .and_then(|rang| lignes.get(rang))
        {
            viser(suivante);
            suivante.scroll_into_view_with_bool(false);
        }
    }
}

fn tous(dans: &Element, choix: &str) -> Vec<Element> {
    let Ok(liste) = dans.query_selector_all(choix) else {
        return Vec::new();
    };
    (0..liste.length())
        .filter_map(|rang| liste.get(rang)?.dyn_into().ok())
        .collect()
}

fn radios(ligne: &Element) -> Vec<HtmlInputElement> {
    tous(ligne, "input[type=radio]")
        .into_iter()
        .filter_map(|radio| radio.dyn_into().ok())
        .collect()
}

fn choisie(ligne: &Element) -> Option<String> {
    radios(ligne)
        .into_iter()
        .find(HtmlInputElement::checked)
        .map(|radio| radio.value())
}

/// Remembers the answer that the register holds.
fn retenir(ligne: &Element, reponse: Option<&str>) {
    let _ = ligne.set_attribute("data-reponse", reponse.unwrap_or_default());
}

fn remettre(ligne: &Element) {
    let retenue = ligne.get_attribute("data-reponse").unwrap_or_default();
    for radio in radios(ligne) {
        radio.set_checked(radio.value() == retenue);
    }
}

/// The focus goes to the answer that is chosen, or to the first one.
fn viser(ligne: &Element) {
    let radios = radios(ligne);
    if let Some(radio) = radios.iter().find(|radio| radio.checked()).or(radios.first()) {
        let _ = radio.focus();
    }
}

fn voisin(ligne: &Element, pas: isize) {
    let radios = radios(ligne);
    let ici = document().active_element();
    let rang = radios
        .iter()
        .position(|radio| ici.as_ref() == Some(radio.as_ref()))
        .and_then(|rang| rang.checked_add_signed(pas));
    if let Some(radio) = rang.and_then(|rang| radios.get(rang)) {
        let _ = radio.focus();
    }
}

fn choisir(ligne: &Element, rang: usize) {
    if let Some(radio) = radios(ligne).get(rang) {
        let _ = radio.focus();
        radio.click();
    }
}

fn ecrire(ligne: &Element, texte: &str) {
    if let Ok(Some(place)) = ligne.query_selector("[data-etat]") {
        place.set_text_content(Some(texte));
    }
}

fn refuser(dialogue: &HtmlElement, texte: &str) {
    if let Ok(Some(place)) = dialogue.query_selector("[data-refus]") {
        place.set_text_content(Some(texte));
    }
}
