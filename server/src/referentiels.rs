//! Reference data, as files brought by an operator: passed on to the importer of the command line as they come, so that memory
//! does not grow with them. What the import did is kept with the session, and the page says it.

use crate::pages_d_erreur::{Etat, refus, simple};
use app::api::{ApiErreur, Code};
use app::pages::chemin;
use app::pages::support::BilanReferentiel;
use app::requete::RefusDeDroit;
use axum::body::Bytes;
use axum::extract::multipart::{Field, MultipartRejection};
use axum::extract::{DefaultBodyLimit, Multipart, Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::post;
use axum::{Extension, Router};
use registry::droit::{Operateur, SessionOuverte};
use registry::finess::ImportError;
use registry::support::ReferentielImporte;
use std::io::{self, ErrorKind, Read};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Semaphore, mpsc};

/// The largest file that is read, in bytes: the national file of establishments is well under one gigabyte.
const TAILLE_MAX: u64 = 2 * 1024 * 1024 * 1024;
/// How long a file may take to arrive and be imported: two gigabytes over an office line.
const ENVOI: Duration = Duration::from_mins(45);
/// Pieces that wait between the connection and the importer: a few hundred kilobytes at most.
const EN_ATTENTE: usize = 8;

type Session = Option<Extension<SessionOuverte>>;
type Marque = Option<Extension<RefusDeDroit>>;

/// Whether that address reads its body by itself, within its own time.
pub(crate) fn lit_son_corps(chemin_demande: &str) -> bool {
    chemin_demande
        .strip_prefix(chemin::REFERENTIELS)
        .is_some_and(|suite| suite.starts_with('/'))
}

/// The route of this room. One file at a time: the next ones wait.
pub(crate) fn routes<S: Clone + Send + Sync + 'static>(etat: Etat) -> Router<S> {
    Router::new()
        .route("/support/referentiels/{nom}", post(deposer))
        .layer(DefaultBodyLimit::disable())
        .layer(Extension(Arc::new(Semaphore::new(1))))
        .with_state(etat)
}

async fn deposer(
    State(etat): State<Etat>,
    session: Session,
    marque: Marque,
    Path(nom): Path<String>,
    Extension(places): Extension<Arc<Semaphore>>,
    formulaire: Result<Multipart, MultipartRejection>,
) -> Response {
    let (session, operateur) = match droit(session, marque) {
        Ok(droit) => droit,
        Err(erreur) => return refuse(&etat, erreur),
    };
    let Ok(quoi) = nom.parse::<ReferentielImporte>() else {
        return refuse(&etat, ApiErreur::introuvable());
    };
    let bilan = match formulaire {
        Ok(formulaire) => {
            let lecture = prendre(&etat, &operateur, quoi, &places, formulaire);
            match tokio::time::timeout(ENVOI, lecture).await {
                Ok(Some(bilan)) => bilan,
                Ok(None) => absent(quoi),
                Err(_) => return interrompu(&etat),
            }
        }
        Err(_) => absent(quoi),
    };
    let json = serde_json::to_string(&bilan).unwrap_or_default();
    match etat.registry.noter_saisie(&session, json).await {
        Ok(note) => Redirect::to(&chemin::referentiels_bilan(note)).into_response(),
        Err(cause) => refuse(&etat, ApiErreur::from(cause)),
    }
}

/// Imports the file of a form; none when it holds none.
async fn prendre(
    etat: &Etat,
    operateur: &Operateur,
    quoi: ReferentielImporte,
    places: &Semaphore,
    mut formulaire: Multipart,
) -> Option<BilanReferentiel> {
    let _place = places.acquire().await;
    while let Ok(Some(champ)) = formulaire.next_field().await {
        let sans_nom = champ.file_name().is_none_or(str::is_empty);
        if champ.name() != Some("fichier") || sans_nom {
            continue;
        }
        let (envoi, reception) = mpsc::channel(EN_ATTENTE);
        let source = Flux {
            reception,
            reste: Bytes::new(),
            fini: false,
        };
        let import = etat.registry.importer_referentiel(operateur, quoi, source);
        let (fait, ()) = tokio::join!(import, passer(champ, envoi));
        if let Err(ImportError::Indisponible(cause)) = &fait {
            tracing::error!(%cause, "an import met a database that does not answer");
        }
        if matches!(fait, Err(ImportError::Lecture(ErrorKind::FileTooLarge))) {
            let raison = "Le fichier dépasse 2 Go\u{a0}: ce n’est pas celui qui est attendu.";
            return Some(BilanReferentiel::refuse(quoi, raison.to_owned()));
        }
        return Some(BilanReferentiel::new(quoi, fait));
    }
    None
}

fn absent(quoi: ReferentielImporte) -> BilanReferentiel {
    BilanReferentiel::refuse(
        quoi,
        "Aucun fichier n’est arrivé. Choisissez un fichier, puis recommencez.".to_owned(),
    )
}

/// A piece of a file on its way to the importer.
enum Morceau {
    Octets(Bytes),
    Erreur(ErrorKind),
    Fin,
}

/// Passes a file on. What the importer does not want any more is still read and thrown away: a browser that is cut while it is
/// sending never reads the answer.
async fn passer(mut champ: Field<'_>, envoi: mpsc::Sender<Morceau>) {
    let mut total = 0;
    loop {
        let morceau = match champ.chunk().await {
            Ok(Some(octets)) => {
                total += octets.len() as u64;
                if total > TAILLE_MAX {
                    Morceau::Erreur(ErrorKind::FileTooLarge)
                } else {
                    Morceau::Octets(octets)
                }
            }
            Ok(None) => Morceau::Fin,
            Err(_) => Morceau::Erreur(ErrorKind::ConnectionAborted),
        };
        let dernier = !matches!(morceau, Morceau::Octets(_));
        // An importer that has seen enough says so by going away.
        let _ = envoi.send(morceau).await;
        if dernier {
            return;
        }
    }
}

/// The other end, as the importer's thread reads it. A file that stops without saying that it is over is not a file.
struct Flux {
    reception: mpsc::Receiver<Morceau>,
    reste: Bytes,
    fini: bool,
}

impl Read for Flux {
    fn read(&mut self, tampon: &mut [u8]) -> io::Result<usize> {
        while self.reste.is_empty() && !self.fini {
            match self.reception.blocking_recv() {
                Some(Morceau::Octets(octets)) => self.reste = octets,
                Some(Morceau::Fin) => self.fini = true,
                Some(Morceau::Erreur(genre)) => return Err(genre.into()),
                None => return Err(ErrorKind::ConnectionAborted.into()),
            }
        }
        let morceau = self.reste.split_to(self.reste.len().min(tampon.len()));
        if let Some(place) = tampon.get_mut(..morceau.len()) {
            place.copy_from_slice(&morceau);
        }
        Ok(morceau.len())
    }
}

/// The proof of right, or why there is none; a session without it is noted, like everywhere.
fn droit(session: Session, marque: Marque) -> Result<(SessionOuverte, Operateur), ApiErreur> {
    let Extension(session) = session.ok_or_else(ApiErreur::connexion)?;
    let operateur = session.operateur().map_err(|interdit| {
        if let Some(Extension(marque)) = marque {
            marque.noter();
        }
        ApiErreur::from(interdit)
    })?;
    Ok((session, operateur))
}

fn refuse(etat: &Etat, erreur: ApiErreur) -> Response {
    if erreur.code == Code::Connexion {
        return Redirect::to(&chemin::connexion_puis(chemin::REFERENTIELS)).into_response();
    }
    simple(
        &etat.cadre,
        StatusCode::from_u16(erreur.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
        "Import impossible",
        erreur.message,
    )
}

fn interrompu(etat: &Etat) -> Response {
    let erreur = ApiErreur::new(
        Code::TropLent,
        "Votre fichier n’est pas arrivé en entier\u{a0}: la connexion est trop lente ou s’est interrompue. Rien n’a été modifié\u{a0}: réessayez.",
    );
    let mut reponse = refus(&etat.cadre, true, "Envoi interrompu", erreur);
    reponse
        .headers_mut()
        .insert(header::CONNECTION, HeaderValue::from_static("close"));
    reponse
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_file_that_stops_is_not_a_file_that_ends() {
        let lire = |morceaux: Vec<Morceau>| async {
            let (envoi, reception) = mpsc::channel(EN_ATTENTE);
            for morceau in morceaux {
                envoi.send(morceau).await.unwrap();
            }
            drop(envoi);
            let mut flux = Flux {
                reception,
                reste: Bytes::new(),
                fini: false,
            };
            tokio::task::spawn_blocking(move || {
                let mut lu = Vec::new();
                flux.read_to_end(&mut lu).map(|_| lu).map_err(|e| e.kind())
            })
            .await
            .unwrap()
        };
        let octets = || Morceau::Octets(Bytes::from_static(b"code,nom"));
        assert_eq!(
            lire(vec![octets(), octets(), Morceau::Fin]).await,
            Ok(b"code,nomcode,nom".to_vec())
        );
        assert_eq!(lire(vec![octets()]).await, Err(ErrorKind::ConnectionAborted));
        let trop = vec![octets(), Morceau::Erreur(ErrorKind::FileTooLarge)];
        assert_eq!(lire(trop).await, Err(ErrorKind::FileTooLarge));
    }

    #[test]
    fn only_its_own_addresses_read_their_body() {
        assert!(lit_son_corps("/support/referentiels/finess"));
        assert!(!lit_son_corps("/support/referentiels") && !lit_son_corps("/support/referentielsx"));
    }
}
