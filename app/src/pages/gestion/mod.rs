//! The gestionnaire's screens (and the représentant légal's, R42): home, queue, one demande, registered people.

mod accueil;
mod correction;
mod dossier;
mod fiche;
mod file;
mod historique;
mod issue;
mod marques;
mod modeles;
mod professionnels;

pub use accueil::Accueil;
pub use dossier::Dossier;
pub use fiche::Fiche;
pub use file::File;
pub use modeles::Modeles;
pub use professionnels::Professionnels;

pub(in crate::pages) use fiche::{identite, situations};
pub(in crate::pages) use file::texte_cherche;
pub(in crate::pages) use marques::non_lus;
pub(in crate::pages) use professionnels::{FauxNumero, Personne as LigneTrouvee, critere};
