//! Searching the help while typing. Without it the form is sent and the server draws what it has found.

use crate::api::{MorceauAide, TrouvailleAide};
use crate::components::{BOUTON, SAISIE};
use leptos::prelude::*;

/// The form; once awake, what is found takes the place of the rest of the page (`#aide-statique`) and is announced politely.
#[island]
pub fn ChercheAide(
    /// what was searched already
    texte: String,
) -> impl IntoView {
    let trouvailles = RwSignal::new(Vec::<TrouvailleAide>::new());
    let annonce = RwSignal::new(String::new());
    let boite = NodeRef::<leptos::html::Input>::new();
    #[cfg(feature = "hydrate")]
    let recherche = vivante::Recherche::new(trouvailles, annonce);
    let taper = move |_: leptos::ev::Event| {
        #[cfg(feature = "hydrate")]
        if let Some(boite) = boite.get_untracked() {
            recherche.lancer(boite.value());
        }
    };
    let morceaux = |morceaux: Vec<MorceauAide>| {
        morceaux
            .into_iter()
            .map(|morceau| {
                let classe = if morceau.marque {
                    "bg-alerte-fond font-bold"
                } else {
                    ""
                };
                view! { <span class=classe>{morceau.texte}</span> }
            })
            .collect_view()
    };
    view! {
        <form method="post" action="/aide" role="search" class="ecran-seul mt-4">
            <label for="texte-aide" class="block font-bold">"Que cherchez-vous\u{a0}?"</label>
            <p id="texte-aide-aide" class="text-soft">"Par exemple\u{a0}: délai e-CPS, départ, carte de directeur"</p>
            <div class="mt-1 flex flex-wrap gap-3">
                <input
                    node_ref=boite
                    id="texte-aide"
                    name="texte"
                    type="search"
                    value=texte
                    maxlength="200"
                    autocomplete="off"
                    aria-describedby="texte-aide-aide"
                    class=format!("{SAISIE} grow basis-60")
                    on:input=taper
                />
                <button class=BOUTON>"Chercher"</button>
            </div>
            // One line is kept for what will be said: nothing below moves when it speaks.
            <p role="status" class="mt-1 min-h-[1lh] text-soft">{move || annonce.get()}</p>
        </form>
        <ol class="mt-2 grid gap-4" hidden=move || trouvailles.with(Vec::is_empty)>
            {move || {
                trouvailles
                    .get()
                    .into_iter()
                    .map(|trouvaille| {
                        view! {
                            <li class="border-l-4 border-line pl-4">
                                <a class="inline-flex min-h-11 items-center font-bold text-action underline underline-offset-2 hover:text-action-fort" href=trouvaille.adresse>
                                    <span>{morceaux(trouvaille.titre)}</span>
                                </a>
                                <p>{morceaux(trouvaille.extrait)}</p>
                            </li>
                        }
                    })
                    .collect_view()
            }}
        </ol>
    }
}

#[cfg(feature = "hydrate")]
mod vivante {
    use super::TrouvailleAide;
    use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use std::time::Duration;

    /// Asks a moment after the last key, and believes only the answer to the last question.
    #[derive(Clone, Copy)]
    pub(super) struct Recherche {
        trouvailles: RwSignal<Vec<TrouvailleAide>>,
        annonce: RwSignal<String>,
        question: StoredValue<u32>,
        attente: StoredValue<Option<TimeoutHandle>>,
    }

    impl Recherche {
        pub(super) fn new(trouvailles: RwSignal<Vec<TrouvailleAide>>, annonce: RwSignal<String>) -> Self {
            Self {
                trouvailles,
                annonce,
                question: StoredValue::new(0),
                attente: StoredValue::new(None),
            }
        }

        pub(super) fn lancer(self, texte: String) {
            self.question.update_value(|n| *n += 1);
            if let Some(precedente) = self.attente.get_value() {
                precedente.clear();
            }
            if texte.trim().chars().count() < 2 {
                self.montrer(Vec::new(), String::new());
                return;
            }
            let attente = set_timeout_with_handle(move || self.demander(texte), Duration::from_millis(200));
            self.attente.set_value(attente.ok());
        }

        fn demander(self, texte: String) {
            let question = self.question.get_value();
            spawn_local(async move {
                let reponse = crate::api::chercher_aide(texte).await;
                if self.question.get_value() != question {
                    return;
                }
                match reponse {
                    Ok(trouvailles) => {
                        let annonce = match trouvailles.len() {
                            0 => "Aucune réponse. Essayez un autre mot.".to_owned(),
                            1 => "Une réponse.".to_owned(),
                            n => format!("{n} réponses."),
                        };
                        self.montrer(trouvailles, annonce);
                    }
                    Err(erreur) => self.annonce.set(erreur.message),
                }
            });
        }

        /// The rest of the page gives way to what is found, and comes back when nothing is.
        fn montrer(self, trouvailles: Vec<TrouvailleAide>, annonce: String) {
            if let Some(reste) = document().get_element_by_id("aide-statique") {
                let _ = if trouvailles.is_empty() {
                    reste.remove_attribute("hidden")
                } else {
                    reste.set_attribute("hidden", "")
                };
            }
            self.trouvailles.set(trouvailles);
            self.annonce.set(annonce);
        }
    }
}
