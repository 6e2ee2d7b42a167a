//! The same numbers as tables: by month, by establishment, by rôle. Each leads to the people behind it.

use super::dixiemes;
use crate::pages::chemin::{self, AdresseRotation};
use domain::identifiant::Finess;
use domain::rotation::{LigneMois, Mois, Mouvements, duree};
use leptos::prelude::*;
use registry::rotation::{LigneEtablissement, LigneRole, Liste};

const ENTETE: &str = "px-1 py-2 text-right align-bottom font-bold sm:px-2 sm:whitespace-nowrap";
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

/// A line of figures: of what, the number of those present, and the moves.
struct Ligne {
    nom: AnyView,
    presents: AnyView,
    mouvements: Mouvements,
}

/// Figures of each `quoi`. What a phone has no column for is under the name.
#[component]
fn Chiffres(legende: &'static str, quoi: &'static str, lignes: Vec<Ligne>) -> impl IntoView {
    view! {
        <table class="mt-2 w-full border-collapse">
            <caption class="sr-only">{legende}</caption>
            <thead>
                <tr class="border-b-2 border-line text-sm sm:text-base">
                    <th scope="col" class="py-2 pr-2 text-left align-bottom font-bold">{quoi}</th>
                    <th scope="col" class=ENTETE>"Pré\u{ad}sents"</th>
                    <th scope="col" class=ENTETE>"Arri\u{ad}vées"</th>
                    <th scope="col" class=ENTETE>"Dé\u{ad}parts"</th>
                    <th scope="col" class=format!("{ENTETE} hidden sm:table-cell")>"Rotation"</th>
                    <th scope="col" class=format!("{ENTETE} hidden sm:table-cell")>"Ancienneté"</th>
                </tr>
            </thead>
            <tbody>
                {lignes
                    .into_iter()
                    .map(|Ligne { nom, presents, mouvements: m }| {
                        let rien = || "–".to_owned();
                        let taux = m.taux_pour_mille().map(|taux| format!("{}\u{a0}%", dixiemes(taux)));
                        let anciennete = m.anciennete.map(duree);
                        let etroit = [
                            taux.as_ref().map(|taux| format!("Rotation\u{a0}: {taux}")),
                            anciennete.as_ref().map(|duree| format!("ancienneté\u{a0}: {duree}")),
                        ];
                        let etroit = etroit.into_iter().flatten().collect::<Vec<_>>().join(", ");
                        view! {
                            <tr class="border-b border-line">
                                <th scope="row" class=NOM>
                                    {nom} <span class="block text-sm text-soft sm:hidden">{etroit}</span>
                                </th>
                                <td class=VALEUR>{presents}</td>
                                <td class=VALEUR>{m.arrivees()}</td>
                                <td class=VALEUR>{m.departs()}</td>
                                <td class=format!("{VALEUR} hidden sm:table-cell")>{taux.unwrap_or_else(rien)}</td>
                                <td class=format!("{VALEUR} hidden sm:table-cell")>{anciennete.unwrap_or_else(rien)}</td>
                            </tr>
                        }
                    })
                    .collect_view()}
            </tbody>
        </table>
    }
}

/// Each establishment on its own.
#[component]
pub(super) fn ParEtablissement(lignes: Vec<LigneEtablissement>) -> impl IntoView {
    let lignes = lignes
        .into_iter()
        .map(|ligne| Ligne {
            nom: view! {
                <a
                    class="inline-flex min-h-11 items-center text-action underline hover:text-action-fort"
                    href=chemin::rotation(Some(&ligne.finess))
                >
                    {ligne.nom}
                </a>
                {ligne.ferme.then(|| view! { <span class="block text-soft">"Fermé"</span> })}
            }
            .into_any(),
            presents: ligne.mouvements.presents().into_any(),
            mouvements: ligne.mouvements,
        })
        .collect();
    view! {
        <section class="mt-8 max-w-lecture" aria-labelledby="par-etablissement">
            <h2 id="par-etablissement" class="text-xl font-bold">"Par établissement"</h2>
            <p class="text-soft">
                "Chaque établissement compte ses propres mouvements\u{a0}: passer de l’un à l’autre est un départ ici et une arrivée là."
            </p>
            <Chiffres
                legende="Présents aujourd’hui, arrivées, départs et rotation sur 12 mois, ancienneté moyenne, par établissement"
                quoi="Établissement"
                lignes=lignes
            />
        </section>
    }
}

/// Each rôle on its own.
#[component]
pub(super) fn ParRole(
    lignes: Vec<LigneRole>,
    #[prop(optional_no_strip)] structure: Option<Finess>,
) -> impl IntoView {
    let lignes: Vec<Ligne> = lignes
        .into_iter()
        .map(|ligne| {
            let adresse = AdresseRotation {
                role: Some(ligne.role),
                ..AdresseRotation::de(Liste::Presents.code(), structure.clone())
            };
            let presents = nombre(
                ligne.mouvements.presents(),
                adresse.adresse(),
                ligne.libelle.clone(),
            );
            Ligne {
                nom: ligne.libelle.into_any(),
                presents: presents.into_any(),
                mouvements: ligne.mouvements,
            }
        })
        .collect();
    (!lignes.is_empty()).then(|| {
        view! {
            <section class="mt-8 max-w-lecture" aria-labelledby="par-role">
                <h2 id="par-role" class="text-xl font-bold">"Par rôle"</h2>
                <p class="text-soft">
                    "Qui tient deux rôles compte dans les deux\u{a0}; changer de rôle est un départ de l’un et une arrivée dans l’autre."
                </p>
                <Chiffres
                    legende="Présents aujourd’hui, arrivées, départs et rotation sur 12 mois, ancienneté moyenne, par rôle"
                    quoi="Rôle"
                    lignes=lignes
                />
            </section>
        }
    })
}
