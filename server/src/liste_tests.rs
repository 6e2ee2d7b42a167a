//! Bringing a staff list over the wire: the form of a browser without a script, files that are too large, the files that go out.

use super::*;
use axum::body::Bytes;
use std::convert::Infallible;
use std::sync::atomic::{AtomicUsize, Ordering};

const FRONTIERE: &str = "essai-de-frontiere";

/// Nadia's session: she is a gestionnaire of the demonstration.
async fn nadia(site: &Site) -> String {
    let compte = registry::demonstration::compte_de(&site.registry, "nadia")
        .await
        .unwrap()
        .unwrap();
    let jeton = site.registry.ouvrir_session(compte, 60).await.unwrap();
    format!("session={}", jeton.as_str())
}

fn envoi(session: Option<&str>, corps: Body) -> Request<Body> {
    let mut requete = Request::post("/gestion/imports/fichier")
        .header(header::ACCEPT, "text/html")
        .header("sec-fetch-site", "same-origin")
        .header(
            header::CONTENT_TYPE,
            format!("multipart/form-data; boundary={FRONTIERE}"),
        );
    if let Some(session) = session {
        requete = requete.header(header::COOKIE, session);
    }
    requete.body(corps).unwrap()
}

fn entete(nom: &str) -> String {
    format!(
        "--{FRONTIERE}\r\nContent-Disposition: form-data; name=\"fichier\"; filename=\"{nom}\"\r\nContent-Type: text/csv\r\n\r\n"
    )
}

fn multipart(nom: &str, contenu: &[u8]) -> Body {
    let mut corps = entete(nom).into_bytes();
    corps.extend_from_slice(contenu);
    corps.extend_from_slice(format!("\r\n--{FRONTIERE}--\r\n").as_bytes());
    Body::from(corps)
}

fn vers(reponse: &Response<Body>) -> String {
    assert_eq!(reponse.status(), StatusCode::SEE_OTHER);
    reponse.headers()[header::LOCATION].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_browser_without_a_script_brings_a_list() {
    let site = site(true).await;
    let session = nadia(&site).await;
    let liste = "Nom;Prénoms;Sexe\nMARTIN;Louise;F\n".as_bytes();
    let page = vers(
        &site
            .envoyer(envoi(Some(&session), multipart("équipe.csv", liste)))
            .await,
    );
    assert!(page.starts_with("/gestion/imports/"), "{page}");
    let lue = site.lire(&page, Some(&session)).await;
    assert_eq!(lue.status(), StatusCode::OK);
    let texte = String::from_utf8(lue.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap();
    assert!(
        texte.contains("Associer les colonnes") && texte.contains("équipe.csv"),
        "{texte}"
    );
}

#[tokio::test]
async fn a_file_that_is_no_list_is_refused_in_words() {
    let site = site(true).await;
    let session = nadia(&site).await;
    for (contenu, code) in [
        (&b""[..], "vide"),
        (b"%PDF-1.7", "inconnu"),
        (b"a;b\0", "inconnu"),
    ] {
        let page = vers(
            &site
                .envoyer(envoi(Some(&session), multipart("liste.csv", contenu)))
                .await,
        );
        assert_eq!(page, format!("/gestion/imports?refus={code}"));
        let lue = site.lire(&page, Some(&session)).await;
        let texte = String::from_utf8(lue.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap();
        assert!(texte.contains("Ce fichier n’a pas été pris"));
    }
    let sans_fichier = Body::from(format!("--{FRONTIERE}--\r\n"));
    let page = vers(&site.envoyer(envoi(Some(&session), sans_fichier)).await);
    assert_eq!(page, "/gestion/imports?refus=absent");
}

#[tokio::test]
async fn what_is_far_too_large_is_refused_while_it_comes_and_never_held() {
    let site = site(true).await;
    let session = nadia(&site).await;
    let envoyes = Arc::new(AtomicUsize::new(0));
    let compteur = Arc::clone(&envoyes);
    let bloc = Bytes::from(vec![b'a'; 1024 * 1024]);
    let debut = Some(Bytes::from(entete("film.csv")));
    let morceaux = (0..256).map(move |_| {
        compteur.fetch_add(bloc.len(), Ordering::Relaxed);
        bloc.clone()
    });
    let fin = Some(Bytes::from(format!("\r\n--{FRONTIERE}--\r\n")));
    let flux = debut
        .into_iter()
        .chain(morceaux)
        .chain(fin)
        .map(Ok::<_, Infallible>);
    let corps = Body::from_stream(tokio_stream::iter(flux));
    let avant = memoire();
    let reponse = site.envoyer(envoi(Some(&session), corps)).await;
    assert_eq!(vers(&reponse), "/gestion/imports?refus=trop-gros");
    assert_eq!(envoyes.load(Ordering::Relaxed), 256 * 1024 * 1024);
    let prise = memoire().saturating_sub(avant);
    assert!(prise < 160 * 1024, "{prise} kB more than before");
}

/// Resident memory, in kB.
fn memoire() -> usize {
    let etat = std::fs::read_to_string("/proc/self/status").unwrap();
    let ligne = etat.lines().find(|ligne| ligne.starts_with("VmRSS:")).unwrap();
    ligne.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[tokio::test]
async fn another_site_cannot_bring_a_list() {
    let site = site(true).await;
    let session = nadia(&site).await;
    let mut requete = envoi(Some(&session), multipart("liste.csv", b"nom\nA\n"));
    requete
        .headers_mut()
        .insert("sec-fetch-site", "cross-site".parse().unwrap());
    assert_eq!(site.envoyer(requete).await.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_models_are_files_to_keep() {
    let site = site(true).await;
    let session = nadia(&site).await;
    for (nom, debut) in [
        ("modele.xlsx", &b"PK"[..]),
        ("modele.csv", "\u{feff}civilite;sexe;".as_bytes()),
    ] {
        let reponse = site
            .lire(&format!("/gestion/imports/{nom}"), Some(&session))
            .await;
        assert_eq!(reponse.status(), StatusCode::OK);
        let depot = reponse.headers()[header::CONTENT_DISPOSITION]
            .to_str()
            .unwrap()
            .to_owned();
        assert!(depot.starts_with("attachment; filename="), "{depot}");
        let octets = reponse.into_body().collect().await.unwrap().to_bytes();
        assert!(octets.starts_with(debut), "{nom}");
    }
}
