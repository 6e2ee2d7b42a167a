//! The registered people whom somebody about to be registered looks like, in the pages that register without a demande: how much, in what,
//! what was said of it, or the two answers.

use super::doublons::raisons;
use crate::components::{BOUTON_SECONDAIRE, Bandeau, LIEN, Ton};
use crate::pages::chemin;
use domain::doublon::{ChoixDoublon, TraitCompare};
use leptos::prelude::*;
use registry::enregistrement::DejaConnue;

/// The answers that are offered, in order.
const REPONSES: [ChoixDoublon; 2] = [ChoixDoublon::Differente, ChoixDoublon::Meme];

/// The list; nothing when nobody looks alike. `action` and `cachees`: where an answer is sent, and what is being registered.
#[component]
pub(super) fn Proches(
    action: &'static str,
    cachees: Vec<(&'static str, String)>,
    proches: Vec<DejaConnue>,
    a_trancher: bool,
) -> impl IntoView {
    if proches.is_empty() {
        return None;
    }
    let reste = proches.iter().any(|connue| connue.choix.is_none());
    let (ton, titre) = if reste {
        (Ton::Alerte, "Doublon possible")
    } else {
        (Ton::Info, "Ressemblances examinées")
    };
    Some(view! {
        <Bandeau ton=ton titre=titre>
            <p>"Une personne n’a qu’un numéro RPPS, pour toute sa vie professionnelle. Vérifiez sur la pièce d’identité, et demandez à la personne."</p>
            {a_trancher
                .then(|| {
                    view! { <p class="mt-1 font-bold">"La ressemblance est forte\u{a0}: dites s’il s’agit de la même personne avant d’enregistrer."</p> }
                })}
            <ul class="mt-2">
                {proches
                    .into_iter()
                    .map(|connue| {
                        let mut cachees = cachees.clone();
                        cachees.push(("sujet", connue.personne.to_string()));
                        cachees.push(("empreinte", connue.empreinte.to_string()));
                        view! {
                            <Proche
                                action=action
                                cachees=cachees
                                qui=format!("{}, RPPS {}", connue.nom, connue.rpps)
                                score=format!("{}, {} sur 100", connue.niveau.libelle(), connue.score)
                                traits=connue.traits
                                lien=connue.visible.then(|| (chemin::fiche(connue.personne), "Ouvrir sa fiche".to_owned()))
                                choix=connue.choix
                                reponses=REPONSES.to_vec()
                            />
                        }
                    })
                    .collect_view()}
            </ul>
        </Bandeau>
    })
}

/// One of them, with the answers: a plain form.
#[component]
pub(super) fn Proche(
    action: &'static str,
    cachees: Vec<(&'static str, String)>,
    qui: String,
    score: String,
    traits: Vec<TraitCompare>,
    /// where to look closer
    lien: Option<(String, String)>,
    choix: Option<ChoixDoublon>,
    reponses: Vec<ChoixDoublon>,
) -> impl IntoView {
    let dit = choix.map(ChoixDoublon::libelle);
    let boutons = match choix {
        Some(_) => vec![("", "Revenir sur ce choix")],
        None => reponses
            .into_iter()
            .map(|choix| (choix.code(), choix.libelle()))
            .collect(),
    };
    view! {
        <li class="border-t border-line py-3">
            <p class="font-bold break-words">{qui.clone()}</p>
            <p class="text-soft">{score}</p>
            <ul class="mt-1 text-sm">
                {raisons(&traits).into_iter().map(|raison| view! { <li>{raison}</li> }).collect_view()}
            </ul>
            {lien
                .map(|(adresse, mots)| view! { <p><a class=format!("{LIEN} inline-flex min-h-11 items-center") href=adresse>{mots}</a></p> })}
            <form method="post" action=action class="mt-2 flex flex-wrap items-center gap-x-4 gap-y-2">
                {dit.map(|dit| view! { <p class="font-bold">{dit}</p> })}
                {cachees.into_iter().map(|(nom, valeur)| view! { <input type="hidden" name=nom value=valeur /> }).collect_view()}
                {boutons
                    .into_iter()
                    .map(|(code, libelle)| {
                        view! {
                            <button class=BOUTON_SECONDAIRE name="choix" value=code>
                                {libelle} <span class="sr-only">{format!(" ({qui})")}</span>
                            </button>
                        }
                    })
                    .collect_view()}
            </form>
        </li>
    }
}
