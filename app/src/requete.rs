//! What a page or an endpoint may know of the request it answers: the register, the configuration, the session. The proofs
//! of right come from here and only from a session; nobody else can make them.

use crate::api::{ApiErreur, ResteSession};
use crate::cookie::Cookie;
use crate::exploitant::Exploitant;
use axum::http::header::SET_COOKIE;
use axum::http::request::Parts;
use domain::ids::RechercheId;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use registry::Registry;
use registry::donnees::Conservation;
use registry::droit::{
    Designateur, Destinataire, Fournisseur, Gestionnaire, Inscrit, Interdit, Operateur, Representant,
    SessionOuverte, Usager,
};
use registry::session::SaisieEnAttente;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

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

/// The ways to sign in that this portal offers, each with the name people know.
#[derive(Clone, Debug, Default)]
pub struct Connexions(pub Vec<(Fournisseur, String)>);

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

/// Who runs this portal.
pub fn exploitant() -> Exploitant {
    use_context::<Exploitant>().unwrap_or_default()
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
    /// Notes one, for an endpoint that answers without the pages.
    pub fn noter(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// True once it was.
    pub fn eu_lieu(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Notes a refusal on its way.
fn refuse(interdit: Interdit) -> ApiErreur {
    let marque = use_context::<Parts>().and_then(|parts| parts.extensions.get::<RefusDeDroit>().cloned());
    if let Some(marque) = marque {
        marque.noter();
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

/// Who is signed in and may say where they want to be told.
pub async fn destinataire() -> Result<Destinataire, ApiErreur> {
    let session = session().ok_or_else(ApiErreur::connexion)?;
    match registry().destinataire(&session).await? {
        Some(destinataire) => Ok(destinataire),
        None => Ok(Destinataire::from(&gestionnaire()?)),
    }
}

/// The head of a structure who is signed in.
pub fn representant() -> Result<Representant, ApiErreur> {
    session()
        .ok_or_else(ApiErreur::connexion)?
        .representant()
        .map_err(refuse)
}

/// The path of that structure to read, for who is signed in and follows it.
pub async fn lecteur_structure(
    finess: &domain::identifiant::Finess,
) -> Result<registry::droit::LecteurStructure, ApiErreur> {
    let session = session().ok_or_else(ApiErreur::connexion)?;
    Ok(registry().lecteur_structure(&session, finess).await?)
}

/// The steps of that structure, for who is signed in and heads it, or says so.
pub async fn dirigeant(
    finess: &domain::identifiant::Finess,
) -> Result<registry::droit::Dirigeant, ApiErreur> {
    let session = session().ok_or_else(ApiErreur::connexion)?;
    Ok(registry().dirigeant(&session, finess).await?)
}

/// Who is signed in and may designate gestionnaires (R45).
pub fn designateur() -> Result<Designateur, ApiErreur> {
    session()
        .ok_or_else(ApiErreur::connexion)?
        .designateur()
        .map_err(refuse)
}

/// The registered professional who is signed in, with a card or with FranceConnect.
pub fn inscrit() -> Result<Inscrit, ApiErreur> {
    session()
        .ok_or_else(ApiErreur::connexion)?
        .inscrit()
        .map_err(refuse)
}

/// What was kept by [`noter_saisie`] during this very session; none for another one's, or once it has ended.
pub async fn saisie_notee<T: serde::de::DeserializeOwned>(note: RechercheId) -> Result<Option<T>, ApiErreur> {
    let session = session().ok_or_else(ApiErreur::connexion)?;
    let texte = registry().recherche(&session, note).await?;
    Ok(texte.and_then(|texte| serde_json::from_str(&texte).ok()))
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

/// Ends the session of this request here.
pub async fn fermer_session() -> Result<(), ApiErreur> {
    if let Some(jeton) = lire_cookie(Cookie::Session) {
        registry().fermer_session(&jeton).await?;
    }
    let cookie = Cookie::Session.poser("", 0, config().https);
    if let (Some(response), Some(cookie)) = (use_context::<ResponseOptions>(), cookie) {
        response.append_header(SET_COOKIE, cookie);
    }
    Ok(())
}

/// The secret in a cookie of this request.
fn lire_cookie(cookie: Cookie) -> Option<String> {
    cookie.lire(&use_context::<Parts>()?.headers, config().https)
}

/// How long this session has left.
pub fn etat(session: &SessionOuverte) -> ResteSession {
    let limites = session.limites();
    ResteSession {
        secondes: limites.secondes(registry().now()),
        absolue: limites.absolue(),
    }
}

/// The parameters of the address, as they were sent.
pub fn parametres() -> String {
    use_context::<Parts>()
        .and_then(|parts| parts.uri.query().map(str::to_owned))
        .unwrap_or_default()
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

#[cfg(test)]
mod tests {
    use super::Config;

    #[test]
    fn one_is_told_two_minutes_before_the_end_or_half_way_through_a_short_session() {
        let preavis = |session_inactivite_minutes| {
            Config {
                session_inactivite_minutes,
                ..Config::default()
            }
            .preavis()
        };
        assert_eq!(preavis(30), 120);
        assert_eq!(preavis(4), 120);
        assert_eq!(preavis(3), 90);
        assert_eq!(preavis(1), 30);
    }
}
