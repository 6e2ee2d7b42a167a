//! Who looks like the person of a demande (domain.md §9). `domain::doublon` compares; this room remembers whom to compare
//! (`cles`), what came out (`paires`), and what a gestionnaire said of it (`choix`).
//!
//! Everything is written in the transaction that writes the record, one record at a time: the queue then reads which
//! demandes have a look-alike, and compares nobody. Whoever changes what is compared calls [`suivre_demande`] or
//! [`suivre_personne`]; what disappears takes its keys and pairs along.
//!
//! An applicant learns nothing from this room. A gestionnaire sees of somebody outside the perimeter how each trait of the
//! civil status agrees, and what the register publishes anyway (the name used at work and the number), nothing else: the number of
//! a pair, which goes to and fro in forms, is signed (`cle`).

mod choix;
mod cle;
mod cles;
mod comparaison;
mod inscription;
mod lecture;
mod paires;
mod reprise;
mod ressemblance;

pub use comparaison::{Comparaison, Cote};
pub use domain::doublon::ChoixDoublon;
pub use lecture::{DoublonVu, SujetDoublon};

pub(crate) use cle::{cle as cle_des_paires, empreinte_paire};
pub(crate) use cles::{PERSONNES_DES_CLES, VOISINS_MAX};
pub(crate) use paires::{sans_contact, suivre_demande, suivre_personne};
pub(crate) use reprise::{preparer, recommencer};
pub(crate) use ressemblance::{Ressemblante, ressemblantes};

pub(super) use inscription::{inscrire, refuser_si_a_trancher};
pub(super) use lecture::details;

use domain::ids::{CompteId, DemandeId};

/// A demande whose duplicates are looked for.
pub(super) struct Cherchee {
    pub(super) id: DemandeId,
    pub(super) demandeur: CompteId,
}

/// The condition « this demande has a look-alike that nobody has set aside », for a statement on `demande`.
pub(crate) const A_UN_DOUBLON: &str = "EXISTS (SELECT 1 FROM paire_doublon WHERE paire_doublon.demande = demande.id \
     AND (paire_doublon.choix IS NULL OR paire_doublon.choix = 'meme'))";
