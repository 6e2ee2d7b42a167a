//! The addresses of designations: numbers of structures and ids, never a name.

use super::HABILITATIONS;
use domain::identifiant::Finess;
use domain::ids::{DesignationId, HabilitationId, LigneDesignationId, RechercheId};

/// Who may act for that structure.
pub fn structure(finess: &Finess) -> String {
    format!("{HABILITATIONS}/{finess}")
}

/// A page of them.
pub fn structure_page(finess: &Finess, page: u32) -> String {
    format!("{HABILITATIONS}/{finess}?page={page}")
}

/// The same, after a withdrawal, which can be undone there.
pub fn retiree(finess: &Finess, id: HabilitationId) -> String {
    format!("{HABILITATIONS}/{finess}?retiree={id}")
}

/// The same, after a withdrawal was undone.
pub fn retablie(finess: &Finess, id: HabilitationId) -> String {
    format!("{HABILITATIONS}/{finess}?retablie={id}")
}

/// The same, after a withdrawal could not be undone: the word says why.
pub fn non_retablie(finess: &Finess, code: &str) -> String {
    format!("{HABILITATIONS}/{finess}?refus={code}")
}

/// Looking for somebody to designate.
pub fn ajouter(finess: &Finess) -> String {
    format!("{HABILITATIONS}/{finess}/ajouter")
}

/// The same, with what was looked for.
pub fn trouves(finess: &Finess, note: RechercheId) -> String {
    format!("{HABILITATIONS}/{finess}/ajouter?recherche={note}#resultats")
}

/// The same, with somebody named wrongly.
pub fn nommer_a_revoir(finess: &Finess, note: RechercheId) -> String {
    format!("{HABILITATIONS}/{finess}/ajouter?saisie={note}")
}

/// The demande under way.
pub fn demande(finess: &Finess) -> String {
    format!("{HABILITATIONS}/{finess}/demande")
}

/// The same, that could not be sent.
pub fn demande_a_revoir(finess: &Finess, note: RechercheId) -> String {
    format!("{HABILITATIONS}/{finess}/demande?saisie={note}")
}

/// Somebody of the demande under way.
pub fn ligne(finess: &Finess, id: LigneDesignationId) -> String {
    format!("{HABILITATIONS}/{finess}/demande/{id}")
}

/// The same, with what is to be corrected.
pub fn ligne_a_revoir(finess: &Finess, id: LigneDesignationId, note: RechercheId) -> String {
    format!("{HABILITATIONS}/{finess}/demande/{id}?saisie={note}")
}

/// « Me désigner gestionnaire RPPS+ ».
pub fn moi(finess: &Finess) -> String {
    format!("{HABILITATIONS}/{finess}/moi")
}

/// The same, with what is to be corrected.
pub fn moi_a_revoir(finess: &Finess, note: RechercheId) -> String {
    format!("{HABILITATIONS}/{finess}/moi?saisie={note}")
}

/// Withdrawing a right.
pub fn retirer(finess: &Finess, id: HabilitationId) -> String {
    format!("{HABILITATIONS}/{finess}/retirer/{id}")
}

/// The same, without a motif.
pub fn retirer_a_revoir(finess: &Finess, id: HabilitationId) -> String {
    format!("{HABILITATIONS}/{finess}/retirer/{id}?a-revoir=1")
}

/// After sending: a mail of confirmation, or not.
pub fn envoi(finess: &Finess, id: DesignationId) -> String {
    format!("{HABILITATIONS}/{finess}/envois/{id}")
}

/// The same, with an address that is none.
pub fn envoi_a_revoir(finess: &Finess, id: DesignationId, note: RechercheId) -> String {
    format!("{HABILITATIONS}/{finess}/envois/{id}?saisie={note}")
}

/// The end: who can act from now on.
pub fn envoi_fini(finess: &Finess, id: DesignationId) -> String {
    format!("{HABILITATIONS}/{finess}/envois/{id}?fini=1")
}
