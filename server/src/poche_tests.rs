//! What the service worker is told: whose copies a page allows, which pages may be copied, and that a session ended.

use super::*;

fn dit<'a>(reponse: &'a Response<Body>, entete: &str) -> Option<&'a str> {
    reponse.headers().get(entete)?.to_str().ok()
}

#[tokio::test]
async fn pages_say_whose_copies_they_allow_and_for_how_long() {
    let site = site(true).await;
    let camille = site.se_connecter("camille").await;
    let page = site.lire("/mes-demandes", Some(&camille)).await;
    let (cle, secondes) = dit(&page, "portail-session").unwrap().split_once(' ').unwrap();
    // An idle session ends after 30 minutes in these tests: nothing is kept beyond.
    assert!(
        (1_700..=1_800).contains(&secondes.parse::<i64>().unwrap()),
        "{secondes}"
    );
    assert_eq!(dit(&page, "portail-hors-ligne"), Some("lisible"));
    assert_eq!(dit(&page, "cache-control"), Some("no-store"));
    assert!(
        !camille.contains(cle),
        "the secret of the session stays in its cookie"
    );

    // Of the session, and not to be copied.
    let page = site.lire("/mes-donnees", Some(&camille)).await;
    assert!(dit(&page, "portail-session").unwrap().starts_with(cle));
    assert_eq!(dit(&page, "portail-hors-ligne"), None);
    // A refusal is no list.
    let refus = site.lire("/gestion", Some(&camille)).await;
    assert_eq!(refus.status(), StatusCode::FORBIDDEN);
    assert_eq!(dit(&refus, "portail-hors-ligne"), None);
    // A file is no page.
    let export = site.lire("/mes-donnees/export.json", Some(&camille)).await;
    assert_eq!(dit(&export, "portail-session"), None);
    // Nobody is signed in.
    let accueil = site.lire("/", None).await;
    assert_eq!(dit(&accueil, "portail-session"), None);
    let autre = site.se_connecter("camille").await;
    let page = site.lire("/mes-demandes", Some(&autre)).await;
    assert!(!dit(&page, "portail-session").unwrap().starts_with(cle));

    let sortie = site.poster("/api/se-deconnecter", Some(&camille), "").await;
    assert_eq!(dit(&sortie, "clear-site-data"), Some("\"storage\""));
    let retour = site.lire("/mes-demandes", Some(&camille)).await;
    assert_eq!(dit(&retour, "portail-session"), None);
}

#[tokio::test]
async fn the_worker_is_asked_for_again_and_may_speak_to_the_portal_only() {
    let site = site(true).await;
    let script = site.lire("/sw.js", None).await;
    assert_eq!(script.status(), StatusCode::OK);
    assert_eq!(dit(&script, "cache-control"), Some("no-cache"));
    assert_eq!(
        dit(&script, "content-security-policy"),
        Some("default-src 'none'; connect-src 'self'; frame-ancestors 'none'")
    );
    assert!(texte(script).await.contains("const COQUE = ["));
    // The page that it keeps holds nothing of anybody, whoever asks.
    let nadia = site.se_connecter("nadia").await;
    let anonyme = texte(site.lire("/hors-ligne", None).await).await;
    assert_eq!(anonyme, texte(site.lire("/hors-ligne", Some(&nadia)).await).await);
    for (place, vide) in [("sortie", false), ("copies", false), ("liste", true)] {
        let balise = anonyme
            .split('<')
            .find(|balise| balise.contains(&format!(" id=\"{place}\"")))
            .unwrap();
        assert_eq!(balise.contains(" hidden"), !vide, "{balise}");
    }
    // The installed portal opens where one belongs.
    assert_eq!(vers(&site.lire("/ouvrir", None).await), "/connexion");
    assert_eq!(vers(&site.lire("/ouvrir", Some(&nadia)).await), "/gestion");
}

#[tokio::test]
async fn pages_of_a_session_hold_the_places_that_a_copy_fills_in() {
    let site = site(true).await;
    let nadia = site.se_connecter("nadia").await;
    let page = texte(site.lire("/gestion", Some(&nadia)).await).await;
    assert!(
        page.contains("<aside id=\"hors-ligne\" hidden"),
        "silent until it is a copy"
    );
    assert!(page.contains("id=\"hors-ligne-etat\"></span>"));
    assert!(page.contains("id=\"sans-reseau\""));
    assert!(page.contains("src=\"/poche.js\""));
    let accueil = texte(site.lire("/", None).await).await;
    assert!(!accueil.contains("id=\"hors-ligne\"") && accueil.contains("src=\"/poche.js\""));
}
