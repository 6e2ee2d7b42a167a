//! Searching the help while typing. The help is public and the text is kept nowhere.

#![cfg_attr(
    feature = "ssr",
    expect(clippy::unused_async, reason = "an endpoint, answered from memory")
)]

use super::ApiErreur;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MorceauAide {
    pub texte: String,
    /// one of the words that were searched
    pub marque: bool,
}

/// An answer that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrouvailleAide {
    pub adresse: String,
    pub titre: Vec<MorceauAide>,
    pub extrait: Vec<MorceauAide>,
}

/// What the help says about that, best first.
#[server(prefix = "/api", endpoint = "chercher-aide")]
pub async fn chercher_aide(#[server(default)] texte: String) -> Result<Vec<TrouvailleAide>, ApiErreur> {
    Ok(crate::pages::aide::chercher(&texte))
}
