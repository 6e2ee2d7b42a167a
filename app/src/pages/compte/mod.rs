//! The screens of whoever is signed in, professional or gestionnaire: where they are signed in, what is kept of them, the form
//! they sent too late. Nothing here is about anybody else.

mod copie;
mod copie_dessin;
mod mes_donnees;
mod mes_sessions;
mod reprise;

pub use copie::document;
pub use mes_donnees::MesDonnees;
pub use mes_sessions::MesSessions;
pub use reprise::{Reprise, intitule};
