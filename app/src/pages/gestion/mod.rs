//! The gestionnaire's screens (and the représentant légal's, R42): home, queue, one demande, registered people.

mod accueil;
mod delais;
mod agir;
mod comparer;
mod correction;
mod dossier;
mod export;
mod enregistrer;
mod doublons;
mod fiche;
mod file;
mod filtre;
mod filtres;
mod historique;
mod issue;
mod listes;
mod notifications;
mod presence;
mod lot;
mod page_lot;
mod marques;
mod modeles;
mod professionnels;
mod vues;
mod sursis;

pub use accueil::Accueil;
pub use agir::AgirSituation;
pub use comparer::Comparer;
pub use dossier::Dossier;
pub use enregistrer::{Enregistre, Enregistrer, EtapeEnregistrer};
pub use fiche::Fiche;
pub use file::File;
pub use filtre::{AdresseFile, filtre_de_l_adresse};
pub use listes::{Colonnes, Ligne, Liste, Listes};
pub use notifications::Notifications;
pub use page_lot::Lot;
pub use modeles::Modeles;
pub use professionnels::Professionnels;
pub use vues::Vues;

pub(in crate::pages) use agir::{Documents, Frise};
pub(in crate::pages) use fiche::{identite, situations};
pub(in crate::pages) use file::{numero_de_page, texte_cherche};
pub use professionnels::critere;
pub(in crate::pages) use professionnels::{FauxNumero, Personne as LigneTrouvee};
pub(in crate::pages) use file::texte_cherche;
pub(crate) use presence::{etat_dossier, vue_file};
pub(in crate::pages) use marques::non_lus;
pub(in crate::pages) use professionnels::{FauxNumero, Personne as LigneTrouvee, critere};

