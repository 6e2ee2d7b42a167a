//! What a provider says of itself: its addresses and its keys. Read when it is needed, kept for a while, read again when a
//! key is met that it does not hold.

use super::echec::{Echec, Faute};
use super::reglage::{Reglage, sure};
use super::transport::Transport;
use axum::http::{Request, StatusCode, header};
use domain::date::Instant;
use openidconnect::core::CoreJsonWebKeySet;
use openidconnect::{EndSessionUrl, IssuerUrl, ProviderMetadataWithLogout, TokenUrl, UserInfoUrl};
use registry::Contexte;
use std::sync::{Arc, PoisonError, RwLock};

/// How long what a provider says of itself is taken for true, in milliseconds.
const FRAICHEUR: i64 = 10 * 60_000;

/// What one provider says of itself.
pub(super) struct Annonce {
    issuer: IssuerUrl,
    adresse: String,
    transport: Transport,
    contexte: Contexte,
    connue: RwLock<Option<Lue>>,
}

#[derive(Clone)]
struct Lue {
    description: Arc<ProviderMetadataWithLogout>,
    le: Instant,
}

impl Annonce {
    /// Nothing has been read yet.
    pub(super) fn new(reglage: &Reglage, transport: Transport, contexte: Contexte) -> Self {
        let base = reglage.issuer.trim_end_matches('/');
        Self {
            issuer: reglage.issuer.clone(),
            adresse: format!("{base}{}", reglage.decouverte),
            transport,
            contexte,
            connue: RwLock::new(None),
        }
    }

    /// For somebody who is about to be sent there: read again when it is more than ten minutes old, so that nobody is sent
    /// to a door that has stopped answering.
    pub(super) async fn fraiche(&self) -> Result<Arc<ProviderMetadataWithLogout>, Echec> {
        let maintenant = self.contexte.clock.now().millis();
        match self.retenue() {
            Some(lue) if maintenant - lue.le.millis() < FRAICHEUR => Ok(lue.description),
            _ => self.lire().await,
        }
    }

    /// For somebody who is under way: whatever is known.
    pub(super) async fn connue(&self) -> Result<Arc<ProviderMetadataWithLogout>, Echec> {
        match self.retenue() {
            Some(lue) => Ok(lue.description),
            None => self.lire().await,
        }
    }

    /// The provider may have changed its keys.
    pub(super) async fn relire_cles(
        &self,
        description: &ProviderMetadataWithLogout,
    ) -> Result<Arc<ProviderMetadataWithLogout>, Echec> {
        let cles = self.cles(description).await?;
        Ok(self.retenir(description.clone().set_jwks(cles)))
    }

    async fn lire(&self) -> Result<Arc<ProviderMetadataWithLogout>, Echec> {
        let description: ProviderMetadataWithLogout = self.demander(&self.adresse).await?;
        self.verifier(&description)?;
        let cles = self.cles(&description).await?;
        Ok(self.retenir(description.set_jwks(cles)))
    }

    async fn cles(&self, description: &ProviderMetadataWithLogout) -> Result<CoreJsonWebKeySet, Echec> {
        self.demander(description.jwks_uri().as_str()).await
    }

    async fn demander<T: serde::de::DeserializeOwned>(&self, adresse: &str) -> Result<T, Echec> {
        let requete = Request::builder()
            .uri(adresse)
            .header(header::ACCEPT, "application/json")
            .body(Vec::new())
            .map_err(|_| Faute::Decouverte)?;
        let reponse = self.transport.demander(requete).await?;
        if reponse.status() != StatusCode::OK {
            return Err(Faute::Decouverte.into());
        }
        Ok(serde_json::from_slice(reponse.body()).map_err(|_| Faute::Decouverte)?)
    }

    /// The right provider, whose every address is as safe as its own name.
    fn verifier(&self, description: &ProviderMetadataWithLogout) -> Result<(), Faute> {
        let sortie = &description.additional_metadata().end_session_endpoint;
        let adresses = [
            Some(description.authorization_endpoint().url()),
            description.token_endpoint().map(TokenUrl::url),
            description.userinfo_endpoint().map(UserInfoUrl::url),
            Some(description.jwks_uri().url()),
            sortie.as_ref().map(EndSessionUrl::url),
        ];
        let sures = adresses.into_iter().flatten().all(sure);
        (sures && *description.issuer() == self.issuer)
            .then_some(())
            .ok_or(Faute::Decouverte)
    }

    fn retenue(&self) -> Option<Lue> {
        self.connue.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn retenir(&self, description: ProviderMetadataWithLogout) -> Arc<ProviderMetadataWithLogout> {
        let description = Arc::new(description);
        *self.connue.write().unwrap_or_else(PoisonError::into_inner) = Some(Lue {
            description: Arc::clone(&description),
            le: self.contexte.clock.now(),
        });
        description
    }
}
