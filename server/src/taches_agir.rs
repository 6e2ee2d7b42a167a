//! What happens by itself to situations and to registrations under way: ends that come (R27), cards that end (R48), drafts that nobody takes up again.

use registry::Registry;
use registry::donnees::Conservation;

/// One round. A failure is told to the operator and tried again at the next one.
pub(crate) async fn passer(registry: &Registry, conservation: Conservation) {
    match registry.annoncer_fins().await {
        Ok(0) => {}
        Ok(nombre) => tracing::info!(nombre, "ends of situations told"),
        Err(cause) => tracing::error!(%cause, "ends of situations could not be told, next try in an hour"),
    }
    match registry.effacer_invitations(conservation).await {
        Ok(0) => {}
        Ok(nombre) => tracing::info!(nombre, "invitations erased"),
        Err(cause) => tracing::error!(%cause, "invitations could not be erased, next try in an hour"),
    }
    match registry.oublier_designations().await {
        Ok(0) => {}
        Ok(nombre) => tracing::info!(nombre, "demandes of designation forgotten"),
        Err(cause) => {
            tracing::error!(%cause, "demandes of designation could not be forgotten, next try in an hour");
        }
    }
    match registry.alerter_cartes().await {
        Ok(0) => {}
        Ok(nombre) => tracing::info!(nombre, "ends of cards told"),
        Err(cause) => tracing::error!(%cause, "ends of cards could not be told, next try in an hour"),
    }
    match registry.appliquer_departs().await {
        Ok(0) => {}
        Ok(nombre) => tracing::info!(nombre, "planned departures took effect"),
        Err(cause) => {
            tracing::error!(%cause, "planned departures could not take effect, next try in an hour");
        }
    }
    match registry.clore_revues().await {
        Ok(0) => {}
        Ok(nombre) => tracing::info!(nombre, "campaigns of review that were left have ended"),
        Err(cause) => tracing::error!(%cause, "campaigns of review could not be ended, next try in an hour"),
    }
    match registry.ouvrir_revues_dues().await {
        Ok(0) => {}
        Ok(nombre) => tracing::info!(nombre, "campaigns of review opened"),
        Err(cause) => tracing::error!(%cause, "campaigns of review could not be opened, next try in an hour"),
    }
    match registry.rappeler_revues().await {
        Ok(0) => {}
        Ok(nombre) => tracing::info!(nombre, "reminders of reviews written"),
        Err(cause) => {
            tracing::error!(%cause, "reminders of reviews could not be written, next try in an hour");
        }
    }
    match registry.effacer_enregistrements(conservation).await {
        Ok(0) => {}
        Ok(nombre) => tracing::info!(nombre, "registrations under way erased"),
        Err(cause) => {
            tracing::error!(%cause, "registrations under way could not be erased, next try in an hour");
        }
    }
}
