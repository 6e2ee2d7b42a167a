//! How the portal is served, as the configuration and the command line say it, and what it refuses to serve.

use crate::config::Protection;
use crate::identites::IdentitesError;
use crate::oidc::Reglage;
use app::exploitant::Exploitant;
use app::shell::Cadre;
use leptos::prelude::LeptosOptions;
use registry::donnees::Conservation;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

/// How the portal is served.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) demonstration: bool,
    pub(crate) demonstration_ouverte: bool,
    pub(crate) addr: SocketAddr,
    pub(crate) site_root: PathBuf,
    pub(crate) https: bool,
    pub(crate) session_minutes: i64,
    pub(crate) session_inactivite_minutes: i64,
    pub(crate) conservation_jours: i64,
    pub(crate) protection: Protection,
    /// the address under which people know the portal; without, the one it listens to
    pub(crate) url_publique: Option<String>,
    /// the identity providers that the operator has declared
    pub(crate) fournisseurs: Vec<Reglage>,
    /// who runs this portal
    pub(crate) exploitant: Exploitant,
}

/// Why the portal does not start.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ServeError {
    /// anybody could sign in as anybody
    #[error(
        "la démonstration n’a pas de mot de passe : elle ne s’ouvre que sur la boucle locale (127.0.0.1). Ajoutez --demo-force si c’est voulu."
    )]
    DemonstrationExposee,
    /// the secret of a session would travel in clear
    #[error(
        "sans HTTPS, le portail ne s’ouvre que sur la boucle locale (127.0.0.1)\u{a0}: ailleurs, n’importe qui pourrait lire au passage le \
         secret des sessions. Placez-le derrière un serveur qui chiffre (TLS) et mettez https = true dans la configuration."
    )]
    SansHttps,
    /// sessions that end before they begin
    #[error("{0} doit valoir au moins 1\u{a0}: corrigez la configuration")]
    Duree(&'static str),
    /// no style sheet, no module
    #[error("le dossier du site {0} est introuvable : indiquez-le par LEPTOS_SITE_ROOT ou --site-root")]
    SiteAbsent(PathBuf),
    /// nobody could sign in
    #[error(transparent)]
    Identites(#[from] IdentitesError),
    /// the port is taken, or not ours
    #[error("impossible d’écouter sur {0} : {1}")]
    Ecoute(SocketAddr, std::io::Error),
}

impl Options {
    /// Refuses what must never be served.
    pub(crate) fn verifier(&self) -> Result<(), ServeError> {
        if self.demonstration && !self.demonstration_ouverte && !self.addr.ip().is_loopback() {
            return Err(ServeError::DemonstrationExposee);
        }
        if !self.https && !self.demonstration_ouverte && !self.addr.ip().is_loopback() {
            return Err(ServeError::SansHttps);
        }
        for (nom, valeur) in [
            ("session_minutes", self.session_minutes),
            ("session_inactivite_minutes", self.session_inactivite_minutes),
            ("conservation_jours", self.conservation_jours),
        ] {
            if valeur < 1 {
                return Err(ServeError::Duree(nom));
            }
        }
        if !self.site_root.join("pkg").is_dir() {
            return Err(ServeError::SiteAbsent(self.site_root.clone()));
        }
        Ok(())
    }

    /// How long what leads nowhere is kept.
    pub(crate) fn conservation(&self) -> Conservation {
        Conservation::jours(self.conservation_jours)
    }

    /// What a page drawn outside the router needs.
    pub(crate) fn cadre(&self) -> Cadre {
        Cadre {
            options: self.leptos(),
            demonstration: self.demonstration,
        }
    }

    /// What the framework wants to know of the same.
    fn leptos(&self) -> LeptosOptions {
        // The build leaves the names of the fingerprinted files beside them; `cargo leptos` leaves them beside the binary.
        let du_site = std::path::absolute(self.site_root.join("hash.txt")).unwrap_or_default();
        let du_programme = std::env::current_exe()
            .unwrap_or_default()
            .with_file_name("hash.txt");
        let empreintes = [du_site, du_programme]
            .into_iter()
            .find(|chemin| chemin.is_file());
        LeptosOptions::builder()
            .output_name("rppsplus")
            .site_root(self.site_root.to_string_lossy().into_owned())
            .site_pkg_dir("pkg")
            .site_addr(self.addr)
            .hash_files(empreintes.is_some())
            .hash_file(Arc::from(empreintes.unwrap_or_default().to_string_lossy()))
            .build()
    }
}
