//! The number, once the registration is confirmed.

use crate::components::{BOUTON_SECONDAIRE, Bandeau, LIEN, Ton};
use crate::islands::Copier;
use crate::pages::{chemin, chemin_agir, page};
use crate::requete::{gestionnaire, registry, segment};
use leptos::prelude::*;
use leptos_meta::Title;

/// The page.
#[component]
pub fn Enregistre() -> impl IntoView {
    page(async move {
        let faite = registry()
            .enregistrement_fait(&gestionnaire()?, segment("id")?)
            .await?;
        let (titre, texte) = if faite.nouvelle {
            (
                format!("{} est enregistré(e)", faite.nom),
                "Un email annonce ce numéro à la personne, avec la marche à suivre pour l’e-CPS\u{a0}: visible dans l’annuaire sous 24 heures, e-CPS activable au bout de 48 heures.",
            )
        } else {
            (
                format!("La situation de {} est ajoutée", faite.nom),
                "La personne avait déjà ce numéro\u{a0}: il ne change pas, ni ses coordonnées. Un email l’en prévient.",
            )
        };
        let rpps = faite.rpps.to_string();
        Ok(view! {
            <Title text="Enregistrement terminé" />
            <div class="max-w-lecture">
                <p><a class=LIEN href=chemin::GESTION>"Espace gestionnaire"</a></p>
                <h1 class="mt-2 text-3xl font-bold">"Enregistrement terminé"</h1>
                <Bandeau ton=Ton::Succes titre=titre>
                    <p class="flex flex-wrap items-center gap-4">
                        <span>"Numéro RPPS " <strong class="text-xl tracking-wider">{rpps.clone()}</strong></span>
                        <Copier texte=rpps quoi="le numéro RPPS".to_owned() />
                    </p>
                    <p class="mt-2">{texte}</p>
                </Bandeau>
                <div class="mt-6 flex flex-wrap gap-3">
                    <a class=BOUTON_SECONDAIRE href=chemin::fiche(faite.personne)>"Voir sa fiche"</a>
                    <a class=BOUTON_SECONDAIRE href=chemin_agir::ENREGISTRER>"Enregistrer une autre personne"</a>
                </div>
            </div>
        })
    })
}
