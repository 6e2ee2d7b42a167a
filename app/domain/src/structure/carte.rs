//! Cards: their kinds, their number, how long they last (R46, R48).

use super::CodeInconnu;
use crate::date::Jour;
use std::fmt;
use std::str::FromStr;
use time::{Duration, Month};

/// The kind of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GenreCarte {
    /// of the head of the structure (R42)
    Cde,
    /// of a member of its staff
    Cpe,
    /// of a health professional
    Cps,
    /// of a health professional in training
    Cpf,
}

impl GenreCarte {
    /// Those of gestionnaires: the CDE is recorded with the contract.
    pub const GESTIONNAIRES: [Self; 3] = [Self::Cpe, Self::Cps, Self::Cpf];

    /// What is stored and printed.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Cde => "CDE",
            Self::Cpe => "CPE",
            Self::Cps => "CPS",
            Self::Cpf => "CPF",
        }
    }

    /// In words.
    pub const fn libelle(self) -> &'static str {
        match self {
            Self::Cde => "CDE, carte de directeur d’établissement",
            Self::Cpe => "CPE, carte de personnel d’établissement",
            Self::Cps => "CPS, carte de professionnel de santé",
            Self::Cpf => "CPF, carte de professionnel en formation",
        }
    }
}

impl FromStr for GenreCarte {
    type Err = CodeInconnu;

    fn from_str(code: &str) -> Result<Self, CodeInconnu> {
        [Self::Cde, Self::Cpe, Self::Cps, Self::Cpf]
            .into_iter()
            .find(|genre| genre.code() == code)
            .ok_or(CodeInconnu)
    }
}

/// How a card is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Formulaire {
    /// the head's
    F101,
    /// a gestionnaire who has no card
    F301,
    /// a mandataire who has a card already (domain.md §13: gestionnaires do not go through it any more)
    F502,
    /// the online service
    Tom,
}

impl Formulaire {
    /// Those of gestionnaires.
    pub const GESTIONNAIRES: [Self; 3] = [Self::F301, Self::Tom, Self::F502];

    /// What is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::F101 => "F101",
            Self::F301 => "F301",
            Self::F502 => "F502",
            Self::Tom => "TOM",
        }
    }

    /// In words.
    pub const fn libelle(self) -> &'static str {
        match self {
            Self::F101 => "F101, avec le contrat",
            Self::F301 => "F301, la personne n’a pas de carte",
            Self::F502 => "F502, mandataire qui a déjà une carte",
            Self::Tom => "TOM, commande en ligne",
        }
    }
}

impl FromStr for Formulaire {
    type Err = CodeInconnu;

    fn from_str(code: &str) -> Result<Self, CodeInconnu> {
        [Self::F101, Self::F301, Self::F502, Self::Tom]
            .into_iter()
            .find(|formulaire| formulaire.code() == code)
            .ok_or(CodeInconnu)
    }
}

/// Why a text is no number of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "Le numéro d’une carte a de 8 à 20\u{a0}chiffres, imprimés sur la carte. Recopiez-les sans rien d’autre."
)]
pub struct NumeroCarteError;

/// The number printed on a card. Shown masked but for its end.
#[derive(Clone, PartialEq, Eq)]
pub struct NumeroCarte(String);

impl NumeroCarte {
    /// The whole number, for storage.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// « •••• 1234 »
    pub fn masque(&self) -> String {
        let debut = self.0.len().saturating_sub(4);
        format!("••••\u{a0}{}", self.0.get(debut..).unwrap_or_default())
    }
}

impl fmt::Debug for NumeroCarte {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masque())
    }
}

impl FromStr for NumeroCarte {
    type Err = NumeroCarteError;

    fn from_str(texte: &str) -> Result<Self, NumeroCarteError> {
        let numero: String = texte
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-'))
            .collect();
        if (8..=20).contains(&numero.len()) && numero.bytes().all(|c| c.is_ascii_digit()) {
            Ok(Self(numero))
        } else {
            Err(NumeroCarteError)
        }
    }
}

/// Days before the end of a card at which somebody is told, the first one first.
pub const SEUILS: [i64; 3] = [60, 30, 0];
/// The longest of them.
pub const PREAVIS_JOURS: i64 = 60;

/// The last day of a card that starts on that day: three years (R48).
pub fn dernier_jour(debut: Jour) -> Jour {
    let anniversaire = debut
        .replace_year(debut.year() + 3)
        .or_else(|_| Jour::from_calendar_date(debut.year() + 3, Month::March, 1))
        .unwrap_or(debut);
    anniversaire.previous_day().unwrap_or(anniversaire)
}

/// When the next card is made and sent by itself: one month before the end (R48).
pub fn renouvellement(dernier_jour: Jour) -> Jour {
    let (annee, mois) = match dernier_jour.month() {
        Month::January => (dernier_jour.year() - 1, Month::December),
        mois => (dernier_jour.year(), mois.previous()),
    };
    let jour = dernier_jour.day().min(mois.length(annee));
    Jour::from_calendar_date(annee, mois, jour).unwrap_or(dernier_jour)
}

/// What there is to say of the end of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alerte {
    /// still that many days, the last one included as 0
    Bientot(i64),
    /// its last day is over: the right that it carries is suspended
    Expiree,
}

impl Alerte {
    /// The threshold reached: 60, 30 or 0.
    pub fn seuil(self) -> i64 {
        match self {
            Self::Expiree => 0,
            Self::Bientot(jours) => SEUILS
                .into_iter()
                .rev()
                .find(|seuil| jours <= *seuil)
                .unwrap_or(PREAVIS_JOURS),
        }
    }
}

/// What there is to say today of a card whose last day is known; nothing while it is more than sixty days away.
pub fn alerte(dernier_jour: Jour, aujourd_hui: Jour) -> Option<Alerte> {
    let reste: Duration = dernier_jour - aujourd_hui;
    match reste.whole_days() {
        jours if jours < 0 => Some(Alerte::Expiree),
        jours if jours <= PREAVIS_JOURS => Some(Alerte::Bientot(jours)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Alerte, NumeroCarte, alerte, dernier_jour, renouvellement};
    use crate::date::jour;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn three_years_whatever_the_day() {
        let j = |a, m, q| jour(a, m, q).unwrap();
        assert_eq!(dernier_jour(j(2026, 11, 23)), j(2029, 11, 22));
        assert_eq!(dernier_jour(j(2028, 2, 29)), j(2031, 2, 28));
        assert_eq!(renouvellement(j(2029, 3, 31)), j(2029, 2, 28));
        assert_eq!(renouvellement(j(2029, 1, 15)), j(2028, 12, 15));
    }

    #[test]
    fn thresholds_are_reached_in_turn() {
        let j = |m, q| jour(2026, m, q).unwrap();
        let fin = j(11, 23);
        assert_eq!(alerte(fin, j(9, 23)), None);
        for (le, attendu, seuil) in [
            (j(9, 24), Alerte::Bientot(60), 60),
            (j(10, 23), Alerte::Bientot(31), 60),
            (j(10, 24), Alerte::Bientot(30), 30),
            (j(11, 22), Alerte::Bientot(1), 30),
            (j(11, 23), Alerte::Bientot(0), 0),
            (j(11, 24), Alerte::Expiree, 0),
        ] {
            let vue = alerte(fin, le).unwrap();
            assert_eq!((vue, vue.seuil()), (attendu, seuil), "{le}");
        }
    }

    #[test]
    fn a_number_is_shown_by_its_end_only() {
        let numero: NumeroCarte = "2 80 01 23 456".parse().unwrap();
        assert_eq!(numero.as_str(), "2800123456");
        assert_eq!(numero.masque(), "••••\u{a0}3456");
        assert_eq!(format!("{numero:?}"), "••••\u{a0}3456");
        for faux in ["", "1234567", "12345678901234567890 1", "ABC4567890", "é2345678"] {
            assert!(faux.parse::<NumeroCarte>().is_err(), "{faux}");
        }
    }
}
