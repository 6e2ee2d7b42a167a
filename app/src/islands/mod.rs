//! What wakes up in the browser. Each island is drawn by the server like the rest of the page and adds one comfort to
//! something that already works without it: live validation, saving while typing, suggestions, copying, and a word before
//! the session ends.
//!
//! Rules come from `domain`: the same functions as the server's. Only this room and `frontend` touch the browser.

#[cfg(feature = "hydrate")]
mod affichage;
mod aide_situation;
mod autrui;
mod cherche_aide;
mod clavier;
mod combobox;
mod copier;
#[cfg(feature = "hydrate")]
mod direct;
#[cfg(feature = "hydrate")]
mod dossier_direct;
mod dossier_vivant;
#[cfg(feature = "hydrate")]
mod envoi;
#[cfg(feature = "hydrate")]
mod file_direct;
mod file_vivante;
mod fin_de_session;
mod formulaire;
mod intention;
mod modele;
#[cfg(feature = "hydrate")]
mod navigateur;
mod rebours;
#[cfg(feature = "hydrate")]
mod revue_direct;
mod revue_vivante;
mod suivi_liste;
mod suivi_lot;
#[cfg(feature = "hydrate")]
mod touches;
#[cfg(feature = "hydrate")]
mod veille;
#[cfg(feature = "hydrate")]
mod vivant;

pub use aide_situation::{AideSituation, Sujet};
pub use autrui::FormulaireAutrui;
pub use cherche_aide::ChercheAide;
pub use clavier::Clavier;
pub use combobox::{Combobox, Source};
pub use copier::Copier;
pub use dossier_vivant::DossierVivant;
pub use file_vivante::FileVivante;
pub use fin_de_session::FinDeSession;
pub use formulaire::{ContexteVivant, DonneesNomenclatures, FormulaireVivant, Genre};
pub use intention::Intention;
pub use modele::RemplirModele;
pub use rebours::CompteARebours;
pub use revue_vivante::RevueVivante;
pub use suivi_liste::SuiviListe;
pub use suivi_lot::SuiviLot;
