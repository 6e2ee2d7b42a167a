//! The portal as the client of one provider: what it knows of it, where it sends people, what it does with the code they
//! bring back.

use super::annonce::Annonce;
use super::echec::{Echec, Faute};
use super::jws::Jws;
use super::reglage::{EnvoiSecret, Reglage};
use super::transport::{Transport, TransportError};
use super::verification::Attendu;
use axum::http::{Request, StatusCode, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreErrorResponseType, CoreIdToken,
    CoreTokenResponse,
};
use openidconnect::url::Url;
use openidconnect::{
    AccessToken, AuthType, AuthenticationContextClass, AuthorizationCode, CsrfToken, EndpointMaybeSet,
    EndpointNotSet, EndpointSet, LoginHint, LogoutRequest, Nonce, OAuth2TokenResponse as _,
    PkceCodeChallenge, PkceCodeVerifier, PostLogoutRedirectUrl, ProviderMetadataWithLogout, RedirectUrl,
    RequestTokenError, Scope, SubjectIdentifier, TokenResponse as _,
};
use registry::Contexte;
use registry::connexion::FluxConnexion;
use serde_json::{Map, Value};
use std::time::Duration;

/// How long a person waits for all that a provider has to say of them.
const ATTENTE: Duration = Duration::from_secs(20);

type Protocole = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// The client of one provider.
pub(crate) struct Client {
    reglage: Reglage,
    transport: Transport,
    contexte: Contexte,
    annonce: Annonce,
}

/// Where to send somebody, and what to keep meanwhile.
pub(crate) struct Depart {
    pub(crate) adresse: Url,
    pub(crate) etat: String,
    pub(crate) flux: FluxConnexion,
}

/// What a provider vouches for.
pub(crate) struct Atteste {
    /// the ID token, to be given back on the way out
    pub(crate) id_token: String,
    /// what is said of the person
    pub(crate) dit: Map<String, Value>,
}

impl Client {
    /// A client that has not spoken to its provider yet.
    pub(crate) fn new(reglage: Reglage, transport: Transport, contexte: Contexte) -> Self {
        Self {
            annonce: Annonce::new(&reglage, transport.clone(), contexte.clone()),
            reglage,
            transport,
            contexte,
        }
    }

    /// What the operator said of the provider.
    pub(crate) fn reglage(&self) -> &Reglage {
        &self.reglage
    }

    /// 256 unguessable bits that may travel in an address.
    pub(crate) fn secret(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.contexte.entropy.secret())
    }

    /// Prepares a sign-in. The provider is asked who it is at most every ten minutes: somebody is not sent to a door that
    /// does not answer.
    pub(crate) async fn partir(
        &self,
        redirection: String,
        retour: Option<String>,
        personne: Option<String>,
    ) -> Result<Depart, Echec> {
        let description = self.annonce.fraiche().await?;
        let verificateur = PkceCodeVerifier::new(self.secret());
        let (etat, nonce) = (CsrfToken::new(self.secret()), Nonce::new(self.secret()));
        let protocole = self.protocole(&description, &redirection)?;
        let scopes = self.reglage.scopes.iter().filter(|scope| *scope != "openid");
        let mut demande = protocole
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                move || etat,
                move || nonce,
            )
            .add_scopes(scopes.cloned().map(Scope::new))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verificateur));
        for niveau in &self.reglage.acr_values {
            demande = demande.add_auth_context_value(AuthenticationContextClass::new(niveau.clone()));
        }
        if let Some(personne) = personne {
            demande = demande.set_login_hint(LoginHint::new(personne));
        }
        let (adresse, etat, nonce) = demande.url();
        Ok(Depart {
            adresse,
            etat: etat.into_secret(),
            flux: FluxConnexion {
                nonce: nonce.secret().clone(),
                verificateur: verificateur.into_secret(),
                redirection,
                retour,
            },
        })
    }

    /// Exchanges the code that somebody brought back for what the provider says of them. However many requests it takes,
    /// somebody is waiting in front of their screen.
    pub(crate) async fn attester(&self, code: String, flux: &FluxConnexion) -> Result<Atteste, Echec> {
        tokio::time::timeout(ATTENTE, self.echanger(code, flux))
            .await
            .unwrap_or(Err(Echec::Lent))
    }

    async fn echanger(&self, code: String, flux: &FluxConnexion) -> Result<Atteste, Echec> {
        let description = self.annonce.connue().await?;
        let jetons: CoreTokenResponse = self
            .protocole(&description, &flux.redirection)?
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|_| Faute::Decouverte)?
            .set_pkce_verifier(PkceCodeVerifier::new(flux.verificateur.clone()))
            .request_async(&self.transport)
            .await
            .map_err(echec_d_echange)?;
        let id_token = jetons.id_token().ok_or(Faute::Reponse)?;
        let nonce = Nonce::new(flux.nonce.clone());
        let sujet = match self.sujet(&description, id_token, jetons.access_token(), &nonce) {
            Err(Echec::NonConforme(Faute::Cle | Faute::Signature)) => {
                let description = self.annonce.relire_cles(&description).await?;
                self.sujet(&description, id_token, jetons.access_token(), &nonce)?
            }
            autre => autre?,
        };
        let dit = self.userinfo(&description, jetons.access_token(), &sujet).await?;
        Ok(Atteste {
            id_token: id_token.to_string(),
            dit,
        })
    }

    /// Where to send somebody who leaves, so that the provider's session ends as well. `None` when the provider has no
    /// such place, or does not answer.
    pub(crate) async fn sortir(&self, id_token: &str, retour: String) -> Option<Url> {
        let description = self.annonce.connue().await.ok()?;
        let sortie = description.additional_metadata().end_session_endpoint.clone()?;
        Some(
            LogoutRequest::from(sortie)
                .set_id_token_hint(&id_token.parse::<CoreIdToken>().ok()?)
                .set_client_id(self.reglage.client_id.clone())
                .set_post_logout_redirect_uri(PostLogoutRedirectUrl::new(retour).ok()?)
                .set_state(CsrfToken::new(self.secret()))
                .http_get_url(),
        )
    }

    fn sujet(
        &self,
        description: &ProviderMetadataWithLogout,
        id_token: &CoreIdToken,
        acces: &AccessToken,
        nonce: &Nonce,
    ) -> Result<SubjectIdentifier, Echec> {
        Attendu {
            reglage: &self.reglage,
            cles: description.jwks(),
            nonce,
            maintenant: self.contexte.clock.now(),
        }
        .sujet(id_token, acces)
    }

    /// What is said of the person, signed or not; always of the person the ID token is about.
    async fn userinfo(
        &self,
        description: &ProviderMetadataWithLogout,
        acces: &AccessToken,
        sujet: &SubjectIdentifier,
    ) -> Result<Map<String, Value>, Echec> {
        let adresse = description.userinfo_endpoint().ok_or(Faute::Decouverte)?;
        let requete = Request::builder()
            .uri(adresse.as_str())
            .header(header::ACCEPT, "application/jwt, application/json")
            .header(header::AUTHORIZATION, format!("Bearer {}", acces.secret()))
            .body(Vec::new())
            .map_err(|_| Faute::Reponse)?;
        let reponse = self.transport.demander(requete).await?;
        if reponse.status() != StatusCode::OK {
            return Err(Faute::Reponse.into());
        }
        let genre = reponse
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|v| v.to_str().ok());
        let signe = genre.is_some_and(|genre| genre.trim_start().starts_with("application/jwt"));
        let dit = if signe {
            let texte = std::str::from_utf8(reponse.body()).map_err(|_| Faute::Reponse)?;
            self.userinfo_signe(description, texte.trim()).await?
        } else if self.reglage.userinfo_signe {
            return Err(Faute::NonSigne.into());
        } else {
            serde_json::from_slice(reponse.body()).map_err(|_| Faute::Reponse)?
        };
        if dit.get("sub").and_then(Value::as_str) != Some(sujet.as_str()) {
            return Err(Faute::Sujet.into());
        }
        Ok(dit)
    }

    async fn userinfo_signe(
        &self,
        description: &ProviderMetadataWithLogout,
        texte: &str,
    ) -> Result<Map<String, Value>, Echec> {
        let jws = Jws::lire(texte)?;
        match jws.verifier(description.jwks(), &self.reglage.algorithmes) {
            Err(Faute::Cle | Faute::Signature) => {
                let description = self.annonce.relire_cles(description).await?;
                jws.verifier(description.jwks(), &self.reglage.algorithmes)?;
            }
            autre => autre?,
        }
        if jws.dit.get("iss").and_then(Value::as_str) != Some(self.reglage.issuer.as_str()) {
            return Err(Faute::Emetteur.into());
        }
        let client = self.reglage.client_id.as_str();
        let pour_nous = match jws.dit.get("aud") {
            Some(Value::String(seul)) => seul == client,
            Some(Value::Array(plusieurs)) => plusieurs.iter().any(|aud| aud.as_str() == Some(client)),
            _ => false,
        };
        if !pour_nous {
            return Err(Faute::Audience.into());
        }
        Ok(jws.dit)
    }

    fn protocole(
        &self,
        description: &ProviderMetadataWithLogout,
        redirection: &str,
    ) -> Result<Protocole, Faute> {
        let redirection = RedirectUrl::new(redirection.to_owned()).map_err(|_| Faute::Decouverte)?;
        let client = CoreClient::from_provider_metadata(
            description.clone(),
            self.reglage.client_id.clone(),
            self.reglage.client_secret.clone(),
        )
        .set_redirect_uri(redirection);
        // The standard's default, unless the provider says that it only reads the secret in the body.
        let admises = description
            .token_endpoint_auth_methods_supported()
            .map_or(&[][..], Vec::as_slice);
        let seulement_post = !admises.contains(&CoreClientAuthMethod::ClientSecretBasic)
            && admises.contains(&CoreClientAuthMethod::ClientSecretPost);
        let envoi = self.reglage.envoi_secret.unwrap_or(if seulement_post {
            EnvoiSecret::Post
        } else {
            EnvoiSecret::Basic
        });
        Ok(client.set_auth_type(match envoi {
            EnvoiSecret::Basic => AuthType::BasicAuth,
            EnvoiSecret::Post => AuthType::RequestBody,
        }))
    }
}

type EchangeError =
    RequestTokenError<TransportError, openidconnect::StandardErrorResponse<CoreErrorResponseType>>;

fn echec_d_echange(erreur: EchangeError) -> Echec {
    match erreur {
        RequestTokenError::Request(erreur) => erreur.into(),
        RequestTokenError::ServerResponse(reponse) => match reponse.error() {
            CoreErrorResponseType::InvalidGrant => Faute::Code,
            CoreErrorResponseType::InvalidClient | CoreErrorResponseType::UnauthorizedClient => Faute::Client,
            _ => Faute::Reponse,
        }
        .into(),
        _ => Faute::Reponse.into(),
    }
}
