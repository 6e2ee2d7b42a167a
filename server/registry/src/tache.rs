//! What happens by itself, because time passes. The program calls these regularly; calling them twice, or from two machines
//! at once, changes nothing more.

use crate::db::{DbError, sql};
use crate::demande::sursis::A_DECIDER;
use crate::demande::trace;
use crate::journal::{self, Acte, Auteur, Entree, Objet};
use crate::session::SURVIE_MINUTES;
use crate::{Registry, coordonnee, etablissement, message};
use domain::date::Instant;
use domain::demande::{DELAI_EXPIRATION_JOURS, Evenement, Reference, Statut};
use domain::identifiant::Finess;
use domain::ids::{CompteId, DemandeId};
use domain::saisie::DemandeComplete;

impl Registry {
    /// Ends the demandes that waited too long for an answer (30 days, corrections not counted) or for a correction (30 days),
    /// each in its own transaction, with a mail to the applicant. Returns how many.
    pub async fn expirer_demandes(&self) -> Result<u32, DbError> {
        let now = self.now();
        let limite = now.plus_days(-DELAI_EXPIRATION_JOURS);
        let echues = sql(format!(
            "SELECT id FROM demande WHERE {A_DECIDER} AND soumise_le + attente <= $1 ORDER BY soumise_le + attente"
        ))
        .bind(limite.millis())
        .all(&self.db)
        .await?;
        let mut expirees = 0;
        for row in echues {
            if self.expirer(DemandeId::new(row.get("id")?), now).await? {
                expirees += 1;
            }
        }
        Ok(expirees + self.expirer_corrections(now).await?)
    }

    /// Forgets the searches typed in the sessions that have ended, the forms that nobody came back for, and who had which demande in
    /// hand; and, a day later ([`SURVIE_MINUTES`]), those sessions.
    /// Returns how many sessions.
    pub async fn purger_sessions(&self) -> Result<u64, DbError> {
        let mut tx = self.db.begin().await?;
        let now = self.now().millis();
        let purgees = sql("DELETE FROM session WHERE expire_le <= $1 OR vue_le + inactivite <= $1")
            .bind(now - SURVIE_MINUTES * 60_000)
            .execute(&mut tx)
            .await?;
        sql("DELETE FROM recherche WHERE session IN \
             (SELECT id FROM session WHERE expire_le <= $1 OR vue_le + inactivite <= $1)")
        .bind(now)
        .execute(&mut tx)
        .await?;
        sql("DELETE FROM saisie_en_attente WHERE expire_le <= $1")
            .bind(now)
            .execute(&mut tx)
            .await?;
        sql("DELETE FROM prise WHERE jusqu_au <= $1")
            .bind(now)
            .execute(&mut tx)
            .await?;
        tx.commit().await?;
        Ok(purgees)
    }

    /// False when somebody decided in between.
    async fn expirer(&self, id: DemandeId, now: Instant) -> Result<bool, DbError> {
        let Ok(statut) = Statut::ATraiter.appliquer(&Evenement::Expirer) else {
            return Ok(false);
        };
        let mut tx = self.db.begin().await?;
        let row = sql(
            "UPDATE demande SET statut = $2, version = version + 1, modifiee_le = $3, decidee_le = $3 \
             WHERE id = $1 AND statut = 'a_traiter' RETURNING reference, demandeur, finess, complete",
        )
        .bind(id.uuid())
        .bind(statut.code())
        .bind(now.millis())
        .optional(&mut tx)
        .await?;
        let Some(row) = row else { return Ok(false) };
        let reference: Reference = row.parse("reference")?;
        let complete: DemandeComplete = serde_json::from_str(&row.get::<String>("complete")?)
            .map_err(|_| DbError::stored("demande.complete"))?;
        let etablissement = etablissement::lire(&mut tx, &row.parse::<Finess>("finess")?)
            .await?
            .ok_or_else(|| DbError::stored("demande.finess"))?;
        coordonnee::liberer(&mut tx, id, CompteId::new(row.get("demandeur")?)).await?;
        message::demande_expiree(&complete, reference, &etablissement)
            .deposer(&mut tx, id, self.uuid(now), now)
            .await?;
        let detail = trace::statut(&etablissement.finess, Statut::ATraiter, statut);
        let entree = Entree::new(now, Auteur::Programme, Acte::Expirer, Objet::Demande(id)).avec(detail);
        journal::ecrire(&mut tx, &self.contexte, entree).await?;
        tx.commit().await?;
        Ok(true)
    }
}
