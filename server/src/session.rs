//! Finds the session of each request, once, before anything else needs it, and notes that its person is there.

use crate::pages_d_erreur::{Etat, indisponible};
use app::cookie::Cookie;
use app::requete::RefusDeDroit;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;

/// Asked by the page itself, not by the person: it must not put the end of the session off.
const SANS_PERSONNE: [&str; 10] = [
    "/api/etat-session",
    "/api/etat-decision",
    "/api/etat-lot",
    "/api/etat-depart",
    "/api/avancement-liste",
    "/api/direct",
    "/api/direct/etat",
    "/api/suivre-file",
    "/api/prise",
    "/api/liberer-prise",
];

/// Puts the open session, if there is one, where pages and endpoints look for it. When the session turns out not to have
/// the right that the page or the endpoint needs, the attempt is written in the journal before the answer leaves.
pub(crate) async fn resoudre(State(etat): State<Etat>, mut requete: Request, suite: Next) -> Response {
    let refus = RefusDeDroit::default();
    let mut auteur = None;
    if let Some(jeton) = Cookie::Session.lire(requete.headers(), etat.https) {
        match etat.registry.session_ouverte(&jeton).await {
            Ok(Some(mut session)) => {
                auteur = Some(session.auteur());
                if !SANS_PERSONNE.contains(&requete.uri().path())
                    && let Err(cause) = etat.registry.noter_activite(&mut session).await
                {
                    // A register that can only be read still shows its pages; the session ends a little sooner.
                    tracing::warn!(%cause, "a sign of activity could not be written");
                }
                requete.extensions_mut().insert(session);
                requete.extensions_mut().insert(refus.clone());
            }
            Ok(None) => {}
            Err(cause) => {
                tracing::error!(%cause, "no session can be read");
                return indisponible(&etat.cadre);
            }
        }
    }
    // The route and not the address: nothing that was typed goes into the journal.
    let route = requete.extensions().get::<MatchedPath>().cloned();
    let reponse = suite.run(requete).await;
    if let (Some(auteur), true) = (auteur, refus.eu_lieu()) {
        let acces = route.as_ref().map_or("inconnu", MatchedPath::as_str);
        if let Err(cause) = etat.registry.consigner_refus_de_droit(auteur, acces).await {
            tracing::error!(%cause, "a refusal could not be written in the journal");
        }
    }
    reponse
}

#[cfg(test)]
#[path = "sondes_tests.rs"]
mod sondes;
