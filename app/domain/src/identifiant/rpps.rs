//! The RPPS number of a person, for the whole working life (R3), and the national identifier built on it.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Cle, cle_luhn, identifiant, luhn, sans_espaces};
use crate::texte::{PHRASE_INVISIBLE, invisible, nettoyer};

/// Length of an RPPS number, key included.
const LONGUEUR: usize = 11;

/// An RPPS number: 11 digits, the last one a Luhn key over all of them (§7.1).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Rpps(String);

/// Why a text is not an RPPS number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum RppsError {
    /// Nothing was typed.
    #[error("Saisissez le numéro RPPS\u{a0}: 11\u{a0}chiffres.")]
    Vide,
    /// It hides an invisible character.
    #[error("{PHRASE_INVISIBLE}")]
    Invisible,
    /// It holds something else than digits and spaces.
    #[error("Le numéro RPPS ne contient que des chiffres. Retirez les lettres et les signes.")]
    Caracteres,
    /// It does not have 11 digits; holds how many it has.
    #[error("Le numéro RPPS compte 11\u{a0}chiffres\u{a0}: il y en a {0}. Vérifiez votre saisie.")]
    Longueur(usize),
    /// It is an `idNat_PS`: an RPPS number after an 8.
    #[error(
        "Vous avez saisi l’identifiant national à 12\u{a0}chiffres. Retirez le 8 du début pour garder le numéro RPPS."
    )]
    IdentifiantNational,
    /// Its key is wrong.
    #[error(
        "Ce numéro RPPS contient une erreur de frappe\u{a0}: un chiffre est faux ou deux sont inversés. Vérifiez-le."
    )]
    Cle,
}

identifiant!(Rpps, RppsError);

impl Rpps {
    /// Reads a number, spaces allowed, with or without the check of its key.
    pub fn parse(s: &str, cle: Cle) -> Result<Self, RppsError> {
        let s = nettoyer(s);
        if s.is_empty() {
            return Err(RppsError::Vide);
        }
        if s.chars().any(invisible) {
            return Err(RppsError::Invisible);
        }
        let chiffres = sans_espaces(&s);
        if !chiffres.bytes().all(|c| c.is_ascii_digit()) {
            return Err(RppsError::Caracteres);
        }
        if chiffres.len() == LONGUEUR + 1 && chiffres.starts_with('8') {
            return Err(RppsError::IdentifiantNational);
        }
        if chiffres.len() != LONGUEUR {
            return Err(RppsError::Longueur(chiffres.len()));
        }
        if cle == Cle::Verifiee && !luhn(&chiffres) {
            return Err(RppsError::Cle);
        }
        Ok(Self(chiffres))
    }

    /// The number of this rank: `10`, the rank on eight digits, the key. `None` from 100 000 000 on.
    pub fn from_sequence(n: u64) -> Option<Self> {
        if n >= 100_000_000 {
            return None;
        }
        let mut chiffres = format!("10{n:08}");
        chiffres.push(cle_luhn(&chiffres)?);
        Some(Self(chiffres))
    }

    /// The number inside a national identifier, when it is that of somebody who has one: `8` and the number. Cards of a structure
    /// bear another kind. The key is not checked: whoever gives the identifier answers for it (§7.1).
    pub fn dans(identifiant: &str) -> Option<Self> {
        IdNatPs::parse(identifiant, Cle::Libre).ok().map(|id| id.rpps())
    }

    /// The national identifier of this person.
    pub fn id_nat(&self) -> IdNatPs {
        IdNatPs(format!("8{}", self.0))
    }

    /// In groups that are easy to read aloud: `101 0123 4564`.
    pub fn grouped(&self) -> String {
        let groupes: Vec<&str> = [0..3, 3..7, 7..LONGUEUR]
            .into_iter()
            .filter_map(|groupe| self.0.get(groupe))
            .collect();
        groupes.join(" ")
    }
}

/// The national identifier of a professional, `idNat_PS`: `8` then the RPPS number, 12 digits. It activates the e-CPS (J9).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IdNatPs(String);

/// Why a text is not a national identifier built on an RPPS number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum IdNatPsError {
    /// It does not start with 8, or does not have 12 characters.
    #[error(
        "L’identifiant national d’un professionnel compte 12\u{a0}chiffres et commence par\u{a0}8. Vérifiez-le."
    )]
    Forme,
    /// What follows the 8 is not an RPPS number.
    #[error(transparent)]
    Rpps(#[from] RppsError),
}

identifiant!(IdNatPs, IdNatPsError);

impl IdNatPs {
    /// Reads an identifier, spaces allowed, with or without the check of the key of the RPPS number.
    pub fn parse(s: &str, cle: Cle) -> Result<Self, IdNatPsError> {
        let s = sans_espaces(s);
        match s.strip_prefix('8') {
            Some(rpps) if s.chars().count() == LONGUEUR + 1 => Ok(Rpps::parse(rpps, cle)?.id_nat()),
            _ => Err(IdNatPsError::Forme),
        }
    }

    /// The RPPS number inside.
    pub fn rpps(&self) -> Rpps {
        Rpps(self.0.chars().skip(1).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn reads_with_spaces_and_prints_without() {
        let rpps: Rpps = " 101 0123\u{a0}4564 ".parse().unwrap();
        assert_eq!(rpps.as_str(), "10101234564");
        assert_eq!(rpps.grouped(), "101 0123 4564");
        assert_eq!(rpps.id_nat().to_string(), "810101234564");
        assert_eq!(rpps.id_nat().rpps(), rpps);
        assert_eq!(Rpps::dans("810101234564"), Some(rpps));
        for autre in ["3010000255/000123", "10101234564", "8101012345", ""] {
            assert_eq!(Rpps::dans(autre), None, "{autre}");
        }
    }

    #[test]
    fn gives_each_cause_its_sentence() {
        let erreur = |s: &str| s.parse::<Rpps>().unwrap_err();
        assert_eq!(erreur(" "), RppsError::Vide);
        assert_eq!(erreur("1010123\u{200b}4564"), RppsError::Invisible);
        assert_eq!(erreur("1010123456A"), RppsError::Caracteres);
        assert_eq!(erreur("１0101234564"), RppsError::Caracteres);
        assert_eq!(erreur("1010123456"), RppsError::Longueur(10));
        assert_eq!(erreur("810101234564"), RppsError::IdentifiantNational);
        assert_eq!(erreur("10101243564"), RppsError::Cle);
    }

    #[test]
    fn numbers_follow_a_sequence() {
        assert_eq!(Rpps::from_sequence(10_123_456).unwrap().as_str(), "10101234564");
        assert_eq!(Rpps::from_sequence(0).unwrap().as_str(), "10000000009");
        assert!(Rpps::from_sequence(99_999_999).is_some());
        assert_eq!(Rpps::from_sequence(100_000_000), None);
    }

    #[test]
    fn documentation_numbers_need_a_free_key() {
        let rpps = Rpps::parse("10003461033", Cle::Libre).unwrap();
        let json = serde_json::to_string(&rpps).unwrap();
        assert_eq!(serde_json::from_str::<Rpps>(&json).unwrap(), rpps);
        assert_eq!(rpps.as_str().parse::<Rpps>(), Err(RppsError::Cle));
        assert!(Rpps::parse("1000346103", Cle::Libre).is_err());
    }
}
