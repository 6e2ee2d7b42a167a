//! Signing in and out in the demonstration, through its own identity providers.

use super::{cookie, options, site, texte, vers};
use crate::config::Fichier;
use crate::identites::{Identites, IdentitesError};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use registry::Contexte;

#[tokio::test]
async fn after_signing_in_one_comes_back_to_the_page_one_wanted() {
    let site = site(true).await;
    let (adresse, cookie) = site.se_connecter_vers("camille", "%2Fdemande%2Fcontact").await;
    assert_eq!(adresse, "/demande/contact");
    assert_eq!(
        site.lire("/mes-demandes", Some(&cookie)).await.status(),
        StatusCode::OK
    );
    let (adresse, _) = site.se_connecter_vers("camille", "%2F%2Failleurs.example").await;
    assert_eq!(adresse, "/mes-demandes");
}

#[tokio::test]
async fn each_name_of_the_machine_keeps_its_own_cookies() {
    let site = site(true).await;
    let demander = |adresse: &str, cookie: &str| {
        let chemin = adresse.strip_prefix("http://localhost:3000").unwrap_or(adresse);
        Request::get(chemin)
            .header(header::HOST, "localhost:3000")
            .header(header::COOKIE, cookie)
            .body(Body::empty())
            .unwrap()
    };
    let depart = site
        .envoyer(demander("/connexion/franceconnect?personne=camille", ""))
        .await;
    let flux = cookie(&depart);
    let chez = vers(&depart);
    assert!(
        chez.starts_with("http://localhost:3000/demonstration/fc/autoriser?"),
        "{chez}"
    );
    let accord = site.envoyer(demander(chez, "")).await;
    let retour = vers(&accord);
    assert!(
        retour.starts_with("http://localhost:3000/connexion/franceconnect/retour?"),
        "{retour}"
    );
    let arrivee = site.envoyer(demander(retour, &flux)).await;
    assert_eq!(vers(&arrivee), "/mes-demandes");
    // Nobody makes the portal send people elsewhere by the name they call it.
    let ailleurs = Request::get("/connexion/franceconnect?personne=camille")
        .header(header::HOST, "ailleurs.example")
        .body(Body::empty())
        .unwrap();
    let depart = site.envoyer(ailleurs).await;
    assert!(vers(&depart).starts_with("http://127.0.0.1:") && !vers(&depart).contains("ailleurs"));
}

#[tokio::test]
async fn the_provider_of_the_demonstration_asks_who_one_is() {
    let site = site(true).await;
    let depart = site.lire("/connexion/prosanteconnect", None).await;
    let flux = cookie(&depart);
    let page = site.lire(vers(&depart), None).await;
    assert_eq!(page.status(), StatusCode::OK);
    let html = texte(page).await;
    assert!(html.contains("Se connecter en tant que Nadia FERRAND") && !html.contains("Camille"));
    let refus = site.lire(&format!("{}&refuser=1", vers(&depart)), None).await;
    let reponse = site.lire(vers(&refus), Some(&flux)).await;
    assert_eq!(reponse.status(), StatusCode::FORBIDDEN);
    assert!(texte(reponse).await.contains("Vous avez interrompu la connexion"));
    // It only answers the portal, and sends nobody elsewhere.
    for adresse in [
        "/demonstration/fc/autoriser",
        "/demonstration/fc/autoriser?client_id=portail-rppsplus&response_type=code&code_challenge=x&code_challenge_method=S256&redirect_uri=http%3A%2F%2Failleurs.example%2Fconnexion%2Ffranceconnect%2Fretour&login_hint=camille",
    ] {
        let reponse = site.lire(adresse, None).await;
        assert_eq!(reponse.status(), StatusCode::BAD_REQUEST, "{adresse}");
    }
    let sortie = site
        .lire(
            "/demonstration/psc/sortie?post_logout_redirect_uri=http%3A%2F%2Failleurs.example%2F",
            None,
        )
        .await;
    assert_eq!(vers(&sortie), "/");
}

#[tokio::test]
async fn signing_out_passes_by_the_provider() {
    let site = site(true).await;
    let cookie = site.se_connecter("camille").await;
    let sortie = site.poster("/api/se-deconnecter", Some(&cookie), "").await;
    assert_eq!(sortie.status(), StatusCode::SEE_OTHER);
    assert!(vers(&sortie).contains("/demonstration/fc/sortie?id_token_hint="));
    let retour = site.lire(vers(&sortie), None).await;
    assert!(
        vers(&retour).contains("/connexion/deconnecte?state="),
        "{}",
        vers(&retour)
    );
    let page = texte(site.lire(vers(&retour), None).await).await;
    assert!(page.contains("Vous êtes déconnecté") && page.contains("Se connecter"));
    let apres = site.lire("/mes-demandes", Some(&cookie)).await;
    assert!(vers(&apres).starts_with("/connexion"));
}

#[tokio::test]
async fn a_portal_that_nobody_could_come_back_to_does_not_start() {
    let dossier = tempfile::tempdir().unwrap();
    let contexte = Contexte::system();
    let dire = |url: Option<&str>, addr: [u8; 4]| {
        let fichier: Fichier = toml::from_str("[franceconnect]\nclient_id = 'portail'").unwrap();
        let mut options = options(&dossier, false);
        options.fournisseurs = fichier.fournisseurs().unwrap();
        options.url_publique = url.map(str::to_owned);
        Identites::ouvrir(&contexte, &options, (addr, 3000).into()).map(|_| ())
    };
    assert!(matches!(
        dire(None, [0, 0, 0, 0]),
        Err(IdentitesError::AdresseAbsente(_))
    ));
    for fausse in ["portail.example", "https://portail.example/rpps"] {
        assert!(matches!(
            dire(Some(fausse), [127, 0, 0, 1]),
            Err(IdentitesError::Adresse(_))
        ));
    }
    assert!(dire(Some("https://portail.example"), [0, 0, 0, 0]).is_ok());
    assert!(dire(None, [127, 0, 0, 1]).is_ok());
}
