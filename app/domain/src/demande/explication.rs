//! The words in which a gestionnaire says why.

use crate::texte;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Explanation given to the applicant: 10 to 2000 characters once cleaned, line breaks kept.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Explication(String);

/// Why the text is no explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExplicationError {
    /// nothing typed
    #[error("Écrivez une explication\u{a0}: la personne la recevra telle quelle.")]
    Vide,
    /// fewer than 10 characters
    #[error("Cette explication est trop courte\u{a0}: écrivez au moins 10 caractères.")]
    TropCourte,
    /// more than 2000 characters
    #[error("Cette explication est trop longue\u{a0}: 2\u{a0}000 caractères au plus.")]
    TropLongue,
    /// zero-width, direction or control character
    #[error(
        "Cette explication contient un caractère invisible. Effacez-la et tapez-la à nouveau, sans la copier."
    )]
    Invisible,
}

impl Explication {
    /// Fewest characters.
    pub const MIN: usize = 10;
    /// Most characters.
    pub const MAX: usize = 2000;

    /// The cleaned text; lines are separated by `\n`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Explication {
    type Err = ExplicationError;

    fn from_str(brut: &str) -> Result<Self, Self::Err> {
        if brut
            .chars()
            .any(|c| texte::invisible(c) && !matches!(c, '\n' | '\r' | '\t'))
        {
            return Err(ExplicationError::Invisible);
        }
        // Cleaned line by line: `nettoyer` would take a line break for a space, and forms send `\r\n`.
        let lignes: Vec<String> = brut.split('\n').map(texte::nettoyer).collect();
        let propre = lignes.join("\n").trim().to_owned();
        match propre.chars().count() {
            0 => Err(ExplicationError::Vide),
            longueur if longueur < Self::MIN => Err(ExplicationError::TropCourte),
            longueur if longueur > Self::MAX => Err(ExplicationError::TropLongue),
            _ => Ok(Self(propre)),
        }
    }
}

impl fmt::Display for Explication {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

// Free text may name somebody, and `Debug` ends up in logs.
impl fmt::Debug for Explication {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Explication(…)")
    }
}

impl TryFrom<String> for Explication {
    type Error = ExplicationError;

    fn try_from(brut: String) -> Result<Self, Self::Error> {
        brut.parse()
    }
}

impl From<Explication> for String {
    fn from(explication: Explication) -> Self {
        explication.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn keeps_lines_and_counts_characters() {
        let lue: Explication = "  Bonjour,\r\nvous êtes  partie en mai. \r\n".parse().unwrap();
        assert_eq!(lue.as_str(), "Bonjour,\nvous êtes partie en mai.");
        assert_eq!("é".repeat(2000).parse::<Explication>().map(|_| ()), Ok(()));
        assert_eq!(
            "é".repeat(2001).parse::<Explication>(),
            Err(ExplicationError::TropLongue)
        );
        assert_eq!("trop court".parse::<Explication>().map(|_| ()), Ok(()));
        assert_eq!(
            "trop cour".parse::<Explication>(),
            Err(ExplicationError::TropCourte)
        );
        assert_eq!(" \r\n ".parse::<Explication>(), Err(ExplicationError::Vide));
        assert_eq!(
            "un texte\u{202e} retourné".parse::<Explication>(),
            Err(ExplicationError::Invisible)
        );
    }
}
