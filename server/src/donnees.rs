//! The copy of one's data, as a file to keep: JSON for programs, a page for people.

use crate::pages_d_erreur::{Etat, simple};
use app::api::ApiErreur;
use app::pages::{chemin, compte};
use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use registry::donnees::MesDonnees;
use registry::droit::SessionOuverte;

/// A session, when the request has one.
type Session = Option<Extension<SessionOuverte>>;

/// `/mes-donnees/export.json`.
pub(crate) async fn json(State(etat): State<Etat>, session: Session) -> Response {
    let donnees = match lire(&etat, session).await {
        Ok(donnees) => donnees,
        Err(reponse) => return reponse,
    };
    match serde_json::to_string_pretty(&donnees) {
        Ok(texte) => (
            fichier(
                "application/json; charset=utf-8",
                "attachment; filename=\"mes-donnees-rppsplus.json\"",
            ),
            texte,
        )
            .into_response(),
        Err(_) => refuser(&etat, ApiErreur::from(registry::db::DbError::stored("export"))),
    }
}

/// `/mes-donnees/export.html`.
pub(crate) async fn html(State(etat): State<Etat>, session: Session) -> Response {
    let donnees = match lire(&etat, session).await {
        Ok(donnees) => donnees,
        Err(reponse) => return reponse,
    };
    match compte::document(&etat.registry, &donnees).await {
        Ok(texte) => (
            fichier(
                "text/html; charset=utf-8",
                "attachment; filename=\"mes-donnees-rppsplus.html\"",
            ),
            texte,
        )
            .into_response(),
        Err(erreur) => refuser(&etat, erreur),
    }
}

async fn lire(etat: &Etat, session: Session) -> Result<MesDonnees, Response> {
    let Some(Extension(session)) = session else {
        return Err(Redirect::to(&chemin::connexion_puis(chemin::MES_DONNEES)).into_response());
    };
    let donnees = etat.registry.mes_donnees(&session).await;
    donnees.map_err(|erreur| refuser(etat, erreur.into()))
}

/// A file, of which no cache keeps a copy.
fn fichier(genre: &'static str, nom: &'static str) -> [(HeaderName, &'static str); 3] {
    [
        (header::CONTENT_TYPE, genre),
        (header::CONTENT_DISPOSITION, nom),
        (header::CACHE_CONTROL, "no-store"),
    ]
}

fn refuser(etat: &Etat, erreur: ApiErreur) -> Response {
    let status = StatusCode::from_u16(erreur.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    simple(
        &etat.options,
        status,
        "Copie momentanément impossible",
        erreur.message,
    )
}
