//! The headline numbers, and how they are counted.

use super::dixiemes;
use crate::pages::chemin::AdresseRotation;
use domain::identifiant::Finess;
use domain::rotation::{Mouvements, duree};
use leptos::prelude::*;
use registry::rotation::Liste;

const CASE: &str = "relative min-w-0 rounded-md border border-line p-3";
const LIEN: &str = "text-action underline after:absolute after:inset-0";

/// A number that leads to the people behind it.
#[component]
fn Nombre(
    titre: &'static str,
    valeur: String,
    precision: String,
    #[prop(optional_no_strip)] adresse: Option<String>,
) -> impl IntoView {
    let classe = if adresse.is_some() {
        "relative min-w-0 rounded-md border border-control p-3 hover:bg-info-fond"
    } else {
        CASE
    };
    let titre = match adresse {
        Some(adresse) => view! { <a href=adresse class=LIEN>{titre}</a> }.into_any(),
        None => titre.into_any(),
    };
    view! {
        <div class=classe>
            <dt class="font-bold">{titre}</dt>
            <dd class="mt-1 text-2xl font-bold tabular-nums">{valeur}</dd>
            <dd class="text-soft">{precision}</dd>
        </div>
    }
}

/// The headline numbers.
#[component]
pub(super) fn Nombres(
    mouvements: Mouvements,
    #[prop(optional_no_strip)] structure: Option<Finess>,
) -> impl IntoView {
    let m = mouvements;
    let vers = |liste: Liste, nombre: u32| {
        (nombre > 0).then(|| AdresseRotation::de(liste.code(), structure.clone()).adresse())
    };
    let (arrivees, departs) = m.en_cours().map_or((0, 0), |mois| (mois.arrivees, mois.departs));
    let ce_mois = |nombre: u32| format!("en 12\u{a0}mois, et {nombre} ce mois-ci");
    let presents = match m.a_venir {
        0 => "aujourd’hui".to_owned(),
        n => format!("aujourd’hui, et {n} à venir"),
    };
    let rien = || "–".to_owned();
    let anciennete = m.anciennete.map_or_else(rien, duree);
    let partis = m.duree_des_partis.map_or_else(
        || "personne n’est parti récemment".to_owned(),
        |jours| format!("{} pour les personnes parties", duree(jours)),
    );
    view! {
        <section class="mt-8" aria-labelledby="nombres">
            <h2 id="nombres" class="text-xl font-bold">"En nombres"</h2>
            <dl class="mt-2 grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-5">
                <Nombre titre="Présents" valeur=m.presents().to_string() precision=presents adresse=vers(Liste::Presents, m.presents()) />
                <Nombre
                    titre="Arrivées"
                    valeur=m.arrivees().to_string()
                    precision=ce_mois(arrivees)
                    adresse=vers(Liste::Arrivees, m.arrivees() + arrivees)
                />
                <Nombre
                    titre="Départs"
                    valeur=m.departs().to_string()
                    precision=ce_mois(departs)
                    adresse=vers(Liste::Departs, m.departs() + departs)
                />
                <Nombre
                    titre="Rotation"
                    valeur=m.taux_pour_mille().map_or_else(rien, |taux| format!("{}\u{a0}%", dixiemes(taux)))
                    precision="sur 12\u{a0}mois complets".to_owned()
                    adresse=None
                />
                <Nombre titre="Ancienneté" valeur=anciennete precision=format!("en moyenne\u{a0}; {partis}") adresse=None />
            </dl>
            {(m.a_venir > 0)
                .then(|| {
                    view! {
                        <p class="mt-2">
                            <a
                                class="inline-flex min-h-11 items-center text-action underline hover:text-action-fort"
                                href=AdresseRotation::de(Liste::AVenir.code(), structure.clone()).adresse()
                            >
                                {super::compte(m.a_venir, "arrivée prévue", "arrivées prévues")}
                            </a>
                        </p>
                    }
                })}
        </section>
    }
}

/// The definitions, with the numbers that make the rate: anybody can work it out again.
#[component]
pub(super) fn CommentCompte(mouvements: Mouvements, un_etablissement: bool) -> impl IntoView {
    let m = mouvements;
    let formule = m.taux_pour_mille().map(|taux| {
        format!(
            "Ici\u{a0}: (({} + {}) ÷ 2) ÷ {} = {}\u{a0}%.",
            m.arrivees(),
            m.departs(),
            dixiemes(m.effectif_moyen_dixiemes()),
            dixiemes(taux)
        )
    });
    let passage = if un_etablissement {
        "Qui vient d’un autre de vos établissements arrive ici, et qui y va part d’ici."
    } else {
        "Passer sans interruption d’un de vos établissements à un autre n’est ni une arrivée ni un départ."
    };
    view! {
        <details class="mt-8 max-w-lecture rounded-md border border-line p-4">
            <summary class="py-2 font-bold">"Comment c’est compté"</summary>
            <ul class="mt-2 grid list-disc gap-2 pl-5">
                <li>"Les personnes sont comptées, pas les situations\u{a0}: qui a deux situations compte une fois."</li>
                <li>"Une personne est présente un jour donné si une de ses situations est ouverte ce jour-là, premier et dernier jours compris."</li>
                <li>{passage} " Qui part puis revient compte à chaque mouvement."</li>
                <li>"Une fin prévue est un départ à sa date, sans que personne ait rien à faire."</li>
                <li>
                    "Taux de rotation = ((arrivées + départs) ÷ 2) ÷ effectif moyen, sur les 12 mois complets avant le mois en cours\u{a0}; l’effectif moyen est la moyenne des présents à la fin de chacun de ces mois. "
                    {formule}
                </li>
                <li>"Seules comptent les personnes enregistrées dans ce répertoire\u{a0}: pas tout le personnel de la structure."</li>
            </ul>
        </details>
    }
}
