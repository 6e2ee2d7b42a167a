//! The life of a session as a browser meets it: cookies, limits, coming back, forms sent too late, other devices.

use super::*;
use domain::date::Instant;
use registry::contexte::{Clock, SystemClock};

/// The machine's clock, some minutes ahead.
struct PlusTard(i64);

impl Clock for PlusTard {
    fn now(&self) -> Instant {
        SystemClock.now().plus_millis(self.0 * 60_000)
    }
}

impl Site {
    /// The same site that many minutes later.
    fn dans(&self, minutes: i64) -> Site {
        let contexte = Contexte {
            clock: Arc::new(PlusTard(minutes)),
            ..Contexte::system()
        };
        let dossier = tempfile::tempdir().unwrap();
        std::fs::create_dir(dossier.path().join("pkg")).unwrap();
        let registry = self.registry.avec_contexte(contexte);
        Site {
            routeur: routeur_de(&registry, &options(&dossier, true)),
            registry,
            dossier,
        }
    }

    /// What a script gets, and its status.
    async fn script(&self, adresse: &str, cookie: &str) -> (StatusCode, String) {
        let requete = Request::post(adresse)
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, cookie)
            .body(Body::empty())
            .unwrap();
        let reponse = self.envoyer(requete).await;
        assert!(reponse.headers().get(header::SET_COOKIE).is_none());
        (reponse.status(), texte(reponse).await)
    }

    /// Signs in from another device, to come back to `retour`.
    async fn connecter_depuis(&self, personne: &str, agent: &str, retour: &str) -> (String, String) {
        let reponse = self
            .arriver(personne, &retour.replace('/', "%2F"), agent, None)
            .await;
        (cookie(&reponse), vers(&reponse).to_owned())
    }
}

const WINDOWS: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";
const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";

#[tokio::test]
async fn behind_https_the_cookie_is_for_this_host_only() {
    let mut site = site(true).await;
    let clair = site.arriver("camille", "", WINDOWS, None).await;
    let ligne = clair.headers()[header::SET_COOKIE].to_str().unwrap();
    assert!(
        ligne.starts_with("session=") && !ligne.contains("Secure"),
        "{ligne}"
    );
    let simple = cookie(&clair);

    let mut options = options(&site.dossier, true);
    options.https = true;
    site.routeur = routeur_de(&site.registry, &options);
    let sur = site.arriver("camille", "", WINDOWS, None).await;
    let ligne = sur.headers()[header::SET_COOKIE].to_str().unwrap();
    assert!(ligne.starts_with("__Host-session="), "{ligne}");
    for marque in ["; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure"] {
        assert!(ligne.contains(marque), "{ligne}");
    }
    assert!(!ligne.contains("Domain"));
    let ouverte = site.lire("/mes-demandes", Some(&cookie(&sur))).await;
    assert_eq!(ouverte.status(), StatusCode::OK);
    // A cookie under the plain name could come from anywhere.
    let plat = site.lire("/mes-demandes", Some(&simple)).await;
    assert_eq!(plat.status(), StatusCode::FOUND);
}

#[test]
fn without_https_the_portal_stays_on_the_machine() {
    let dossier = tempfile::tempdir().unwrap();
    std::fs::create_dir(dossier.path().join("pkg")).unwrap();
    let mut options = options(&dossier, false);
    assert!(options.verifier().is_ok());
    options.addr = SocketAddr::from(([0, 0, 0, 0], 3000));
    assert!(
        options
            .verifier()
            .unwrap_err()
            .to_string()
            .contains("https = true")
    );
    options.https = true;
    assert!(options.verifier().is_ok());
    options.session_inactivite_minutes = 0;
    assert!(
        options
            .verifier()
            .unwrap_err()
            .to_string()
            .contains("session_inactivite_minutes")
    );
}

#[tokio::test]
async fn one_comes_back_to_the_page_that_was_asked_for() {
    let site = site(true).await;
    let page = texte(
        site.lire("/connexion?session=terminee&retour=/demande/contact", None)
            .await,
    )
    .await;
    assert!(page.contains(r#"name="retour" value="/demande/contact""#));
    let (_, vers) = site
        .connecter_depuis("camille", WINDOWS, "/demande/contact")
        .await;
    assert_eq!(vers, "/demande/contact");
    for mauvais in [
        "//ailleurs.example",
        "/\\ailleurs.example",
        "https://ailleurs.example",
        "/api/se-deconnecter",
        "/connexion",
        "/a%0d%0ab",
        // The gestionnaire's home is not hers.
        "/gestion",
    ] {
        let (_, vers) = site.connecter_depuis("camille", WINDOWS, mauvais).await;
        assert_eq!(vers, "/mes-demandes", "{mauvais}");
        let page = texte(site.lire(&format!("/connexion?retour={mauvais}"), None).await).await;
        assert!(!page.contains("ailleurs.example"), "{mauvais}");
    }
    let (_, vers) = site.connecter_depuis("nadia", WINDOWS, "/demande/contact").await;
    assert_eq!(vers, "/gestion");
}

#[tokio::test]
async fn a_session_ends_without_a_sign_of_the_person() {
    let site = site(true).await;
    let cookie = site.se_connecter("camille").await;
    let page = texte(site.lire("/mes-demandes", Some(&cookie)).await).await;
    assert!(page.contains("FinDeSession"), "the page watches over its session");
    assert!(!texte(site.lire("/", None).await).await.contains("FinDeSession"));

    // Asking how long is left is no sign; a page is one.
    let tard = site.dans(20);
    let (status, reste) = tard.script("/api/etat-session", &cookie).await;
    let reste: app::api::ResteSession = serde_json::from_str(&reste).unwrap();
    assert_eq!(status, StatusCode::OK);
    assert!(
        (595..=600).contains(&reste.secondes) && !reste.absolue,
        "{reste:?}"
    );
    assert_eq!(
        tard.lire("/mes-demandes", Some(&cookie)).await.status(),
        StatusCode::OK
    );
    let (_, reste) = tard.script("/api/etat-session", &cookie).await;
    let reste: app::api::ResteSession = serde_json::from_str(&reste).unwrap();
    assert!((1795..=1800).contains(&reste.secondes), "{reste:?}");

    // Staying is possible until the end that was fixed at the beginning.
    let (status, reste) = site.dans(45).script("/api/rester-connecte", &cookie).await;
    let reste: app::api::ResteSession = serde_json::from_str(&reste).unwrap();
    assert_eq!(status, StatusCode::OK);
    assert!(
        (895..=900).contains(&reste.secondes) && reste.absolue,
        "{reste:?}"
    );
    let fini = site.dans(61);
    let (status, _) = fini.script("/api/rester-connecte", &cookie).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    let page = fini.lire("/mes-demandes", Some(&cookie)).await;
    assert_eq!(vers(&page), "/connexion?session=terminee&retour=/mes-demandes");
}

/// A draft, its session ended, and the contact step sent after that: the cookie of the form that waits, and the demande.
async fn envoi_tardif(site: &Site, session: &str, tard: &Site) -> (String, String) {
    site.poster("/api/commencer-demande", Some(session), "").await;
    let contact = texte(site.lire("/demande/contact", Some(session)).await).await;
    let debut = contact.find("name=\"demande\" value=\"").unwrap() + "name=\"demande\" value=\"".len();
    let demande = contact[debut..debut + 36].to_owned();
    let corps = format!("demande={demande}&mode=continuer&email=tard%40example.org&mobile=%3Cb%3E06");
    let reponse = tard
        .poster("/api/enregistrer-contact", Some(session), corps)
        .await;
    assert_eq!(reponse.status(), StatusCode::SEE_OTHER);
    assert_eq!(vers(&reponse), "/connexion?session=terminee&retour=/reprise");
    let ligne = reponse.headers()[header::SET_COOKIE].to_str().unwrap();
    assert!(
        ligne.starts_with("reprise=") && ligne.contains("HttpOnly") && ligne.contains("Max-Age=1800"),
        "{ligne}"
    );
    (cookie(&reponse), demande)
}

#[tokio::test]
async fn what_was_sent_too_late_is_taken_up_after_signing_in() {
    let site = site(true).await;
    let session = site.se_connecter("camille").await;
    let tard = site.dans(40);
    let (reprise, demande) = envoi_tardif(&site, &session, &tard).await;
    let page = texte(
        tard.lire("/connexion?session=terminee&retour=/reprise", Some(&reprise))
            .await,
    )
    .await;
    assert!(page.contains("n’est pas perdu"));
    let (session, vers_ou) = tard.connecter_depuis("camille", WINDOWS, "/reprise").await;
    assert_eq!(vers_ou, "/reprise");
    let deux = format!("{session}; {reprise}");
    for _ in 0..2 {
        let page = texte(tard.lire("/reprise", Some(&deux)).await).await;
        assert!(page.contains("ce que vous aviez saisi n’est pas perdu"));
        assert!(page.contains(r#"action="/api/enregistrer-contact""#) && page.contains("tard@example.org"));
        assert!(
            page.contains("&lt;b&gt;06") && !page.contains("<b>06"),
            "shown as text"
        );
        assert!(!page.contains(r#"value="continuer""#));
    }
    // Somebody else's session does not find it, even in the same browser.
    let (autre, _) = tard.connecter_depuis("nadia", WINDOWS, "").await;
    let page = texte(tard.lire("/reprise", Some(&format!("{autre}; {reprise}"))).await).await;
    assert!(page.contains("Rien n’attend d’être repris") && !page.contains("tard@example.org"));

    let corps = format!("demande={demande}&mode=rester&email=tard%40example.org&mobile=%3Cb%3E06");
    let reponse = tard.poster("/api/enregistrer-contact", Some(&deux), corps).await;
    assert_eq!(vers(&reponse), "/demande/contact", "the same step");
    let ligne = reponse.headers()[header::SET_COOKIE].to_str().unwrap();
    assert!(
        ligne.starts_with("reprise=;") && ligne.contains("Max-Age=0"),
        "{ligne}"
    );
    let etape = texte(tard.lire("/demande/contact", Some(&session)).await).await;
    assert!(
        etape.contains(r#"value="tard@example.org""#),
        "with the same text"
    );
    let page = texte(tard.lire("/reprise", Some(&deux)).await).await;
    assert!(page.contains("Rien n’attend d’être repris"), "once only");
}

#[tokio::test]
async fn a_form_sent_after_the_absolute_end_waits_for_its_author_only() {
    let site = site(true).await;
    let session = site.se_connecter("camille").await;
    // The session may last an hour; its cookie and what is known of it last a day more.
    let tard = site.dans(5 * 60);
    tard.registry.purger_sessions().await.unwrap();
    let (reprise, _) = envoi_tardif(&site, &session, &tard).await;
    for (personne, trouve) in [("aicha", false), ("nadia", false), ("camille", true)] {
        let (cookie, _) = tard.connecter_depuis(personne, WINDOWS, "/reprise").await;
        let page = texte(tard.lire("/reprise", Some(&format!("{cookie}; {reprise}"))).await).await;
        assert_eq!(page.contains("tard@example.org"), trouve, "{personne}");
    }
    let arrivee = site.arriver("camille", "", WINDOWS, None).await;
    let ligne = arrivee.headers()[header::SET_COOKIE].to_str().unwrap();
    assert!(ligne.contains("Max-Age=90000"), "{ligne}");
}

#[tokio::test]
async fn a_form_of_nobody_stays_in_its_page_and_writes_no_draft_of_somebody_else() {
    let site = site(true).await;
    let session = site.se_connecter("camille").await;
    let tard = site.dans(40);
    let (_, demande) = envoi_tardif(&site, &session, &tard).await;
    // The session's cookie is gone as well: nobody can tell whose form this is.
    let corps = format!("demande={demande}&mode=continuer&email=tard%40example.org&mobile=06");
    let envoi = tard.poster("/api/enregistrer-contact", None, corps.clone()).await;
    assert_eq!(envoi.status(), StatusCode::UNAUTHORIZED);
    assert!(envoi.headers().get(header::SET_COOKIE).is_none(), "nothing waits");
    let page = texte(envoi).await;
    assert!(page.contains("tard@example.org") && page.contains("Se connecter dans un nouvel onglet"));
    let (autre, _) = tard.connecter_depuis("aicha", WINDOWS, "/reprise").await;
    let page = texte(tard.lire("/reprise", Some(&autre)).await).await;
    assert!(!page.contains("tard@example.org"));
    // Sent from that page by somebody else: not theirs to write, and still in the page.
    let refus = tard.poster("/api/enregistrer-contact", Some(&autre), corps).await;
    assert_eq!(refus.status(), StatusCode::NOT_FOUND);
    assert!(texte(refus).await.contains("tard@example.org"));
}

#[tokio::test]
async fn a_script_and_unknown_addresses_are_not_kept() {
    let site = site(true).await;
    let (status, erreur) = site.script("/api/commencer-demande", "session=00ff").await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert!(erreur.contains("\"connexion\""), "{erreur}");
    for adresse in ["/api/fermer-autres-sessions", "/api/nulle-part"] {
        let reponse = site.poster(adresse, None, "a=b").await;
        assert!(reponse.status().is_client_error(), "{adresse}");
        assert!(reponse.headers().get(header::SET_COOKIE).is_none());
    }
}

#[tokio::test]
async fn one_sees_and_closes_ones_own_sessions_only() {
    let site = site(true).await;
    let (bureau, _) = site.connecter_depuis("nadia", WINDOWS, "").await;
    let (mobile, _) = site.connecter_depuis("nadia", IPHONE, "").await;
    let (etrangere, _) = site.connecter_depuis("helene", IPHONE, "").await;
    let page = texte(site.lire("/mes-sessions", Some(&bureau)).await).await;
    for attendu in [
        "Chrome sur Windows",
        "(cette session)",
        "Safari sur iPhone",
        "Pro Santé Connect",
        "Fermer toutes les autres",
    ] {
        assert!(page.contains(attendu), "{attendu}");
    }
    assert!(!page.contains("AppleWebKit"), "never the raw text");
    let id_dans = |page: &str| {
        let debut = page.find("name=\"session\" value=\"").unwrap() + "name=\"session\" value=\"".len();
        page[debut..debut + 36].to_owned()
    };
    assert_eq!(page.matches("name=\"session\"").count(), 1);
    let id = id_dans(&page);
    let refus = site
        .poster("/api/fermer-session", Some(&etrangere), format!("session={id}"))
        .await;
    assert_eq!(refus.status(), StatusCode::NOT_FOUND);
    assert_eq!(
        site.lire("/gestion", Some(&mobile)).await.status(),
        StatusCode::OK
    );
    let fait = site
        .poster("/api/fermer-session", Some(&bureau), format!("session={id}"))
        .await;
    assert_eq!(vers(&fait), "/mes-sessions?fermee=1");
    assert_eq!(
        site.lire("/gestion", Some(&mobile)).await.status(),
        StatusCode::FOUND
    );

    let (mobile, _) = site.connecter_depuis("nadia", IPHONE, "").await;
    let tout = site
        .poster("/api/fermer-autres-sessions", Some(&bureau), "")
        .await;
    assert_eq!(vers(&tout), "/mes-sessions?fermee=1");
    assert_eq!(
        site.lire("/gestion", Some(&mobile)).await.status(),
        StatusCode::FOUND
    );
    assert_eq!(
        site.lire("/gestion", Some(&bureau)).await.status(),
        StatusCode::OK
    );
    assert_eq!(
        site.lire("/gestion", Some(&etrangere)).await.status(),
        StatusCode::OK
    );
    let page = texte(site.lire("/mes-sessions?fermee=1", Some(&bureau)).await).await;
    assert!(page.contains("C’est fait") && !page.contains("Fermer toutes les autres"));
}

#[tokio::test]
async fn signing_in_again_and_signing_out_end_the_former_session() {
    let site = site(true).await;
    let premiere = site.se_connecter("camille").await;
    let reponse = site.arriver("camille", "", WINDOWS, Some(&premiere)).await;
    let seconde = cookie(&reponse);
    assert_ne!(premiere, seconde);
    assert_eq!(
        site.lire("/mes-demandes", Some(&premiere)).await.status(),
        StatusCode::FOUND
    );
    let sortie = site.poster("/api/se-deconnecter", Some(&seconde), "").await;
    assert_eq!(cookie(&sortie), "session=");
    assert_eq!(
        site.lire("/mes-demandes", Some(&seconde)).await.status(),
        StatusCode::FOUND
    );
}
