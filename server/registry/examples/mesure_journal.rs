//! Measures the check of a long journal, beside the engine alone going through the same rows. Fills a database of its own with N entries
//! (a million unless said), half of them with a detail, then checks it in a process of its own, whose memory is thus the
//! check's alone. Usage: `mesure_journal [N]`. Called by `script/bench`.

mod memoire;

use domain::date::Instant as Moment;
use domain::ids::{CompteId, SessionId};
use memoire::Veille;
use registry::db::{Db, sql};
use registry::journal::{DetailScelle, Ecriture, ORIGINE, tete, verifier};
use registry::{Contexte, Registry};
use std::error::Error;
use std::fmt::Write as _;
use std::process::Command;
use std::time::Instant;
use uuid::Uuid;

/// Rows of one statement.
const LOT: i64 = 500;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let premier = arguments.next();
    if let (Some("mesurer"), Some(url)) = (premier.as_deref(), arguments.next()) {
        return mesurer(&url).await;
    }
    let nombre: i64 = premier.map_or(Ok(1_000_000), |n| n.parse())?;
    let dossier = tempfile::tempdir()?;
    let url = format!("sqlite:{}", dossier.path().join("journal.db").display());
    let registry = Registry::open(&url, Contexte::system()).await?;
    remplir(registry.db(), nombre).await?;
    registry.db().close().await;
    let fin = Command::new(std::env::current_exe()?)
        .args(["mesurer", &url])
        .status()?;
    if fin.success() {
        Ok(())
    } else {
        Err("the check failed".into())
    }
}

/// Adds entries as acts would, a hundred statements per transaction.
async fn remplir(db: &Db, nombre: i64) -> Result<(), Box<dyn Error>> {
    let depart = tete(db).await?;
    let (mut numero, mut precedent) = (depart.numero, depart.maillon);
    assert!(
        numero > 0 || precedent == ORIGINE,
        "an empty journal begins at the origin"
    );
    while numero < nombre {
        let mut tx = db.begin().await?;
        for _ in 0..100 {
            let combien = LOT.min(nombre - numero);
            if combien == 0 {
                break;
            }
            let (mut lignes, mut details) = (Vec::new(), Vec::new());
            for _ in 0..combien {
                numero += 1;
                let (ecriture, detail) = ecriture(numero);
                precedent = ecriture.maillon(&precedent);
                details.extend(detail.map(|detail| (numero, detail)));
                lignes.push((ecriture, precedent));
            }
            let mut ordre = sql(texte(
                "journal (numero, le, acteur, session, acte, objet, objet_id, issue, engagement, maillon)",
                10,
                lignes.len(),
            ));
            for (e, maillon) in lignes {
                ordre = ordre
                    .bind(e.numero)
                    .bind(e.le.millis())
                    .bind(e.acteur.map(CompteId::uuid))
                    .bind(e.session.map(SessionId::uuid))
                    .bind(e.acte)
                    .bind(e.objet)
                    .bind(e.objet_id)
                    .bind(e.issue)
                    .bind(e.engagement.map(Vec::from))
                    .bind(maillon.to_vec());
            }
            ordre.execute(&mut tx).await?;
            let mut ordre = sql(texte("journal_detail (numero, sel, contenu)", 3, details.len()));
            for (numero, detail) in details {
                ordre = ordre.bind(numero).bind(detail.sel.to_vec()).bind(detail.contenu);
            }
            ordre.execute(&mut tx).await?;
        }
        sql("UPDATE journal_tete SET numero = $1, maillon = $2")
            .bind(numero)
            .bind(precedent.to_vec())
            .execute(&mut tx)
            .await?;
        tx.commit().await?;
    }
    Ok(())
}

/// The reading of a demande by a gestionnaire, every second one with its detail.
fn ecriture(numero: i64) -> (Ecriture, Option<DetailScelle>) {
    let rang = numero.unsigned_abs();
    let detail = (numero % 2 == 0).then(|| DetailScelle {
        sel: [rang.to_le_bytes()[0]; 32],
        contenu: r#"{"etablissement":"010780914"}"#.to_owned(),
    });
    let ecriture = Ecriture {
        numero,
        le: Moment::from_millis(1_795_338_000_000 + numero),
        acteur: Some(CompteId::new(Uuid::from_u64_pair(rang % 50, 1))),
        session: Some(SessionId::new(Uuid::from_u64_pair(rang % 5000, 2))),
        acte: "consulter".to_owned(),
        objet: "demande".to_owned(),
        objet_id: Uuid::from_u64_pair(rang / 10, 3).to_string(),
        issue: "fait".to_owned(),
        engagement: detail.as_ref().map(DetailScelle::engagement),
    };
    (ecriture, detail)
}

fn texte(table: &str, largeur: usize, lignes: usize) -> String {
    let mut texte = format!("INSERT INTO {table} VALUES ");
    for ligne in 0..lignes {
        let places: Vec<String> = (1..=largeur)
            .map(|place| format!("${}", ligne * largeur + place))
            .collect();
        let virgule = if ligne == 0 { "" } else { ", " };
        // Writing to a String cannot fail.
        let _ = write!(texte, "{virgule}({})", places.join(", "));
    }
    texte
}

async fn mesurer(url: &str) -> Result<(), Box<dyn Error>> {
    let db = Db::open(url).await?;
    let veille = Veille::commencer()?;
    let depart = Instant::now();
    let tete = verifier(&db, Vec::new()).await?;
    let verification = depart.elapsed();
    let memoire = veille.sommet()?;
    let depart = Instant::now();
    let octets = parcourir(&db).await?;
    let parcours = depart.elapsed();
    println!("{:<34} {:>10}", "écritures vérifiées", tete.numero);
    println!(
        "{:<34} {:>9.2} s   rapport {:.2}",
        "vérification",
        verification.as_secs_f64(),
        parcours.as_secs_f64() / verification.as_secs_f64()
    );
    println!(
        "{:<34} {:>9.2} s   {:.0} Mo",
        "parcours par la base seule (témoin)",
        parcours.as_secs_f64(),
        f64::from(u32::try_from(octets / 1_000_000)?)
    );
    println!("{:<34} {memoire:>9.1} Mo", "mémoire anonyme au plus");
    Ok(())
}

/// The witness: the engine alone goes through every byte of the same rows.
async fn parcourir(db: &Db) -> Result<i64, Box<dyn Error>> {
    let row = sql("SELECT SUM(LENGTH(acteur) + LENGTH(session) + LENGTH(acte) + LENGTH(objet) + LENGTH(objet_id) \
         + LENGTH(issue) + COALESCE(LENGTH(engagement) + LENGTH(sel) + LENGTH(contenu), 0) + LENGTH(maillon)) AS octets \
         FROM journal LEFT JOIN journal_detail ON journal_detail.numero = journal.numero")
    .one(db)
    .await?;
    Ok(row.get("octets")?)
}
