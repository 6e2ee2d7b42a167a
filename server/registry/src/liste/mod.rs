//! The staff list that a gestionnaire brings as a file: read, matched to the fields of the form, checked by the same rules as
//! a demande (dry run), corrected row by row, then registered in the background, each row once.
//!
//! `fichier` turns bytes into rows; `colonne`, `valeur` and `releve` turn rows into forms; `references` and `confrontation`
//! bring what the register knows, in bulk; `semblable` and `voisine` say who looks like whom, and `reponse` keeps what the author
//! says of it; `controle` judges; `inscription` registers; `vue` is what pages read; `modele` and `sortie` write files. Everything
//! is narrowed to the author of the list, and what is registered to their perimeter of the moment. Nothing here decides what a
//! right value is: that is the domain's.

mod acces;
mod attente;
mod colonne;
mod confrontation;
mod controle;
mod depot;
mod etat;
pub mod fichier;
mod inscription;
mod lecture;
mod modele;
mod references;
mod releve;
mod reponse;
mod semblable;
mod sortie;
mod valeur;
mod voisine;
mod vue;

pub use colonne::{Association, COLONNES, nom_colonne, obligatoire};
pub use depot::ListeError;
pub use etat::{EtatLigne, StatutListe};
pub use modele::Format;
pub use reponse::{LigneSemblable, RessemblancesLigne};
pub use vue::{Filtre, LigneListe, Liste, ListeResume, PageListe};

use domain::date::Instant;

/// How long a list is kept, in days: what was registered is in the register, the rest can be brought again.
pub const CONSERVATION_JOURS: i64 = 30;

/// When a list last touched then is erased.
pub fn effacee_le(modifiee_le: Instant) -> Instant {
    modifiee_le.plus_days(CONSERVATION_JOURS)
}
