//! The same answers, offered where they are needed: at the foot of a page, under a field.

use super::fonds::{ContextePage, Fiche, fonds};
use super::glossaire::Bulle;
use crate::components::LIEN;
use crate::pages::chemin;
use crate::requete::adresse;
use domain::structure::Etape;
use leptos::prelude::*;

/// How closely an address begins with that one: whole parts only, `*` standing for any one, which is less than its very name.
/// Nothing when it does not; the front page begins none but itself.
fn commence(debut: &str, adresse: &str) -> Option<usize> {
    if debut == "/" {
        return (adresse == "/").then_some(1);
    }
    let mut parties = adresse.split('/');
    debut.split('/').try_fold(0, |poids, attendue| {
        let partie = parties.next()?;
        match attendue {
            "*" if !partie.is_empty() => Some(poids + 1),
            _ if attendue == partie => Some(poids + 2),
            _ => None,
        }
    })
}

/// What is offered beside this address: the context whose address is the longest beginning of it.
pub(super) fn contexte(adresse: &str) -> Option<&'static ContextePage> {
    fonds()
        .pages
        .iter()
        .filter_map(|page| Some((commence(&page.adresse, adresse)?, page)))
        .max_by_key(|(poids, _)| *poids)
        .map(|(_, page)| page)
}

/// The question offered beside the field of that id, when that page says that its fields are those the answers speak of.
pub(super) fn question_du_champ(adresse: &str, champ: &str) -> Option<&'static Fiche> {
    let fonds = fonds();
    fonds
        .formulaires
        .iter()
        .any(|formulaire| commence(formulaire, adresse).is_some())
        .then_some(())?;
    let contexte = fonds.champs.iter().find(|contexte| contexte.champ == champ)?;
    fonds.fiche(&contexte.question)
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
    contexte(&page)
        .filter(|contexte| !contexte.termes.is_empty())
        .map(|contexte| view! { <Offre contexte=contexte /> })
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
    // The help itself only has its words to explain.
    let des_mots = questions.is_empty();
    let titre = if des_mots {
        "Un mot à expliquer\u{a0}?"
    } else {
        "Une question sur cette page\u{a0}?"
    };
    view! {
        <aside aria-labelledby="aide-de-la-page" class="ecran-seul border-t border-line">
            <div class="mx-auto max-w-large px-4 pt-5 pb-6">
                <h2 id="aide-de-la-page" class="font-bold">{titre}</h2>
                // The answer is there, folded: reading it leaves no form behind, whether or not a script keeps what is typed.
                {(!des_mots)
                    .then(|| {
                        view! {
                            <ul class="mt-1 max-w-lecture">
                                {questions.into_iter().map(|fiche| view! { <Pliee fiche=fiche /> }).collect_view()}
                            </ul>
                        }
                    })}
                <p class="mt-2 flex flex-wrap items-center gap-x-5 gap-y-1">
                    <span class="text-soft">"Les mots\u{a0}:"</span>
                    {mots
                        .into_iter()
                        .map(|mot| view! { <Bulle mot=mot texte=mot.nom.clone() id=format!("aide-{}", mot.slug) /> })
                        .collect_view()}
                    {(!des_mots)
                        .then(|| {
                            view! { <a class=format!("{LIEN} inline-flex min-h-11 items-center") href=chemin::AIDE>"Toute l’aide"</a> }
                        })}
                </p>
            </div>
        </aside>
    }
}

/// The help in a step of the path of a structure: the questions that come up there.
#[component]
pub fn AideEtape(etape: Etape) -> impl IntoView {
    let fonds = fonds();
    fonds
        .etapes
        .iter()
        .find(|contexte| contexte.etape == etape.code())
        .map(|contexte| {
            view! {
                <ul class="ecran-seul mt-3">
                    {fonds.choix(&contexte.questions).map(|fiche| view! { <Pliee fiche=fiche /> }).collect_view()}
                </ul>
            }
        })
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

/// The help beside the field of that id, in place: the answer in short, without leaving the page nor losing what is typed. Nothing on
/// a page whose fields the answers do not speak of.
pub fn aide_du_champ(champ: &str) -> Option<AnyView> {
    let fiche = question_du_champ(&adresse(), champ)?;
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
