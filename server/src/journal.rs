//! What an operator does with the journal: check it, take it elsewhere, keep a signed head of each day.

use clap::Subcommand;
use domain::date::iso;
use registry::db::{Db, DbError};
use registry::journal::{
    ClePublique, CleSignature, Tete, TeteError, TeteSignee, VerificationError, exporter, tete, verifier,
    verifier_export,
};
use registry::{Contexte, Registry};
use std::fs::File;
use std::io::{BufReader, BufWriter, ErrorKind};
use std::path::{Path, PathBuf};

/// What to do with the journal. None of these writes in the database.
#[derive(Debug, Subcommand)]
pub(crate) enum Action {
    /// Vérifie que le journal est intact, et dit sinon où il est rompu
    Verify {
        /// Tête gardée ailleurs, qui doit se trouver dans le journal
        #[arg(long)]
        tete: Option<PathBuf>,
        /// Clé publique qui vérifie la signature de cette tête (PEM)
        #[arg(long, requires = "tete")]
        cle_publique: Option<PathBuf>,
        /// Vérifie un export au lieu de la base
        #[arg(long)]
        export: Option<PathBuf>,
    },
    /// Écrit le journal sur la sortie standard : une écriture JSON par ligne, la tête à la fin
    Export {
        /// Sans les détails personnels ; la chaîne se vérifie quand même
        #[arg(long)]
        sans_detail: bool,
    },
    /// Écrit la tête du journal en JSON, signée s’il y a une clé
    Tete {
        /// Clé privée ed25519 (PEM, PKCS #8) ; sinon celle de la configuration (`journal_cle`)
        #[arg(long)]
        cle: Option<PathBuf>,
    },
}

/// Why a command on the journal stopped.
#[derive(Debug, thiserror::Error)]
pub(crate) enum JournalError {
    /// the journal is not intact, or cannot be read
    #[error("{0}")]
    Verification(#[from] VerificationError),
    /// the database
    #[error("le journal ne peut pas être lu : {0}")]
    Base(#[from] DbError),
    /// a file that cannot be read or written
    #[error("le fichier {0} ne peut pas être lu ou écrit : {1}")]
    Fichier(PathBuf, std::io::Error),
    /// a key or a head that cannot be used
    #[error("{0} : {1}")]
    Tete(PathBuf, TeteError),
}

/// Runs a command. `cle` is the signing key named by the configuration.
pub(crate) async fn executer(action: Action, url: &str, cle: Option<PathBuf>) -> Result<(), JournalError> {
    match action {
        Action::Verify {
            tete,
            cle_publique,
            export,
        } => {
            let attendues = match &tete {
                Some(tete) => vec![lire_tete(tete, cle_publique.as_deref())?],
                None => Vec::new(),
            };
            let trouvee = match export {
                Some(chemin) => {
                    let fichier = File::open(&chemin).map_err(|e| JournalError::Fichier(chemin, e))?;
                    verifier_export(BufReader::new(fichier), attendues.clone())?
                }
                None => verifier(&ouvrir(url).await?, attendues.clone()).await?,
            };
            println!("Le journal est intact : {trouvee}.");
            for attendue in attendues {
                let signee = if cle_publique.is_some() {
                    "signature vérifiée"
                } else {
                    "signature non vérifiée : donnez --cle-publique"
                };
                println!("La tête donnée en fait partie ({signee}) : {attendue}.");
            }
        }
        Action::Export { sans_detail } => {
            let db = ouvrir(url).await?;
            exporter(&db, !sans_detail, &mut BufWriter::new(std::io::stdout())).await?;
        }
        Action::Tete { cle: demandee } => {
            let cle = lire_cle(demandee.or(cle).as_deref())?;
            let derniere = tete(&ouvrir(url).await?).await?;
            let maintenant = Contexte::system().clock.now();
            println!("{}", TeteSignee::new(derniere, maintenant, cle.as_ref()).json());
        }
    }
    Ok(())
}

/// Opens a database that is only read: it is neither created nor brought up to date, and a copy made read-only will do.
async fn ouvrir(url: &str) -> Result<Db, DbError> {
    if url.starts_with("sqlite:") && !url.contains('?') {
        return Db::open(&format!("{url}?mode=ro")).await;
    }
    Db::open(url).await
}

fn lire(chemin: &Path) -> Result<String, JournalError> {
    std::fs::read_to_string(chemin).map_err(|e| JournalError::Fichier(chemin.to_owned(), e))
}

fn lire_tete(chemin: &Path, cle_publique: Option<&Path>) -> Result<Tete, JournalError> {
    let faux = |e| JournalError::Tete(chemin.to_owned(), e);
    let tete = TeteSignee::lire(&lire(chemin)?).map_err(faux)?;
    let Some(chemin_cle) = cle_publique else {
        return Ok(tete.tete());
    };
    let cle =
        ClePublique::lire(&lire(chemin_cle)?).map_err(|e| JournalError::Tete(chemin_cle.to_owned(), e))?;
    tete.verifiee(&cle).map_err(faux)
}

fn lire_cle(chemin: Option<&Path>) -> Result<Option<CleSignature>, JournalError> {
    let Some(chemin) = chemin else { return Ok(None) };
    CleSignature::lire(&lire(chemin)?)
        .map(Some)
        .map_err(|e| JournalError::Tete(chemin.to_owned(), e))
}

/// Where the portal keeps a head per day, and the key that signs them.
#[derive(Clone, Debug)]
pub(crate) struct TetesDuJour {
    dossier: PathBuf,
    cle: Option<CleSignature>,
}

impl TetesDuJour {
    /// From the configuration; nothing when no folder is named. An unusable key is said at once, not on the first night.
    pub(crate) fn new(dossier: Option<PathBuf>, cle: Option<&Path>) -> Result<Option<Self>, JournalError> {
        let Some(dossier) = dossier else { return Ok(None) };
        let cle = lire_cle(cle)?;
        if cle.is_none() {
            tracing::warn!("the heads of the journal are kept unsigned: set journal_cle");
        }
        Ok(Some(Self { dossier, cle }))
    }

    /// Keeps the head of today (in Paris) unless it is kept already. True when a file was written.
    pub(crate) async fn garder(&self, registry: &Registry) -> Result<bool, JournalError> {
        let chemin = self
            .dossier
            .join(format!("tete-{}.json", iso(registry.aujourd_hui())));
        if chemin.exists() {
            return Ok(false);
        }
        let tete = TeteSignee::new(tete(registry.db()).await?, registry.now(), self.cle.as_ref());
        let echec = |e| JournalError::Fichier(chemin.clone(), e);
        std::fs::create_dir_all(&self.dossier).map_err(echec)?;
        // Written whole under another name first: nobody ever finds half a head, and the first one of the day stays.
        let provisoire = chemin.with_extension(format!("{}.partiel", std::process::id()));
        std::fs::write(&provisoire, tete.json() + "\n").map_err(echec)?;
        let gardee = std::fs::hard_link(&provisoire, &chemin);
        std::fs::remove_file(&provisoire).map_err(echec)?;
        match gardee {
            Ok(()) => Ok(true),
            Err(e) if e.kind() == ErrorKind::AlreadyExists => Ok(false),
            Err(e) => Err(echec(e)),
        }
    }
}

#[cfg(test)]
#[path = "journal_tests.rs"]
mod tests;
