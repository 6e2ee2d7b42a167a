//! What nobody should type, in every field of every form: nothing breaks, nothing comes back as markup, and what belongs to
//! others stays as it is.

use super::*;
use domain::saisie::{
    SaisieCgu, SaisieContact, SaisieDecision, SaisieEtatCivil, SaisieFermeture, SaisieHabilite,
    SaisieInconnu, SaisieInvitation, SaisieLegale, SaisieMessage, SaisieModele, SaisieNoms, SaisieSituation,
};

/// Leaves whatever it is written in, then shows whether it is run.
const PIEGE: &str = "</textarea></title><script>alert(7)</script>";
const COURU: &str = "<script>alert(7)</script>";
/// Who tries a form: the first of them whom the table lets in.
const ESSAYEURS: [&str; 6] = [
    "representant_dedans",
    "gestionnaire_dedans",
    "usager",
    "inscrit",
    "operateur",
    "anonyme",
];

/// What is typed, as bytes: the last one is no text at all.
fn hostiles() -> [Vec<u8>; 10] {
    let long = "a".repeat(300);
    [
        "",
        &long,
        "Привет мир",
        "👩🏽‍⚕️🇫🇷",
        "a\u{200b}\u{200d}\u{feff}b",
        "\u{202e}txet\u{2066}x",
        PIEGE,
        "'; DROP TABLE demande; --",
        "a\0b",
    ]
    .map(|texte| texte.as_bytes().to_vec())
    .into_iter()
    .chain([vec![0xFF, 0xFE, 0xC0, 0x80]])
    .collect::<Vec<_>>()
    .try_into()
    .unwrap()
}

fn coder(octets: &[u8]) -> String {
    octets.iter().fold(String::new(), |mut texte, octet| {
        write!(texte, "%{octet:02X}").unwrap();
        texte
    })
}

/// The fields that people type in the form of this endpoint, besides those that name its objects.
fn champs(chemin: &str) -> Vec<&'static str> {
    let listes: &[&[&str]] = match chemin.trim_start_matches("/api/") {
        "enregistrer-etat-civil" | "corriger-etat-civil" => &[SaisieEtatCivil::NOMS],
        "enregistrer-contact" | "changer-contact" => &[SaisieContact::NOMS],
        "enregistrer-situation" => &[SaisieSituation::NOMS],
        "enregistrer-legale" => &[SaisieLegale::NOMS],
        "enregistrer-modele" => &[SaisieModele::NOMS],
        "changer-noms" => &[SaisieNoms::NOMS],
        "preparer-depart" | "confirmer-depart" | "declarer-depart" => &[SaisieFermeture::NOMS],
        "preparer-situation" | "preciser-revue" | "repondre-revue" => {
            &[SaisieSituation::NOMS, SaisieFermeture::NOMS]
        }
        "etape-inscription" | "corriger-ligne" | "repondre-correction" => {
            &[SaisieEtatCivil::NOMS, SaisieContact::NOMS, SaisieSituation::NOMS]
        }
        "inviter" => &[SaisieInvitation::NOMS],
        "nommer-gestionnaire" | "trouver-gestionnaires" => &[SaisieInconnu::NOMS],
        "completer-gestionnaire" => &[SaisieHabilite::NOMS],
        "envoyer-habilitations" => &[SaisieCgu::NOMS],
        "refuser-demande" | "lancer-lot" => &[SaisieDecision::NOMS],
        "ecrire-au-demandeur" | "ecrire-au-gestionnaire" => &[SaisieMessage::NOMS],
        _ => &[],
    };
    listes.concat()
}

/// The bodies to send: each field of the form in turn, then all that people type at once.
fn corps_hostiles(chemin: &str, corps: &str, valeur: &str) -> Vec<String> {
    let paires: Vec<(&str, &str)> = corps
        .split('&')
        .filter_map(|paire| paire.split_once('='))
        .collect();
    let ecrire = |remplacer: &dyn Fn(usize, &str) -> bool, en_plus: &[&str]| {
        let mut parties: Vec<String> = Vec::new();
        for (rang, (nom, juste)) in paires.iter().enumerate() {
            let valeur = if remplacer(rang, nom) { valeur } else { juste };
            parties.push(format!("{nom}={valeur}"));
        }
        parties.extend(en_plus.iter().map(|nom| format!("{nom}={valeur}")));
        parties.join("&")
    };
    let mut tous: Vec<String> = (0..paires.len())
        .map(|visee| ecrire(&|rang, _| rang == visee, &[]))
        .collect();
    let champs = champs(chemin);
    if !champs.is_empty() {
        let nouveaux: Vec<&str> = champs
            .iter()
            .copied()
            .filter(|nom| paires.iter().all(|(connu, _)| connu != nom))
            .collect();
        tous.push(ecrire(&|_, nom| champs.contains(&nom), &nouveaux));
    }
    tous
}

/// How much there is that nobody of « dedans » may touch.
async fn ailleurs(site: &Site) -> Vec<i64> {
    let mut nombres = Vec::new();
    for requete in [
        "SELECT COUNT(*) AS n FROM demande WHERE statut <> 'brouillon' AND finess <> '010780914'",
        "SELECT COUNT(*) AS n FROM situation WHERE finess <> '010780914' AND fin IS NULL",
        "SELECT COUNT(*) AS n FROM habilitation WHERE finess <> '010780914' AND retiree_le IS NULL",
        "SELECT COUNT(*) AS n FROM personne WHERE NOT EXISTS (SELECT 1 FROM situation \
             WHERE situation.personne = personne.id AND situation.finess = '010780914')",
        "SELECT COUNT(*) AS n FROM carte WHERE finess <> '010780914'",
        "SELECT COUNT(*) AS n FROM revue WHERE finess <> '010780914' AND terminee_le IS NULL",
        "SELECT COUNT(*) AS n FROM revue_partage JOIN revue ON revue.id = revue_partage.revue \
             WHERE revue.finess <> '010780914' AND revoque_le IS NULL",
        "SELECT COUNT(*) AS n FROM etablissement",
        "SELECT COUNT(*) AS n FROM entite_juridique",
        "SELECT COUNT(*) AS n FROM commune",
        "SELECT COUNT(*) AS n FROM pays",
        "SELECT COUNT(*) AS n FROM operateur WHERE retire_le IS NULL",
        "SELECT COUNT(*) AS n FROM compte",
    ] {
        let row = sql(requete).one(site.registry.db()).await.unwrap();
        nombres.push(row.get("n").unwrap());
    }
    nombres
}

#[tokio::test]
async fn no_field_takes_what_nobody_should_type() {
    let site = site_avec(true, |options| options.protection.debit.actif = false).await;
    let objets = objets(&site).await;
    for qui in ESSAYEURS {
        entrer(&site, qui).await;
    }
    let avant = ailleurs(&site).await;
    let (_, regles) = table();
    let mut pages = BTreeSet::new();
    let mut essayees = 0;
    for (porte, cases) in &regles {
        let Some(chemin) = porte
            .strip_prefix("POST ")
            .filter(|chemin| chemin.starts_with("/api/"))
        else {
            continue;
        };
        let Some(qui) = ESSAYEURS.into_iter().find(|qui| cases[qui] == "oui") else {
            panic!("nobody can try {porte}");
        };
        let session = entrer(&site, qui).await;
        for valeur in hostiles() {
            for corps in corps_hostiles(chemin, &objets.corps(chemin), &coder(&valeur)) {
                let reponse = site.poster(chemin, session.as_deref(), corps.clone()).await;
                let status = reponse.status();
                assert!(!status.is_server_error(), "{chemin} {corps}: {status}");
                essayees += 1;
                let renvoi = reponse.headers().get(header::LOCATION).cloned();
                let html =
                    String::from_utf8(reponse.into_body().collect().await.unwrap().to_bytes().to_vec());
                assert!(
                    !html.unwrap().contains(COURU),
                    "{chemin} {corps}: it is shown as markup"
                );
                // What was typed waits on the server: the page that shows it again, once per form.
                let Some(renvoi) = renvoi.filter(|_| valeur == PIEGE.as_bytes()) else {
                    continue;
                };
                let renvoi = renvoi.to_str().unwrap();
                assert!(!renvoi.contains('<'), "{chemin}: {renvoi}");
                let adresse = renvoi.split(['?', '#']).next().unwrap().to_owned();
                if renvoi.starts_with('/') && pages.insert((chemin, adresse)) {
                    let page = site.lire(renvoi, session.as_deref()).await;
                    assert!(!page.status().is_server_error(), "{chemin} {corps}: {renvoi}");
                    assert!(
                        !texte(page).await.contains(COURU),
                        "{chemin} {corps}: {renvoi} runs it"
                    );
                }
            }
        }
    }
    assert!(
        essayees > 1_000 && pages.len() > 20,
        "{essayees} sent, {} pages",
        pages.len()
    );
    assert_eq!(ailleurs(&site).await, avant, "what belongs to others has changed");
}

#[tokio::test]
async fn no_page_runs_what_a_file_or_a_colleague_wrote() {
    let site = site_avec(true, |options| options.protection.debit.actif = false).await;
    let objets = objets(&site).await;
    for qui in ESSAYEURS {
        entrer(&site, qui).await;
    }
    let mut tx = site.registry.db().begin().await.unwrap();
    for requete in [
        "UPDATE etablissement SET raison_sociale = raison_sociale || $1, adresse = adresse || $1, commune = commune || $1",
        "UPDATE entite_juridique SET raison_sociale = raison_sociale || $1",
        "UPDATE compte SET nom_affiche = nom_affiche || $1",
        "UPDATE revue SET nom = nom || $1",
        "UPDATE import_liste SET nom = nom || $1",
        "UPDATE carte SET nom = nom || $1",
        "UPDATE designation_ligne SET nom = nom || $1",
    ] {
        sql(requete).bind(PIEGE).execute(&mut tx).await.unwrap();
    }
    tx.commit().await.unwrap();
    let (_, regles) = table();
    let mut montre = 0;
    for (porte, cases) in &regles {
        // Streams have no end.
        let Some(chemin) = porte
            .strip_prefix("GET ")
            .filter(|chemin| !chemin.starts_with("/api/"))
        else {
            continue;
        };
        for qui in ESSAYEURS.into_iter().filter(|qui| cases[qui] == "oui") {
            let session = entrer(&site, qui).await;
            let page = site.lire(&objets.adresse(chemin), session.as_deref()).await;
            assert!(
                !page.status().is_server_error(),
                "{chemin} by {qui}: {}",
                page.status()
            );
            let genre = page.headers().get(header::CONTENT_TYPE).cloned();
            if genre.is_some_and(|genre| genre.to_str().unwrap().starts_with("text/html")) {
                let html = texte(page).await;
                assert!(!html.contains(COURU), "{chemin} by {qui} runs it");
                montre += usize::from(
                    html.contains("&lt;script&gt;alert(7)") || html.contains("&lt;script>alert(7)"),
                );
            }
        }
    }
    assert!(montre > 40, "{montre} pages only show it");
}
