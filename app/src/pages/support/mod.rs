//! The screens of the support of the register: find anybody, see how old the referentials are, correct a civil status (R13),
//! remove an inscription that was out of scope (R6).

mod accueil;
mod contrats;
mod courriels;
mod personne;

pub use accueil::Accueil;
pub use contrats::Contrats;
pub use courriels::Courriels;
pub use personne::Personne;
