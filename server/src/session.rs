//! Finds the session of each request, once, before anything else needs it.

use crate::pages_d_erreur::{Etat, indisponible};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

/// Puts the open session, if there is one, where pages and endpoints look for it.
pub(crate) async fn resoudre(State(etat): State<Etat>, mut requete: Request, suite: Next) -> Response {
    if let Some(jeton) = app::requete::lire_cookie(requete.headers()) {
        match etat.registry.session_ouverte(&jeton).await {
            Ok(Some(session)) => {
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
