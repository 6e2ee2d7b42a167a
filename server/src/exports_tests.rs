//! Lists taken away: the right file for the right person, in pieces, and nothing personal in its name nor in the address.

use super::*;

/// The address of the list after a search, its parameters alone.
async fn chercher(site: &Site, session: &str, ou: &str, mots: &str) -> String {
    let corps = format!("ou={ou}&texte={mots}");
    let reponse = site.poster("/api/rechercher", Some(session), corps).await;
    let vers = reponse.headers()[header::LOCATION].to_str().unwrap();
    vers.split_once('?').unwrap().1.to_owned()
}

#[tokio::test]
async fn a_gestionnaire_takes_the_filtered_list_away() {
    let site = site(true).await;
    let nadia = site.se_connecter("nadia").await;
    let reponse = site
        .lire("/gestion/demandes/export.csv?vue=urgentes&tri=nom", Some(&nadia))
        .await;
    assert_eq!(reponse.status(), StatusCode::OK);
    assert_eq!(reponse.headers()[header::CONTENT_TYPE], "text/csv; charset=utf-8");
    assert_eq!(reponse.headers()[header::CACHE_CONTROL], "no-store");
    let nom = reponse.headers()[header::CONTENT_DISPOSITION].to_str().unwrap();
    assert!(nom.starts_with("attachment; filename=\"demandes-2"), "{nom}");
    let urgentes = texte(reponse).await;
    assert!(urgentes.starts_with("\u{feff}Référence;"), "{urgentes}");
    let toutes = texte(site.lire("/gestion/demandes/export.csv", Some(&nadia)).await).await;
    assert!(urgentes.lines().count() > 2 && urgentes.lines().count() < toutes.lines().count());
    assert_eq!(toutes.lines().count(), 25, "titles and twenty-four demandes");

    let recherche = chercher(&site, &nadia, "demandes", "magalhaes").await;
    let adresse = format!("/gestion/demandes/export.csv?{recherche}");
    let trouvees = texte(site.lire(&adresse, Some(&nadia)).await).await;
    assert_eq!(trouvees.lines().count(), 2, "{trouvees}");
    // Somebody else's search is nobody's filter: an error, not everything.
    let paul = site.se_connecter("paul").await;
    assert_eq!(
        site.lire(&adresse, Some(&paul)).await.status(),
        StatusCode::NOT_FOUND
    );
    let illisible = site
        .lire("/gestion/demandes/export.csv?age=12", Some(&nadia))
        .await;
    assert_eq!(illisible.status(), StatusCode::BAD_REQUEST);

    let recherche = chercher(&site, &nadia, "professionnels", "zzzz").await;
    let adresse = format!("/gestion/professionnels/export.csv?{recherche}");
    assert_eq!(
        texte(site.lire(&adresse, Some(&nadia)).await)
            .await
            .lines()
            .count(),
        1
    );
    let tous = texte(
        site.lire("/gestion/professionnels/export.csv", Some(&nadia))
            .await,
    )
    .await;
    assert!(tous.lines().count() > 20 && tous.contains("RPPS"));
}

#[tokio::test]
async fn the_first_bytes_leave_before_the_rows_are_read() {
    let site = site(true).await;
    let nadia = site.se_connecter("nadia").await;
    let reponse = site.lire("/gestion/demandes/export.csv", Some(&nadia)).await;
    let mut corps = reponse.into_body();
    let premier = corps.frame().await.unwrap().unwrap().into_data().unwrap();
    assert_eq!(
        String::from_utf8_lossy(&premier).lines().count(),
        1,
        "the titles alone"
    );
    assert!(corps.frame().await.is_some());

    let reponse = site.lire("/gestion/demandes/export.xlsx", Some(&nadia)).await;
    assert_eq!(
        reponse.headers()[header::CONTENT_TYPE],
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    );
    let fichier = reponse.into_body().collect().await.unwrap().to_bytes();
    assert!(fichier.starts_with(b"PK"), "a workbook is an archive");
}

#[tokio::test]
async fn who_has_no_right_is_led_to_the_sign_in_or_refused_and_it_is_written() {
    let site = site(true).await;
    for adresse in [
        "/gestion/demandes/export.csv",
        "/gestion/professionnels/export.xlsx",
    ] {
        let anonyme = site.lire(adresse, None).await;
        let vers = anonyme.headers()[header::LOCATION].to_str().unwrap();
        assert!(
            vers.starts_with("/connexion?session=terminee&retour=/gestion/"),
            "{vers}"
        );
        let camille = site.se_connecter("camille").await;
        assert_eq!(
            site.lire(adresse, Some(&camille)).await.status(),
            StatusCode::FORBIDDEN
        );
    }
    let refus = registry::db::sql(
        "SELECT COUNT(*) AS n FROM journal WHERE acte = 'acceder' AND objet_id LIKE '%export.%'",
    )
    .one(site.registry.db())
    .await
    .unwrap();
    assert_eq!(refus.get::<i64>("n").unwrap(), 2);
}
