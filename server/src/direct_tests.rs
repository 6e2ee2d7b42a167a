//! The stream of the live queue: who hears what, and until when.

use crate::serve::tests::{Site, site_avec, texte};
use axum::body::{Body, BodyDataStream};
use axum::http::{Response, StatusCode, header};
use domain::ids::{CompteId, DemandeId};
use registry::db::sql;
use registry::droit::Gestionnaire;
use registry::habilitation::{GenreHabilitation, Octroi};
use std::time::Duration;
use tokio_stream::StreamExt as _;
use uuid::Uuid;

/// Paul's EHPAD in the demonstration.
const EHPAD: &str = "010780914";
const INSTITUT: &str = "010011641";

/// A stream, read event by event.
struct Lecture {
    corps: BodyDataStream,
    recu: String,
}

impl Lecture {
    fn new(reponse: Response<Body>) -> Self {
        assert_eq!(reponse.status(), StatusCode::OK);
        assert_eq!(reponse.headers()[header::CONTENT_TYPE], "text/event-stream");
        assert_eq!(reponse.headers()[header::CACHE_CONTROL], "no-store");
        assert!(reponse.headers().get(header::CONTENT_ENCODING).is_none());
        Self {
            corps: reponse.into_body().into_data_stream(),
            recu: String::new(),
        }
    }

    /// The next news, whole; none once the stream has ended. Signs of life are passed over.
    async fn suivante(&mut self) -> Option<String> {
        loop {
            while let Some((evenement, reste)) = self.recu.split_once("\n\n") {
                let evenement = evenement.to_owned();
                self.recu = reste.to_owned();
                if evenement.contains("data:") && !evenement.contains("\"pouls\"") {
                    return Some(evenement);
                }
            }
            let bout = tokio::time::timeout(Duration::from_secs(60), self.corps.next())
                .await
                .expect("the stream says something, or ends")?;
            self.recu.push_str(std::str::from_utf8(&bout.unwrap()).unwrap());
        }
    }

    async fn ouverte(&mut self) {
        let debut = self.suivante().await.expect("it opens");
        assert!(
            debut.contains(r#""genre":"ouvert""#) && debut.contains("retry:"),
            "{debut}"
        );
    }

    async fn finie(&mut self) {
        let fin = self.suivante().await.expect("it says that it ends");
        assert!(fin.contains(r#""genre":"fin""#), "{fin}");
        assert_eq!(self.suivante().await, None);
    }
}

/// A gestionnaire, with a cookie and a proof of right.
struct Collegue {
    cookie: String,
    compte: CompteId,
    g: Gestionnaire,
}

fn octroi(qui: &str, finess: &str) -> Octroi {
    Octroi {
        identifiant: qui.to_owned(),
        nom: qui.to_owned(),
        genre: GenreHabilitation::Gestionnaire,
        finess: finess.parse().unwrap(),
        carte_jusqu_au: None,
    }
}

async fn collegue(site: &Site, qui: &str, finess: &str) -> Collegue {
    site.registry
        .accorder_habilitation(&octroi(qui, finess))
        .await
        .unwrap();
    let row = sql("SELECT id FROM compte WHERE sujet = $1")
        .bind(format!("psc:{qui}"))
        .one(site.registry.db())
        .await
        .unwrap();
    let compte = CompteId::new(row.get::<Uuid>("id").unwrap());
    let jeton = site.registry.ouvrir_session(compte, 60).await.unwrap();
    let session = site.registry.session_ouverte(jeton.as_str()).await.unwrap();
    Collegue {
        cookie: format!("session={}", jeton.as_str()),
        compte,
        g: session.unwrap().gestionnaire().unwrap(),
    }
}

/// The oldest pending demandes of an establishment.
async fn en_attente(site: &Site, finess: &str) -> Vec<DemandeId> {
    let rows = sql("SELECT id FROM demande WHERE statut = 'a_traiter' AND finess = $1 ORDER BY soumise_le")
        .bind(finess)
        .all(site.registry.db())
        .await
        .unwrap();
    rows.iter()
        .map(|row| DemandeId::new(row.get("id").unwrap()))
        .collect()
}

async fn refuser(site: &Site, collegue: &Collegue, id: DemandeId) {
    let explication = "Nous ne connaissons pas cette personne.".parse().unwrap();
    let version = match site.registry.dossier(&collegue.g, id).await {
        Ok(dossier) => dossier.version,
        Err(cause) => panic!("{cause}"),
    };
    site.registry
        .refuser(
            &collegue.g,
            id,
            version,
            domain::nomenclature::MotifRefus::Autre,
            &explication,
        )
        .await
        .unwrap();
}

async fn executer(site: &Site, ordre: &'static str, compte: CompteId) {
    let mut tx = site.registry.db().begin().await.unwrap();
    sql(ordre).bind(compte.uuid()).execute(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn one_hears_of_ones_perimeter_without_a_name() {
    let site = site_avec(true, |_| {}).await;
    let (dedans, dehors) = (
        collegue(&site, "dedans", EHPAD).await,
        collegue(&site, "dehors", INSTITUT).await,
    );
    let autre = collegue(&site, "autre", EHPAD).await;
    let mut ici = Lecture::new(site.lire("/api/direct", Some(&dedans.cookie)).await);
    let mut la = Lecture::new(site.lire("/api/direct", Some(&dehors.cookie)).await);
    ici.ouverte().await;
    la.ouverte().await;

    let (a, b) = (en_attente(&site, EHPAD).await, en_attente(&site, INSTITUT).await);
    refuser(&site, &autre, a[0]).await;
    refuser(&site, &dehors, b[0]).await;
    refuser(&site, &dedans, a[1]).await;

    let premiere = ici.suivante().await.unwrap();
    assert!(
        premiere.contains(&format!(
            r#"{{"genre":"demande","demande":"{}","acte":"refuser","moi":false}}"#,
            a[0]
        )),
        "{premiere}"
    );
    assert!(premiere.contains("id:"), "{premiere}");
    let seconde = ici.suivante().await.unwrap();
    assert!(
        seconde.contains(&a[1].to_string()) && seconde.contains(r#""moi":true"#),
        "the demande of elsewhere was not told: {seconde}"
    );
    let la_bas = la.suivante().await.unwrap();
    assert!(la_bas.contains(&b[0].to_string()), "{la_bas}");
    for dit in [&premiere, &seconde, &la_bas] {
        assert!(
            !dit.contains("autre") && !dit.contains(&autre.compte.to_string()),
            "{dit}"
        );
    }
}

#[tokio::test]
async fn the_stream_ends_with_the_right() {
    let site = site_avec(true, |_| {}).await;
    let retire = collegue(&site, "retire", EHPAD).await;
    let ferme = collegue(&site, "ferme", EHPAD).await;
    let reste = collegue(&site, "reste", EHPAD).await;
    let mut flux_retire = Lecture::new(site.lire("/api/direct", Some(&retire.cookie)).await);
    let mut flux_ferme = Lecture::new(site.lire("/api/direct", Some(&ferme.cookie)).await);
    let mut flux_reste = Lecture::new(site.lire("/api/direct", Some(&reste.cookie)).await);
    for flux in [&mut flux_retire, &mut flux_ferme, &mut flux_reste] {
        flux.ouverte().await;
    }

    // Habilitation withdrawn: what happens afterwards is not heard any more.
    let droit = octroi("retire", EHPAD);
    site.registry
        .retirer_habilitation("retire", droit.genre, &droit.finess)
        .await
        .unwrap();
    let demandes = en_attente(&site, EHPAD).await;
    refuser(&site, &reste, demandes[0]).await;
    flux_retire.finie().await;
    let refus = site.lire("/api/direct", Some(&retire.cookie)).await;
    assert_eq!(refus.status(), StatusCode::FORBIDDEN);

    // Signed out.
    site.poster("/api/se-deconnecter", Some(&ferme.cookie), "").await;
    let entendue = flux_ferme.suivante().await.unwrap();
    assert!(entendue.contains(&demandes[0].to_string()), "{entendue}");
    flux_ferme.finie().await;
    let refus = site.lire("/api/direct", Some(&ferme.cookie)).await;
    assert_eq!(refus.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(
        site.lire("/api/direct/etat", Some(&ferme.cookie)).await.status(),
        StatusCode::UNAUTHORIZED
    );

    // Whoever keeps the right keeps the stream, until the program stops: then the browser may come back.
    let entendue = flux_reste.suivante().await.unwrap();
    assert!(entendue.contains(&demandes[0].to_string()), "{entendue}");
    site.registry.clore_direct();
    assert_eq!(flux_reste.suivante().await, None);
}

#[tokio::test]
async fn what_nobody_tells_is_noticed_within_seconds() {
    let site = site_avec(true, |_| {}).await;
    // A card that expires, a session left alone, a right changed by hand: none of them is told.
    let cas = [
        (
            "carte",
            "UPDATE habilitation SET carte_jusqu_au = '2020-01-01' WHERE compte = $1",
        ),
        (
            "oubliee",
            "UPDATE session SET vue_le = vue_le - 7200000 WHERE compte = $1",
        ),
    ];
    let mut flux = Vec::new();
    for (qui, ordre) in cas {
        let collegue = collegue(&site, qui, EHPAD).await;
        let mut lecture = Lecture::new(site.lire("/api/direct", Some(&collegue.cookie)).await);
        lecture.ouverte().await;
        executer(&site, ordre, collegue.compte).await;
        flux.push(lecture);
    }
    let elargi = collegue(&site, "elargi", EHPAD).await;
    let mut lecture = Lecture::new(site.lire("/api/direct", Some(&elargi.cookie)).await);
    lecture.ouverte().await;
    executer(
        &site,
        "UPDATE habilitation SET finess = '010011641' WHERE compte = $1",
        elargi.compte,
    )
    .await;
    for lecture in &mut flux {
        lecture.finie().await;
    }
    let relire = lecture.suivante().await.unwrap();
    assert!(relire.contains(r#""genre":"relire""#), "{relire}");
}

#[tokio::test]
async fn an_account_has_so_many_streams_and_gets_them_back() {
    let site = site_avec(true, |_| {}).await;
    let collegue = collegue(&site, "six", EHPAD).await;
    let mut ouverts = Vec::new();
    for _ in 0..super::FLUX_MAX {
        let mut lecture = Lecture::new(site.lire("/api/direct", Some(&collegue.cookie)).await);
        lecture.ouverte().await;
        ouverts.push(lecture);
    }
    let refus = site.lire("/api/direct", Some(&collegue.cookie)).await;
    assert_eq!(refus.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(refus.headers().contains_key(header::RETRY_AFTER));
    ouverts.pop();
    // The place is free as soon as the server has noticed.
    loop {
        let reponse = site.lire("/api/direct", Some(&collegue.cookie)).await;
        if reponse.status() == StatusCode::OK {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn without_a_stream_the_stamp_says_when_to_read_again() {
    let site = site_avec(true, |_| {}).await;
    let (moi, autre) = (
        collegue(&site, "moi", EHPAD).await,
        collegue(&site, "autre", EHPAD).await,
    );
    let etat = async || {
        let reponse = site.lire("/api/direct/etat", Some(&moi.cookie)).await;
        assert_eq!(reponse.status(), StatusCode::OK);
        assert_eq!(reponse.headers()[header::CACHE_CONTROL], "no-store");
        serde_json::from_str::<app::api::EtatDirect>(&texte(reponse).await).unwrap()
    };
    let avant = etat().await;
    assert_eq!(avant, etat().await);
    let demandes = en_attente(&site, EHPAD).await;
    assert_eq!(avant.a_traiter, i64::try_from(demandes.len()).unwrap());
    site.registry
        .prendre(&autre.g, demandes[0], site.registry.jeton_prise())
        .await
        .unwrap();
    let prise = etat().await;
    assert!(prise.a_traiter == avant.a_traiter && prise.tampon != avant.tampon);
    refuser(&site, &autre, demandes[0]).await;
    let decidee = etat().await;
    assert!(decidee.a_traiter == avant.a_traiter - 1 && decidee.tampon != prise.tampon);
}

#[tokio::test]
async fn an_open_page_learns_what_became_of_its_rows() {
    let site = site_avec(true, |_| {}).await;
    let (moi, autre) = (
        collegue(&site, "Moi MARTIN", EHPAD).await,
        collegue(&site, "Autre DURAND", EHPAD).await,
    );
    let (ici, ailleurs) = (en_attente(&site, EHPAD).await, en_attente(&site, INSTITUT).await);
    refuser(&site, &autre, ici[0]).await;
    let ouverte = texte(
        site.lire(&format!("/gestion/demandes/{}", ici[1]), Some(&autre.cookie))
            .await,
    )
    .await;
    assert!(ouverte.contains("Vous traitez cette demande"));
    let corps = format!("depuis=0&demandes={},{},{},abc", ici[0], ici[1], ailleurs[0]);
    let requete = crate::serve::tests::formulaire("/api/suivre-file", Some(&moi.cookie))
        .body(corps.into())
        .map(|mut requete: axum::http::Request<Body>| {
            requete
                .headers_mut()
                .insert(header::ACCEPT, "application/json".parse().unwrap());
            requete
        })
        .unwrap();
    let vue: app::api::VueFile = serde_json::from_str(&texte(site.envoyer(requete).await).await).unwrap();
    assert_eq!(vue.lignes.len(), 2, "the demande of elsewhere is left out");
    let de = |id: DemandeId| vue.lignes.iter().find(|l| l.demande == id.to_string()).unwrap();
    assert_eq!(
        (de(ici[0]).texte.as_str(), de(ici[0]).finie),
        ("refusée par Autre DURAND", true)
    );
    assert_eq!(
        (de(ici[1]).texte.as_str(), de(ici[1]).finie),
        ("ouverte par Autre DURAND", false)
    );
    assert!(vue.relire.is_some_and(|secondes| (1..=301).contains(&secondes)));
    // The page drawn now says the same beside the row.
    let page = texte(site.lire("/gestion/demandes", Some(&moi.cookie)).await).await;
    assert!(
        page.contains("ouverte par Autre DURAND") && page.contains(&format!("data-demande=\"{}\"", ici[1]))
    );

    // A decision that crosses the other's hand is refused with a way out, and loses no word.
    let dossier = texte(
        site.lire(&format!("/gestion/demandes/{}", ici[1]), Some(&moi.cookie))
            .await,
    )
    .await;
    assert!(dossier.contains("Autre DURAND traite cette demande") && dossier.contains("Prendre la main"));
    let version = site
        .registry
        .dossier(&moi.g, ici[1])
        .await
        .map(|dossier| dossier.version);
    let corps = format!(
        "demande={}&version={}&motif=AUT&explication=Une+explication+assez+longue.",
        ici[1],
        version.unwrap_or_default()
    );
    let reponse = site
        .poster("/api/refuser-demande", Some(&moi.cookie), corps)
        .await;
    let vers = crate::serve::tests::vers(&reponse).to_owned();
    assert!(vers.contains("a-revoir=prise&saisie="), "{vers}");
    let page = texte(
        site.lire(vers.trim_end_matches("#refuser"), Some(&moi.cookie))
            .await,
    )
    .await;
    assert!(
        page.contains("Votre décision n’a pas été enregistrée")
            && page.contains("Une explication assez longue.")
    );
    let saisie = vers
        .split("saisie=")
        .nth(1)
        .unwrap()
        .trim_end_matches("#refuser")
        .to_owned();
    let reponse = site
        .poster(
            "/api/prendre-la-main",
            Some(&moi.cookie),
            format!("demande={}&saisie={saisie}", ici[1]),
        )
        .await;
    let vers = crate::serve::tests::vers(&reponse).to_owned();
    assert!(vers.contains("a-revoir=main"), "{vers}");
    let page = texte(
        site.lire(vers.trim_end_matches("#refuser"), Some(&moi.cookie))
            .await,
    )
    .await;
    assert!(page.contains("Vous traitez cette demande") && page.contains("Une explication assez longue."));
}
