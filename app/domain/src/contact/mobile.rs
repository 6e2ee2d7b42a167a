//! A French mobile number, of European France or overseas, however it is typed.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{
    numerotation::{international, national},
    territoires::Territoire,
};
use crate::texte::{PHRASE_INVISIBLE, invisible, nettoyer};

/// A mobile number of a French territory, kept in E.164 form (`+33612345678`). It receives activation codes (R18).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Mobile {
    e164: String,
    territoire: &'static Territoire,
}

/// Why a text is not a French mobile number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MobileError {
    /// Nothing was typed.
    #[error("Saisissez votre numéro de téléphone mobile, par exemple 06\u{a0}12\u{a0}34\u{a0}56\u{a0}78.")]
    Vide,
    /// It hides an invisible character.
    #[error("{PHRASE_INVISIBLE}")]
    Invisible,
    /// It holds something else than digits and the signs people put between them.
    #[error(
        "Le numéro de mobile ne contient que des chiffres, avec un + au début si besoin. Retirez le reste."
    )]
    Caracteres,
    /// Digits are missing.
    #[error("Ce numéro est trop court\u{a0}: un numéro de mobile compte 10\u{a0}chiffres. Complétez-le.")]
    TropCourt,
    /// There are too many digits.
    #[error("Ce numéro est trop long\u{a0}: un numéro de mobile compte 10\u{a0}chiffres. Vérifiez-le.")]
    TropLong,
    /// It is the number of a fixed line or of an Internet box: it cannot receive the activation codes.
    #[error(
        "C’est un numéro de téléphone fixe. Indiquez un mobile (06 ou 07)\u{a0}: vous y recevrez des codes par SMS."
    )]
    Fixe,
    /// It is a service number, 08.
    #[error(
        "C’est un numéro de service (08). Indiquez votre mobile (06 ou 07)\u{a0}: vous y recevrez des codes par SMS."
    )]
    Service,
    /// Ten digits that do not start with 0.
    #[error(
        "Un numéro de mobile commence par 06 ou\u{a0}07, ou par + et un indicatif comme +33. Vérifiez le début."
    )]
    Debut,
    /// It looks like a mobile but belongs to no operator.
    #[error("Ce numéro n’est attribué à aucun mobile. Vérifiez-le chiffre par chiffre.")]
    NonAttribue,
    /// A six-digit number, which several territories use.
    #[error(
        "Ce numéro à 6\u{a0}chiffres existe dans plusieurs territoires. Ajoutez l’indicatif\u{a0}: +508, +681 ou\u{a0}+687."
    )]
    IndicatifManquant,
    /// It belongs to another country.
    #[error("Ce numéro est étranger. Indiquez un mobile français, de métropole ou d’outre-mer.")]
    Etranger,
}

impl Mobile {
    /// The number in E.164 form, for storage and for sending: `+33612345678`.
    pub fn as_e164(&self) -> &str {
        &self.e164
    }

    /// The number as it is written in its territory: `06 12 34 56 78`, `0690 00 12 34`, `75 12 34`.
    pub fn national(&self) -> String {
        let chiffres = self
            .e164
            .get(self.territoire.indicatif.len() + 1..)
            .unwrap_or_default();
        let groupes = self
            .territoire
            .groupes
            .iter()
            .find(|groupes| groupes.iter().sum::<usize>() == chiffres.len());
        let mut ecrit = String::from(if self.territoire.zero && chiffres.len() == 9 {
            "0"
        } else {
            ""
        });
        let mut debut = 0;
        for largeur in groupes.copied().unwrap_or_default() {
            if debut > 0 {
                ecrit.push(' ');
            }
            ecrit.push_str(chiffres.get(debut..debut + largeur).unwrap_or_default());
            debut += largeur;
        }
        ecrit
    }

    /// Name of the territory the number belongs to.
    pub fn territoire(&self) -> &'static str {
        self.territoire.nom
    }

    /// A number already known to be a mobile of this territory.
    pub(super) fn new(territoire: &'static Territoire, national: &str) -> Self {
        Self {
            e164: format!("+{}{national}", territoire.indicatif),
            territoire,
        }
    }
}

impl FromStr for Mobile {
    type Err = MobileError;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let s = nettoyer(s);
        if s.is_empty() {
            return Err(MobileError::Vide);
        }
        if s.chars().any(invisible) {
            return Err(MobileError::Invisible);
        }
        let signes: String = s
            .chars()
            .filter(|c| !matches!(c, ' ' | '.' | '-' | '/' | '(' | ')'))
            .collect();
        let (plus, chiffres) = match signes.strip_prefix('+') {
            Some(chiffres) => (true, chiffres),
            None => (false, signes.as_str()),
        };
        if !chiffres.bytes().all(|c| c.is_ascii_digit()) {
            return Err(MobileError::Caracteres);
        }
        match (plus, chiffres.strip_prefix("00")) {
            (true, _) => international(chiffres),
            (false, Some(chiffres)) => international(chiffres),
            (false, None) => national(chiffres),
        }
    }
}

impl fmt::Display for Mobile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.e164)
    }
}

/// Hides the number: what is printed for debugging ends up in logs.
impl fmt::Debug for Mobile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mobile(…)")
    }
}

impl TryFrom<String> for Mobile {
    type Error = MobileError;

    fn try_from(s: String) -> Result<Self, Self::Error> {
        s.parse()
    }
}

impl From<Mobile> for String {
    fn from(mobile: Mobile) -> Self {
        mobile.e164
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn lire(s: &str) -> Result<String, MobileError> {
        s.parse::<Mobile>().map(String::from)
    }

    #[test]
    fn reads_every_way_of_typing() {
        for s in [
            "06 12 34 56 78",
            "06.12.34.56.78",
            "06-12-34-56-78",
            "06/12/34/56/78",
            "0612345678",
            "+33 6 12 34 56 78",
            "+33 (0)6 12 34 56 78",
            "+33 06 12 34 56 78",
            "0033612345678",
            "00 33 6 12 34 56 78",
            "33612345678",
            "33 06 12 34 56 78",
            " (06)\u{a0}12–34–56–78 ",
        ] {
            assert_eq!(lire(s), Ok("+33612345678".to_owned()), "{s}");
        }
    }

    #[test]
    fn finds_overseas_numbers_without_their_code() {
        for (s, attendu, territoire) in [
            (
                "0690 00 12 34",
                "+590690001234",
                "Guadeloupe, Saint-Barthélemy, Saint-Martin",
            ),
            (
                "+33 690 00 12 34",
                "+590690001234",
                "Guadeloupe, Saint-Barthélemy, Saint-Martin",
            ),
            (
                "590690001234",
                "+590690001234",
                "Guadeloupe, Saint-Barthélemy, Saint-Martin",
            ),
            ("+262 (0)639 01 23 45", "+262639012345", "Mayotte"),
            ("0692001234", "+262692001234", "La Réunion"),
            ("0708 40 12 34", "+508708401234", "Saint-Pierre-et-Miquelon"),
            ("87 12 34 56", "+68987123456", "Polynésie française"),
        ] {
            let mobile: Mobile = s.parse().unwrap();
            assert_eq!(
                (mobile.as_e164(), mobile.territoire()),
                (attendu, territoire),
                "{s}"
            );
        }
    }

    #[test]
    fn gives_each_cause_its_sentence() {
        for (s, cause) in [
            (" ", MobileError::Vide),
            ("06 12\u{200e}34 56 78", MobileError::Invisible),
            ("zéro six", MobileError::Caracteres),
            ("06 12 34 56 7O", MobileError::Caracteres),
            ("++33612345678", MobileError::Caracteres),
            ("٠٦١٢٣٤٥٦٧٨", MobileError::Caracteres),
            ("+", MobileError::TropCourt),
            ("()", MobileError::TropCourt),
            ("061234567", MobileError::TropCourt),
            ("612345678", MobileError::TropCourt),
            ("+3361234567", MobileError::TropCourt),
            ("06123456789", MobileError::TropLong),
            ("+336123456789", MobileError::TropLong),
            ("61234567890", MobileError::TropLong),
            ("0123456789", MobileError::Fixe),
            ("0590123456", MobileError::Fixe),
            ("0936123456", MobileError::Fixe),
            ("33123456789", MobileError::Fixe),
            ("0800123456", MobileError::Service),
            ("6123456789", MobileError::Debut),
            ("0701234567", MobileError::NonAttribue),
            ("0712345678", MobileError::NonAttribue),
            ("75 12 34", MobileError::IndicatifManquant),
            ("+32 470 12 34 56", MobileError::Etranger),
            ("0044 7911 123456", MobileError::Etranger),
        ] {
            assert_eq!(lire(s), Err(cause), "{s}");
        }
    }

    #[test]
    fn writes_numbers_the_local_way() {
        for (e164, attendu) in [
            ("+33612345678", "06 12 34 56 78"),
            ("+590690001234", "0690 00 12 34"),
            ("+508551234", "55 12 34"),
            ("+508708401234", "0708 40 12 34"),
            ("+68987123456", "87 12 34 56"),
        ] {
            assert_eq!(e164.parse::<Mobile>().unwrap().national(), attendu);
        }
    }

    #[test]
    fn debug_hides_the_number() {
        assert_eq!(
            format!("{:?}", "0612345678".parse::<Mobile>().unwrap()),
            "Mobile(…)"
        );
    }
}
