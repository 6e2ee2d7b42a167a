//! The program's settings. In this order: the command line, the environment, the configuration file, the default.

use serde::Deserialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// What the configuration file may say. An unknown key is an error: a typo must not go unnoticed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Fichier {
    /// `sqlite:PATH` or `postgres://…`
    pub(crate) database_url: Option<String>,
    /// address and port to listen on
    pub(crate) site_addr: Option<SocketAddr>,
    /// folder of the style sheet and the browser module
    pub(crate) site_root: Option<PathBuf>,
    /// served behind HTTPS: cookies are marked accordingly
    pub(crate) https: Option<bool>,
    /// life of a session whatever happens, in minutes
    pub(crate) session_minutes: Option<i64>,
    /// life of a session without a sign of the person, in minutes
    pub(crate) session_inactivite_minutes: Option<i64>,
    /// how long drafts nobody touches and demandes refused, withdrawn or expired are kept, in days
    pub(crate) conservation_jours: Option<i64>,
}

/// Why the configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConfigError {
    /// the file is not there or not readable
    #[error("le fichier de configuration {0} est illisible : {1}")]
    Illisible(PathBuf, std::io::Error),
    /// the file is not what it should be
    #[error("le fichier de configuration {0} n’est pas valable : {1}")]
    Invalide(PathBuf, toml::de::Error),
}

impl Fichier {
    /// Reads the file, if one is named.
    pub(crate) fn lire(chemin: Option<&Path>) -> Result<Self, ConfigError> {
        let Some(chemin) = chemin else {
            return Ok(Self::default());
        };
        let texte =
            std::fs::read_to_string(chemin).map_err(|e| ConfigError::Illisible(chemin.to_owned(), e))?;
        toml::from_str(&texte).map_err(|e| ConfigError::Invalide(chemin.to_owned(), e))
    }
}
