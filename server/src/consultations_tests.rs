//! What the journal shows through the site: refused attempts, and who consulted whose record.

use super::*;
use domain::ids::PersonneId;

#[tokio::test]
async fn a_session_without_the_right_leaves_the_route_in_the_journal() {
    let site = site(true).await;
    let cookie = site.se_connecter("camille").await;
    let adresse = "/gestion/demandes/un-nom-tape-ici";
    assert_eq!(
        site.lire(adresse, Some(&cookie)).await.status(),
        StatusCode::FORBIDDEN
    );
    let lignes = registry::db::sql("SELECT objet_id, issue FROM journal WHERE acte = 'acceder'")
        .all(site.registry.db())
        .await
        .unwrap();
    let [ligne] = lignes.as_slice() else {
        panic!("{} lignes", lignes.len())
    };
    let (acces, issue): (String, String) = (ligne.get("objet_id").unwrap(), ligne.get("issue").unwrap());
    assert_eq!(
        (acces.as_str(), issue.as_str()),
        ("/gestion/demandes/{id}", "interdit")
    );
}

/// The record of Zoé, who works at the EHPAD of Paul.
async fn zoe_inscrite(site: &Site) -> PersonneId {
    let row = registry::db::sql(
        "SELECT p.id FROM personne p JOIN compte c ON c.id = p.compte WHERE c.sujet = 'fc:demo-zoe'",
    )
    .one(site.registry.db())
    .await
    .unwrap();
    PersonneId::new(row.get("id").unwrap())
}

#[tokio::test]
async fn a_person_reads_who_consulted_their_record() {
    let site = site(true).await;
    let camille = site.se_connecter("camille").await;
    let vide = texte(site.lire("/mes-donnees/consultations", Some(&camille)).await).await;
    assert!(vide.contains("Personne n’a encore consulté votre dossier"));
    let id = zoe_inscrite(&site).await;
    let paul = site.se_connecter("paul").await;
    let fiche = site
        .lire(&format!("/gestion/professionnels/{id}"), Some(&paul))
        .await;
    assert_eq!(fiche.status(), StatusCode::OK);
    assert!(texte(fiche).await.contains("id=\"historique\""));
    let zoe = site.se_connecter("zoe").await;
    let vue = texte(site.lire("/mes-donnees/consultations", Some(&zoe)).await).await;
    assert!(vue.contains("Paul GIRAUD") && vue.contains("a consulté votre fiche"));
    let ailleurs = site.lire("/mes-donnees/consultations", Some(&paul)).await;
    assert_eq!(ailleurs.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_departure_that_waited_in_somebody_elses_tab_consults_nothing_in_the_name_of_who_is_there() {
    let site = site(true).await;
    let id = zoe_inscrite(&site).await;
    let paul = site.se_connecter("paul").await;
    let ailleurs = "00000000-0000-7000-8000-000000000001";
    // The demonstration has consulted records too.
    let avant = consultations(&site).await;
    let envoi = format!("personne={id}&version=1&saisie={ailleurs}&intention={ailleurs}");
    let reponse = site.poster("/api/confirmer-depart", Some(&paul), envoi).await;
    let vers = reponse.headers()[header::LOCATION].to_str().unwrap().to_owned();
    assert_eq!(vers, "/departs?perdu=1");
    let page = texte(site.lire(&vers, Some(&paul)).await).await;
    assert!(page.contains("Ce départ n’est pas enregistré"));
    assert_eq!(consultations(&site).await, avant);
}

async fn consultations(site: &Site) -> i64 {
    let row = registry::db::sql("SELECT COUNT(*) AS n FROM journal WHERE acte = 'consulter'")
        .one(site.registry.db())
        .await
        .unwrap();
    row.get("n").unwrap()
}
