//! Measures what a gestionnaire does all day on a register of a given size, with fifty of them at once.
//! Usage: `mesure_echelle DATABASE_URL PEOPLE`; sows the register if it is empty. Called by `script/bench`.
//!
//! Times are those of the use cases, the perimeter read again each time as a request does; HTTP and HTML are not in. The baseline
//! is the row of one demande read by its key, with as many people at once.

use domain::ids::DemandeId;
use registry::db::{Engine, sql};
use registry::demande::{FiltreFile, VueFile};
use registry::demonstration::semer_a_l_echelle;
use registry::droit::Gestionnaire;
use registry::finess::generateur;
use registry::habilitation::{GenreHabilitation, Octroi};
use registry::personne::Critere;
use registry::{ActeError, Contexte, Registry};
use std::error::Error;
use std::time::{Duration, Instant};

/// Gestionnaires who work at the same time.
const ENSEMBLE: u64 = 50;
/// What each of them does of each kind.
const FOIS: usize = 20;
/// Establishments of each: a large association.
const PERIMETRE: u64 = 60;
/// Acceptances measured.
const VALIDATIONS: usize = 200;

type Erreur = Box<dyn Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), Erreur> {
    let mut arguments = std::env::args().skip(1);
    let usage = "usage: mesure_echelle DATABASE_URL PEOPLE";
    let url = arguments.next().ok_or(usage)?;
    let personnes: u64 = arguments.next().ok_or(usage)?.parse()?;
    let registry = Registry::open(&url, Contexte::system()).await?;
    let depart = Instant::now();
    let echelle = semer_a_l_echelle(&registry, personnes).await?;
    println!(
        "{} personnes, {} demandes, {} établissements ; base prête en {:.0} s",
        echelle.personnes,
        echelle.demandes,
        echelle.etablissements,
        depart.elapsed().as_secs_f64()
    );
    if registry.db().engine() == Engine::Postgres {
        // What a server in service does by itself, and has not yet done of a register that was sown a moment ago.
        sql("VACUUM ANALYZE").all(registry.db()).await?;
    }
    let mut gens = Vec::new();
    for rang in 0..ENSEMBLE {
        gens.push(gestionnaire(&registry, rang, echelle.etablissements).await?);
    }
    println!(
        "{:<12} {:>10} {:>10} {:>10}",
        "", "p50 (ms)", "p95 (ms)", "max (ms)"
    );
    for quoi in [
        Quoi::Temoin,
        Quoi::Compte,
        Quoi::Vues,
        Quoi::Suivi,
        Quoi::Etat,
        Quoi::File,
        Quoi::Filtre,
        Quoi::Recherche,
        Quoi::Inscrits,
        Quoi::Dossier,
    ] {
        let mut taches = Vec::new();
        for (rang, g) in gens.iter().enumerate() {
            let (registry, g) = (registry.clone(), g.clone());
            taches.push(tokio::spawn(
                async move { serie(&registry, &g, rang, quoi).await },
            ));
        }
        let mut temps = Vec::new();
        for tache in taches {
            temps.extend(tache.await??);
        }
        dire(quoi.nom(), temps);
    }
    dire("valider", valider(&registry, &gens).await?);
    Ok(())
}

#[derive(Clone, Copy)]
enum Quoi {
    Temoin,
    Compte,
    Vues,
    Suivi,
    Etat,
    File,
    Filtre,
    Recherche,
    Inscrits,
    Dossier,
}

impl Quoi {
    fn nom(self) -> &'static str {
        match self {
            Self::Temoin => "témoin",
            Self::Compte => "compter",
            Self::Vues => "vues",
            Self::Suivi => "suivre",
            Self::Etat => "état",
            Self::File => "file",
            Self::Filtre => "filtrer",
            Self::Recherche => "chercher",
            Self::Inscrits => "inscrits",
            Self::Dossier => "ouvrir",
        }
    }
}

/// Somebody who treats the demandes of `PERIMETRE` establishments.
async fn gestionnaire(registry: &Registry, rang: u64, etablissements: u64) -> Result<Gestionnaire, Erreur> {
    let identifiant = format!("echelle-gestionnaire-{rang}");
    for un in 0..PERIMETRE {
        let octroi = Octroi {
            identifiant: identifiant.clone(),
            nom: format!("Gestionnaire {rang}"),
            genre: GenreHabilitation::Gestionnaire,
            finess: generateur::finess((rang * PERIMETRE + un) % etablissements).parse()?,
            carte_jusqu_au: None,
        };
        // One in fifty is closed, and gives no right.
        let _ = registry.accorder_habilitation(&octroi).await;
    }
    let compte = sql("SELECT id FROM compte WHERE sujet = $1")
        .bind(format!("psc:{identifiant}"))
        .one(registry.db())
        .await?;
    let jeton = registry
        .ouvrir_session(domain::ids::CompteId::new(compte.get("id")?), 600)
        .await?;
    let session = registry
        .session_ouverte(jeton.as_str())
        .await?
        .ok_or("no session")?;
    Ok(session.gestionnaire()?)
}

/// The same thing `FOIS` times, a breath between two as people do: nobody clicks in step with anybody, so that fifty people are
/// not one hammer of fifty heads.
async fn serie(
    registry: &Registry,
    g: &Gestionnaire,
    rang: usize,
    quoi: Quoi,
) -> Result<Vec<Duration>, ActeError> {
    let ouverte = registry.now();
    let file = registry.file(g, &FiltreFile::default()).await?;
    let montrees: Vec<DemandeId> = file.lignes.iter().map(|ligne| ligne.id).collect();
    let mut temps = Vec::new();
    let mut reprise = tokio::time::Instant::now();
    for fois in 0..FOIS {
        // From half a second to a second and a half, never the same for two people at once.
        reprise += Duration::from_millis(500 + (rang * 389 + fois * 367) as u64 % 1_000);
        tokio::time::sleep_until(reprise).await;
        let ligne = file.lignes.get(fois % file.lignes.len().max(1));
        let depart = Instant::now();
        match quoi {
            Quoi::Temoin => {
                if let Some(ligne) = ligne {
                    sql("SELECT reference FROM demande WHERE id = $1")
                        .bind(ligne.id.uuid())
                        .optional(registry.db())
                        .await?;
                }
            }
            Quoi::Compte => drop(registry.nombre_a_traiter(g).await?),
            // The numbers beside each view of the dashboard.
            Quoi::Vues => {
                let vues: Vec<FiltreFile> = VueFile::TOUS
                    .iter()
                    .map(|&vue| FiltreFile::default().dans(vue))
                    .collect();
                registry.comptes_des_filtres(g, &vues).await?;
            }
            // What a page of the queue that is open asks for at each news: its counts, and what became of its rows.
            Quoi::Suivi => {
                registry
                    .comptes_suivis(g, &FiltreFile::default(), ouverte, &montrees)
                    .await?;
                registry.lignes_suivies(g, &montrees).await?;
                registry.marques(g, &montrees).await?;
            }
            // What it asks for every few seconds where news do not come by themselves.
            Quoi::Etat => drop(registry.etat_file(g).await?),
            Quoi::File => drop(registry.file(g, &FiltreFile::default()).await?),
            Quoi::Filtre => {
                let filtre = FiltreFile {
                    etablissements: ligne.map(|ligne| ligne.finess.clone()).into_iter().collect(),
                    ..FiltreFile::default()
                };
                registry.file(g, &filtre).await?;
            }
            Quoi::Recherche => {
                let filtre = FiltreFile {
                    texte: ligne.map(|ligne| ligne.nom.clone()),
                    ..FiltreFile::default()
                };
                registry.file(g, &filtre).await?;
            }
            // Registered people, by the same name.
            Quoi::Inscrits => {
                let critere = Critere {
                    texte: ligne.map(|ligne| ligne.nom.clone()),
                    ..Critere::default()
                };
                registry.chercher_personnes(g, &critere).await?;
            }
            Quoi::Dossier => {
                if let Some(ligne) = ligne {
                    registry.dossier(g, ligne.id).await?;
                    // The page leads to the next one.
                    registry.suivante(g, ligne.id, &FiltreFile::default()).await?;
                }
            }
        }
        temps.push(depart.elapsed());
    }
    Ok(temps)
}

/// Acceptances one after the other, of demandes of different people.
async fn valider(registry: &Registry, gens: &[Gestionnaire]) -> Result<Vec<Duration>, Erreur> {
    let mut temps = Vec::new();
    for g in gens {
        let file = registry.file(g, &FiltreFile::default()).await?;
        let a_valider: Vec<DemandeId> = file
            .lignes
            .iter()
            .map(|ligne| ligne.id)
            .take(VALIDATIONS / gens.len() + 1)
            .collect();
        for id in a_valider {
            let version = registry.dossier(g, id).await?.version;
            let depart = Instant::now();
            match registry.valider(g, id, version, true).await {
                Ok(_) => temps.push(depart.elapsed()),
                // What the rules refuse is no acceptance.
                Err(
                    ActeError::SituationExistante | ActeError::NonEligible(_) | ActeError::DoublonATrancher,
                ) => {}
                Err(autre) => return Err(autre.into()),
            }
        }
    }
    Ok(temps)
}

fn dire(quoi: &str, mut temps: Vec<Duration>) {
    temps.sort_unstable();
    let part = |pour_cent: usize| {
        let rang = (temps.len() * pour_cent / 100).min(temps.len().saturating_sub(1));
        temps.get(rang).map_or(0.0, |duree| duree.as_secs_f64() * 1_000.0)
    };
    println!(
        "{quoi:<12} {:>10.1} {:>10.1} {:>10.1}",
        part(50),
        part(95),
        part(100)
    );
}
