//! The stories of the register, told on SQLite and on PostgreSQL: from the first field typed to the number, and everything
//! that must not happen on the way.

#[path = "../commun/mod.rs"]
mod commun;

mod agir;
mod concurrence;
mod connexion;
mod courriel;
mod correction;
mod decision;
mod decor;
mod demandeur;
mod direct;
mod donnees;
mod doublons;
mod droits;
mod enregistrement;
mod etancheite;
mod expiration;
mod exports;
mod fil;
mod file;
mod filtres;
mod historique;
mod inscrit;
mod journal;
mod notification;
mod lot;
mod modele;
mod panne;
mod perimetre;
mod recherche;
mod prise;
mod session;
mod vues;
mod sursis;
