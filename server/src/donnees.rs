//! The copy of one's data, as a file to keep: JSON for programs, a page for people.

use crate::pages_d_erreur::{Etat, simple};
use app::api::{ApiErreur, Code};
use app::pages::{chemin, compte};
use axum::Extension;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use registry::donnees::MesDonnees;
use registry::droit::SessionOuverte;

/// A session, when the request has one.
type Session = Option<Extension<SessionOuverte>>;

/// `/mes-donnees/export.json`.
pub(crate) async fn json(State(etat): State<Etat>, session: Session) -> Response {
    let donnees = lire(&etat, session).await;
    let texte = donnees.and_then(|donnees| {
        serde_json::to_string_pretty(&donnees)
            .map_err(|_| ApiErreur::from(registry::db::DbError::stored("export")))
    });
    fichier(
        &etat,
        "application/json; charset=utf-8",
        "attachment; filename=\"mes-donnees-rppsplus.json\"",
        texte,
    )
}

/// `/mes-donnees/export.html`.
pub(crate) async fn html(State(etat): State<Etat>, session: Session) -> Response {
    let texte = match lire(&etat, session).await {
        Ok(donnees) => compte::document(&etat.registry, &donnees).await,
        Err(erreur) => Err(erreur),
    };
    fichier(
        &etat,
        "text/html; charset=utf-8",
        "attachment; filename=\"mes-donnees-rppsplus.html\"",
        texte,
    )
}

async fn lire(etat: &Etat, session: Session) -> Result<MesDonnees, ApiErreur> {
    let Extension(session) = session.ok_or_else(ApiErreur::connexion)?;
    Ok(etat.registry.mes_donnees(&session).await?)
}

/// A file, of which no cache keeps a copy; without a session, the way to sign in.
fn fichier(
    etat: &Etat,
    genre: &'static str,
    nom: &'static str,
    texte: Result<String, ApiErreur>,
) -> Response {
    match texte {
        Ok(texte) => {
            let entetes = [
                (header::CONTENT_TYPE, genre),
                (header::CONTENT_DISPOSITION, nom),
                (header::CACHE_CONTROL, "no-store"),
            ];
            (entetes, texte).into_response()
        }
        Err(erreur) if erreur.code == Code::Connexion => {
            Redirect::to(&chemin::connexion_puis(chemin::MES_DONNEES)).into_response()
        }
        Err(erreur) => simple(
            &etat.cadre,
            StatusCode::from_u16(erreur.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            "Copie momentanément impossible",
            erreur.message,
        ),
    }
}
