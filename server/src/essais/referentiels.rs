//! An operator brings a referential over the wire: a good file, files that are not, people who may not.

use super::*;
use registry::db::sql;
use registry::demonstration::compte_de;

const FRONTIERE: &str = "essai-de-frontiere";
const COMMUNES: &[u8] =
    b"code,nom,genre,population,autre_nom\n01001,L'Abergement-de-la-Bascule,A,832,\n95998,Essai-sur-Mer,A,12,\n";
const FINESS: &[u8] = include_bytes!("../../data/finess-structures-sample.json");

async fn odile(site: &Site) -> String {
    let compte = compte_de(&site.registry, "odile").await.unwrap().unwrap();
    let jeton = site.registry.ouvrir_session(compte, 60).await.unwrap();
    format!("session={}", jeton.as_str())
}

async fn envoyer(site: &Site, session: Option<&str>, quoi: &str, fichier: &[u8]) -> Response<Body> {
    let mut corps = format!(
        "--{FRONTIERE}\r\nContent-Disposition: form-data; name=\"fichier\"; filename=\"flux.json\"\r\n\r\n"
    )
    .into_bytes();
    corps.extend_from_slice(fichier);
    corps.extend_from_slice(format!("\r\n--{FRONTIERE}--\r\n").as_bytes());
    let mut requete = Request::post(format!("/support/referentiels/{quoi}"))
        .header(header::ACCEPT, "text/html")
        .header("sec-fetch-site", "same-origin")
        .header(
            header::CONTENT_TYPE,
            format!("multipart/form-data; boundary={FRONTIERE}"),
        );
    if let Some(session) = session {
        requete = requete.header(header::COOKIE, session);
    }
    site.envoyer(requete.body(Body::from(corps)).unwrap()).await
}

/// The page that follows an upload.
async fn suite(site: &Site, session: &str, reponse: &Response<Body>) -> String {
    assert_eq!(reponse.status(), StatusCode::SEE_OTHER);
    let adresse = vers(reponse).to_owned();
    assert!(adresse.starts_with("/support/referentiels?bilan="), "{adresse}");
    texte(site.lire(&adresse, Some(session)).await).await
}

async fn nombre(site: &Site, requete: &'static str) -> i64 {
    let row = sql(requete).one(site.registry.db()).await.unwrap();
    row.get("n").unwrap()
}

/// Entries of operators: those of the command line have no author.
const IMPORTS: &str =
    "SELECT COUNT(*) AS n FROM journal WHERE acte = 'import' AND issue = 'fait' AND acteur IS NOT NULL";

#[tokio::test]
async fn an_operator_brings_a_file_and_reads_what_it_did() {
    let site = site(true).await;
    let session = odile(&site).await;
    let page = texte(site.lire("/support/referentiels", Some(&session)).await).await;
    assert!(page.contains("action=\"/support/referentiels/finess\"") && page.contains("multipart/form-data"));

    let reponse = envoyer(&site, Some(&session), "communes", COMMUNES).await;
    let page = suite(&site, &session, &reponse).await;
    assert!(
        page.contains("2 lignes dans le fichier\u{a0}: 1 ajoutée, 1 modifiée, 0 inchangée"),
        "{page}"
    );
    assert!(page.contains(", par Odile MARCHAND"), "who brought it: {page}");
    assert!(site.registry.commune("95998").await.unwrap().is_some());
    assert_eq!(nombre(&site, IMPORTS).await, 1);

    let reponse = envoyer(&site, Some(&session), "communes", COMMUNES).await;
    let page = suite(&site, &session, &reponse).await;
    assert!(page.contains("0 ajoutée, 0 modifiée, 2 inchangées"), "{page}");

    let reponse = envoyer(&site, Some(&session), "finess", FINESS).await;
    let page = suite(&site, &session, &reponse).await;
    assert!(
        page.contains("Établissements (FINESS)") && page.contains("l’import est fait"),
        "{page}"
    );
    // What it did is nobody else's to read.
    let autre = odile(&site).await;
    let page = texte(site.lire(vers(&reponse), Some(&autre)).await).await;
    assert!(!page.contains("l’import est fait"));
}

#[tokio::test]
async fn a_file_that_breaks_changes_nothing_and_says_where() {
    let site = site(true).await;
    let session = odile(&site).await;
    let etat = async || {
        let etablissements = nombre(&site, "SELECT COUNT(*) AS n FROM etablissement").await;
        let communes = nombre(&site, "SELECT COUNT(*) AS n FROM commune").await;
        let preparees = nombre(&site, "SELECT COUNT(*) AS n FROM import_etablissement").await;
        (etablissements, communes, preparees, nombre(&site, IMPORTS).await)
    };
    let avant = etat().await;
    let tronque = &FINESS[..FINESS.len() / 2];
    let imbrique = [b"{\"autre\":".to_vec(), vec![b'['; 100_000]].concat();
    let demesure = [b"{\"autre\":\"".to_vec(), vec![b'a'; 300_000]].concat();
    for (quoi, fichier, raison) in [
        ("finess", tronque, "s’arrête trop tôt (ligne"),
        ("finess", &imbrique, "imbriqués de façon anormale"),
        ("finess", &demesure, "longueur anormale"),
        ("finess", b"\xFF\xFEpas du texte", "UTF-8"),
        ("finess", b"<script>alert(7)</script>", "JSON valide"),
        ("finess", b"", "Le fichier est vide"),
        ("communes", FINESS, "La ligne 1 du fichier"),
        (
            "communes",
            b"code,nom,genre,population,autre_nom\n01001,<script>alert(7)</script>,Z,1,\n",
            "La ligne 2 du fichier",
        ),
    ] {
        let reponse = envoyer(&site, Some(&session), quoi, fichier).await;
        let page = suite(&site, &session, &reponse).await;
        assert!(
            page.contains(raison) && page.contains("rien n’a été modifié"),
            "{raison}: {page}"
        );
        assert!(page.contains("role=\"alert\"") && !page.contains("<script>alert"));
        assert_eq!(etat().await, avant, "{raison}");
    }
    let sans_fichier = site
        .poster("/support/referentiels/finess", Some(&session), "")
        .await;
    let page = suite(&site, &session, &sans_fichier).await;
    assert!(page.contains("Choisissez un fichier"), "{page}");
}

#[tokio::test]
async fn nobody_else_brings_a_file() {
    let site = site(true).await;
    let nadia = site.se_connecter("nadia").await;
    let refusee = envoyer(&site, Some(&nadia), "communes", COMMUNES).await;
    assert_eq!(refusee.status(), StatusCode::FORBIDDEN);
    let anonyme = envoyer(&site, None, "communes", COMMUNES).await;
    assert!(vers(&anonyme).starts_with("/connexion?session=terminee"));
    let session = odile(&site).await;
    let inconnu = envoyer(&site, Some(&session), "pays", COMMUNES).await;
    assert_eq!(inconnu.status(), StatusCode::NOT_FOUND);
    assert!(site.registry.commune("95998").await.unwrap().is_none());
    assert_eq!(nombre(&site, IMPORTS).await, 0);
}
