//! Digests: what happened since the last one, in one mail, at nine in Paris. A period is told once: the mark that says up to
//! when somebody has been told moves in the transaction that writes the mail, and only one process moves it. After the program
//! was stopped for some days, one digest tells them all.

use super::desabonnement::{cle, jeton};
use super::repartition::groupes;
use super::{Portee, Rythme, creneau};
use crate::Registry;
use crate::db::{DbError, Row, sql};
use crate::message;
use crate::perimetre::{GESTIONNAIRES, perimetre};
use domain::date::Instant;
use domain::ids::CompteId;
use uuid::Uuid;

/// Accounts taken at a time.
const LOT: u32 = 200;
/// How long after nine o'clock digests are written, in milliseconds: an act that began before nine has ended.
const MARGE: i64 = 60_000;
/// How long an event is kept, in days: longer than any digest reaches.
const CONSERVATION_JOURS: i64 = 30;

impl Registry {
    /// Writes the digests that are due. Returns how many mails were written.
    pub async fn ecrire_releves(&self) -> Result<u32, DbError> {
        let mut ecrits = 0;
        for rythme in [Rythme::Quotidien, Rythme::Hebdomadaire] {
            let Some(jusqu_a) = creneau::dernier(rythme, self.now().plus_millis(-MARGE)) else {
                continue;
            };
            loop {
                let retards = sql(format!(
                    "SELECT r.compte, r.jusqu_a, c.contact, c.email FROM releve_notification r \
                     JOIN contact_notification c ON c.compte = r.compte \
                     WHERE r.rythme = $1 AND r.jusqu_a < $2 AND c.email IS NOT NULL ORDER BY r.jusqu_a LIMIT {LOT}"
                ))
                .bind(rythme.code())
                .bind(jusqu_a.millis())
                .all(&self.db)
                .await?;
                for row in &retards {
                    ecrits += u32::from(self.ecrire_un_releve(rythme, jusqu_a, row).await?);
                }
                if retards.len() < LOT as usize {
                    break;
                }
            }
        }
        Ok(ecrits)
    }

    /// False when there is nothing to tell, or when another process was quicker.
    async fn ecrire_un_releve(
        &self,
        rythme: Rythme,
        jusqu_a: Instant,
        retard: &Row,
    ) -> Result<bool, DbError> {
        let compte: Uuid = retard.get("compte")?;
        let depuis: i64 = retard.get("jusqu_a")?;
        let now = self.now();
        let mut tx = self.db.begin().await?;
        let avance = sql(
            "UPDATE releve_notification SET jusqu_a = $4 WHERE compte = $1 AND rythme = $2 AND jusqu_a = $3",
        )
        .bind(compte)
        .bind(rythme.code())
        .bind(depuis)
        .bind(jusqu_a.millis())
        .execute(&mut tx)
        .await?;
        if avance == 0 {
            return Ok(false);
        }
        // What a colleague has already settled is not worth a line.
        let rows = sql(format!(
            "SELECT e.genre, e.reference, t.raison_sociale FROM evenement_notification e \
             JOIN etablissement t ON t.finess = e.finess \
             JOIN preference_notification p ON p.compte = $1 AND p.genre = e.genre AND p.rythme = $2 AND p.depuis < e.le \
             LEFT JOIN demande d ON d.id = e.demande \
             WHERE e.le > $3 AND e.le <= $4 AND e.finess IN {} AND (e.auteur IS NULL OR e.auteur <> $1) \
             AND (e.genre NOT IN ('nouvelle_demande', 'demande_corrigee', 'expiration_proche') OR d.statut = 'a_traiter') \
             ORDER BY t.raison_sociale, e.genre, e.le, e.id",
            perimetre(self.aujourd_hui(), GESTIONNAIRES)
        ))
        .bind(compte)
        .bind(rythme.code())
        .bind(depuis)
        .bind(jusqu_a.millis())
        .all(&mut tx)
        .await?;
        if !rows.is_empty() {
            let cle = cle(&mut tx, self).await?;
            let jeton = jeton(&cle, retard.get("contact")?, Portee::Rythme(rythme));
            message::releve(retard.get("email")?, rythme, &groupes(&rows)?, jeton)
                .deposer(&mut tx, CompteId::new(compte), self.uuid(now), now)
                .await?;
        }
        tx.commit().await?;
        Ok(!rows.is_empty())
    }

    /// Forgets events that every digest has passed.
    pub async fn oublier_evenements(&self) -> Result<u64, DbError> {
        let mut tx = self.db.begin().await?;
        let oublies = sql("DELETE FROM evenement_notification WHERE le <= $1")
            .bind(self.now().plus_days(-CONSERVATION_JOURS).millis())
            .execute(&mut tx)
            .await?;
        tx.commit().await?;
        Ok(oublies)
    }
}
