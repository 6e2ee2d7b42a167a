//! The number of a pair, under which a choice on it holds. It leaves the server in forms, and a gestionnaire may type one of the two
//! records as they like: it is signed (HMAC-SHA256) with a key of the portal, so that it says nothing of the other one.

use super::paires::sans_contact;
use crate::contexte::Contexte;
use crate::db::{DbError, Run, Tx};
use crate::secret;
use domain::doublon::{Portrait, empreinte};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// The name of the key.
const CLE: &str = "doublons";

/// Where a statement on something else finds the key, as `cle`.
pub(super) const COLONNE: &str = "(SELECT valeur FROM secret WHERE nom = 'doublons') AS cle";

/// The key, made if it is not there yet: before any record is compared.
pub(super) async fn faire(tx: &mut Tx, contexte: &Contexte) -> Result<Vec<u8>, DbError> {
    secret::faire(tx, contexte, CLE).await
}

/// The key, made when the register was opened.
pub(crate) async fn cle(on: impl Run<'_>) -> Result<Vec<u8>, DbError> {
    secret::lire(on, CLE)
        .await?
        .ok_or_else(|| DbError::stored("secret.doublons"))
}

/// The number of two records, their e-mails and mobiles left out. The two together are signed: a number made for each would be
/// found again in every pair.
pub(crate) fn empreinte_paire(cle: &[u8], demande: &Portrait, sujet: &Portrait) -> i64 {
    // A key of any length will do.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(cle) else {
        return 0;
    };
    for portrait in [demande, sujet] {
        mac.update(&empreinte(&sans_contact(portrait)).to_be_bytes());
    }
    let octets = mac.finalize().into_bytes();
    octets
        .iter()
        .take(8)
        .fold(0, |nombre, octet| (nombre << 8) | i64::from(*octet))
}
