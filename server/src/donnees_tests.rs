//! What a person can know, take away and erase of what is kept.

use super::*;

/// A draft with this address, and its id.
async fn brouillon(site: &Site, session: &str, email: &str) -> String {
    site.poster("/api/commencer-demande", Some(session), "").await;
    let contact = texte(site.lire("/demande/contact", Some(session)).await).await;
    let debut = contact.find("name=\"demande\" value=\"").unwrap() + "name=\"demande\" value=\"".len();
    let demande = contact[debut..debut + 36].to_owned();
    let corps = format!("demande={demande}&mode=quitter&email={email}&mobile=0612345678");
    site.poster("/api/enregistrer-contact", Some(session), corps)
        .await;
    demande
}

#[tokio::test]
async fn a_copy_holds_ones_own_data_and_nobody_elses() {
    let site = site(true).await;
    let (camille, aicha) = (
        site.se_connecter("camille").await,
        site.se_connecter("aicha").await,
    );
    brouillon(&site, &camille, "camille.copie%40example.org").await;
    brouillon(&site, &aicha, "aicha.copie%40example.org").await;
    for (adresse, genre) in [
        ("/mes-donnees/export.json", "application/json"),
        ("/mes-donnees/export.html", "text/html"),
    ] {
        let reponse = site.lire(adresse, Some(&camille)).await;
        assert_eq!(reponse.status(), StatusCode::OK);
        assert!(
            reponse.headers()[header::CONTENT_TYPE]
                .to_str()
                .unwrap()
                .starts_with(genre)
        );
        let fichier = reponse.headers()[header::CONTENT_DISPOSITION].to_str().unwrap();
        assert!(
            fichier.starts_with("attachment; filename=\"mes-donnees"),
            "{fichier}"
        );
        assert_eq!(reponse.headers()[header::CACHE_CONTROL], "no-store");
        let contenu = texte(reponse).await;
        assert!(contenu.contains("camille.copie@example.org") && contenu.contains("MOREAU"));
        assert!(!contenu.contains("aicha.copie") && !contenu.contains("BENALI"));
        assert!(!contenu.contains("<script") && !contenu.contains("style="));
        let anonyme = site.lire(adresse, None).await;
        assert_eq!(vers(&anonyme), "/connexion?session=terminee&retour=/mes-donnees");
    }
    let json = texte(site.lire("/mes-donnees/export.json", Some(&camille)).await).await;
    let copie: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(copie["compte"]["fournisseur"], "FranceConnect");
    assert_eq!(copie["demandes"][0]["statut"], "Brouillon");
    assert!(copie["etabli_le"].as_str().unwrap().ends_with('Z'));
    assert_eq!(copie["journal"][0]["acte"], "ouvrir_session");
    assert_eq!(copie["journal"][1]["acte"], "commencer");

    // A card holder has an account and rights, and no demande.
    let nadia = site.se_connecter("nadia").await;
    let json = texte(site.lire("/mes-donnees/export.json", Some(&nadia)).await).await;
    let copie: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(copie["demandes"].as_array().map(Vec::len), Some(0));
    assert_eq!(copie["habilitations"][0]["genre"], "gestionnaire");
    // People read words, programs codes.
    let mut tx = site.registry.db().begin().await.unwrap();
    registry::db::sql(
        "UPDATE habilitation SET motif_retrait = 'fonction', cgu_portail = '2026-11' \
         WHERE compte IN (SELECT id FROM compte WHERE sujet = 'psc:demo-nadia')",
    )
    .execute(&mut tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let html = texte(site.lire("/mes-donnees/export.html", Some(&nadia)).await).await;
    for mots in [
        "Gestionnaire",
        "Changement de fonction",
        "Conditions acceptées par la personne qui vous a désigné",
    ] {
        assert!(html.contains(mots), "{mots}");
    }
    assert!(!html.contains(">fonction<"));
    // Somebody registered finds their record.
    let zoe = site.se_connecter("zoe").await;
    let html = texte(site.lire("/mes-donnees/export.html", Some(&zoe)).await).await;
    assert!(html.contains("Ma fiche au répertoire") && html.contains("Numéro RPPS"));
}

#[tokio::test]
async fn the_page_says_what_is_kept_and_for_how_long() {
    let site = site(true).await;
    let camille = site.se_connecter("camille").await;
    let page = texte(site.lire("/mes-donnees", Some(&camille)).await).await;
    for attendu in [
        "/mes-donnees/export.json",
        "/mes-donnees/export.html",
        "Combien de temps",
        "30 jours",
    ] {
        assert!(page.contains(attendu), "{attendu}");
    }
    assert_eq!(
        vers(&site.lire("/mes-donnees", None).await),
        "/connexion?session=terminee&retour=/mes-donnees"
    );
}

#[tokio::test]
async fn a_card_holder_of_the_register_is_told_of_their_record() {
    let site = site(true).await;
    let nadia = site.se_connecter("nadia").await;
    let page = texte(site.lire("/mes-donnees", Some(&nadia)).await).await;
    let siens = [
        "Votre fiche au répertoire",
        "/ma-fiche",
        "/mes-donnees/consultations",
    ];
    assert!(
        siens.iter().all(|mot| !page.contains(mot)),
        "nobody of the register yet"
    );
    // The number of the card is that of Zoé’s record.
    let mut tx = site.registry.db().begin().await.unwrap();
    registry::db::sql(
        "UPDATE compte SET rpps = (SELECT p.rpps FROM personne p JOIN compte z ON z.id = p.compte WHERE z.sujet = 'fc:demo-zoe') \
         WHERE sujet = 'psc:demo-nadia'",
    )
    .execute(&mut tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let page = texte(site.lire("/mes-donnees", Some(&nadia)).await).await;
    for mot in siens {
        assert!(page.contains(mot), "{mot}");
    }
}

#[tokio::test]
async fn a_draft_says_when_it_will_be_erased_and_can_be_at_once() {
    let site = site(true).await;
    let camille = site.se_connecter("camille").await;
    let demande = brouillon(&site, &camille, "camille%40example.org").await;
    let page = texte(site.lire("/mes-demandes", Some(&camille)).await).await;
    assert!(page.contains("Ce brouillon sera effacé le") && page.contains("(dans 30\u{a0}jours)"));
    let autre = site.se_connecter("aicha").await;
    let corps = format!("demande={demande}");
    let refus = site
        .poster("/api/effacer-demande", Some(&autre), corps.clone())
        .await;
    assert_eq!(refus.status(), StatusCode::NOT_FOUND);

    // Withdrawn, it is kept a while; then erased on request.
    site.poster("/api/annuler-demande", Some(&camille), corps.clone())
        .await;
    let suivi = texte(
        site.lire(&format!("/mes-demandes/{demande}"), Some(&camille))
            .await,
    )
    .await;
    assert!(suivi.contains("Cette demande sera effacée le") && suivi.contains("Effacer maintenant"));
    let fait = site.poster("/api/effacer-demande", Some(&camille), corps).await;
    assert_eq!(vers(&fait), "/mes-demandes?effacee=1");
    let page = texte(site.lire("/mes-demandes?effacee=1", Some(&camille)).await).await;
    assert!(page.contains("La demande est effacée") && page.contains("Commencer ma demande"));
    let suivi = site
        .lire(&format!("/mes-demandes/{demande}"), Some(&camille))
        .await;
    assert_eq!(suivi.status(), StatusCode::NOT_FOUND);
}
