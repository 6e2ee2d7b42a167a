//! The words of a text that made it found, marked.

use super::chercher::racine;
use crate::api::{MorceauAide, TrouvailleAide};
use domain::texte;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// Cuts a text into what is marked and what is not. A word is marked when its stem is one of those.
pub(super) fn marquer(texte: &str, racines: &BTreeSet<String>) -> Vec<MorceauAide> {
    let mut morceaux: Vec<MorceauAide> = Vec::new();
    let mut ajouter = |mot: &str, marque: bool| match morceaux.last_mut() {
        Some(dernier) if dernier.marque == marque => dernier.texte.push_str(mot),
        _ if mot.is_empty() => {}
        _ => morceaux.push(MorceauAide {
            texte: mot.to_owned(),
            marque,
        }),
    };
    let mut reste = texte;
    while !reste.is_empty() {
        let fin = reste.find(|c: char| !c.is_alphanumeric()).unwrap_or(reste.len());
        let (mot, suite) = reste.split_at(fin);
        let trouve = !mot.is_empty() && racines.contains(&racine(&texte::cle(mot)));
        ajouter(mot, trouve);
        let fin = suite.find(char::is_alphanumeric).unwrap_or(suite.len());
        let (entre, suite) = suite.split_at(fin);
        ajouter(entre, false);
        reste = suite;
    }
    morceaux
}

/// Such a text, drawn.
#[component]
pub(super) fn Marque(morceaux: Vec<MorceauAide>) -> impl IntoView {
    morceaux
        .into_iter()
        .map(|morceau| {
            if morceau.marque {
                view! { <mark class="bg-alerte-fond text-ink">{morceau.texte}</mark> }.into_any()
            } else {
                morceau.texte.into_any()
            }
        })
        .collect_view()
}

/// What was found, best first.
#[component]
pub(super) fn Trouvailles(trouvailles: Vec<TrouvailleAide>) -> impl IntoView {
    view! {
        <ol class="mt-4 grid gap-4">
            {trouvailles
                .into_iter()
                .map(|trouvaille| {
                    view! {
                        <li class="border-l-4 border-line pl-4">
                            <a class="inline-flex min-h-11 items-center font-bold text-action underline underline-offset-2 hover:text-action-fort" href=trouvaille.adresse>
                                <span><Marque morceaux=trouvaille.titre /></span>
                            </a>
                            <p><Marque morceaux=trouvaille.extrait /></p>
                        </li>
                    }
                })
                .collect_view()}
        </ol>
    }
}
