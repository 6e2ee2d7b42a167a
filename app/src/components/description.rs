//! Pairs of a name and a value: what was answered, what the register knows.

use leptos::prelude::*;

/// One pair.
#[derive(Clone, Debug)]
pub struct Ligne {
    /// the name
    pub nom: String,
    /// the value; empty is shown as « non renseigné »
    pub valeur: String,
}

impl Ligne {
    /// A pair.
    pub fn new(nom: impl Into<String>, valeur: impl Into<String>) -> Self {
        Self {
            nom: nom.into(),
            valeur: valeur.into(),
        }
    }
}

/// The list, with an optional link to change it.
#[component]
pub fn ListeDescription(
    #[prop(into)] titre: String,
    lignes: Vec<Ligne>,
    /// address of the step that changes it
    #[prop(optional, into)]
    modifier: Option<String>,
) -> impl IntoView {
    let sujet = titre.to_lowercase();
    view! {
        <section class="mt-8">
            <div class="flex flex-wrap items-baseline justify-between gap-x-4 border-b-2 border-line pb-1">
                <h2 class="text-xl font-bold">{titre}</h2>
                {modifier
                    .map(|adresse| {
                        view! {
                            <a href=adresse class="ecran-seul inline-flex min-h-11 items-center text-action underline hover:text-action-fort">
                                "Modifier" <span class="sr-only">{format!("\u{a0}: {sujet}")}</span>
                            </a>
                        }
                    })}
            </div>
            <dl>
                {lignes
                    .into_iter()
                    .map(|ligne| {
                        let vide = ligne.valeur.is_empty();
                        view! {
                            <div class="border-b border-line py-2 sm:grid sm:grid-cols-[14rem_1fr] sm:gap-4">
                                <dt class="text-soft">{ligne.nom}</dt>
                                <dd class=if vide { "text-soft" } else { "font-bold" }>
                                    {if vide { "Non renseigné".to_owned() } else { ligne.valeur }}
                                </dd>
                            </div>
                        }
                    })
                    .collect_view()}
            </dl>
        </section>
    }
}
