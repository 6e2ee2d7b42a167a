//! The help: questions with their answers, the glossary, contacts, the sheet of the sanitary sector, and the same answers
//! offered beside the page, the step or the field they concern. Public, for anybody, signed in or not.
//!
//! The content is data (`app/aide`), compiled into the server and read once; what is written there is checked by the tests of
//! this room. Nothing personal may enter, and the text of a search is neither in an address nor in a log: a form posts it
//! (`server/src/aide.rs`), and the answer is drawn at once, or after a redirection to a note kept with the session.

mod accueil;
mod balisage;
mod chercher;
mod contacts;
mod contextuelle;
mod fonds;
mod glossaire;
mod marque;
mod question;
mod secteur;
#[cfg(test)]
mod tests;

pub use accueil::{Aide, RechercheAide};
pub(super) use balisage::Texte;
#[cfg(test)]
pub(super) use balisage::cibles;
pub use chercher::chercher;
pub use contacts::Contacts;
pub use contextuelle::{AideContextuelle, AideEtape, AidePage, aide_du_champ};
pub use fonds::RELU_LE;
pub use glossaire::{Glossaire, Terme};
pub use question::Question;
pub use secteur::SecteurSanitaire;
