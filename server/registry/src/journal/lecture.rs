//! The journal of a database, read from one end to the other a page at a time: memory does not grow with it.

use super::{DetailScelle, Ecriture, Empreinte, Ligne, Rupture, Tete, Verificateur, hexa};
use crate::db::{Db, DbError, JsonColumn, Row, sql};
use domain::date::Instant;
use domain::ids::{CompteId, SessionId};
use serde::Deserialize;
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

/// The entries that follow `apres`, up to `jusque`, in order; with their details or without. A page comes as one JSON text:
/// row by row, the drivers take four times as long.
pub(super) async fn page(db: &Db, apres: i64, jusque: i64, details: bool) -> Result<Vec<Ligne>, DbError> {
    let jointure = if details {
        "LEFT JOIN journal_detail d ON d.numero = j.numero"
    } else {
        "LEFT JOIN journal_detail d ON FALSE"
    };
    let texte = db.engine().json_rows(
        &[
            ("numero", JsonColumn::Plain),
            ("le", JsonColumn::Plain),
            ("acteur", JsonColumn::Uuid),
            ("session", JsonColumn::Uuid),
            ("acte", JsonColumn::Plain),
            ("objet", JsonColumn::Plain),
            ("objet_id", JsonColumn::Plain),
            ("issue", JsonColumn::Plain),
            ("engagement", JsonColumn::Bytes),
            ("maillon", JsonColumn::Bytes),
            ("sel", JsonColumn::Bytes),
            ("contenu", JsonColumn::Plain),
        ],
        &format!(
            "SELECT j.*, d.sel, d.contenu FROM journal j {jointure} WHERE j.numero > $1 AND j.numero <= $2 \
             ORDER BY j.numero LIMIT {PAGE}"
        ),
    );
    let row = sql(texte).bind(apres).bind(jusque).one(db).await?;
    let lignes: Vec<LigneLue> =
        serde_json::from_str(&row.get::<String>("rows")?).map_err(|_| DbError::stored("journal"))?;
    let mut lignes: Vec<Ligne> = lignes.into_iter().map(Ligne::from).collect();
    // An aggregate promises no order.
    lignes.sort_unstable_by_key(|ligne| ligne.ecriture.numero);
    Ok(lignes)
}

/// The columns asked for by [`page`], in their order.
#[derive(Deserialize)]
struct LigneLue(
    i64,
    Instant,
    #[serde(with = "hexa::option")] Option<[u8; 16]>,
    #[serde(with = "hexa::option")] Option<[u8; 16]>,
    String,
    String,
    String,
    String,
    #[serde(with = "hexa::option")] Option<Empreinte>,
    #[serde(with = "hexa")] Empreinte,
    #[serde(with = "hexa::option")] Option<[u8; 32]>,
    Option<String>,
);

impl From<LigneLue> for Ligne {
    fn from(l: LigneLue) -> Self {
        let LigneLue(
            numero,
            le,
            acteur,
            session,
            acte,
            objet,
            objet_id,
            issue,
            engagement,
            maillon,
            sel,
            contenu,
        ) = l;
        Self {
            ecriture: Ecriture {
                numero,
                le,
                acteur: acteur.map(|octets| CompteId::new(Uuid::from_bytes(octets))),
                session: session.map(|octets| SessionId::new(Uuid::from_bytes(octets))),
                acte,
                objet,
                objet_id,
                issue,
                engagement,
            },
            maillon,
            detail: sel
                .zip(contenu)
                .map(|(sel, contenu)| DetailScelle { sel, contenu }),
        }
    }
}

/// A column of 32 bytes.
pub(super) fn empreinte(row: &Row, colonne: &str) -> Result<Empreinte, DbError> {
    row.get::<Vec<u8>>(colonne)?
        .try_into()
        .map_err(|_| DbError::stored(colonne))
}
