//! SIREN (a company) and SIRET (one of its sites): the fallback for a structure that FINESS does not know (R30).

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Cle, identifiant, luhn, sans_espaces};
use crate::texte::{PHRASE_INVISIBLE, invisible, nettoyer};

/// The SIREN of La Poste, whose sites are too many for the Luhn key.
const LA_POSTE: &str = "356000000";

/// A SIREN number: 9 digits, the last one a Luhn key (§7.3).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Siren(String);

/// Why a text is not a SIREN number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SirenError {
    /// Nothing was typed.
    #[error("Saisissez le numéro SIREN\u{a0}: 9\u{a0}chiffres.")]
    Vide,
    /// It hides an invisible character.
    #[error("{PHRASE_INVISIBLE}")]
    Invisible,
    /// It holds something else than digits and spaces.
    #[error("Le numéro SIREN ne contient que des chiffres. Retirez les lettres et les signes.")]
    Caracteres,
    /// It does not have 9 digits; holds how many it has.
    #[error("Le numéro SIREN compte 9\u{a0}chiffres\u{a0}: il y en a {0}. Vérifiez votre saisie.")]
    Longueur(usize),
    /// Its key is wrong.
    #[error(
        "Ce numéro SIREN contient une erreur de frappe\u{a0}: un chiffre est faux ou deux sont inversés. Vérifiez-le."
    )]
    Cle,
}

identifiant!(Siren, SirenError);

impl Siren {
    /// Reads a number, spaces allowed, with or without the check of its key.
    pub fn parse(s: &str, cle: Cle) -> Result<Self, SirenError> {
        let s = nettoyer(s);
        if s.is_empty() {
            return Err(SirenError::Vide);
        }
        if s.chars().any(invisible) {
            return Err(SirenError::Invisible);
        }
        let chiffres = sans_espaces(&s);
        if !chiffres.bytes().all(|c| c.is_ascii_digit()) {
            return Err(SirenError::Caracteres);
        }
        if chiffres.len() != 9 {
            return Err(SirenError::Longueur(chiffres.len()));
        }
        if cle == Cle::Verifiee && !luhn(&chiffres) {
            return Err(SirenError::Cle);
        }
        Ok(Self(chiffres))
    }
}

/// A SIRET number: the SIREN then 5 digits for the site; a Luhn key over the 14, or the rule of La Poste (§7.3).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Siret(String);

/// Why a text is not a SIRET number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SiretError {
    /// Nothing was typed.
    #[error("Saisissez le numéro SIRET de l’établissement\u{a0}: 14\u{a0}chiffres.")]
    Vide,
    /// It hides an invisible character.
    #[error("{PHRASE_INVISIBLE}")]
    Invisible,
    /// It holds something else than digits and spaces.
    #[error("Le numéro SIRET ne contient que des chiffres. Retirez les lettres et les signes.")]
    Caracteres,
    /// It does not have 14 digits; holds how many it has.
    #[error("Le numéro SIRET compte 14\u{a0}chiffres\u{a0}: il y en a {0}. Vérifiez votre saisie.")]
    Longueur(usize),
    /// Its key is wrong.
    #[error(
        "Ce numéro SIRET contient une erreur de frappe\u{a0}: un chiffre est faux ou deux sont inversés. Vérifiez-le."
    )]
    Cle,
}

identifiant!(Siret, SiretError);

impl Siret {
    /// Reads a number, spaces allowed, with or without the check of its key.
    pub fn parse(s: &str, cle: Cle) -> Result<Self, SiretError> {
        let s = nettoyer(s);
        if s.is_empty() {
            return Err(SiretError::Vide);
        }
        if s.chars().any(invisible) {
            return Err(SiretError::Invisible);
        }
        let chiffres = sans_espaces(&s);
        if !chiffres.bytes().all(|c| c.is_ascii_digit()) {
            return Err(SiretError::Caracteres);
        }
        if chiffres.len() != 14 {
            return Err(SiretError::Longueur(chiffres.len()));
        }
        if cle == Cle::Verifiee && !luhn(&chiffres) && !est_de_la_poste(&chiffres) {
            return Err(SiretError::Cle);
        }
        Ok(Self(chiffres))
    }

    /// The company this site belongs to.
    pub fn siren(&self) -> Siren {
        Siren(self.0.chars().take(9).collect())
    }
}

/// Sites of La Poste: the sum of the digits is a multiple of 5.
fn est_de_la_poste(chiffres: &str) -> bool {
    chiffres.starts_with(LA_POSTE)
        && chiffres
            .chars()
            .filter_map(|c| c.to_digit(10))
            .sum::<u32>()
            .is_multiple_of(5)
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn reads_both_with_spaces() {
        assert_eq!("732 829 320".parse::<Siren>().unwrap().as_str(), "732829320");
        let siret: Siret = "732 829 320 00074".parse().unwrap();
        assert_eq!(siret.siren().as_str(), "732829320");
    }

    #[test]
    fn gives_each_cause_its_sentence() {
        assert_eq!("".parse::<Siren>(), Err(SirenError::Vide));
        assert_eq!("73282932x".parse::<Siren>(), Err(SirenError::Caracteres));
        assert_eq!("7328293".parse::<Siren>(), Err(SirenError::Longueur(7)));
        assert_eq!("732829321".parse::<Siren>(), Err(SirenError::Cle));
        assert_eq!("73282932000075".parse::<Siret>(), Err(SiretError::Cle));
        assert_eq!("7328293200007".parse::<Siret>(), Err(SiretError::Longueur(13)));
    }

    #[test]
    fn la_poste_has_its_own_rule() {
        assert!("35600000049837".parse::<Siret>().is_ok());
        assert!("35600000000048".parse::<Siret>().is_ok());
        assert_eq!("35600000049838".parse::<Siret>(), Err(SiretError::Cle));
    }
}
