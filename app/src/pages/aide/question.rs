//! One question: the answer first, what the documents say differently, where it comes from, what to read next.

use super::balisage::Texte;
use super::fonds::{Fiche, RELU_LE, fonds};
use crate::api::ApiErreur;
use crate::components::{Bandeau, LIEN, Ton};
use crate::pages::{PageErreur, chemin};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// The page.
#[component]
pub fn Question() -> impl IntoView {
    let slug = use_params_map()
        .with_untracked(|carte| carte.get("slug"))
        .unwrap_or_default();
    match fonds().fiche(&slug) {
        Some(fiche) => view! { <Reponse fiche=fiche /> }.into_any(),
        None => view! { <PageErreur erreur=ApiErreur::introuvable() /> }.into_any(),
    }
}

#[component]
fn Reponse(fiche: &'static Fiche) -> impl IntoView {
    let fonds = fonds();
    let publics: Vec<&str> = fiche.publics.iter().map(|public| public.libelle()).collect();
    let sources = fiche
        .sources
        .iter()
        .filter_map(|cle| fonds.sources.iter().find(|source| source.cle == *cle))
        .map(|source| {
            let titre = match &source.adresse {
                Some(adresse) => {
                    view! { <a class=LIEN href=adresse.clone()>{source.titre.clone()}</a> }.into_any()
                }
                None => source.titre.clone().into_any(),
            };
            view! { <li>{titre}{format!(" ({})", source.date)}</li> }
        })
        .collect_view();
    let voisines: Vec<&Fiche> = fonds.choix(&fiche.voir).collect();
    let divergence = fiche.divergence.clone();
    view! {
        <Title text=fiche.question.clone() />
        <article class="max-w-lecture">
            <p class="ecran-seul"><a class="inline-flex min-h-11 items-center text-action underline underline-offset-2" href=chemin::AIDE>"Aide"</a></p>
            <h1 class="text-3xl font-bold">{fiche.question.clone()}</h1>
            <p class="mt-2 text-soft">{publics.join(", ")}</p>
            <p class="mt-4 text-lg">{fiche.courte.clone()}</p>
            <Texte texte=fiche.reponse.clone() />
            {(!divergence.is_empty())
                .then(|| view! { <Bandeau ton=Ton::Info titre="Les sources divergent">{divergence}</Bandeau> })}
            <section aria-labelledby="sources" class="mt-8 text-soft">
                <h2 id="sources" class="font-bold text-ink">"D’où vient cette réponse"</h2>
                <ul class="mt-1 list-disc pl-5">{sources}</ul>
                {(!fiche.regles.is_empty())
                    .then(|| view! { <p class="mt-1">{format!("Règles appliquées par le portail\u{a0}: {}.", fiche.regles.join(", "))}</p> })}
                <p class="mt-1">{format!("Relue le {RELU_LE}. Nos mots n’engagent pas les auteurs de ces documents.")}</p>
            </section>
            {(!voisines.is_empty())
                .then(|| {
                    view! {
                        <section aria-labelledby="voisines" class="ecran-seul mt-8">
                            <h2 id="voisines" class="text-xl font-bold">"À lire ensuite"</h2>
                            <Questions fiches=voisines />
                        </section>
                    }
                })}
            <p class="ecran-seul mt-8">
                "Ce n’est pas votre question\u{a0}? "
                <a class=LIEN href=chemin::AIDE>"Cherchez dans l’aide"</a>
                " ou "
                <a class=LIEN href=chemin::AIDE_CONTACTS>"écrivez à quelqu’un"</a>
                "."
            </p>
        </article>
    }
}

/// Links to questions.
#[component]
pub(super) fn Questions(fiches: Vec<&'static Fiche>) -> impl IntoView {
    view! {
        <ul class="mt-1">
            {fiches
                .into_iter()
                .map(|fiche| {
                    view! {
                        <li>
                            <a class="inline-flex min-h-11 items-center py-1 text-action underline underline-offset-2 hover:text-action-fort" href=chemin::aide_question(&fiche.slug)>
                                {fiche.question.clone()}
                            </a>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
}
