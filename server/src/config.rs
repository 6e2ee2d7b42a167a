//! The program's settings. In this order: the command line, the environment, the configuration file, the default.

use crate::adresse::{EnteteProxy, Proxies};
use crate::courriel;
use crate::debit;
use crate::decisions;
use crate::entetes::Origine;
use crate::limites::Limites;
use crate::oidc::{Reglage, ReglageError, Section};
use app::exploitant::Exploitant;
use ipnet::IpNet;
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
    /// life of a session whatever happens, in minutes
    pub(crate) session_minutes: Option<i64>,
    /// life of a session without a sign of the person, in minutes
    pub(crate) session_inactivite_minutes: Option<i64>,
    /// how long drafts nobody touches and demandes refused, withdrawn or expired are kept, in days
    pub(crate) conservation_jours: Option<i64>,
    /// private ed25519 key (PEM, PKCS #8) that signs the heads of the journal
    pub(crate) journal_cle: Option<PathBuf>,
    /// folder where the portal keeps a head of the journal per day; best on another machine
    pub(crate) journal_tetes: Option<PathBuf>,
    /// networks of the proxies that say whom they speak for
    pub(crate) proxies_de_confiance: Vec<IpNet>,
    /// the header in which they say it
    pub(crate) entete_du_proxy: EnteteProxy,
    /// origins to which a form may lead besides the portal
    pub(crate) origines_formulaires: Vec<Origine>,
    /// how often one may ask
    pub(crate) debit: debit::Reglages,
    /// how long and how large a request may be
    pub(crate) limites: Limites,
    /// how decisions take effect
    pub(crate) decisions: decisions::Reglages,
    /// the address under which people and identity providers know the portal: `https://portail.example`
    pub(crate) url_publique: Option<String>,
    /// the SMTP server
    pub(crate) courriel: courriel::Section,
    /// who runs this portal, for the legal notice
    pub(crate) exploitant: Exploitant,
    /// the identity provider of professionals
    pub(crate) franceconnect: Section,
    /// the identity provider of card holders
    pub(crate) prosanteconnect: Section,
}

/// What keeps robots, slow clients and foreign pages at bay.
#[derive(Clone, Debug, Default)]
pub(crate) struct Protection {
    pub(crate) proxies: Proxies,
    pub(crate) formulaires: Vec<Origine>,
    pub(crate) debit: debit::Reglages,
    pub(crate) limites: Limites,
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
    /// the SMTP server
    #[error(transparent)]
    Courriel(#[from] courriel::CourrielError),
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

    /// The part about protection.
    pub(crate) fn protection(&self) -> Protection {
        Protection {
            proxies: Proxies {
                de_confiance: self.proxies_de_confiance.clone(),
                entete: self.entete_du_proxy,
            },
            formulaires: self.origines_formulaires.clone(),
            debit: self.debit,
            limites: self.limites,
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_says_what_it_wants_and_nothing_else() {
        let fichier: Fichier = toml::from_str(
            r#"
            proxies_de_confiance = ["10.0.0.0/8", "2001:db8::/32"]
            entete_du_proxy = "forwarded"
            origines_formulaires = ["https://fournisseur.example"]
            [limites]
            connexions = 100
            [debit.connexion]
            adresse = { par_minute = 10, rafale = 5 }
            [decisions]
            sursis_secondes = 0
            [exploitant]
            nom = "Groupement de Saint-Exemple"
            "#,
        )
        .unwrap();
        let protection = fichier.protection();
        assert_eq!(protection.proxies.de_confiance.len(), 2);
        assert_eq!(protection.proxies.entete, EnteteProxy::Forwarded);
        assert_eq!(protection.limites.connexions.get(), 100);
        assert_eq!(
            fichier.exploitant.nom.as_deref(),
            Some("Groupement de Saint-Exemple")
        );
        assert!(!fichier.exploitant.est_complet());
        assert!(protection.debit.actif && protection.debit.connexion.adresse.is_some());
        assert!(fichier.decisions.sursis().est_nul() && !Fichier::default().decisions.sursis().est_nul());
        assert!(toml::from_str::<Fichier>("[decisions]\nsursis_secondes = -1").is_err());
        assert!(toml::from_str::<Fichier>("proxys = []").is_err());
        assert!(toml::from_str::<Fichier>("proxies_de_confiance = [\"10.0.0.0/99\"]").is_err());
    }
}
