//! What was done to a demande or to a person, at the end of their page: who, when, before → after. Its frame serves every
//! history.

use crate::components::Pagination;
use crate::pages::chemin;
use crate::requete::parametre;
use leptos::prelude::*;
use registry::journal::{Changement, LigneHistorique, PageHistorique};

/// Which page of the history was asked for.
pub(super) fn page_demandee() -> u32 {
    parametre("historique").and_then(|n| n.parse().ok()).unwrap_or(1)
}

/// The section. `adresse` is that of the page it ends.
#[component]
pub(super) fn Historique(historique: PageHistorique, adresse: String) -> impl IntoView {
    let (page, pages, lignes) = (historique.page, historique.pages, historique.lignes);
    view! {
        <SectionHistorique vide=lignes.is_empty() page=page pages=pages adresse=adresse>
            {lignes.into_iter().map(|ligne| view! { <Acte ligne=ligne /> }).collect_view()}
        </SectionHistorique>
    }
}

/// The frame of a history: its title, its rows, newest first, and its pages. `adresse` is that of the page it ends.
#[component]
pub(in crate::pages) fn SectionHistorique(
    vide: bool,
    page: u32,
    pages: u32,
    adresse: String,
    children: Children,
) -> impl IntoView {
    view! {
        <section id="historique" class="mt-8" aria-labelledby="historique-titre">
            <h2 id="historique-titre" class="border-b-2 border-line pb-1 text-xl font-bold">"Historique"</h2>
            {vide.then(|| view! { <p class="mt-2 text-soft">"Rien n’a encore été fait ici."</p> })}
            <ol>{children()}</ol>
            <Pagination page=page pages=pages adresse=move |page| chemin::historique(&adresse, page) />
        </section>
    }
    // The pages that end with it are long: their type must not hold this one's.
    .into_any()
}

#[component]
fn Acte(ligne: LigneHistorique) -> impl IntoView {
    let phrase = ligne.phrase();
    let changements = ligne.changements;
    view! {
        <li class="border-b border-line py-2">
            <p class="font-bold">{phrase}</p>
            {(!changements.is_empty())
                .then(|| view! { <dl>{changements.into_iter().map(|c| view! { <UnChangement changement=c /> }).collect_view()}</dl> })}
        </li>
    }
}

/// « Statut : En attente → Validée ». The arrow is for the eyes; a screen reader hears words.
#[component]
fn UnChangement(changement: Changement) -> impl IntoView {
    let Changement { champ, avant, apres } = changement;
    let efface = apres.is_none();
    view! {
        <div class="sm:grid sm:grid-cols-[14rem_1fr] sm:gap-4">
            <dt class="text-soft">{champ}</dt>
            <dd class="whitespace-pre-line">
                {avant
                    .map(|avant| {
                        view! {
                            <span class="text-soft">
                                <span class="sr-only">"avant : "</span>
                                {avant}
                            </span>
                            <span aria-hidden="true">" → "</span>
                            <span class="sr-only">", après : "</span>
                        }
                    })}
                {apres}
                {efface.then_some("supprimé")}
            </dd>
        </div>
    }
}
