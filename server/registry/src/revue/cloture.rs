//! The end of a campaign that nobody attests: thirty days after its last day it stays as it is, said to be not ended, with its own
//! paper, so that the next one may open. What was answered has had its effect; those without an answer are named.

use super::attestation::ecrire;
use crate::Registry;
use crate::db::{DbError, sql};
use crate::journal::{self, Acte, Auteur, Entree, Objet};
use domain::ids::RevueId;
use domain::revue::echeance_close;
use uuid::Uuid;

impl Registry {
    /// Ends the campaigns that were left, each in its own transaction; one that cannot be ended is told to the operator and leaves
    /// the others alone. Twice, or from two machines, ends each once. Returns how many.
    pub async fn clore_revues(&self) -> Result<u32, DbError> {
        let rows =
            sql("SELECT id FROM revue WHERE terminee_le IS NULL AND echeance <= $1 ORDER BY echeance, id")
                .bind(echeance_close(self.aujourd_hui()))
                .all(&self.db)
                .await?;
        let mut closes = 0;
        for row in rows {
            let id: Uuid = row.get("id")?;
            match self.clore_revue(RevueId::new(id)).await {
                Ok(close) => closes += u32::from(close),
                Err(cause) => {
                    tracing::error!(%cause, revue = %id, "a campaign that was left could not be ended");
                }
            }
        }
        Ok(closes)
    }

    /// False when somebody ended it meanwhile.
    async fn clore_revue(&self, id: RevueId) -> Result<bool, DbError> {
        let now = self.now();
        let mut tx = self.db.begin().await?;
        // Held, so that nobody answers meanwhile.
        let prise = sql("UPDATE revue SET echeance = echeance WHERE id = $1 AND terminee_le IS NULL")
            .bind(id.uuid())
            .execute(&mut tx)
            .await?;
        if prise == 0 {
            return Ok(false);
        }
        let constat = self.composer_attestation(&mut tx, id, None, now).await?;
        let detail = ecrire(&mut tx, id, None, &constat).await?;
        let entree = Entree::new(now, Auteur::Programme, Acte::CloreRevue, Objet::Revue(id)).avec(detail);
        journal::ecrire(&mut tx, &self.contexte, entree).await?;
        tx.commit().await?;
        Ok(true)
    }
}
