//! The applicant withdraws a demande that nobody has decided yet.

use super::ApiErreur;
use leptos::prelude::*;

/// Withdraws a draft or a pending demande.
#[server(prefix = "/api", endpoint = "annuler-demande")]
pub async fn annuler_demande(demande: String) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use crate::requete::{registry, usager};
    use domain::ids::DemandeId;
    let id: DemandeId = demande.parse().map_err(|_| ApiErreur::introuvable())?;
    registry().annuler(&usager()?, id).await?;
    leptos_axum::redirect(&chemin::suivi(id));
    Ok(())
}
