//! Delivery, as the outbox sees it. A worker takes a message for a while (a lease), says when its text is about to leave, and
//! says how it ended. Several workers, in several processes, share the outbox without meeting.
//!
//! **Never twice knowingly.** SMTP cannot promise « exactly once »: a connection that breaks between the last byte of the text
//! and the server's answer leaves nobody to ask. So the outbox notes the two moments that matter, each in a transaction of
//! its own:
//!
//! - `pris`: a worker holds the message. If it disappears, nothing has left: the message is simply due again;
//! - `en_transmission`: the text may have left. If the worker disappears, or the answer never comes, the message becomes
//!   `incertain` and waits for an operator: it is not sent again by itself.
//!
//! A hold is named by a fresh id (`preneur`): a worker that comes back after its lease has ended finds that the message is not
//! its any more, and neither sends nor concludes. The lease must be longer than the longest exchange with the server; who
//! takes the message says how long. A message keeps the same Message-ID for ever (its own id), so that a mailbox which does
//! receive it twice after an operator's « renvoyer » can recognise it.
//!
//! Nothing here knows SMTP, and no error kept here is longer than a code.

use super::gabarit;
use crate::Registry;
use crate::db::{DbError, Row, sql};
use domain::date::Instant;
use domain::ids::MessageId;
use uuid::Uuid;

/// A message that a worker has taken.
#[derive(Clone)]
pub struct Envoi {
    /// Its id, from which its Message-ID is made.
    pub id: MessageId,
    /// The address.
    pub destinataire: String,
    /// The subject.
    pub sujet: String,
    /// The plain text.
    pub texte: String,
    /// The same as a HTML page.
    pub html: String,
    /// When the act happened: the date of the mail.
    pub cree_le: Instant,
    /// The token that ends such mails in one click; on notifications only.
    pub desabonnement: Option<String>,
    preneur: Uuid,
    tentatives: i64,
}

impl Envoi {
    /// The text and the HTML page, both ending with the address at which one unsubscribes.
    pub fn avec_lien(&self, adresse: &str) -> (String, String) {
        gabarit::avec_lien(&self.texte, &self.html, adresse)
    }
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Issue<'a> {
    /// The server took charge of it.
    Envoye,
    /// The server refused it for good; the code says why.
    Refuse(&'a str),
    /// Not now: to be tried again after a while, until [`TENTATIVES_MAX`].
    Differe(&'a str),
    /// Nobody knows whether the server took it.
    Incertain(&'a str),
    /// It was not tried at all: the way to the server is cut. The attempt does not count.
    Rendu,
}

/// After that many attempts, spread over about three days (with a first delay of a minute), a message is given up.
pub const TENTATIVES_MAX: i64 = 24;
/// The longest time between two attempts, in milliseconds: four hours.
const ATTENTE_MAX: i64 = 4 * 3_600_000;

/// How long to wait after that many failed attempts, in milliseconds: the first delay, doubled each time up to four hours,
/// then made up to half longer or shorter by `alea`, so that what failed together does not come back together.
pub fn attente(premiere: i64, echecs: i64, alea: u8) -> i64 {
    let doublements = u32::try_from(echecs - 1).unwrap_or(0).min(30);
    let base = premiere
        .max(1)
        .saturating_mul(1_i64 << doublements)
        .min(ATTENTE_MAX.max(premiere));
    base / 2 + base.saturating_mul(i64::from(alea)) / 255
}

impl Registry {
    /// True when a message could be taken now. Only reads: polling costs nobody anything.
    pub async fn courriel_du(&self) -> Result<bool, DbError> {
        let row = sql("SELECT id FROM message WHERE etat = 'a_envoyer' AND prochain_essai <= $1 LIMIT 1")
            .bind(self.now().millis())
            .optional(&self.db)
            .await?;
        Ok(row.is_some())
    }

    /// Takes the message that has been due for the longest time, for `duree` milliseconds. None when nothing is due.
    pub async fn prendre_courriel(&self, duree: i64) -> Result<Option<Envoi>, DbError> {
        let now = self.now();
        let preneur = self.uuid(now);
        let mut tx = self.db.begin().await?;
        let row = sql(format!(
            "UPDATE message SET etat = 'pris', preneur = $1, pris_jusqu_a = $2, tentatives = tentatives + 1 \
             WHERE etat = 'a_envoyer' AND id = (SELECT id FROM message WHERE etat = 'a_envoyer' AND prochain_essai <= $3 \
             ORDER BY prochain_essai, id LIMIT 1{}) \
             RETURNING id, destinataire, sujet, texte, html, cree_le, desabonnement, preneur, tentatives",
            self.db.engine().skip_locked()
        ))
        .bind(preneur)
        .bind(now.plus_millis(duree).millis())
        .bind(now.millis())
        .optional(&mut tx)
        .await?;
        tx.commit().await?;
        row.as_ref().map(lire).transpose()
    }

    /// Says that the text is about to leave, and holds the message for `duree` milliseconds more. False when the message is
    /// not this worker's any more, or was erased meanwhile: it must not be sent.
    pub async fn commencer_transmission(&self, envoi: &Envoi, duree: i64) -> Result<bool, DbError> {
        let now = self.now();
        let mut tx = self.db.begin().await?;
        let tenu = sql("UPDATE message SET etat = 'en_transmission', pris_jusqu_a = $3 \
             WHERE id = $1 AND preneur = $2 AND etat = 'pris' AND pris_jusqu_a > $4")
        .bind(envoi.id.uuid())
        .bind(envoi.preneur)
        .bind(now.plus_millis(duree).millis())
        .bind(now.millis())
        .execute(&mut tx)
        .await?;
        tx.commit().await?;
        Ok(tenu == 1)
    }

    /// Says how it ended. `premiere`: the delay before the second attempt, in milliseconds. Without effect on a message that
    /// is not this worker's any more.
    pub async fn conclure_courriel(
        &self,
        envoi: &Envoi,
        issue: Issue<'_>,
        premiere: i64,
    ) -> Result<(), DbError> {
        let now = self.now();
        let rendu = issue == Issue::Rendu;
        let (etat, erreur, prochain) = match issue {
            Issue::Envoye => ("envoye", None, now),
            Issue::Refuse(code) => ("echoue", Some(code), now),
            Issue::Incertain(code) => ("incertain", Some(code), now),
            Issue::Differe(code) if envoi.tentatives >= TENTATIVES_MAX => ("echoue", Some(code), now),
            Issue::Differe(code) => {
                let [alea, ..] = self.contexte.entropy.secret();
                let attente = attente(premiere, envoi.tentatives, alea);
                ("a_envoyer", Some(code), now.plus_millis(attente))
            }
            Issue::Rendu => ("a_envoyer", None, now),
        };
        let mut tx = self.db.begin().await?;
        sql(
            "UPDATE message SET etat = $3, derniere_erreur = COALESCE($4, CASE WHEN $5 THEN NULL ELSE derniere_erreur END), \
             prochain_essai = $6, tentatives = tentatives - $7, envoye_le = CASE WHEN $5 THEN $8 ELSE envoye_le END, \
             preneur = NULL, pris_jusqu_a = NULL \
             WHERE id = $1 AND preneur = $2 AND etat IN ('pris', 'en_transmission')",
        )
        .bind(envoi.id.uuid())
        .bind(envoi.preneur)
        .bind(etat)
        .bind(erreur)
        .bind(issue == Issue::Envoye)
        .bind(prochain.millis())
        .bind(i64::from(rendu))
        .bind(now.millis())
        .execute(&mut tx)
        .await?;
        tx.commit().await
    }

    /// Takes back what workers held when they disappeared: due again when nothing had left, uncertain otherwise. Returns how
    /// many became uncertain.
    pub async fn reprendre_courriels(&self) -> Result<u64, DbError> {
        let now = self.now().millis();
        let perdus = sql(
            "SELECT id FROM message WHERE etat IN ('pris', 'en_transmission') AND pris_jusqu_a <= $1 LIMIT 1",
        )
        .bind(now)
        .optional(&self.db)
        .await?;
        if perdus.is_none() {
            return Ok(0);
        }
        let mut tx = self.db.begin().await?;
        sql(
            "UPDATE message SET etat = 'a_envoyer', preneur = NULL, pris_jusqu_a = NULL, prochain_essai = $1 \
             WHERE etat = 'pris' AND pris_jusqu_a <= $1",
        )
        .bind(now)
        .execute(&mut tx)
        .await?;
        let incertains = sql(
            "UPDATE message SET etat = 'incertain', preneur = NULL, pris_jusqu_a = NULL, derniere_erreur = 'interrompu' \
             WHERE etat = 'en_transmission' AND pris_jusqu_a <= $1",
        )
        .bind(now)
        .execute(&mut tx)
        .await?;
        tx.commit().await?;
        Ok(incertains)
    }

    /// Notes why mails do not leave, or that they do again (`None`): operators read it. Writes only what changes.
    pub async fn noter_service_courriel(&self, erreur: Option<&str>) -> Result<(), DbError> {
        let mut tx = self.db.begin().await?;
        sql("UPDATE service_courriel SET erreur = $1, depuis = $2 WHERE id = 1 AND COALESCE(erreur, '') <> COALESCE($1, '')")
            .bind(erreur)
            .bind(self.now().millis())
            .execute(&mut tx)
            .await?;
        tx.commit().await
    }
}

fn lire(row: &Row) -> Result<Envoi, DbError> {
    Ok(Envoi {
        id: MessageId::new(row.get("id")?),
        destinataire: row.get("destinataire")?,
        sujet: row.get("sujet")?,
        texte: row.get("texte")?,
        html: row.get("html")?,
        cree_le: Instant::from_millis(row.get("cree_le")?),
        desabonnement: row.get("desabonnement")?,
        preneur: row.get("preneur")?,
        tentatives: row.get("tentatives")?,
    })
}

#[cfg(test)]
mod tests {
    use super::{ATTENTE_MAX, TENTATIVES_MAX, attente};

    #[test]
    fn delays_double_up_to_four_hours_and_give_up_after_about_three_days() {
        // 127 is almost no deviation.
        for (echecs, minutes) in [(1, 1), (2, 2), (3, 4), (8, 128), (9, 240), (24, 240)] {
            let juste = minutes * 60_000;
            assert!(
                (attente(60_000, echecs, 127) - juste).abs() <= juste / 200,
                "{echecs}"
            );
        }
        let total: i64 = (1..TENTATIVES_MAX)
            .map(|echecs| attente(60_000, echecs, 127))
            .sum();
        let jours = f64::from(i32::try_from(total / 60_000).unwrap()) / 1_440.0;
        assert!((2.4..3.0).contains(&jours), "{jours}");
        assert!(attente(60_000, 5, 0) < attente(60_000, 5, 255));
        assert_eq!(attente(60_000, 5, 255) / attente(60_000, 5, 0), 3);
        assert!(attente(60_000, i64::MAX, 255) <= ATTENTE_MAX * 3 / 2);
        assert!(attente(0, 0, 0) >= 0);
    }
}
