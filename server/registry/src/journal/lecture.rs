//! The journal of a database, read from one end to the other a page at a time: memory does not grow with it.

use super::{DetailScelle, Ecriture, Empreinte, Ligne, Rupture, Tete, Verificateur};
use crate::db::{Db, DbError, Row, sql};
use domain::date::Instant;
use domain::ids::{CompteId, SessionId};
use std::io;
use uuid::Uuid;

/// Entries read at once.
const PAGE: i64 = 4_000;

/// Why a journal is not intact, or why that cannot be said.
#[derive(Debug, thiserror::Error)]
pub enum VerificationError {
    /// the chain is broken
    #[error("{0}")]
    Rupture(#[from] Rupture),
    /// the database does not answer, or what it stores is not a journal
    #[error("le journal ne peut pas être lu\u{a0}: {0}")]
    Base(#[from] DbError),
    /// the export cannot be read, or written
    #[error("l’export ne peut pas être lu ou écrit jusqu’au bout\u{a0}: {0}")]
    Fichier(#[from] io::Error),
    /// a line of the export is not what it should be
    #[error("la ligne {0} de l’export est illisible")]
    Illisible(u64),
    /// the export does not end with the head
    #[error("l’export ne se termine pas par la tête du journal\u{a0}: il est incomplet")]
    SansTete,
    /// something comes after the head
    #[error("l’export continue après la tête du journal, à la ligne {0}")]
    ApresTete(u64),
}

/// The head of a database's journal.
pub async fn tete(db: &Db) -> Result<Tete, DbError> {
    Ok(bornes(db).await?.0)
}

/// Checks the whole journal of a database. `attendues`: heads known from elsewhere, which must be in the chain. Returns the
/// head. What is written during the check is left for the next one.
pub async fn verifier(db: &Db, attendues: Vec<Tete>) -> Result<Tete, VerificationError> {
    let (tete, jusque) = bornes(db).await?;
    let mut verificateur = Verificateur::new(attendues);
    let mut apres = 0;
    loop {
        let lignes = page(db, apres, jusque, true).await?;
        let Some(derniere) = lignes.last() else { break };
        apres = derniere.ecriture.numero;
        for ligne in &lignes {
            verificateur.lire(ligne)?;
        }
    }
    Ok(verificateur.finir(tete)?)
}

/// The head, and the highest number there is, as of the same instant.
pub(super) async fn bornes(db: &Db) -> Result<(Tete, i64), DbError> {
    let row = sql(
        "SELECT numero, maillon, (SELECT COALESCE(MAX(numero), 0) FROM journal) AS jusque FROM journal_tete WHERE id = 1",
    )
    .one(db)
    .await?;
    let tete = Tete {
        numero: row.get("numero")?,
        maillon: empreinte(&row, "maillon")?,
    };
    Ok((tete, row.get("jusque")?))
}

/// The entries that follow `apres`, up to `jusque`, in order; with their details or without.
pub(super) async fn page(db: &Db, apres: i64, jusque: i64, details: bool) -> Result<Vec<Ligne>, DbError> {
    const COLONNES: &str =
        "j.numero, j.le, j.acteur, j.session, j.acte, j.objet, j.objet_id, j.issue, j.engagement, j.maillon";
    let texte = if details {
        format!(
            "SELECT {COLONNES}, d.sel, d.contenu FROM journal j LEFT JOIN journal_detail d ON d.numero = j.numero \
             WHERE j.numero > $1 AND j.numero <= $2 ORDER BY j.numero LIMIT {PAGE}"
        )
    } else {
        format!(
            "SELECT {COLONNES} FROM journal j WHERE j.numero > $1 AND j.numero <= $2 ORDER BY j.numero LIMIT {PAGE}"
        )
    };
    let rows = sql(texte).bind(apres).bind(jusque).all(db).await?;
    rows.iter().map(|row| ligne(row, details)).collect()
}

fn ligne(row: &Row, details: bool) -> Result<Ligne, DbError> {
    let detail = match details {
        true => row.get::<Option<String>>("contenu")?,
        false => None,
    };
    Ok(Ligne {
        ecriture: Ecriture {
            numero: row.get("numero")?,
            le: Instant::from_millis(row.get("le")?),
            acteur: row.get::<Option<Uuid>>("acteur")?.map(CompteId::new),
            session: row.get::<Option<Uuid>>("session")?.map(SessionId::new),
            acte: row.get("acte")?,
            objet: row.get("objet")?,
            objet_id: row.get("objet_id")?,
            issue: row.get("issue")?,
            engagement: row
                .get::<Option<Vec<u8>>>("engagement")?
                .map(|octets| trente_deux(octets, "engagement"))
                .transpose()?,
        },
        maillon: empreinte(row, "maillon")?,
        detail: match detail {
            Some(contenu) => Some(DetailScelle {
                sel: empreinte(row, "sel")?,
                contenu,
            }),
            None => None,
        },
    })
}

/// A column of 32 bytes.
pub(super) fn empreinte(row: &Row, colonne: &str) -> Result<Empreinte, DbError> {
    trente_deux(row.get(colonne)?, colonne)
}

fn trente_deux(octets: Vec<u8>, colonne: &str) -> Result<Empreinte, DbError> {
    octets.try_into().map_err(|_| DbError::stored(colonne))
}
