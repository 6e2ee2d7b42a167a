//! The weekly summary of the head of a structure: on Monday at eight in Paris, what the week before was and what needs a look,
//! in one mail. Sent until one says no, to an address confirmed for notifications; nothing is sent when there is nothing to
//! say. `bilan` counts; here is who is told, once per week whatever happens.
//!
//! Counts and names of establishments only: nothing of a person enters this room's mail. Who is told, and of what, is decided
//! by the habilitations in force when the mail is written.

mod bilan;

pub(crate) use bilan::{Bilan, CARTES_JOURS, FINS_JOURS, INACTIVITE_JOURS, LigneBilan};

use crate::Registry;
use crate::db::{DbError, Row, Tx, sql};
use crate::droit::Representant;
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Entree, Objet, Tentative};
use crate::message;
use crate::notification::{Portee, creneau, jeton_pour};
use crate::perimetre::{REPRESENTANTS, en_vigueur};
use domain::date::Instant;
use domain::ids::CompteId;
use uuid::Uuid;

/// The code of the summary among the kinds of notifications, and in tokens that end it.
pub(crate) const CODE: &str = "resume_hebdo";
/// Accounts taken at a time.
const LOT: u32 = 200;

impl Registry {
    /// Whether this person receives the summary, once an address is confirmed.
    pub async fn recoit_resume(&self, r: &Representant) -> Result<bool, ActeError> {
        let refus = sql("SELECT 1 AS un FROM preference_notification WHERE compte = $1 AND genre = $2")
            .bind(r.compte().uuid())
            .bind(CODE)
            .optional(&self.db)
            .await?;
        Ok(refus.is_none())
    }

    /// Receives the summary, from next Monday on, or does not.
    pub async fn regler_resume(&self, r: &Representant, recevoir: bool) -> Result<(), ActeError> {
        let tentative = Tentative {
            auteur: r.auteur(),
            acte: Acte::ReglerNotifications,
            objet: Objet::Compte(r.compte()),
        };
        self.tenter(tentative, async {
            let now = self.now();
            let mut tx = self.db.begin().await?;
            if recevoir {
                sql("DELETE FROM preference_notification WHERE compte = $1 AND genre = $2")
                    .bind(r.compte().uuid())
                    .bind(CODE)
                    .execute(&mut tx)
                    .await?;
                let passe = creneau::lundi_huit_heures(now).unwrap_or(now);
                avancer(&mut tx, r.compte().uuid(), passe).await?;
            } else {
                cesser(&mut tx, r.compte(), now).await?;
            }
            let entree = Entree::new(
                now,
                r.auteur(),
                Acte::ReglerNotifications,
                Objet::Compte(r.compte()),
            );
            journal::ecrire(&mut tx, &self.contexte, entree).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    /// Writes the summaries that are due; several processes share them. Returns how many mails were written. One that meets a
    /// defect is told to the operator and tried again at the next call; the others go on.
    pub async fn ecrire_resumes(&self) -> Result<u32, DbError> {
        let Some(lundi) = creneau::lundi_huit_heures(self.now()) else {
            return Ok(0);
        };
        let (mut ecrits, mut apres) = (0, Uuid::nil());
        loop {
            // Whoever became the head of a structure, or confirmed an address, after that Monday waits for the next one.
            let rows = sql(format!(
                "SELECT c.compte, c.contact, c.email FROM contact_notification c \
                 WHERE c.email IS NOT NULL AND c.modifie_le <= $1 \
                 AND EXISTS (SELECT 1 FROM habilitation h WHERE h.compte = c.compte AND h.genre IN {REPRESENTANTS} \
                    AND h.depuis <= $1 AND {}) \
                 AND NOT EXISTS (SELECT 1 FROM preference_notification p WHERE p.compte = c.compte AND p.genre = $2) \
                 AND NOT EXISTS (SELECT 1 FROM resume_hebdo r WHERE r.compte = c.compte AND r.jusqu_a >= $1) \
                 AND c.compte > $3 ORDER BY c.compte LIMIT {LOT}",
                en_vigueur(self.aujourd_hui())
            ))
            .bind(lundi.millis())
            .bind(CODE)
            .bind(apres)
            .all(&self.db)
            .await?;
            for row in &rows {
                apres = row.get("compte")?;
                match self.ecrire_un_resume(lundi, row).await {
                    Ok(ecrit) => ecrits += u32::from(ecrit),
                    Err(cause) if cause.is_unavailable() => return Err(cause),
                    Err(cause) => {
                        tracing::error!(compte = %apres, %cause, "a weekly summary met a defect and waits for the next round");
                    }
                }
            }
            if rows.len() < LOT as usize {
                return Ok(ecrits);
            }
        }
    }

    /// False when there is nothing to say, or when another process was quicker.
    async fn ecrire_un_resume(&self, lundi: Instant, destinataire: &Row) -> Result<bool, DbError> {
        let compte: Uuid = destinataire.get("compte")?;
        let now = self.now();
        let mut tx = self.db.begin().await?;
        if avancer(&mut tx, compte, lundi).await? == 0 {
            return Ok(false);
        }
        let bilan = Bilan::lire(&mut tx, compte, lundi, self.aujourd_hui()).await?;
        let a_dire = !bilan.est_vide();
        if a_dire {
            let jeton = jeton_pour(&mut tx, self, destinataire.get("contact")?, Portee::Resume).await?;
            message::resume_hebdo(destinataire.get("email")?, &bilan, now, jeton)
                .deposer(&mut tx, CompteId::new(compte), self.uuid(now), now)
                .await?;
        }
        tx.commit().await?;
        Ok(a_dire)
    }
}

/// That account has been told up to that Monday; 0 when it had been already.
async fn avancer(tx: &mut Tx, compte: Uuid, lundi: Instant) -> Result<u64, DbError> {
    sql("INSERT INTO resume_hebdo (compte, jusqu_a) VALUES ($1, $2) \
         ON CONFLICT (compte) DO UPDATE SET jusqu_a = $2 WHERE resume_hebdo.jusqu_a < $2")
    .bind(compte)
    .bind(lundi.millis())
    .execute(tx)
    .await
}

/// That account receives no summary any more; 0 when it did not.
pub(crate) async fn cesser(tx: &mut Tx, compte: CompteId, le: Instant) -> Result<u64, DbError> {
    sql(
        "INSERT INTO preference_notification (compte, genre, rythme, depuis) VALUES ($1, $2, 'jamais', $3) \
         ON CONFLICT (compte, genre) DO NOTHING",
    )
    .bind(compte.uuid())
    .bind(CODE)
    .bind(le.millis())
    .execute(tx)
    .await
}
