//! Forms sent after the end of a session: each waits half an hour for its author to sign in again, is found by a secret that
//! only that browser holds, and is forgotten once sent.
//!
//! Anybody can send such a form, so the room is limited: when it is full the form stays in the browser's page instead.

use super::{JetonSession, empreinte};
use crate::Registry;
use crate::db::{DbError, sql};
use crate::droit::SessionOuverte;

/// How long a form waits.
pub const SAISIE_MINUTES: i64 = 30;
/// How many forms wait at the same time, at 64 kB at most.
const PLACES: i64 = 1000;

/// A form that waits.
#[derive(Clone, PartialEq, Eq)]
pub struct SaisieEnAttente {
    /// the endpoint it was sent to
    pub chemin: String,
    /// its fields, as typed
    pub champs: Vec<(String, String)>,
}

impl Registry {
    /// Keeps a form sent to `chemin` without an open session, for the account of the session that has ended, whose cookie is
    /// `terminee`. `precedente` is the secret of an earlier form of the same browser, which this one replaces. None when that
    /// session is not known any more, nobody being able to tell whose the form is, and when too many forms wait already.
    pub async fn garder_saisie(
        &self,
        saisie: &SaisieEnAttente,
        terminee: &str,
        precedente: Option<&str>,
    ) -> Result<Option<JetonSession>, DbError> {
        let champs =
            serde_json::to_string(&saisie.champs).map_err(|_| DbError::stored("saisie_en_attente"))?;
        let now = self.now();
        let jeton = JetonSession::new(self.contexte.entropy.secret());
        let mut tx = self.db.begin().await?;
        sql("DELETE FROM saisie_en_attente WHERE expire_le <= $1 OR empreinte = $2")
            .bind(now.millis())
            .bind(precedente.map(empreinte))
            .execute(&mut tx)
            .await?;
        let gardee = sql(
            "INSERT INTO saisie_en_attente (empreinte, compte, chemin, champs, expire_le) \
             SELECT $1, session.compte, $3, $4, $5 FROM session WHERE session.empreinte = $2 \
             AND (SELECT COUNT(*) FROM saisie_en_attente) < $6",
        )
        .bind(empreinte(jeton.as_str()))
        .bind(empreinte(terminee))
        .bind(&saisie.chemin)
        .bind(champs)
        .bind(now.plus_millis(SAISIE_MINUTES * 60_000).millis())
        .bind(PLACES)
        .execute(&mut tx)
        .await?;
        tx.commit().await?;
        Ok((gardee == 1).then_some(jeton))
    }

    /// The form that waits under this secret, for the account it waits for. Reading it does not end the wait.
    pub async fn saisie_en_attente(
        &self,
        session: &SessionOuverte,
        jeton: &str,
    ) -> Result<Option<SaisieEnAttente>, DbError> {
        let row = sql("SELECT chemin, champs FROM saisie_en_attente \
             WHERE empreinte = $1 AND expire_le > $2 AND compte = $3")
        .bind(empreinte(jeton))
        .bind(self.now().millis())
        .bind(session.compte().uuid())
        .optional(&self.db)
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(SaisieEnAttente {
            chemin: row.get("chemin")?,
            champs: serde_json::from_str(&row.get::<String>("champs")?)
                .map_err(|_| DbError::stored("saisie_en_attente.champs"))?,
        }))
    }

    /// Forgets the form that waited under this secret for `chemin`: it has been sent. False when there was none.
    pub async fn oublier_saisie(&self, jeton: &str, chemin: &str) -> Result<bool, DbError> {
        let mut tx = self.db.begin().await?;
        let oubliees = sql("DELETE FROM saisie_en_attente WHERE empreinte = $1 AND chemin = $2")
            .bind(empreinte(jeton))
            .bind(chemin)
            .execute(&mut tx)
            .await?;
        tx.commit().await?;
        Ok(oubliees > 0)
    }
}
