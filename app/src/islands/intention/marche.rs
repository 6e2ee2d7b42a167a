//! Sending what waits, one at a time, and saying what became of it.

use super::reserve::{Gardee, attend, garder, lire, oublier, vider};
use super::{Issue, Refus, Tableau};
use crate::api::Code;
use crate::islands::envoi::{Reponse, poster};
use crate::islands::navigateur::{aller, corps, ecouter};
use leptos::leptos_dom::helpers::set_interval_with_handle;
use leptos::prelude::{GetUntracked, RwSignal, Update, document, window};
use leptos::task::spawn_local;
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlFormElement, UrlSearchParams};

/// Between two attempts while the browser believes that it has a network.
const PAS: Duration = Duration::from_secs(15);
/// Where the server leads to when a departure is recorded, and only then.
const FAITS: &str = "/departs/faits/";

pub(super) struct Veille {
    tableau: RwSignal<Tableau>,
    session: String,
    /// the intention that is on its way
    en_vol: RefCell<Option<String>>,
}

impl Veille {
    pub(super) fn new(tableau: RwSignal<Tableau>, session: String) -> Rc<Self> {
        Rc::new(Self {
            tableau,
            session,
            en_vol: RefCell::new(None),
        })
    }

    pub(super) fn commencer(this: &Rc<Self>) {
        let v = this.clone();
        ecouter(&document(), "submit", move |evenement| {
            Self::soumettre(&v, &evenement);
        });
        let v = this.clone();
        ecouter(&window(), "online", move |_| Self::essayer(&v));
        let v = this.clone();
        let _ = set_interval_with_handle(
            move || {
                if v.tableau.get_untracked().gardes > 0 && window().navigator().on_line() {
                    Self::essayer(&v);
                }
            },
            PAS,
        );
        for gardee in lire() {
            if gardee.session != this.session {
                oublier(&gardee.intention);
                this.refuser(
                    &gardee,
                    "Il attendait le réseau quand la session s’est terminée\u{a0}: recommencez-le."
                        .to_owned(),
                    "Recommencer",
                    partir(&gardee),
                );
            }
        }
        Self::essayer(this);
    }

    fn soumettre(this: &Rc<Self>, evenement: &Event) {
        let Some(formulaire) = evenement
            .target()
            .and_then(|cible| cible.dyn_into::<HtmlFormElement>().ok())
        else {
            return;
        };
        if formulaire.action().ends_with("/api/se-deconnecter") {
            return vider();
        }
        let Some(intention) = formulaire.get_attribute("data-intention") else {
            return;
        };
        let Some(corps) = corps(&formulaire) else { return };
        // The second click of a double click.
        if this.en_vol.borrow().as_deref() == Some(intention.as_str()) {
            return evenement.prevent_default();
        }
        let gardee = garder(Gardee {
            session: this.session.clone(),
            action: formulaire.action(),
            personne: corps.get("personne").unwrap_or_default(),
            corps: String::from(corps.to_string()),
            intention,
        });
        // A browser that keeps nothing sends the form itself.
        if gardee {
            evenement.prevent_default();
            Self::essayer(this);
        }
    }

    /// Sends the first of those that wait, then the next one.
    pub(super) fn essayer(this: &Rc<Self>) {
        if this.en_vol.borrow().is_some() {
            return this.compter();
        }
        let premiere = lire().into_iter().find_map(|gardee| {
            let corps = UrlSearchParams::new_with_str(&gardee.corps).ok()?;
            Some((gardee, corps))
        });
        let Some((gardee, corps)) = premiere else {
            return this.compter();
        };
        this.en_vol.replace(Some(gardee.intention.clone()));
        this.compter();
        let v = this.clone();
        spawn_local(async move {
            let reponse = poster(&gardee.action, &corps).await;
            v.en_vol.replace(None);
            if v.conclure(&gardee, reponse) {
                Self::essayer(&v);
            } else {
                v.compter();
            }
        });
    }

    /// False when the network is still missed: the others would not pass either.
    fn conclure(&self, gardee: &Gardee, reponse: Reponse) -> bool {
        // Given up while it was on its way: the server may have heard it, and its list of departures says so.
        if !attend(&gardee.intention) {
            return true;
        }
        match reponse {
            Reponse::Perdue => return false,
            Reponse::Refusee(erreur)
                if matches!(
                    erreur.code,
                    Code::Indisponible | Code::TropDeRequetes | Code::TropLent
                ) =>
            {
                return false;
            }
            Reponse::Refusee(erreur) => {
                oublier(&gardee.intention);
                self.refuser(gardee, erreur.message, "Recommencer", partir(gardee));
            }
            Reponse::Faite { vers, .. } => {
                oublier(&gardee.intention);
                let vers = vers.unwrap_or_else(|| partir(gardee));
                if montree(&gardee.intention) {
                    // The page that follows says it itself, as after any form.
                    aller(&vers);
                } else if vers.starts_with(FAITS) {
                    self.noter(gardee, None, vers);
                } else {
                    self.refuser(
                        gardee,
                        "La fiche a changé entre-temps, ou quelque chose empêche ce départ. La page vous dit quoi\u{a0}: relisez, puis confirmez de nouveau."
                            .to_owned(),
                        "Voir ce qui empêche",
                        vers,
                    );
                }
            }
        }
        true
    }

    fn refuser(&self, gardee: &Gardee, raison: String, lien: &'static str, vers: String) {
        self.noter(gardee, Some(Refus { raison, lien }), vers);
    }

    fn noter(&self, gardee: &Gardee, refus: Option<Refus>, vers: String) {
        let intention = gardee.intention.clone();
        self.tableau.update(|tableau| {
            tableau.issues.push(Issue {
                intention,
                refus,
                vers,
            });
        });
    }

    /// What was said of that one has been read.
    pub(super) fn fermer(&self, intention: &str) {
        self.tableau
            .update(|tableau| tableau.issues.retain(|issue| issue.intention != intention));
    }

    pub(super) fn abandonner(&self) {
        vider();
        self.compter();
    }

    fn compter(&self) {
        let (gardes, envoi) = (lire().len(), self.en_vol.borrow().is_some());
        let avant = self.tableau.get_untracked();
        if (avant.gardes, avant.envoi) != (gardes, envoi) {
            self.tableau.update(|tableau| {
                tableau.gardes = gardes;
                tableau.envoi = envoi;
            });
        }
    }
}

/// Where to begin again.
fn partir(gardee: &Gardee) -> String {
    format!("/departs/{}", gardee.personne)
}

/// Whether the page shows the form of that intention.
fn montree(intention: &str) -> bool {
    let choix = format!("form[data-intention=\"{intention}\"]");
    document().query_selector(&choix).ok().flatten().is_some()
}
