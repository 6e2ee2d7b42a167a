//! The FINESS number of an establishment or of the organisation that runs it.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Cle, identifiant, luhn, sans_espaces};
use crate::texte::{PHRASE_INVISIBLE, invisible, nettoyer};

/// Length of a FINESS number, key included.
const LONGUEUR: usize = 9;

/// A FINESS number: department (`2A` and `2B` in Corsica) then 7 digits, the last one a Luhn key (§7.2).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Finess(String);

/// Why a text is not a FINESS number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum FinessError {
    /// Nothing was typed.
    #[error("Saisissez le numéro FINESS de l’établissement\u{a0}: 9\u{a0}caractères.")]
    Vide,
    /// It hides an invisible character.
    #[error("{PHRASE_INVISIBLE}")]
    Invisible,
    /// It holds something else than digits, `2A` or `2B`.
    #[error(
        "Ce n’est pas un numéro FINESS (9\u{a0}chiffres, ou 2A ou 2B puis 7\u{a0}chiffres). Un nom ne suffit pas\u{a0}: choisissez l’établissement."
    )]
    Caracteres,
    /// It has 14 digits: a SIRET number.
    #[error(
        "Vous avez saisi un numéro SIRET (14\u{a0}chiffres). Saisissez le numéro FINESS, à 9\u{a0}caractères."
    )]
    Siret,
    /// It does not have 9 characters; holds how many it has.
    #[error("Le numéro FINESS compte 9\u{a0}caractères\u{a0}: il y en a {0}. Vérifiez votre saisie.")]
    Longueur(usize),
    /// Its key is wrong.
    #[error(
        "Ce numéro FINESS contient une erreur de frappe\u{a0}: un chiffre est faux ou deux sont inversés. Vérifiez-le."
    )]
    Cle,
}

identifiant!(Finess, FinessError);

impl Finess {
    /// Reads a number, spaces and small letters allowed, with or without the check of its key.
    pub fn parse(s: &str, cle: Cle) -> Result<Self, FinessError> {
        let s = nettoyer(s);
        if s.is_empty() {
            return Err(FinessError::Vide);
        }
        if s.chars().any(invisible) {
            return Err(FinessError::Invisible);
        }
        let finess = sans_espaces(&s).to_ascii_uppercase();
        // The key of a Corsican number is computed on 21 and 22, as if its department were a number.
        let chiffres = match finess.get(..2) {
            Some("2A") => finess.replacen("2A", "21", 1),
            Some("2B") => finess.replacen("2B", "22", 1),
            _ => finess.clone(),
        };
        if !chiffres.bytes().all(|c| c.is_ascii_digit()) {
            return Err(FinessError::Caracteres);
        }
        match chiffres.len() {
            LONGUEUR => {}
            14 => return Err(FinessError::Siret),
            autre => return Err(FinessError::Longueur(autre)),
        }
        if cle == Cle::Verifiee && !luhn(&chiffres) {
            return Err(FinessError::Cle);
        }
        Ok(Self(finess))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn reads_corsica_and_small_letters() {
        assert_eq!(" 2a 000 0014 ".parse::<Finess>().unwrap().as_str(), "2A0000014");
        assert_eq!("2b0000020".parse::<Finess>().unwrap().as_str(), "2B0000020");
    }

    #[test]
    fn gives_each_cause_its_sentence() {
        let erreur = |s: &str| s.parse::<Finess>().unwrap_err();
        assert_eq!(erreur(""), FinessError::Vide);
        assert_eq!(erreur("7500012\u{feff}32"), FinessError::Invisible);
        assert_eq!(erreur("2C0000014"), FinessError::Caracteres);
        assert_eq!(erreur("é50001232"), FinessError::Caracteres);
        assert_eq!(erreur("02A000014"), FinessError::Caracteres);
        assert_eq!(erreur("75000123"), FinessError::Longueur(8));
        assert_eq!(erreur("73282932000074"), FinessError::Siret);
        assert_eq!(erreur("750001233"), FinessError::Cle);
    }

    #[test]
    fn a_free_key_still_needs_the_shape() {
        assert!(Finess::parse("010000001", Cle::Libre).is_ok());
        assert!(Finess::parse("01000000", Cle::Libre).is_err());
    }
}
