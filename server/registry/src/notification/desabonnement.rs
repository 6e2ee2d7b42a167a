//! One click in a mail ends such mails, without signing in (RFC 8058). The token names a contact (an id that says nothing of the
//! account and changes with the address) and what to end, and is signed (HMAC-SHA256) with a key that the portal made for
//! itself: nobody can write one for somebody else. Using it twice is harmless, and it can do nothing but end mails.

use super::{GenreNotification, Rythme};
use crate::Registry;
use crate::db::{DbError, Tx, sql};
use crate::erreur::ActeError;
use crate::hebdo;
use crate::journal::{self, Acte, Auteur, Entree, Objet};
use crate::revue::cesser_rappels;
use crate::secret;
use domain::date::Instant;
use domain::ids::{CompteId, RevueId};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use std::borrow::Cow;
use std::fmt::Write as _;
use uuid::Uuid;

/// What a token ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Portee {
    /// that kind of event
    Genre(GenreNotification),
    /// everything that follows that rhythm
    Rythme(Rythme),
    /// the weekly summary of the head of a structure
    Resume,
    /// the reminders of that campaign of review
    Revue(RevueId),
}

/// How the word of a campaign's reminders begins.
const REVUE: &str = "revue_";

impl Portee {
    /// What ends, in words that follow « Vous ne recevrez plus ».
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Genre(GenreNotification::NouvelleDemande) => "les notifications de nouvelles demandes",
            Self::Genre(GenreNotification::DemandeCorrigee) => "les notifications de demandes corrigées",
            Self::Genre(GenreNotification::MessageRecu) => "les notifications de messages",
            Self::Genre(GenreNotification::ExpirationProche) => {
                "les notifications de demandes qui vont expirer"
            }
            Self::Genre(GenreNotification::DecisionImpossible) => {
                "les notifications de décisions qui n’ont pas pu aboutir"
            }
            Self::Genre(GenreNotification::DepartDeclare) => "les notifications de départs déclarés",
            Self::Rythme(Rythme::Hebdomadaire) => "le relevé de la semaine",
            Self::Rythme(_) => "le relevé du jour",
            Self::Resume => "le résumé de la semaine de vos structures",
            Self::Revue(_) => "les rappels de cette revue des accès",
        }
    }

    fn code(self) -> Cow<'static, str> {
        match self {
            Self::Genre(genre) => genre.code().into(),
            Self::Rythme(rythme) => rythme.code().into(),
            Self::Resume => hebdo::CODE.into(),
            Self::Revue(revue) => format!("{REVUE}{}", revue.uuid().simple()).into(),
        }
    }

    fn lire(code: &str) -> Option<Self> {
        if code == hebdo::CODE {
            return Some(Self::Resume);
        }
        if let Some(id) = code.strip_prefix(REVUE) {
            return Uuid::try_parse(id).ok().map(|id| Self::Revue(RevueId::new(id)));
        }
        code.parse()
            .map(Self::Genre)
            .or_else(|_| code.parse().map(Self::Rythme))
            .ok()
    }
}

/// The name of the key.
const CLE: &str = "desabonnement";

/// The portal's key, made on first use.
pub(super) async fn cle(tx: &mut Tx, registry: &Registry) -> Result<Vec<u8>, DbError> {
    secret::faire(tx, &registry.contexte, CLE).await
}

/// The same token as below, for another room.
pub(crate) async fn jeton_pour(
    tx: &mut Tx,
    registry: &Registry,
    contact: Uuid,
    portee: Portee,
) -> Result<String, DbError> {
    Ok(jeton(&cle(tx, registry).await?, contact, portee))
}

/// The token that ends `portee` for that contact.
pub(super) fn jeton(cle: &[u8], contact: Uuid, portee: Portee) -> String {
    let mut jeton = format!("{}.{}.", contact.simple(), portee.code());
    if let Some(mac) = signer(cle, contact, portee) {
        for octet in mac.finalize().into_bytes() {
            // Writing to a String cannot fail.
            let _ = write!(jeton, "{octet:02x}");
        }
    }
    jeton
}

/// What a token says, when the portal wrote it.
fn lire(cle: &[u8], jeton: &str) -> Option<(Uuid, Portee)> {
    let mut parties = jeton.splitn(3, '.');
    let contact = Uuid::try_parse(parties.next()?).ok()?;
    let portee = Portee::lire(parties.next()?)?;
    let (paires, []) = parties.next()?.as_bytes().as_chunks::<2>() else {
        return None;
    };
    let signature = paires
        .iter()
        .map(|paire| u8::from_str_radix(std::str::from_utf8(paire).ok()?, 16).ok())
        .collect::<Option<Vec<u8>>>()?;
    // Compared in constant time.
    signer(cle, contact, portee)?.verify_slice(&signature).ok()?;
    Some((contact, portee))
}

fn signer(cle: &[u8], contact: Uuid, portee: Portee) -> Option<Hmac<Sha256>> {
    // A key of any length will do.
    let mut mac = Hmac::<Sha256>::new_from_slice(cle).ok()?;
    mac.update(contact.as_bytes());
    mac.update(portee.code().as_bytes());
    Some(mac)
}

impl Registry {
    /// What a token would end; `None` for a token that the portal did not write, or of an address that is not in use any more.
    pub async fn lire_desabonnement(&self, jeton: &str) -> Result<Option<Portee>, DbError> {
        Ok(self.contact_de(jeton).await?.map(|(_, portee)| portee))
    }

    /// Ends those mails. Doing it again changes nothing more.
    pub async fn desabonner(&self, jeton: &str) -> Result<Portee, ActeError> {
        let (compte, portee) = self.contact_de(jeton).await?.ok_or(ActeError::Introuvable)?;
        let now = self.now();
        let mut tx = self.db.begin().await?;
        let finies = match portee {
            Portee::Genre(_) => {
                ne_plus_dire(&mut tx, compte, portee, "genre = $2 AND rythme <> 'jamais'", now).await?
            }
            Portee::Rythme(_) => ne_plus_dire(&mut tx, compte, portee, "rythme = $2", now).await?,
            Portee::Resume => hebdo::cesser(&mut tx, compte, now).await?,
            Portee::Revue(revue) => cesser_rappels(&mut tx, compte, revue, now).await?,
        };
        if finies > 0 {
            // Whoever holds the mail did it, signed in or not.
            let entree = Entree::new(now, Auteur::Programme, Acte::Desabonner, Objet::Compte(compte));
            journal::ecrire(&mut tx, &self.contexte, entree).await?;
        }
        tx.commit().await?;
        Ok(portee)
    }

    async fn contact_de(&self, jeton: &str) -> Result<Option<(CompteId, Portee)>, DbError> {
        let Some(cle) = secret::lire(&self.db, CLE).await? else {
            return Ok(None);
        };
        let Some((contact, portee)) = lire(&cle, jeton) else {
            return Ok(None);
        };
        let row = sql("SELECT compte FROM contact_notification WHERE contact = $1 AND email IS NOT NULL")
            .bind(contact)
            .optional(&self.db)
            .await?;
        row.map(|row| Ok((CompteId::new(row.get("compte")?), portee)))
            .transpose()
    }
}

/// Ends the rhythms of that account that fit a condition on `$2`, the word of `portee`.
async fn ne_plus_dire(
    tx: &mut Tx,
    compte: CompteId,
    portee: Portee,
    condition: &'static str,
    le: Instant,
) -> Result<u64, DbError> {
    sql(format!(
        "UPDATE preference_notification SET rythme = 'jamais', depuis = $3 WHERE compte = $1 AND {condition}"
    ))
    .bind(compte.uuid())
    .bind(portee.code().into_owned())
    .bind(le.millis())
    .execute(tx)
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONTACT: Uuid = Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0001);

    #[test]
    fn a_token_reads_back_and_no_other_does() {
        for portee in GenreNotification::TOUS
            .map(Portee::Genre)
            .into_iter()
            .chain(Rythme::TOUS.map(Portee::Rythme))
            .chain([Portee::Resume, Portee::Revue(RevueId::new(CONTACT))])
        {
            let jeton = jeton(b"une cle", CONTACT, portee);
            assert_eq!(lire(b"une cle", &jeton), Some((CONTACT, portee)));
            assert_eq!(lire(b"une autre", &jeton), None);
            assert!(
                jeton
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "._".contains(c))
            );
        }
        let bon = jeton(b"une cle", CONTACT, Portee::Rythme(Rythme::Quotidien));
        for faux in [
            String::new(),
            "..".to_owned(),
            bon.replace("quotidien", "hebdomadaire"),
            bon.replacen('0', "1", 1),
            bon[..bon.len() - 2].to_owned(),
            format!("{bon}00"),
            format!("{bon}é"),
            bon[..bon.len() - 64].to_owned(),
        ] {
            assert_eq!(lire(b"une cle", &faux), None, "{faux}");
        }
    }
}
