//! The database is locked, can only be read, or is gone: whoever reads or acts gets a clear page, nothing typed is lost, and the
//! same thing works afterwards.

use super::*;
use registry::db::Db;
use registry::{Contexte, Registry};

/// Camille's draft, and a demande that Nadia may open.
struct Decor {
    camille: String,
    nadia: String,
    contact: String,
    dossier: String,
}

async fn decor(site: &Site) -> Decor {
    let camille = site.se_connecter("camille").await;
    let nadia = site.se_connecter("nadia").await;
    site.poster("/api/commencer-demande", Some(&camille), "").await;
    let page = texte(site.lire("/demande/contact", Some(&camille)).await).await;
    let debut = page.find("name=\"demande\" value=\"").unwrap() + "name=\"demande\" value=\"".len();
    let demande = &page[debut..debut + 36];
    let file = texte(site.lire("/gestion/demandes", Some(&nadia)).await).await;
    let debut = file.find("/gestion/demandes/").unwrap();
    Decor {
        contact: format!(
            "demande={demande}&mode=continuer&email=gard%C3%A9e%40example.org&mobile=0612345678"
        ),
        dossier: file[debut..debut + "/gestion/demandes/".len() + 36].to_owned(),
        camille,
        nadia,
    }
}

/// A page that notes who reads it, and an act: both say that the register does not answer, in French, and keep what was typed.
async fn rien_ne_passe(site: &Site, decor: &Decor, raison: &str) {
    let (page, acte) = tokio::join!(
        site.lire(&decor.dossier, Some(&decor.nadia)),
        site.poster(
            "/api/enregistrer-contact",
            Some(&decor.camille),
            decor.contact.clone()
        ),
    );
    for reponse in [&page, &acte] {
        assert_eq!(reponse.status(), StatusCode::SERVICE_UNAVAILABLE);
    }
    let page = texte(page).await;
    assert!(page.contains("<html lang=\"fr\"") && page.contains(raison));
    let acte = texte(acte).await;
    assert!(acte.contains(raison) && acte.contains("gardée@example.org") && acte.contains("Réessayer"));
}

/// What only reads goes on; the same page and the same act pass, and the act says what it kept.
async fn tout_passe(site: &Site, decor: &Decor) {
    let page = site.lire(&decor.dossier, Some(&decor.nadia)).await;
    assert_eq!(page.status(), StatusCode::OK);
    let acte = site
        .poster(
            "/api/enregistrer-contact",
            Some(&decor.camille),
            decor.contact.clone(),
        )
        .await;
    assert_eq!(acte.status(), StatusCode::SEE_OTHER);
    let page = texte(site.lire("/demande/contact", Some(&decor.camille)).await).await;
    assert!(page.contains("gardée@example.org"));
}

fn base(site: &Site) -> String {
    format!("sqlite:{}", site.dossier.path().join("essai.db").display())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_database_is_said_and_loses_nothing() {
    let site = site(true).await;
    let decor = decor(&site).await;
    let autre = Db::open(&base(&site)).await.unwrap();
    let verrou = autre.begin().await.unwrap();
    rien_ne_passe(&site, &decor, "Le répertoire est très sollicité en ce moment").await;
    let lecture = site.lire("/mes-demandes", Some(&decor.camille)).await;
    assert_eq!(lecture.status(), StatusCode::OK, "reading needs no lock");
    drop(verrou);
    autre.close().await;
    tout_passe(&site, &decor).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_can_only_be_read_is_said_and_loses_nothing() {
    let mut site = site(true).await;
    let decor = decor(&site).await;
    let db = Db::open(&format!("{}?mode=ro", base(&site))).await.unwrap();
    let lecture = Registry::new(db, Contexte::system()).await.unwrap();
    let options = options(&site.dossier, true);
    let ouvert = std::mem::replace(&mut site.routeur, routeur_de(&lecture, &options));
    rien_ne_passe(&site, &decor, "Le répertoire est momentanément indisponible").await;
    let page = site.lire("/mes-demandes", Some(&decor.camille)).await;
    assert_eq!(page.status(), StatusCode::OK, "what is there can be read");
    site.routeur = ouvert;
    tout_passe(&site, &decor).await;
}

#[tokio::test]
async fn a_database_that_is_gone_loses_nothing_typed() {
    let site = site(true).await;
    let cookie = site.se_connecter("camille").await;
    site.registry.db().close().await;
    let page = site.lire("/mes-demandes", Some(&cookie)).await;
    assert_eq!(page.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(texte(page).await.contains("Le répertoire ne répond pas"));
    let envoi = site
        .poster(
            "/api/enregistrer-contact",
            Some(&cookie),
            "demande=x&email=camille%40example.org",
        )
        .await;
    assert_eq!(envoi.status(), StatusCode::SERVICE_UNAVAILABLE);
    let html = texte(envoi).await;
    assert!(
        html.contains("camille@example.org") && html.contains("Réessayer"),
        "what was typed is offered again"
    );
}
