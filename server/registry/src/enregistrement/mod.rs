//! The registration that a gestionnaire does from end to end (J3): a draft per gestionnaire, kept and taken up again, then one
//! act that gives the number. `brouillon` keeps what is typed, `examen` says what is wrong and who it may be already,
//! `doublon` keeps what is said of those, `confirmation` registers.
//!
//! The situation stays within the perimeter, nobody registers themselves (R38), and somebody who has a number gets the
//! situation on it (R3), never a second one.

mod brouillon;
mod confirmation;
mod doublon;
mod examen;

pub(crate) use doublon::renumeroter_choix;

pub use brouillon::BrouillonInscription;
pub use confirmation::InscriptionFaite;
pub use examen::{DejaConnue, Examen};
