//! The words of the domain: all of them on one page, and each explained where it is met.

use super::fonds::{Mot, fonds};
use crate::components::LIEN;
use crate::pages::chemin;
use domain::texte;
use leptos::prelude::*;
use leptos_meta::Title;

/// The page.
#[component]
pub fn Glossaire() -> impl IntoView {
    let fonds = fonds();
    let mut mots: Vec<&Mot> = fonds.mots.iter().collect();
    mots.sort_by_key(|mot| texte::cle(&mot.nom));
    let mots = mots
        .into_iter()
        .map(|mot| {
            let developpe = mot
                .developpe
                .as_ref()
                .map(|texte| view! { <span class="font-normal text-soft">{format!(" ({texte})")}</span> });
            let suite = mot.voir.as_ref().and_then(|slug| fonds.fiche(slug)).map(|fiche| {
                view! {
                    <p class="ecran-seul">
                        <a class="inline-flex min-h-11 items-center text-action underline underline-offset-2" href=chemin::aide_question(&fiche.slug)>
                            {fiche.question.clone()}
                        </a>
                    </p>
                }
            });
            view! {
                <div id=mot.slug.clone() class="scroll-mt-4 target:bg-info-fond">
                    <dt class="text-xl font-bold">{mot.nom.clone()}{developpe}</dt>
                    <dd><p>{mot.sens.clone()}</p>{suite}</dd>
                </div>
            }
        })
        .collect_view();
    view! {
        <Title text="Glossaire" />
        <div class="max-w-lecture">
            <p class="ecran-seul"><a class="inline-flex min-h-11 items-center text-action underline underline-offset-2" href=chemin::AIDE>"Aide"</a></p>
            <h1 class="text-3xl font-bold">"Glossaire"</h1>
            <p class="mt-2">"Les mots et les sigles du RPPS+, chacun en une phrase."</p>
            <dl class="mt-6 grid gap-5">{mots}</dl>
        </div>
    }
}

/// A word of the domain, that says its meaning when it is touched. The browser does it alone, without a script (a `popover`);
/// nothing moves, nothing typed is lost. An unknown word is written as it is. Not inside a label: it is a button.
#[component]
pub fn Terme(
    /// its name in the glossary: `finess`, `e-cps`
    mot: &'static str,
    /// what is written, when it is not the name in the glossary
    #[prop(optional, into)]
    texte: Option<String>,
) -> impl IntoView {
    match fonds().mot(mot) {
        Some(mot) => {
            let texte = texte.unwrap_or_else(|| mot.nom.clone());
            view! { <Bulle mot=mot texte=texte id=format!("mot-{}", mot.slug) /> }.into_any()
        }
        None => texte.unwrap_or_else(|| mot.to_owned()).into_any(),
    }
}

/// The button and its bubble.
#[component]
pub(super) fn Bulle(mot: &'static Mot, texte: String, id: String) -> impl IntoView {
    let titre = match &mot.developpe {
        Some(developpe) => format!("{}\u{a0}: {developpe}", mot.nom),
        None => mot.nom.clone(),
    };
    view! {
        <button
            type="button"
            popovertarget=id.clone()
            class="inline min-h-11 cursor-help text-left text-action underline decoration-dotted underline-offset-4 hover:text-action-fort"
        >
            {texte}
            <span class="sr-only">" (sens de ce mot)"</span>
        </button>
        <span id=id popover="auto" class="bulle">
            <strong class="block">{titre}</strong>
            <span class="mt-1 block">{mot.sens.clone()}</span>
            <a class=format!("{LIEN} mt-1 inline-flex min-h-11 items-center") href=chemin::aide_terme(&mot.slug)>"Voir le glossaire"</a>
        </span>
    }
}
