//! Signing in with an identity provider: `OpenID` Connect, authorization code with PKCE. Two providers, FranceConnect for
//! professionals and Pro Santé Connect for card holders; each is any standard provider that the configuration names. The
//! demonstration brings its own, and shares every line from the redirection on.
//!
//! What a provider says is believed once its tokens have been verified, and never earlier. Nothing here decides what an
//! account may do, and nothing of what a provider says about a person goes into an address, a log or an error.

mod annonce;
mod client;
mod echec;
mod fournisseurs;
mod identite;
pub(crate) mod jws;
mod page;
mod reglage;
mod routes;
mod transport;
mod verification;

pub(crate) use client::Client;
pub(crate) use fournisseurs::{Fournisseurs, Publique};
pub(crate) use reglage::{Reglage, ReglageError, Section, est_boucle};
pub(crate) use routes::{Porte, routes};
pub(crate) use transport::{Transport, TransportError};

#[cfg(test)]
mod essais;
