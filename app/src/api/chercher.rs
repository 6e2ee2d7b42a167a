//! Suggestions while typing: establishments, communes, countries. Public reference data, no personal data.

use super::ApiErreur;
use domain::etablissement::EtablissementResume;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// One line of a suggestion list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposition {
    /// what the form keeps: a FINESS number, an INSEE code, a COG code
    pub valeur: String,
    /// what the field shows once chosen
    pub libelle: String,
    /// what tells it from its namesakes
    pub precision: String,
    /// the establishment itself, so that the browser half can say at once what its sector implies (R6)
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etablissement: Option<EtablissementResume>,
}

/// How many suggestions are worth reading.
#[cfg(feature = "ssr")]
const LIMITE: u32 = 8;

/// Establishments by FINESS number, name or town (R30).
#[server(prefix = "/api", endpoint = "chercher-etablissements")]
pub async fn chercher_etablissements(texte: String) -> Result<Vec<Proposition>, ApiErreur> {
    let trouves = crate::requete::registry()
        .chercher_etablissements(&texte, LIMITE)
        .await?;
    Ok(trouves
        .iter()
        .map(crate::pages::proposition_etablissement)
        .collect())
}

/// French communes by name or INSEE code (R16).
#[server(prefix = "/api", endpoint = "chercher-communes")]
pub async fn chercher_communes(texte: String) -> Result<Vec<Proposition>, ApiErreur> {
    let trouvees = crate::requete::registry()
        .chercher_communes(&texte, LIMITE)
        .await?;
    Ok(trouvees.iter().map(crate::pages::proposition_commune).collect())
}

/// Countries by name (R16).
#[server(prefix = "/api", endpoint = "chercher-pays")]
pub async fn chercher_pays(texte: String) -> Result<Vec<Proposition>, ApiErreur> {
    let trouves = crate::requete::registry().chercher_pays(&texte, LIMITE).await?;
    Ok(trouves.iter().map(crate::pages::proposition_pays).collect())
}
