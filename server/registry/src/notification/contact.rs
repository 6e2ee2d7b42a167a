//! Where an account wants its notifications. Pro Santé Connect gives no address: the person types one, receives a code there and
//! gives it back. Until then nothing else is written to that address.

use crate::Registry;
use crate::db::{DbError, Row, Tx, sql};
use crate::droit::{Destinataire, SessionOuverte};
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Entree, Objet, Tentative};
use crate::message;
use domain::contact::Email;
use domain::date::Instant;
use domain::ids::CompteId;
use domain::saisie::{Champ, Erreurs};
use sha2::{Digest as _, Sha256};

/// How long a code is good for, in minutes.
pub const CODE_MINUTES: i64 = 30;
/// How many codes an account may ask for in 24 hours.
pub const CODES_PAR_JOUR: i64 = 5;
/// Wrong answers after which a code is good for nothing: a million codes cannot be tried.
const ESSAIS_MAX: i64 = 5;
const JOURNEE: i64 = 24 * 3_600_000;

impl Registry {
    /// The proof that saying where one wants to be told asks for; none for somebody who is told of nothing.
    pub async fn destinataire(&self, session: &SessionOuverte) -> Result<Option<Destinataire>, DbError> {
        Destinataire::lire(&self.db, session, self.aujourd_hui()).await
    }

    /// Sends a code to the address that this person wants to be told at. The address in use, if any, stays in use until
    /// the new one is confirmed.
    pub async fn demander_code_notification(
        &self,
        qui: impl Into<Destinataire>,
        adresse: &str,
    ) -> Result<(), ActeError> {
        let qui = &qui.into();
        let email: Email = adresse.parse().map_err(|erreur: domain::contact::EmailError| {
            ActeError::Invalide(Erreurs::une(Champ::Email, erreur.to_string()))
        })?;
        let tentative = tentative(qui, Acte::DemanderCode);
        self.tenter(tentative, async {
            let now = self.now();
            let code = self.code();
            let mut tx = self.db.begin().await?;
            // One statement counts and refuses: two requests at once cannot both be the last one allowed.
            let note = sql(
                "INSERT INTO contact_notification (compte, contact, a_confirmer, code, code_expire_le, codes_depuis, codes, modifie_le) \
                 VALUES ($1, $2, $3, $4, $5, $6, 1, $6) \
                 ON CONFLICT (compte) DO UPDATE SET a_confirmer = $3, code = $4, code_expire_le = $5, code_essais = 0, modifie_le = $6, \
                 codes = CASE WHEN contact_notification.codes_depuis <= $7 THEN 1 ELSE contact_notification.codes + 1 END, \
                 codes_depuis = CASE WHEN contact_notification.codes_depuis <= $7 THEN $6 ELSE contact_notification.codes_depuis END \
                 WHERE contact_notification.codes_depuis <= $7 OR contact_notification.codes < $8",
            )
            .bind(qui.compte().uuid())
            .bind(self.uuid(now))
            .bind(email.as_str())
            .bind(empreinte(qui.compte(), &code))
            .bind(now.plus_millis(CODE_MINUTES * 60_000).millis())
            .bind(now.millis())
            .bind(now.plus_millis(-JOURNEE).millis())
            .bind(CODES_PAR_JOUR)
            .execute(&mut tx)
            .await?;
            if note == 0 {
                return Err(ActeError::TropDeCodes);
            }
            message::code_notification(email.as_str().to_owned(), &code, CODE_MINUTES)
                .deposer(&mut tx, message::Pour::Adresse, self.uuid(now), now)
                .await?;
            self.consigner_reglage(&mut tx, qui, now, Acte::DemanderCode).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    /// Confirms the address with the code that was sent there. Five wrong answers, or half an hour, and another one is needed.
    pub async fn confirmer_adresse_notification(
        &self,
        qui: impl Into<Destinataire>,
        code: &str,
    ) -> Result<(), ActeError> {
        let qui = &qui.into();
        self.tenter(tentative(qui, Acte::ConfirmerAdresse), async {
            let now = self.now();
            let mut tx = self.db.begin().await?;
            // The attempt is counted first: what is tried in parallel is counted too.
            let row = sql(
                "UPDATE contact_notification SET code_essais = code_essais + 1 \
                 WHERE compte = $1 AND a_confirmer IS NOT NULL AND code IS NOT NULL AND code_expire_le > $2 \
                 AND code_essais < $3 RETURNING code",
            )
            .bind(qui.compte().uuid())
            .bind(now.millis())
            .bind(ESSAIS_MAX)
            .optional(&mut tx)
            .await?
            .ok_or(ActeError::CodeFaux)?;
            let saisi: String = code.chars().filter(char::is_ascii_digit).collect();
            if row.get::<Vec<u8>>("code")? != empreinte(qui.compte(), &saisi) {
                // The count must stay: this refusal changes something.
                tx.commit().await?;
                return Err(ActeError::CodeFaux);
            }
            sql(
                "UPDATE contact_notification SET email = a_confirmer, a_confirmer = NULL, code = NULL, code_expire_le = NULL, \
                 contact = $2, modifie_le = $3 WHERE compte = $1",
            )
            .bind(qui.compte().uuid())
            .bind(self.uuid(now))
            .bind(now.millis())
            .execute(&mut tx)
            .await?;
            super::preference::commencer(&mut tx, qui.compte(), now).await?;
            self.consigner_reglage(&mut tx, qui, now, Acte::ConfirmerAdresse).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    /// Forgets the address, and the one that waits for its code: nothing is sent any more. The rhythms are kept.
    pub async fn retirer_adresse_notification(&self, qui: impl Into<Destinataire>) -> Result<(), ActeError> {
        let qui = &qui.into();
        self.tenter(tentative(qui, Acte::RetirerAdresse), async {
            let now = self.now();
            let mut tx = self.db.begin().await?;
            // The row stays: it counts the codes of the day.
            let retiree = sql(
                "UPDATE contact_notification SET email = NULL, a_confirmer = NULL, code = NULL, code_expire_le = NULL, \
                 contact = $2, modifie_le = $3 WHERE compte = $1 AND (email IS NOT NULL OR a_confirmer IS NOT NULL)",
            )
            .bind(qui.compte().uuid())
            .bind(self.uuid(now))
            .bind(now.millis())
            .execute(&mut tx)
            .await?;
            if retiree > 0 {
                self.consigner_reglage(&mut tx, qui, now, Acte::RetirerAdresse).await?;
            }
            Ok(tx.commit().await?)
        })
        .await
    }

    /// Six digits that nobody can guess.
    fn code(&self) -> String {
        let [a, b, c, d, ..] = self.contexte.entropy.secret();
        format!("{:06}", u32::from_be_bytes([a, b, c, d]) % 1_000_000)
    }

    /// The entry of an act on one's own settings: which act, never which address.
    pub(super) async fn consigner_reglage(
        &self,
        tx: &mut Tx,
        qui: &Destinataire,
        le: Instant,
        acte: Acte,
    ) -> Result<(), DbError> {
        let entree = Entree::new(le, qui.auteur(), acte, Objet::Compte(qui.compte()));
        journal::ecrire(tx, &self.contexte, entree).await
    }
}

pub(super) fn tentative(qui: &Destinataire, acte: Acte) -> Tentative<'static> {
    Tentative {
        auteur: qui.auteur(),
        acte,
        objet: Objet::Compte(qui.compte()),
    }
}

/// A code is only ever stored as this, with the account it was made for.
fn empreinte(compte: CompteId, code: &str) -> Vec<u8> {
    let mut hache = Sha256::new();
    hache.update(compte.uuid().as_bytes());
    hache.update(code.as_bytes());
    hache.finalize().to_vec()
}

/// An address of that row, through its door again.
pub(super) fn adresse(row: &Row, colonne: &str) -> Result<Option<Email>, DbError> {
    row.get::<Option<String>>(colonne)?
        .map(|texte| texte.parse().map_err(|_| DbError::stored(colonne)))
        .transpose()
}
