//! A registration from end to end (J3): how it begins (`debut`), its four steps (`etapes`), the check before confirming
//! (`verification`), the number it gave (`fait`).

mod debut;
mod etapes;
mod fait;
mod verification;

pub use debut::Enregistrer;
pub use etapes::EtapeEnregistrer;
pub use fait::Enregistre;
