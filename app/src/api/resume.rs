//! Whether the head of a structure receives the weekly summary.

use super::ApiErreur;
use leptos::prelude::*;

/// `recevoir`: `oui` or `non`; anything else leaves the choice as it is.
#[server(prefix = "/api", endpoint = "regler-resume")]
pub async fn regler_resume(#[server(default)] recevoir: String) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    let representant = crate::requete::representant()?;
    if matches!(&*recevoir, "oui" | "non") {
        crate::requete::registry()
            .regler_resume(&representant, recevoir == "oui")
            .await?;
        leptos_axum::redirect(&chemin::notifications_fait("resume"));
    } else {
        leptos_axum::redirect(chemin::NOTIFICATIONS);
    }
    Ok(())
}
