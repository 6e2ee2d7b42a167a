//! The queue as it lives: what colleagues do is told at once, and who has a demande in hand is known. One file per side:
//! `annonce` (what is told, and when), `abonnement` (who listens, and to what of it), `prise` (having a demande in hand), `suivi`
//! (what a page that is already open has to learn).
//!
//! What is told holds ids and codes, never a name nor anything of a person: it says that something is to be read again, and
//! reading asks for the rights of the moment. Nothing here decides on a demande.

mod abonnement;
mod annonce;
mod prise;
mod suivi;

pub use abonnement::{Abonnement, Nouvelle, Portee};
pub use annonce::Annonce;
pub use prise::{DUREE_PRISE_MINUTES, EtatPrise, JetonPrise};
pub use suivi::{EtatFile, LigneSuivie, PriseVue};

pub(crate) use annonce::annonce;
pub(crate) use prise::{dire_prise, passer};
