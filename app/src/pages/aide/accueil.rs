//! The front page of the help: search, most asked, shelves; and what a search has found.

use super::fonds::{RELU_LE, fonds};
use super::marque::Trouvailles;
use super::{chercher, question::Questions};
use crate::components::{Bandeau, LIEN, Ton};
use crate::islands::ChercheAide;
use crate::pages::{chemin, page};
use crate::requete::{parametre, registry, session};
use axum::http::request::Parts;
use domain::ids::RechercheId;
use leptos::prelude::*;
use leptos_meta::Title;

/// What somebody without a session searches: given to the page by the endpoint that received the form, and forgotten with it.
#[derive(Clone, Debug)]
pub struct RechercheAide(pub String);

/// The page.
#[component]
pub fn Aide() -> impl IntoView {
    page(async move {
        let texte = demande().await?;
        Ok(view! { <Accueil texte=texte /> })
    })
}

/// What is searched: in the form just sent, or in a note of this session.
async fn demande() -> Result<String, crate::pages::Sortie> {
    let envoyee = use_context::<Parts>().and_then(|parts| parts.extensions.get::<RechercheAide>().cloned());
    if let Some(RechercheAide(texte)) = envoyee {
        return Ok(texte);
    }
    let note = parametre("recherche").and_then(|note| note.parse::<RechercheId>().ok());
    let (Some(note), Some(session)) = (note, session()) else {
        return Ok(String::new());
    };
    Ok(registry().recherche(&session, note).await?.unwrap_or_default())
}

#[component]
fn Accueil(texte: String) -> impl IntoView {
    let cherche = !texte.trim().is_empty();
    let titre = if cherche {
        "Recherche dans l’aide"
    } else {
        "Aide"
    };
    let trouvailles = chercher(&texte);
    view! {
        <Title text=titre />
        <div class="max-w-lecture">
            <h1 class="text-3xl font-bold">"Aide"</h1>
            <p class="mt-2">"Posez votre question avec vos mots. Pas besoin de vous connecter."</p>
            <ChercheAide texte=texte.clone() />
        </div>
        <div id="aide-statique">
            {if cherche {
                view! { <Resultats texte=texte trouvailles=trouvailles /> }.into_any()
            } else {
                view! { <Rayons /> }.into_any()
            }}
        </div>
    }
}

#[component]
fn Resultats(texte: String, trouvailles: Vec<crate::api::TrouvailleAide>) -> impl IntoView {
    let titre = match trouvailles.len() {
        0 => format!("Aucune réponse pour «\u{a0}{}\u{a0}»", texte.trim()),
        1 => format!("Une réponse pour «\u{a0}{}\u{a0}»", texte.trim()),
        n => format!("{n} réponses pour «\u{a0}{}\u{a0}»", texte.trim()),
    };
    let rien = trouvailles.is_empty();
    view! {
        <section aria-labelledby="resultats" class="mt-6 max-w-lecture">
            <h2 id="resultats" class="text-2xl font-bold">{titre}</h2>
            {if rien {
                view! {
                    <Bandeau ton=Ton::Info titre="Rien ne correspond">
                        <p>"Essayez un seul mot, ou un mot plus courant. Vous pouvez aussi parcourir les rayons ci-dessous, ou "
                            <a class=LIEN href=chemin::AIDE_CONTACTS>"écrire à quelqu’un"</a>"."
                        </p>
                    </Bandeau>
                }
                    .into_any()
            } else {
                view! { <Trouvailles trouvailles=trouvailles /> }.into_any()
            }}
            {(!rien).then(|| view! { <p class="mt-6"><a class=LIEN href=chemin::AIDE>"Toute l’aide"</a></p> })}
        </section>
        {rien.then(|| view! { <Rayons /> })}
    }
}

#[component]
fn Rayons() -> impl IntoView {
    let fonds = fonds();
    let frequentes: Vec<_> = fonds.fiches.iter().filter(|fiche| fiche.frequente).collect();
    let rayons = fonds
        .themes
        .iter()
        .map(|theme| {
            let fiches: Vec<_> = fonds
                .fiches
                .iter()
                .filter(|fiche| fiche.themes.first() == Some(&theme.cle))
                .collect();
            view! {
                <details class="rounded-md border border-line">
                    <summary class="min-h-11 px-4 py-2">
                        <h3 class="inline font-bold">{theme.titre.clone()}</h3>
                        <span class="text-soft">{format!(" ({})", fiches.len())}</span>
                    </summary>
                    <div class="px-4 pb-3"><Questions fiches=fiches /></div>
                </details>
            }
        })
        .collect_view();
    let autres = [
        (
            chemin::CONSEIL.to_owned(),
            "Suis-je concerné, et quel rôle choisir\u{a0}?",
        ),
        (
            chemin::guide("professionnel"),
            "Tout le chemin, étape par étape, à imprimer",
        ),
        (
            chemin::AIDE_GLOSSAIRE.to_owned(),
            "Glossaire\u{a0}: les mots et les sigles",
        ),
        (chemin::AIDE_CONTACTS.to_owned(), "Contacts et liens officiels"),
        (chemin::AIDE_SECTEUR.to_owned(), "Fiche du secteur sanitaire"),
    ];
    view! {
        <section class="mt-8 max-w-lecture" aria-labelledby="frequentes">
            <h2 id="frequentes" class="text-2xl font-bold">"Les plus demandées"</h2>
            <Questions fiches=frequentes />
        </section>
        <section class="mt-10 max-w-lecture" aria-labelledby="rayons">
            <h2 id="rayons" class="text-2xl font-bold">"Par sujet"</h2>
            <div class="mt-3 grid gap-2">{rayons}</div>
        </section>
        <section class="mt-10 max-w-lecture" aria-labelledby="autres">
            <h2 id="autres" class="text-2xl font-bold">"Aussi"</h2>
            <ul class="mt-2">
                {autres
                    .into_iter()
                    .map(|(adresse, titre)| {
                        view! {
                            <li><a class="inline-flex min-h-11 items-center text-action underline underline-offset-2" href=adresse>{titre}</a></li>
                        }
                    })
                    .collect_view()}
            </ul>
            <p class="mt-6 text-soft">{format!("Réponses relues le {RELU_LE}. Chacune donne ses sources.")}</p>
        </section>
    }
}
