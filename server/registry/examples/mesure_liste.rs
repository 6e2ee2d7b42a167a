//! Measures a staff list: how long its rows take to be checked, then registered.
//! Usage: `mesure_liste DATABASE_URL [N]` on an empty database. Called by `script/bench`.

use registry::demonstration::{compte_de, semer};
use registry::{Contexte, Registry};
use std::error::Error;
use std::fmt::Write as _;
use std::time::Instant;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let url = arguments.next().ok_or("usage: mesure_liste DATABASE_URL [N]")?;
    let nombre: u32 = arguments.next().map_or(Ok(10_000), |n| n.parse())?;
    let registry = Registry::open(&url, Contexte::system()).await?;
    semer(&registry).await?;
    let nadia = compte_de(&registry, "nadia").await?.ok_or("no persona")?;
    let jeton = registry.ouvrir_session(nadia, 60).await?;
    let session = registry
        .session_ouverte(jeton.as_str())
        .await?
        .ok_or("no session")?;
    let gestionnaire = session.gestionnaire()?;
    let lieu = registry
        .etablissements_du_perimetre(&gestionnaire)
        .await?
        .pop()
        .ok_or("no establishment")?;

    let depart = Instant::now();
    let id = registry
        .deposer_liste(
            &gestionnaire,
            "mesure.csv",
            fichier(nombre, lieu.finess.as_str())?,
        )
        .await?;
    let controle = depart.elapsed();
    let pretes = registry.liste(&gestionnaire, id).await?.resume.pretes();

    registry.inscrire_liste(&gestionnaire, id, true, true).await?;
    let depart = Instant::now();
    registry.avancer_listes().await?;
    let inscription = depart.elapsed();
    let faites = registry.liste(&gestionnaire, id).await?.resume.faites();

    println!(
        "{:<34} {:>10} {:>10} {:>12}",
        "étape", "lignes", "secondes", "par seconde"
    );
    for (quoi, lignes, duree) in [
        ("lire et contrôler", pretes, controle),
        ("enregistrer", faites, inscription),
    ] {
        let cadence = f64::from(u32::try_from(lignes)?) / duree.as_secs_f64();
        println!(
            "{quoi:<34} {lignes:>10} {:>10.2} {cadence:>12.0}",
            duree.as_secs_f64()
        );
    }
    if faites == i64::from(nombre) {
        Ok(())
    } else {
        Err("some rows were not registered".into())
    }
}

/// A list where every row is right and no two look alike, with communes by their names: the slower way.
fn fichier(nombre: u32, finess: &str) -> Result<Vec<u8>, std::fmt::Error> {
    const PRENOMS: [&str; 20] = [
        "Louise",
        "Odette",
        "Solange",
        "Margot",
        "Aminata",
        "Yvonne",
        "Camille",
        "Brigitte",
        "Fatima",
        "Hélène",
        "Inès",
        "Josiane",
        "Karine",
        "Nathalie",
        "Pauline",
        "Rachel",
        "Sylvie",
        "Thérèse",
        "Valérie",
        "Zoé",
    ];
    const COMMUNES: [&str; 4] = ["Bourg-en-Bresse (01)", "Oyonnax (01)", "Belley (01)", "Lyon 3e"];
    let mut texte = "civilite;sexe;nom_naissance;nom_usage;prenoms;date_naissance;pays_naissance;commune_naissance;mail;\
                     telephone_mobile;nom_exercice;prenom_exercice;finess_eg;date_prise_fonction;profession;role;mode_exercice\n"
        .to_owned();
    for rang in 0..nombre {
        let (jour, annee) = (rang * 6_151 % 15_120 / 45, 1950 + rang * 6_151 % 15_120 % 45);
        writeln!(
            texte,
            "Mme;F;{};;{};{:02}/{:02}/{annee};France;{};mesure{rang}@example.org;07 88 {:02} {:02} {:02};;;\
             {finess};01/09/2024;326;GENR10;salarié",
            nom(rang),
            PRENOMS[rang as usize % PRENOMS.len()],
            1 + jour % 28,
            1 + jour / 28,
            COMMUNES[rang as usize / 7 % COMMUNES.len()],
            rang / 10_000 % 100,
            rang / 100 % 100,
            rang % 100
        )?;
    }
    Ok(texte.into_bytes())
}

/// Three figures and two sums of them, a syllable each: two names differ by three syllables at least, which no mistake explains.
fn nom(rang: u32) -> String {
    const SYLLABES: [&str; 23] = [
        "BA", "BO", "DA", "DO", "FA", "FO", "GA", "GO", "KA", "LA", "LO", "MA", "MO", "NA", "NO", "PA", "PO",
        "RA", "RO", "TA", "TO", "VA", "VO",
    ];
    let (a, b, c) = (rang % 23, rang / 23 % 23, rang / 529 % 23);
    [a, b, c, a + b + c, a + 2 * b + 3 * c]
        .iter()
        .map(|figure| SYLLABES[(figure % 23) as usize])
        .collect()
}
