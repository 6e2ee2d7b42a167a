//! A departure confirmed without a network waits in this tab until it comes back, and is sent once: the server knows its
//! intention. What waits is ids only, in the storage of the session, thrown away when signing out. Without a script the form is
//! an ordinary one: the browser says itself that it could not be sent.

use crate::components::{BOUTON, BOUTON_SECONDAIRE};
use leptos::prelude::*;

/// Where the departure that waits stands.
#[cfg_attr(
    not(feature = "hydrate"),
    expect(
        dead_code,
        reason = "the server draws it silent: only the browser has something to say"
    )
)]
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Attente {
    /// nothing waits
    Rien,
    /// it waits for the network
    Reseau,
    /// it is being sent
    Envoi,
    /// it arrived: where to see it
    Faite(String),
    /// the server says why not; where to begin again
    Refusee(String, String),
}

/// Sends the forms marked `data-intention`, and those that wait. `session` names this stay: what another one left is not sent.
#[island]
pub fn Intention(session: String) -> impl IntoView {
    let attente = RwSignal::new(Attente::Rien);
    let eveille = RwSignal::new(false);
    #[cfg(feature = "hydrate")]
    let veille = StoredValue::new_local(marche::Veille::new(attente, session.clone()));
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        veille.with_value(marche::Veille::commencer);
        eveille.set(true);
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = session;
    let reessayer = move |_| {
        #[cfg(feature = "hydrate")]
        veille.with_value(marche::Veille::essayer);
    };
    let abandonner = move |_| {
        #[cfg(feature = "hydrate")]
        veille.with_value(marche::Veille::abandonner);
    };
    view! {
        // Over the page, so that nothing moves under the pointer, and there before it speaks, so that what appears is spoken.
        <div
            role=move || eveille.get().then_some("status")
            id="intention"
            class="ecran-seul pointer-events-none fixed inset-x-0 bottom-0 z-20 flex justify-center p-3"
        >
            {move || {
                let attente = attente.get();
                let (titre, texte) = paroles(&attente)?;
                let boutons = match attente {
                    Attente::Reseau => view! {
                        <button type="button" class=BOUTON on:click=reessayer>"Réessayer"</button>
                        <button type="button" class=BOUTON_SECONDAIRE on:click=abandonner>"Abandonner"</button>
                    }
                        .into_any(),
                    Attente::Faite(vers) => view! { <a class=BOUTON href=vers>"Voir ce départ"</a> }.into_any(),
                    Attente::Refusee(_, vers) => view! {
                        <a class=BOUTON href=vers>"Recommencer"</a>
                        <button type="button" class=BOUTON_SECONDAIRE on:click=abandonner>"Fermer"</button>
                    }
                        .into_any(),
                    Attente::Rien | Attente::Envoi => ().into_any(),
                };
                Some(
                    view! {
                        <div class="pointer-events-auto w-full max-w-lecture rounded-md border-2 border-alerte bg-page p-4">
                            <p class="font-bold text-alerte">{titre}</p>
                            <p class="mt-1">{texte}</p>
                            <p class="mt-3 flex flex-wrap gap-3">{boutons}</p>
                        </div>
                    },
                )
            }}
        </div>
    }
}

fn paroles(attente: &Attente) -> Option<(&'static str, String)> {
    match attente {
        Attente::Rien => None,
        Attente::Reseau => Some((
            "En attente du réseau",
            "Ce départ n’est pas encore enregistré. Il sera envoyé dès que la connexion revient, une seule fois\u{a0}; gardez cet onglet ouvert."
                .to_owned(),
        )),
        Attente::Envoi => Some(("Envoi en cours", "Ce départ n’est pas encore enregistré.".to_owned())),
        Attente::Faite(_) => Some((
            "Le départ est enregistré",
            "Il attendait le réseau\u{a0}: il est arrivé.".to_owned(),
        )),
        Attente::Refusee(raison, _) => Some(("Le départ n’est pas enregistré", raison.clone())),
    }
}

#[cfg(feature = "hydrate")]
mod marche {
    use super::Attente;
    use crate::api::Code;
    use crate::islands::envoi::{Reponse, poster};
    use crate::islands::navigateur::{aller, corps, ecouter};
    use leptos::leptos_dom::helpers::set_interval_with_handle;
    use leptos::prelude::{GetUntracked, RwSignal, Set, document, window};
    use leptos::task::spawn_local;
    use serde::{Deserialize, Serialize};
    use std::cell::Cell;
    use std::rc::Rc;
    use std::time::Duration;
    use wasm_bindgen::JsCast;
    use web_sys::{Event, HtmlFormElement, Storage, UrlSearchParams};

    const CLE: &str = "depart-en-attente";
    /// Between two attempts while the browser believes that it has a network.
    const PAS: Duration = Duration::from_secs(15);

    /// What is kept: ids, nothing of anybody.
    #[derive(Clone, Serialize, Deserialize)]
    struct Gardee {
        session: String,
        action: String,
        corps: String,
        personne: String,
        intention: String,
    }

    pub(super) struct Veille {
        attente: RwSignal<Attente>,
        session: String,
        en_vol: Cell<bool>,
    }

    impl Veille {
        pub(super) fn new(attente: RwSignal<Attente>, session: String) -> Rc<Self> {
            Rc::new(Self {
                attente,
                session,
                en_vol: Cell::new(false),
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
                    if v.attente.get_untracked() == Attente::Reseau && window().navigator().on_line() {
                        Self::essayer(&v);
                    }
                },
                PAS,
            );
            if let Some(gardee) = lire() {
                if gardee.session == this.session {
                    Self::essayer(this);
                } else {
                    oublier();
                    this.attente.set(Attente::Refusee(
                        "Il attendait le réseau quand la session s’est terminée\u{a0}: recommencez-le."
                            .to_owned(),
                        format!("/departs/{}", gardee.personne),
                    ));
                }
            }
        }

        fn soumettre(this: &Rc<Self>, evenement: &Event) {
            let Some(formulaire) = evenement
                .target()
                .and_then(|cible| cible.dyn_into::<HtmlFormElement>().ok())
            else {
                return;
            };
            if formulaire.action().ends_with("/api/se-deconnecter") {
                return oublier();
            }
            let Some(intention) = formulaire.get_attribute("data-intention") else {
                return;
            };
            let Some(corps) = corps(&formulaire) else { return };
            // The second click of a double click.
            if this.en_vol.get() {
                return evenement.prevent_default();
            }
            let gardee = garder(&Gardee {
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

        pub(super) fn essayer(this: &Rc<Self>) {
            let Some(gardee) = lire() else { return };
            let Ok(corps) = UrlSearchParams::new_with_str(&gardee.corps) else {
                return;
            };
            if this.en_vol.replace(true) {
                return;
            }
            this.attente.set(Attente::Envoi);
            let v = this.clone();
            spawn_local(async move {
                let reponse = poster(&gardee.action, &corps).await;
                v.en_vol.set(false);
                v.conclure(&gardee, reponse);
            });
        }

        fn conclure(&self, gardee: &Gardee, reponse: Reponse) {
            // Given up while it was on its way: the server may have heard it, and its list of departures says so.
            if lire().is_none() {
                return self.attente.set(Attente::Rien);
            }
            match reponse {
                Reponse::Faite { vers, .. } => {
                    oublier();
                    let vers = vers.unwrap_or_else(|| "/departs".to_owned());
                    if montree(&gardee.intention) {
                        return aller(&vers);
                    }
                    self.attente.set(Attente::Faite(vers));
                }
                Reponse::Perdue => self.attente.set(Attente::Reseau),
                Reponse::Refusee(erreur)
                    if matches!(
                        erreur.code,
                        Code::Indisponible | Code::TropDeRequetes | Code::TropLent
                    ) =>
                {
                    self.attente.set(Attente::Reseau);
                }
                Reponse::Refusee(erreur) => {
                    oublier();
                    let vers = format!("/departs/{}", gardee.personne);
                    self.attente.set(Attente::Refusee(erreur.message, vers));
                }
            }
        }

        pub(super) fn abandonner(this: &Rc<Self>) {
            oublier();
            this.attente.set(Attente::Rien);
        }
    }

    /// Whether the page shows the form of that intention.
    fn montree(intention: &str) -> bool {
        let choix = format!("form[data-intention=\"{intention}\"]");
        document().query_selector(&choix).ok().flatten().is_some()
    }

    /// None in a browser that keeps nothing: what is in the page is all there is.
    fn reserve() -> Option<Storage> {
        window().session_storage().ok().flatten()
    }

    fn lire() -> Option<Gardee> {
        let texte = reserve()?.get_item(CLE).ok().flatten()?;
        serde_json::from_str(&texte).ok()
    }

    fn garder(gardee: &Gardee) -> bool {
        match (reserve(), serde_json::to_string(gardee)) {
            (Some(reserve), Ok(texte)) => reserve.set_item(CLE, &texte).is_ok(),
            _ => false,
        }
    }

    fn oublier() {
        if let Some(reserve) = reserve() {
            let _ = reserve.remove_item(CLE);
        }
    }
}
