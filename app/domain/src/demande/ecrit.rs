//! Free text that one person writes for another: cleaned, bounded, never empty. Each kind has its own type and sentences.

use crate::texte;

/// Why a text is refused, before its type says it in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Defaut {
    Vide,
    Court,
    Long,
    Invisible,
}

/// The text cleaned line by line, lines separated by `\n`, or what is wrong with it.
pub(crate) fn lire(brut: &str, min: usize, max: usize) -> Result<String, Defaut> {
    if brut
        .chars()
        .any(|c| texte::invisible(c) && !matches!(c, '\n' | '\r' | '\t'))
    {
        return Err(Defaut::Invisible);
    }
    // Words are kept as they were written, apostrophes and no-break spaces included; forms send `\r\n`.
    let ligne = |ligne: &str| {
        let mots: Vec<&str> = ligne
            .split([' ', '\t', '\r'])
            .filter(|mot| !mot.is_empty())
            .collect();
        mots.join(" ")
    };
    let lignes: Vec<String> = brut.split('\n').map(ligne).collect();
    let propre = lignes.join("\n").trim().to_owned();
    match propre.chars().count() {
        0 => Err(Defaut::Vide),
        longueur if longueur < min => Err(Defaut::Court),
        longueur if longueur > max => Err(Defaut::Long),
        _ => Ok(propre),
    }
}

/// Declares a kind of text: its length in characters once cleaned, and what is said when it is refused.
macro_rules! ecrits {
    ($(
        $(#[$doc:meta])*
        pub struct $nom:ident($min:literal..=$max:literal), $refus:ident {
            vide: $vide:literal, court: $court:literal, long: $long:literal $(,)?
        }
    )+) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $nom(String);

        #[doc = concat!("Why the text is no [`", stringify!($nom), "`].")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
        pub enum $refus {
            /// nothing typed
            #[error($vide)]
            Vide,
            /// fewer characters than the least
            #[error($court)]
            TropCourt,
            /// more characters than the most
            #[error($long)]
            TropLong,
            /// zero-width, direction or control character
            #[error("Ce texte contient un caractère invisible. Effacez-le et tapez-le à nouveau, sans le copier.")]
            Invisible,
        }

        impl $nom {
            /// Fewest characters.
            pub const MIN: usize = $min;
            /// Most characters.
            pub const MAX: usize = $max;

            /// The cleaned text; lines are separated by `\n`.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $nom {
            type Err = $refus;

            fn from_str(brut: &str) -> Result<Self, Self::Err> {
                use $crate::demande::ecrit::{Defaut, lire};
                lire(brut, Self::MIN, Self::MAX).map(Self).map_err(|defaut| match defaut {
                    Defaut::Vide => $refus::Vide,
                    Defaut::Court => $refus::TropCourt,
                    Defaut::Long => $refus::TropLong,
                    Defaut::Invisible => $refus::Invisible,
                })
            }
        }

        impl TryFrom<String> for $nom {
            type Error = $refus;

            fn try_from(brut: String) -> Result<Self, Self::Error> {
                brut.parse()
            }
        }

        impl From<$nom> for String {
            fn from(texte: $nom) -> Self {
                texte.0
            }
        }

        impl std::fmt::Display for $nom {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        // Free text may name somebody, and `Debug` ends up in logs.
        impl std::fmt::Debug for $nom {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($nom), "(…)"))
            }
        }
    )+};
}

pub(crate) use ecrits;

ecrits! {
    /// What is to be corrected in one field.
    pub struct Remarque(3..=300), RemarqueError {
        vide: "Écrivez ce qui est à corriger\u{a0}: la personne lira cette remarque à côté du champ.",
        court: "Cette remarque est trop courte\u{a0}: écrivez au moins 3\u{a0}caractères.",
        long: "Cette remarque est trop longue\u{a0}: 300\u{a0}caractères au plus.",
    }

    /// A message of the thread between the gestionnaires and the applicant.
    pub struct TexteMessage(1..=2000), TexteMessageError {
        vide: "Écrivez votre message.",
        court: "Écrivez votre message.",
        long: "Ce message est trop long\u{a0}: 2\u{a0}000\u{a0}caractères au plus.",
    }
}
