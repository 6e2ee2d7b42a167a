//! Somebody of a list: why they are there, what they have, and the one act that usually follows.

use crate::components::BOUTON_SECONDAIRE;
use crate::pages::chemin;
use domain::date::{Jour, court};
use domain::rotation::duree;
use leptos::prelude::*;
use registry::rotation::{LigneRotation, Raison, Reste, SituationCourte};

/// Why somebody is in the list, in one line.
fn raison(raison: &Raison, aujourd_hui: Jour) -> String {
    let jours = |de: Jour, a: Jour| i64::from(a.to_julian_day() - de.to_julian_day());
    match raison {
        Raison::Presente(depuis) => format!(
            "Présence depuis le {} ({})",
            court(*depuis),
            duree(jours(*depuis, aujourd_hui) + 1)
        ),
        Raison::Arrivee(le) => format!("Arrivée le {}", court(*le)),
        Raison::Partie(le, None) => format!("Dernier jour\u{a0}: {}", court(*le)),
        Raison::Partie(le, Some(motif)) => {
            format!("Dernier jour\u{a0}: {} · {}", court(*le), motif.libelle())
        }
        Raison::AVenir(le) => format!("Arrivée prévue le {}", court(*le)),
        Raison::Fin(le) => match jours(aujourd_hui, *le) {
            0 => "Dernier jour aujourd’hui".to_owned(),
            1 => "Dernier jour demain".to_owned(),
            n => format!("Fin prévue le {}, dans {n}\u{a0}jours", court(*le)),
        },
        Raison::SansSigne(None) => "Aucun signe depuis l’inscription".to_owned(),
        Raison::SansSigne(Some(le)) => {
            format!("Dernier signe sur ce portail le {}", court(le.jour_paris()))
        }
        Raison::RoleLarge(suffisants) => {
            format!("Un rôle suffirait d’habitude\u{a0}: {}", suffisants.join(", ou "))
        }
        Raison::Reste(Reste::Droit {
            parti_le,
            genre,
            structure,
        }) => format!(
            "Dernier jour le {}\u{a0}; encore {} de {structure}",
            court(*parti_le),
            genre.libelle().to_lowercase()
        ),
        Raison::Reste(Reste::Situation {
            parti_le,
            motif,
            quitte,
        }) => format!(
            "A quitté {quitte} le {} ({})\u{a0}; une situation reste ouverte ailleurs",
            court(*parti_le),
            motif.libelle().to_lowercase()
        ),
    }
}

fn periode(situation: &SituationCourte) -> String {
    match situation.fin {
        Some(fin) => format!("du {} au {}", court(situation.debut), court(fin)),
        None => format!("depuis le {}", court(situation.debut)),
    }
}

/// The row.
#[component]
pub(super) fn Ligne(ligne: LigneRotation, aujourd_hui: Jour) -> impl IntoView {
    let grave = matches!(ligne.raison, Raison::Reste(_));
    let motif = raison(&ligne.raison, aujourd_hui);
    // Nothing is left to close for somebody whose situations are all over, unless a right is.
    let droit = matches!(ligne.raison, Raison::Reste(Reste::Droit { .. }));
    let depart = droit
        || ligne
            .situations
            .iter()
            .any(|s| s.fin.is_none_or(|fin| fin >= aujourd_hui));
    view! {
        <li class="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 border-b border-line py-3">
            <div class="min-w-0 grow basis-60">
                <a
                    href=chemin::fiche(ligne.personne)
                    class="inline-flex min-h-11 items-center text-lg font-bold text-action underline hover:text-action-fort"
                >
                    {ligne.nom.clone()}
                </a>
                <p class=if grave { "font-bold text-danger" } else { "font-bold" }>{motif}</p>
                <ul class="text-soft">
                    {ligne
                        .situations
                        .into_iter()
                        .map(|s| {
                            let dates = periode(&s);
                            view! {
                                <li>{format!("{} · {} · rôle\u{a0}: {} · {dates}", s.etablissement, s.profession, s.role)}</li>
                            }
                        })
                        .collect_view()}
                </ul>
                <p class="text-soft">{format!("RPPS {}", ligne.rpps)}</p>
            </div>
            {depart
                .then(|| {
                    view! {
                        <a class=format!("{BOUTON_SECONDAIRE} ecran-seul w-full sm:w-auto") href=chemin::rotation_depart(ligne.personne)>
                            "Départ" <span class="sr-only">{format!(" de {}", ligne.nom)}</span>
                        </a>
                    }
                })}
        </li>
    }
}
