//! The list of the queue where one works is not lost: opening, deciding, going on, coming back, with forms alone.

use super::*;
use app::api::VueFile;
use registry::db::sql;
use uuid::Uuid;

/// One of the establishments of Nadia in the demonstration.
const INSTITUT: &str = "010780575";

async fn page(site: &Site, adresse: &str, cookie: &str) -> String {
    texte(site.lire(adresse, Some(cookie)).await).await
}

/// The rows of a page of the queue: where each leads.
fn liens(html: &str) -> Vec<String> {
    html.split("data-demande=\"")
        .skip(1)
        .map(|ligne| {
            let apres = ligne.split("href=\"").nth(1).unwrap();
            apres.split('"').next().unwrap().replace("&amp;", "&")
        })
        .collect()
}

/// The value of the first hidden field of that name.
fn cachee(html: &str, nom: &str) -> String {
    let apres = html.split(&format!("name=\"{nom}\" value=\"")).nth(1);
    let apres = apres.unwrap_or_else(|| panic!("no {nom}"));
    apres.split('"').next().unwrap().replace("&amp;", "&")
}

async fn suivre(site: &Site, cookie: &str, corps: String) -> VueFile {
    let requete = formulaire("/api/suivre-file", Some(cookie)).body(corps.into());
    let mut requete: Request<Body> = requete.unwrap();
    requete
        .headers_mut()
        .insert(header::ACCEPT, "application/json".parse().unwrap());
    serde_json::from_str(&texte(site.envoyer(requete).await).await).unwrap()
}

#[tokio::test]
async fn the_list_is_kept_from_the_row_to_the_end_of_the_work() {
    let site = site(true).await;
    let nadia = site.se_connecter("nadia").await;
    let liste = format!("etablissement={INSTITUT}&tri=recentes");
    let adresse = format!("/gestion/demandes?{liste}");
    let html = page(&site, &adresse, &nadia).await;
    assert!(
        html.contains(&format!("data-onglets=\"{}\"", liste.replace('&', "&amp;")))
            || html.contains(&format!("data-onglets=\"{liste}\""))
    );
    let lignes = liens(&html);
    assert!(lignes.len() > 1, "{html}");
    assert!(lignes.iter().all(|lien| lien.ends_with(&format!("?{liste}"))));

    let mut dossier = lignes[0].clone();
    for rang in 0..lignes.len() {
        let html = page(&site, &dossier, &nadia).await;
        let retour = html.split("data-retour").next().unwrap();
        let retour = retour.rsplit("href=\"").next().unwrap().replace("&amp;", "&");
        assert!(retour.starts_with(&adresse), "{retour}");
        let suivante = html.contains("data-suivante");
        assert_eq!(suivante, rang + 1 < lignes.len());
        let corps = format!(
            "demande={}&version={}&file={}&motif=AUT&explication=Une+explication+assez+longue.",
            cachee(&html, "demande"),
            cachee(&html, "version"),
            cachee(&html, "file").replace('&', "%26").replace('=', "%3D"),
        );
        assert_eq!(cachee(&html, "file"), liste);
        // What is refused comes back to the same place.
        let incomplet = corps.replace("&motif=AUT", "");
        let reponse = site.poster("/api/refuser-demande", Some(&nadia), incomplet).await;
        let vers_revoir = vers(&reponse).to_owned();
        assert!(
            vers_revoir.contains("a-revoir=refus") && vers_revoir.contains(&liste),
            "{vers_revoir}"
        );
        let reponse = site.poster("/api/refuser-demande", Some(&nadia), corps).await;
        dossier = vers(&reponse).to_owned();
        assert!(dossier.ends_with(&liste), "{dossier}");
        if let Some(attendue) = lignes.get(rang + 1) {
            let attendue = attendue.split('?').next().unwrap();
            assert!(dossier.starts_with(&format!("{attendue}?decidee=")), "{dossier}");
        }
    }
    // The end of the list says so, and where there is more.
    assert!(dossier.starts_with("/gestion/demandes?decidee="), "{dossier}");
    let html = page(&site, &dossier, &nadia).await;
    assert!(html.contains("Vous êtes au bout de cette liste"), "{html}");
    assert!(html.contains("Voir toute la file"));
    // An address that cannot be read any more opens the demande all the same.
    let html = page(
        &site,
        &format!("{}?vue=inconnue", lignes[0].split('?').next().unwrap()),
        &nadia,
    )
    .await;
    assert!(html.contains("href=\"/gestion/demandes\""), "{html}");
}

#[tokio::test]
async fn a_search_is_kept_without_its_words() {
    let site = site(true).await;
    let nadia = site.se_connecter("nadia").await;
    let reponse = site
        .poster("/api/rechercher", Some(&nadia), "ou=demandes&texte=magalhaes")
        .await;
    let adresse = vers(&reponse).to_owned();
    let html = page(&site, &adresse, &nadia).await;
    let [lien] = <[String; 1]>::try_from(liens(&html)).unwrap();
    let parametres = adresse.split_once('?').unwrap().1;
    assert!(lien.ends_with(parametres), "{lien}");
    let dossier = page(&site, &lien, &nadia).await;
    assert!(dossier.contains(&format!("href=\"{adresse}\"")), "{adresse}");
    assert!(!dossier.contains("data-suivante"), "nobody else has that name");

    // What is followed is what the page shows: under the search, in every view.
    let vue = suivre(
        &site,
        &nadia,
        format!("depuis=0&filtre=%3F{}", parametres.replace('=', "%3D")),
    )
    .await;
    assert_eq!(vue.titre, "1 demande correspond");
    assert_eq!(
        (vue.onglets[0], vue.nouvelles.as_str()),
        (1, "1 nouvelle demande")
    );
    let perdue = suivre(
        &site,
        &nadia,
        format!("depuis=0&filtre=%3Frecherche%3D{}", Uuid::nil()),
    )
    .await;
    assert_eq!((perdue.titre.as_str(), perdue.nouvelles.as_str()), ("", ""));
    assert_eq!(perdue.onglets.len(), 0);
}

#[tokio::test]
async fn an_open_page_follows_its_own_list_and_the_marks_of_its_rows() {
    let site = site(true).await;
    let nadia = site.se_connecter("nadia").await;
    let corps = "nom=Institut&filtre=etablissement%3D010780575";
    site.poster("/api/creer-vue", Some(&nadia), corps).await;
    let ici = format!("etablissement={INSTITUT}");
    let html = page(&site, &format!("/gestion/demandes?{ici}"), &nadia).await;
    assert!(html.contains("data-compte") && html.contains("data-toutes") && html.contains("data-vue="));
    let lignes = liens(&html);
    let id: Uuid = lignes[0]
        .split('?')
        .next()
        .unwrap()
        .rsplit('/')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    let mut tx = site.registry.db().begin().await.unwrap();
    sql(
        "INSERT INTO fil_message (id, demande, auteur, du_demandeur, texte, le) \
         SELECT $2, demande.id, demande.demandeur, $3, 'Bonjour', $4 FROM demande WHERE demande.id = $1",
    )
    .bind(id)
    .bind(Uuid::from_u128(7))
    .bind(true)
    .bind(site.registry.now().millis())
    .execute(&mut tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let vue = suivre(
        &site,
        &nadia,
        format!("depuis=0&demandes={id}&filtre=%3Fetablissement%3D{INSTITUT}"),
    )
    .await;
    let nombre = lignes.len();
    assert_eq!(vue.titre, format!("{nombre} demandes correspondent"));
    assert_eq!(
        vue.nouvelles,
        format!("{} nouvelles demandes", nombre - 1),
        "all but the row it shows"
    );
    assert!(
        vue.toutes.contains(&format!("Les {nombre} demandes")),
        "{}",
        vue.toutes
    );
    assert_eq!(vue.vues.len(), 1);
    assert_eq!(usize::try_from(vue.trouvees[0]).unwrap(), nombre);
    assert!(
        vue.lignes[0].marques.contains(&"1 message non lu".to_owned()),
        "{:?}",
        vue.lignes
    );
    // The home page follows one count.
    let vue = suivre(&site, &nadia, "depuis=0".to_owned()).await;
    assert_eq!(vue.titre, "24 demandes à traiter");
    assert!(vue.onglets.is_empty() && vue.nouvelles.is_empty());
}
