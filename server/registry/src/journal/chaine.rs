//! The chain: how an entry is encoded, linked to the one before it, and checked. Pure: no database, no clock, no randomness.
//!
//! `maillon(n) = SHA-256(encoding)`, where the encoding is, in this order and with nothing between:
//! - the 18 bytes `rppsplus journal 1`;
//! - the 32 bytes of `maillon(n - 1)`, zeros before the first entry;
//! - `numero`, then `le` in UTC milliseconds: 8 bytes each, big-endian, two's complement;
//! - `acteur`, then `session`: a byte 0 when absent, else a byte 1 and the 16 bytes of the UUID;
//! - `acte`, `objet`, `objet_id`, `issue`: each its length in bytes on 8 bytes, big-endian, then its UTF-8 bytes;
//! - `engagement`: a byte 0 when absent, else a byte 1 and its 32 bytes.
//!
//! Every field has a fixed length or says its length first: two different entries never have the same encoding.

use super::{DetailScelle, hexa};
use domain::date::Instant;
use domain::ids::{CompteId, SessionId};
use sha2::{Digest as _, Sha256};

/// A SHA-256 digest.
pub type Empreinte = [u8; 32];

/// The link before the first entry.
pub const ORIGINE: Empreinte = [0; 32];

/// Says what is digested, and by which rules.
const REGLES: &[u8; 18] = b"rppsplus journal 1";

/// What an entry says, as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ecriture {
    /// 1, 2, 3… without a gap
    pub numero: i64,
    /// when
    pub le: Instant,
    /// the account; none for the program
    pub acteur: Option<CompteId>,
    /// the session
    pub session: Option<SessionId>,
    /// code of the act
    pub acte: String,
    /// kind of the object
    pub objet: String,
    /// id of the object
    pub objet_id: String,
    /// « fait » or the code of the refusal
    pub issue: String,
    /// what commits to the detail, when there is one
    pub engagement: Option<Empreinte>,
}

impl Ecriture {
    /// The link of this entry after that one.
    pub fn maillon(&self, precedent: &Empreinte) -> Empreinte {
        let mut sha = Sha256::new();
        sha.update(REGLES);
        sha.update(precedent);
        sha.update(self.numero.to_be_bytes());
        sha.update(self.le.millis().to_be_bytes());
        facultatif(
            &mut sha,
            self.acteur
                .map(|id| id.uuid().into_bytes())
                .as_ref()
                .map(<[u8; 16]>::as_slice),
        );
        facultatif(
            &mut sha,
            self.session
                .map(|id| id.uuid().into_bytes())
                .as_ref()
                .map(<[u8; 16]>::as_slice),
        );
        for texte in [&self.acte, &self.objet, &self.objet_id, &self.issue] {
            sha.update((texte.len() as u64).to_be_bytes());
            sha.update(texte);
        }
        facultatif(&mut sha, self.engagement.as_ref().map(Empreinte::as_slice));
        sha.finalize().into()
    }
}

/// A field of fixed length that may be absent.
fn facultatif(sha: &mut Sha256, champ: Option<&[u8]>) {
    sha.update([u8::from(champ.is_some())]);
    sha.update(champ.unwrap_or_default());
}

/// An entry with its link, and its detail unless it was erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ligne {
    /// the entry
    pub ecriture: Ecriture,
    /// its link
    pub maillon: Empreinte,
    /// its detail
    pub detail: Option<DetailScelle>,
}

/// The last entry of a journal at some moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tete {
    /// its number; 0 when there is none yet
    pub numero: i64,
    /// its link
    pub maillon: Empreinte,
}

impl Tete {
    /// The head of an empty journal.
    pub const VIDE: Self = Self {
        numero: 0,
        maillon: ORIGINE,
    };
}

impl std::fmt::Display for Tete {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let s = if self.numero > 1 { "s" } else { "" };
        write!(
            f,
            "{} écriture{s}, tête {}",
            self.numero,
            hexa::ecrire(&self.maillon)
        )
    }
}

/// Where the chain breaks first, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("le journal est rompu à l’écriture n°\u{a0}{numero}\u{a0}: {raison}.")]
pub struct Rupture {
    /// number of the entry
    pub numero: i64,
    /// what is wrong with it
    pub raison: Raison,
}

/// What is wrong with an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Raison {
    /// removed, inserted, moved
    #[error("elle manque, et l’écriture n°\u{a0}{trouve} se trouve à sa place")]
    Numero {
        /// the number found in its place
        trouve: i64,
    },
    /// one of its fields, or of the ones before it
    #[error("elle, ou celle qui la précède, n’est plus telle qu’elle a été écrite")]
    Maillon,
    /// the detail is not the one that was committed to
    #[error("son détail n’est plus tel qu’il a été écrit")]
    Detail,
    /// a detail where none was written
    #[error("un détail lui a été ajouté après coup")]
    DetailAjoute,
    /// the tail was cut
    #[error("elle manque, alors que la tête est l’écriture n°\u{a0}{tete}\u{a0}: la fin a été coupée")]
    Coupe {
        /// number of the head
        tete: i64,
    },
    /// the chain holds, and it is another one
    #[error("elle n’est pas celle de la tête attendue\u{a0}: le journal a été réécrit")]
    Tete,
    /// entries that no act wrote
    #[error("elle est au-delà de la tête du journal\u{a0}: elle a été ajoutée à la main")]
    HorsTete,
}

/// Checks entries as they come, in order. Keeps the last link only: memory does not grow.
#[derive(Clone, Debug)]
pub struct Verificateur {
    derniere: Tete,
    /// heads to be met on the way
    attendues: Vec<Tete>,
}

impl Verificateur {
    /// Begins before the first entry. `attendues` are heads known from elsewhere (signed yesterday, say): each of them must
    /// be in the chain.
    pub fn new(attendues: Vec<Tete>) -> Self {
        Self {
            derniere: Tete::VIDE,
            attendues,
        }
    }

    /// The last entry that was found right.
    pub fn derniere(&self) -> Tete {
        self.derniere
    }

    /// Takes the next entry.
    pub fn lire(&mut self, ligne: &Ligne) -> Result<(), Rupture> {
        let attendu = self.derniere.numero.saturating_add(1);
        let rompre = |raison| Rupture {
            numero: attendu,
            raison,
        };
        let ecriture = &ligne.ecriture;
        if ecriture.numero != attendu {
            return Err(rompre(Raison::Numero {
                trouve: ecriture.numero,
            }));
        }
        if ecriture.maillon(&self.derniere.maillon) != ligne.maillon {
            return Err(rompre(Raison::Maillon));
        }
        match (&ligne.detail, ecriture.engagement) {
            (Some(_), None) => return Err(rompre(Raison::DetailAjoute)),
            (Some(detail), Some(engagement)) if detail.engagement() != engagement => {
                return Err(rompre(Raison::Detail));
            }
            // Erased: that is not a break.
            (Some(_) | None, _) => {}
        }
        self.derniere = Tete {
            numero: attendu,
            maillon: ligne.maillon,
        };
        if self
            .attendues
            .iter()
            .any(|tete| tete.numero == attendu && tete.maillon != ligne.maillon)
        {
            return Err(rompre(Raison::Tete));
        }
        Ok(())
    }

    /// After the last entry: `tete` is what the journal itself says its head is, as of that same moment.
    pub fn finir(self, tete: Tete) -> Result<Tete, Rupture> {
        let Self {
            derniere,
            mut attendues,
        } = self;
        attendues.push(tete);
        if let Some(absente) = attendues.iter().find(|tete| tete.numero > derniere.numero) {
            return Err(Rupture {
                numero: derniere.numero.saturating_add(1),
                raison: Raison::Coupe { tete: absente.numero },
            });
        }
        if tete.numero < derniere.numero {
            return Err(Rupture {
                numero: tete.numero.saturating_add(1),
                raison: Raison::HorsTete,
            });
        }
        // Entries from number 1 on were compared with the expected heads on the way.
        let fausse = |tete: &Tete| {
            tete.numero == derniere.numero && *tete != derniere || tete.numero < 1 && *tete != Tete::VIDE
        };
        match attendues.iter().find(|tete| fausse(tete)) {
            Some(fausse) => Err(Rupture {
                numero: fausse.numero,
                raison: Raison::Tete,
            }),
            None => Ok(derniere),
        }
    }
}
