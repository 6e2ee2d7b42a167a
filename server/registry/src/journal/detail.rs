//! The personal side of an entry: in whose name it was done, what was before, what is after. Kept in words, so that it reads
//! the same years later, whatever the lists have become.

use super::Empreinte;
use crate::db::DbError;
use domain::identifiant::Finess;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// One thing that changed, in the words a person reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changement {
    /// what it is: « Statut », « Motif de refus »
    pub champ: String,
    /// before; none when there was nothing
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avant: Option<String>,
    /// after; none when there is nothing any more
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub apres: Option<String>,
}

/// The detail of an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail {
    /// FINESS of the establishment in whose name it was done
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etablissement: Option<String>,
    /// before → after
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changements: Vec<Changement>,
}

impl Detail {
    /// In the name of an establishment.
    pub(crate) fn dans(finess: &Finess) -> Self {
        Self {
            etablissement: Some(finess.as_str().to_owned()),
            changements: Vec::new(),
        }
    }

    /// With something that was `avant` and is `apres`.
    pub(crate) fn changer(mut self, champ: &str, avant: Option<&str>, apres: Option<&str>) -> Self {
        self.changements.push(Changement {
            champ: champ.to_owned(),
            avant: avant.map(str::to_owned),
            apres: apres.map(str::to_owned),
        });
        self
    }

    /// With something new.
    pub(crate) fn poser(self, champ: &str, valeur: &str) -> Self {
        self.changer(champ, None, Some(valeur))
    }
}

/// A detail as stored: the text that was committed to, and the salt that keeps the commitment from being guessed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DetailScelle {
    /// 256 random bits: a short detail could be guessed from its digest alone
    pub sel: [u8; 32],
    /// the JSON of the detail
    pub contenu: String,
}

impl DetailScelle {
    pub(super) fn new(sel: [u8; 32], detail: &Detail) -> Result<Self, DbError> {
        // A detail is strings only: it always has a JSON form.
        let contenu = serde_json::to_string(detail).map_err(|_| DbError::stored("journal_detail"))?;
        Ok(Self { sel, contenu })
    }

    /// SHA-256 (sel ‖ contenu). The salt has a fixed length: the two cannot be confused.
    pub fn engagement(&self) -> Empreinte {
        Sha256::new()
            .chain_update(self.sel)
            .chain_update(&self.contenu)
            .finalize()
            .into()
    }
}
