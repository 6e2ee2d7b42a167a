//! The command line.

use crate::config::{ConfigError, Fichier};
use crate::habiliter;
use crate::journal::{self, JournalError, TetesDuJour};
use crate::serve::{self, Options};
use clap::{Args, Parser, Subcommand};
use registry::{Contexte, Registry};
use std::fs::File;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Portail RPPS+ : enregistrement des professionnels à rôle du social et du médico-social.
#[derive(Debug, Parser)]
#[command(version, about)]
pub(crate) struct Commande {
    #[command(flatten)]
    commun: Commun,
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Args)]
struct Commun {
    /// Fichier de configuration (TOML)
    #[arg(long, env = "RPPSPLUS_CONFIG", global = true)]
    config: Option<PathBuf>,
    /// Base de données : sqlite:CHEMIN ou postgres://…
    #[arg(long, env = "DATABASE_URL", global = true, hide_env_values = true)]
    database_url: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Sert le portail
    Serve {
        /// Mode démonstration : personnes imaginaires, connexion sans mot de passe, messages affichés au lieu d’être envoyés
        #[arg(long)]
        demo: bool,
        /// Permet la démonstration sur une autre adresse que la boucle locale
        #[arg(long, requires = "demo")]
        demo_force: bool,
        /// Adresse et port
        #[arg(long, env = "LEPTOS_SITE_ADDR")]
        addr: Option<SocketAddr>,
        /// Dossier du site (feuille de style, module du navigateur)
        #[arg(long, env = "LEPTOS_SITE_ROOT")]
        site_root: Option<PathBuf>,
        /// Adresse sous laquelle le portail est connu, protocole compris et sans chemin
        #[arg(long, env = "RPPSPLUS_URL_PUBLIQUE")]
        url_publique: Option<String>,
    },
    /// Met le schéma de la base à jour et charge les données de référence absentes
    Migrate,
    /// Importe un référentiel
    Import {
        #[command(subcommand)]
        quoi: Import,
    },
    /// Remplit la base de données imaginaires de démonstration
    Seed {
        /// À la place, un registre de cette taille (en personnes), pour des mesures ; jamais sur une base qui sert
        #[arg(long, value_name = "PERSONNES")]
        scale: Option<u64>,
    },
    /// Accorde ou retire un droit sur une structure
    #[command(subcommand)]
    Habilitation(habiliter::Habilitation),
    /// Nomme ou révoque un opérateur du support
    #[command(subcommand)]
    Operateur(habiliter::Operateur),
    /// Vérifie, exporte ou signe le journal des actes
    Journal {
        #[command(subcommand)]
        action: journal::Action,
    },
}

#[derive(Debug, Subcommand)]
enum Import {
    /// Établissements : flux JSON « structures » de FINESS
    Finess {
        /// Le fichier
        fichier: PathBuf,
    },
    /// Communes : fichier compact du projet (voir server/data)
    Communes {
        /// Le fichier
        fichier: PathBuf,
    },
}

/// Why a command stopped.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CommandeError {
    /// the configuration
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// the database
    #[error("{0}")]
    Base(#[from] registry::db::DbError),
    /// an import changed nothing
    #[error("{0}\nRien n’a été modifié dans la base.")]
    Import(#[from] registry::finess::ImportError),
    /// a file that cannot be opened
    #[error("le fichier {0} ne peut pas être ouvert : {1}")]
    Fichier(PathBuf, std::io::Error),
    /// the demonstration data
    #[error(transparent)]
    Semis(#[from] registry::demonstration::SemisError),
    /// a right that was not granted
    #[error("{0}")]
    Octroi(#[from] registry::habilitation::OctroiError),
    /// the server
    #[error(transparent)]
    Serve(#[from] serve::ServeError),
    /// the journal
    #[error(transparent)]
    Journal(#[from] JournalError),
}

/// Runs a command to its end.
pub(crate) async fn executer(commande: Commande) -> Result<(), CommandeError> {
    let fichier = Fichier::lire(commande.commun.config.as_deref())?;
    let url = commande
        .commun
        .database_url
        .or_else(|| fichier.database_url.clone())
        .unwrap_or_else(|| "sqlite:data/rppsplus.db".to_owned());
    // The journal is only read: nothing is made for it.
    if !matches!(commande.action, Action::Journal { .. }) {
        preparer_dossier(&url);
    }
    let ouvrir = || Registry::open(&url, Contexte::system());
    match commande.action {
        Action::Serve {
            demo,
            demo_force,
            addr,
            site_root,
            url_publique,
        } => {
            let options = Options {
                protection: fichier.protection(),
                fournisseurs: fichier.fournisseurs()?,
                exploitant: fichier.exploitant.clone(),
                url_publique: url_publique.or(fichier.url_publique),
                demonstration: demo,
                demonstration_ouverte: demo_force,
                addr: addr
                    .or(fichier.site_addr)
                    .unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 3000))),
                site_root: site_root
                    .or(fichier.site_root)
                    .unwrap_or_else(|| PathBuf::from("target/site")),
                https: fichier.https.unwrap_or(!demo),
                session_minutes: fichier.session_minutes.unwrap_or(480),
                session_inactivite_minutes: fichier.session_inactivite_minutes.unwrap_or(30),
                conservation_jours: fichier.conservation_jours.unwrap_or(30),
            };
            options.verifier()?;
            let courriel = fichier.courriel.lire().map_err(ConfigError::from)?;
            let tetes = TetesDuJour::new(fichier.journal_tetes, fichier.journal_cle.as_deref())?;
            let registry = ouvrir().await?.avec_sursis(fichier.decisions.sursis());
            if demo {
                registry::demonstration::semer(&registry).await?;
            }
            serve::servir(registry, options, tetes, courriel).await?;
        }
        Action::Migrate => {
            ouvrir().await?.completer_doublons().await?;
            println!("La base est à jour.");
        }
        Action::Import { quoi } => {
            let chemin = match &quoi {
                Import::Finess { fichier } | Import::Communes { fichier } => fichier.clone(),
            };
            let source = File::open(&chemin).map_err(|e| CommandeError::Fichier(chemin, e))?;
            let registry = ouvrir().await?;
            let bilan = match quoi {
                Import::Finess { .. } => registry.importer_finess(source).await?,
                Import::Communes { .. } => registry.importer_communes(source).await?,
            };
            dire(&bilan);
        }
        Action::Seed { scale: None } => {
            registry::demonstration::semer(&ouvrir().await?).await?;
            println!("Les données de démonstration sont en place.");
        }
        Action::Seed {
            scale: Some(personnes),
        } => {
            let echelle = registry::demonstration::semer_a_l_echelle(&ouvrir().await?, personnes).await?;
            println!("{echelle}");
        }
        Action::Habilitation(quoi) => habiliter::habilitation(&ouvrir().await?, quoi).await?,
        Action::Operateur(quoi) => habiliter::operateur(&ouvrir().await?, quoi).await?,
        Action::Journal { action } => journal::executer(action, &url, fichier.journal_cle).await?,
    }
    Ok(())
}

/// The folder of an embedded database is made on first use; the database itself is made by the engine.
fn preparer_dossier(url: &str) {
    let Some(chemin) = url.strip_prefix("sqlite:") else {
        return;
    };
    let chemin = PathBuf::from(
        chemin
            .trim_start_matches("//")
            .split('?')
            .next()
            .unwrap_or_default(),
    );
    if let Some(dossier) = chemin.parent() {
        // When it cannot be made, opening the database says so in clearer words.
        let _ = std::fs::create_dir_all(dossier);
    }
}

/// What an import did, for the operator who ran it.
fn dire(bilan: &registry::finess::BilanImport) {
    println!(
        "{} lignes lues : {} ajoutées, {} modifiées (dont {} fermetures), {} inchangées.",
        bilan.lues, bilan.ajoutees, bilan.modifiees, bilan.fermees, bilan.inchangees
    );
    if bilan.ignorees.nombre > 0 {
        println!(
            "{} lignes laissées de côté ; les premières :",
            bilan.ignorees.nombre
        );
        for ignoree in &bilan.ignorees.premieres {
            println!("  - entité juridique n° {} : {}", ignoree.entite, ignoree.raison);
        }
    }
}
