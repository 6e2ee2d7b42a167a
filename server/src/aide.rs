//! The form that searches the help. What is searched may be about anybody, so it is never in an address: with a session it is
//! kept there and the page that follows reads it again; without one the answer is drawn at once. That answer alone may be kept
//! by the browser for ten minutes, so that coming back from one of the answers finds the list again instead of a warning.

use crate::pages_d_erreur::{Etat, indisponible};
use app::pages::aide::RechercheAide;
use app::pages::chemin;
use axum::Router;
use axum::body::Body;
use axum::extract::{Form, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::post;
use registry::droit::SessionOuverte;
use serde::Deserialize;

/// What the form holds.
#[derive(Deserialize)]
struct Saisie {
    #[serde(default)]
    texte: String,
}

/// Its route. `page` draws the site.
pub(crate) fn routes<S, P, F>(etat: Etat, page: P) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    P: Fn(Request) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Response> + Send,
{
    let chercher = move |State(etat): State<Etat>, parties: Parts, Form(saisie): Form<Saisie>| {
        let page = page.clone();
        async move { chercher(&etat, parties, saisie.texte, page).await }
    };
    Router::new().route("/aide", post(chercher)).with_state(etat)
}

async fn chercher<P, F>(etat: &Etat, mut parties: Parts, texte: String, page: P) -> Response
where
    P: Fn(Request) -> F,
    F: Future<Output = Response>,
{
    let session = parties.extensions.get::<SessionOuverte>().cloned();
    match session {
        Some(session) if !texte.trim().is_empty() => {
            match etat.registry.noter_recherche(&session, texte.trim()).await {
                Ok(note) => Redirect::to(&chemin::aide_recherche(note)).into_response(),
                Err(cause) => {
                    tracing::error!(%cause, "a search of the help could not be kept");
                    indisponible(&etat.cadre)
                }
            }
        }
        Some(_) => Redirect::to(chemin::AIDE).into_response(),
        None => {
            parties.extensions.insert(RechercheAide(texte));
            let mut reponse = page(Request::from_parts(parties, Body::empty())).await;
            reponse.headers_mut().insert(
                header::CACHE_CONTROL,
                HeaderValue::from_static("private, max-age=600"),
            );
            reponse
        }
    }
}
