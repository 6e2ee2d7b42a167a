//! The behaviour of [`FormulaireVivant`](super::FormulaireVivant): listens to a form that the server drew and writes into
//! the places that the field components left for it (`…-erreur`, `…-conseil`, `etat-enregistrement`),
//! and into the form's own `data-erreur-envoi`: a page may have several forms.

use super::affichage::{est_en_erreur, montrer, resumer};
use super::envoi::{Reponse, poster};
use super::formulaire::Genre;
use super::navigateur::{
    aller, annoncer, corps, ecouter, ecrire, ecrire_dans, envoyer_en_partant, garder, origine, paires, par_id,
};
use super::veille::SESSION_TERMINEE;
use crate::api::{ApiErreur, Code, Proposition};
use domain::contact::Email;
use domain::saisie::{Champ, Erreurs};
use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
use leptos::prelude::document;
use leptos::task::spawn_local;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{
    CustomEvent, Element, Event, FocusEvent, HtmlElement, HtmlFormElement, HtmlInputElement, SubmitEvent,
};

/// How long after the last key what was typed is saved.
const ATTENTE: Duration = Duration::from_millis(900);

struct Vivant {
    formulaire: HtmlFormElement,
    genre: RefCell<Genre>,
    /// typed and not saved yet
    modifie: Cell<bool>,
    envoi: Cell<bool>,
    attente: Cell<Option<TimeoutHandle>>,
    /// a button of the pointer is down
    appui: Cell<bool>,
    /// fields left by pressing elsewhere, checked once the button is up
    quittes: RefCell<Vec<Champ>>,
}

/// Brings the form inside `boite` to life.
pub(super) fn attacher(boite: &Element, genre: &Genre) {
    let mut genre = genre.clone();
    let contexte = match &mut genre {
        Genre::Situation(contexte) | Genre::Reponse(contexte) => Some(contexte.as_mut()),
        Genre::Autrui(formulaire) => formulaire.contexte(),
        _ => None,
    };
    if let Some(contexte) = contexte {
        contexte.completer();
    }
    let Some(formulaire) = boite
        .query_selector("form")
        .ok()
        .flatten()
        .and_then(|f| f.dyn_into().ok())
    else {
        return;
    };
    let formulaire: HtmlFormElement = formulaire;
    let vivant = Rc::new(Vivant {
        formulaire: formulaire.clone(),
        genre: RefCell::new(genre),
        modifie: Cell::new(false),
        envoi: Cell::new(false),
        attente: Cell::new(None),
        appui: Cell::new(false),
        quittes: RefCell::new(Vec::new()),
    });
    // The browser's own bubbles would speak before ours and in another voice.
    formulaire.set_no_validate(true);
    let v = vivant.clone();
    ecouter(&formulaire, "focusout", move |e| v.quitter_champ(&e));
    for evenement in ["input", "change"] {
        let v = vivant.clone();
        ecouter(&formulaire, evenement, move |e| Vivant::changer(&v, &e));
    }
    let v = vivant.clone();
    ecouter(&formulaire, "proposition", move |e| v.choisir_etablissement(&e));
    let v = vivant.clone();
    ecouter(&formulaire, "submit", move |e| Vivant::envoyer(&v, &e));
    let v = vivant.clone();
    ecouter(&document(), "mousedown", move |_| v.appui.set(true));
    let v = vivant.clone();
    ecouter(&document(), "mouseup", move |_| v.relacher());
    let v = vivant;
    ecouter(&leptos::prelude::window(), "pagehide", move |_| v.partir());
    let _ = boite.set_attribute("data-vivant", "");
}

impl Vivant {
    fn erreurs(&self) -> Option<Erreurs> {
        self.genre.borrow().erreurs(paires(&self.formulaire))
    }

    fn quitter_champ(&self, evenement: &Event) {
        let Some(champ) =
            origine(evenement).and_then(|e| Champ::de_nom(&e.get_attribute("name").unwrap_or_default()))
        else {
            return;
        };
        let vers = evenement
            .dyn_ref::<FocusEvent>()
            .and_then(FocusEvent::related_target);
        let dedans = |cible: &Element| {
            cible
                .closest(&format!("[data-champ=\"{}\"]", champ.id()))
                .ok()
                .flatten()
                .is_some()
        };
        // Going from the day to the month is not leaving the date.
        if vers
            .as_ref()
            .and_then(|v| v.dyn_ref::<Element>())
            .is_some_and(dedans)
        {
            return;
        }
        // An error that appears between the press and the release moves the button away from under the pointer.
        if self.appui.get() {
            self.quittes.borrow_mut().push(champ);
        } else {
            self.controler(champ);
        }
    }

    fn relacher(&self) {
        self.appui.set(false);
        for champ in self.quittes.take() {
            self.controler(champ);
        }
    }

    fn controler(&self, champ: Champ) {
        montrer(
            champ,
            self.erreurs().as_ref().and_then(|erreurs| erreurs.pour(champ)),
        );
        Self::conseiller(champ);
    }

    fn changer(this: &Rc<Self>, evenement: &Event) {
        this.modifie.set(true);
        let champ =
            origine(evenement).and_then(|e| Champ::de_nom(&e.get_attribute("name").unwrap_or_default()));
        // A box that is ticked also answers « tick at least one ».
        for champ in champ.into_iter().chain([Champ::Corrections]) {
            if est_en_erreur(champ) && this.erreurs().as_ref().and_then(|e| e.pour(champ)).is_none() {
                montrer(champ, None);
            }
        }
        Self::programmer(this);
    }

    /// A typo in an address is costly: it is pointed out at once, and never blocks.
    fn conseiller(champ: Champ) {
        if champ != Champ::Email {
            return;
        }
        let Some(saisie) = par_id("email").and_then(|e| e.dyn_into::<HtmlInputElement>().ok()) else {
            return;
        };
        let conseil = saisie
            .value()
            .parse::<Email>()
            .ok()
            .and_then(|email| email.conseil());
        ecrire("email-conseil", &conseil.unwrap_or_default());
    }

    /// The combobox tells which establishment was chosen, so that its sector can be checked.
    fn choisir_etablissement(&self, evenement: &Event) {
        let Some(detail) = evenement
            .dyn_ref::<CustomEvent>()
            .and_then(|e| e.detail().as_string())
        else {
            return;
        };
        if let (Ok(proposition), Genre::Situation(contexte) | Genre::Reponse(contexte)) = (
            serde_json::from_str::<Proposition>(&detail),
            &mut *self.genre.borrow_mut(),
        ) {
            contexte.etablissement = proposition.etablissement;
        }
    }

    fn programmer(this: &Rc<Self>) {
        if this.formulaire.get_attribute("data-auto").is_none() {
            return;
        }
        if let Some(precedente) = this.attente.take() {
            precedente.clear();
        }
        let v = this.clone();
        this.attente
            .set(set_timeout_with_handle(move || Self::sauver(&v), ATTENTE).ok());
    }

    fn sauver(this: &Rc<Self>) {
        if this.envoi.get() || !this.modifie.get() {
            return;
        }
        let Some(corps) = corps(&this.formulaire) else {
            return;
        };
        corps.set("mode", "auto");
        this.modifie.set(false);
        ecrire("etat-enregistrement", "Enregistrement…");
        let v = this.clone();
        spawn_local(async move {
            match poster(&v.formulaire.action(), &corps).await {
                Reponse::Faite { texte, .. } => {
                    let quand = texte.trim_matches('"').to_owned();
                    ecrire(
                        "etat-enregistrement",
                        &format!("Réponses enregistrées à {quand}."),
                    );
                    v.dire_echec("");
                    garder(&v.formulaire, false);
                }
                Reponse::Refusee(erreur) => {
                    v.modifie.set(true);
                    v.remarquer(&erreur);
                    ecrire(
                        "etat-enregistrement",
                        &format!("Pas encore enregistré. {}", erreur.message),
                    );
                }
                Reponse::Perdue => {
                    v.modifie.set(true);
                    ecrire(
                        "etat-enregistrement",
                        "Connexion perdue\u{a0}: vos réponses restent dans cette page, nouvel essai dans un instant.",
                    );
                    let encore = v.clone();
                    v.attente.set(
                        set_timeout_with_handle(move || Self::sauver(&encore), Duration::from_secs(5)).ok(),
                    );
                }
            }
        });
    }

    fn envoyer(this: &Rc<Self>, evenement: &Event) {
        evenement.prevent_default();
        // The second click of a double click.
        if this.envoi.get() {
            return;
        }
        let bouton = evenement
            .dyn_ref::<SubmitEvent>()
            .and_then(SubmitEvent::submitter);
        let mode = bouton
            .as_ref()
            .filter(|b| b.get_attribute("name").as_deref() == Some("mode"))
            .and_then(|b| b.get_attribute("value"));
        // « Précédent » and « Quitter » keep what was typed whatever it is worth.
        let avance = mode
            .as_deref()
            .is_none_or(|mode| mode == "continuer" || mode == "verifier");
        if avance && let Some(erreurs) = this.erreurs() {
            for erreur in &erreurs {
                montrer(erreur.champ, Some(&erreur.message));
            }
            resumer(&this.formulaire, &erreurs);
            Self::programmer(this);
            return;
        }
        let Some(corps) = corps(&this.formulaire) else {
            return;
        };
        if let Some(mode) = mode {
            corps.set("mode", &mode);
        }
        if let Some(attente) = this.attente.take() {
            attente.clear();
        }
        this.occuper(bouton.as_ref(), true);
        let v = this.clone();
        spawn_local(async move {
            let message = match poster(&v.formulaire.action(), &corps).await {
                Reponse::Faite { vers: Some(vers), .. } => {
                    v.modifie.set(false);
                    v.dire_echec("");
                    return aller(&vers);
                }
                Reponse::Faite { .. } => return aller(""),
                Reponse::Refusee(erreur) => {
                    v.remarquer(&erreur);
                    erreur.message
                }
                Reponse::Perdue => "Connexion perdue\u{a0}: rien n’a été envoyé, vos réponses restent dans cette page. Vérifiez votre connexion, puis réessayez.".to_owned(),
            };
            v.occuper(bouton.as_ref(), false);
            if let Some(place) = v.dire_echec(&message) {
                let _ = place.focus();
            }
        });
    }

    /// Writes why the sending failed in the place that this form has for it, which it gives back.
    fn dire_echec(&self, message: &str) -> Option<HtmlElement> {
        let place = self
            .formulaire
            .query_selector("[data-erreur-envoi]")
            .ok()
            .flatten()?;
        ecrire_dans(&place, message);
        place.dyn_into().ok()
    }

    /// Without a session what is typed cannot be saved: it stays here, and goes along when the person signs in again.
    fn remarquer(&self, erreur: &ApiErreur) {
        if erreur.code == Code::Connexion {
            garder(&self.formulaire, true);
            annoncer(SESSION_TERMINEE);
        }
    }

    fn occuper(&self, bouton: Option<&HtmlElement>, occupe: bool) {
        self.envoi.set(occupe);
        if let Some(bouton) = bouton {
            let _ = if occupe {
                bouton.set_attribute("aria-disabled", "true")
            } else {
                bouton.remove_attribute("aria-disabled")
            };
        }
    }

    /// Leaving the page: the browser carries the last words.
    fn partir(&self) {
        if self.modifie.get()
            && self.formulaire.get_attribute("data-auto").is_some()
            && let Some(corps) = corps(&self.formulaire)
        {
            corps.set("mode", "auto");
            envoyer_en_partant(&self.formulaire.action(), &corps);
        }
    }
}
