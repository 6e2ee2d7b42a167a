//! Finds the session of each request, once, before anything else needs it, and notes that its person is there.

use crate::pages_d_erreur::{Etat, indisponible};
use app::cookie::Cookie;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

/// Asked by the page itself, not by the person: it must not put the end of the session off.
const SANS_PERSONNE: &str = "/api/etat-session";

/// Puts the open session, if there is one, where pages and endpoints look for it.
pub(crate) async fn resoudre(State(etat): State<Etat>, mut requete: Request, suite: Next) -> Response {
    if let Some(jeton) = Cookie::Session.lire(requete.headers(), etat.https) {
        match etat.registry.session_ouverte(&jeton).await {
            Ok(Some(mut session)) => {
                if requete.uri().path() != SANS_PERSONNE
                    && let Err(cause) = etat.registry.noter_activite(&mut session).await
                {
                    // A register that can only be read still shows its pages; the session ends a little sooner.
                    tracing::warn!(%cause, "a sign of activity could not be written");
                }
                requete.extensions_mut().insert(session);
            }
            Ok(None) => {}
            Err(cause) => {
                tracing::error!(%cause, "no session can be read");
                return indisponible(&etat.options);
            }
        }
    }
    suite.run(requete).await
}
