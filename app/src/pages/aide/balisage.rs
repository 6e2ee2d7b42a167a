//! The little markup of the answers: paragraphs, lists, **bold**, [links](/aide). Anything else is text; nothing is HTML, so
//! nothing can be more than that.

use crate::components::LIEN;
use leptos::prelude::*;

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Morceau {
    Texte(String),
    Gras(String),
    Lien { texte: String, cible: String },
}

/// A block of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Bloc {
    Paragraphe(Vec<Morceau>),
    Puces(Vec<Vec<Morceau>>),
    Numeros(Vec<Vec<Morceau>>),
}

/// The blocks of a text, separated by empty lines. A block whose every line begins with `- ` or a number is a list.
pub(super) fn blocs(texte: &str) -> Vec<Bloc> {
    texte
        .trim()
        .split("\n\n")
        .filter(|bloc| !bloc.trim().is_empty())
        .map(|bloc| {
            let lignes: Vec<&str> = bloc.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
            let liste = |debut: fn(&str) -> Option<&str>| -> Option<Vec<Vec<Morceau>>> {
                lignes.iter().map(|ligne| debut(ligne).map(morceaux)).collect()
            };
            if let Some(puces) = liste(|ligne| ligne.strip_prefix("- ")) {
                Bloc::Puces(puces)
            } else if let Some(numeros) = liste(numero) {
                Bloc::Numeros(numeros)
            } else {
                Bloc::Paragraphe(morceaux(&lignes.join(" ")))
            }
        })
        .collect()
}

/// What follows « 1. ».
fn numero(ligne: &str) -> Option<&str> {
    let (rang, reste) = ligne.split_once(". ")?;
    (!rang.is_empty() && rang.chars().all(|c| c.is_ascii_digit())).then_some(reste)
}

fn morceaux(ligne: &str) -> Vec<Morceau> {
    let mut morceaux = Vec::new();
    let mut reste = ligne;
    while !reste.is_empty() {
        let (avant, trouve, apres) = prochain(reste);
        if !avant.is_empty() {
            morceaux.push(Morceau::Texte(avant.to_owned()));
        }
        morceaux.extend(trouve);
        reste = apres;
    }
    morceaux
}

/// The text before the next mark, that mark, the text after it.
fn prochain(texte: &str) -> (&str, Option<Morceau>, &str) {
    let gras = texte.find("**").and_then(|debut| {
        let (dedans, apres) = texte.get(debut + 2..)?.split_once("**")?;
        Some((debut, Morceau::Gras(dedans.to_owned()), apres))
    });
    let lien = texte.find('[').and_then(|debut| {
        let (mots, suite) = texte.get(debut + 1..)?.split_once("](")?;
        let (cible, apres) = suite.split_once(')')?;
        let lien = Morceau::Lien {
            texte: mots.to_owned(),
            cible: cible.to_owned(),
        };
        Some((debut, lien, apres))
    });
    let premier = [gras, lien]
        .into_iter()
        .flatten()
        .min_by_key(|(debut, ..)| *debut);
    match premier {
        Some((debut, morceau, apres)) => (texte.get(..debut).unwrap_or_default(), Some(morceau), apres),
        None => (texte, None, ""),
    }
}

/// The words alone, for the index.
pub(super) fn texte_nu(texte: &str) -> String {
    let mots = |morceaux: Vec<Morceau>| {
        morceaux
            .into_iter()
            .map(|morceau| match morceau {
                Morceau::Texte(texte) | Morceau::Gras(texte) | Morceau::Lien { texte, .. } => texte,
            })
            .collect::<String>()
    };
    blocs(texte)
        .into_iter()
        .map(|bloc| match bloc {
            Bloc::Paragraphe(ligne) => mots(ligne),
            Bloc::Puces(lignes) | Bloc::Numeros(lignes) => {
                lignes.into_iter().map(mots).collect::<Vec<_>>().join(" ")
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// Where its links lead.
#[cfg(test)]
pub(in crate::pages) fn cibles(texte: &str) -> Vec<String> {
    let liens = |morceaux: Vec<Morceau>| {
        morceaux
            .into_iter()
            .filter_map(|morceau| match morceau {
                Morceau::Lien { cible, .. } => Some(cible),
                Morceau::Texte(_) | Morceau::Gras(_) => None,
            })
            .collect::<Vec<_>>()
    };
    blocs(texte)
        .into_iter()
        .flat_map(|bloc| match bloc {
            Bloc::Paragraphe(ligne) => liens(ligne),
            Bloc::Puces(lignes) | Bloc::Numeros(lignes) => lignes.into_iter().flat_map(liens).collect(),
        })
        .collect()
}

fn ligne(morceaux: Vec<Morceau>) -> impl IntoView {
    morceaux
        .into_iter()
        .map(|morceau| match morceau {
            Morceau::Texte(texte) => texte.into_any(),
            Morceau::Gras(texte) => view! { <strong>{texte}</strong> }.into_any(),
            Morceau::Lien { texte, cible } => view! { <a class=LIEN href=cible>{texte}</a> }.into_any(),
        })
        .collect_view()
}

/// The text, drawn.
#[component]
pub(in crate::pages) fn Texte(texte: String) -> impl IntoView {
    blocs(&texte)
        .into_iter()
        .map(|bloc| match bloc {
            Bloc::Paragraphe(morceaux) => view! { <p class="mt-3">{ligne(morceaux)}</p> }.into_any(),
            Bloc::Puces(lignes) => view! {
                <ul class="mt-3 list-disc space-y-1 pl-5">
                    {lignes.into_iter().map(|l| view! { <li>{ligne(l)}</li> }).collect_view()}
                </ul>
            }
            .into_any(),
            Bloc::Numeros(lignes) => view! {
                <ol class="mt-3 list-decimal space-y-1 pl-6">
                    {lignes.into_iter().map(|l| view! { <li>{ligne(l)}</li> }).collect_view()}
                </ol>
            }
            .into_any(),
        })
        .collect_view()
}
