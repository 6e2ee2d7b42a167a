//! The site as a client meets it: real routes and middleware on a real embedded database, without a socket.

use super::{Options, routeur};
use crate::config::Protection;
use crate::debit::Debit;
use crate::identites::Identites;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use http_body_util::BodyExt as _;
use registry::{Contexte, Registry};
use std::net::SocketAddr;
use std::sync::Arc;
use tempfile::TempDir;
use tower::ServiceExt as _;

#[path = "serve_connexion_tests.rs"]
mod connexion;
#[path = "consultations_tests.rs"]
mod consultations;
#[path = "essais/corps.rs"]
mod corps;
#[path = "donnees_tests.rs"]
mod donnees;
#[path = "essais/droits/mod.rs"]
mod droits;
#[path = "exports_tests.rs"]
mod exports_tests;
#[path = "impasses_tests.rs"]
mod impasses;
#[path = "liste_tests.rs"]
mod liste;
#[path = "essais/panne.rs"]
mod panne;
#[path = "place_tests.rs"]
mod place_tests;
#[path = "poche_tests.rs"]
mod poche;
#[path = "essais/referentiels.rs"]
mod referentiels;
#[path = "session_tests.rs"]
mod session;
#[path = "structures_tests.rs"]
mod structures;

pub(crate) struct Site {
    pub(crate) routeur: Router,
    pub(crate) registry: Registry,
    pub(crate) dossier: TempDir,
}

pub(crate) fn options(dossier: &TempDir, demonstration: bool) -> Options {
    Options {
        demonstration,
        demonstration_ouverte: false,
        addr: SocketAddr::from(([127, 0, 0, 1], 0)),
        site_root: dossier.path().to_owned(),
        https: false,
        session_minutes: 60,
        session_inactivite_minutes: 30,
        conservation_jours: 30,
        protection: Protection::default(),
        url_publique: None,
        fournisseurs: Vec::new(),
        exploitant: app::exploitant::Exploitant::default(),
    }
}

async fn site(demonstration: bool) -> Site {
    site_avec(demonstration, |_| {}).await
}

/// A site whose options are changed before it opens.
pub(crate) async fn site_avec(demonstration: bool, changer: impl FnOnce(&mut Options)) -> Site {
    let dossier = tempfile::tempdir().unwrap();
    std::fs::create_dir(dossier.path().join("pkg")).unwrap();
    std::fs::write(dossier.path().join("robots.txt"), "User-agent: *").unwrap();
    std::fs::write(dossier.path().join("sw.js"), "// the service worker").unwrap();
    let url = format!("sqlite:{}", dossier.path().join("essai.db").display());
    let registry = Registry::open(&url, Contexte::system()).await.unwrap();
    registry::demonstration::semer(&registry).await.unwrap();
    let mut options = options(&dossier, demonstration);
    changer(&mut options);
    Site {
        routeur: routeur_de(&registry, &options),
        registry,
        dossier,
    }
}

impl Site {
    pub(crate) async fn envoyer(&self, requete: Request<Body>) -> Response<Body> {
        self.routeur.clone().oneshot(requete).await.unwrap()
    }

    pub(crate) async fn lire(&self, adresse: &str, cookie: Option<&str>) -> Response<Body> {
        let mut requete = Request::get(adresse).header(header::ACCEPT, "text/html");
        if let Some(cookie) = cookie {
            requete = requete.header(header::COOKIE, cookie);
        }
        self.envoyer(requete.body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn poster(
        &self,
        adresse: &str,
        cookie: Option<&str>,
        corps: impl Into<Body>,
    ) -> Response<Body> {
        self.envoyer(formulaire(adresse, cookie).body(corps.into()).unwrap())
            .await
    }

    /// Through the provider of the demonstration: to its door, in at once, back, and home with a session.
    pub(crate) async fn se_connecter(&self, personne: &str) -> String {
        let (accueil, cookie) = self.se_connecter_vers(personne, "").await;
        let siens = ["/mes-demandes", "/gestion", "/structures"];
        assert!(siens.contains(&&*accueil), "{accueil}");
        cookie
    }

    /// The same, from an address that says where to come back to; gives where it led, and the session's cookie.
    async fn se_connecter_vers(&self, personne: &str, retour: &str) -> (String, String) {
        let reponse = self.arriver(personne, retour, "", None).await;
        (vers(&reponse).to_owned(), cookie(&reponse))
    }

    /// The last answer of a sign-in from that device, with the cookies that it already has.
    async fn arriver(
        &self,
        personne: &str,
        retour: &str,
        agent: &str,
        avant: Option<&str>,
    ) -> Response<Body> {
        let fournisseur = registry::demonstration::personnes()
            .into_iter()
            .find(|connue| connue.cle == personne)
            .unwrap()
            .fournisseur();
        let depart = self
            .poster(
                &format!("/connexion/{}", fournisseur.code()),
                avant,
                format!("personne={personne}&retour={retour}"),
            )
            .await;
        assert_eq!(depart.status(), StatusCode::SEE_OTHER);
        let cookies = [Some(cookie(&depart).as_str()), avant]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join("; ");
        let accord = self.lire(vers(&depart), None).await;
        let retour = Request::get(vers(&accord))
            .header(header::ACCEPT, "text/html")
            .header(header::USER_AGENT, agent)
            .header(header::COOKIE, cookies)
            .body(Body::empty())
            .unwrap();
        let reponse = self.envoyer(retour).await;
        assert_eq!(reponse.status(), StatusCode::SEE_OTHER);
        reponse
    }
}

/// The routes of that register with these options.
fn routeur_de(registry: &Registry, options: &Options) -> Router {
    let debit = Debit::new(&options.protection.debit, options.protection.proxies.clone());
    let identites = Identites::ouvrir(registry.contexte(), options, options.addr).unwrap();
    routeur(registry.clone(), options, identites, Arc::new(debit))
}

/// The cookie that an answer sets.
fn cookie(reponse: &Response<Body>) -> String {
    let cookie = reponse.headers()[header::SET_COOKIE].to_str().unwrap();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
    cookie.split(';').next().unwrap().to_owned()
}

pub(crate) fn formulaire(adresse: &str, cookie: Option<&str>) -> axum::http::request::Builder {
    let requete = Request::post(adresse)
        .header(header::ACCEPT, "text/html,application/xhtml+xml")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin");
    match cookie {
        Some(cookie) => requete.header(header::COOKIE, cookie),
        None => requete,
    }
}

pub(crate) async fn texte(reponse: Response<Body>) -> String {
    let corps = reponse.into_body().collect().await.unwrap().to_bytes();
    String::from_utf8(corps.to_vec()).unwrap()
}

pub(crate) fn vers(reponse: &Response<Body>) -> &str {
    reponse.headers()[header::LOCATION].to_str().unwrap()
}

#[tokio::test]
async fn a_page_is_complete_html_that_no_cache_keeps() {
    let site = site(true).await;
    let reponse = site.lire("/", None).await;
    assert_eq!(reponse.status(), StatusCode::OK);
    assert_eq!(reponse.headers()[header::CACHE_CONTROL], "no-store");
    assert_eq!(reponse.headers()["x-content-type-options"], "nosniff");
    let html = texte(reponse).await;
    assert!(html.contains("Obtenir votre numéro RPPS") && html.contains("</main>"));
}

#[tokio::test]
async fn each_persona_signs_in_and_lands_at_home() {
    let site = site(true).await;
    for (personne, accueil) in [
        ("camille", "/mes-demandes"),
        ("nadia", "/gestion"),
        ("helene", "/structures"),
    ] {
        let cookie = site.se_connecter(personne).await;
        let reponse = site.lire(accueil, Some(&cookie)).await;
        assert_eq!(reponse.status(), StatusCode::OK, "{personne}");
    }
}

#[tokio::test]
async fn without_the_flag_nobody_signs_in_by_name() {
    let site = site(false).await;
    let reponse = site
        .poster("/connexion/franceconnect", None, "personne=camille")
        .await;
    assert_eq!(reponse.status(), StatusCode::NOT_FOUND);
    assert!(reponse.headers().get(header::SET_COOKIE).is_none());
    for adresse in [
        "/demonstration/messages",
        "/demonstration/fc/.well-known/openid-configuration",
        "/demonstration/fc/autoriser",
    ] {
        assert_eq!(site.lire(adresse, None).await.status(), StatusCode::NOT_FOUND);
    }
    let page = site.lire("/connexion", None).await;
    assert_eq!(page.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(texte(page).await.contains("aucun fournisseur d’identité"));
}

#[test]
fn the_demonstration_does_not_leave_the_machine_by_accident() {
    let dossier = tempfile::tempdir().unwrap();
    std::fs::create_dir(dossier.path().join("pkg")).unwrap();
    let mut options = options(&dossier, true);
    assert!(options.verifier().is_ok());
    options.addr = SocketAddr::from(([0, 0, 0, 0], 3000));
    assert!(options.verifier().is_err());
    options.demonstration_ouverte = true;
    assert!(options.verifier().is_ok());
}

#[tokio::test]
async fn a_page_that_needs_a_session_leads_to_the_sign_in() {
    let site = site(true).await;
    for adresse in [
        "/mes-demandes",
        "/demande/contact",
        "/gestion",
        "/gestion/demandes",
        "/gestion/professionnels",
    ] {
        let reponse = site.lire(adresse, None).await;
        assert_eq!(reponse.status(), StatusCode::FOUND, "{adresse}");
        assert_eq!(
            vers(&reponse),
            format!("/connexion?session=terminee&retour={adresse}")
        );
    }
    let inconnue = site.lire("/gestion", Some("session=00ff")).await;
    assert_eq!(vers(&inconnue), "/connexion?session=terminee&retour=/gestion");
}

#[tokio::test]
async fn an_unknown_address_and_a_foreign_id_look_the_same() {
    let site = site(true).await;
    let cookie = site.se_connecter("paul").await;
    let etrangere = site.registry.now();
    let inconnue = format!(
        "/gestion/demandes/{}",
        site.registry.contexte().entropy.uuid(etrangere)
    );
    let autre = {
        let nadia = site.se_connecter("nadia").await;
        let file = texte(site.lire("/gestion/demandes", Some(&nadia)).await).await;
        let debut = file.find("/gestion/demandes/").unwrap();
        file[debut..debut + "/gestion/demandes/".len() + 36].to_owned()
    };
    let (a, b) = (
        site.lire(&inconnue, Some(&cookie)).await,
        site.lire(&autre, Some(&cookie)).await,
    );
    assert_eq!(
        (a.status(), b.status()),
        (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND)
    );
    // What is outside holds a nonce, different each time.
    let contenu = |html: String| html[html.find("<main").unwrap()..html.find("</main>").unwrap()].to_owned();
    assert_eq!(contenu(texte(a).await), contenu(texte(b).await));
    assert_eq!(
        site.lire("/nulle-part", None).await.status(),
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_form_sent_from_another_site_is_refused() {
    let site = site(true).await;
    let cookie = site.se_connecter("camille").await;
    let requete = Request::post("/api/commencer-demande")
        .header(header::ACCEPT, "text/html")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "cross-site")
        .header(header::ORIGIN, "https://ailleurs.example")
        .header(header::COOKIE, &cookie)
        .body(Body::empty())
        .unwrap();
    let reponse = site.envoyer(requete).await;
    assert_eq!(reponse.status(), StatusCode::FORBIDDEN);
    let html = texte(reponse).await;
    assert!(
        html.contains("ne vient pas d’une page du portail") && !html.contains("Réessayer"),
        "what another site wrote is not offered to be sent from here"
    );
    let accueil = texte(site.lire("/mes-demandes", Some(&cookie)).await).await;
    assert!(accueil.contains("Commencer ma demande"), "nothing was begun");
}

#[tokio::test]
async fn a_script_gets_the_reason_as_json() {
    let site = site(true).await;
    let requete = Request::post("/api/commencer-demande")
        .header(header::ACCEPT, "application/json")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .body(Body::empty())
        .unwrap();
    let reponse = site.envoyer(requete).await;
    assert_eq!(reponse.status(), StatusCode::UNAUTHORIZED);
    let erreur: app::api::ApiErreur = serde_json::from_str(&texte(reponse).await).unwrap();
    assert_eq!(erreur.code, app::api::Code::Connexion);
}

#[tokio::test]
async fn a_search_leaves_no_name_in_the_address() {
    let site = site(true).await;
    let cookie = site.se_connecter("nadia").await;
    let reponse = site
        .poster("/api/rechercher", Some(&cookie), "ou=demandes&texte=Jaziri")
        .await;
    assert_eq!(reponse.status(), StatusCode::SEE_OTHER);
    let adresse = vers(&reponse).to_owned();
    assert!(
        adresse.starts_with("/gestion/demandes?recherche=") && !adresse.contains("aziri"),
        "{adresse}"
    );
    assert!(
        texte(site.lire(&adresse, Some(&cookie)).await)
            .await
            .contains("Jaziri")
    );
    // The same address in somebody else's hands says nothing.
    let autre = site.se_connecter("helene").await;
    assert!(
        !texte(site.lire(&adresse, Some(&autre)).await)
            .await
            .contains("value=\"Jaziri\"")
    );
}
