//! The same numbers as tables: by month, by establishment, by rôle. Each leads to the people behind it.

use super::dixiemes;
use crate::pages::chemin::{self, AdresseRotation};
use domain::identifiant::Finess;
use domain::rotation::{LigneMois, Mois};
use leptos::prelude::*;
use registry::rotation::{LigneEtablissement, LigneRole, Liste};

const ENTETE: &str = "px-1 py-2 text-right align-bottom font-bold sm:px-2";
const NOM: &str = "py-1 pr-2 text-left font-normal";
const VALEUR: &str = "px-1 py-1 text-right tabular-nums sm:px-2";
const LIEN: &str =
    "inline-flex min-h-11 min-w-11 items-center justify-end text-action underline hover:text-action-fort";

/// A number that leads to its people; 0 leads nowhere.
fn nombre(nombre: u32, adresse: String, quoi: String) -> impl IntoView {
    if nombre == 0 {
        view! { <span class="text-soft">"0"</span> }.into_any()
    } else {
        view! {
            <a class=LIEN href=adresse>
                {nombre} <span class="sr-only">{format!("\u{a0}: {quoi}")}</span>
            </a>
        }
        .into_any()
    }
}

/// What the drawing shows, month by month.
#[component]
pub(super) fn ParMois(
    mois: Vec<LigneMois>,
    #[prop(optional_no_strip)] structure: Option<Finess>,
) -> impl IntoView {
    let vers = |liste: Liste, mois: Mois| {
        AdresseRotation {
            mois: Some(mois),
            ..AdresseRotation::de(liste.code(), structure.clone())
        }
        .adresse()
    };
    view! {
        <details class="mt-2 max-w-lecture rounded-md border border-line px-3 py-2 sm:px-4">
            <summary class="py-2 font-bold">"Le graphique en tableau"</summary>
            <table class="w-full border-collapse">
                <caption class="sr-only">"Arrivées, départs et présents, mois par mois"</caption>
                <thead>
                    <tr class="border-b-2 border-line text-sm sm:text-base">
                        <th scope="col" class="py-2 pr-2 text-left align-bottom font-bold">"Mois"</th>
                        <th scope="col" class=ENTETE>"Arri\u{ad}vées"</th>
                        <th scope="col" class=ENTETE>"Dé\u{ad}parts"</th>
                        <th scope="col" class=ENTETE>"Pré\u{ad}sents à la fin"</th>
                    </tr>
                </thead>
                <tbody>
                    {mois
                        .into_iter()
                        .rev()
                        .map(|ligne| {
                            let nom = ligne.mois.libelle();
                            view! {
                                <tr class="border-b border-line">
                                    <th scope="row" class=NOM>
                                        {nom.clone()} {ligne.en_cours.then_some(" (jusqu’à aujourd’hui)")}
                                    </th>
                                    <td class=VALEUR>
                                        {nombre(ligne.arrivees, vers(Liste::Arrivees, ligne.mois), format!("arrivées en {nom}"))}
                                    </td>
                                    <td class=VALEUR>
                                        {nombre(ligne.departs, vers(Liste::Departs, ligne.mois), format!("départs en {nom}"))}
                                    </td>
                                    <td class=VALEUR>{ligne.presents}</td>
                                </tr>
                            }
                        })
                        .collect_view()}
                </tbody>
            </table>
        </details>
    }
}

/// Each establishment on its own.
#[component]
pub(super) fn ParEtablissement(lignes: Vec<LigneEtablissement>) -> impl IntoView {
    view! {
        <section class="mt-8 max-w-lecture" aria-labelledby="par-etablissement">
            <h2 id="par-etablissement" class="text-xl font-bold">"Par établissement"</h2>
            <p class="text-soft">
                "Chaque établissement compte ses propres mouvements\u{a0}: passer de l’un à l’autre est un départ ici et une arrivée là."
            </p>
            <table class="mt-2 w-full border-collapse">
                <caption class="sr-only">"Présents aujourd’hui, arrivées, départs et rotation sur 12 mois, par établissement"</caption>
                <thead>
                    <tr class="border-b-2 border-line text-sm sm:text-base">
                        <th scope="col" class="py-2 pr-2 text-left align-bottom font-bold">"Établissement"</th>
                        <th scope="col" class=ENTETE>"Pré\u{ad}sents"</th>
                        <th scope="col" class=ENTETE>"Arri\u{ad}vées"</th>
                        <th scope="col" class=ENTETE>"Dé\u{ad}parts"</th>
                        <th scope="col" class=format!("{ENTETE} hidden sm:table-cell")>"Rotation"</th>
                    </tr>
                </thead>
                <tbody>
                    {lignes
                        .into_iter()
                        .map(|ligne| {
                            let m = ligne.mouvements;
                            let taux = m
                                .taux_pour_mille()
                                .map_or_else(|| "–".to_owned(), |taux| format!("{}\u{a0}%", dixiemes(taux)));
                            view! {
                                <tr class="border-b border-line">
                                    <th scope="row" class=NOM>
                                        <a
                                            class="inline-flex min-h-11 items-center text-action underline hover:text-action-fort"
                                            href=chemin::rotation(Some(&ligne.finess))
                                        >
                                            {ligne.nom}
                                        </a>
                                        {ligne.ferme.then(|| view! { <span class="block text-soft">"Fermé"</span> })}
                                    </th>
                                    <td class=VALEUR>{m.presents()}</td>
                                    <td class=VALEUR>{m.arrivees()}</td>
                                    <td class=VALEUR>{m.departs()}</td>
                                    <td class=format!("{VALEUR} hidden sm:table-cell")>{taux}</td>
                                </tr>
                            }
                        })
                        .collect_view()}
                </tbody>
            </table>
        </section>
    }
}

/// Who holds which rôle today.
#[component]
pub(super) fn ParRole(
    lignes: Vec<LigneRole>,
    #[prop(optional_no_strip)] structure: Option<Finess>,
) -> impl IntoView {
    (!lignes.is_empty()).then(|| {
        view! {
            <section class="mt-8 max-w-lecture" aria-labelledby="par-role">
                <h2 id="par-role" class="text-xl font-bold">"Par rôle"</h2>
                <p class="text-soft">"Personnes présentes aujourd’hui. Qui tient deux rôles compte dans les deux."</p>
                <table class="mt-2 w-full border-collapse">
                    <caption class="sr-only">"Personnes présentes aujourd’hui, par rôle"</caption>
                    <thead>
                        <tr class="border-b-2 border-line">
                            <th scope="col" class="py-2 pr-2 text-left font-bold">"Rôle"</th>
                            <th scope="col" class=ENTETE>"Présents"</th>
                        </tr>
                    </thead>
                    <tbody>
                        {lignes
                            .into_iter()
                            .map(|ligne| {
                                let adresse = AdresseRotation {
                                    role: Some(ligne.role),
                                    ..AdresseRotation::de(Liste::Presents.code(), structure.clone())
                                };
                                view! {
                                    <tr class="border-b border-line">
                                        <th scope="row" class=NOM>{ligne.libelle.clone()}</th>
                                        <td class=VALEUR>{nombre(ligne.presents, adresse.adresse(), ligne.libelle)}</td>
                                    </tr>
                                }
                            })
                            .collect_view()}
                    </tbody>
                </table>
            </section>
        }
    })
}
