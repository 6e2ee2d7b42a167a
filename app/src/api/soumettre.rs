//! Send the demande to the gestionnaires of the establishment.

use super::ApiErreur;
use leptos::prelude::*;

/// Submits what the four steps have kept; a second call on the same demande leads to the same confirmation.
#[server(prefix = "/api", endpoint = "soumettre-demande")]
pub async fn soumettre_demande(demande: String) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use crate::requete::{registry, usager};
    use domain::ids::DemandeId;
    use registry::ActeError;
    let usager = usager()?;
    let id: DemandeId = demande.parse().map_err(|_| ApiErreur::introuvable())?;
    // A demande that is no draft any more was sent by an earlier click: the use case answers as it did then.
    let legale = registry()
        .brouillon(&usager)
        .await?
        .filter(|b| b.id == id)
        .map(|b| b.saisie.legale)
        .unwrap_or_default();
    match registry().soumettre(&usager, id, &legale).await {
        Ok(soumise) => leptos_axum::redirect(&chemin::confirmation(soumise.id)),
        // The page that follows reads the same rules and shows each error in its place.
        Err(ActeError::Invalide(erreurs)) => leptos_axum::redirect(&chemin::premiere_erreur(&erreurs)),
        Err(ActeError::DejaUtilise(champ)) => {
            leptos_axum::redirect(&chemin::deja_utilise(champ));
        }
        Err(autre) => return Err(autre.into()),
    }
    Ok(())
}
