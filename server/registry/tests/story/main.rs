//! The stories of the register, told on SQLite and on PostgreSQL: from the first field typed to the number, and everything
//! that must not happen on the way.

#[path = "../commun/mod.rs"]
mod commun;

mod concurrence;
mod connexion;
mod decision;
mod decor;
mod decor_liste;
mod demandeur;
mod donnees;
mod droits;
mod etancheite;
mod expiration;
mod file;
mod historique;
mod journal;
mod liste;
mod liste_suite;
mod panne;
mod perimetre;
mod session;
