//! How the copy of one's data is drawn: headings and pairs, without style sheet or script.

use crate::components::Ligne;
use leptos::prelude::*;

/// A heading and its pairs; `niveau` 2 or 3.
pub(super) struct Partie {
    pub(super) niveau: u8,
    pub(super) titre: String,
    pub(super) lignes: Vec<Ligne>,
    /// text kept with its line breaks
    pub(super) texte: Option<String>,
}

impl Partie {
    pub(super) fn chapitre(titre: &str, lignes: Vec<Ligne>) -> Self {
        Self {
            niveau: 2,
            titre: titre.to_owned(),
            lignes,
            texte: None,
        }
    }

    pub(super) fn article(titre: String, lignes: Vec<Ligne>) -> Self {
        Self {
            niveau: 3,
            titre,
            lignes,
            texte: None,
        }
    }
}

/// The document, as a page that stands alone.
pub(super) fn dessiner(quand: &str, suite: Vec<Partie>) -> String {
    let quand = quand.to_owned();
    let html = Owner::new().with(|| {
        view! {
            <html lang="fr">
                <head>
                    <meta charset="utf-8" />
                    <meta name="viewport" content="width=device-width, initial-scale=1" />
                    <meta name="color-scheme" content="light dark" />
                    <title>"Mes données – Portail RPPS+"</title>
                </head>
                <body>
                    <main>
                        <h1>"Mes données au portail RPPS+"</h1>
                        <p>{quand}</p>
                        {suite.into_iter().map(dessiner_partie).collect_view()}
                    </main>
                </body>
            </html>
        }
        .to_html()
    });
    format!("<!DOCTYPE html>{html}")
}

fn dessiner_partie(partie: Partie) -> impl IntoView {
    let titre = if partie.niveau == 2 {
        view! { <h2>{partie.titre}</h2> }.into_any()
    } else {
        view! { <h3>{partie.titre}</h3> }.into_any()
    };
    // What was not given is not in the copy.
    let lignes: Vec<Ligne> = partie
        .lignes
        .into_iter()
        .filter(|ligne| !ligne.valeur.is_empty())
        .collect();
    view! {
        <section>
            {titre}
            {(!lignes.is_empty())
                .then(|| {
                    view! {
                        <dl>
                            {lignes
                                .into_iter()
                                .map(|ligne| {
                                    view! {
                                        <dt>{ligne.nom}</dt>
                                        <dd>{ligne.valeur}</dd>
                                    }
                                })
                                .collect_view()}
                        </dl>
                    }
                })}
            {partie.texte.map(|texte| view! { <pre>{texte}</pre> })}
        </section>
    }
}
