//! Departures confirmed without a network wait in this tab until it comes back, and are sent once each, the first one first: the
//! server knows their intention. What waits is ids only, in the storage of the session, thrown away when signing out, which says so
//! first. Only the page of the departure that was recorded is a success (`verdict`): anywhere else the server leads to, nothing was
//! recorded. Without a script the form is an ordinary one: the browser says itself that it could not be sent.

#[cfg(feature = "hydrate")]
mod marche;
#[cfg(feature = "hydrate")]
mod reserve;
#[cfg(any(feature = "hydrate", test))]
mod verdict;

use crate::components::{BOUTON, BOUTON_SECONDAIRE};
use leptos::prelude::*;

/// Where the departures confirmed in this tab stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tableau {
    /// how many are kept here, not yet recorded
    gardes: usize,
    /// one of them is on its way
    envoi: bool,
    /// the session is over, and an earlier sending may have been heard
    deconnecte: bool,
    /// the person asked to sign out while some wait
    sortie: bool,
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
    /// nothing was recorded; otherwise it may have been
    certain: bool,
    raison: String,
    /// what the link says
    lien: &'static str,
}

/// Sends the forms marked `data-intention`, and those that wait.
#[island]
pub fn Intention() -> impl IntoView {
    let tableau = RwSignal::new(Tableau::default());
    let eveille = RwSignal::new(false);
    #[cfg(feature = "hydrate")]
    let veille = StoredValue::new_local(marche::Veille::new(tableau));
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        veille.with_value(marche::Veille::commencer);
        eveille.set(true);
    });
    let reessayer = move |_| {
        #[cfg(feature = "hydrate")]
        veille.with_value(marche::Veille::essayer);
    };
    let abandonner = move |_| {
        #[cfg(feature = "hydrate")]
        veille.with_value(|veille| veille.abandonner());
    };
    let rester = move |_| {
        #[cfg(feature = "hydrate")]
        veille.with_value(|veille| veille.rester());
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
                            let (titre, texte, lien) = devenu(issue.refus);
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
                                    {if tableau.sortie {
                                        view! {
                                            <form method="post" action="/api/se-deconnecter" class="mt-3 flex flex-wrap gap-3">
                                                <button type="button" class=BOUTON on:click=rester>"Rester connecté"</button>
                                                <button class=BOUTON_SECONDAIRE>"Se déconnecter quand même"</button>
                                            </form>
                                        }
                                            .into_any()
                                    } else if tableau.envoi {
                                        ().into_any()
                                    } else if tableau.deconnecte {
                                        view! {
                                            <p class="mt-3 flex flex-wrap gap-3">
                                                <a class=BOUTON href="/departs">"Se reconnecter"</a>
                                            </p>
                                        }
                                            .into_any()
                                    } else {
                                        view! {
                                            <p class="mt-3 flex flex-wrap gap-3">
                                                <button type="button" class=BOUTON on:click=reessayer>"Réessayer"</button>
                                                <button type="button" class=BOUTON_SECONDAIRE on:click=abandonner>"Abandonner"</button>
                                            </p>
                                        }
                                            .into_any()
                                    }}
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

/// What is said of one that does not wait any more, and where that leads.
fn devenu(refus: Option<Refus>) -> (&'static str, String, &'static str) {
    match refus {
        None => (
            "Le départ est enregistré",
            "Il attendait le réseau\u{a0}: il est arrivé.".to_owned(),
            "Voir ce départ",
        ),
        Some(refus) if refus.certain => ("Le départ n’est pas enregistré", refus.raison, refus.lien),
        Some(refus) => (
            "Le départ n’est peut-être pas enregistré",
            refus.raison,
            refus.lien,
        ),
    }
}

/// What is said of those that are kept.
fn paroles(tableau: &Tableau) -> Option<(&'static str, String)> {
    if tableau.gardes == 0 {
        return None;
    }
    if tableau.sortie {
        let texte = match tableau.gardes {
            1 => "Un départ confirmé ici n’est pas encore enregistré. Si vous vous déconnectez maintenant, il sera perdu\u{a0}: il faudra le recommencer."
                .to_owned(),
            n => format!(
                "{n}\u{a0}départs confirmés ici ne sont pas encore enregistrés. Si vous vous déconnectez maintenant, ils seront perdus\u{a0}: il faudra les recommencer."
            ),
        };
        return Some(("Vous n’êtes pas encore déconnecté", texte));
    }
    if tableau.deconnecte && !tableau.envoi {
        let texte = match tableau.gardes {
            1 => "Un départ a été envoyé, mais la réponse s’est perdue, puis la session s’est terminée. Reconnectez-vous dans cet onglet\u{a0}: le portail vous dira s’il est enregistré."
                .to_owned(),
            n => format!(
                "{n}\u{a0}départs attendaient une réponse quand la session s’est terminée. Reconnectez-vous dans cet onglet\u{a0}: le portail vous dira lesquels sont enregistrés."
            ),
        };
        return Some(("La session est terminée", texte));
    }
    let titre = if tableau.envoi {
        "Envoi en cours"
    } else {
        "En attente du réseau"
    };
    let texte = match (tableau.gardes, tableau.envoi) {
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

#[cfg(test)]
mod tests {
    use super::{Tableau, paroles};

    #[test]
    fn signing_out_says_first_how_many_departures_would_be_lost() {
        let dire = |gardes, sortie| {
            paroles(&Tableau {
                gardes,
                sortie,
                ..Tableau::default()
            })
        };
        assert_eq!(dire(0, false), None);
        assert_eq!(dire(0, true), None, "nothing waits: nothing to say");
        let (titre, texte) = dire(2, true).unwrap();
        assert!(titre.contains("pas encore déconnecté"));
        assert!(texte.contains("2\u{a0}départs") && texte.contains("perdus"));
        assert!(dire(1, true).unwrap().1.contains("perdu"));
        assert_eq!(dire(1, false).unwrap().0, "En attente du réseau");
    }

    #[test]
    fn a_session_that_ended_after_a_lost_answer_is_not_a_refusal() {
        let (titre, texte) = paroles(&Tableau {
            gardes: 1,
            deconnecte: true,
            ..Tableau::default()
        })
        .unwrap();
        assert_eq!(titre, "La session est terminée");
        assert!(texte.contains("s’il est enregistré"));
    }
}
