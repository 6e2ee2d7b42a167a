//! What the register knows of an establishment, as far as the rules and the screens need it.
//!
//! The full FINESS record stays with the server; this summary travels to the browser and holds nothing personal.

use crate::identifiant::Finess;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The sector an establishment belongs to (R5, R6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Secteur {
    /// social or medico-social
    #[serde(rename = "ms")]
    MedicoSocial,
    /// hospitals, clinics and other care
    #[serde(rename = "sanitaire")]
    Sanitaire,
    /// a pharmacy open to the public
    #[serde(rename = "officine")]
    Officine,
    /// the category is in no list that we know
    #[default]
    #[serde(rename = "inconnu")]
    Inconnu,
}

/// The text names no sector.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Ce secteur d’activité n’est pas connu.")]
pub struct SecteurError;

impl Secteur {
    /// Category of the pharmacies open to the public (list R66).
    pub const CATEGORIE_OFFICINE: &'static str = "620";

    /// What is stored and sent.
    pub const fn code(self) -> &'static str {
        match self {
            Self::MedicoSocial => "ms",
            Self::Sanitaire => "sanitaire",
            Self::Officine => "officine",
            Self::Inconnu => "inconnu",
        }
    }

    /// What a person reads.
    pub const fn libelle(self) -> &'static str {
        match self {
            Self::MedicoSocial => "Social et médico-social",
            Self::Sanitaire => "Sanitaire",
            Self::Officine => "Pharmacie d’officine",
            Self::Inconnu => "Secteur non renseigné",
        }
    }
}

impl fmt::Display for Secteur {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Secteur {
    type Err = SecteurError;

    fn from_str(texte: &str) -> Result<Self, Self::Err> {
        match texte.trim() {
            "ms" => Ok(Self::MedicoSocial),
            "sanitaire" => Ok(Self::Sanitaire),
            "officine" => Ok(Self::Officine),
            "inconnu" => Ok(Self::Inconnu),
            _ => Err(SecteurError),
        }
    }
}

/// A site (entité géographique) and the organisation it depends on (entité juridique).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EtablissementResume {
    /// FINESS number of the site
    pub finess: Finess,
    /// FINESS number of the organisation
    pub finess_ej: Finess,
    /// name of the site
    pub raison_sociale: String,
    /// name of the organisation
    pub raison_sociale_ej: String,
    /// category code (list R66)
    pub categorie: String,
    /// label of the category
    pub libelle_categorie: String,
    /// town
    pub commune: String,
    /// postcode
    pub code_postal: String,
    /// street line
    pub adresse: String,
    /// sector
    pub secteur: Secteur,
    /// false once the site is closed
    pub ouvert: bool,
    /// false once the organisation is closed
    pub ej_ouverte: bool,
}
