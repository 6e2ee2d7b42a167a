//! The stories of the register, told on SQLite and on PostgreSQL: from the first field typed to the number, and everything
//! that must not happen on the way.

#[path = "../commun/mod.rs"]
mod commun;

mod agir;
mod concurrence;
mod connexion;
mod correction;
mod courriel;
mod decision;
mod decor;
mod decor_liste;
mod demandeur;
mod depart;
mod depart_suite;
mod designation;
mod designation_retrait;
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
mod hebdo;
mod historique;
mod inscrit;
mod invitation;
mod journal;
mod liste;
mod liste_suite;
mod lot;
mod modele;
mod notification;
mod panne;
mod perimetre;
mod prise;
mod recherche;
mod revue;
mod revue_partage;
mod revue_temps;
mod rotation;
mod session;
mod structures;
mod sursis;
mod vues;
