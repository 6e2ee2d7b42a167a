//! The gestionnaire's screens (and the représentant légal's, R42): home, queue, one demande, registered people.

mod accueil;
mod dossier;
mod fiche;
mod file;
mod filtre;
mod historique;
mod issue;
mod lot;
mod lot_a_confirmer;
mod page_lot;
mod professionnels;
mod sursis;

pub use accueil::Accueil;
pub use dossier::Dossier;
pub use fiche::Fiche;
pub use file::File;
pub use page_lot::Lot;
pub use professionnels::Professionnels;

pub(in crate::pages) use fiche::{identite, situations};
pub(in crate::pages) use file::texte_cherche;
pub(in crate::pages) use professionnels::{FauxNumero, Personne as LigneTrouvee, critere};

pub(crate) use filtre::filtre_des_codes;
