//! Reference data: professions, rôles and documents, countries, communes, establishments. Where they come from, how they are
//! loaded, how they are searched.
//!
//! They are dated data loaded from files in their official formats, never code. The files that the program carries are
//! loaded at the first start; later files come through the imports, which never remove what a demande or a person may
//! refer to.

mod categories;
mod communes;
mod communes_csv;
mod embarque;
pub(crate) mod lot;
mod nomenclatures;
mod pays;
mod recherche;

pub use categories::Categories;
pub(crate) use communes::importer_flux as importer_communes;
pub(crate) use pays::PaysConnus;

use crate::contexte::Contexte;
use crate::db::{Db, DbError, Run, Tx, sql};
use crate::finess::{self, ImportError};
use crate::journal::Auteur;
use domain::date::Instant;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A place of birth in France.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commune {
    /// INSEE code, 5 characters (R16)
    pub code: String,
    /// name, followed in brackets by that of a former commune that shares its code
    pub nom: String,
    /// code of the département, or of the overseas collectivity
    pub departement: String,
    /// `actuelle`, `deleguee`, `associee` or `arrondissement`
    pub genre: String,
}

/// A country of birth.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pays {
    /// COG code, `99xxx` (R16)
    pub code: String,
    /// the name that people look for
    pub libelle: String,
}

/// Loads what is missing: at the first start, everything; later, the lists that are part of the program and that a new
/// version brings. Communes and establishments imported since are left alone. Running it again changes nothing.
pub async fn charger_si_absent(db: &Db, contexte: &Contexte) -> Result<(), DbError> {
    if version(db, "nomenclatures").await?.as_deref() != Some(nomenclatures::version().as_str()) {
        nomenclatures::charger(db, contexte.clock.now()).await?;
    }
    if version(db, "pays").await?.as_deref() != Some(pays::version().as_str()) {
        pays::charger(db, contexte.clock.now()).await?;
    }
    if version(db, "communes").await?.is_none() {
        communes::importer(db, contexte, Auteur::Programme, embarque::COMMUNES.as_bytes())
            .await
            .map_err(defaut)?;
    }
    if version(db, "finess").await?.is_none() {
        finess::importer(db, contexte, Auteur::Programme, embarque::FINESS.as_bytes())
            .await
            .map_err(defaut)?;
    }
    Ok(())
}

/// A file that is part of the program and cannot be imported is a defect of the program.
fn defaut(erreur: ImportError) -> DbError {
    match erreur {
        ImportError::Indisponible(erreur) => erreur,
        autre => DbError::Defect(autre.to_string()),
    }
}

/// Which version of that list is loaded, if any.
pub(crate) async fn version(on: impl Run<'_>, nom: &'static str) -> Result<Option<String>, DbError> {
    let row = sql("SELECT version FROM referentiel WHERE nom = $1")
        .bind(nom)
        .optional(on)
        .await?;
    row.map(|row| row.get("version")).transpose()
}

/// Notes that a list is loaded, in the transaction that loads it.
pub(crate) async fn noter(
    tx: &mut Tx,
    nom: &'static str,
    version: &str,
    le: Instant,
    lignes: u64,
    contenu: Option<String>,
) -> Result<(), DbError> {
    sql(
        "INSERT INTO referentiel (nom, version, charge_le, lignes, contenu) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (nom) DO UPDATE SET version = excluded.version, charge_le = excluded.charge_le,
             lignes = excluded.lignes, contenu = excluded.contenu",
    )
    .bind(nom)
    .bind(version)
    .bind(le.millis())
    .bind(i64::try_from(lignes).unwrap_or(i64::MAX))
    .bind(contenu)
    .execute(tx)
    .await?;
    Ok(())
}

/// A short digest that changes when any of the files does.
fn empreinte(fichiers: &[&[u8]]) -> String {
    let mut sha = Sha256::new();
    for fichier in fichiers {
        sha.update((fichier.len() as u64).to_le_bytes());
        sha.update(fichier);
    }
    let debut = sha
        .finalize()
        .iter()
        .take(8)
        .fold(0_u64, |nombre, octet| nombre << 8 | u64::from(*octet));
    format!("{debut:016x}")
}
