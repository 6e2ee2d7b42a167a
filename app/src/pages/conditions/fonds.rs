//! The texts, read once from the files of `app/conditions`.

use serde::Deserialize;
use std::sync::LazyLock;

/// A text.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Document {
    /// its name in an address
    pub(super) cle: String,
    /// year and month
    pub(super) version: String,
    pub(super) titre: String,
    /// what it is about, in a sentence or two
    pub(super) courte: String,
    #[serde(rename = "section")]
    pub(super) sections: Vec<Section>,
}

/// A part of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Section {
    pub(super) titre: String,
    /// in the markup of the help
    pub(super) texte: String,
}

const FICHIERS: [&str; 4] = [
    include_str!("../../../conditions/portail.toml"),
    include_str!("../../../conditions/habilitations.toml"),
    include_str!("../../../conditions/donnees-personnelles.toml"),
    include_str!("../../../conditions/accessibilite.toml"),
];

static DOCUMENTS: LazyLock<Vec<Document>> = LazyLock::new(|| {
    // The files are part of the program and the tests read them all: this is a defect, said once, and the portal goes on.
    lire().unwrap_or_else(|cause| {
        tracing::error!(%cause, "the terms cannot be read");
        Vec::new()
    })
});

/// Reads the files.
pub(super) fn lire() -> Result<Vec<Document>, toml::de::Error> {
    FICHIERS.iter().map(|texte| toml::from_str(texte)).collect()
}

/// The texts.
pub(super) fn documents() -> &'static [Document] {
    &DOCUMENTS
}
