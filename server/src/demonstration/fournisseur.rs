//! The protocol, from the provider's side: description, keys, authorization, token, userinfo, end of session. Codes serve
//! once and for a minute, PKCE is required, and everything is in memory: stopped, it has forgotten everybody.

use super::page::choisir;
use super::personnes::{connues, dit, sub};
use crate::oidc::{Client, Fournisseurs, Publique, Reglage, Transport, jws};
use crate::pages_d_erreur::simple;
use app::shell::Cadre;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::date::Instant;
use openidconnect::core::{CoreEdDsaPrivateSigningKey, CoreJwsSigningAlgorithm};
use openidconnect::url::Url;
use openidconnect::{
    ClientId, ClientSecret, IssuerUrl, PkceCodeChallenge, PkceCodeVerifier, PrivateSigningKey as _,
};
use registry::Contexte;
use registry::demonstration::PersonneDemo;
use registry::droit::Fournisseur;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How long a code or an access token serves, in milliseconds.
const DUREE: i64 = 60_000;
/// The portal's name at both providers.
const PORTAIL: &str = "portail-rppsplus";
/// One of the two.
struct Faux {
    fournisseur: Fournisseur,
    issuer: String,
    secret: String,
    cle: CoreEdDsaPrivateSigningKey,
    publique: Publique,
    contexte: Contexte,
    cadre: Cadre,
    en_cours: Mutex<HashMap<String, Accord>>,
}

/// Somebody was recognised, and the portal has not asked about them yet.
#[derive(Clone)]
struct Accord {
    personne: PersonneDemo,
    redirection: String,
    defi: String,
    nonce: Option<String>,
    expire_le: Instant,
}

type Parametres = Vec<(String, String)>;

/// Opens both, and the portal's way to them. `None` when a key cannot be made, which has no known cause.
pub(crate) fn ouvrir(
    contexte: &Contexte,
    publique: &Publique,
    cadre: &Cadre,
) -> Option<(Router, Fournisseurs)> {
    let mut routeur = Router::new();
    let mut reglages = Vec::new();
    for (fournisseur, nom) in [
        (Fournisseur::FranceConnect, "fc"),
        (Fournisseur::ProSanteConnect, "psc"),
    ] {
        let (reglage, routes) = un(fournisseur, nom, contexte, publique, cadre)?;
        routeur = routeur.nest(&format!("/demonstration/{nom}"), routes);
        reglages.push(reglage);
    }
    let clients = reglages
        .into_iter()
        .map(|reglage| Client::new(reglage, Transport::interne(routeur.clone()), contexte.clone()))
        .collect();
    Some((routeur, Fournisseurs::new(clients, publique.clone())))
}

fn un(
    fournisseur: Fournisseur,
    nom: &str,
    contexte: &Contexte,
    publique: &Publique,
    cadre: &Cadre,
) -> Option<(Reglage, Router)> {
    let aleatoire = || URL_SAFE_NO_PAD.encode(contexte.entropy.secret());
    let (issuer, secret) = (format!("{}/demonstration/{nom}", publique.base()), aleatoire());
    let reglage = Reglage {
        fournisseur,
        issuer: IssuerUrl::new(issuer.clone()).ok()?,
        client_id: ClientId::new(PORTAIL.to_owned()),
        client_secret: Some(ClientSecret::new(secret.clone())),
        envoi_secret: None,
        scopes: Vec::new(),
        acr_values: vec!["eidas1".to_owned()],
        decouverte: "/.well-known/openid-configuration".to_owned(),
        algorithmes: vec![CoreJwsSigningAlgorithm::EdDsa],
        libelle: fournisseur.libelle().to_owned(),
        userinfo_signe: fournisseur == Fournisseur::FranceConnect,
    };
    let cle = jws::cle_de(contexte.entropy.secret(), aleatoire())?;
    let faux = Arc::new(Faux {
        fournisseur,
        issuer,
        secret,
        cle,
        publique: publique.clone(),
        contexte: contexte.clone(),
        cadre: cadre.clone(),
        en_cours: Mutex::default(),
    });
    let routes = Router::new()
        .route("/.well-known/openid-configuration", get(decrire))
        .route("/cles", get(cles))
        .route("/autoriser", get(autoriser))
        .route("/jeton", post(jeton))
        .route("/personne", get(personne))
        .route("/sortie", get(sortie))
        .with_state(faux);
    Some((reglage, routes))
}

async fn decrire(State(faux): State<Arc<Faux>>) -> Json<Value> {
    let adresse = |quoi: &str| format!("{}/{quoi}", faux.issuer);
    Json(json!({
        "issuer": faux.issuer,
        "authorization_endpoint": adresse("autoriser"),
        "token_endpoint": adresse("jeton"),
        "userinfo_endpoint": adresse("personne"),
        "jwks_uri": adresse("cles"),
        "end_session_endpoint": adresse("sortie"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["EdDSA"],
        "token_endpoint_auth_methods_supported": ["client_secret_post"],
        "code_challenge_methods_supported": ["S256"],
        "acr_values_supported": ["eidas1"],
    }))
}

async fn cles(State(faux): State<Arc<Faux>>) -> Json<Value> {
    Json(json!({ "keys": [faux.cle.as_verification_key()] }))
}

async fn autoriser(
    State(faux): State<Arc<Faux>>,
    entetes: HeaderMap,
    Query(demande): Query<Parametres>,
) -> Response {
    let Some((mut retour, defi)) = faux.admettre(&demande) else {
        return simple(
            &faux.cadre,
            StatusCode::BAD_REQUEST,
            "Demande incomplète",
            "Cette page n’a de sens que depuis la connexion du portail. Revenez à l’accueil et connectez-vous.".to_owned(),
        );
    };
    let choisie =
        valeur(&demande, "login_hint").and_then(|cle| connues(faux.fournisseur).find(|p| p.cle == cle));
    if valeur(&demande, "refuser").is_some() {
        retour.query_pairs_mut().append_pair("error", "access_denied");
    } else if let Some(personne) = choisie {
        let code = faux.accorder(Accord {
            personne,
            redirection: valeur(&demande, "redirect_uri").unwrap_or_default().to_owned(),
            defi,
            nonce: valeur(&demande, "nonce").map(str::to_owned),
            expire_le: faux.contexte.clock.now().plus_millis(DUREE),
        });
        retour.query_pairs_mut().append_pair("code", &code);
    } else {
        let action = format!("{}/autoriser", faux.vue_par(&entetes));
        let demande = demande
            .into_iter()
            .filter(|(nom, _)| nom != "login_hint")
            .collect();
        let html = choisir(&faux.cadre, faux.fournisseur, action, demande);
        return ([(header::CACHE_CONTROL, "no-store")], Html(html)).into_response();
    }
    if let Some(etat) = valeur(&demande, "state") {
        retour.query_pairs_mut().append_pair("state", etat);
    }
    retour.query_pairs_mut().append_pair("iss", &faux.issuer);
    (
        [(header::CACHE_CONTROL, "no-store")],
        Redirect::to(retour.as_str()),
    )
        .into_response()
}

async fn jeton(State(faux): State<Arc<Faux>>, Form(demande): Form<Parametres>) -> Response {
    if valeur(&demande, "client_id") != Some(PORTAIL)
        || valeur(&demande, "client_secret") != Some(&faux.secret)
    {
        return (
            StatusCode::UNAUTHORIZED,
            Json(json!({ "error": "invalid_client" })),
        )
            .into_response();
    }
    let Some(accord) = valeur(&demande, "code").and_then(|code| faux.reprendre(code)) else {
        return refus();
    };
    // The library refuses other lengths by stopping the program.
    let verificateur = valeur(&demande, "code_verifier").filter(|secret| (43..=128).contains(&secret.len()));
    let prouve = verificateur.is_some_and(|verificateur| {
        let verificateur = PkceCodeVerifier::new(verificateur.to_owned());
        PkceCodeChallenge::from_code_verifier_sha256(&verificateur).as_str() == accord.defi
    });
    if !prouve || valeur(&demande, "redirect_uri") != Some(&accord.redirection) {
        return refus();
    }
    let mut dit = json!({
        "sub": sub(&accord.personne),
        "acr": "eidas1",
        "auth_time": faux.secondes(),
        "exp": faux.secondes() + DUREE / 1000,
    });
    if let Some(nonce) = &accord.nonce {
        dit["nonce"] = nonce.as_str().into();
    }
    let Some(id_token) = faux.signer(dit) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let acces = faux.accorder(accord);
    let jetons = json!({
        "access_token": acces,
        "token_type": "Bearer",
        "expires_in": DUREE / 1000,
        "id_token": id_token,
    });
    ([(header::CACHE_CONTROL, "no-store")], Json(jetons)).into_response()
}

async fn personne(State(faux): State<Arc<Faux>>, entetes: HeaderMap) -> Response {
    let accord = entetes
        .get(header::AUTHORIZATION)
        .and_then(|valeur| valeur.to_str().ok()?.strip_prefix("Bearer "))
        .and_then(|acces| faux.reprendre(acces));
    let Some(accord) = accord else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    let dit = Value::Object(dit(&accord.personne));
    match faux.fournisseur {
        Fournisseur::ProSanteConnect => Json(dit).into_response(),
        Fournisseur::FranceConnect => match faux.signer(dit) {
            Some(signe) => ([(header::CONTENT_TYPE, "application/jwt")], signe).into_response(),
            None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        },
    }
}

/// There is no session to end here: nobody is remembered.
async fn sortie(State(faux): State<Arc<Faux>>, Query(demande): Query<Parametres>) -> Response {
    let retour = valeur(&demande, "post_logout_redirect_uri")
        .and_then(|adresse| Url::parse(adresse).ok())
        .filter(|adresse| faux.publique.est_sienne(adresse));
    match retour {
        Some(mut retour) => {
            if let Some(etat) = valeur(&demande, "state") {
                retour.query_pairs_mut().append_pair("state", etat);
            }
            Redirect::to(retour.as_str()).into_response()
        }
        None => Redirect::to("/").into_response(),
    }
}

impl Faux {
    /// Where to answer, and the PKCE challenge, when the request is one that the portal makes.
    fn admettre(&self, demande: &Parametres) -> Option<(Url, String)> {
        let retour = Url::parse(valeur(demande, "redirect_uri")?).ok()?;
        let attendu = format!("/connexion/{}/retour", self.fournisseur.code());
        let defi = valeur(demande, "code_challenge")?.to_owned();
        let juste = valeur(demande, "client_id") == Some(PORTAIL)
            && valeur(demande, "response_type") == Some("code")
            && valeur(demande, "code_challenge_method") == Some("S256")
            && retour.path() == attendu
            && self.publique.est_sienne(&retour);
        juste.then_some((retour, defi))
    }

    /// Remembers somebody under a new secret, once.
    fn accorder(&self, accord: Accord) -> String {
        let secret = URL_SAFE_NO_PAD.encode(self.contexte.entropy.secret());
        self.en_cours().insert(secret.clone(), accord);
        secret
    }

    fn reprendre(&self, secret: &str) -> Option<Accord> {
        let maintenant = self.contexte.clock.now();
        let mut en_cours = self.en_cours();
        en_cours.retain(|_, accord| accord.expire_le > maintenant);
        en_cours.remove(secret)
    }

    fn en_cours(&self) -> MutexGuard<'_, HashMap<String, Accord>> {
        self.en_cours.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn signer(&self, mut dit: Value) -> Option<String> {
        dit["iss"] = self.issuer.as_str().into();
        dit["aud"] = PORTAIL.into();
        dit["iat"] = self.secondes().into();
        let cle = self.cle.as_verification_key();
        let entete =
            json!({ "alg": "EdDSA", "typ": "JWT", "kid": openidconnect::JsonWebKey::key_id(&cle)?.as_str() });
        jws::signer(&self.cle, &CoreJwsSigningAlgorithm::EdDsa, &entete, &dit).ok()
    }

    fn secondes(&self) -> i64 {
        self.contexte.clock.now().millis() / 1000
    }

    /// This provider's address, as this browser must call it.
    fn vue_par(&self, entetes: &HeaderMap) -> String {
        let chemin = self.issuer.strip_prefix(self.publique.base()).unwrap_or_default();
        format!("{}{chemin}", self.publique.origine(entetes))
    }
}

fn refus() -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" }))).into_response()
}

fn valeur<'a>(parametres: &'a Parametres, cherche: &str) -> Option<&'a str> {
    parametres
        .iter()
        .find(|(nom, _)| nom == cherche)
        .map(|(_, valeur)| valeur.as_str())
}
