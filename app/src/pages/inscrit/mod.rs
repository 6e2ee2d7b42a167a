//! The registered professional's screens (J5): their own record, and declaring a departure.

mod depart;
mod ma_fiche;

pub use depart::Depart;
pub use ma_fiche::MaFiche;
