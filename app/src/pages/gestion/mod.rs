//! The gestionnaire's screens (and the représentant légal's, R42): home, queue, one demande, registered people.

mod accueil;
mod dossier;
mod fiche;
mod file;
mod historique;
mod issue;
mod presence;
mod professionnels;

pub use accueil::Accueil;
pub use dossier::Dossier;
pub use fiche::Fiche;
pub use file::File;
pub use professionnels::Professionnels;

pub(in crate::pages) use fiche::{identite, situations};
pub(in crate::pages) use file::texte_cherche;
pub(crate) use presence::{etat_dossier, vue_file};
pub(in crate::pages) use professionnels::{FauxNumero, Personne as LigneTrouvee, critere};
