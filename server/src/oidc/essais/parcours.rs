//! What goes well, and stays well when it is done twice.

use super::banc::Banc;
use super::faux::CODE;
use domain::saisie::SaisieEtatCivil;
use registry::droit::Fournisseur::{FranceConnect, ProSanteConnect};

#[tokio::test]
async fn the_request_says_what_the_standard_wants() {
    let banc = Banc::new(FranceConnect).await;
    let depart = banc.partir("?personne=camille").await;
    assert_eq!(depart.adresse.path(), "/fournisseur/autoriser");
    for (nom, valeur) in [
        ("response_type", "code"),
        ("client_id", "portail"),
        (
            "redirect_uri",
            "http://127.0.0.1:3000/connexion/franceconnect/retour",
        ),
        ("scope", "openid identite_pivot"),
        ("acr_values", "eidas1"),
        ("code_challenge_method", "S256"),
        // Nobody says at the portal who they are.
        ("login_hint", ""),
    ] {
        assert_eq!(depart.parametre(nom), valeur, "{nom}");
    }
    for nom in ["state", "nonce", "code_challenge"] {
        assert_eq!(depart.parametre(nom).len(), 43, "{nom}: 256 bits");
    }
    let autre = banc.partir("").await;
    for nom in ["state", "nonce", "code_challenge"] {
        assert_ne!(depart.parametre(nom), autre.parametre(nom), "{nom}");
    }
}

#[tokio::test]
async fn a_professional_comes_in_with_a_civil_status_that_follows_them() {
    for signee in [false, true] {
        let banc = Banc::new(FranceConnect).await;
        banc.faux.regler(|pieges| pieges.signee = signee);
        let retour = banc.se_connecter("").await;
        assert_eq!(
            (retour.status.as_u16(), retour.vers.as_str()),
            (303, "/mes-demandes")
        );
        assert_eq!(banc.compte("sujet").await.unwrap(), "fc:personne-1");
        assert_eq!(banc.compte("nom_affiche").await.unwrap(), "Pierre DUBOIS");
        let lu = |json: Option<String>| serde_json::from_str::<SaisieEtatCivil>(&json.unwrap()).unwrap();
        let etat_civil = lu(banc.compte("etat_civil").await);
        assert_eq!(etat_civil.nom_naissance, "MERCIER");
        assert_eq!(
            banc.lire("/mes-demandes", &retour.cookie).await.status.as_u16(),
            200
        );

        banc.faux
            .regler(|pieges| pieges.personne = |dit| dit["preferred_username"] = "MARTIN".into());
        banc.se_connecter("").await;
        assert_eq!(banc.compter("compte").await, 1, "the same account");
        assert_eq!(lu(banc.compte("etat_civil").await).nom_usage, "MARTIN");
    }
}

#[tokio::test]
async fn a_card_holder_is_known_by_the_card() {
    let banc = Banc::new(ProSanteConnect).await;
    banc.se_connecter("").await;
    assert_eq!(banc.compte("sujet").await.unwrap(), "psc:810101234564");
    assert_eq!(banc.compte("rpps").await.unwrap(), "10101234564");
    assert_eq!(banc.compte("etat_civil").await, None);
    // The provider renames everybody: nobody is lost.
    banc.faux.regler(|pieges| {
        pieges.jeton = |dit| dit["sub"] = "technique-42".into();
        pieges.personne = |dit| dit["sub"] = "technique-42".into();
    });
    assert_eq!(banc.se_connecter("").await.status.as_u16(), 303);
    assert_eq!(banc.compter("compte").await, 1);
}

#[tokio::test]
async fn a_new_key_is_fetched_when_it_is_met() {
    let banc = Banc::new(FranceConnect).await;
    banc.faux.regler(|pieges| pieges.signee = true);
    let premiere = banc.se_connecter("").await;
    assert_eq!(premiere.status.as_u16(), 303);
    // Between two sign-ins, twice in a row.
    for graine in [2, 3] {
        banc.faux.regler(|pieges| {
            pieges.graine = graine;
            pieges.publiees = vec![graine];
        });
        assert_eq!(banc.se_connecter("").await.status.as_u16(), 303);
    }
    // While somebody is at the provider.
    let depart = banc.partir("").await;
    banc.faux.regler(|pieges| {
        pieges.graine = 4;
        pieges.publiees = vec![3, 4];
    });
    let retour = banc
        .revenir(&depart.cookie, &depart.parametre("state"), CODE)
        .await;
    assert_eq!(retour.status.as_u16(), 303);
    // A session has nothing to do with keys: the first one is still open, and closes.
    assert_eq!(
        banc.lire("/mes-demandes", &premiere.cookie).await.status.as_u16(),
        200
    );
    let sortie = banc.poster("/api/se-deconnecter", &premiere.cookie).await;
    assert!(sortie.vers.starts_with("http://127.0.0.1:1/fournisseur/sortie?"));
}

#[tokio::test]
async fn coming_back_twice_is_harmless() {
    let banc = Banc::new(FranceConnect).await;
    let depart = banc.partir("").await;
    let etat = depart.parametre("state");
    let retour = banc.revenir(&depart.cookie, &etat, CODE).await;
    assert_eq!(retour.status.as_u16(), 303);
    let les_deux = format!("{}; {}", depart.cookie, retour.cookie);
    let encore = banc.revenir(&les_deux, &etat, CODE).await;
    assert_eq!(
        (encore.status.as_u16(), encore.vers.as_str()),
        (303, "/mes-demandes")
    );
    assert!(encore.cookie.is_empty() && banc.compter("session").await == 1);
    // Without the session, it is a used link.
    let vole = banc.revenir(&depart.cookie, &etat, CODE).await;
    assert_eq!(vole.status.as_u16(), 400);
    assert_eq!(banc.compter("session").await, 1);
}

#[tokio::test]
async fn two_tabs_do_not_spoil_each_other() {
    let banc = Banc::new(FranceConnect).await;
    let premier = banc.partir("").await;
    let second = banc.lire("/connexion/franceconnect", &premier.cookie).await;
    assert_eq!(second.cookie, premier.cookie);
    let retour = banc
        .revenir(&premier.cookie, &premier.parametre("state"), CODE)
        .await;
    assert_eq!(retour.status.as_u16(), 303);
}

#[tokio::test]
async fn signing_in_again_ends_the_session_of_before() {
    let banc = Banc::new(FranceConnect).await;
    let ancienne = banc.se_connecter("").await;
    let nouvelle = banc.se_connecter(&ancienne.cookie).await;
    assert_ne!(ancienne.cookie, nouvelle.cookie);
    assert_eq!(banc.compter("session").await, 1);
    let reponse = banc.lire("/mes-demandes", &ancienne.cookie).await;
    assert!(reponse.vers.starts_with("/connexion"));
    assert_eq!(
        banc.lire("/mes-demandes", &nouvelle.cookie).await.status.as_u16(),
        200
    );
}

#[tokio::test]
async fn the_way_back_stays_in_the_portal() {
    let banc = Banc::new(FranceConnect).await;
    for (demande, attendu) in [
        ("/demande/contact", "/demande/contact"),
        ("/gestion/demandes%3Fpage=2", "/mes-demandes"),
        ("https://ailleurs.example", "/mes-demandes"),
        ("//ailleurs.example", "/mes-demandes"),
        ("/%5Cailleurs.example", "/mes-demandes"),
        ("/%09/ailleurs.example", "/mes-demandes"),
        ("/a%0D%0ASet-Cookie:%20session=1", "/mes-demandes"),
        ("/api/se-deconnecter", "/mes-demandes"),
        ("/connexion/franceconnect", "/mes-demandes"),
    ] {
        let depart = banc.partir(&format!("?retour={demande}")).await;
        let retour = banc
            .revenir(&depart.cookie, &depart.parametre("state"), CODE)
            .await;
        assert_eq!(
            (retour.status.as_u16(), retour.vers.as_str()),
            (303, attendu),
            "{demande}"
        );
    }
}

#[tokio::test]
async fn signing_out_ends_it_everywhere() {
    let banc = Banc::new(ProSanteConnect).await;
    let session = banc.se_connecter("").await.cookie;
    let sortie = banc.poster("/api/se-deconnecter", &session).await;
    assert_eq!(sortie.status.as_u16(), 303);
    let adresse = openidconnect::url::Url::parse(&sortie.vers).unwrap();
    assert_eq!(adresse.path(), "/fournisseur/sortie");
    let parametres: std::collections::HashMap<_, _> = adresse.query_pairs().into_owned().collect();
    assert_eq!(
        parametres["post_logout_redirect_uri"],
        "http://127.0.0.1:3000/connexion/deconnecte"
    );
    assert_eq!(parametres["id_token_hint"].split('.').count(), 3);
    assert_eq!(
        (parametres["client_id"].as_str(), parametres["state"].len()),
        ("portail", 43)
    );
    assert_eq!(sortie.cookie, "session=");
    assert_eq!(banc.compter("session").await, 0);
    let page = banc.lire("/connexion/deconnecte?state=x", "").await;
    assert!(page.status.as_u16() == 200 && page.html.contains("Vous êtes déconnecté"));
    // Again, or without a session: out is out.
    let encore = banc.poster("/api/se-deconnecter", &session).await;
    assert_eq!(
        (encore.status.as_u16(), encore.vers.as_str()),
        (303, "/connexion/deconnecte")
    );
}

#[tokio::test]
async fn signing_out_too_late_still_ends_it_at_the_provider() {
    let banc = Banc::new(ProSanteConnect).await;
    let session = banc.se_connecter("").await.cookie;
    // An hour without a sign, and the task of the hour has passed.
    let mut tx = banc.registry.db().begin().await.unwrap();
    registry::db::sql("UPDATE session SET vue_le = vue_le - 3600000")
        .execute(&mut tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    banc.registry.purger_sessions().await.unwrap();
    assert!(
        banc.lire("/gestion", &session)
            .await
            .vers
            .starts_with("/connexion")
    );
    let sortie = banc.poster("/api/se-deconnecter", &session).await;
    assert!(
        sortie.vers.starts_with("http://127.0.0.1:1/fournisseur/sortie?")
            && sortie.vers.contains("id_token_hint="),
        "{}",
        sortie.vers
    );
    assert_eq!(
        (sortie.cookie.as_str(), banc.compter("session").await),
        ("session=", 0)
    );
    // Nobody’s cookie leads nowhere else.
    let inconnue = banc.poster("/api/se-deconnecter", "session=00ff").await;
    assert_eq!(inconnue.vers, "/connexion/deconnecte");
}

#[tokio::test]
async fn behind_https_cookies_say_so() {
    let banc = Banc::regle(FranceConnect, true, |_| {}).await;
    let depart = banc.partir("").await;
    assert!(
        depart.cookie.starts_with("__Host-connexion="),
        "{}",
        depart.cookie
    );
    let etat = depart.parametre("state");
    // A cookie planted without the prefix is not read.
    let plante = depart.cookie.trim_start_matches("__Host-").to_owned();
    assert_eq!(banc.revenir(&plante, &etat, CODE).await.status.as_u16(), 400);
    assert_eq!(
        banc.revenir(&depart.cookie, &etat, CODE).await.status.as_u16(),
        303
    );
}

#[tokio::test]
async fn the_sign_in_page_offers_what_is_declared() {
    let banc = Banc::new(FranceConnect).await;
    let page = banc.lire("/connexion?retour=/demande/contact", "").await;
    for attendu in [
        "S’identifier avec FranceConnect",
        "S’identifier avec Pro Santé Connect",
        "/connexion/franceconnect?retour=%2Fdemande%2Fcontact",
    ] {
        assert!(page.html.contains(attendu), "{attendu}");
    }
    assert!(!page.html.contains("Se connecter en tant que"));
}
