//! Measures what the turnover screens read, for a structure of 60 establishments and 10 000 people, beside a plain count of the same
//! rows. Usage: `mesure_rotation DATABASE_URL [N]` on an empty database; N readings of each (200).

use domain::ids::CompteId;
use registry::db::{Engine, sql};
use registry::droit::SessionOuverte;
use registry::rotation::{Filtre, Liste, Portee};
use registry::{Contexte, Registry};
use std::error::Error;
use std::time::{Duration, Instant};
use uuid::Uuid;

const EJ: &str = "990000010";
const SITES: i64 = 60;
const GENS: i64 = 10_000;
/// Cards of structures, which bear no number.
const CARTES: i64 = 60;
/// One more situation for one person out of so many.
const SECONDE: i64 = 4;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let url = arguments
        .next()
        .ok_or("usage: mesure_rotation DATABASE_URL [N]")?;
    let nombre: u32 = arguments.next().map_or(Ok(200), |n| n.parse())?;
    let registry = Registry::open(&url, Contexte::system()).await?;
    let session = peupler(&registry).await?;
    let tete = session.representant()?;
    let tableau = registry.rotation(&tete, &Portee::Toutes).await?;
    println!(
        "{} présents, {} arrivées, {} départs, {:?}",
        tableau.ensemble.presents(),
        tableau.ensemble.arrivees(),
        tableau.ensemble.departs(),
        tableau.attention
    );
    println!("{:<44} {:>9} {:>9}", "lecture", "p50 (ms)", "p95 (ms)");
    mesurer("compter les mêmes lignes (témoin)", nombre, || {
        temoin(&registry)
    })
    .await?;
    mesurer("l’écran, toutes les structures", nombre, || async {
        registry.rotation(&tete, &Portee::Toutes).await.map(drop)
    })
    .await?;
    let site = Portee::Structure(finess(1).parse()?);
    mesurer("l’écran, un établissement", nombre, || async {
        registry.rotation(&tete, &site).await.map(drop)
    })
    .await?;
    for liste in [Liste::Presents, Liste::Departs, Liste::Restes] {
        let filtre = Filtre {
            portee: Portee::Toutes,
            liste,
            role: None,
            mois: None,
            sans_signe: 6,
            texte: None,
            page: 2,
        };
        mesurer(&format!("la liste « {} »", liste.code()), nombre, || async {
            registry.rotation_liste(&tete, &filtre).await.map(drop)
        })
        .await?;
    }
    // Beside it: cards without a number, some of them under the name of somebody gone.
    let (g, d) = (session.gestionnaire()?, session.designateur()?);
    let a_verifier = registry.departs_a_verifier(&g, Some(&d)).await?;
    mesurer(
        &format!("à vérifier ({CARTES} cartes, {} au même nom)", a_verifier.len()),
        nombre,
        || async { registry.departs_a_verifier(&g, Some(&d)).await.map(drop) },
    )
    .await?;
    Ok(())
}

/// Runs it so many times, one after the other, and prints the median and the 95th percentile.
async fn mesurer<F, Fut, E>(quoi: &str, nombre: u32, lire: F) -> Result<(), Box<dyn Error>>
where
    F: Fn() -> Fut,
    Fut: Future<Output = Result<(), E>>,
    E: Error + 'static,
{
    let mut durees: Vec<Duration> = Vec::new();
    for _ in 0..nombre {
        let depart = Instant::now();
        lire().await?;
        durees.push(depart.elapsed());
    }
    durees.sort_unstable();
    let rang = |pour_cent: usize| {
        durees
            .get((durees.len() * pour_cent / 100).min(durees.len().saturating_sub(1)))
            .map_or(0.0, |duree| duree.as_secs_f64() * 1_000.0)
    };
    println!("{quoi:<44} {:>9.1} {:>9.1}", rang(50), rang(95));
    Ok(())
}

async fn temoin(registry: &Registry) -> Result<(), registry::db::DbError> {
    sql("SELECT COUNT(*) AS n FROM situation WHERE finess IN (SELECT finess FROM etablissement WHERE finess_ej = $1)")
        .bind(EJ)
        .one(registry.db())
        .await
        .map(drop)
}

/// The number of an establishment, with its key.
fn finess(rang: i64) -> String {
    let corps = format!("9900{:04}", 1_000 + rang);
    let somme: u32 = corps
        .chars()
        .rev()
        .filter_map(|c| c.to_digit(10))
        .enumerate()
        .map(|(place, chiffre)| match (place % 2 == 0, chiffre * 2) {
            (true, double) => double / 10 + double % 10,
            (false, _) => chiffre,
        })
        .sum();
    format!("{corps}{}", (10 - somme % 10) % 10)
}

/// The structure, its people, a few signs of them, the cards that bear no number, and the session of its head.
async fn peupler(registry: &Registry) -> Result<SessionOuverte, Box<dyn Error>> {
    let now = registry.now();
    let uuid = || registry.contexte().entropy.uuid(now);
    let mut tx = registry.db().begin().await?;
    sql("INSERT INTO entite_juridique (finess, raison_sociale, ouverte) VALUES ($1, 'MESURE', $2)")
        .bind(EJ)
        .bind(true)
        .execute(&mut tx)
        .await?;
    for rang in 0..SITES {
        sql("INSERT INTO etablissement (finess, finess_ej, raison_sociale, categorie, libelle_categorie, secteur, adresse, \
             code_postal, commune, ouvert, cle) VALUES ($1, $2, $3, '500', 'EHPAD', 'ms', '', '99000', 'MESURE', $4, $3)")
        .bind(finess(rang))
        .bind(EJ)
        .bind(format!("ETABLISSEMENT {rang}"))
        .bind(true)
        .execute(&mut tx)
        .await?;
    }
    let compte = uuid();
    sql("INSERT INTO compte (id, sujet, fournisseur, nom_affiche, cree_le) VALUES ($1, 'psc:mesure', 'prosanteconnect', 'Mesure', 0)")
        .bind(compte)
        .execute(&mut tx)
        .await?;
    sql("INSERT INTO habilitation (id, compte, genre, portee, finess, depuis) VALUES ($1, $2, 'representant_legal', 'EJ', $3, 0)")
        .bind(uuid())
        .bind(compte)
        .bind(EJ)
        .execute(&mut tx)
        .await?;
    for rang in 0..CARTES {
        let carte = uuid();
        // Each second one under the name of somebody who left, one day or another.
        let nom = match rang % 2 {
            0 => format!("Anne 1020{:07}", rang * 7),
            _ => format!("Odette BERNARD{rang}"),
        };
        sql("INSERT INTO compte (id, sujet, fournisseur, nom_affiche, cree_le) VALUES ($1, $2, 'prosanteconnect', $3, 0)")
            .bind(carte)
            .bind(format!("psc:3{rang}"))
            .bind(nom)
            .execute(&mut tx)
            .await?;
        sql("INSERT INTO habilitation (id, compte, genre, portee, finess, depuis) VALUES ($1, $2, 'gestionnaire', 'EG', $3, 0)")
            .bind(uuid())
            .bind(carte)
            .bind(finess(rang % SITES))
            .execute(&mut tx)
            .await?;
    }
    let mut comptes = Vec::new();
    for rang in 0..GENS {
        let sien = uuid();
        sql("INSERT INTO compte (id, sujet, fournisseur, nom_affiche, cree_le) VALUES ($1, $2, 'franceconnect', $2, 0)")
            .bind(sien)
            .bind(format!("fc:mesure-{rang}"))
            .execute(&mut tx)
            .await?;
        let personne = uuid();
        sql("INSERT INTO personne (id, rpps, compte, civilite, sexe, nom_naissance, prenoms, date_naissance, pays_naissance, \
             certification, identite, nom_exercice, prenom_exercice, email, mobile, cree_le, version, cle) \
             VALUES ($1, $2, $3, 'MME', 'F', $2, 'Anne', $4, '99100', 'FC', $2, $2, 'Anne', $2, $2, 0, 1, $5)")
        .bind(personne)
        .bind(format!("1020{rang:07}"))
        .bind(sien)
        .bind(now.plus_days(-15_000).jour_paris())
        .bind(format!("nom {rang} anne"))
        .execute(&mut tx)
        .await?;
        situations(&mut tx, registry, personne, rang).await?;
        comptes.push(sien);
    }
    tx.commit().await?;
    if registry.db().engine() == Engine::Postgres {
        // What a server in service does by itself, and has not yet done.
        sql("VACUUM ANALYZE").all(registry.db()).await?;
    }
    // Some of them signed in one day.
    for sien in comptes.iter().step_by(2).take(500) {
        let jeton = registry.ouvrir_session(CompteId::new(*sien), 60).await?;
        registry.fermer_session(jeton.as_str()).await?;
    }
    let jeton = registry.ouvrir_session(CompteId::new(compte), 60).await?;
    let session = registry
        .session_ouverte(jeton.as_str())
        .await?
        .ok_or("no session")?;
    Ok(session)
}

/// Six out of seven are there; one out of four has had another situation.
async fn situations(
    tx: &mut registry::db::Tx,
    registry: &Registry,
    personne: Uuid,
    rang: i64,
) -> Result<(), Box<dyn Error>> {
    let now = registry.now();
    let debut = 30 + rang * 7_919 % 3_600;
    let ecrites = 1 + i64::from(rang % SECONDE == 0);
    for seconde in 0..ecrites {
        let partie = rang % 7 == 0 || seconde == 1;
        let fin = partie.then(|| now.plus_days(-(rang * 31 % debut)).jour_paris());
        let (profession, role) = [
            ("313", "GENR11"),
            ("328", "GENR10"),
            ("331", "GENR09"),
            ("326", "GENR08"),
        ][usize::try_from(rang % 4)?];
        sql("INSERT INTO situation (id, personne, finess, profession, role, mode, categorie, debut, fin, motif_fin, cree_le) \
             VALUES ($1, $2, $3, $4, $5, 'S', 'C', $6, $7, $8, $9)")
        .bind(registry.contexte().entropy.uuid(now))
        .bind(personne)
        .bind(finess((rang * 37 + seconde) % SITES))
        .bind(profession)
        .bind(role)
        .bind(now.plus_days(-debut).jour_paris())
        .bind(fin)
        .bind(fin.map(|_| "CHL"))
        .bind(now.plus_days(-debut.min(700)).millis())
        .execute(tx)
        .await?;
    }
    Ok(())
}
