//! Turnover of a structure: who is present, who arrived, who left, how long people stay. What is counted is said here, once;
//! screens repeat it in words.
//!
//! People are counted, never situations. A person is present on a day when at least one of their situations in the structure is
//! open that day, first and last day included. A stay is an unbroken run of such days: whoever moves from one establishment to
//! another of the same structure without a day between the two neither arrives nor leaves. The structure is whatever the caller
//! gives the situations of: an EJ with all its EG, or one EG, for which the same move is a departure from one and an arrival in
//! the other. A planned end is a departure on its day, without anybody doing anything (R27); leaving never takes the number
//! away (R54).
//!
//! No reading of anything here: situations and the day are arguments.

mod duree;
mod mois;
mod mouvements;
mod role;
mod sejour;

pub use duree::duree;
pub use mois::Mois;
pub use mouvements::{LigneMois, MOIS_COMPLETS, Mouvements, compter};
pub use role::roles_suffisants;
pub use sejour::{Periode, Sejour, sejours};

/// An end is « soon » within that many days.
pub const FIN_PROCHE_JOURS: i64 = 60;
/// After that many months without a sign, somebody is worth asking about, unless another number was chosen.
pub const SANS_SIGNE_MOIS: u8 = 6;
/// The numbers of months that can be chosen.
pub const SANS_SIGNE_CHOIX: [u8; 3] = [3, 6, 12];

#[cfg(test)]
mod tests;
