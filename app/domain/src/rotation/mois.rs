//! A month of the calendar.

use crate::date::{Jour, nom_mois};
use std::fmt;
use std::str::FromStr;

/// A month of a year, in order of time. Written `2026-11` in addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mois {
    annee: i32,
    mois: u8,
}

impl Mois {
    /// The month of that day.
    pub fn de(jour: Jour) -> Self {
        Self {
            annee: jour.year(),
            mois: u8::from(jour.month()),
        }
    }

    /// That many months earlier.
    #[must_use]
    pub fn moins(self, mois: i32) -> Self {
        let rang = self.rang() - mois;
        Self {
            annee: rang.div_euclid(12),
            // Smaller than 12, so the fallback is never taken.
            mois: u8::try_from(rang.rem_euclid(12)).unwrap_or(0) + 1,
        }
    }

    /// How many months this one is after `autre`; negative when it is before.
    pub fn depuis(self, autre: Self) -> i32 {
        self.rang() - autre.rang()
    }

    /// Whether that day is in this month.
    pub fn contient(self, jour: Jour) -> bool {
        Self::de(jour) == self
    }

    /// « novembre 2026 »
    pub fn libelle(self) -> String {
        format!("{} {}", nom_mois(self.mois), self.annee)
    }

    /// « nov. »: what an axis has room for.
    pub fn abrege(self) -> &'static str {
        const ABREGES: [&str; 12] = [
            "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
        ];
        usize::from(self.mois)
            .checked_sub(1)
            .and_then(|rang| ABREGES.get(rang))
            .copied()
            .unwrap_or_default()
    }

    /// The year.
    pub fn annee(self) -> i32 {
        self.annee
    }

    fn rang(self) -> i32 {
        self.annee * 12 + i32::from(self.mois) - 1
    }
}

impl fmt::Display for Mois {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.annee, self.mois)
    }
}

/// The text is not a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Ce mois n’est pas lisible. Écrivez-le sous la forme 2026-11.")]
pub struct MoisError;

impl FromStr for Mois {
    type Err = MoisError;

    fn from_str(texte: &str) -> Result<Self, MoisError> {
        let (annee, mois) = texte.split_once('-').ok_or(MoisError)?;
        if annee.len() != 4 || mois.len() != 2 {
            return Err(MoisError);
        }
        let annee = annee.parse::<u16>().map_err(|_| MoisError)?;
        let mois = mois.parse::<u8>().map_err(|_| MoisError)?;
        crate::date::jour(i32::from(annee), mois, 1)
            .map(Self::de)
            .map_err(|_| MoisError)
    }
}
