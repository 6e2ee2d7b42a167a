//! One text, section by section.

use super::fonds::{Document, documents};
use crate::api::ApiErreur;
use crate::pages::aide::Texte;
use crate::pages::{PageErreur, chemin};
use crate::requete::config;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// The page of a text.
#[component]
pub fn Conditions() -> impl IntoView {
    let cle = use_params_map()
        .with_untracked(|carte| carte.get("texte"))
        .unwrap_or_default();
    match documents().iter().find(|document| document.cle == cle) {
        Some(document) => view! { <UnTexte document=document /> }.into_any(),
        None => view! { <PageErreur erreur=ApiErreur::introuvable() /> }.into_any(),
    }
}

#[component]
fn UnTexte(document: &'static Document) -> impl IntoView {
    let duree = format!("{}\u{a0}jours", config().conservation.nombre());
    let sections = document
        .sections
        .iter()
        .map(|section| {
            view! {
                <section class="mt-8">
                    <h2 class="text-2xl font-bold">{section.titre.clone()}</h2>
                    <Texte texte=section.texte.replace("{conservation}", &duree) />
                </section>
            }
        })
        .collect_view();
    view! {
        <Title text=document.titre.clone() />
        <article class="max-w-lecture">
            <h1 class="text-3xl font-bold">{document.titre.clone()}</h1>
            <p class="mt-2 text-soft">{format!("Version {}", document.version)}</p>
            <p class="mt-4 text-lg">{document.courte.clone()}</p>
            {sections}
            <Autres sauf=document.cle.clone() />
        </article>
    }
}

/// The other texts.
#[component]
pub(super) fn Autres(
    /// the one being read
    sauf: String,
) -> impl IntoView {
    let mentions = ("mentions-legales", "Mentions légales");
    let liens = documents()
        .iter()
        .map(|document| (document.cle.as_str(), document.titre.as_str()))
        .chain([mentions])
        .filter(|(cle, _)| *cle != sauf)
        .map(|(cle, titre)| {
            view! {
                <li>
                    <a class="inline-flex min-h-11 items-center text-action underline underline-offset-2" href=chemin::conditions(cle)>
                        {titre}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav aria-labelledby="autres-textes" class="ecran-seul mt-10 border-t border-line pt-4">
            <h2 id="autres-textes" class="font-bold">"Les autres textes"</h2>
            <ul>{liens}</ul>
        </nav>
    }
}
