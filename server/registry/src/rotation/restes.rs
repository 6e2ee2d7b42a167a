//! Who left and still has something: the forgotten departures that turnover is for (R51–R52).

use super::acces::Habilite;
use super::releve::{Personne, Releve};
use crate::habilitation::GenreHabilitation;
use domain::date::Jour;
use domain::nomenclature::MotifFin;
use uuid::Uuid;

/// What somebody who left still has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reste {
    /// No situation is open any more, and a right to act for a structure is (R52).
    Droit {
        /// their last day
        parti_le: Jour,
        /// the right
        genre: GenreHabilitation,
        /// on which structure, by name
        structure: String,
    },
    /// A situation ended for a reason that holds everywhere, and another one is still open (R51).
    Situation {
        /// the last day of the one that ended
        parti_le: Jour,
        /// why it ended
        motif: MotifFin,
        /// where it was, by name
        quitte: String,
    },
}

impl Reste {
    /// The day of the departure.
    pub(super) fn parti_le(&self) -> Jour {
        match self {
            Self::Droit { parti_le, .. } | Self::Situation { parti_le, .. } => *parti_le,
        }
    }
}

/// Everybody who left and still has access, once each; a right to act for others comes before a situation.
pub(super) fn restes(releve: &Releve, habilites: &[Habilite], jour: Jour) -> Vec<(Uuid, Reste)> {
    let mut restes: Vec<(Uuid, Reste)> = habilites
        .iter()
        .filter_map(|habilite| {
            let personne = releve.personne(habilite.personne?.uuid())?;
            Some((personne.id, droit(personne, habilite, jour)?))
        })
        .collect();
    restes.sort_by_key(|(id, _)| *id);
    restes.dedup_by_key(|(id, _)| *id);
    restes.extend(
        releve
            .gens()
            .filter_map(|personne| Some((personne.id, situation(releve, personne, jour)?))),
    );
    restes
}

fn droit(personne: Personne<'_>, habilite: &Habilite, jour: Jour) -> Option<Reste> {
    let dernier = personne.sejours.last()?;
    if !dernier.est_fini(jour) {
        return None;
    }
    Some(Reste::Droit {
        parti_le: dernier.fin?,
        genre: habilite.genre,
        structure: habilite.structure.clone(),
    })
}

fn situation(releve: &Releve, personne: Personne<'_>, jour: Jour) -> Option<Reste> {
    let (passage, motif, fin) = personne
        .passages
        .iter()
        .filter_map(|passage| Some((passage, passage.motif?, passage.fin?)))
        .filter(|(_, motif, fin)| vaut_partout(*motif) && *fin < jour)
        .max_by_key(|(_, _, fin)| *fin)?;
    // What began afterwards was begun knowingly.
    let oubliee = personne.ouverts(jour).any(|ouvert| ouvert.debut <= fin);
    oubliee.then(|| Reste::Situation {
        parti_le: fin,
        motif,
        quitte: releve.nom_du_lieu(passage.lieu).to_owned(),
    })
}

/// A reason to leave that is one for every establishment.
fn vaut_partout(motif: MotifFin) -> bool {
    use MotifFin::{Deces, DepartEtranger, RetraiteHospitaliere, RetraiteLiberale, RetraiteSalariee};
    [
        Deces,
        DepartEtranger,
        RetraiteHospitaliere,
        RetraiteLiberale,
        RetraiteSalariee,
    ]
    .contains(&motif)
}
