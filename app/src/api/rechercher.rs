//! Search the queue or the registered people. The text stays on the server: no name is ever in an address or a log.

use super::ApiErreur;
use leptos::prelude::*;

/// Notes the text and leads to the list that uses it. `ou` is `demandes`, `professionnels`, `ajouter`, `departs` or `registre`;
/// `filtre` holds the codes that narrow the queue besides.
#[server(prefix = "/api", endpoint = "rechercher")]
pub async fn rechercher(
    #[server(default)] ou: String,
    #[server(default)] texte: String,
    #[server(default)] filtre: String,
) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use crate::requete::{registry, session};
    let session = session().ok_or_else(ApiErreur::connexion)?;
    let filtre: registry::demande::FiltreFile = filtre.parse()?;
    let texte = texte.trim();
    let note = if texte.is_empty() {
        None
    } else {
        Some(registry().noter_recherche(&session, texte).await?)
    };
    leptos_axum::redirect(&match ou.as_str() {
        "registre" => chemin::support(note, 1),
        "departs" => chemin::departs(note, 1),
        "professionnels" => chemin::professionnels(note, 1),
        "ajouter" => chemin::ajouter(note, 1),
        _ => chemin::file(note, &filtre),
    });
    Ok(())
}
