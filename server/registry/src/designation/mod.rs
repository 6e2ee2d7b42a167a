//! Designating who acts for a structure (J6, R43–R45): gestionnaires and mandataires are found, put together in a demande
//! d'habilitation, sent once; and their right is withdrawn, with effect on their next request (R52).
//!
//! Whoever acts brings a `Designateur`; what may be designated and withdrawn is narrowed in each statement to the structures
//! where that proof is good on that day: gestionnaires where they designate, mandataires only where they are the head (R45).
//! The native right of a head of structure (R42) is neither given nor taken here: see `habilitation`.
//!
//! One file per side: `recherche` (who may be designated), `panier` and `choix` (the demande under way), `meme` (which registered person
//! it is, when the card does not say), `envoi` (sending it), `retrait`
//! (withdrawing, and undoing), `liste` and `historique` (what a designateur reads).

mod choix;
mod envoi;
mod erreur;
mod historique;
mod liste;
mod meme;
mod panier;
mod recherche;
pub(crate) mod retrait;
mod structures;

pub use envoi::Envoi;
pub use erreur::DesignationError;
pub use historique::{LigneHabilitation, PageHabilitations};
pub use liste::{Habilite, ListeHabilites, Retrait};
pub use meme::InscritDuMemeNom;
pub use panier::{Ajout, Formation, LignePanier, Panier};
pub use recherche::{Candidat, RechercheHabilite};
pub use retrait::{DELAI_RETABLISSEMENT_JOURS, HabilitationRetiree};
pub use structures::StructureDesignee;

use crate::droit::Designateur;

/// An habilitation (row of `table`) of the perimeter of this designateur; the account is `$1`.
fn du_perimetre(d: &Designateur, table: &str) -> String {
    dans(table, &d.perimetre(), &d.structures())
}

/// An habilitation (row of `table`) of a structure that this designateur heads; the account is `$1`.
fn de_tete(d: &Designateur, table: &str) -> String {
    dans(table, &d.perimetre_de_tete(), &d.structures_de_tete())
}

/// A right on an EJ needs that EJ; a right on an EG, that EG or its EJ.
fn dans(table: &str, etablissements: &str, structures: &str) -> String {
    format!(
        "(({table}.portee = 'EG' AND {table}.finess IN {etablissements}) OR ({table}.portee = 'EJ' AND {table}.finess IN \
         (SELECT s.finess FROM {structures} s WHERE s.portee = 'EJ')))"
    )
}

/// An habilitation (row of `table`) that this designateur may withdraw or give back: that of a gestionnaire of the perimeter,
/// that of a mandataire of a structure they head (R45).
fn retirable(d: &Designateur, table: &str) -> String {
    format!(
        "(({table}.genre = 'gestionnaire' AND {}) OR ({table}.genre = 'mandataire' AND {}))",
        du_perimetre(d, table),
        de_tete(d, table)
    )
}
