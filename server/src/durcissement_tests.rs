//! What an attacker or a robot meets: headers of every answer, forms of other sites, too many requests, bodies that never
//! end. Real routes and middleware on a real embedded database.

use super::tests::{Site, formulaire, options, site_avec, texte};
use crate::adresse::Proxies;
use crate::config::Protection;
use crate::debit::{self, Debit};
use crate::limites::{self, Limites};
use crate::pages_d_erreur::Etat;
use crate::reprise;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, Response, StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tower::ServiceExt as _;

/// Names and values.
type Entetes = &'static [(&'static str, &'static str)];

async fn site() -> Site {
    site_avec(true, |_| {}).await
}

/// A site with a `[debit]` section.
async fn site_avec_debit(toml: &'static str) -> Site {
    site_avec(true, |options| {
        options.protection.debit = toml::from_str(toml).unwrap();
    })
    .await
}

fn csp(entetes: &HeaderMap) -> &str {
    entetes[header::CONTENT_SECURITY_POLICY].to_str().unwrap()
}

fn nonce(entetes: &HeaderMap) -> &str {
    let csp = csp(entetes);
    let debut = csp.find("'nonce-").expect("a page has a nonce") + "'nonce-".len();
    &csp[debut..debut + csp[debut..].find('\'').unwrap()]
}

/// Nothing in the page needs more than its policy gives.
async fn page_stricte(reponse: Response<Body>, adresse: &str) {
    let nonce = nonce(reponse.headers()).to_owned();
    assert_eq!(nonce.len(), 32, "{adresse}");
    let html = texte(reponse).await;
    for script in html.match_indices("<script") {
        let balise = &html[script.0..script.0 + html[script.0..].find('>').unwrap()];
        // A block of data is never run.
        let donnees = balise.starts_with("<script type=\"application/json\"");
        assert!(
            donnees || balise.contains(&format!("nonce=\"{nonce}\"")),
            "{adresse} : {balise}"
        );
    }
    // Quoted text of people is escaped, so that these can only be markup.
    for interdit in [
        " style=\"",
        "<style",
        " onclick=",
        " onload=",
        " onerror=",
        "javascript:",
        "<base",
        "<object",
    ] {
        assert!(!html.contains(interdit), "{adresse} : {interdit}");
    }
}

#[tokio::test]
async fn every_page_bears_its_own_strict_policy() {
    let site = site().await;
    for adresse in ["/", "/connexion", "/nulle-part", "/demonstration/messages"] {
        page_stricte(site.lire(adresse, None).await, adresse).await;
    }
    let camille = site.se_connecter("camille").await;
    site.poster("/api/commencer-demande", Some(&camille), "").await;
    for etape in [
        "etat-civil",
        "contact",
        "situation",
        "informations-legales",
        "verification",
    ] {
        let adresse = format!("/demande/{etape}");
        page_stricte(site.lire(&adresse, Some(&camille)).await, &adresse).await;
    }
    let nadia = site.se_connecter("nadia").await;
    for adresse in ["/gestion", "/gestion/demandes", "/gestion/professionnels"] {
        page_stricte(site.lire(adresse, Some(&nadia)).await, adresse).await;
    }
    let file = texte(site.lire("/gestion/demandes", Some(&nadia)).await).await;
    let debut = file.find("/gestion/demandes/").unwrap();
    let dossier = &file[debut..debut + "/gestion/demandes/".len() + 36];
    page_stricte(site.lire(dossier, Some(&nadia)).await, dossier).await;
    let (a, b) = (site.lire("/", None).await, site.lire("/", None).await);
    assert_ne!(nonce(a.headers()), nonce(b.headers()));
    assert!(
        texte(a).await.contains("<script type=\"module\" nonce="),
        "the module of the browser may run"
    );
}

#[tokio::test]
async fn pages_of_the_middleware_bear_it_too() {
    let site = site().await;
    let cookie = site.se_connecter("camille").await;
    let trop = format!("email={}", "a".repeat(70_000));
    let gros = site.poster("/api/enregistrer-contact", Some(&cookie), trop).await;
    assert_eq!(gros.status(), StatusCode::PAYLOAD_TOO_LARGE);
    page_stricte(gros, "413").await;
    let etranger = formulaire("/api/commencer-demande", Some(&cookie));
    let mut etranger = etranger.body(Body::empty()).unwrap();
    etranger
        .headers_mut()
        .insert("sec-fetch-site", "cross-site".parse().unwrap());
    page_stricte(site.envoyer(etranger).await, "403").await;
    site.registry.db().close().await;
    let panne = site.lire("/mes-demandes", Some(&cookie)).await;
    assert_eq!(panne.status(), StatusCode::SERVICE_UNAVAILABLE);
    page_stricte(panne, "503").await;
}

#[tokio::test]
async fn what_is_not_a_page_may_load_nothing() {
    let site = site_avec(true, |options| options.https = true).await;
    let fichier = site.lire("/robots.txt", None).await;
    let absent = site.lire("/pkg/absent.js", None).await;
    let renvoi = site.lire("/gestion", None).await;
    let script = Request::post("/api/commencer-demande")
        .header("sec-fetch-site", "same-origin")
        .body(Body::empty())
        .unwrap();
    let json = site.envoyer(script).await;
    for (quoi, reponse, status) in [
        ("file", fichier, StatusCode::OK),
        ("absent", absent, StatusCode::NOT_FOUND),
        ("redirection", renvoi, StatusCode::FOUND),
        ("json", json, StatusCode::UNAUTHORIZED),
    ] {
        assert_eq!(reponse.status(), status, "{quoi}");
        let entetes = reponse.headers();
        if quoi != "redirection" {
            assert_eq!(
                csp(entetes),
                "default-src 'none'; frame-ancestors 'none'",
                "{quoi}"
            );
        }
        for (nom, valeur) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cross-origin-embedder-policy", "require-corp"),
            ("strict-transport-security", "max-age=63072000"),
        ] {
            assert_eq!(entetes[nom], valeur, "{quoi}");
        }
        let permissions = entetes["permissions-policy"].to_str().unwrap();
        assert!(permissions.contains("camera=()"), "{quoi}");
    }
}

#[tokio::test]
async fn a_form_sent_too_often_is_offered_again_whole() {
    let site = site_avec_debit("acte.adresse = { par_minute = 2, rafale = 3 }").await;
    let cookie = site.se_connecter("camille").await;
    let corps = "demande=x&email=gard%C3%A9%40example.org&mobile=";
    let dernier = loop {
        let reponse = site
            .poster("/api/enregistrer-contact", Some(&cookie), corps)
            .await;
        if reponse.status() == StatusCode::TOO_MANY_REQUESTS {
            break reponse;
        }
    };
    let attente: u64 = dernier.headers()[header::RETRY_AFTER]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((25..=31).contains(&attente), "{attente}");
    let html = texte(dernier).await;
    assert!(html.contains("gardé@example.org") && html.contains("Réessayer"));
    assert!(html.contains(&format!("attendez {attente} secondes")), "{html}");
    assert_eq!(
        site.lire("/mes-demandes", Some(&cookie)).await.status(),
        StatusCode::OK,
        "reading goes on"
    );
}

#[tokio::test]
async fn a_script_that_asks_too_often_reads_when_to_come_back() {
    let site = site_avec_debit("recherche.adresse = { par_minute = 1, rafale = 1 }").await;
    let chercher = || {
        Request::post("/api/chercher-communes")
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from("texte=lyon"))
            .unwrap()
    };
    assert_eq!(site.envoyer(chercher()).await.status(), StatusCode::OK);
    let refus = site.envoyer(chercher()).await;
    assert_eq!(refus.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(refus.headers().contains_key(header::RETRY_AFTER));
    let erreur: app::api::ApiErreur = serde_json::from_str(&texte(refus).await).unwrap();
    assert_eq!(erreur.code, app::api::Code::TropDeRequetes);
}

#[tokio::test]
async fn a_robot_cannot_try_to_sign_in_forever() {
    let site = site().await;
    let mut refus = 0;
    // Twice as many as a minute gives: a slow machine gives some back meanwhile.
    for _ in 0..300 {
        let reponse = site
            .poster("/connexion/franceconnect", None, "personne=personne")
            .await;
        refus += usize::from(reponse.status() == StatusCode::TOO_MANY_REQUESTS);
    }
    assert!(refus >= 28, "{refus}");
}

#[tokio::test]
async fn an_account_is_counted_wherever_it_comes_from() {
    let site = site_avec_debit("general.compte = { par_minute = 1, rafale = 5 }").await;
    let (camille, nadia) = (
        site.se_connecter("camille").await,
        site.se_connecter("nadia").await,
    );
    let depuis = |hote: u8, cookie: &str| {
        let mut requete = Request::get("/connexion").header(header::ACCEPT, "text/html");
        requete = requete.header(header::COOKIE, cookie);
        let mut requete = requete.body(Body::empty()).unwrap();
        requete
            .extensions_mut()
            .insert(ConnectInfo(SocketAddr::from(([192, 0, 2, hote], 1))));
        requete
    };
    for hote in 0..5 {
        assert_eq!(
            site.envoyer(depuis(hote, &camille)).await.status(),
            StatusCode::OK
        );
    }
    let refus = site.envoyer(depuis(9, &camille)).await;
    assert_eq!(refus.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(texte(refus).await.contains("Trop d’actions"));
    assert_eq!(
        site.envoyer(depuis(9, &nadia)).await.status(),
        StatusCode::OK,
        "somebody else passes"
    );
}

#[tokio::test]
async fn what_changes_something_is_accepted_from_the_portal_only() {
    let site = site().await;
    let nadia = site.se_connecter("nadia").await;
    let cas: [(&str, Entetes, bool); 10] = [
        ("same origin", &[("sec-fetch-site", "same-origin")], true),
        ("typed or bookmarked", &[("sec-fetch-site", "none")], true),
        (
            "another site",
            &[
                ("sec-fetch-site", "cross-site"),
                ("origin", "https://ailleurs.example"),
            ],
            false,
        ),
        (
            "a sister domain",
            &[
                ("sec-fetch-site", "same-site"),
                ("origin", "https://autre.portail.example"),
            ],
            false,
        ),
        (
            "a liar's origin",
            &[
                ("sec-fetch-site", "cross-site"),
                ("origin", "https://portail.example"),
            ],
            false,
        ),
        (
            "an older browser, here",
            &[("origin", "https://portail.example")],
            true,
        ),
        (
            "an older browser, elsewhere",
            &[("origin", "https://ailleurs.example")],
            false,
        ),
        ("a sandboxed page", &[("origin", "null")], false),
        (
            "a sandboxed page of another site",
            &[("sec-fetch-site", "cross-site"), ("origin", "null")],
            false,
        ),
        ("no browser at all", &[], true),
    ];
    for (qui, entetes, passe) in cas {
        for methode in [Method::POST, Method::PUT, Method::DELETE, Method::PATCH] {
            // In and out of `/api`: whatever is added later is behind the same protection.
            for adresse in ["/api/rechercher", "/connexion/fournisseur", "/gestion/demandes"] {
                let mut requete = Request::builder()
                    .method(methode.clone())
                    .uri(adresse)
                    .header(header::HOST, "portail.example")
                    .header(header::COOKIE, &nadia)
                    .header(header::ACCEPT, "text/html")
                    .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
                for (nom, valeur) in entetes {
                    requete = requete.header(*nom, *valeur);
                }
                let reponse = site
                    .envoyer(requete.body(Body::from("ou=demandes&texte=x")).unwrap())
                    .await;
                let refuse = reponse.status() == StatusCode::FORBIDDEN;
                assert_eq!(refuse, !passe, "{qui}, {methode} {adresse}");
            }
        }
    }
}

#[tokio::test]
async fn no_act_can_be_asked_for_by_a_link() {
    let site = site().await;
    let nadia = site.se_connecter("nadia").await;
    let actes: Vec<_> = leptos::server_fn::axum::server_fn_paths().collect();
    assert!(actes.len() >= 15, "{}", actes.len());
    for (chemin, methode) in actes {
        assert_eq!(methode, Method::POST, "{chemin}");
        let reponse = site.lire(chemin, Some(&nadia)).await;
        assert!(
            reponse.status().is_client_error(),
            "{chemin} : {}",
            reponse.status()
        );
    }
}

#[tokio::test]
async fn an_answer_that_takes_too_long_loses_nothing_typed() {
    let site = site().await;
    let etat = Etat {
        https: false,
        registry: site.registry.clone(),
        cadre: options(&site.dossier, true).cadre(),
        debit: Arc::new(Debit::new(&debit::Reglages::default(), Proxies::default())),
        limites: Limites {
            reponse: Duration::from_millis(50),
            ..Limites::default()
        },
    };
    let jamais = || std::future::pending::<StatusCode>();
    let lent = Router::new()
        .route("/api/lent", post(jamais))
        .route("/lent", get(jamais))
        .layer(from_fn_with_state(etat.clone(), limites::chronometrer))
        .layer(from_fn_with_state(etat, reprise::reprendre));
    let corps = "email=gard%C3%A9%40example.org";
    let envoi = formulaire("/api/lent", None).body(Body::from(corps)).unwrap();
    let lecture = Request::get("/lent")
        .header(header::ACCEPT, "text/html")
        .body(Body::empty())
        .unwrap();
    for (requete, dit) in [(envoi, "gardé@example.org"), (lecture, "met trop de temps")] {
        let reponse = lent.clone().oneshot(requete).await.unwrap();
        assert_eq!(reponse.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!(reponse.headers().contains_key(header::RETRY_AFTER));
        let html = texte(reponse).await;
        assert!(
            html.contains(dit) && html.contains("aucun message n’est envoyé"),
            "{html}"
        );
    }
}

/// The real site on a real socket, with short delays.
async fn ouvrir(limites: Limites) -> SocketAddr {
    let site = site_avec(true, |options| {
        options.protection = Protection {
            limites,
            ..Protection::default()
        };
    })
    .await;
    let ecoute = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let adresse = ecoute.local_addr().unwrap();
    tokio::spawn(async move {
        crate::ecoute::servir(ecoute, site.routeur.clone(), limites, std::future::pending()).await;
        drop(site);
    });
    adresse
}

#[tokio::test]
async fn a_body_that_does_not_come_is_given_up_with_a_page() {
    let limites = Limites {
        corps: Duration::from_millis(400),
        ..Limites::default()
    };
    let adresse = ouvrir(limites).await;
    let mut client = tokio::net::TcpStream::connect(adresse).await.unwrap();
    client
        .write_all(
            b"POST /api/enregistrer-contact HTTP/1.1\r\nHost: a\r\nAccept: text/html\r\nSec-Fetch-Site: same-origin\r\n\
              Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\ndemande=x&email=",
        )
        .await
        .unwrap();
    let (mut lecture, mut ecriture) = client.into_split();
    let goutte = tokio::spawn(async move {
        while ecriture.write_all(b"a").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    let mut reponse = Vec::new();
    // The connection ends by itself after the answer, with an error or without.
    let _ = tokio::time::timeout(Duration::from_secs(5), lecture.read_to_end(&mut reponse))
        .await
        .unwrap();
    let reponse = String::from_utf8_lossy(&reponse).to_lowercase();
    assert!(reponse.starts_with("http/1.1 408 "), "{reponse}");
    assert!(reponse.contains("connection: close") && reponse.contains("envoi interrompu"));
    assert!(reponse.contains("content-security-policy: default-src 'none'; script-src 'nonce-"));
    tokio::time::timeout(Duration::from_secs(5), goutte)
        .await
        .unwrap()
        .unwrap();
}
