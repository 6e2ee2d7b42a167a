//! Where somebody was born: a commune of France, or a town of another country (R16).

use super::{CodeCommune, CodePays, VilleEtrangere};
use crate::texte;
use serde::{Deserialize, Serialize};

/// Place of birth.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Lu")]
pub enum LieuNaissance {
    /// In France.
    France {
        /// its INSEE code on the day of birth
        commune: CodeCommune,
    },
    /// Elsewhere; made by [`LieuNaissance::etranger`], so that the country is never France.
    Etranger {
        /// the country
        pays: CodePays,
        /// the town, as the person writes it
        ville: VilleEtrangere,
    },
}

/// A birth in France needs a commune, not a town name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Pour une naissance en France, choisissez la commune dans la liste proposée.")]
pub struct LieuNaissanceError;

/// What is read, before the rule.
#[derive(Deserialize)]
enum Lu {
    France { commune: CodeCommune },
    Etranger { pays: CodePays, ville: VilleEtrangere },
}

impl TryFrom<Lu> for LieuNaissance {
    type Error = LieuNaissanceError;

    fn try_from(lu: Lu) -> Result<Self, Self::Error> {
        match lu {
            Lu::France { commune } => Ok(Self::France { commune }),
            Lu::Etranger { pays, ville } => Self::etranger(pays, ville),
        }
    }
}

impl LieuNaissance {
    /// A town outside France.
    pub fn etranger(pays: CodePays, ville: VilleEtrangere) -> Result<Self, LieuNaissanceError> {
        if pays.est_france() {
            Err(LieuNaissanceError)
        } else {
            Ok(Self::Etranger { pays, ville })
        }
    }

    /// The country.
    pub fn pays(&self) -> CodePays {
        match self {
            Self::France { .. } => CodePays::FRANCE,
            Self::Etranger { pays, .. } => *pays,
        }
    }

    /// Whether both are the same place, however the town is written.
    pub fn meme_lieu(&self, autre: &Self) -> bool {
        match (self, autre) {
            (Self::France { commune: ici }, Self::France { commune: la }) => ici == la,
            (
                Self::Etranger { pays: ici, ville },
                Self::Etranger {
                    pays: la,
                    ville: autre,
                },
            ) => ici == la && texte::cle(ville.as_str()) == texte::cle(autre.as_str()),
            _ => false,
        }
    }
}
