//! Measures the list of registered people taken away as a file: when its first bytes leave, how long it takes, and the memory
//! that the process held before and at most. Usage: `mesure_export DATABASE_URL csv|xlsx` on a register of any size
//! (`server seed --scale`), in a process of its own each time. Called by `script/bench`.

mod memoire;

use domain::ids::CompteId;
use memoire::{Veille, anonyme};
use registry::db::sql;
use registry::export::{Format, ecouler};
use registry::habilitation::{GenreHabilitation, Octroi};
use registry::personne::Critere;
use registry::{Contexte, Registry};
use std::error::Error;
use std::time::Instant;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let usage = "usage: mesure_export DATABASE_URL csv|xlsx";
    let mut arguments = std::env::args().skip(1);
    let registry = Registry::open(&arguments.next().ok_or(usage)?, Contexte::system()).await?;
    let format = match arguments.next().as_deref() {
        Some("csv") => Format::Csv,
        Some("xlsx") => Format::Xlsx,
        _ => return Err(usage.into()),
    };
    // Somebody in charge of every legal entity.
    let entites = sql("SELECT finess FROM entite_juridique WHERE ouverte AND finess NOT IN \
         (SELECT h.finess FROM habilitation h JOIN compte c ON c.id = h.compte WHERE c.sujet = 'psc:mesure-export')")
        .all(registry.db())
        .await?;
    for row in entites {
        registry
            .accorder_habilitation(&Octroi {
                identifiant: "mesure-export".to_owned(),
                nom: "Mesure".to_owned(),
                genre: GenreHabilitation::Gestionnaire,
                finess: row.get::<String>("finess")?.parse()?,
                carte_jusqu_au: None,
            })
            .await?;
    }
    let compte = sql("SELECT id FROM compte WHERE sujet = 'psc:mesure-export'")
        .one(registry.db())
        .await?;
    let jeton = registry
        .ouvrir_session(CompteId::new(compte.get("id")?), 60)
        .await?;
    let session = registry
        .session_ouverte(jeton.as_str())
        .await?
        .ok_or("no session")?;
    let gestionnaire = session.gestionnaire()?;

    let avant = anonyme()?;
    let veille = Veille::commencer()?;
    let depart = Instant::now();
    let source = registry
        .exporter_personnes(&gestionnaire, &Critere::default(), format)
        .await?;
    let mut morceaux = ecouler(source, format);
    let (mut premier, mut octets) = (None, 0_u64);
    while let Some(morceau) = morceaux.recv().await {
        octets += u64::try_from(morceau?.len())?;
        premier.get_or_insert_with(|| depart.elapsed());
    }
    let tout = depart.elapsed();
    println!(
        "{:<5} {:>7.1} Mo, premier octet {:>5.0} ms, tout {:>5.1} s, mémoire anonyme avant {:>5.1} Mo, au plus {:>5.1} Mo",
        format.extension(),
        f64::from(u32::try_from(octets / 1_000)?) / 1_000.0,
        premier.unwrap_or_default().as_secs_f64() * 1_000.0,
        tout.as_secs_f64(),
        avant,
        veille.sommet()?
    );
    Ok(())
}
