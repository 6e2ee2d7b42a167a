//! What a page or an endpoint may know of the request it answers: the register, the configuration, the session. The proofs
//! of right come from here and only from a session; nobody else can make them.

use crate::api::ApiErreur;
use axum::http::header;
use axum::http::request::Parts;
use domain::ids::RechercheId;
use leptos::prelude::*;
use registry::Registry;
use registry::droit::{Fournisseur, Gestionnaire, Interdit, Operateur, SessionOuverte, Usager};
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

/// The ways to sign in that this portal offers, each with the name people know.
#[derive(Clone, Debug, Default)]
pub struct Connexions(pub Vec<(Fournisseur, String)>);

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

/// The ways to sign in.
pub fn connexions() -> Connexions {
    use_context::<Connexions>().unwrap_or_default()
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

/// Finds the session's secret among the cookies of a request.
pub fn lire_cookie(headers: &axum::http::HeaderMap) -> Option<String> {
    lire_un_cookie(headers, COOKIE)
}

/// Finds a cookie among those of a request.
pub fn lire_un_cookie(headers: &axum::http::HeaderMap, cherche: &str) -> Option<String> {
    let cookies = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|valeur| valeur.to_str().ok());
    cookies.flat_map(|ligne| ligne.split(';')).find_map(|cookie| {
        let (nom, valeur) = cookie.trim().split_once('=')?;
        (nom == cherche && !valeur.is_empty()).then(|| valeur.to_owned())
    })
}

/// The cookie that hands a session's secret to the browser for so many seconds; none and zero take it back.
pub fn cookie_de_session(config: &Config, valeur: &str, secondes: i64) -> String {
    let secure = if config.https { "; Secure" } else { "" };
    format!("{COOKIE}={valeur}; Path=/; HttpOnly; SameSite=Lax; Max-Age={secondes}{secure}")
}
