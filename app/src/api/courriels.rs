//! What the support decides about a mail that did not arrive.

use super::ApiErreur;
use leptos::prelude::*;

/// Puts it back among those to send.
#[server(prefix = "/api", endpoint = "renvoyer-courriel")]
pub async fn renvoyer_courriel(courriel: String) -> Result<(), ApiErreur> {
    let operateur = crate::requete::operateur()?;
    let id = courriel.parse().map_err(|_| ApiErreur::introuvable())?;
    crate::requete::registry()
        .renvoyer_courriel(&operateur, id)
        .await?;
    leptos_axum::redirect(&crate::pages::chemin::courriels_fait("renvoi"));
    Ok(())
}

/// Gives it up.
#[server(prefix = "/api", endpoint = "abandonner-courriel")]
pub async fn abandonner_courriel(courriel: String) -> Result<(), ApiErreur> {
    let operateur = crate::requete::operateur()?;
    let id = courriel.parse().map_err(|_| ApiErreur::introuvable())?;
    crate::requete::registry()
        .abandonner_courriel(&operateur, id)
        .await?;
    leptos_axum::redirect(&crate::pages::chemin::courriels_fait("abandon"));
    Ok(())
}
