//! The pages that are sent when no page can be drawn: the register is away, the request is too large, a defect was met.

use app::api::{ApiErreur, Code};
use app::components::{Bandeau, Ton};
use app::shell::page_seule;
use axum::extract::FromRef;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Response};
use leptos::prelude::*;
use registry::Registry;

/// What every handler can reach.
#[derive(Clone)]
pub(crate) struct Etat {
    pub(crate) registry: Registry,
    pub(crate) options: LeptosOptions,
    /// names and marks of the cookies depend on it
    pub(crate) https: bool,
}

impl FromRef<Etat> for LeptosOptions {
    fn from_ref(etat: &Etat) -> Self {
        etat.options.clone()
    }
}

/// The register does not answer.
pub(crate) fn indisponible(options: &LeptosOptions) -> Response {
    let erreur = ApiErreur::new(
        Code::Indisponible,
        "Le registre ne répond pas pour le moment. Rien n’est perdu : ce qui était enregistré l’est toujours. Réessayez dans quelques minutes.",
    );
    let mut reponse = simple(
        options,
        StatusCode::SERVICE_UNAVAILABLE,
        "Portail momentanément indisponible",
        erreur.message,
    );
    reponse
        .headers_mut()
        .insert(header::RETRY_AFTER, HeaderValue::from_static("60"));
    reponse
}

/// One sentence, one status.
pub(crate) fn simple(
    options: &LeptosOptions,
    status: StatusCode,
    titre: &'static str,
    message: String,
) -> Response {
    let html = page_seule(
        options,
        titre,
        view! {
            <h1 class="text-2xl font-bold">{titre}</h1>
            <Bandeau ton=Ton::Erreur titre="Ce qui s’est passé">{message}</Bandeau>
            <p class="mt-4"><a class="text-action underline" href="/">"Revenir à l’accueil"</a></p>
        },
    );
    (status, [(header::CACHE_CONTROL, "no-store")], Html(html)).into_response()
}
