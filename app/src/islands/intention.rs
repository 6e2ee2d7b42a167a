//! Departures confirmed without a network wait in this tab until it comes back, and are sent once each, the first one first: the
//! server knows their intention. What waits is ids only, in the storage of the session, thrown away when signing out. Only the
//! page of the departure that was recorded is a success: anywhere else the server leads to, nothing was recorded. Without a script
//! the form is an ordinary one: the browser says itself that it could not be sent.

#[cfg(feature = "hydrate")]
mod marche;
#[cfg(feature = "hydrate")]
mod reserve;

use crate::components::{BOUTON, BOUTON_SECONDAIRE};
use leptos::prelude::*;

/// Where the departures confirmed in this tab stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tableau {
    /// how many are kept here, not yet recorded
    gardes: usize,
    /// one of them is on its way
    envoi: bool,
    /// what became of the others, the latest last
    issues: Vec<Issue>,
}

/// What became of a departure that waited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Issue {
    intention: String,
    /// why it is not recorded; none when it is
    refus: Option<Refus>,
    /// where to see it, or where to begin again
    vers: String,
}

/// Why a departure is not recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refus {
    raison: String,
    /// what the link says
    lien: &'static str,
}

/// Sends the forms marked `data-intention`, and those that wait. `session` names this stay: what another one left is not sent.
#[island]
pub fn Intention(session: String) -> impl IntoView {
    let tableau = RwSignal::new(Tableau::default());
    let eveille = RwSignal::new(false);
    #[cfg(feature = "hydrate")]
    let veille = StoredValue::new_local(marche::Veille::new(tableau, session.clone()));
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
        veille.with_value(|veille| veille.abandonner());
    };
    view! {
        // Over the page, so that nothing moves under the pointer, and there before it speaks, so that what appears is spoken.
        <div
            role=move || eveille.get().then_some("status")
            id="intention"
            class="ecran-seul pointer-events-none fixed inset-x-0 bottom-0 z-20 flex flex-col items-center gap-2 p-3"
        >
            {move || {
                let tableau = tableau.get();
                let issues = tableau.issues.clone();
                view! {
                    {issues
                        .into_iter()
                        .map(|issue| {
                            let (intention, vers) = (issue.intention, issue.vers);
                            let (titre, texte, lien) = match issue.refus {
                                None => (
                                    "Le départ est enregistré",
                                    "Il attendait le réseau\u{a0}: il est arrivé.".to_owned(),
                                    "Voir ce départ",
                                ),
                                Some(refus) => ("Le départ n’est pas enregistré", refus.raison, refus.lien),
                            };
                            let fermer = move |_| {
                                #[cfg(feature = "hydrate")]
                                veille.with_value(|veille| veille.fermer(&intention));
                                #[cfg(not(feature = "hydrate"))]
                                let _ = &intention;
                            };
                            view! {
                                <div class=CADRE>
                                    <p class="font-bold text-alerte">{titre}</p>
                                    <p class="mt-1">{texte}</p>
                                    <p class="mt-3 flex flex-wrap gap-3">
                                        <a class=BOUTON href=vers>{lien}</a>
                                        <button type="button" class=BOUTON_SECONDAIRE on:click=fermer>"Fermer"</button>
                                    </p>
                                </div>
                            }
                        })
                        .collect_view()}
                    {paroles(&tableau)
                        .map(|(titre, texte)| {
                            view! {
                                <div class=CADRE>
                                    <p class="font-bold text-alerte">{titre}</p>
                                    <p class="mt-1">{texte}</p>
                                    {(!tableau.envoi)
                                        .then(|| {
                                            view! {
                                                <p class="mt-3 flex flex-wrap gap-3">
                                                    <button type="button" class=BOUTON on:click=reessayer>"Réessayer"</button>
                                                    <button type="button" class=BOUTON_SECONDAIRE on:click=abandonner>"Abandonner"</button>
                                                </p>
                                            }
                                        })}
                                </div>
                            }
                        })}
                }
            }}
        </div>
    }
}

/// A box over the page.
const CADRE: &str = "pointer-events-auto w-full max-w-lecture rounded-md border-2 border-alerte bg-page p-4";

/// What is said of those that are kept.
fn paroles(tableau: &Tableau) -> Option<(&'static str, String)> {
    let titre = if tableau.envoi {
        "Envoi en cours"
    } else {
        "En attente du réseau"
    };
    let texte = match (tableau.gardes, tableau.envoi) {
        (0, _) => return None,
        (1, true) => "Ce départ n’est pas encore enregistré.".to_owned(),
        (n, true) => format!("{n}\u{a0}départs ne sont pas encore enregistrés."),
        (1, false) => "Ce départ n’est pas encore enregistré. Il sera envoyé dès que la connexion revient, une seule fois\u{a0}; gardez cet onglet ouvert."
            .to_owned(),
        (n, false) => format!(
            "{n}\u{a0}départs ne sont pas encore enregistrés. Ils seront envoyés dès que la connexion revient, une seule fois chacun\u{a0}; gardez cet onglet ouvert."
        ),
    };
    Some((titre, texte))
}
