//! When and where somebody was born (R16, domain notes §7.6).

use super::nom::{a_un_invisible, lettre_latine};
use crate::date::{self, Jour};
use crate::texte;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Date of birth of a person who may be registered.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DateNaissance(Jour);

/// Why the date is no date of birth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateNaissanceError {
    /// after today
    #[error("Cette date est dans le futur. Vérifiez l’année.")]
    Futur,
    /// the person is under 16
    #[error("L’inscription est possible à partir de 16\u{a0}ans. Vérifiez l’année.")]
    TropJeune,
    /// the person would be over 110
    #[error("Cette date est trop ancienne. Vérifiez l’année.")]
    TropAncienne,
    /// a stored text that is no date
    #[error("Cette date n’est pas lisible. Écrivez le jour, le mois et l’année.")]
    Illisible,
}

impl DateNaissance {
    /// Youngest age at registration, in years (the portal's own is not published).
    pub const AGE_MIN: i32 = 16;
    /// Oldest plausible age, in years.
    pub const AGE_MAX: i32 = 110;
    /// Earliest year in the register.
    pub const ANNEE_MIN: i32 = 1880;

    /// A date typed on that day.
    pub fn new(jour: Jour, aujourd_hui: Jour) -> Result<Self, DateNaissanceError> {
        if jour > aujourd_hui {
            return Err(DateNaissanceError::Futur);
        }
        let age = date::age(jour, aujourd_hui);
        if age < Self::AGE_MIN {
            return Err(DateNaissanceError::TropJeune);
        }
        if age > Self::AGE_MAX {
            return Err(DateNaissanceError::TropAncienne);
        }
        Self::stored(jour)
    }

    /// A date accepted earlier and read again: time has passed, the age is not checked any more.
    pub fn stored(jour: Jour) -> Result<Self, DateNaissanceError> {
        if jour.year() < Self::ANNEE_MIN {
            Err(DateNaissanceError::TropAncienne)
        } else {
            Ok(Self(jour))
        }
    }

    /// The day.
    pub const fn jour(self) -> Jour {
        self.0
    }
}

// `Debug` ends up in logs: never the value.
impl fmt::Debug for DateNaissance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DateNaissance(…)")
    }
}

impl TryFrom<String> for DateNaissance {
    type Error = DateNaissanceError;

    fn try_from(texte: String) -> Result<Self, Self::Error> {
        Self::stored(date::parse_iso(&texte).map_err(|_| DateNaissanceError::Illisible)?)
    }
}

impl From<DateNaissance> for String {
    fn from(naissance: DateNaissance) -> Self {
        date::iso(naissance.0)
    }
}

/// INSEE code of a French commune: five characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CodeCommune([u8; 5]);

/// The text is no commune code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Choisissez la commune dans la liste proposée.")]
pub struct CodeCommuneError;

/// Code of a country in the INSEE's official geography: `99` and three digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CodePays([u8; 5]);

/// The text is no country code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Choisissez le pays dans la liste proposée.")]
pub struct CodePaysError;

/// The code of France, as text.
pub const FRANCE: &str = "99100";

impl CodePays {
    /// France.
    pub const FRANCE: Self = Self(*b"99100");

    /// Whether this is France.
    pub fn est_france(self) -> bool {
        self == Self::FRANCE
    }
}

impl FromStr for CodeCommune {
    type Err = CodeCommuneError;

    fn from_str(texte: &str) -> Result<Self, Self::Err> {
        let code: [u8; 5] = texte.trim().as_bytes().try_into().map_err(|_| CodeCommuneError)?;
        let code = code.map(|octet| octet.to_ascii_uppercase());
        if !code[2..].iter().all(u8::is_ascii_digit) {
            return Err(CodeCommuneError);
        }
        // 20xxx: Corsica before 1976, still found on identities of that time.
        let connu = match &code[..2] {
            [b'2', b'A' | b'B'] => true,
            b"97" => matches!(code[2], b'1'..=b'8'),
            b"98" => matches!(code[2], b'4' | b'6' | b'7' | b'8'),
            [b'0', b'1'..=b'9'] | [b'1'..=b'8', b'0'..=b'9'] | [b'9', b'0'..=b'5'] => true,
            _ => false,
        };
        if connu {
            Ok(Self(code))
        } else {
            Err(CodeCommuneError)
        }
    }
}

impl FromStr for CodePays {
    type Err = CodePaysError;

    fn from_str(texte: &str) -> Result<Self, Self::Err> {
        let code: [u8; 5] = texte.trim().as_bytes().try_into().map_err(|_| CodePaysError)?;
        match &code {
            [b'9', b'9', reste @ ..] if reste.iter().all(u8::is_ascii_digit) => Ok(Self(code)),
            _ => Err(CodePaysError),
        }
    }
}

macro_rules! cinq_caracteres {
    ($nom:ident, $refus:ident) => {
        impl $nom {
            /// The five characters.
            pub fn as_str(&self) -> &str {
                // Only ASCII goes through the door above.
                std::str::from_utf8(&self.0).unwrap_or_default()
            }
        }

        impl fmt::Display for $nom {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        // A place of birth is personal, and `Debug` ends up in logs.
        impl fmt::Debug for $nom {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($nom), "(…)"))
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
                code.as_str().to_owned()
            }
        }
    };
}

cinq_caracteres!(CodeCommune, CodeCommuneError);
cinq_caracteres!(CodePays, CodePaysError);

/// Name of a town outside France, as the person writes it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct VilleEtrangere(String);

/// Why the text is no town.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VilleError {
    /// nothing typed
    #[error("Indiquez votre ville de naissance.")]
    Vide,
    /// more than 100 characters
    #[error("Ce nom de ville est trop long\u{a0}: 100 caractères au plus.")]
    TropLong,
    /// zero-width, direction or control character
    #[error(
        "Ce nom de ville contient un caractère invisible. Effacez-le et tapez-le à nouveau, sans le copier."
    )]
    Invisible,
    /// letters of another alphabet
    #[error("Écrivez le nom de la ville en alphabet latin, comme sur votre pièce d’identité.")]
    Alphabet,
    /// a sign that no town has
    #[error("Retirez les signes inhabituels du nom de la ville.")]
    Signe,
    /// no letter at all
    #[error("Écrivez le nom de la ville en lettres.")]
    SansLettre,
}

impl VilleEtrangere {
    /// Most characters once cleaned.
    pub const MAX: usize = 100;

    /// The cleaned text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for VilleEtrangere {
    type Err = VilleError;

    fn from_str(brut: &str) -> Result<Self, Self::Err> {
        if a_un_invisible(brut) {
            return Err(VilleError::Invisible);
        }
        let propre = texte::nettoyer(brut);
        if propre.is_empty() {
            return Err(VilleError::Vide);
        }
        if propre.chars().count() > Self::MAX {
            return Err(VilleError::TropLong);
        }
        for c in propre.chars() {
            let admis = lettre_latine(c)
                || c.is_ascii_digit()
                || matches!(c, ' ' | '-' | '\'' | '(' | ')' | ',' | '.' | '/');
            if !admis {
                return Err(if c.is_alphabetic() {
                    VilleError::Alphabet
                } else {
                    VilleError::Signe
                });
            }
        }
        if propre.starts_with(['-', '.', ',', '/', ')']) {
            return Err(VilleError::Signe);
        }
        if propre.chars().any(lettre_latine) {
            Ok(Self(propre))
        } else {
            Err(VilleError::SansLettre)
        }
    }
}

impl fmt::Display for VilleEtrangere {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for VilleEtrangere {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VilleEtrangere(…)")
    }
}

impl TryFrom<String> for VilleEtrangere {
    type Error = VilleError;

    fn try_from(brut: String) -> Result<Self, Self::Error> {
        brut.parse()
    }
}

impl From<VilleEtrangere> for String {
    fn from(ville: VilleEtrangere) -> Self {
        ville.0
    }
}
