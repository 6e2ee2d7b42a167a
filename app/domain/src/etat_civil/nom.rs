//! Names as an identity document writes them (domain notes §7.5).
//!
//! The national pattern knows French letters only. It is widened here to the Latin letters of Europe (Latin-1, Latin
//! Extended-A, Romanian ș and ț), so that people keep the spelling of their document.

use crate::texte;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Most characters of a name once cleaned.
pub const NOM_MAX: usize = 100;

/// Why the text is no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NomError {
    /// nothing typed
    #[error("Remplissez ce champ.")]
    Vide,
    /// more than 100 characters
    #[error("Ce texte est trop long\u{a0}: 100 caractères au plus.")]
    TropLong,
    /// zero-width, direction or control character
    #[error("Ce texte contient un caractère invisible. Effacez-le et tapez-le à nouveau, sans le copier.")]
    Invisible,
    /// a digit
    #[error("Retirez les chiffres\u{a0}: écrivez ce champ comme sur votre pièce d’identité.")]
    Chiffre,
    /// letters of another alphabet
    #[error("Utilisez l’alphabet latin, comme sur votre pièce d’identité.")]
    Alphabet,
    /// a sign that no name has
    #[error(
        "Retirez les signes\u{a0}: seuls les lettres, les espaces, les traits d’union et les apostrophes sont acceptés."
    )]
    Signe,
    /// spaces and hyphens only
    #[error("Écrivez au moins une lettre.")]
    SansLettre,
    /// a hyphen with nothing on one side
    #[error("Retirez le trait d’union placé au début ou à la fin.")]
    TiretAuBord,
}

/// Whether the letter belongs to the widened Latin alphabet.
pub(super) fn lettre_latine(c: char) -> bool {
    c.is_ascii_alphabetic()
        || matches!(c, '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{17f}' | '\u{218}'..='\u{21b}')
}

/// Whether the text holds a character that nobody sees. Spaces of all kinds are seen, and cleaned elsewhere.
pub(super) fn a_un_invisible(brut: &str) -> bool {
    brut.chars()
        .any(|c| texte::invisible(c) && !matches!(c, '\n' | '\r' | '\t'))
}

/// The one door of every name.
fn lire(brut: &str) -> Result<String, NomError> {
    if a_un_invisible(brut) {
        return Err(NomError::Invisible);
    }
    let propre = texte::nettoyer(brut);
    if propre.is_empty() {
        return Err(NomError::Vide);
    }
    if propre.chars().count() > NOM_MAX {
        return Err(NomError::TropLong);
    }
    for c in propre.chars() {
        match c {
            ' ' | '-' | '\'' => {}
            _ if lettre_latine(c) => {}
            _ if c.is_numeric() => return Err(NomError::Chiffre),
            _ if c.is_alphabetic() => return Err(NomError::Alphabet),
            _ => return Err(NomError::Signe),
        }
    }
    if !propre.chars().any(lettre_latine) {
        return Err(NomError::SansLettre);
    }
    if propre.starts_with('-') || propre.ends_with('-') {
        return Err(NomError::TiretAuBord);
    }
    Ok(propre)
}

macro_rules! nom {
    ($(#[$doc:meta])* $nom:ident, $preparer:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $nom(String);

        impl $nom {
            /// The cleaned text, in the case in which it was typed.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $nom {
            type Err = NomError;

            fn from_str(brut: &str) -> Result<Self, Self::Err> {
                let preparer: fn(&str) -> String = $preparer;
                lire(&preparer(brut)).map(Self)
            }
        }

        impl fmt::Display for $nom {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        // `Debug` ends up in logs: never the value.
        impl fmt::Debug for $nom {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($nom), "(…)"))
            }
        }

        impl TryFrom<String> for $nom {
            type Error = NomError;

            fn try_from(brut: String) -> Result<Self, Self::Error> {
                brut.parse()
            }
        }

        impl From<$nom> for String {
            fn from(nom: $nom) -> Self {
                nom.0
            }
        }
    };
}

nom! {
    /// Birth name, usage name or exercise name.
    Nom, str::to_owned
}

nom! {
    /// All first names, separated by spaces. Commas are taken for spaces.
    Prenoms, |brut| brut.replace([',', ';'], " ")
}

nom! {
    /// The first name under which the person works (R17).
    Prenom, str::to_owned
}

impl Prenoms {
    /// The first of them.
    pub fn premier(&self) -> &str {
        self.iter().next().unwrap_or_default()
    }

    /// Each of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.split(' ').filter(|prenom| !prenom.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn keeps_the_spelling_of_the_document() {
        for nom in [
            "Lefèvre",
            "d'Ormesson",
            "Nuñez",
            "Łukasiewicz",
            "Ștefănescu",
            "Saint-Exupéry de la Tour",
            "'t Hooft",
        ] {
            assert_eq!(nom.parse::<Nom>().unwrap().as_str(), nom);
        }
        assert_eq!("  L’Herbier\u{a0} ".parse::<Nom>().unwrap().as_str(), "L'Herbier");
    }

    #[test]
    fn names_the_problem() {
        let erreur = |brut: &str| brut.parse::<Nom>().unwrap_err();
        assert_eq!(erreur(" "), NomError::Vide);
        assert_eq!(erreur("Иванова"), NomError::Alphabet);
        assert_eq!(erreur("Durand2"), NomError::Chiffre);
        assert_eq!(erreur("<b>"), NomError::Signe);
        assert_eq!(erreur("😀"), NomError::Signe);
        assert_eq!(erreur("- '"), NomError::SansLettre);
        assert_eq!(erreur("Durand-"), NomError::TiretAuBord);
        assert_eq!(erreur("Du\u{200b}rand"), NomError::Invisible);
        assert_eq!(erreur(&"a".repeat(101)), NomError::TropLong);
    }

    #[test]
    fn first_names_are_told_apart() {
        let prenoms: Prenoms = "Anne-Marie, Louise  Odile".parse().unwrap();
        assert_eq!(prenoms.as_str(), "Anne-Marie Louise Odile");
        assert_eq!(prenoms.premier(), "Anne-Marie");
        assert_eq!(prenoms.iter().count(), 3);
    }

    #[test]
    fn debug_hides_the_value() {
        assert_eq!(format!("{:?}", "Durand".parse::<Nom>().unwrap()), "Nom(…)");
    }
}
