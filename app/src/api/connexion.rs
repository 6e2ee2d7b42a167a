//! Sign in and out. Demonstration persons sign in with one button; elsewhere the identity providers do it.

use super::ApiErreur;
use leptos::prelude::*;

/// Signs a demonstration person in, who then lands on the page they had asked for. Answers « not found » when the program was not started in demonstration mode.
#[server(prefix = "/api", endpoint = "se-connecter")]
pub async fn se_connecter(personne: String, #[server(default)] retour: String) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use crate::requete::{config, ouvrir_session, registry};
    if !config().demonstration {
        return Err(ApiErreur::introuvable());
    }
    let compte = registry::demonstration::compte_de(&registry(), &personne).await?;
    let session = ouvrir_session(compte.ok_or_else(ApiErreur::introuvable)?).await?;
    leptos_axum::redirect(chemin::arrivee(&session, &retour));
    Ok(())
}

/// Ends the session here.
#[server(prefix = "/api", endpoint = "se-deconnecter")]
pub async fn se_deconnecter() -> Result<(), ApiErreur> {
    crate::requete::fermer_session().await?;
    leptos_axum::redirect("/");
    Ok(())
}
