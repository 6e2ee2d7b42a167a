//! Corrections: a gestionnaire names what is wrong (`demander`), the applicant answers on those fields only (`repondre`), both
//! read what was asked and what came back (`tours`). One round at most is open for a demande; rounds are kept with it.
//!
//! While a correction is awaited, `demande.saisie` is the applicant's draft of it; `demande.complete` and what lists read stay
//! what was submitted until the demande comes back. A round that is still open when the demande is refused, withdrawn or
//! expired simply ends with it.

mod demander;
mod expiration;
mod repondre;
mod tours;

pub use repondre::CorrectionAFaire;
pub use tours::{FinTour, Tour};

use crate::db::{DbError, Row, Tx, sql};
use domain::date::Instant;
use domain::demande::DemandeDeCorrection;
use domain::ids::DemandeId;
use domain::saisie::SaisieDemande;

/// The round that is open.
struct Ouverte {
    demandee_le: Instant,
    demande: DemandeDeCorrection,
    avant: SaisieDemande,
}

const COLONNES: &str = "correction.demandee_le, correction.contenu, correction.avant";

impl Ouverte {
    fn lire(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            demandee_le: Instant::from_millis(row.get("demandee_le")?),
            demande: json(row, "contenu")?,
            avant: json(row, "avant")?,
        })
    }

    /// The open round of a demande that is to be corrected.
    async fn de(tx: &mut Tx, id: DemandeId) -> Result<Self, DbError> {
        let row = sql(format!(
            "SELECT {COLONNES} FROM correction WHERE demande = $1 AND renvoyee_le IS NULL AND retiree_le IS NULL"
        ))
        .bind(id.uuid())
        .optional(tx)
        .await?;
        // A demande waits for its applicant if and only if a round is open.
        row.as_ref()
            .map(Self::lire)
            .transpose()?
            .ok_or_else(|| DbError::stored("correction"))
    }
}

/// A JSON column.
fn json<T: serde::de::DeserializeOwned>(row: &Row, colonne: &str) -> Result<T, DbError> {
    serde_json::from_str(&row.get::<String>(colonne)?).map_err(|_| DbError::stored(colonne))
}
