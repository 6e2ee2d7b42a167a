//! The program's settings. In this order: the command line, the environment, the configuration file, the default.

use crate::oidc::{Reglage, ReglageError, Section};
use registry::droit::Fournisseur;
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
    /// life of a session, in minutes
    pub(crate) session_minutes: Option<i64>,
    /// the address under which people and identity providers know the portal: `https://portail.example`
    pub(crate) url_publique: Option<String>,
    /// the identity provider of professionals
    pub(crate) franceconnect: Section,
    /// the identity provider of card holders
    pub(crate) prosanteconnect: Section,
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
    /// an identity provider
    #[error(transparent)]
    Fournisseur(#[from] ReglageError),
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
    /// The identity providers that the file and the environment declare.
    pub(crate) fn fournisseurs(&self) -> Result<Vec<Reglage>, ConfigError> {
        let env = |nom: &str| std::env::var(nom).ok();
        let sections = [
            (&self.franceconnect, Fournisseur::FranceConnect),
            (&self.prosanteconnect, Fournisseur::ProSanteConnect),
        ];
        let mut declares = Vec::new();
        for (section, fournisseur) in sections {
            declares.extend(section.clone().lire(fournisseur, env)?);
        }
        Ok(declares)
    }
}
