//! The path of a structure, from the first check of its FINESS number to the first registrations (J8, R39–R48): a pure
//! computation from dated facts, and the rules of its cards.
//!
//! Nobody is named here and nothing is read: who may see or change what belongs to the register.

mod anomalie;
mod carte;
mod chemin;
mod etape;
mod fait;
mod organisation;

pub use anomalie::{Anomalie, Autorite, preparer};
pub use carte::{
    Alerte, Formulaire, GenreCarte, NumeroCarte, NumeroCarteError, PREAVIS_JOURS, SEUILS, alerte,
    dernier_jour, renouvellement,
};
pub use chemin::{Chemin, Etat, Pas, Profil, chemin};
pub use etape::Etape;
pub use fait::{Changement, Fait, Quoi};
pub use organisation::{Organisation, Signataire};

/// The text names nothing of this room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Ce choix n’existe pas. Revenez à la page précédente et recommencez.")]
pub struct CodeInconnu;
