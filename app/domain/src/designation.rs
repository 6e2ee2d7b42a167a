//! Designating who acts for a structure (J6, R43–R45): what may be entrusted, how its holder is reached, why it is withdrawn.
//!
//! The native right of the head of a structure (R42) is nothing that can be entrusted or withdrawn here: it has no value in
//! this room. Whether somebody may designate is for the register to say.

use crate::demande::ecrit::ecrits;
use crate::identifiant::{Cle, IdNatPs, IdNatPsError, Rpps};
use crate::texte::{PHRASE_INVISIBLE, invisible, nettoyer};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Version of the terms of the portal that whoever asks or designates accepts; the text is in `app/conditions`.
pub const CGU_PORTAIL: &str = "2026-11";
/// Version of the terms of mesHabilitations that a designateur accepts; likewise.
pub const CGU_HABILITATIONS: &str = "2026-11";

crate::nomenclature::codes::codes! {
    /// What is entrusted to somebody.
    pub enum GenreDesignation, GenreDesignationError = "Choisissez ce que vous confiez à cette personne." {
        /// Treats demandes and situations (R43).
        Gestionnaire = "gestionnaire", "Gestionnaire RPPS+";
        /// Designates gestionnaires in the name of the représentant légal (R45).
        Mandataire = "mandataire", "Mandataire";
    }
}

crate::nomenclature::codes::codes! {
    /// Why an habilitation is withdrawn (R52).
    pub enum MotifRetrait, MotifRetraitError = "Choisissez pourquoi vous retirez cette habilitation." {
        /// The person leaves.
        Depart = "depart", "Départ de la structure";
        /// The person stays and does something else.
        Fonction = "fonction", "Changement de fonction";
        /// The card is lost or stolen.
        Carte = "carte", "Carte perdue ou volée";
        /// The wrong person, or the wrong structure.
        Erreur = "erreur", "Désignation par erreur";
        /// Anything else.
        Autre = "autre", "Autre motif";
    }
}

ecrits! {
    /// The reference printed on an attestation of the e-learning (R43).
    pub struct ReferenceFormation(2..=60), ReferenceFormationError {
        vide: "Indiquez la référence de l’attestation.",
        court: "Cette référence est trop courte\u{a0}: écrivez au moins 2\u{a0}caractères.",
        long: "Cette référence est trop longue\u{a0}: 60\u{a0}caractères au plus.",
    }
}

/// The national identifier that a card bears: `8` and the RPPS number, or that of a structure and an internal number.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct IdentifiantCarte(String);

/// Why a text is not the identifier of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdentifiantCarteError {
    /// Nothing was typed.
    #[error("Indiquez l’identifiant national inscrit sur la carte de la personne.")]
    Vide,
    /// It hides an invisible character.
    #[error("{PHRASE_INVISIBLE}")]
    Invisible,
    /// It holds something that no card bears.
    #[error(
        "Un identifiant national ne contient que des chiffres, des lettres et les signes / . - _. Recopiez celui de la carte."
    )]
    Caracteres,
    /// It is too short or too long.
    #[error(
        "Un identifiant national compte de 5 à 60\u{a0}caractères. Recopiez celui de la carte en entier."
    )]
    Longueur,
    /// It begins as that of a registered professional and is not one.
    #[error(transparent)]
    IdNatPs(#[from] IdNatPsError),
}

impl IdentifiantCarte {
    /// The identifier, without spaces.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The RPPS number inside, when there is one.
    pub fn rpps(&self) -> Option<Rpps> {
        Rpps::dans(&self.0)
    }
}

impl From<&Rpps> for IdentifiantCarte {
    fn from(rpps: &Rpps) -> Self {
        Self(rpps.id_nat().to_string())
    }
}

impl fmt::Display for IdentifiantCarte {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

// It designates a person: never in logs.
impl fmt::Debug for IdentifiantCarte {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdentifiantCarte(…)")
    }
}

impl FromStr for IdentifiantCarte {
    type Err = IdentifiantCarteError;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let s = nettoyer(s);
        if s.is_empty() {
            return Err(IdentifiantCarteError::Vide);
        }
        if s.chars().any(invisible) {
            return Err(IdentifiantCarteError::Invisible);
        }
        let lu: String = s.chars().filter(|c| !c.is_whitespace()).collect();
        if !lu
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_'))
        {
            return Err(IdentifiantCarteError::Caracteres);
        }
        if !(5..=60).contains(&lu.len()) {
            return Err(IdentifiantCarteError::Longueur);
        }
        let chiffres = lu.bytes().all(|c| c.is_ascii_digit());
        // Eleven digits are the RPPS number itself; twelve after an 8, the identifier made from it.
        if chiffres && lu.len() == 11 {
            let rpps: Rpps = lu.parse().map_err(IdNatPsError::from)?;
            return Ok(Self::from(&rpps));
        }
        if chiffres && lu.len() == 12 && lu.starts_with('8') {
            return Ok(Self(IdNatPs::parse(&lu, Cle::Verifiee)?.to_string()));
        }
        Ok(Self(lu))
    }
}

/// A telephone number, of a desk or of a pocket: digits, after a `+` when it is international.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Telephone(String);

/// Why a text is not a telephone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TelephoneError {
    /// It holds something else than digits and the signs people put between them.
    #[error(
        "Un numéro de téléphone ne contient que des chiffres, avec un + au début si besoin. Retirez le reste."
    )]
    Caracteres,
    /// Digits are missing, or there are too many.
    #[error(
        "Ce numéro n’a pas le bon nombre de chiffres\u{a0}: 10 en France, par exemple 01\u{a0}23\u{a0}45\u{a0}67\u{a0}89."
    )]
    Longueur,
}

impl Telephone {
    /// The digits, after a `+` when it is international.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As it is read aloud: `01 23 45 67 89`.
    pub fn lisible(&self) -> String {
        if self.0.starts_with('+') {
            return self.0.clone();
        }
        let chiffres: Vec<char> = self.0.chars().collect();
        let paires: Vec<String> = chiffres.chunks(2).map(|paire| paire.iter().collect()).collect();
        paires.join(" ")
    }
}

impl fmt::Debug for Telephone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Telephone(…)")
    }
}

impl FromStr for Telephone {
    type Err = TelephoneError;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let lu: String = nettoyer(s)
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-' | '(' | ')' | '/'))
            .collect();
        let (international, chiffres) = match lu.strip_prefix('+').or_else(|| lu.strip_prefix("00")) {
            Some(chiffres) => (true, chiffres),
            None => (false, lu.as_str()),
        };
        if chiffres.is_empty() || !chiffres.bytes().all(|c| c.is_ascii_digit()) {
            return Err(TelephoneError::Caracteres);
        }
        let juste = if international {
            (8..=15).contains(&chiffres.len())
        } else {
            chiffres.len() == 10 && chiffres.starts_with('0')
        };
        if !juste {
            return Err(TelephoneError::Longueur);
        }
        Ok(Self(if international {
            format!("+{chiffres}")
        } else {
            chiffres.to_owned()
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn reads_the_identifier_of_a_card() {
        let lu = |s: &str| s.parse::<IdentifiantCarte>().map(|id| id.to_string());
        assert_eq!(lu("8 101 0123 4564").unwrap(), "810101234564");
        assert_eq!(lu("10101234564").unwrap(), "810101234564");
        assert_eq!(lu("3010780914/000123").unwrap(), "3010780914/000123");
        assert_eq!(lu(" "), Err(IdentifiantCarteError::Vide));
        assert_eq!(lu("1234"), Err(IdentifiantCarteError::Longueur));
        assert_eq!(lu("301078091é"), Err(IdentifiantCarteError::Caracteres));
        assert!(matches!(
            lu("810101234565"),
            Err(IdentifiantCarteError::IdNatPs(_))
        ));
        let id: IdentifiantCarte = "10101234564".parse().unwrap();
        assert_eq!(id.rpps().unwrap().as_str(), "10101234564");
        assert_eq!(format!("{id:?}"), "IdentifiantCarte(…)");
    }

    #[test]
    fn reads_a_telephone_however_it_is_typed() {
        let lu = |s: &str| s.parse::<Telephone>().map(|t| t.lisible());
        assert_eq!(lu("01.23.45.67.89").unwrap(), "01 23 45 67 89");
        assert_eq!(lu("+33 1 23 45 67 89").unwrap(), "+33123456789");
        assert_eq!(lu("0032 2 123 45 67").unwrap(), "+3221234567");
        assert_eq!(lu("poste 12"), Err(TelephoneError::Caracteres));
        assert_eq!(lu("1234567890"), Err(TelephoneError::Longueur));
        assert_eq!(lu("01 23"), Err(TelephoneError::Longueur));
    }
}
