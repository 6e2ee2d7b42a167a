//! Begin a demande, or take up the draft where it was left.

use super::ApiErreur;
use leptos::prelude::*;

/// Opens the first step. Calling it twice gives the same draft.
#[server(prefix = "/api", endpoint = "commencer-demande")]
pub async fn commencer_demande() -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use crate::requete::{registry, usager};
    registry().commencer_demande(&usager()?).await?;
    leptos_axum::redirect(&chemin::etape(domain::saisie::Etape::EtatCivil));
    Ok(())
}
