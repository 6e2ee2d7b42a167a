//! The demande has been sent: the reference to keep, and what happens next.

use crate::components::{BOUTON, BOUTON_SECONDAIRE, Bandeau, Ton};
use crate::islands::Copier;
use crate::pages::{Sortie, chemin, page};
use crate::requete::{registry, segment, usager};
use domain::demande::Statut;
use leptos::prelude::*;
use leptos_meta::Title;

/// The page.
#[component]
pub fn Confirmation() -> impl IntoView {
    page(async move {
        let id = segment("id")?;
        let suivi = registry().demande_de(&usager()?, id).await?;
        // Anything else than a demande just sent is better told by the tracking page.
        if suivi.statut != Statut::ATraiter {
            return Err(Sortie::Vers(chemin::suivi(id)));
        }
        let reference = suivi.reference.to_string();
        let ou = suivi.etablissement.map(|e| e.raison_sociale).unwrap_or_default();
        Ok(view! {
            <Title text="Demande envoyée" />
            <div class="max-w-lecture">
                <h1 class="text-3xl font-bold">"Votre demande est envoyée"</h1>
                <Bandeau ton=Ton::Succes titre=format!("Transmise aux gestionnaires RPPS+ de {ou}")>
                    <p>"Un email de confirmation vous a été adressé."</p>
                </Bandeau>
                <section class="mt-6 rounded-md border-2 border-line p-4">
                    <h2 class="text-lg font-bold">"Votre référence"</h2>
                    <div class="mt-1 flex flex-wrap items-center gap-4">
                        <p class="text-2xl font-bold tracking-wider" id="reference">{reference.clone()}</p>
                        <Copier texte=reference quoi="la référence".to_owned() />
                    </div>
                    <p class="mt-1 text-soft">"Donnez-la à votre gestionnaire s’il vous pose une question."</p>
                </section>
                <section class="mt-8">
                    <h2 class="text-xl font-bold">"Et maintenant"</h2>
                    <ol class="mt-2 list-decimal space-y-1 pl-5">
                        <li>"Un gestionnaire de votre établissement vérifie votre demande. Sans réponse au bout de 30 jours, elle expire et vous pouvez la refaire."</li>
                        <li>"Si elle est validée, votre numéro RPPS arrive par email, en général dans les 30 minutes, au plus tard sous 24 heures."</li>
                        <li>"Vous apparaissez dans l’annuaire sous 24 heures, et vous activez votre e-CPS au bout de 48 heures."</li>
                    </ol>
                </section>
                <p class="mt-8 flex flex-wrap gap-3">
                    <a class=BOUTON href=chemin::suivi(id)>"Suivre ma demande"</a>
                    <a class=BOUTON_SECONDAIRE href=chemin::recapitulatif(id)>"Récapitulatif à imprimer"</a>
                </p>
            </div>
        })
    })
}
