//! The pages that are sent when no page can be drawn: the register is away, the request is too large, a defect was met.

use crate::debit::Debit;
use crate::limites::Limites;
use app::api::{ApiErreur, Code};
use app::components::{Bandeau, Ton};
use app::pages::chemin;
use app::shell::{Cadre, page_seule};
use axum::extract::FromRef;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Response};
use leptos::prelude::*;
use registry::Registry;
use std::sync::Arc;
use std::time::Duration;

/// What every handler can reach.
#[derive(Clone)]
pub(crate) struct Etat {
    pub(crate) registry: Registry,
    pub(crate) cadre: Cadre,
    pub(crate) debit: Arc<Debit>,
    pub(crate) limites: Limites,
    /// names and marks of the cookies depend on it
    pub(crate) https: bool,
}

impl FromRef<Etat> for LeptosOptions {
    fn from_ref(etat: &Etat) -> Self {
        etat.cadre.options.clone()
    }
}

/// The register does not answer.
pub(crate) fn indisponible(cadre: &Cadre) -> Response {
    let erreur = ApiErreur::new(
        Code::Indisponible,
        "Le répertoire ne répond pas pour le moment. Rien n’est perdu\u{a0}: ce qui était enregistré l’est toujours. Réessayez dans quelques minutes.",
    );
    let mut reponse = simple(
        cadre,
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
pub(crate) fn simple(cadre: &Cadre, status: StatusCode, titre: &'static str, message: String) -> Response {
    let html = page_seule(
        cadre,
        titre,
        view! {
            <h1 class="text-2xl font-bold">{titre}</h1>
            <Bandeau ton=Ton::Erreur titre="Ce qui s’est passé">{message}</Bandeau>
            <p class="mt-4"><a class="text-action underline" href="/">"Revenir à l’accueil"</a></p>
            <p class="mt-4"><a class="text-action underline" href=chemin::AIDE>"Chercher dans l’aide"</a></p>
        },
    );
    (status, [(header::CACHE_CONTROL, "no-store")], Html(html)).into_response()
}

/// This address or this account asks too often. Says when to come back, in the header and in the sentence. What a form had
/// sent is offered again around this answer (`reprise`).
pub(crate) fn trop_de_requetes(cadre: &Cadre, html: bool, attente: Duration) -> Response {
    let secondes = attente.as_secs() + 1;
    let quand = match secondes {
        1 => "une seconde".to_owned(),
        2..=90 => format!("{secondes} secondes"),
        _ => format!("{} minutes", secondes.div_ceil(60)),
    };
    let erreur = ApiErreur::new(
        Code::TropDeRequetes,
        format!(
            "Trop d’actions ont été envoyées depuis votre compte ou votre réseau en peu de temps. Rien n’a été modifié et rien n’est perdu\u{a0}: attendez {quand}, puis réessayez."
        ),
    );
    let mut reponse = refus(cadre, html, "Trop d’actions en peu de temps", erreur);
    reponse
        .headers_mut()
        .insert(header::RETRY_AFTER, HeaderValue::from(secondes));
    reponse
}

/// The portal itself takes too long.
pub(crate) fn trop_long(cadre: &Cadre, html: bool) -> Response {
    let erreur = ApiErreur::new(
        Code::Indisponible,
        "Le portail met trop de temps à répondre. Réessayez dans un instant\u{a0}: si votre premier envoi avait abouti, le second ne fera rien de plus.",
    );
    let mut reponse = refus(cadre, html, "Portail momentanément indisponible", erreur);
    reponse
        .headers_mut()
        .insert(header::RETRY_AFTER, HeaderValue::from_static("30"));
    reponse
}

/// Sent by a page of another site. What it sent is not offered again: the person never typed it.
pub(crate) fn etranger(cadre: &Cadre, html: bool) -> Response {
    let erreur = ApiErreur::new(
        Code::Etranger,
        "Cet envoi ne vient pas d’une page du portail\u{a0}: il a été refusé et rien n’a été modifié. Revenez à l’accueil et refaites l’action depuis le portail.",
    );
    refus(cadre, html, "Envoi refusé", erreur)
}

/// A page for a person, JSON for a script.
pub(crate) fn refus(cadre: &Cadre, html: bool, titre: &'static str, erreur: ApiErreur) -> Response {
    let status = StatusCode::from_u16(erreur.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if html {
        simple(cadre, status, titre, erreur.message)
    } else {
        json(status, &erreur)
    }
}

/// Is it a person who reads the answer?
pub(crate) fn accepte_html(entetes: &HeaderMap) -> bool {
    entetes
        .get(header::ACCEPT)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|v| v.contains("text/html"))
}

/// A refusal as a script reads it.
pub(crate) fn json(status: StatusCode, erreur: &ApiErreur) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store")], axum::Json(erreur)).into_response()
}
