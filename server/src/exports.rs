//! Lists that a gestionnaire takes away as files: the rows leave as they are read. What is in them, who may and what the journal
//! keeps is the register's affair; the name of the file says what and when, never who.

use crate::pages_d_erreur::{Etat, simple};
use app::api::{ApiErreur, Code};
use app::pages::chemin;
use app::pages::gestion::{AdresseFile, critere};
use app::requete::RefusDeDroit;
use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;
use axum::{Extension, Router};
use domain::date::iso;
use registry::demande::FiltreFile;
use registry::droit::{Gestionnaire, SessionOuverte};
use registry::export::{Format, Source, ecouler};
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::ReceiverStream;

/// A session, when the request has one, and where a refusal is noted.
type Session = Option<Extension<SessionOuverte>>;
type Refus = Option<Extension<RefusDeDroit>>;

/// The addresses of the files.
pub(crate) fn routes<S>(etat: Etat) -> Router<S> {
    Router::new()
        .route("/gestion/demandes/export.csv", get(demandes_csv))
        .route("/gestion/demandes/export.xlsx", get(demandes_xlsx))
        .route("/gestion/professionnels/export.csv", get(professionnels_csv))
        .route("/gestion/professionnels/export.xlsx", get(professionnels_xlsx))
        .with_state(etat)
}

async fn demandes_csv(etat: State<Etat>, session: Session, refus: Refus, requete: RawQuery) -> Response {
    demandes(etat, session, refus, requete, Format::Csv).await
}

async fn demandes_xlsx(etat: State<Etat>, session: Session, refus: Refus, requete: RawQuery) -> Response {
    demandes(etat, session, refus, requete, Format::Xlsx).await
}

async fn professionnels_csv(
    etat: State<Etat>,
    session: Session,
    refus: Refus,
    requete: RawQuery,
) -> Response {
    professionnels(etat, session, refus, requete, Format::Csv).await
}

async fn professionnels_xlsx(
    etat: State<Etat>,
    session: Session,
    refus: Refus,
    requete: RawQuery,
) -> Response {
    professionnels(etat, session, refus, requete, Format::Xlsx).await
}

async fn demandes(
    State(etat): State<Etat>,
    session: Session,
    refus: Refus,
    RawQuery(requete): RawQuery,
    format: Format,
) -> Response {
    let source = async {
        let (session, g) = gestionnaire(session, &refus)?;
        let filtre = filtre(&etat, &session, requete).await?;
        Ok(etat.registry.exporter_demandes(&g, &filtre, format).await?)
    };
    repondre(&etat, source.await, "demandes", format, chemin::FILE)
}

async fn professionnels(
    State(etat): State<Etat>,
    session: Session,
    refus: Refus,
    RawQuery(requete): RawQuery,
    format: Format,
) -> Response {
    let source = async {
        let (session, g) = gestionnaire(session, &refus)?;
        let texte = filtre(&etat, &session, requete).await?.texte;
        let (critere, _) = critere(&texte.unwrap_or_default());
        Ok(etat.registry.exporter_personnes(&g, &critere, format).await?)
    };
    repondre(
        &etat,
        source.await,
        "professionnels",
        format,
        chemin::PROFESSIONNELS,
    )
}

fn gestionnaire(session: Session, refus: &Refus) -> Result<(SessionOuverte, Gestionnaire), ApiErreur> {
    let Extension(session) = session.ok_or_else(ApiErreur::connexion)?;
    let g = session.gestionnaire().inspect_err(|_| {
        if let Some(Extension(refus)) = refus {
            refus.noter();
        }
    })?;
    Ok((session, g))
}

/// What the address asks for.
async fn filtre(
    etat: &Etat,
    session: &SessionOuverte,
    requete: Option<String>,
) -> Result<FiltreFile, ApiErreur> {
    AdresseFile::lire(&etat.registry, session, &requete.unwrap_or_default())
        .await?
        .entier()
}

fn repondre(
    etat: &Etat,
    source: Result<impl Source + 'static, ApiErreur>,
    nom: &'static str,
    format: Format,
    page: &'static str,
) -> Response {
    match source {
        Ok(source) => fichier(etat, source, nom, format),
        Err(erreur) if erreur.code == Code::Connexion => {
            Redirect::to(&chemin::connexion_puis(page)).into_response()
        }
        Err(erreur) => simple(
            &etat.cadre,
            StatusCode::from_u16(erreur.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            "Export impossible",
            erreur.message,
        ),
    }
}

/// The file, of which no cache keeps a copy. When the reading fails on the way the connection is cut: a file that is not whole
/// must not look whole.
fn fichier(etat: &Etat, source: impl Source + 'static, nom: &'static str, format: Format) -> Response {
    let morceaux = ReceiverStream::new(ecouler(source, format)).map(|morceau| {
        morceau.inspect_err(|cause| tracing::error!(%cause, "an export stopped before its end"))
    });
    let jour = iso(etat.registry.aujourd_hui());
    let disposition = format!("attachment; filename=\"{nom}-{jour}.{}\"", format.extension());
    let mut entetes = HeaderMap::new();
    entetes.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.media()));
    entetes.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        entetes.insert(header::CONTENT_DISPOSITION, disposition);
    }
    (entetes, Body::from_stream(morceaux)).into_response()
}
