//! What a page or an endpoint may know of the request it answers: the register, the configuration, the session. The proofs
//! of right come from here and only from a session; nobody else can make them.

use crate::api::{ApiErreur, ResteSession};
use crate::appareil::appareil;
use crate::cookie::Cookie;
use axum::http::header;
use axum::http::request::Parts;
use domain::ids::{CompteId, RechercheId};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use registry::Registry;
use registry::donnees::Conservation;
use registry::droit::{Gestionnaire, SessionOuverte, Usager};
use registry::session::{Ouverture, SaisieEnAttente};

/// How the program was started.
#[derive(Clone, Copy, Debug, Default)]
pub struct Config {
    /// demonstration persons, banner on every page, mails shown instead of sent
    pub demonstration: bool,
    /// cookies travel on HTTPS only
    pub https: bool,
    /// how long a session lasts whatever happens, in minutes
    pub session_minutes: i64,
    /// how long a session lasts without a sign of the person, in minutes
    pub session_inactivite_minutes: i64,
    /// how long what leads nowhere is kept
    pub conservation: Conservation,
}

/// A person is told that long before the end of a session, in seconds.
const PREAVIS: i64 = 120;

impl Config {
    /// How long before the end of a session the person is told, in seconds: two minutes, less for very short sessions.
    pub fn preavis(&self) -> i64 {
        PREAVIS.min(self.session_inactivite_minutes * 30)
    }
}

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

/// The natural person who is signed in.
pub fn usager() -> Result<Usager, ApiErreur> {
    Ok(session().ok_or_else(ApiErreur::connexion)?.usager()?)
}

/// The gestionnaire (or représentant légal, R42) who is signed in.
pub fn gestionnaire() -> Result<Gestionnaire, ApiErreur> {
    Ok(session().ok_or_else(ApiErreur::connexion)?.gestionnaire()?)
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
    let agent = use_context::<Parts>()
        .and_then(|parts| Some(parts.headers.get(header::USER_AGENT)?.to_str().ok()?.to_owned()));
    let ouverture = Ouverture {
        minutes: config.session_minutes,
        inactivite_minutes: config.session_inactivite_minutes,
        appareil: appareil(&agent.unwrap_or_default()),
    };
    let jeton = registry.ouvrir_session(compte, ouverture).await?;
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
    lire_cookie(Cookie::Session)
}

fn lire_cookie(cookie: Cookie) -> Option<String> {
    cookie.lire(&use_context::<Parts>()?.headers, config().https)
}

fn poser_cookie(valeur: &str, secondes: i64) {
    let cookie = Cookie::Session.poser(valeur, secondes, config().https);
    if let (Some(response), Some(cookie)) = (use_context::<ResponseOptions>(), cookie) {
        response.append_header(header::SET_COOKIE, cookie);
    }
}

/// How long this session has left.
pub fn etat(session: &SessionOuverte) -> ResteSession {
    let limites = session.limites();
    ResteSession {
        secondes: limites.secondes(registry().now()),
        absolue: limites.absolue(),
    }
}

/// The address of the page that was asked for, without its parameters.
pub fn adresse() -> String {
    use_context::<Parts>()
        .map(|parts| parts.uri.path().to_owned())
        .unwrap_or_default()
}

/// The form that this browser sent after the end of its session, for the account that is signed in now.
pub async fn saisie_en_attente(session: &SessionOuverte) -> Result<Option<SaisieEnAttente>, ApiErreur> {
    let Some(jeton) = lire_cookie(Cookie::Reprise) else {
        return Ok(None);
    };
    Ok(registry().saisie_en_attente(session, &jeton).await?)
}
