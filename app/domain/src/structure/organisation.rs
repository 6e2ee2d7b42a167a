//! The two ways of contracting (R39, R40) and who signs (J8).

use super::CodeInconnu;
use std::str::FromStr;

/// One contract for the organisation and all its establishments, or one per establishment (R39).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Organisation {
    /// on the entité juridique; recommended
    Centralisee,
    /// on each entité géographique
    Decentralisee,
}

impl Organisation {
    /// Both, the recommended one first.
    pub const TOUTES: [Self; 2] = [Self::Centralisee, Self::Decentralisee];

    /// The level of the FINESS that bears the contract: what is stored.
    pub const fn portee(self) -> &'static str {
        match self {
            Self::Centralisee => "EJ",
            Self::Decentralisee => "EG",
        }
    }

    /// In words.
    pub const fn libelle(self) -> &'static str {
        match self {
            Self::Centralisee => "Organisation centralisée",
            Self::Decentralisee => "Organisation décentralisée",
        }
    }
}

impl FromStr for Organisation {
    type Err = CodeInconnu;

    fn from_str(code: &str) -> Result<Self, CodeInconnu> {
        Self::TOUTES
            .into_iter()
            .find(|organisation| organisation.portee() == code)
            .ok_or(CodeInconnu)
    }
}

/// Who is the legal head, and who will hold the card of director (J8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Signataire {
    /// the director is the legal head
    Directeur,
    /// the president is: takes the CDE, and makes the director a mandataire (F502)
    President,
    /// the president is, takes no card: the director asks for the CDE with an act of nomination or a delegation
    DirecteurDelegue,
}

impl Signataire {
    /// Every case.
    pub const TOUS: [Self; 3] = [Self::Directeur, Self::President, Self::DirecteurDelegue];

    /// What is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Directeur => "directeur",
            Self::President => "president",
            Self::DirecteurDelegue => "directeur_delegue",
        }
    }

    /// In words.
    pub const fn libelle(self) -> &'static str {
        match self {
            Self::Directeur => "Le directeur est le représentant légal",
            Self::President => "Le président est le représentant légal et prend la carte",
            Self::DirecteurDelegue => "Le président est le représentant légal, le directeur prend la carte",
        }
    }

    /// What it changes for the papers.
    pub const fn precision(self) -> &'static str {
        match self {
            Self::Directeur => {
                "Il signe le contrat et commande sa carte de directeur d’établissement (CDE) avec le F101."
            }
            Self::President => {
                "Le président commande la CDE avec le F101, puis désigne le directeur comme mandataire avec le F502, qui lui donne une carte CPE."
            }
            Self::DirecteurDelegue => {
                "Le directeur commande la CDE avec le F101, et joint son acte de nomination ou la délégation de pouvoir du président."
            }
        }
    }
}

impl FromStr for Signataire {
    type Err = CodeInconnu;

    fn from_str(code: &str) -> Result<Self, CodeInconnu> {
        Self::TOUS
            .into_iter()
            .find(|signataire| signataire.code() == code)
            .ok_or(CodeInconnu)
    }
}
