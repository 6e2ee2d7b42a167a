//! The journal: what was done, by whom, on what. Ids and codes only, never a name, an e-mail or a date of birth; written in
//! the transaction of the act, so that the two cannot disagree. Nothing here is ever changed or removed.

use crate::db::{DbError, Tx, sql};
use domain::date::Instant;
use domain::ids::CompteId;
use uuid::Uuid;

/// What an entry is about.
#[derive(Clone, Copy)]
pub(crate) enum Objet {
    Demande,
    Personne,
    Compte,
}

impl Objet {
    fn code(self) -> &'static str {
        match self {
            Self::Demande => "demande",
            Self::Personne => "personne",
            Self::Compte => "compte",
        }
    }
}

/// Adds an entry. `acteur` is `None` when the program itself acts (expiry).
pub(crate) async fn ecrire(
    tx: &mut Tx,
    le: Instant,
    acteur: Option<CompteId>,
    acte: &'static str,
    objet: Objet,
    objet_id: Uuid,
) -> Result<(), DbError> {
    sql("INSERT INTO journal (le, acteur, acte, objet, objet_id, issue) VALUES ($1, $2, $3, $4, $5, 'fait')")
        .bind(le.millis())
        .bind(acteur.map(CompteId::uuid))
        .bind(acte)
        .bind(objet.code())
        .bind(objet_id.to_string())
        .execute(tx)
        .await?;
    Ok(())
}
