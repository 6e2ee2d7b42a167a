//! Keys that the portal makes for itself, on first use, and tells nobody: what they sign can be made nowhere else.

use crate::contexte::Contexte;
use crate::db::{DbError, Run, Tx, sql};

/// The key of that name, made if it is not there yet.
pub(crate) async fn faire(tx: &mut Tx, contexte: &Contexte, nom: &'static str) -> Result<Vec<u8>, DbError> {
    sql("INSERT INTO secret (nom, valeur) VALUES ($1, $2) ON CONFLICT (nom) DO NOTHING")
        .bind(nom)
        .bind(contexte.entropy.secret().to_vec())
        .execute(&mut *tx)
        .await?;
    lire(tx, nom).await?.ok_or(DbError::NotFound)
}

/// The key of that name; none when nobody needed it yet.
pub(crate) async fn lire(on: impl Run<'_>, nom: &'static str) -> Result<Option<Vec<u8>>, DbError> {
    sql("SELECT valeur FROM secret WHERE nom = $1")
        .bind(nom)
        .optional(on)
        .await?
        .map(|row| row.get("valeur"))
        .transpose()
}
