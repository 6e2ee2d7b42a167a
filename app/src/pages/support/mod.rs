//! The screens of the support of the register: find anybody, see how old the referentials are and bring newer ones, correct a civil status (R13),
//! remove an inscription that was out of scope (R6).

mod accueil;
mod contrats;
mod courriels;
mod personne;
mod referentiels;

pub use accueil::Accueil;
pub use contrats::Contrats;
pub use courriels::Courriels;
pub use personne::Personne;
pub use referentiels::{BilanReferentiel, Referentiels};
