//! The path of a structure as its head reads it: a change is answered in the step that it reopens, the next contract bears the new
//! number, the next card is recorded without an order, and each step has its questions.

use super::*;
use registry::db::{Value, sql};

/// Hélène's organisation.
const SIENNE: &str = "010000255";
/// Another one of the demonstration.
const AUTRE: &str = "010000354";

async fn ecrire(site: &Site, requete: &'static str, valeur: impl Into<Value>) {
    let mut tx = site.registry.db().begin().await.unwrap();
    sql(requete)
        .bind(SIENNE)
        .bind(valeur)
        .execute(&mut tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn page(site: &Site, adresse: &str, cookie: &str) -> String {
    texte(site.lire(adresse, Some(cookie)).await).await
}

/// What is drawn of a step, before the next one.
fn etape<'a>(html: &'a str, code: &str, suivante: &str) -> &'a str {
    let debut = html.find(&format!("id=\"{code}\"")).unwrap();
    let fin = html.find(&format!("id=\"{suivante}\"")).unwrap();
    &html[debut..fin]
}

#[tokio::test]
async fn a_change_is_answered_in_the_step_that_it_reopens() {
    let site = site(true).await;
    let helene = site.se_connecter("helene").await;
    let chemin = format!("/structures/{SIENNE}");
    ecrire(
        &site,
        "UPDATE entite_juridique SET siren = $2 WHERE finess = $1",
        "123456789",
    )
    .await;
    ecrire(
        &site,
        "UPDATE contrat SET siret = $2 WHERE finess = $1",
        "111111111",
    )
    .await;
    let html = page(&site, &chemin, &helene).await;
    let contrat = etape(&html, "contrat", "cde");
    assert!(
        contrat.contains("À refaire, parce que le numéro SIRET"),
        "{contrat}"
    );
    assert!(contrat.contains("Préparer le nouveau contrat"), "{contrat}");

    ecrire(
        &site,
        "UPDATE entite_juridique SET ouverte = $2 WHERE finess = $1",
        false,
    )
    .await;
    ecrire(
        &site,
        "UPDATE contrat SET siret = $2 WHERE finess = $1",
        "123456789",
    )
    .await;
    let html = page(&site, &chemin, &helene).await;
    let finess = etape(&html, "finess", "organisation");
    assert!(finess.contains("Nouveau numéro FINESS"), "{finess}");
    assert!(finess.contains("Signaler une anomalie"), "{finess}");
    assert_eq!(html.matches("name=\"nouveau\"").count(), 1, "asked for once");

    // A number that the referential does not know, or that is none, is said where it was typed.
    for (nouveau, refus) in [
        ("990000085", "n’est pas encore ouvert dans le référentiel"),
        ("12", "compte 9"),
        (SIENNE, "C’est le numéro du contrat en cours"),
    ] {
        let corps = format!("structure={SIENNE}&raison=finess&nouveau={nouveau}");
        let reponse = site.poster("/api/reprendre-contrat", Some(&helene), corps).await;
        let html = page(&site, vers(&reponse), &helene).await;
        assert!(
            etape(&html, "finess", "organisation").contains(refus),
            "{nouveau}: {html}"
        );
        assert!(html.contains(&format!("value=\"{nouveau}\"")), "{nouveau}");
    }
    let corps = format!("structure={SIENNE}&raison=finess&nouveau={AUTRE}");
    let reponse = site.poster("/api/reprendre-contrat", Some(&helene), corps).await;
    assert!(vers(&reponse).ends_with(&format!("/structures/{AUTRE}?fait=etape")));
    let html = page(&site, vers(&reponse), &helene).await;
    let finess = etape(&html, "finess", "organisation");
    assert!(
        finess.contains("À refaire, parce que le numéro FINESS"),
        "{finess}"
    );
    assert!(finess.contains("Ces données sont exactes"), "{finess}");
    let fiche = page(&site, &format!("/structures/{AUTRE}/contrat"), &helene).await;
    assert!(fiche.contains(AUTRE) && !fiche.contains(SIENNE), "{fiche}");
    let ancien = page(&site, &chemin, &helene).await;
    assert!(
        ancien.contains("Le contrat continue sous un autre numéro"),
        "{ancien}"
    );
    assert!(
        ancien.contains(&format!("href=\"/structures/{AUTRE}\"")),
        "{ancien}"
    );
    assert!(!ancien.contains("reprendre-contrat"), "{ancien}");
}

#[tokio::test]
async fn the_next_card_is_recorded_without_an_order() {
    let site = site(true).await;
    let helene = site.se_connecter("helene").await;
    let cartes = format!("/structures/{SIENNE}/cartes");
    let html = page(&site, &cartes, &helene).await;
    // Neither for the card of the director nor for one that has not come.
    let carte = |html: &str| {
        let debut = html.find("name=\"suivante\"").unwrap();
        let avant = &html[..debut];
        let lu = |nom: &str| {
            let reste = &avant[avant.rfind(&format!("name=\"{nom}\" value=\"")).unwrap()..];
            reste.split('"').nth(3).unwrap().to_owned()
        };
        (lu("carte"), lu("version"))
    };
    let recues = html.matches("La carte suivante est arrivée").count();
    assert_eq!(recues, html.matches("name=\"suivante\"").count());
    assert!(recues >= 1);
    let (id, version) = carte(&html);
    let aujourd_hui = site.registry.aujourd_hui();
    let date = format!(
        "date_jour={}&date_mois={}&date_annee={}",
        aujourd_hui.day(),
        u8::from(aujourd_hui.month()),
        aujourd_hui.year()
    );
    let envoyer = |numero: &str| {
        format!("structure={SIENNE}&carte={id}&version={version}&suivante=on&numero={numero}&{date}")
    };
    let reponse = site
        .poster("/api/recevoir-carte", Some(&helene), envoyer("12"))
        .await;
    let refus = page(&site, vers(&reponse), &helene).await;
    assert!(refus.contains("de 8 à 20"), "{refus}");
    let reponse = site
        .poster("/api/recevoir-carte", Some(&helene), envoyer("2800077777"))
        .await;
    let html = page(&site, vers(&reponse), &helene).await;
    assert!(
        html.contains("La carte est enregistrée") && html.contains("7777"),
        "{html}"
    );
    let trois_ans = domain::date::court(domain::structure::dernier_jour(aujourd_hui));
    assert!(html.contains(&format!("Valable jusqu’au {trois_ans}")), "{html}");
}

#[tokio::test]
async fn the_forms_about_others_are_not_offered_the_answers_of_an_applicant() {
    let site = site(true).await;
    let helene = site.se_connecter("helene").await;
    let ajouter = page(&site, &format!("/habilitations/{SIENNE}/ajouter"), &helene).await;
    assert!(!ajouter.contains("id=\"aide-champ-"), "{ajouter}");
    let chemin = page(&site, &format!("/structures/{SIENNE}"), &helene).await;
    assert!(etape(&chemin, "contrat", "cde").contains("Faut-il commander aussi des certificats"));
    // A form that asks for it has it.
    let ouvrir = page(&site, "/structures/ouvrir", &helene).await;
    assert!(ouvrir.contains("id=\"aide-champ-etablissement\""), "{ouvrir}");
}
