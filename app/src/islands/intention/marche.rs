//! Sending what waits, one at a time, and saying what became of it.

use super::reserve::{Gardee, attend, garder, lire, oublier, vider};
use super::verdict::{Retour, Verdict, verdict};
use super::{Issue, Refus, Tableau};
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
/// Those that were recorded.
const DEPARTS: &str = "/departs";

pub(super) struct Veille {
    tableau: RwSignal<Tableau>,
    /// the intention that is on its way
    en_vol: RefCell<Option<String>>,
}

impl Veille {
    pub(super) fn new(tableau: RwSignal<Tableau>) -> Rc<Self> {
        Rc::new(Self {
            tableau,
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
            return this.sortir(evenement);
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
            action: formulaire.action(),
            personne: corps.get("personne").unwrap_or_default(),
            corps: String::from(corps.to_string()),
            intention,
            essayee: false,
        });
        // A browser that keeps nothing sends the form itself.
        if gardee {
            evenement.prevent_default();
            Self::essayer(this);
        }
    }

    /// Signing out throws away what waits: the first time, that is said instead.
    fn sortir(&self, evenement: &Event) {
        if lire().is_empty() || self.tableau.get_untracked().sortie {
            return vider();
        }
        evenement.prevent_default();
        self.tableau.update(|tableau| tableau.sortie = true);
    }

    /// Stays signed in after all.
    pub(super) fn rester(&self) {
        self.tableau.update(|tableau| tableau.sortie = false);
    }

    /// Sends the first of those that wait, then the next one. One that another session left is sent too: what was prepared belongs to
    /// that session, so that the server does nothing, and says whether it had been recorded.
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
        // From now on the server may have heard it.
        if !gardee.essayee && window().navigator().on_line() {
            garder(Gardee {
                essayee: true,
                ..gardee.clone()
            });
        }
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
        let (retour, message) = match reponse {
            Reponse::Perdue => (Retour::Rien, String::new()),
            Reponse::Refusee(erreur) => (Retour::Refus(erreur.code), erreur.message),
            Reponse::Faite { vers, .. } => {
                let vers = vers.unwrap_or_else(|| partir(gardee));
                (Retour::Vers(vers), String::new())
            }
        };
        let verdict = verdict(gardee.essayee, &retour);
        let deconnecte = verdict == Verdict::Reconnecter;
        if self.tableau.get_untracked().deconnecte != deconnecte {
            self.tableau.update(|tableau| tableau.deconnecte = deconnecte);
        }
        if matches!(verdict, Verdict::Attendre | Verdict::Reconnecter) {
            return false;
        }
        oublier(&gardee.intention);
        let vers = match retour {
            Retour::Vers(vers) => vers,
            Retour::Refus(_) | Retour::Rien => partir(gardee),
        };
        match verdict {
            Verdict::Attendre | Verdict::Reconnecter => {}
            // The page that follows says it itself, as after any form.
            Verdict::Enregistre | Verdict::ARevoir if montree(&gardee.intention) => aller(&vers),
            Verdict::Enregistre => self.noter(gardee, None, vers),
            Verdict::ARevoir => self.refuser(
                gardee,
                "La fiche a changé entre-temps, ou quelque chose empêche ce départ. La page vous dit quoi\u{a0}: relisez, puis confirmez de nouveau."
                    .to_owned(),
                "Voir ce qui empêche",
                vers,
            ),
            Verdict::Perdu => self.refuser(
                gardee,
                "Il avait été préparé pendant une session qui s’est terminée\u{a0}: recommencez-le.".to_owned(),
                "Recommencer",
                partir(gardee),
            ),
            Verdict::Refuse => self.refuser(gardee, message, "Recommencer", partir(gardee)),
            Verdict::Incertain => {
                let refus = Refus {
                    certain: false,
                    raison: format!(
                        "La réponse à un premier envoi s’est perdue, et le suivant est refusé. {message} Avant de le recommencer, regardez s’il est dans la liste des départs."
                    ),
                    lien: "Voir les départs",
                };
                self.noter(gardee, Some(refus), DEPARTS.to_owned());
            }
        }
        true
    }

    fn refuser(&self, gardee: &Gardee, raison: String, lien: &'static str, vers: String) {
        let refus = Refus {
            certain: true,
            raison,
            lien,
        };
        self.noter(gardee, Some(refus), vers);
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
                tableau.sortie &= gardes > 0;
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
