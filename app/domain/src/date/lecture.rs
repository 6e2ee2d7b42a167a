//! Reading a day: three boxes filled by a person, or the ISO text of a machine.

use thiserror::Error;

use super::{ANNEE_MAX, ANNEE_MIN, Jour, MOIS, jour, nom_mois};
use crate::texte::{cle, nettoyer};

/// Which of the three boxes were left empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Manque {
    /// The day is missing.
    pub jour: bool,
    /// The month is missing.
    pub mois: bool,
    /// The year is missing.
    pub annee: bool,
}

impl Manque {
    fn liste(self) -> &'static str {
        match (self.jour, self.mois, self.annee) {
            (true, true, false) => "le jour et le mois",
            (true, false, true) => "le jour et l’année",
            (false, true, true) => "le mois et l’année",
            (true, false, false) => "le jour",
            (false, true, false) => "le mois",
            (false, false, true) => "l’année",
            (true, true, true) | (false, false, false) => "le jour, le mois et l’année",
        }
    }
}

/// Why there is no such day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DateError {
    /// Nothing was typed at all.
    #[error("Indiquez la date\u{a0}: le jour, le mois et l’année.")]
    Vide,
    /// One or two boxes are empty.
    #[error("La date est incomplète\u{a0}: ajoutez {}.", .0.liste())]
    Incomplete(Manque),
    /// The day is not a number.
    #[error("Le jour doit être un nombre, par exemple\u{a0}22.")]
    JourIllisible,
    /// The month is neither a number nor the name of a month.
    #[error("Le mois doit être un nombre ou un nom de mois, par exemple\u{a0}11 ou novembre.")]
    MoisIllisible,
    /// The year is not four digits.
    #[error("L’année doit avoir 4\u{a0}chiffres, par exemple\u{a0}1985.")]
    AnneeIllisible,
    /// The day is not between 1 and 31.
    #[error("Le jour doit être compris entre 1 et\u{a0}31.")]
    JourHorsBornes,
    /// The month is not between 1 and 12.
    #[error("Le mois doit être compris entre 1 et\u{a0}12.")]
    MoisHorsBornes,
    /// The year is before 1880 or after 2200.
    #[error("L’année doit être comprise entre {ANNEE_MIN} et\u{a0}{ANNEE_MAX}. Vérifiez l’année.")]
    AnneeHorsBornes,
    /// This month never has that many days.
    #[error("Le {jour}\u{a0}{} n’existe pas. Vérifiez la date.", nom_mois(*.mois))]
    Inexistante {
        /// Day of the month.
        jour: u8,
        /// Month, 1 to 12.
        mois: u8,
    },
    /// 29 February of a year that is not a leap year.
    #[error("Le 29\u{a0}février {annee} n’existe pas. Vérifiez la date.")]
    PasBissextile {
        /// The year that has no 29 February.
        annee: i32,
    },
    /// A machine sent something else than `AAAA-MM-JJ`.
    #[error("La date est illisible. Écrivez-la sous la forme 2026-11-22.")]
    Illisible,
}

impl DateError {
    pub(super) fn inexistante(annee: i32, mois: u8, jour: u8) -> Self {
        if (mois, jour) == (2, 29) {
            Self::PasBissextile { annee }
        } else {
            Self::Inexistante { jour, mois }
        }
    }
}

/// The day written in three boxes. Spaces do not matter, the month may be written in letters, `1er` is understood.
pub fn jour_de_cases(j: &str, m: &str, a: &str) -> Result<Jour, DateError> {
    let [j, m, a] = [j, m, a].map(nettoyer);
    let manque = Manque {
        jour: j.is_empty(),
        mois: m.is_empty(),
        annee: a.is_empty(),
    };
    match manque {
        Manque {
            jour: true,
            mois: true,
            annee: true,
        } => return Err(DateError::Vide),
        Manque {
            jour: false,
            mois: false,
            annee: false,
        } => {}
        _ => return Err(DateError::Incomplete(manque)),
    }
    let quantieme = lire_jour(&j).ok_or(DateError::JourIllisible)?;
    let mois = lire_mois(&m).ok_or(DateError::MoisIllisible)?;
    let annee = nombre(&a, 4, 4).ok_or(DateError::AnneeIllisible)?;
    // Two digits at most were read, so the fallback is never taken; 0 would be refused as out of bounds anyway.
    let petit = |n: u16| u8::try_from(n).unwrap_or(0);
    jour(i32::from(annee), petit(mois), petit(quantieme))
}

/// Reads `2026-11-22`, exactly.
pub fn parse_iso(s: &str) -> Result<Jour, DateError> {
    let mut morceaux = s.trim().split('-');
    let (Some(a), Some(m), Some(j), None) =
        (morceaux.next(), morceaux.next(), morceaux.next(), morceaux.next())
    else {
        return Err(DateError::Illisible);
    };
    let lire = |s, chiffres| nombre(s, chiffres, chiffres).ok_or(DateError::Illisible);
    let petit = |n: u16| u8::try_from(n).map_err(|_| DateError::Illisible);
    jour(i32::from(lire(a, 4)?), petit(lire(m, 2)?)?, petit(lire(j, 2)?)?)
}

fn lire_jour(s: &str) -> Option<u16> {
    if s.eq_ignore_ascii_case("1er") {
        Some(1)
    } else {
        nombre(s, 1, 2)
    }
}

/// A number, a month name, or its first letters when they name only one month (« juin » and « juillet » share three).
fn lire_mois(s: &str) -> Option<u16> {
    if let Some(n) = nombre(s, 1, 2) {
        return Some(n);
    }
    let debut = cle(s);
    if debut.len() < 3 {
        return None;
    }
    let mut candidats = (1_u16..)
        .zip(MOIS)
        .filter(|(_, nom)| cle(nom).starts_with(&debut));
    let (rang, _) = candidats.next()?;
    candidats.next().is_none().then_some(rang)
}

/// A whole number of ASCII digits, of a given width.
fn nombre(s: &str, min: usize, max: usize) -> Option<u16> {
    let largeur_juste = (min..=max).contains(&s.len());
    (largeur_juste && s.bytes().all(|c| c.is_ascii_digit())).then(|| s.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn reads_three_boxes_tolerantly() {
        let attendu = jour(1985, 8, 1);
        for (j, m, a) in [
            ("1", "8", "1985"),
            (" 01 ", "08", "\u{a0}1985 "),
            ("1er", "août", "1985"),
            ("1ER", "AOUT", "1985"),
            ("1", "aoû.", "1985"),
        ] {
            assert_eq!(jour_de_cases(j, m, a), attendu, "{j} {m} {a}");
        }
        assert_eq!(jour_de_cases("3", "juil", "2000"), jour(2000, 7, 3));
        assert_eq!(jour_de_cases("3", "jui", "2000"), Err(DateError::MoisIllisible));
    }

    #[test]
    fn says_which_box_is_wrong() {
        let erreur = |j, m, a| jour_de_cases(j, m, a).unwrap_err().to_string();
        assert_eq!(jour_de_cases("", " ", "\t"), Err(DateError::Vide));
        assert_eq!(
            erreur("", "5", ""),
            "La date est incomplète\u{a0}: ajoutez le jour et l’année."
        );
        assert_eq!(jour_de_cases("x", "5", "1985"), Err(DateError::JourIllisible));
        assert_eq!(
            jour_de_cases("5", "brumaire", "1985"),
            Err(DateError::MoisIllisible)
        );
        assert_eq!(jour_de_cases("5", "5", "85"), Err(DateError::AnneeIllisible));
        assert_eq!(jour_de_cases("5", "5", "0001"), Err(DateError::AnneeHorsBornes));
        assert_eq!(jour_de_cases("0", "5", "1985"), Err(DateError::JourHorsBornes));
        assert_eq!(
            jour_de_cases("31", "4", "1985"),
            Err(DateError::Inexistante { jour: 31, mois: 4 })
        );
        assert_eq!(
            jour_de_cases("29", "2", "1900"),
            Err(DateError::PasBissextile { annee: 1900 })
        );
    }

    #[test]
    fn reads_iso_exactly() {
        assert_eq!(parse_iso("2024-02-29"), jour(2024, 2, 29));
        for s in [
            "",
            "2024-2-29",
            "2024-02-29T00:00",
            "+024-02-01",
            "2024-02-29-",
            "２０２４-02-29",
        ] {
            assert_eq!(parse_iso(s), Err(DateError::Illisible), "{s}");
        }
        assert_eq!(
            parse_iso("2023-02-29"),
            Err(DateError::PasBissextile { annee: 2023 })
        );
    }
}
