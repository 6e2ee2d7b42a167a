//! What a gestionnaire does on a person's record (J4): the time line with its actions (`frise`), the documents opened
//! (`documents`), the form of an act (`formulaire`), what it would change before confirming (`confirmation`), and what stands
//! in the way (`etat`).

mod champs;
mod confirmation;
mod documents;
mod etat;
mod formulaire;
mod frise;

pub use formulaire::AgirSituation;

pub(in crate::pages) use champs::{ChampsSituation, ChoixSituation};
pub(in crate::pages) use documents::Documents;
pub(in crate::pages) use etat::Etat;
pub(in crate::pages) use formulaire::ChampsFermeture;
pub(in crate::pages) use frise::{Actions, Frise};
