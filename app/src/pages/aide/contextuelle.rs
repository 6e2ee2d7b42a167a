//! The same answers, offered where they are needed: at the foot of a page, under a field.

use super::fonds::{ContextePage, Fiche, fonds};
use super::glossaire::Bulle;
use crate::components::LIEN;
use crate::pages::chemin;
use crate::requete::adresse;
use leptos::prelude::*;

/// What is offered beside this address: the context whose address is the longest beginning of it, whole segments only.
pub(super) fn contexte(adresse: &str) -> Option<&'static ContextePage> {
    fonds()
        .pages
        .iter()
        .filter(|page| {
            adresse
                .strip_prefix(page.adresse.as_str())
                .is_some_and(|reste| reste.is_empty() || reste.starts_with('/'))
        })
        .max_by_key(|page| page.adresse.len())
}

/// The help beside the page that was asked for; drawn once by the document around every page, so that a page has nothing to do.
#[component]
pub fn AidePage() -> impl IntoView {
    view! { <AideContextuelle page=adresse() /> }
}

/// The help beside an address: a few questions, a few words. Nothing when none is known for it.
#[component]
pub fn AideContextuelle(
    /// `/structures`
    #[prop(into)]
    page: String,
) -> impl IntoView {
    contexte(&page).map(|contexte| view! { <Offre contexte=contexte /> })
}

#[component]
fn Offre(contexte: &'static ContextePage) -> impl IntoView {
    let fonds = fonds();
    let questions: Vec<_> = fonds.choix(&contexte.questions).collect();
    let mots: Vec<_> = contexte
        .termes
        .iter()
        .filter_map(|slug| fonds.mot(slug))
        .collect();
    view! {
        <aside aria-labelledby="aide-de-la-page" class="ecran-seul border-t border-line">
            <div class="mx-auto max-w-large px-4 pt-5 pb-6">
                <h2 id="aide-de-la-page" class="font-bold">"Une question sur cette page\u{a0}?"</h2>
                // The answer is there, folded: reading it leaves no form behind, whether or not a script keeps what is typed.
                <ul class="mt-1 max-w-lecture">
                    {questions.into_iter().map(|fiche| view! { <Pliee fiche=fiche /> }).collect_view()}
                </ul>
                <p class="mt-2 flex flex-wrap items-center gap-x-5 gap-y-1">
                    <span class="text-soft">"Les mots\u{a0}:"</span>
                    {mots
                        .into_iter()
                        .map(|mot| view! { <Bulle mot=mot texte=mot.nom.clone() id=format!("aide-{}", mot.slug) /> })
                        .collect_view()}
                    <a class=format!("{LIEN} inline-flex min-h-11 items-center") href=chemin::AIDE>"Toute l’aide"</a>
                </p>
            </div>
        </aside>
    }
}

#[component]
fn Pliee(fiche: &'static Fiche) -> impl IntoView {
    view! {
        <li>
            <details>
                <summary class="min-h-11 py-2 text-action underline underline-offset-2">{fiche.question.clone()}</summary>
                <p>{fiche.courte.clone()}</p>
                <a class=format!("{LIEN} inline-flex min-h-11 items-center") href=chemin::aide_question(&fiche.slug)>
                    <span>"Lire la réponse entière" <span class="sr-only">{format!("\u{a0}: {}", fiche.question)}</span></span>
                </a>
            </details>
        </li>
    }
}

/// The help beside the field of that id, in place: the answer in short, without leaving the page nor losing what is typed.
pub fn aide_du_champ(champ: &str) -> Option<AnyView> {
    let fonds = fonds();
    let contexte = fonds.champs.iter().find(|contexte| contexte.champ == champ)?;
    let fiche = fonds.fiche(&contexte.question)?;
    let id = format!("aide-champ-{champ}");
    let bulle = view! {
        <div>
            <button
                type="button"
                popovertarget=id.clone()
                class="inline-flex min-h-11 cursor-help items-center text-left text-action underline decoration-dotted underline-offset-4 hover:text-action-fort"
            >
                {fiche.question.clone()}
            </button>
            <div id=id popover="auto" class="bulle">
                <strong class="block">{fiche.question.clone()}</strong>
                <span class="mt-1 block">{fiche.courte.clone()}</span>
                <a class=format!("{LIEN} mt-1 inline-flex min-h-11 items-center") href=chemin::aide_question(&fiche.slug)>"Lire la réponse entière"</a>
            </div>
        </div>
    };
    Some(bulle.into_any())
}
