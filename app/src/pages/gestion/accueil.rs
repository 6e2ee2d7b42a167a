//! The gestionnaire's home: the three tiles of the real portal, the first with its count.

use super::delais::LigneDelais;
use super::presence::Vivante;
use crate::components::{BOUTON, BOUTON_SECONDAIRE, LIEN};
use crate::pages::structure::{Onglet, Onglets};
use crate::pages::{chemin, page};
use crate::requete::{gestionnaire, registry};
use leptos::prelude::*;
use leptos_meta::Title;

/// « n demandes à traiter »
pub(super) fn a_traiter(nombre: i64) -> String {
    match nombre {
        0 => "Aucune demande à traiter".to_owned(),
        1 => "1 demande à traiter".to_owned(),
        n => format!("{n} demandes à traiter"),
    }
}

/// The page.
#[component]
pub fn Accueil() -> impl IntoView {
    page(async move {
        let gestionnaire = gestionnaire()?;
        let registry = registry();
        let nombre = registry.nombre_a_traiter(&gestionnaire).await?;
        let delais = registry.delais(&gestionnaire).await?;
        let etablissements = registry.etablissements_du_perimetre(&gestionnaire).await?;
        let perimetre = match etablissements.len() {
            1 => "Votre périmètre\u{a0}: 1 établissement".to_owned(),
            n => format!("Votre périmètre\u{a0}: {n} établissements"),
        };
        let tuiles = [
            (
                chemin::FILE,
                "Traiter les demandes d’enregistrement en cours",
                a_traiter(nombre),
                "Voir les demandes",
            ),
            (
                chemin::AJOUTER,
                "Ajouter l’enregistrement d’une nouvelle personne",
                "Vérifiez d’abord qu’elle n’a pas déjà un numéro".to_owned(),
                "Ajouter un enregistrement",
            ),
            (
                chemin::PROFESSIONNELS,
                "Modifier un enregistrement existant",
                "Par nom, ou par numéro RPPS si vous l’avez".to_owned(),
                "Modifier un enregistrement",
            ),
        ];
        Ok(view! {
            <Title text="Espace gestionnaire" />
            <Onglets ici=Onglet::Demandes />
            <h1 class="text-3xl font-bold">"Que voulez-vous faire\u{a0}?"</h1>
            <LigneDelais delais=delais />
            <ul class="mt-6 grid gap-4 sm:grid-cols-3">
                {tuiles
                    .into_iter()
                    .zip(0..)
                    .map(|((adresse, titre, texte, action), rang)| {
                        let (cadre, bouton) = if rang == 0 {
                            ("relative flex h-full flex-col rounded-md border-2 border-action p-5 hover:bg-info-fond", BOUTON)
                        } else {
                            ("relative flex h-full flex-col rounded-md border border-control p-5 hover:bg-info-fond", BOUTON_SECONDAIRE)
                        };
                        view! {
                            <li class=cadre>
                                <h2 class="text-lg font-bold">{titre}</h2>
                                <p class="mt-1 mb-4 grow" data-compte=(rang == 0).then_some("")>{texte}</p>
                                <a href=adresse class=format!("{bouton} after:absolute after:inset-0")>{action}</a>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
            <p class="mt-6"><a class=LIEN href=chemin::NOTIFICATIONS>"Notifications par email\u{a0}: être prévenu de ce qui arrive"</a></p>
            <Vivante depuis=registry.now() raccourcis=false />
            <p class="mt-6"><a class=LIEN href=chemin::DEPARTS>"Quelqu’un part\u{a0}: tout fermer en une fois"</a></p>
            <p class="mt-6"><a class=LIEN href=chemin::MODELES>"Modèles de textes\u{a0}: refus, corrections, messages"</a></p>
            <details class="mt-8 max-w-lecture rounded-md border border-line p-4">
                <summary class="py-2 font-bold">{perimetre}</summary>
                <ul class="mt-3 grid gap-3">
                    {etablissements
                        .into_iter()
                        .map(|e| {
                            view! {
                                <li>
                                    <span class="block font-bold">{e.raison_sociale.clone()}</span>
                                    <span class="block text-soft">{crate::pages::adresse_courte(&e)}</span>
                                </li>
                            }
                        })
                        .collect_view()}
                </ul>
            </details>
        })
    })
}
