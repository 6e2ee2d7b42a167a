//! Turnover of the structures that somebody heads (R51–R52, J7): how many people are there, who arrived, who left, and what needs
//! a look. What is counted is defined in [`domain::rotation`]; this room reads it, in a number of statements that does not depend
//! on how many people there are.
//!
//! Everything asks for a `Representant` and is narrowed by what that person heads. Nothing here writes: a departure is another
//! room's act.

mod acces;
mod lecture;
mod liste;
mod releve;
mod restes;
pub(crate) mod signes;
mod tableau;
mod trouver;

pub use acces::{Acces, Carte, Habilite};
pub use liste::{Filtre, LigneRotation, Liste, ListeInconnue, PageRotation, Raison, SituationCourte};
pub use restes::Reste;
pub use tableau::{Attention, LigneEtablissement, LigneRole, Structure, Tableau};

use crate::db::Places;
use crate::droit::Representant;
use domain::identifiant::Finess;

/// What figures are about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Portee {
    /// every structure that the person heads, as one
    #[default]
    Toutes,
    /// one EJ with those of its EG that the person heads, or one EG
    Structure(Finess),
}

impl Portee {
    /// The number of the structure, when there is one.
    pub fn finess(&self) -> Option<&Finess> {
        match self {
            Self::Toutes => None,
            Self::Structure(finess) => Some(finess),
        }
    }

    /// The establishments concerned as a query to put after `finess IN`, and the values it needs, the account first.
    fn places(&self, r: &Representant) -> (Places, String) {
        let mut places = Places::first(r.compte().uuid());
        let perimetre = r.perimetre();
        match self {
            Self::Toutes => (places, perimetre),
            Self::Structure(finess) => {
                let numero = places.bind(finess.as_str());
                let sites = format!(
                    "(SELECT site.finess FROM etablissement site WHERE (site.finess = {numero} OR site.finess_ej = {numero}) \
                     AND site.finess IN {perimetre})"
                );
                (places, sites)
            }
        }
    }
}
