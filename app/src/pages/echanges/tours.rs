//! The rounds of correction of a demande: each field with its remark, what was before and what came back.

use crate::api::ApiErreur;
use crate::components::Ligne;
use crate::pages::professionnel::parties;
use crate::requete::registry;
use domain::date::long;
use domain::identifiant::Finess;
use domain::saisie::{Champ, SaisieDemande};
use leptos::prelude::*;
use registry::demande::{FinTour, Tour};

/// One field of a round, in words.
struct Point {
    nom: String,
    /// none for a field that changed without being asked for
    remarque: Option<String>,
    avant: String,
    /// none while nothing came back
    apres: Option<String>,
}

/// A round in words.
pub(in crate::pages) struct TourLu {
    titre: String,
    message: Option<String>,
    points: Vec<Point>,
    fin: String,
}

/// The rounds in words, the latest first.
pub(in crate::pages) async fn lire_tours(tours: Vec<Tour>) -> Result<Vec<TourLu>, ApiErreur> {
    let mut lus = Vec::with_capacity(tours.len());
    for tour in tours {
        lus.push(lire_tour(tour).await?);
    }
    Ok(lus)
}

async fn lire_tour(tour: Tour) -> Result<TourLu, ApiErreur> {
    let avant = en_mots(&tour.avant).await?;
    let (apres, fin) = match &tour.fin {
        FinTour::Renvoyee { le, apres } => (
            Some(en_mots(apres).await?),
            format!("Renvoyée corrigée le {}.", le.affichage()),
        ),
        FinTour::Attendue { avant_le } => (
            None,
            format!("Réponse attendue avant le {}.", long(avant_le.jour_paris())),
        ),
        FinTour::Retiree { le } => (None, format!("Reprise sans correction le {}.", le.affichage())),
        FinTour::SansReponse => (None, "Restée sans réponse.".to_owned()),
    };
    let points = champs_a_montrer(&tour, &avant, apres.as_deref())
        .into_iter()
        .map(|nom| Point {
            remarque: remarque(&tour, &nom),
            avant: valeur(&avant, &nom),
            apres: apres.as_deref().map(|apres| valeur(apres, &nom)),
            nom,
        })
        .collect();
    Ok(TourLu {
        titre: format!("Demandée par {} le {}", tour.par, tour.demandee_le.affichage()),
        message: tour.demande.message().map(ToString::to_string),
        points,
        fin,
    })
}

/// A demande as pairs of names and words, in the order of the screens.
async fn en_mots(saisie: &SaisieDemande) -> Result<Vec<Ligne>, ApiErreur> {
    let registry = registry();
    let etablissement = match saisie.situation.etablissement.parse::<Finess>() {
        Ok(finess) => registry.etablissement(&finess).await?,
        Err(_) => None,
    };
    let parties = parties(&registry, saisie, etablissement.as_ref()).await?;
    Ok(parties.into_iter().flat_map(|(_, lignes)| lignes).collect())
}

fn valeur(lignes: &[Ligne], nom: &str) -> String {
    lignes
        .iter()
        .find(|ligne| ligne.nom == nom)
        .map(|ligne| ligne.valeur.clone())
        .unwrap_or_default()
}

fn remarque(tour: &Tour, nom: &str) -> Option<String> {
    let champ = Champ::TOUS.into_iter().find(|champ| champ.libelle() == nom)?;
    tour.demande.remarque(champ).map(ToString::to_string)
}

/// The fields that were asked for, then those that changed besides.
fn champs_a_montrer(tour: &Tour, avant: &[Ligne], apres: Option<&[Ligne]>) -> Vec<String> {
    let mut noms: Vec<String> = tour
        .demande
        .points()
        .iter()
        .map(|point| point.champ.libelle().to_owned())
        .collect();
    for ligne in apres.unwrap_or_default() {
        if !noms.contains(&ligne.nom) && valeur(avant, &ligne.nom) != ligne.valeur {
            noms.push(ligne.nom.clone());
        }
    }
    noms
}

/// The section; nothing when nothing was ever asked.
#[component]
pub(in crate::pages) fn Tours(tours: Vec<TourLu>) -> impl IntoView {
    (!tours.is_empty())
        .then(|| {
            view! {
                <section id="corrections-demandees" class="mt-8" aria-labelledby="corrections-titre">
                    <h2 id="corrections-titre" class="border-b-2 border-line pb-1 text-xl font-bold">"Corrections demandées"</h2>
                    <ol>{tours.into_iter().map(|tour| view! { <UnTour tour=tour /> }).collect_view()}</ol>
                </section>
            }
        })
        .into_any()
}

#[component]
fn UnTour(tour: TourLu) -> impl IntoView {
    view! {
        <li class="border-b border-line py-3">
            <p class="font-bold">{tour.titre}</p>
            {tour.message.map(|message| view! { <p class="mt-1 whitespace-pre-line border-l-4 border-line pl-3">{message}</p> })}
            <dl class="mt-2">{tour.points.into_iter().map(|point| view! { <UnPoint point=point /> }).collect_view()}</dl>
            <p class="mt-1 text-soft">{tour.fin}</p>
        </li>
    }
}

/// « Rôle : avant → après », with the remark. The arrow is for the eyes; a screen reader hears words.
#[component]
fn UnPoint(point: Point) -> impl IntoView {
    let Point {
        nom,
        remarque,
        avant,
        apres,
    } = point;
    let dire = |valeur: String| {
        if valeur.is_empty() {
            "non renseigné".to_owned()
        } else {
            valeur
        }
    };
    let inchange = apres.as_ref() == Some(&avant);
    let seule = remarque.is_none();
    let avant = dire(avant);
    view! {
        <div class="py-2 sm:grid sm:grid-cols-[14rem_1fr] sm:gap-4">
            <dt class="text-soft">{nom}</dt>
            <dd>
                {remarque.map(|remarque| view! { <p class="whitespace-pre-line">{format!("«\u{a0}{remarque}\u{a0}»")}</p> })}
                {seule.then(|| view! { <p class="text-soft">"Changé sans avoir été demandé."</p> })}
                {match apres {
                    None => view! { <p class="text-soft">{format!("Valeur envoyée\u{a0}: {avant}")}</p> }.into_any(),
                    Some(_) if inchange => view! { <p class="font-bold">{format!("{avant} (inchangé)")}</p> }.into_any(),
                    Some(apres) => {
                        view! {
                            <p>
                                <span class="text-soft">
                                    <span class="sr-only">"avant\u{a0}: "</span>
                                    {avant}
                                </span>
                                <span aria-hidden="true">" → "</span>
                                <span class="sr-only">", après\u{a0}: "</span>
                                <span class="font-bold">{dire(apres)}</span>
                            </p>
                        }
                            .into_any()
                    }
                }}
            </dd>
        </div>
    }
}
