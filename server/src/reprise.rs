//! Acts posted by a form and acts posted by a script reach the same endpoints; this is where their answers part.
//!
//! A form is redirected (303) when the act is done; when it is not, the person gets a page that says why, holds everything
//! that was sent and offers to send it again. When it is the session that has ended, the form waits on the server and the
//! person is led to the sign-in, then back to it. No error and nothing typed ever goes into an address. A script gets JSON.

use crate::limites::{CorpsRefuse, TAILLE_MAX, lire_corps};
use crate::pages_d_erreur::{Etat, accepte_html, json, refus};
use app::api::{ApiErreur, Code};
use app::cookie::Cookie;
use app::pages::{chemin, compte};
use app::shell::page_reprise;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse as _, Response};
use http_body_util::{BodyExt as _, Limited};
use registry::session::{SAISIE_MINUTES, SaisieEnAttente};

/// The middleware of everything that can be sent. Bodies are read here, within their limits; outside `/api` the answer is
/// the endpoint's own.
pub(crate) async fn reprendre(State(etat): State<Etat>, requete: Request, suite: Next) -> Response {
    if requete.method().is_safe() || crate::limites::limites_propres(requete.uri().path()) {
        return suite.run(requete).await;
    }
    let formulaire = accepte_html(requete.headers());
    let (mut parties, corps) = requete.into_parts();
    let corps = match lire_corps(corps, etat.limites.corps).await {
        Ok(corps) => corps,
        Err(raison) => return corps_refuse(&etat, formulaire, raison),
    };
    let action = parties.uri.path().to_owned();
    if !action.starts_with("/api/") {
        return suite.run(Request::from_parts(parties, Body::from(corps))).await;
    }
    let jetons = Jetons::lire(&parties.headers, etat.https);
    // Inside, every answer is JSON: what a form gets is decided below.
    parties
        .headers
        .insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    let reponse = suite
        .run(Request::from_parts(parties, Body::from(corps.clone())))
        .await;
    // Signing out redirects by itself.
    if reponse.status().is_success() || reponse.status().is_redirection() {
        if !formulaire {
            return reponse;
        }
        let mut reponse = rediriger(reponse);
        if let Some(jeton) = &jetons.reprise {
            oublier(&etat, jeton, &action, reponse.headers_mut()).await;
        }
        return reponse;
    }
    let (entetes, erreur) = lire_erreur(reponse).await;
    if formulaire
        && erreur.code == Code::Connexion
        && let Some(reponse) = mettre_en_attente(&etat, &jetons, &action, &corps).await
    {
        return reponse;
    }
    let status = StatusCode::from_u16(erreur.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut reponse = if formulaire {
        let html = page_reprise(
            &etat.cadre,
            erreur.message,
            action,
            champs(&corps),
            erreur.code == Code::Connexion,
        );
        (status, [(header::CACHE_CONTROL, "no-store")], Html(html)).into_response()
    } else {
        json(status, &erreur)
    };
    for nom in [header::SET_COOKIE, header::RETRY_AFTER] {
        for valeur in entetes.get_all(&nom) {
            reponse.headers_mut().append(nom.clone(), valeur.clone());
        }
    }
    reponse
}

fn corps_refuse(etat: &Etat, html: bool, raison: CorpsRefuse) -> Response {
    let (titre, code, message) = match raison {
        CorpsRefuse::TropGros => (
            "Envoi trop volumineux",
            Code::TropGros,
            "Ce qui a été envoyé dépasse la taille admise pour un formulaire. Revenez à la page précédente et raccourcissez vos réponses.",
        ),
        CorpsRefuse::TropLent | CorpsRefuse::Coupe => (
            "Envoi interrompu",
            Code::TropLent,
            "Votre envoi n’est pas arrivé en entier\u{a0}: la connexion est trop lente ou s’est interrompue. Rien n’a été modifié\u{a0}: revenez à la page précédente et réessayez.",
        ),
    };
    let mut reponse = refus(&etat.cadre, html, titre, ApiErreur::new(code, message));
    // What is still to come would be taken for the next request.
    reponse
        .headers_mut()
        .insert(header::CONNECTION, HeaderValue::from_static("close"));
    reponse
}

/// The secrets that the browser sent.
struct Jetons {
    session: Option<String>,
    reprise: Option<String>,
}

impl Jetons {
    fn lire(entetes: &HeaderMap, https: bool) -> Self {
        Self {
            session: Cookie::Session.lire(entetes, https),
            reprise: Cookie::Reprise.lire(entetes, https),
        }
    }
}

/// Keeps a form sent after the end of the session and leads to the sign-in, then to the form. None when it cannot be kept here,
/// or when nothing says whose it is: the page that follows then holds it.
async fn mettre_en_attente(etat: &Etat, jetons: &Jetons, action: &str, corps: &Bytes) -> Option<Response> {
    compte::intitule(action)?;
    let terminee = jetons.session.as_deref()?;
    let saisie = SaisieEnAttente {
        chemin: action.to_owned(),
        champs: champs(corps),
    };
    let precedente = jetons.reprise.as_deref();
    let gardee = etat.registry.garder_saisie(&saisie, terminee, precedente).await;
    let jeton = gardee
        .inspect_err(|cause| tracing::warn!(%cause, "a form could not be kept after the end of its session"))
        .ok()??;
    let cookie = Cookie::Reprise.poser(jeton.as_str(), SAISIE_MINUTES * 60, etat.https)?;
    let vers = HeaderValue::from_str(&chemin::connexion_puis(chemin::REPRISE)).ok()?;
    let entetes = [(header::LOCATION, vers), (header::SET_COOKIE, cookie)];
    Some((StatusCode::SEE_OTHER, entetes).into_response())
}

/// The form that waited has been sent.
async fn oublier(etat: &Etat, jeton: &str, action: &str, entetes: &mut HeaderMap) {
    match etat.registry.oublier_saisie(jeton, action).await {
        Ok(false) => {}
        Ok(true) => {
            if let Some(cookie) = Cookie::Reprise.poser("", 0, etat.https) {
                entetes.append(header::SET_COOKIE, cookie);
            }
        }
        Err(cause) => tracing::warn!(%cause, "a form that was sent again could not be forgotten"),
    }
}

/// Post, redirect, get: reloading or going back never sends an act again.
fn rediriger(reponse: Response) -> Response {
    let (mut parties, _) = reponse.into_parts();
    if !parties.headers.contains_key(header::LOCATION) {
        parties
            .headers
            .insert(header::LOCATION, HeaderValue::from_static("/"));
    }
    parties.status = StatusCode::SEE_OTHER;
    parties.headers.remove(header::CONTENT_TYPE);
    parties.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parties, Body::empty())
}

async fn lire_erreur(reponse: Response) -> (HeaderMap, ApiErreur) {
    let (parties, corps) = reponse.into_parts();
    let corps = Limited::new(corps, TAILLE_MAX)
        .collect()
        .await
        .map(http_body_util::Collected::to_bytes)
        .unwrap_or_default();
    let erreur = serde_json::from_slice(&corps).unwrap_or_else(|_| match parties.status {
        StatusCode::BAD_REQUEST | StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => {
            ApiErreur::introuvable()
        }
        _ => ApiErreur::new(
            Code::Indisponible,
            "Le portail n’a pas pu traiter cet envoi. Rien n’a été modifié : réessayez dans un instant.",
        ),
    });
    (parties.headers, erreur)
}

/// The fields of a urlencoded body, unreadable bytes replaced: they are shown again, not acted on.
fn champs(corps: &Bytes) -> Vec<(String, String)> {
    form_urlencoded::parse(corps).into_owned().collect()
}
