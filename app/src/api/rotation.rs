//! Search the people present in the structures that somebody heads. The text stays on the server.

use super::ApiErreur;
use leptos::prelude::*;

/// Notes the text and leads to the list that uses it, narrowed by the codes of a structure and of a rôle when they are given.
#[server(prefix = "/api", endpoint = "chercher-presents")]
pub async fn chercher_presents(
    #[server(default)] structure: String,
    #[server(default)] role: String,
    #[server(default)] texte: String,
) -> Result<(), ApiErreur> {
    use crate::pages::chemin::AdresseRotation;
    use crate::requete::{registry, representant, session};
    representant()?;
    let session = session().ok_or_else(ApiErreur::connexion)?;
    let texte = texte.trim();
    let note = if texte.is_empty() {
        None
    } else {
        Some(registry().noter_recherche(&session, texte).await?)
    };
    let presents = AdresseRotation::de(registry::rotation::Liste::Presents.code(), structure.parse().ok());
    leptos_axum::redirect(
        &AdresseRotation {
            role: role.parse().ok(),
            note,
            ..presents
        }
        .adresse(),
    );
    Ok(())
}
