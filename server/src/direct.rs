//! The live queue: `/api/direct`, a stream of server-sent events that tells a gestionnaire's open pages that something is to be
//! read again, and `/api/direct/etat`, the same in one answer for browsers to which no stream gets through.
//!
//! The stream carries ids and codes of the perimeter, and lasts exactly as long as the right to hear them: session and
//! habilitations are read again every few seconds and as soon as they are said to have changed. It is no sign of the person.

use crate::pages_d_erreur::{Etat, accepte_html, json, trop_de_requetes};
use app::api::{ApiErreur, EtatDirect, Evenement};
use app::cookie::Cookie;
use app::requete::RefusDeDroit;
use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use domain::ids::{CompteId, SessionId};
use registry::Registry;
use registry::direct::{Abonnement, Nouvelle, Portee};
use registry::droit::{Gestionnaire, SessionOuverte};
use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::ReceiverStream;

/// How often a stream reads again whether it may go on, and says that it is alive.
const CONTROLE: Duration = Duration::from_secs(10);
/// How long a browser waits before it opens again a stream that was cut.
const REPRISE: Duration = Duration::from_secs(3);
/// Streams of one account at once: as many pages in sight.
const FLUX_MAX: usize = 6;
/// News that wait for a slow browser.
const TAMPON: usize = 32;

/// A session, when the request has one.
type Session = Option<Extension<SessionOuverte>>;
/// Where a refusal is noted for the journal.
type Refus = Option<Extension<RefusDeDroit>>;

/// The streams that are open, by account.
#[derive(Clone, Default)]
pub(crate) struct Places(Arc<Mutex<HashMap<CompteId, usize>>>);

/// One of them; given back when dropped.
pub(crate) struct Place {
    places: Places,
    compte: CompteId,
}

impl Places {
    /// None when this account has enough of them.
    fn prendre(&self, compte: CompteId) -> Option<Place> {
        let mut ouverts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let nombre = ouverts.entry(compte).or_default();
        (*nombre < FLUX_MAX).then(|| {
            *nombre += 1;
            Place {
                places: self.clone(),
                compte,
            }
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut ouverts = self.places.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(nombre) = ouverts.get_mut(&self.compte) {
            *nombre -= 1;
            if *nombre == 0 {
                ouverts.remove(&self.compte);
            }
        }
    }
}

/// `/api/direct`.
pub(crate) async fn ouvrir(
    State(etat): State<Etat>,
    session: Session,
    refus: Refus,
    entetes: HeaderMap,
) -> Response {
    match preparer(&etat, session, refus, &entetes).await {
        Ok(veille) => {
            let (envoi, reception) = mpsc::channel(TAMPON);
            tokio::spawn(veille.courir(envoi));
            let flux = Sse::new(ReceiverStream::new(reception).map(Ok::<_, Infallible>))
                .keep_alive(KeepAlive::new().interval(CONTROLE));
            let entetes = [
                (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
                // Proxies that gather an answer before they pass it on would keep it for ever.
                (
                    header::HeaderName::from_static("x-accel-buffering"),
                    HeaderValue::from_static("no"),
                ),
            ];
            (entetes, flux).into_response()
        }
        Err(reponse) => *reponse,
    }
}

/// `/api/direct/etat`.
pub(crate) async fn etat(State(etat): State<Etat>, session: Session, refus: Refus) -> Response {
    let lu = match droit(session, refus) {
        Ok((_, gestionnaire)) => etat.registry.etat_file(&gestionnaire).await.map_err(Into::into),
        Err(erreur) => Err(erreur),
    };
    match lu {
        Ok(file) => axum::Json(EtatDirect {
            a_traiter: file.a_traiter,
            tampon: file.tampon,
        })
        .into_response(),
        Err(erreur) => repondre(&erreur),
    }
}

fn droit(session: Session, refus: Refus) -> Result<(SessionOuverte, Gestionnaire), ApiErreur> {
    let Extension(session) = session.ok_or_else(ApiErreur::connexion)?;
    match session.gestionnaire() {
        Ok(gestionnaire) => Ok((session, gestionnaire)),
        Err(interdit) => {
            if let Some(Extension(refus)) = refus {
                refus.noter();
            }
            Err(interdit.into())
        }
    }
}

fn repondre(erreur: &ApiErreur) -> Response {
    let status = StatusCode::from_u16(erreur.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    json(status, erreur)
}

async fn preparer(
    etat: &Etat,
    session: Session,
    refus: Refus,
    entetes: &HeaderMap,
) -> Result<Veille, Box<Response>> {
    let (session, gestionnaire) = droit(session, refus).map_err(|erreur| Box::new(repondre(&erreur)))?;
    let Some(place) = etat.debit.places.prendre(session.compte()) else {
        let reponse = trop_de_requetes(&etat.cadre, accepte_html(entetes), CONTROLE);
        return Err(Box::new(reponse));
    };
    // Listening comes before reading: what happens in between is heard.
    let abonnement = etat.registry.abonner().await;
    let portee = etat.registry.portee(&gestionnaire).await;
    match (Cookie::Session.lire(entetes, etat.https), abonnement, portee) {
        (Some(jeton), Ok(abonnement), Ok(portee)) => Ok(Veille {
            registry: etat.registry.clone(),
            jeton,
            session: session.id(),
            compte: session.compte(),
            portee,
            abonnement,
            controle: CONTROLE,
            _place: place,
        }),
        (_, Err(cause), _) | (_, _, Err(cause)) => Err(Box::new(repondre(&cause.into()))),
        (None, _, _) => Err(Box::new(repondre(&ApiErreur::connexion()))),
    }
}

/// One stream.
struct Veille {
    registry: Registry,
    /// the secret of the session: whether it is still open is asked as for any request
    jeton: String,
    session: SessionId,
    compte: CompteId,
    portee: Portee,
    abonnement: Abonnement,
    controle: Duration,
    _place: Place,
}

/// Whether a stream may go on.
enum Suite {
    Continuer,
    /// the right is gone: the browser must not come back
    Fini,
    /// the register does not answer: nobody knows, so it ends, and the browser may come back
    Couper,
}

impl Veille {
    /// Tells until the browser goes, the right ends, or the program stops.
    async fn courir(mut self, envoi: mpsc::Sender<Event>) {
        if envoi
            .send(ecrire(&Evenement::Ouvert).retry(REPRISE))
            .await
            .is_err()
        {
            return;
        }
        let mut controle = tokio::time::interval(self.controle);
        controle.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        controle.reset();
        loop {
            let suite = tokio::select! {
                () = envoi.closed() => return,
                _ = controle.tick() => {
                    let suite = self.controler(&envoi).await;
                    if matches!(suite, Suite::Continuer) && envoi.send(ecrire(&Evenement::Pouls)).await.is_err() {
                        return;
                    }
                    suite
                }
                nouvelle = self.abonnement.suivante() => self.apprendre(nouvelle, &envoi).await,
            };
            match suite {
                Suite::Continuer => {}
                Suite::Fini => {
                    let _ = envoi.send(ecrire(&Evenement::Fin)).await;
                    return;
                }
                Suite::Couper => return,
            }
        }
    }

    async fn apprendre(&mut self, nouvelle: Nouvelle, envoi: &mpsc::Sender<Event>) -> Suite {
        let evenement = match nouvelle {
            Nouvelle::Demande(annonce) if self.portee.voit(&annonce) => {
                let evenement = Evenement::Demande {
                    demande: annonce.demande.to_string(),
                    moi: annonce.compte == Some(self.compte),
                    acte: annonce.acte,
                };
                ecrire(&evenement).id(annonce.le.millis().to_string())
            }
            Nouvelle::Droits(compte) if compte == self.compte => return self.controler(envoi).await,
            Nouvelle::Session(session) if session == self.session => return self.controler(envoi).await,
            Nouvelle::Lacune => ecrire(&Evenement::Relire),
            Nouvelle::Fin => return Suite::Couper,
            // Somebody else's business.
            Nouvelle::Demande(_) | Nouvelle::Droits(_) | Nouvelle::Session(_) => return Suite::Continuer,
        };
        match envoi.send(evenement).await {
            Ok(()) => Suite::Continuer,
            Err(_) => Suite::Couper,
        }
    }

    /// Reads the session, the right and the perimeter again.
    async fn controler(&mut self, envoi: &mpsc::Sender<Event>) -> Suite {
        let session = match self.registry.session_ouverte(&self.jeton).await {
            Ok(Some(session)) => session,
            Ok(None) => return Suite::Fini,
            Err(_) => return Suite::Couper,
        };
        let Ok(gestionnaire) = session.gestionnaire() else {
            return Suite::Fini;
        };
        let Ok(portee) = self.registry.portee(&gestionnaire).await else {
            return Suite::Couper;
        };
        if portee != self.portee {
            self.portee = portee;
            if envoi.send(ecrire(&Evenement::Relire)).await.is_err() {
                return Suite::Couper;
            }
        }
        Suite::Continuer
    }
}

fn ecrire(evenement: &Evenement) -> Event {
    // Codes and ids on one line: an event can always hold them.
    Event::default().data(serde_json::to_string(evenement).unwrap_or_default())
}

#[cfg(test)]
#[path = "direct_tests.rs"]
mod tests;
