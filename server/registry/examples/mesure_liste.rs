//! Measures a staff list: how long its rows take to be checked, then registered. Two in a hundred look like somebody who is
//! registered, half of them strongly: those wait for their author's answer, and the rest is registered without them.
//! Usage: `mesure_liste DATABASE_URL [N]` on an empty database. Called by `script/bench`.

use domain::date::Jour;
use registry::db::{DbError, sql};
use registry::demonstration::{compte_de, semer};
use registry::liste::EtatLigne;
use registry::{Contexte, Registry};
use std::error::Error;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

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

    let temoin = lignes_seules(&registry).await?;
    let fichier = fichier(nombre, lieu.finess.as_str(), &inscrits(&registry).await?)?;
    let depart = Instant::now();
    let id = registry
        .deposer_liste(&gestionnaire, "mesure.csv", fichier)
        .await?;
    let controle = depart.elapsed();
    let resume = registry.liste(&gestionnaire, id).await?.resume;
    let (lues, pretes) = (resume.lignes, resume.pretes());
    let attendent = resume.nombre(&[EtatLigne::ACorriger]);

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
        ("ligne seule validée (témoin)", i64::from(TEMOIN), temoin),
        ("lire et contrôler", lues, controle),
        ("enregistrer", faites, inscription),
    ] {
        let cadence = f64::from(u32::try_from(lignes)?) / duree.as_secs_f64();
        println!(
            "{quoi:<34} {lignes:>10} {:>10.2} {cadence:>12.0}",
            duree.as_secs_f64()
        );
    }
    println!("{:<34} {attendent:>10}", "fortes ressemblances, à trancher");
    // One strong look-alike in a hundred rows at most, and nothing else waits.
    if faites == pretes
        && faites + attendent == i64::from(nombre)
        && (1..=i64::from(nombre / CENT)).contains(&attendent)
    {
        Ok(())
    } else {
        Err(format!("{pretes} rows ready, {faites} registered, {attendent} waiting").into())
    }
}

/// Commits of the witness.
const TEMOIN: u32 = 500;

/// The witness: one insert, one durable commit.
async fn lignes_seules(registry: &Registry) -> Result<Duration, DbError> {
    let depart = Instant::now();
    for rang in 0..TEMOIN {
        let mut tx = registry.db().begin().await?;
        sql("INSERT INTO compteur (nom, valeur) VALUES ($1, 0)")
            .bind(format!("témoin {rang}"))
            .execute(&mut tx)
            .await?;
        tx.commit().await?;
    }
    Ok(depart.elapsed())
}

/// One row in so many strongly looks like somebody, and one weakly.
const CENT: u32 = 100;

/// Somebody of the register, as a list says it.
struct Inscrit {
    civilite: String,
    sexe: String,
    nom: String,
    prenoms: String,
    naissance: Jour,
    commune: String,
}

async fn inscrits(registry: &Registry) -> Result<Vec<Inscrit>, DbError> {
    let rows = sql(
        "SELECT civilite, sexe, nom_naissance, prenoms, date_naissance, commune_naissance FROM personne \
         WHERE commune_naissance IS NOT NULL AND LENGTH(nom_naissance) > 5 ORDER BY rpps",
    )
    .all(registry.db())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Inscrit {
                civilite: row.get("civilite")?,
                sexe: row.get("sexe")?,
                nom: row.get("nom_naissance")?,
                prenoms: row.get("prenoms")?,
                naissance: row.get("date_naissance")?,
                commune: row.get("commune_naissance")?,
            })
        })
        .collect()
}

/// The civil status of a row that looks like that person: strongly when only a letter of the name is typed twice, weakly when the name
/// is another one.
fn semblable(rang: u32, inscrit: &Inscrit) -> String {
    let Inscrit {
        civilite,
        sexe,
        nom,
        prenoms,
        naissance,
        commune,
    } = inscrit;
    let nom = if rang.is_multiple_of(CENT) {
        nom.chars().take(3).chain(nom.chars().skip(2)).collect()
    } else {
        self::nom(rang)
    };
    let (jour, mois, annee) = (naissance.day(), u8::from(naissance.month()), naissance.year());
    format!("{civilite};{sexe};{nom};;{prenoms};{jour:02}/{mois:02}/{annee};France;{commune}")
}

/// A list where every row is right and no two look alike, with communes by their names: the slower way.
fn fichier(nombre: u32, finess: &str, inscrits: &[Inscrit]) -> Result<Vec<u8>, Box<dyn Error>> {
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
        let qui = if rang % (CENT / 2) == 0 {
            let place = usize::try_from(rang / (CENT / 2))? % inscrits.len().max(1);
            semblable(rang, inscrits.get(place).ok_or("nobody is registered")?)
        } else {
            let (jour, annee) = (rang * 6_151 % 15_120 / 45, 1950 + rang * 6_151 % 15_120 % 45);
            format!(
                "Mme;F;{};;{};{:02}/{:02}/{annee};France;{}",
                nom(rang),
                PRENOMS[rang as usize % PRENOMS.len()],
                1 + jour % 28,
                1 + jour / 28,
                COMMUNES[rang as usize / 7 % COMMUNES.len()],
            )
        };
        writeln!(
            texte,
            "{qui};mesure{rang}@example.org;07 88 {:02} {:02} {:02};;;{finess};01/09/2024;326;GENR10;salarié",
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
