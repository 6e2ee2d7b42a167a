//! Those who act for the structures and did nothing for long, and the cards that end.

use crate::components::LIEN;
use crate::pages::chemin;
use domain::date::{Jour, court};
use leptos::prelude::*;
use registry::rotation::{Carte, Habilite};

/// Gestionnaires and mandataires without activity.
#[component]
pub(super) fn Inactifs(habilites: Vec<Habilite>) -> impl IntoView {
    view! {
        <ul class="mt-2 border-t border-line">
            {habilites
                .into_iter()
                .map(|h| {
                    let vu = h
                        .vu_le
                        .map_or_else(
                            || "Aucune activité sur ce portail".to_owned(),
                            |le| format!("Dernière activité le {}", court(le.jour_paris())),
                        );
                    let droit = format!("{} · {} · depuis le {}", h.genre.libelle(), h.structure, court(h.depuis.jour_paris()));
                    view! {
                        <li class="border-b border-line py-3">
                            <p class="text-lg font-bold">{h.nom}</p>
                            <p class="font-bold">{vu}</p>
                            <p class="text-soft">{droit}</p>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
        <p class="mt-4">
            <a class=LIEN href=chemin::HABILITATIONS>"Retirer une habilitation"</a>
        </p>
    }
}

/// Cards that end soon, or have ended.
#[component]
pub(super) fn Cartes(cartes: Vec<Carte>, aujourd_hui: Jour) -> impl IntoView {
    view! {
        <ul class="mt-2 border-t border-line">
            {cartes
                .into_iter()
                .map(|carte| {
                    let expiree = carte.expire_le < aujourd_hui;
                    let etat = if expiree {
                        format!("Expirée depuis le {}", court(carte.expire_le))
                    } else {
                        format!("Expire le {}", court(carte.expire_le))
                    };
                    view! {
                        <li class="border-b border-line py-3">
                            <p class="text-lg font-bold">{carte.nom}</p>
                            <p class=if expiree { "font-bold text-danger" } else { "font-bold" }>{etat}</p>
                            <p class="text-soft">{carte.structure}</p>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
        <p class="mt-4">
            <a class=LIEN href=chemin::STRUCTURES>"Suivre les cartes de vos structures"</a>
        </p>
    }
}
