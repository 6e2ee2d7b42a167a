//! Staff lists, as files: bringing one (streamed within its own limits, nothing written to the disk), the model, the rows to
//! correct; and the worker that registers what people have sent.

use crate::pages_d_erreur::{Etat, refus, simple};
use app::api::{ApiErreur, Code};
use app::pages::chemin;
use app::requete::RefusDeDroit;
use axum::extract::multipart::{Field, MultipartError, MultipartRejection};
use axum::extract::{DefaultBodyLimit, Multipart, Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use domain::ids::ListeId;
use registry::droit::{Gestionnaire, SessionOuverte};
use registry::liste::fichier::{FichierError, TAILLE_MAX};
use registry::liste::{Format, ListeError};
use registry::{ActeError, Registry};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// How long a file may take to arrive: twenty megabytes over a slow line.
const ENVOI: Duration = Duration::from_secs(180);
/// How much of a file that is too large is read and thrown away, in bytes: a browser that is cut while it is sending never
/// reads the answer.
const JETE_MAX: usize = 1_200 * 1024 * 1024;
/// Files held in memory at once; the next ones wait their turn.
const A_LA_FOIS: usize = 4;
/// Between two looks at what waits.
const REPOS: Duration = Duration::from_secs(1);
/// The same, after a failure.
const REPOS_APRES_ECHEC: Duration = Duration::from_secs(10);

/// The address of the endpoint that reads its body by itself, within its own time.
pub(crate) fn lit_son_corps(chemin_demande: &str) -> bool {
    chemin_demande == chemin::DEPOT_LISTE
}

type Session = Option<Extension<SessionOuverte>>;
type Marque = Option<Extension<RefusDeDroit>>;

/// The routes of this room.
pub(crate) fn routes<S: Clone + Send + Sync + 'static>(etat: Etat) -> Router<S> {
    Router::new()
        .route("/gestion/imports/fichier", post(deposer))
        .route("/gestion/imports/modele.xlsx", get(modele_xlsx))
        .route("/gestion/imports/modele.csv", get(modele_csv))
        .route("/gestion/imports/{id}/erreurs.xlsx", get(erreurs_xlsx))
        .route("/gestion/imports/{id}/erreurs.csv", get(erreurs_csv))
        .layer(DefaultBodyLimit::disable())
        .layer(Extension(Arc::new(Semaphore::new(A_LA_FOIS))))
        .with_state(etat)
}

/// Registers what waits, for as long as the program lives.
pub(crate) async fn travailler(registry: Registry) {
    loop {
        let repos = match registry.avancer_listes().await {
            Ok(_) => REPOS,
            Err(cause) => {
                tracing::error!(%cause, "a staff list could not be registered further, next try soon");
                REPOS_APRES_ECHEC
            }
        };
        tokio::time::sleep(repos).await;
    }
}

/// Why a file was not taken.
enum Refus {
    /// the file
    Fichier(FichierError),
    /// no file in the form
    Absent,
    /// it did not come in time, or stopped coming
    Coupe,
    /// everything else
    Erreur(ApiErreur),
}

impl From<MultipartError> for Refus {
    fn from(_: MultipartError) -> Self {
        Self::Coupe
    }
}

async fn deposer(
    State(etat): State<Etat>,
    session: Session,
    marque: Marque,
    Extension(places): Extension<Arc<Semaphore>>,
    formulaire: Result<Multipart, MultipartRejection>,
) -> Response {
    let gestionnaire = match droit(session, marque) {
        Ok(gestionnaire) => gestionnaire,
        Err(erreur) => return refuse(&etat, erreur),
    };
    let Ok(formulaire) = formulaire else {
        return Redirect::to(&chemin::listes_refus("absent")).into_response();
    };
    match prendre(&etat.registry, &gestionnaire, &places, formulaire).await {
        Ok(id) => Redirect::to(&chemin::liste(id)).into_response(),
        Err(Refus::Fichier(raison)) => Redirect::to(&chemin::listes_refus(&raison.code())).into_response(),
        Err(Refus::Absent) => Redirect::to(&chemin::listes_refus("absent")).into_response(),
        Err(Refus::Erreur(erreur)) => refuse(&etat, erreur),
        Err(Refus::Coupe) => {
            let erreur = ApiErreur::new(
                Code::TropLent,
                "Votre fichier n’est pas arrivé en entier\u{a0}: la connexion est trop lente ou s’est interrompue. Rien n’a été gardé\u{a0}: réessayez.",
            );
            let mut reponse = refus(&etat.cadre, true, "Envoi interrompu", erreur);
            reponse
                .headers_mut()
                .insert(header::CONNECTION, HeaderValue::from_static("close"));
            reponse
        }
    }
}

async fn prendre(
    registry: &Registry,
    gestionnaire: &Gestionnaire,
    places: &Semaphore,
    mut formulaire: Multipart,
) -> Result<ListeId, Refus> {
    let lecture = tokio::time::timeout(ENVOI, async {
        let place = places.acquire().await;
        let mut fichier = None;
        while let Some(champ) = formulaire.next_field().await? {
            if champ.name() == Some("fichier") && fichier.is_none() {
                let nom = champ.file_name().unwrap_or_default().to_owned();
                fichier = Some((nom, lire(champ).await?));
            }
        }
        Ok::<_, Refus>((fichier, place))
    });
    let (fichier, _place) = lecture.await.unwrap_or(Err(Refus::Coupe))?;
    let (nom, octets) = fichier
        .filter(|(nom, octets)| !nom.is_empty() || !octets.is_empty())
        .ok_or(Refus::Absent)?;
    match registry.deposer_liste(gestionnaire, &nom, octets).await {
        Ok(id) => Ok(id),
        Err(ListeError::Fichier(raison)) => Err(Refus::Fichier(raison)),
        Err(ListeError::Acte(raison)) => Err(Refus::Erreur(raison.into())),
    }
}

/// The bytes of a file, never more than a list may have.
async fn lire(mut champ: Field<'_>) -> Result<Vec<u8>, Refus> {
    let (mut octets, mut total) = (Vec::new(), 0_usize);
    while let Some(bout) = champ.chunk().await? {
        total += bout.len();
        if total <= TAILLE_MAX {
            octets.extend_from_slice(&bout);
        } else {
            octets = Vec::new();
        }
        if total > JETE_MAX {
            break;
        }
    }
    if total > TAILLE_MAX {
        return Err(Refus::Fichier(FichierError::TropGros));
    }
    Ok(octets)
}

/// The proof of right, or why there is none; a session without it is noted, like everywhere.
fn droit(session: Session, marque: Marque) -> Result<Gestionnaire, ApiErreur> {
    let Extension(session) = session.ok_or_else(ApiErreur::connexion)?;
    session.gestionnaire().map_err(|interdit| {
        if let Some(Extension(marque)) = marque {
            marque.noter();
        }
        ApiErreur::from(interdit)
    })
}

fn refuse(etat: &Etat, erreur: ApiErreur) -> Response {
    if erreur.code == Code::Connexion {
        return Redirect::to(&chemin::connexion_puis(chemin::LISTES)).into_response();
    }
    simple(
        &etat.cadre,
        StatusCode::from_u16(erreur.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
        "Import impossible",
        erreur.message,
    )
}

async fn modele_xlsx(etat: State<Etat>, session: Session, marque: Marque) -> Response {
    modele(&etat, session, marque, Format::Xlsx, "modele-liste-rppsplus.xlsx").await
}

async fn modele_csv(etat: State<Etat>, session: Session, marque: Marque) -> Response {
    modele(&etat, session, marque, Format::Csv, "modele-liste-rppsplus.csv").await
}

async fn modele(
    etat: &Etat,
    session: Session,
    marque: Marque,
    format: Format,
    nom: &'static str,
) -> Response {
    match droit(session, marque) {
        Ok(gestionnaire) => {
            let fait = etat.registry.modele_liste(&gestionnaire, format).await;
            fichier(etat, format, nom, fait)
        }
        Err(erreur) => refuse(etat, erreur),
    }
}

async fn erreurs_xlsx(etat: State<Etat>, session: Session, marque: Marque, id: Path<String>) -> Response {
    erreurs(
        &etat,
        session,
        marque,
        &id,
        Format::Xlsx,
        "lignes-a-corriger.xlsx",
    )
    .await
}

async fn erreurs_csv(etat: State<Etat>, session: Session, marque: Marque, id: Path<String>) -> Response {
    erreurs(&etat, session, marque, &id, Format::Csv, "lignes-a-corriger.csv").await
}

async fn erreurs(
    etat: &Etat,
    session: Session,
    marque: Marque,
    id: &str,
    format: Format,
    nom: &'static str,
) -> Response {
    let gestionnaire = match droit(session, marque) {
        Ok(gestionnaire) => gestionnaire,
        Err(erreur) => return refuse(etat, erreur),
    };
    let Ok(id) = id.parse::<ListeId>() else {
        return refuse(etat, ApiErreur::introuvable());
    };
    let fait = etat.registry.fichier_erreurs(&gestionnaire, id, format).await;
    fichier(etat, format, nom, fait)
}

fn fichier(etat: &Etat, format: Format, nom: &'static str, fait: Result<Vec<u8>, ActeError>) -> Response {
    match fait {
        Ok(octets) => {
            let entetes = [
                (header::CONTENT_TYPE, format.genre().to_owned()),
                (
                    header::CONTENT_DISPOSITION,
                    format!("attachment; filename=\"{nom}\""),
                ),
                (header::CACHE_CONTROL, "no-store".to_owned()),
            ];
            (entetes, octets).into_response()
        }
        Err(erreur) => refuse(etat, erreur.into()),
    }
}
