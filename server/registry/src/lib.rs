//! What happens to the register when somebody acts: use cases, persistence on two engines, outbox, journal.
//!
//! One transaction per act: the row, the outbox message and the journal entry are written together or not at all. An act
//! asks for a proof of right as an argument (see [`droit`]); time, ids and randomness are arguments too. Nothing here
//! knows HTTP or HTML pages, and nothing of SQL leaves this crate.

mod cherche;
pub mod connexion;
pub mod contexte;
mod coordonnee;
pub mod db;
pub mod demande;
pub mod demonstration;
pub mod depart;
pub mod designation;
pub mod direct;
pub mod donnees;
pub mod droit;
pub mod enregistrement;
mod erreur;
mod etablissement;
pub mod export;
pub mod finess;
pub mod habilitation;
mod hebdo;
pub mod inscrit;
pub mod invitation;
pub mod journal;
mod lieu;
pub mod liste;
pub mod lot;
pub mod message;
pub mod modele;
pub mod notification;
mod page;
mod perimetre;
pub mod personne;
mod preference;
mod rappel;
pub mod referentiel;
pub mod revue;
pub mod rotation;
mod secret;
pub mod session;
pub mod situation;
pub mod structure;
pub mod support;
pub mod tache;
pub mod vue;

pub use contexte::Contexte;
pub use demande::Sursis;
pub use erreur::ActeError;
pub use page::TAILLE_PAGE;

use db::{Db, DbError, sql};
use domain::date::{Instant, Jour};
use domain::nomenclature::Nomenclatures;
use journal::Groupe;
use referentiel::PaysConnus;
use std::sync::{Arc, PoisonError, RwLock};
use uuid::Uuid;

/// The register. Cheap to clone: every clone shares the same database and the same cached lists.
#[derive(Clone)]
pub struct Registry {
    db: Db,
    contexte: Contexte,
    nomenclatures: Arc<RwLock<Arc<Nomenclatures>>>,
    pays_connus: Arc<PaysConnus>,
    sursis: Sursis,
    adresse_publique: Arc<str>,
    groupe: Arc<Groupe>,
}

impl Registry {
    /// Opens the register at `sqlite:PATH` or `postgres://…`, brings its schema up to date and loads the reference data
    /// that it lacks.
    pub async fn open(url: &str, contexte: Contexte) -> Result<Self, DbError> {
        let db = Db::open(url).await?;
        db.migrate().await?;
        referentiel::charger_si_absent(&db, &contexte).await?;
        demande::preparer_doublons(&db, &contexte).await?;
        Self::new(db, contexte).await
    }

    /// The register on a database that is already up to date. Writes nothing: a database that can only be read will do.
    pub async fn new(db: Db, contexte: Contexte) -> Result<Self, DbError> {
        let nomenclatures = lire_nomenclatures(&db).await?;
        let pays_connus = PaysConnus::charger(&db).await?;
        Ok(Self {
            db,
            contexte,
            nomenclatures: Arc::new(RwLock::new(Arc::new(nomenclatures))),
            pays_connus: Arc::new(pays_connus),
            sursis: Sursis::default(),
            adresse_publique: Arc::from(""),
            groupe: Arc::default(),
        })
    }

    /// The database, for imports and for the program's own tools.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// Time and randomness of this register.
    pub fn contexte(&self) -> &Contexte {
        &self.contexte
    }

    /// The same register living at another time: tests and demonstration data need acts of last month.
    #[must_use]
    pub fn avec_contexte(&self, contexte: Contexte) -> Self {
        Self {
            contexte,
            ..self.clone()
        }
    }

    /// The same register, whose decisions can be taken back during that time.
    #[must_use]
    pub fn avec_sursis(&self, sursis: Sursis) -> Self {
        Self {
            sursis,
            ..self.clone()
        }
    }

    /// The same register, which writes in mails the links of a portal that people know under that address
    /// (`https://portail.example`, without a slash at the end).
    #[must_use]
    pub fn avec_adresse_publique(&self, base: &str) -> Self {
        Self {
            adresse_publique: Arc::from(base.trim_end_matches('/')),
            ..self.clone()
        }
    }

    /// The whole address of a page, for a mail.
    pub fn adresse(&self, chemin: &str) -> String {
        format!("{}{chemin}", self.adresse_publique)
    }

    /// How long a decision can be taken back.
    pub fn sursis(&self) -> Sursis {
        self.sursis
    }

    /// Now.
    pub fn now(&self) -> Instant {
        self.contexte.clock.now()
    }

    /// Today in Paris, the day that rules on dates speak of.
    pub fn aujourd_hui(&self) -> Jour {
        self.now().jour_paris()
    }

    /// Professions, rôles and documents, as last loaded.
    pub fn nomenclatures(&self) -> Arc<Nomenclatures> {
        // A thread that panicked while holding the lock cannot have left half a pointer behind.
        Arc::clone(&self.nomenclatures.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the nomenclatures again; every clone of this register sees them.
    pub async fn recharger_nomenclatures(&self) -> Result<(), DbError> {
        let lues = Arc::new(lire_nomenclatures(&self.db).await?);
        *self.nomenclatures.write().unwrap_or_else(PoisonError::into_inner) = lues;
        Ok(())
    }

    /// A new id for something that exists from `now` on.
    fn uuid(&self, now: Instant) -> Uuid {
        self.contexte.entropy.uuid(now)
    }
}

/// The nomenclatures as stored, or empty ones before the first load.
async fn lire_nomenclatures(db: &Db) -> Result<Nomenclatures, DbError> {
    let row = sql("SELECT contenu FROM referentiel WHERE nom = $1")
        .bind("nomenclatures")
        .optional(db)
        .await?;
    match row
        .map(|row| row.get::<Option<String>>("contenu"))
        .transpose()?
        .flatten()
    {
        Some(json) => serde_json::from_str(&json).map_err(|_| DbError::stored("nomenclatures")),
        None => Ok(Nomenclatures {
            version: String::new(),
            professions: Vec::new(),
            roles: Vec::new(),
            non_eligibles: Vec::new(),
            documents: Vec::new(),
        }),
    }
}
