//! The steps of a demande, one screen each.

use std::fmt;
use std::str::FromStr;

/// One step of the demande, one screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Etape {
    /// who the person is
    EtatCivil,
    /// how to reach the person
    Contact,
    /// where and as what the person works
    Situation,
    /// what the person attests
    InformationsLegales,
}

/// The text is the slug of no step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Cette étape n’existe pas.")]
pub struct EtapeInconnue;

impl Etape {
    /// The steps in order.
    pub const TOUTES: [Self; 4] = [
        Self::EtatCivil,
        Self::Contact,
        Self::Situation,
        Self::InformationsLegales,
    ];

    /// Its rank, from 1 to 4.
    pub const fn numero(self) -> u8 {
        match self {
            Self::EtatCivil => 1,
            Self::Contact => 2,
            Self::Situation => 3,
            Self::InformationsLegales => 4,
        }
    }

    /// Its title.
    pub const fn titre(self) -> &'static str {
        match self {
            Self::EtatCivil => "État civil",
            Self::Contact => "Coordonnées de contact",
            Self::Situation => "Situation d’exercice",
            Self::InformationsLegales => "Informations légales",
        }
    }

    /// Its name in an address.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::EtatCivil => "etat-civil",
            Self::Contact => "contact",
            Self::Situation => "situation",
            Self::InformationsLegales => "informations-legales",
        }
    }

    /// The step after this one.
    pub const fn suivante(self) -> Option<Self> {
        match self {
            Self::EtatCivil => Some(Self::Contact),
            Self::Contact => Some(Self::Situation),
            Self::Situation => Some(Self::InformationsLegales),
            Self::InformationsLegales => None,
        }
    }

    /// The step before this one.
    pub const fn precedente(self) -> Option<Self> {
        match self {
            Self::EtatCivil => None,
            Self::Contact => Some(Self::EtatCivil),
            Self::Situation => Some(Self::Contact),
            Self::InformationsLegales => Some(Self::Situation),
        }
    }
}

impl fmt::Display for Etape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

impl FromStr for Etape {
    type Err = EtapeInconnue;

    fn from_str(slug: &str) -> Result<Self, Self::Err> {
        Self::TOUTES
            .into_iter()
            .find(|etape| etape.slug() == slug)
            .ok_or(EtapeInconnue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn steps_follow_each_other() {
        for etape in Etape::TOUTES {
            assert_eq!(etape.slug().parse(), Ok(etape));
            assert_eq!(
                etape.suivante().and_then(Etape::precedente).unwrap_or(etape),
                etape
            );
        }
    }
}
