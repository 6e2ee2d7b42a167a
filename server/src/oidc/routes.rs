//! The doors: towards a provider, back from it, and out. Each answers with a redirection or with a page that says why not.

use super::echec::{Echec, Faute};
use super::fournisseurs::Fournisseurs;
use super::page::page_d_echec;
use super::{client::Client, identite};
use crate::pages_d_erreur::{Etat, indisponible};
use app::appareil::appareil;
use app::cookie::Cookie;
use app::pages::chemin;
use app::requete::Config;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Extension, Form, Router};
use registry::db::DbError;
use registry::droit::{Fournisseur, SessionOuverte};
use registry::session::{Ouverture, SURVIE_MINUTES};
use serde::Deserialize;

/// How long a sign-in may take.
const MINUTES_DE_CONNEXION: i64 = 10;

/// What the doors need.
#[derive(Clone)]
pub(crate) struct Porte {
    pub(crate) etat: Etat,
    pub(crate) config: Config,
    pub(crate) fournisseurs: Fournisseurs,
}

/// The routes of this room.
pub(crate) fn routes<S: Clone + Send + Sync + 'static>(porte: Porte) -> Router<S> {
    Router::new()
        .route("/connexion/{fournisseur}", get(suivre).post(partir))
        .route("/connexion/{fournisseur}/retour", get(revenir))
        .route("/api/se-deconnecter", post(sortir))
        .with_state(porte)
}

/// Who wants to sign in, and to come back to what.
#[derive(Deserialize)]
struct Envie {
    /// a person of the demonstration
    personne: Option<String>,
    /// a page of the portal
    retour: Option<String>,
}

/// What the provider sends people back with.
#[derive(Deserialize)]
struct Rapporte {
    code: Option<String>,
    state: Option<String>,
    error: Option<String>,
    iss: Option<String>,
}

/// Why a door stays closed.
enum Ferme {
    Echec(Echec),
    Base(DbError),
}

impl From<Echec> for Ferme {
    fn from(echec: Echec) -> Self {
        Self::Echec(echec)
    }
}

impl From<Faute> for Ferme {
    fn from(faute: Faute) -> Self {
        Self::Echec(faute.into())
    }
}

impl From<DbError> for Ferme {
    fn from(erreur: DbError) -> Self {
        Self::Base(erreur)
    }
}

/// A plain link signs in as well as a button.
async fn suivre(
    porte: State<Porte>,
    fournisseur: Path<String>,
    entetes: HeaderMap,
    Query(envie): Query<Envie>,
) -> Response {
    partir(porte, fournisseur, entetes, Form(envie)).await
}

async fn partir(
    State(porte): State<Porte>,
    Path(code): Path<String>,
    entetes: HeaderMap,
    Form(envie): Form<Envie>,
) -> Response {
    let retour = envie
        .retour
        .as_deref()
        .and_then(chemin::retour_local)
        .map(str::to_owned);
    match porte
        .envoyer(&code, &entetes, envie.personne, retour.clone())
        .await
    {
        Ok(reponse) => reponse,
        Err(ferme) => porte.expliquer(&code, ferme, retour.as_deref()),
    }
}

async fn revenir(
    State(porte): State<Porte>,
    Path(code): Path<String>,
    session: Option<Extension<SessionOuverte>>,
    entetes: HeaderMap,
    Query(rapporte): Query<Rapporte>,
) -> Response {
    match porte.recevoir(&code, &entetes, rapporte).await {
        Ok(reponse) => reponse,
        Err((Ferme::Echec(Echec::Perime), _)) if let Some(Extension(session)) = session => {
            // The back button, a reloaded page, a second click: this person is in.
            vers(chemin::accueil_de(&session), None)
        }
        Err((ferme, retour)) => porte.expliquer(&code, ferme, retour.as_deref()),
    }
}

async fn sortir(State(porte): State<Porte>, entetes: HeaderMap) -> Response {
    match porte.fermer(&entetes).await {
        Ok(adresse) => vers(&adresse, Cookie::Session.poser("", 0, porte.config.https)),
        Err(cause) => {
            tracing::error!(%cause, "a session could not be closed");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

impl Porte {
    fn client(&self, code: &str) -> Result<&Client, Echec> {
        let fournisseur: Fournisseur = code.parse().map_err(|()| Echec::Inconnu)?;
        self.fournisseurs.client(fournisseur).ok_or(Echec::Inconnu)
    }

    /// Sends somebody to a provider.
    async fn envoyer(
        &self,
        code: &str,
        entetes: &HeaderMap,
        personne: Option<String>,
        retour: Option<String>,
    ) -> Result<Response, Ferme> {
        let client = self.client(code)?;
        let publique = self.fournisseurs.publique();
        let redirection = format!("{}/connexion/{code}/retour", publique.origine(entetes));
        // Outside of the demonstration, nobody says at the portal who they are.
        let personne = personne.filter(|_| self.config.demonstration);
        let depart = client.partir(redirection, retour, personne).await?;
        // Two sign-ins begun in the same browser share its cookie: the second does not spoil the first.
        let navigateur = self.navigateur(entetes).unwrap_or_else(|| client.secret());
        self.etat
            .registry
            .commencer_connexion(
                client.reglage().fournisseur,
                &depart.etat,
                &navigateur,
                &depart.flux,
            )
            .await?;
        let adresse = publique.vue_par(&depart.adresse, entetes);
        let cookie = Cookie::Connexion.poser(&navigateur, MINUTES_DE_CONNEXION * 60, self.config.https);
        Ok(vers(&adresse, cookie))
    }

    /// Receives somebody who comes back from a provider. The page to come back to is known even when it fails.
    async fn recevoir(
        &self,
        code: &str,
        entetes: &HeaderMap,
        rapporte: Rapporte,
    ) -> Result<Response, (Ferme, Option<String>)> {
        let sans_retour = |ferme: Ferme| (ferme, None);
        let client = self.client(code).map_err(|e| sans_retour(e.into()))?;
        let (Some(etat), Some(navigateur)) = (rapporte.state, self.navigateur(entetes)) else {
            return Err(sans_retour(Echec::Perime.into()));
        };
        let flux = self
            .etat
            .registry
            .reprendre_connexion(client.reglage().fournisseur, &etat, &navigateur)
            .await
            .map_err(|e| sans_retour(e.into()))?
            .ok_or_else(|| sans_retour(Echec::Perime.into()))?;
        let retour = flux.retour.clone();
        let ouvrir = async {
            if rapporte
                .iss
                .is_some_and(|iss| iss != client.reglage().issuer.as_str())
            {
                return Err(Faute::Emetteur.into());
            }
            if let Some(erreur) = rapporte.error {
                return Err(refus_du_fournisseur(&erreur).into());
            }
            let atteste = client
                .attester(rapporte.code.ok_or(Faute::Reponse)?, &flux)
                .await?;
            self.ouvrir(client, &atteste.dit, &atteste.id_token, entetes, flux.retour)
                .await
        };
        ouvrir.await.map_err(|ferme| (ferme, retour))
    }

    /// Opens the session of somebody whom a provider vouches for.
    async fn ouvrir(
        &self,
        client: &Client,
        dit: &serde_json::Map<String, serde_json::Value>,
        id_token: &str,
        entetes: &HeaderMap,
        retour: Option<String>,
    ) -> Result<Response, Ferme> {
        let registry = &self.etat.registry;
        let compte = match client.reglage().fournisseur {
            Fournisseur::FranceConnect => {
                registry
                    .identifier_franceconnect(&identite::franceconnect(dit)?)
                    .await?
            }
            Fournisseur::ProSanteConnect => registry.identifier_prosante(&identite::prosante(dit)?).await?,
        };
        // The secret of before the sign-in dies with it.
        if let Some(ancien) = self.jeton(entetes) {
            registry.fermer_session(&ancien).await?;
        }
        let agent = entetes
            .get(header::USER_AGENT)
            .and_then(|agent| agent.to_str().ok())
            .unwrap_or_default();
        let ouverture = Ouverture {
            minutes: self.config.session_minutes,
            inactivite_minutes: self.config.session_inactivite_minutes,
            appareil: appareil(agent),
            id_token: Some(id_token.to_owned()),
        };
        let jeton = registry.ouvrir_session(compte, ouverture).await?;
        let adresse = match registry.session_ouverte(jeton.as_str()).await? {
            Some(session) => chemin::arrivee(&session, retour.as_deref().unwrap_or_default()).to_owned(),
            None => chemin::CONNEXION.to_owned(),
        };
        // Longer than the session: what is sent too late still says whose it is.
        let secondes = (self.config.session_minutes + SURVIE_MINUTES) * 60;
        let cookie = Cookie::Session.poser(jeton.as_str(), secondes, self.config.https);
        Ok(vers(&adresse, cookie))
    }

    /// Ends a session here, and says where it ends elsewhere: one that has ended here may be open there.
    async fn fermer(&self, entetes: &HeaderMap) -> Result<String, DbError> {
        let registry = &self.etat.registry;
        let mut ouverte_par = None;
        if let Some(jeton) = self.jeton(entetes) {
            ouverte_par = registry.fournisseur_de_session(&jeton).await?;
            registry.fermer_session(&jeton).await?;
        }
        let publique = self.fournisseurs.publique();
        let ici = format!("{}{}", publique.origine(entetes), chemin::DECONNECTE);
        let client = ouverte_par
            .and_then(|(fournisseur, id_token)| Some((self.fournisseurs.client(fournisseur)?, id_token?)));
        Ok(match client {
            Some((client, id_token)) => client.sortir(&id_token, ici).await,
            None => None,
        }
        .map_or_else(
            || chemin::DECONNECTE.to_owned(),
            |adresse| publique.vue_par(&adresse, entetes),
        ))
    }

    fn expliquer(&self, code: &str, ferme: Ferme, retour: Option<&str>) -> Response {
        let echec = match ferme {
            Ferme::Echec(echec) => echec,
            Ferme::Base(cause) => {
                tracing::error!(%cause, "the register does not answer a sign-in");
                return indisponible(&self.etat.cadre);
            }
        };
        // The address is written by whoever asks: only the name of a provider is worth a line.
        let fournisseur = code.parse::<Fournisseur>().map_or("?", Fournisseur::code);
        tracing::warn!(fournisseur, code = echec.code(), "a sign-in did not succeed");
        // In demonstration there is nothing to try again before a person has been chosen.
        let base = if self.config.demonstration || echec == Echec::Inconnu {
            chemin::CONNEXION.to_owned()
        } else {
            format!("{}/{fournisseur}", chemin::CONNEXION)
        };
        let reessayer = chemin::avec_retour(&base, retour);
        page_d_echec(&self.etat.cadre, echec, reessayer)
    }

    /// The secret that ties sign-ins to this browser.
    fn navigateur(&self, entetes: &HeaderMap) -> Option<String> {
        Cookie::Connexion
            .lire(entetes, self.config.https)
            .filter(|secret| secret.len() == 43)
    }

    /// The secret of the session that the browser has.
    fn jeton(&self, entetes: &HeaderMap) -> Option<String> {
        Cookie::Session.lire(entetes, self.config.https)
    }
}

/// What the provider answers instead of a code (RFC 6749 §4.1.2.1).
fn refus_du_fournisseur(erreur: &str) -> Echec {
    match erreur {
        "access_denied" | "consent_required" | "login_required" | "interaction_required" => Echec::Refuse,
        "server_error" | "temporarily_unavailable" => Echec::Injoignable,
        "unauthorized_client" => Faute::Client.into(),
        "unmet_authentication_requirements" => Echec::Niveau,
        _ => Faute::Reponse.into(),
    }
}

fn vers(adresse: &str, cookie: Option<HeaderValue>) -> Response {
    let mut reponse = (StatusCode::SEE_OTHER, [(header::LOCATION, adresse)]).into_response();
    if let Some(cookie) = cookie {
        reponse.headers_mut().append(header::SET_COOKIE, cookie);
    }
    reponse
}
