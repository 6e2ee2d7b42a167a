//! The addresses of corrections, threads and templates.

use super::{FILE, suivi};
use domain::ids::{DemandeId, ModeleId, RechercheId};
use domain::saisie::Champ;

/// The templates of the structures.
pub const MODELES: &str = "/gestion/modeles";

/// The fields to correct in one's demande.
pub fn corriger(id: DemandeId) -> String {
    format!("{}/corriger", suivi(id))
}

/// The same, with what is still wrong.
pub fn corriger_a_revoir(id: DemandeId) -> String {
    format!("{}?erreurs=1", corriger(id))
}

/// The same, with the e-mail or the mobile that somebody else already has (R19).
pub fn corriger_deja_utilise(id: DemandeId, champ: Champ) -> String {
    format!("{}?erreurs=1&pris={}", corriger(id), champ.id())
}

/// One's demande, once it is sent back.
pub fn renvoyee(id: DemandeId) -> String {
    format!("{}?renvoyee=1", suivi(id))
}

/// The thread on one's demande.
pub fn mon_fil(id: DemandeId) -> String {
    format!("{}#fil", suivi(id))
}

/// The same, with a message to complete, kept on the server.
pub fn mon_fil_a_revoir(id: DemandeId, note: RechercheId) -> String {
    format!("{}?message={note}#fil", suivi(id))
}

/// The thread on a demande, as the gestionnaire sees it.
pub fn fil(id: DemandeId) -> String {
    format!("{}#fil", super::dossier(id))
}

/// The same, with a message to complete, kept on the server.
pub fn fil_a_revoir(id: DemandeId, note: RechercheId) -> String {
    format!("{}?message={note}#fil", super::dossier(id))
}

/// A demande with a correction request that was not sent, kept on the server, and why: `correction` when it is to be completed.
pub fn correction_gardee(id: DemandeId, raison: &str, note: RechercheId) -> String {
    format!("{FILE}/{id}?a-revoir={raison}&saisie={note}#corriger")
}

/// The templates, one of them opened to be changed.
pub fn modele(id: ModeleId) -> String {
    format!("{MODELES}?modifier={id}#formulaire")
}

/// The templates, a new one started from that one.
pub fn nouveau_modele_depuis(cle: &str) -> String {
    format!("{MODELES}?depuis={cle}#formulaire")
}

/// The templates, once the act called `fait` is done.
pub fn modele_fait(fait: &str) -> String {
    format!("{MODELES}?fait={fait}")
}

/// The templates, with one to complete, kept on the server.
pub fn modele_a_revoir(note: RechercheId) -> String {
    format!("{MODELES}?saisie={note}#formulaire")
}
