//! The national register of establishments, FINESS: reading its « structures » flux (FINESS+, JSON) and bringing our copy up
//! to it.
//!
//! The flux comes from outside and is one large file: it is read as a stream, never held; whatever is wrong with the file
//! itself stops the import and changes nothing; whatever is wrong with one line leaves that line out and is reported.

mod erreur;
mod flux;
mod garde;
pub mod generateur;
mod import;
mod ligne;

pub use erreur::{BilanImport, Ignoree, Ignorees, ImportError, Place};
pub use flux::{Adresse, Champ, Entete, Entite, InfosEntite, InfosSite, Liste, Site, lire};
pub use import::LOT;
pub(crate) use import::importer;
