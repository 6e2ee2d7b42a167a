//! What the head of a structure follows: the path of each structure, and the way between the rooms of that space.
//!
//! What is read here is narrowed by a proof of right (`Dirigeant`, `Representant`, `Designateur`); nothing here decides.

mod carte;
mod cartes;
mod champs;
mod contrat;
mod etapes;
mod mes_structures;
mod onglets;
mod organisation;
mod ouvrir;
mod parcours;
mod reprise;

pub use cartes::Cartes;
pub(super) use champs::{Essai, LigneTexte, ResumeEssai, TroisCases, essai};
pub use contrat::Contrat;
pub use mes_structures::MesStructures;
pub use onglets::{Onglet, Onglets};
pub use ouvrir::Ouvrir;
pub use parcours::Parcours;
