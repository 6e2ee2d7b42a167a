//! A correction that does not come: after thirty days the demande ends, with a mail.

use crate::db::{DbError, sql};
use crate::demande::trace;
use crate::journal::{self, Acte, Auteur, Entree, Objet};
use crate::{Registry, coordonnee, etablissement, message};
use domain::date::Instant;
use domain::demande::{DELAI_CORRECTION_JOURS, Evenement, Reference, Statut};
use domain::identifiant::Finess;
use domain::ids::{CompteId, DemandeId};
use domain::saisie::DemandeComplete;

impl Registry {
    /// Ends the demandes whose correction was awaited for too long, each in its own transaction. Returns how many. Part of
    /// [`Registry::expirer_demandes`].
    pub(crate) async fn expirer_corrections(&self, now: Instant) -> Result<u32, DbError> {
        let limite = now.plus_days(-DELAI_CORRECTION_JOURS);
        let echues = sql(
            "SELECT demande.id FROM correction JOIN demande ON demande.id = correction.demande \
             WHERE correction.renvoyee_le IS NULL AND correction.retiree_le IS NULL AND correction.demandee_le <= $1 \
             AND demande.statut = 'a_corriger' ORDER BY correction.demandee_le",
        )
        .bind(limite.millis())
        .all(&self.db)
        .await?;
        let mut expirees = 0;
        for row in echues {
            if self
                .expirer_correction(DemandeId::new(row.get("id")?), limite, now)
                .await?
            {
                expirees += 1;
            }
        }
        Ok(expirees)
    }

    /// False when somebody acted in between, or another machine was quicker.
    async fn expirer_correction(
        &self,
        id: DemandeId,
        limite: Instant,
        now: Instant,
    ) -> Result<bool, DbError> {
        let Ok(statut) = Statut::ACorriger.appliquer(&Evenement::Expirer) else {
            return Ok(false);
        };
        let mut tx = self.db.begin().await?;
        // The round is looked at again: between the list and here, it may have come back and been sent again.
        let row = sql(
            "UPDATE demande SET statut = $2, version = version + 1, modifiee_le = $3, decidee_le = $3 \
             WHERE id = $1 AND statut = 'a_corriger' AND EXISTS (SELECT 1 FROM correction \
             WHERE correction.demande = demande.id AND correction.renvoyee_le IS NULL \
             AND correction.retiree_le IS NULL AND correction.demandee_le <= $4) \
             RETURNING reference, demandeur, finess, complete",
        )
        .bind(id.uuid())
        .bind(statut.code())
        .bind(now.millis())
        .bind(limite.millis())
        .optional(&mut tx)
        .await?;
        let Some(row) = row else { return Ok(false) };
        let reference: Reference = row.parse("reference")?;
        let complete: DemandeComplete = super::json(&row, "complete")?;
        let etablissement = etablissement::lire(&mut tx, &row.parse::<Finess>("finess")?)
            .await?
            .ok_or_else(|| DbError::stored("demande.finess"))?;
        coordonnee::liberer(&mut tx, id, CompteId::new(row.get("demandeur")?)).await?;
        message::correction_expiree(&complete, reference, &etablissement)
            .deposer(&mut tx, id, self.uuid(now), now)
            .await?;
        let detail = trace::statut(&etablissement.finess, Statut::ACorriger, statut);
        let entree = Entree::new(now, Auteur::Programme, Acte::Expirer, Objet::Demande(id)).avec(detail);
        journal::ecrire(&mut tx, &self.contexte, entree).await?;
        tx.commit().await?;
        Ok(true)
    }
}
