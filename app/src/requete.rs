//! What a page or an endpoint may know of the request it answers: the register, the configuration, the session. The proofs
//! of right come from here and only from a session; nobody else can make them.

use crate::api::ApiErreur;
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use domain::ids::{CompteId, RechercheId};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use registry::Registry;
use registry::droit::{Gestionnaire, Interdit, Operateur, SessionOuverte, Usager};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// How the program was started.
#[derive(Clone, Copy, Debug, Default)]
pub struct Config {
    /// demonstration persons, banner on every page, mails shown instead of sent
    pub demonstration: bool,
    /// cookies travel on HTTPS only
    pub https: bool,
    /// how long a session lasts without being renewed, in minutes
    pub session_minutes: i64,
}

/// The cookie that holds the session's secret.
pub const COOKIE: &str = "session";

/// The register.
pub fn registry() -> Registry {
    expect_context::<Registry>()
}

/// The program's configuration.
pub fn config() -> Config {
    expect_context::<Config>()
}

/// The session of this request, resolved once by the server's middleware.
pub fn session() -> Option<SessionOuverte> {
    use_context::<Parts>()?
        .extensions
        .get::<SessionOuverte>()
        .cloned()
}

/// Whether a session was told during this request that it has not the right it needs. The server's middleware puts one in
/// each request and writes the refusal in the journal afterwards, before the answer leaves.
#[derive(Clone, Debug, Default)]
pub struct RefusDeDroit(Arc<AtomicBool>);

impl RefusDeDroit {
    /// True once it was.
    pub fn eu_lieu(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Notes a refusal on its way.
fn refuse(interdit: Interdit) -> ApiErreur {
    let marque = use_context::<Parts>().and_then(|parts| parts.extensions.get::<RefusDeDroit>().cloned());
    if let Some(RefusDeDroit(marque)) = marque {
        marque.store(true, Ordering::Relaxed);
    }
    interdit.into()
}

/// The natural person who is signed in.
pub fn usager() -> Result<Usager, ApiErreur> {
    session()
        .ok_or_else(ApiErreur::connexion)?
        .usager()
        .map_err(refuse)
}

/// The gestionnaire (or représentant légal, R42) who is signed in.
pub fn gestionnaire() -> Result<Gestionnaire, ApiErreur> {
    session()
        .ok_or_else(ApiErreur::connexion)?
        .gestionnaire()
        .map_err(refuse)
}

/// The operator of the support who is signed in.
pub fn operateur() -> Result<Operateur, ApiErreur> {
    session()
        .ok_or_else(ApiErreur::connexion)?
        .operateur()
        .map_err(refuse)
}

/// One parameter of the address.
pub fn parametre(nom: &str) -> Option<String> {
    leptos_router::hooks::use_query_map().with_untracked(|carte| carte.get(nom))
}

/// One segment of the address, through the door of its type.
pub fn segment<T: std::str::FromStr>(nom: &str) -> Result<T, ApiErreur> {
    leptos_router::hooks::use_params_map()
        .with_untracked(|carte| carte.get(nom))
        .and_then(|valeur| valeur.parse().ok())
        .ok_or_else(ApiErreur::introuvable)
}

/// Keeps a long text that could not be accepted, so that the page which follows shows it again.
pub async fn noter_saisie(saisie: &impl serde::Serialize) -> Result<RechercheId, ApiErreur> {
    let session = session().ok_or_else(ApiErreur::connexion)?;
    let texte = serde_json::to_string(saisie).unwrap_or_default();
    Ok(registry().noter_saisie(&session, texte).await?)
}

/// Opens a session for an authenticated account and hands its secret to the browser.
pub async fn ouvrir_session(compte: CompteId) -> Result<SessionOuverte, ApiErreur> {
    let registry = registry();
    // The secret of before sign-in dies with the sign-in.
    if let Some(jeton) = jeton() {
        registry.fermer_session(&jeton).await?;
    }
    let config = config();
    let jeton = registry.ouvrir_session(compte, config.session_minutes).await?;
    let ouverte = registry
        .session_ouverte(jeton.as_str())
        .await?
        .ok_or_else(ApiErreur::connexion)?;
    poser_cookie(jeton.as_str(), config.session_minutes * 60);
    Ok(ouverte)
}

/// Ends the session of this request.
pub async fn fermer_session() -> Result<(), ApiErreur> {
    if let Some(jeton) = jeton() {
        registry().fermer_session(&jeton).await?;
    }
    poser_cookie("", 0);
    Ok(())
}

/// The secret that the browser sent.
fn jeton() -> Option<String> {
    lire_cookie(&use_context::<Parts>()?.headers)
}

/// Finds the session's secret among the cookies of a request.
pub fn lire_cookie(headers: &axum::http::HeaderMap) -> Option<String> {
    let cookies = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|valeur| valeur.to_str().ok());
    cookies.flat_map(|ligne| ligne.split(';')).find_map(|cookie| {
        let (nom, valeur) = cookie.trim().split_once('=')?;
        (nom == COOKIE && !valeur.is_empty()).then(|| valeur.to_owned())
    })
}

fn poser_cookie(valeur: &str, secondes: i64) {
    let secure = if config().https { "; Secure" } else { "" };
    let cookie = format!("{COOKIE}={valeur}; Path=/; HttpOnly; SameSite=Lax; Max-Age={secondes}{secure}");
    if let (Some(response), Ok(cookie)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(&cookie)) {
        response.append_header(header::SET_COOKIE, cookie);
    }
}
