//! The portal, a provider that can be set, and a browser.

use super::faux::{CLIENT, CODE, Faux, ISSUER};
use crate::config::Protection;
use crate::debit::Debit;
use crate::identites::Identites;
use crate::oidc::{Client, Fournisseurs, Publique, Reglage, Transport};
use crate::serve::{Options, routeur};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use http_body_util::BodyExt as _;
use openidconnect::core::CoreJwsSigningAlgorithm;
use openidconnect::url::Url;
use openidconnect::{ClientId, ClientSecret, IssuerUrl};
use registry::db::sql;
use registry::droit::Fournisseur;
use registry::{Contexte, Registry};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::OnceCell;
use tower::ServiceExt as _;

/// A portal with both providers, the same liar behind each.
pub(super) struct Banc {
    routeur: Router,
    pub(super) registry: Registry,
    pub(super) faux: Faux,
    pub(super) fournisseur: Fournisseur,
    _dossier: TempDir,
}

/// A sign-in begun.
pub(super) struct Depart {
    /// what the browser will send back
    pub(super) cookie: String,
    /// where the portal sends it
    pub(super) adresse: Url,
}

impl Depart {
    pub(super) fn parametre(&self, nom: &str) -> String {
        self.adresse
            .query_pairs()
            .find(|(cle, _)| cle == nom)
            .map(|(_, valeur)| valeur.into_owned())
            .unwrap_or_default()
    }
}

pub(super) struct Retour {
    pub(super) status: StatusCode,
    pub(super) vers: String,
    pub(super) cookie: String,
    pub(super) html: String,
}

/// A database that is migrated and filled once.
async fn base() -> TempDir {
    static MODELE: OnceCell<TempDir> = OnceCell::const_new();
    let modele = MODELE
        .get_or_init(|| async {
            let dossier = tempfile::tempdir().unwrap();
            let registry = Registry::open(&adresse(&dossier), Contexte::system())
                .await
                .unwrap();
            registry.db().close().await;
            dossier
        })
        .await;
    let dossier = tempfile::tempdir().unwrap();
    std::fs::copy(modele.path().join("essai.db"), dossier.path().join("essai.db")).unwrap();
    std::fs::create_dir(dossier.path().join("pkg")).unwrap();
    dossier
}

fn adresse(dossier: &TempDir) -> String {
    format!("sqlite:{}", dossier.path().join("essai.db").display())
}

fn reglage(fournisseur: Fournisseur) -> Reglage {
    Reglage {
        fournisseur,
        issuer: IssuerUrl::new(ISSUER.to_owned()).unwrap(),
        client_id: ClientId::new(CLIENT.to_owned()),
        client_secret: Some(ClientSecret::new("secret".to_owned())),
        envoi_secret: None,
        scopes: vec!["openid".to_owned(), "identite_pivot".to_owned()],
        acr_values: vec!["eidas1".to_owned()],
        decouverte: "/.well-known/openid-configuration".to_owned(),
        algorithmes: vec![CoreJwsSigningAlgorithm::EdDsa],
        libelle: fournisseur.libelle().to_owned(),
        userinfo_signe: false,
    }
}

impl Banc {
    pub(super) async fn new(fournisseur: Fournisseur) -> Self {
        Self::regle(fournisseur, false, |_| {}).await
    }

    pub(super) async fn regle(fournisseur: Fournisseur, https: bool, changer: fn(&mut Reglage)) -> Self {
        let dossier = base().await;
        let registry = Registry::open(&adresse(&dossier), Contexte::system())
            .await
            .unwrap();
        let faux = Faux::new();
        let transport = Transport::interne(faux.routes()).impatient(Duration::from_millis(300));
        let clients = [Fournisseur::FranceConnect, Fournisseur::ProSanteConnect]
            .map(|fournisseur| {
                let mut reglage = reglage(fournisseur);
                changer(&mut reglage);
                Client::new(reglage, transport.clone(), Contexte::system())
            })
            .into();
        let addr = SocketAddr::from(([127, 0, 0, 1], 3000));
        let options = Options {
            demonstration: false,
            demonstration_ouverte: false,
            addr,
            site_root: dossier.path().to_owned(),
            https,
            session_minutes: 60,
            session_inactivite_minutes: 30,
            conservation_jours: 30,
            url_publique: None,
            fournisseurs: Vec::new(),
            exploitant: app::exploitant::Exploitant::default(),
            protection: Protection::default(),
        };
        let debit = Debit::new(&options.protection.debit, options.protection.proxies.clone());
        let identites = Identites {
            fournisseurs: Fournisseurs::new(clients, Publique::locale(addr, false)),
            routes: Router::new(),
        };
        Self {
            routeur: routeur(registry.clone(), &options, identites, Arc::new(debit)),
            registry,
            faux,
            fournisseur,
            _dossier: dossier,
        }
    }

    pub(super) async fn envoyer(&self, requete: Request<Body>) -> Response<Body> {
        self.routeur.clone().oneshot(requete).await.unwrap()
    }

    pub(super) async fn lire(&self, adresse: &str, cookie: &str) -> Retour {
        let requete = Request::get(adresse)
            .header(header::ACCEPT, "text/html")
            .header(header::COOKIE, cookie);
        ouvrir(self.envoyer(requete.body(Body::empty()).unwrap()).await).await
    }

    pub(super) async fn poster(&self, adresse: &str, cookie: &str) -> Retour {
        let requete = Request::post(adresse)
            .header(header::ACCEPT, "text/html")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, cookie);
        ouvrir(self.envoyer(requete.body(Body::empty()).unwrap()).await).await
    }

    /// Asks to sign in; the provider is told what it would have read in the address.
    pub(super) async fn partir(&self, suite: &str) -> Depart {
        let reponse = self
            .lire(&format!("/connexion/{}{suite}", self.fournisseur.code()), "")
            .await;
        assert_eq!(reponse.status, StatusCode::SEE_OTHER, "{}", reponse.html);
        let depart = Depart {
            cookie: reponse.cookie,
            adresse: Url::parse(&reponse.vers).unwrap(),
        };
        self.faux.regler(|pieges| {
            pieges.nonce = depart.parametre("nonce");
            pieges.defi = depart.parametre("code_challenge");
        });
        depart
    }

    /// Comes back from the provider.
    pub(super) async fn revenir(&self, cookie: &str, etat: &str, code: &str) -> Retour {
        let adresse = format!(
            "/connexion/{}/retour?code={code}&state={etat}",
            self.fournisseur.code()
        );
        self.lire(&adresse, cookie).await
    }

    /// A whole sign-in; `session` is the cookie that the browser has already.
    pub(super) async fn se_connecter(&self, session: &str) -> Retour {
        let depart = self.partir("").await;
        let cookie = format!("{session}; {}", depart.cookie);
        self.revenir(&cookie, &depart.parametre("state"), CODE).await
    }

    /// That a whole sign-in fails, with this status and this sentence, and opens nothing.
    pub(super) async fn doit_refuser(&self, quoi: &str, status: u16, phrase: &str) {
        let retour = self.se_connecter("").await;
        self.est_refuse(&retour, quoi, status, phrase).await;
    }

    /// That an answer is a refusal, with this status and this sentence, and that nobody is in.
    pub(super) async fn est_refuse(&self, retour: &Retour, quoi: &str, status: u16, phrase: &str) {
        assert_eq!(retour.status.as_u16(), status, "{quoi} : {}", retour.html);
        assert!(retour.html.contains(phrase), "{quoi} : {}", retour.html);
        assert!(retour.html.contains("Réessayer"), "{quoi}");
        assert!(retour.cookie.is_empty(), "{quoi} : {}", retour.cookie);
        assert!(
            !retour.html.contains("personne-1") && !retour.html.contains("MERCIER"),
            "{quoi}"
        );
        assert_eq!(self.compter("session").await, 0, "{quoi}");
    }

    pub(super) async fn compter(&self, table: &str) -> i64 {
        let row = sql(format!("SELECT COUNT(*) AS n FROM {table}"))
            .one(self.registry.db())
            .await
            .unwrap();
        row.get("n").unwrap()
    }

    /// A column of the only account.
    pub(super) async fn compte(&self, colonne: &str) -> Option<String> {
        let row = sql(format!("SELECT {colonne} FROM compte"))
            .one(self.registry.db())
            .await
            .unwrap();
        row.get(colonne).unwrap()
    }
}

async fn ouvrir(reponse: Response<Body>) -> Retour {
    let entete = |nom: header::HeaderName| {
        reponse
            .headers()
            .get(nom)
            .map(|valeur| valeur.to_str().unwrap().to_owned())
            .unwrap_or_default()
    };
    let (status, vers) = (reponse.status(), entete(header::LOCATION));
    let cookie = entete(header::SET_COOKIE);
    let corps = reponse.into_body().collect().await.unwrap().to_bytes();
    Retour {
        status,
        vers,
        cookie: cookie.split(';').next().unwrap_or_default().to_owned(),
        html: String::from_utf8(corps.to_vec()).unwrap(),
    }
}
