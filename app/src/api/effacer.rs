//! The applicant has a demande erased at once rather than when its delay is over.

use super::ApiErreur;
use leptos::prelude::*;

/// Erases a draft, or a demande refused, withdrawn or expired.
#[server(prefix = "/api", endpoint = "effacer-demande")]
pub async fn effacer_demande(demande: String) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use crate::requete::{registry, usager};
    use domain::ids::DemandeId;
    let id: DemandeId = demande.parse().map_err(|_| ApiErreur::introuvable())?;
    registry().effacer_demande(&usager()?, id).await?;
    leptos_axum::redirect(chemin::DEMANDE_EFFACEE);
    Ok(())
}
