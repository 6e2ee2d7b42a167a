//! How the portal speaks to a provider: over the network, or to one that lives in the same program (demonstration, tests).
//! Patience, size and redirections are bounded here, once for every request.

use axum::Router;
use axum::body::Body;
use axum::http;
use http_body_util::{BodyExt as _, Limited};
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use std::convert::Infallible;
use std::pin::Pin;
use std::time::Duration;
use tower::ServiceExt as _;

/// How long a provider may take to accept a connection.
const CONNEXION: Duration = Duration::from_secs(3);
/// How long a provider may take to answer.
const PATIENCE: Duration = Duration::from_secs(8);
/// No answer of a provider is larger, in bytes.
const TAILLE_MAX: usize = 1024 * 1024;

/// Why no answer came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TransportError {
    /// nobody there
    #[error("le fournisseur ne répond pas")]
    Injoignable,
    /// too slow
    #[error("le fournisseur met trop de temps à répondre")]
    Lent,
    /// larger than any real answer
    #[error("le fournisseur répond trop longuement")]
    TropLong,
}

/// A way to reach a provider. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Transport {
    vers: Vers,
    patience: Duration,
}

#[derive(Clone, Debug)]
enum Vers {
    Reseau(reqwest::Client),
    Interne(Router),
}

impl Transport {
    /// Over the network, HTTPS checked against the machine's own authorities.
    ///
    /// # Errors
    /// When the machine has no usable authority, or no random generator.
    pub(crate) fn reseau() -> Result<Self, reqwest::Error> {
        // Done twice, it says so and changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .connect_timeout(CONNEXION)
            .timeout(PATIENCE)
            // A provider answers by itself: what it would send elsewhere is not followed.
            .redirect(reqwest::redirect::Policy::none())
            .build()?;
        Ok(Self {
            vers: Vers::Reseau(client),
            patience: PATIENCE,
        })
    }

    /// To a provider that lives in this program.
    pub(crate) fn interne(routeur: Router) -> Self {
        Self {
            vers: Vers::Interne(routeur),
            patience: PATIENCE,
        }
    }

    /// The same, less patient.
    #[cfg(test)]
    pub(crate) fn impatient(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Sends a request and reads the whole answer.
    pub(crate) async fn demander(&self, requete: HttpRequest) -> Result<HttpResponse, TransportError> {
        let reponse = async {
            match &self.vers {
                Vers::Reseau(client) => par_le_reseau(client, requete).await,
                Vers::Interne(routeur) => en_interne(routeur.clone(), requete).await,
            }
        };
        let reponse = tokio::time::timeout(self.patience, reponse)
            .await
            .unwrap_or(Err(TransportError::Lent))?;
        // Whatever it says, it says that it is not in a state to answer.
        if reponse.status().is_server_error() {
            return Err(TransportError::Injoignable);
        }
        Ok(reponse)
    }
}

impl<'c> AsyncHttpClient<'c> for Transport {
    type Error = TransportError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, TransportError>> + Send + 'c>>;

    fn call(&'c self, requete: HttpRequest) -> Self::Future {
        Box::pin(self.demander(requete))
    }
}

async fn par_le_reseau(
    client: &reqwest::Client,
    requete: HttpRequest,
) -> Result<HttpResponse, TransportError> {
    let echec = |erreur: &reqwest::Error| {
        if erreur.is_timeout() {
            TransportError::Lent
        } else {
            TransportError::Injoignable
        }
    };
    let requete = reqwest::Request::try_from(requete).map_err(|e| echec(&e))?;
    let mut recue = client.execute(requete).await.map_err(|e| echec(&e))?;
    let mut reponse = http::Response::new(Vec::new());
    *reponse.status_mut() = recue.status();
    *reponse.headers_mut() = std::mem::take(recue.headers_mut());
    while let Some(morceau) = recue.chunk().await.map_err(|e| echec(&e))? {
        if reponse.body().len() + morceau.len() > TAILLE_MAX {
            return Err(TransportError::TropLong);
        }
        reponse.body_mut().extend_from_slice(&morceau);
    }
    Ok(reponse)
}

async fn en_interne(routeur: Router, requete: HttpRequest) -> Result<HttpResponse, TransportError> {
    let reponse = routeur
        .oneshot(requete.map(Body::from))
        .await
        .unwrap_or_else(|jamais: Infallible| match jamais {});
    let (parties, corps) = reponse.into_parts();
    let corps = Limited::new(corps, TAILLE_MAX)
        .collect()
        .await
        .map_err(|_| TransportError::TropLong)?
        .to_bytes()
        .to_vec();
    Ok(http::Response::from_parts(parties, corps))
}
