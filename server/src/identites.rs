//! Opens the ways to sign in: the identity providers that the operator has declared, or those of the demonstration, which
//! take their place.

use crate::oidc::{Client, Fournisseurs, Publique, Transport};
use crate::serve::Options;
use axum::Router;
use registry::Contexte;
use std::net::SocketAddr;

/// The ways to sign in, and what this program itself has to answer for them to work.
pub(crate) struct Identites {
    /// the providers
    pub(crate) fournisseurs: Fournisseurs,
    /// the demonstration's own; empty elsewhere
    pub(crate) routes: Router,
}

/// Why nobody could sign in.
#[derive(Debug, thiserror::Error)]
pub(crate) enum IdentitesError {
    /// not an address
    #[error(
        "url_publique : « {0} » n’est pas l’adresse d’un site ; il faut le protocole et le nom, sans chemin : https://portail.example"
    )]
    Adresse(String),
    /// the providers would send people back to nowhere
    #[error(
        "url_publique manque : un fournisseur d’identité est déclaré, et l’adresse {0} n’est pas celle d’un site que les navigateurs connaissent"
    )]
    AdresseAbsente(SocketAddr),
    /// no way to speak to a provider
    #[error("la connexion sécurisée aux fournisseurs d’identité n’a pas pu être préparée : {0}")]
    Reseau(#[from] reqwest::Error),
    /// no key for the demonstration
    #[error("la clé des fournisseurs de la démonstration n’a pas pu être préparée")]
    Cle,
}

impl Identites {
    /// Opens them, for a portal that listens to `adresse`. No provider is spoken to yet.
    pub(crate) fn ouvrir(
        contexte: &Contexte,
        options: &Options,
        adresse: SocketAddr,
    ) -> Result<Self, IdentitesError> {
        let publique = match &options.url_publique {
            Some(texte) => Publique::declaree(texte).ok_or_else(|| IdentitesError::Adresse(texte.clone()))?,
            None => Publique::locale(adresse, options.demonstration_ouverte),
        };
        if options.demonstration {
            let (routes, fournisseurs) = crate::demonstration::ouvrir(contexte, &publique, &options.cadre())
                .ok_or(IdentitesError::Cle)?;
            return Ok(Self { fournisseurs, routes });
        }
        if options.fournisseurs.is_empty() {
            return Ok(Self {
                fournisseurs: Fournisseurs::new(Vec::new(), publique),
                routes: Router::new(),
            });
        }
        if options.url_publique.is_none() && !adresse.ip().is_loopback() {
            return Err(IdentitesError::AdresseAbsente(adresse));
        }
        let transport = Transport::reseau()?;
        let clients = options
            .fournisseurs
            .iter()
            .map(|reglage| Client::new(reglage.clone(), transport.clone(), contexte.clone()))
            .collect();
        Ok(Self {
            fournisseurs: Fournisseurs::new(clients, publique),
            routes: Router::new(),
        })
    }
}
