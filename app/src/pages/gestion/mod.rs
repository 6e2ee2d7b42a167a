//! The gestionnaire's screens (and the représentant légal's, R42): home, queue, one demande, registered people.

mod accueil;
mod agir;
mod dossier;
mod enregistrer;
mod fiche;
mod file;
mod historique;
mod issue;
mod professionnels;

pub use accueil::Accueil;
pub use agir::AgirSituation;
pub use dossier::Dossier;
pub use enregistrer::{Enregistre, Enregistrer, EtapeEnregistrer};
pub use fiche::Fiche;
pub use file::File;
pub use professionnels::Professionnels;

pub(in crate::pages) use agir::{ChampsFermeture, Documents, Frise};
pub(in crate::pages) use fiche::{identite, situations};
pub(in crate::pages) use file::texte_cherche;
pub(in crate::pages) use professionnels::{FauxNumero, Personne as LigneTrouvee, critere};
