//! A provider that can be told to lie, to be slow, or to be gone.

use crate::oidc::jws;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::core::{CoreHmacKey, CoreJwsSigningAlgorithm};
use openidconnect::{PkceCodeChallenge, PkceCodeVerifier, PrivateSigningKey as _};
use registry::contexte::{Clock as _, SystemClock};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

pub(super) const ISSUER: &str = "http://127.0.0.1:1/fournisseur";
pub(super) const CLIENT: &str = "portail";
pub(super) const CODE: &str = "le-bon-code";

/// How a token is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signature {
    /// as it must be
    Juste,
    /// by a key that the provider does not have, under the name of its own
    Usurpee,
    /// not at all
    Aucune,
    /// with a secret that everybody knows: the public key
    Partagee,
}

/// What happens when the portal asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Humeur {
    Normale,
    Eteinte,
    Lente,
    Illisible,
    Bavarde,
}

/// What the provider does.
#[derive(Clone)]
pub(super) struct Pieges {
    /// the key that signs
    pub(super) graine: u8,
    /// the keys it says are its own
    pub(super) publiees: Vec<u8>,
    /// its clock, in seconds ahead of ours
    pub(super) decalage: i64,
    /// what the ID token says
    pub(super) jeton: fn(&mut Value),
    /// how it is signed
    pub(super) signature: Signature,
    /// what is said of the person
    pub(super) personne: fn(&mut Value),
    /// whether that is signed
    pub(super) signee: bool,
    pub(super) humeur_decouverte: Humeur,
    pub(super) humeur_jeton: Humeur,
    /// of the sign-in under way
    pub(super) nonce: String,
    pub(super) defi: String,
}

/// The provider, and the hand that sets it.
#[derive(Clone)]
pub(super) struct Faux(Arc<Mutex<Pieges>>);

impl Faux {
    pub(super) fn new() -> Self {
        Self(Arc::new(Mutex::new(Pieges {
            graine: 1,
            publiees: vec![1],
            decalage: 0,
            jeton: |_| {},
            signature: Signature::Juste,
            personne: |_| {},
            signee: false,
            humeur_decouverte: Humeur::Normale,
            humeur_jeton: Humeur::Normale,
            nonce: String::new(),
            defi: String::new(),
        })))
    }

    /// Sets what the provider does from now on.
    pub(super) fn regler(&self, quoi: impl FnOnce(&mut Pieges)) {
        quoi(&mut self.0.lock().unwrap());
    }

    fn pieges(&self) -> Pieges {
        self.0.lock().unwrap().clone()
    }

    pub(super) fn routes(&self) -> Router {
        Router::new()
            .route("/fournisseur/.well-known/openid-configuration", get(decrire))
            .route("/fournisseur/cles", get(cles))
            .route("/fournisseur/jeton", post(jeton))
            .route("/fournisseur/personne", get(personne))
            .with_state(self.clone())
    }
}

/// In this mood, what is answered instead of the truth.
async fn humeur(humeur: Humeur) -> Option<Response> {
    match humeur {
        Humeur::Normale => None,
        Humeur::Eteinte => Some(StatusCode::BAD_GATEWAY.into_response()),
        Humeur::Lente => {
            tokio::time::sleep(Duration::from_secs(60)).await;
            None
        }
        Humeur::Illisible => Some("<html>".into_response()),
        Humeur::Bavarde => Some(vec![b' '; 2 * 1024 * 1024].into_response()),
    }
}

async fn decrire(State(faux): State<Faux>) -> Response {
    let reponse = humeur(faux.pieges().humeur_decouverte).await;
    reponse.unwrap_or_else(|| {
        Json(json!({
            "issuer": ISSUER,
            "authorization_endpoint": format!("{ISSUER}/autoriser"),
            "token_endpoint": format!("{ISSUER}/jeton"),
            "userinfo_endpoint": format!("{ISSUER}/personne"),
            "jwks_uri": format!("{ISSUER}/cles"),
            "end_session_endpoint": format!("{ISSUER}/sortie"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["EdDSA", "HS256", "none"],
        }))
        .into_response()
    })
}

async fn cles(State(faux): State<Faux>) -> Json<Value> {
    let cles: Vec<_> = faux
        .pieges()
        .publiees
        .into_iter()
        .map(|graine| cle(graine, graine).as_verification_key())
        .collect();
    Json(json!({ "keys": cles }))
}

async fn jeton(State(faux): State<Faux>, Form(demande): Form<HashMap<String, String>>) -> Response {
    let pieges = faux.pieges();
    if let Some(reponse) = humeur(pieges.humeur_jeton).await {
        return reponse;
    }
    let verificateur = PkceCodeVerifier::new(demande["code_verifier"].clone());
    let defi = PkceCodeChallenge::from_code_verifier_sha256(&verificateur);
    if demande["code"] != CODE || defi.as_str() != pieges.defi {
        return (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" }))).into_response();
    }
    let maintenant = secondes() + pieges.decalage;
    let mut dit = json!({
        "iss": ISSUER, "aud": CLIENT, "sub": "personne-1", "nonce": pieges.nonce, "acr": "eidas1",
        "iat": maintenant, "exp": maintenant + 60,
    });
    (pieges.jeton)(&mut dit);
    Json(json!({
        "access_token": "acces",
        "token_type": "Bearer",
        "expires_in": 60,
        "id_token": signer(&pieges, &dit),
    }))
    .into_response()
}

async fn personne(State(faux): State<Faux>) -> Response {
    let pieges = faux.pieges();
    let mut dit = json!({
        "iss": ISSUER, "aud": CLIENT, "sub": "personne-1",
        "given_name": "Pierre Alain", "given_name_array": ["Pierre", "Alain"], "family_name": "MERCIER",
        "preferred_username": "DUBOIS", "gender": "male", "birthdate": "1969-03-17",
        "birthplace": "95277", "birthcountry": "99100",
        "SubjectNameID": "810101234564",
    });
    (pieges.personne)(&mut dit);
    if pieges.signee {
        ([(header::CONTENT_TYPE, "application/jwt")], signer(&pieges, &dit)).into_response()
    } else {
        Json(dit).into_response()
    }
}

/// The key made of a seed, under the name of another.
fn cle(graine: u8, nom: u8) -> openidconnect::core::CoreEdDsaPrivateSigningKey {
    jws::cle_de([graine; 32], format!("cle-{nom}")).unwrap()
}

fn signer(pieges: &Pieges, dit: &Value) -> String {
    let kid = format!("cle-{}", pieges.graine);
    let eddsa = CoreJwsSigningAlgorithm::EdDsa;
    let entete = |alg: &str| json!({ "alg": alg, "kid": kid });
    match pieges.signature {
        Signature::Juste => {
            jws::signer(&cle(pieges.graine, pieges.graine), &eddsa, &entete("EdDSA"), dit).unwrap()
        }
        Signature::Usurpee => jws::signer(&cle(99, pieges.graine), &eddsa, &entete("EdDSA"), dit).unwrap(),
        Signature::Aucune => format!(
            "{}.{}.",
            URL_SAFE_NO_PAD.encode(entete("none").to_string()),
            URL_SAFE_NO_PAD.encode(dit.to_string())
        ),
        Signature::Partagee => {
            let publique =
                serde_json::to_vec(&cle(pieges.graine, pieges.graine).as_verification_key()).unwrap();
            let alg = CoreJwsSigningAlgorithm::HmacSha256;
            jws::signer(&CoreHmacKey::new(publique), &alg, &entete("HS256"), dit).unwrap()
        }
    }
}

pub(super) fn secondes() -> i64 {
    SystemClock.now().millis() / 1000
}
