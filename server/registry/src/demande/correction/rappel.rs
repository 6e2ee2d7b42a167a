//! A correction that has not come when a week is left: the applicant is reminded, once for each round.

use crate::db::{DbError, sql};
use crate::journal::{self, Acte, Auteur, Entree, Objet};
use crate::{Registry, etablissement, message};
use domain::date::Instant;
use domain::demande::{DELAI_CORRECTION_JOURS, RAPPEL_CORRECTION_JOURS, Reference};
use domain::identifiant::Finess;
use domain::ids::DemandeId;
use domain::saisie::DemandeComplete;

impl Registry {
    /// Gives the reminders that are due, each in its own transaction; none once the thirty days are over. Returns how many. Part of
    /// [`Registry::rappeler_expirations`].
    pub(crate) async fn rappeler_corrections(&self, now: Instant) -> Result<u32, DbError> {
        let dues = sql(
            "SELECT demande.id FROM correction JOIN demande ON demande.id = correction.demande \
             WHERE correction.renvoyee_le IS NULL AND correction.retiree_le IS NULL AND correction.rappelee_le IS NULL \
             AND correction.demandee_le <= $1 AND correction.demandee_le > $2 \
             AND demande.statut = 'a_corriger' ORDER BY correction.demandee_le",
        )
        .bind(du(now).millis())
        .bind(now.plus_days(-DELAI_CORRECTION_JOURS).millis())
        .all(&self.db)
        .await?;
        let mut donnes = 0;
        for row in dues {
            let id = DemandeId::new(row.get("id")?);
            donnes += u32::from(self.rappeler_correction(id, now).await?);
        }
        Ok(donnes)
    }

    /// False when the applicant answered in between, or another machine was quicker.
    async fn rappeler_correction(&self, id: DemandeId, now: Instant) -> Result<bool, DbError> {
        let mut tx = self.db.begin().await?;
        // Taking the row first: nobody answers while the reminder is written.
        let row = sql(
            "UPDATE demande SET modifiee_le = modifiee_le WHERE id = $1 AND statut = 'a_corriger' \
             RETURNING reference, finess, complete",
        )
        .bind(id.uuid())
        .optional(&mut tx)
        .await?;
        let Some(row) = row else { return Ok(false) };
        let tour = sql(
            "UPDATE correction SET rappelee_le = $2 WHERE demande = $1 AND renvoyee_le IS NULL AND retiree_le IS NULL \
             AND rappelee_le IS NULL AND demandee_le <= $3 RETURNING demandee_le",
        )
        .bind(id.uuid())
        .bind(now.millis())
        .bind(du(now).millis())
        .optional(&mut tx)
        .await?;
        let Some(tour) = tour else { return Ok(false) };
        let reference: Reference = row.parse("reference")?;
        let complete: DemandeComplete = super::json(&row, "complete")?;
        let etablissement = etablissement::lire(&mut tx, &row.parse::<Finess>("finess")?)
            .await?
            .ok_or_else(|| DbError::stored("demande.finess"))?;
        let demandee_le = Instant::from_millis(tour.get("demandee_le")?);
        let lien = self.adresse(&format!("/mes-demandes/{id}/corriger"));
        message::rappel_correction(&complete, reference, &etablissement, demandee_le, &lien)
            .deposer(&mut tx, id, self.uuid(now), now)
            .await?;
        let entree = Entree::new(now, Auteur::Programme, Acte::Relancer, Objet::Demande(id));
        journal::ecrire(&mut tx, &self.contexte, entree).await?;
        tx.commit().await?;
        Ok(true)
    }
}

/// What was asked for then has a week left.
fn du(now: Instant) -> Instant {
    now.plus_days(RAPPEL_CORRECTION_JOURS - DELAI_CORRECTION_JOURS)
}
