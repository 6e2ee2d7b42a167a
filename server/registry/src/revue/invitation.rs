//! A link, what it is for and who came with it, as they are shown.

use domain::date::Jour;
use domain::ids::{CompteId, PartageId, RevueId};
use std::fmt::Write as _;

/// The secret of a link: 256 random bits in hexadecimal.
#[derive(Clone, PartialEq, Eq)]
pub struct JetonPartage(String);

impl JetonPartage {
    pub(super) fn new(secret: [u8; 32]) -> Self {
        Self(secret.iter().fold(String::with_capacity(64), |mut texte, octet| {
            // Writing to a String cannot fail.
            let _ = write!(texte, "{octet:02x}");
            texte
        }))
    }

    /// What ends the address of the link.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for JetonPartage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JetonPartage(…)")
    }
}

/// Where somebody who came with a link stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SuiteInvitation {
    /// has not asked yet
    Nouvelle,
    /// waits for the head of the structure
    EnAttente,
    /// may answer
    Acceptee,
    /// might, and has left since: a right there withdrawn or suspended, or no situation any more
    Arretee,
    /// may not
    Refusee,
}

/// What a link is for.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// the campaign
    pub revue: RevueId,
    /// the structure's name
    pub structure: String,
    /// the establishment entrusted
    pub etablissement: String,
    /// last day to answer
    pub echeance: Jour,
    /// where this account stands
    pub suite: SuiteInvitation,
}

/// Somebody who came with a link, as the head of the structure sees them.
#[derive(Clone, Debug)]
pub struct ReviseurVu {
    /// the account
    pub compte: CompteId,
    /// its name
    pub nom: String,
    /// where it stands
    pub suite: SuiteInvitation,
}

/// A part that is entrusted.
#[derive(Clone, Debug)]
pub struct PartageVu {
    /// its id
    pub id: PartageId,
    /// who came with the link
    pub reviseurs: Vec<ReviseurVu>,
}
