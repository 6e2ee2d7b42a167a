//! Measures what the check of the session and of the perimeter adds to a request: the count of a queue first as the program alone
//! would read it, then with the session resolved, the proof of right asked for and the perimeter in the statement; and what
//! people wait for as they type. Usage: `mesure_session DATABASE_URL [N]`; sows the demonstration if the database is empty.

use registry::db::sql;
use registry::demonstration::{compte_de, semer};
use registry::{Contexte, Registry};
use std::error::Error;
use std::time::{Duration, Instant};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let url = arguments.next().ok_or("usage: mesure_session DATABASE_URL [N]")?;
    let nombre: u32 = arguments.next().map_or(Ok(2_000), |n| n.parse())?;
    let registry = Registry::open(&url, Contexte::system()).await?;
    semer(&registry).await?;
    let compte = compte_de(&registry, "nadia").await?.ok_or("no gestionnaire")?;
    let jeton = registry.ouvrir_session(compte, 600).await?;

    let (mut sans, mut avec) = (Vec::new(), Vec::new());
    for _ in 0..nombre {
        let debut = Instant::now();
        sql("SELECT COUNT(*) AS n FROM demande WHERE statut = 'a_traiter'")
            .one(registry.db())
            .await?;
        sans.push(debut.elapsed());

        let debut = Instant::now();
        let session = registry
            .session_ouverte(jeton.as_str())
            .await?
            .ok_or("no session")?;
        registry.nombre_a_traiter(&session.gestionnaire()?).await?;
        avec.push(debut.elapsed());
    }
    println!("{:<44} {:>12} {:>10}", "", "médiane (ms)", "p99 (ms)");
    dire("compter une file, sans session ni périmètre", &mut sans);
    dire("avec la session, le droit et le périmètre", &mut avec);

    println!(
        "{:<44} {:>12} {:>10}",
        "au fil de la frappe (visé : moins de 50 ms)", "médiane (ms)", "p99 (ms)"
    );
    let mut temps = Vec::new();
    for _ in 0..nombre / 10 {
        let debut = Instant::now();
        sql("SELECT nom FROM commune WHERE code = $1")
            .bind("01053")
            .one(registry.db())
            .await?;
        temps.push(debut.elapsed());
    }
    dire("une commune par sa clé (témoin)", &mut temps);
    for texte in ["sai", "saint m", "bour", "010780", "residence les"] {
        let mut temps = Vec::new();
        for _ in 0..nombre / 10 {
            let debut = Instant::now();
            registry.chercher_etablissements(texte, 8).await?;
            temps.push(debut.elapsed());
        }
        dire(&format!("un établissement par «\u{a0}{texte}\u{a0}»"), &mut temps);
    }
    for texte in ["par", "saint", "villeneuve s"] {
        let mut temps = Vec::new();
        for _ in 0..nombre / 10 {
            let debut = Instant::now();
            registry.chercher_communes(texte, 8).await?;
            temps.push(debut.elapsed());
        }
        dire(&format!("une commune par «\u{a0}{texte}\u{a0}»"), &mut temps);
    }
    Ok(())
}

fn dire(quoi: &str, temps: &mut [Duration]) {
    temps.sort_unstable();
    let part = |pour_cent: usize| {
        let rang = (temps.len() * pour_cent / 100).min(temps.len().saturating_sub(1));
        temps.get(rang).map_or(0.0, |duree| duree.as_secs_f64() * 1_000.0)
    };
    println!("{quoi:<44} {:>12.2} {:>10.2}", part(50), part(99));
}
