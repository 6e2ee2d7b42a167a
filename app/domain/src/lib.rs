//! The rules of the RPPS+ register: types that cannot hold a wrong value, validation, state machines.
//!
//! No I/O, no clock, no randomness, no framework: the same answers on the server and in the browser. What depends on time
//! or on reference data takes it as an argument. Rule numbers (R1–R54) are those of the domain notes of the project.

pub mod contact;
pub mod date;
pub mod demande;
pub mod designation;
pub mod doublon;
pub mod eligibilite;
pub mod etablissement;
pub mod etat_civil;
pub mod homonyme;
pub mod identifiant;
pub mod ids;
pub mod modele;
pub mod nomenclature;
pub mod revue;
pub mod rotation;
pub mod saisie;
pub mod structure;
pub mod texte;
