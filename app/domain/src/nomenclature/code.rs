//! Codes of the long lists: their shape only, since which codes exist depends on the version of the list.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Code of a profession (list R85): three digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CodeProfession(String);

/// The text is no profession code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Choisissez une profession dans la liste.")]
pub struct CodeProfessionError;

/// Code of a rôle RPPS+ (list R22): `GENR` and two digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CodeRole(String);

/// The text is no rôle code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Choisissez un rôle dans la liste.")]
pub struct CodeRoleError;

/// Whether the text is exactly `longueur` ASCII digits.
fn chiffres(texte: &str, longueur: usize) -> bool {
    texte.len() == longueur && texte.bytes().all(|octet| octet.is_ascii_digit())
}

impl FromStr for CodeProfession {
    type Err = CodeProfessionError;

    fn from_str(texte: &str) -> Result<Self, Self::Err> {
        let texte = texte.trim();
        if chiffres(texte, 3) {
            Ok(Self(texte.to_owned()))
        } else {
            Err(CodeProfessionError)
        }
    }
}

impl FromStr for CodeRole {
    type Err = CodeRoleError;

    fn from_str(texte: &str) -> Result<Self, Self::Err> {
        let texte = texte.trim();
        match texte.strip_prefix("GENR") {
            Some(reste) if chiffres(reste, 2) => Ok(Self(texte.to_owned())),
            _ => Err(CodeRoleError),
        }
    }
}

macro_rules! porte_unique {
    ($nom:ident, $refus:ident) => {
        impl $nom {
            /// The code as published.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $nom {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $nom {
            type Error = $refus;

            fn try_from(texte: String) -> Result<Self, Self::Error> {
                texte.parse()
            }
        }

        impl From<$nom> for String {
            fn from(code: $nom) -> Self {
                code.0
            }
        }
    };
}

porte_unique!(CodeProfession, CodeProfessionError);
porte_unique!(CodeRole, CodeRoleError);
