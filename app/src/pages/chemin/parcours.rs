//! The addresses of the path of a structure.

use super::STRUCTURES;
use domain::identifiant::Finess;
use domain::ids::{ContratId, RechercheId};

/// Where somebody says which structure they head.
pub const OUVRIR_CHEMIN: &str = "/structures/ouvrir";
/// The contracts that wait for the card of the head, for the support.
pub const CONTRATS: &str = "/support/contrats";
/// The same, after one was validated.
pub const CONTRAT_VALIDE: &str = "/support/contrats?fait=validation";

/// The same, after the next card of a head was recorded.
pub const CDE_RENOUVELEE: &str = "/support/contrats?fait=carte";

/// The path of a structure.
pub fn structure(finess: &Finess) -> String {
    format!("{STRUCTURES}/{finess}")
}

/// The same, after a step was done.
pub fn structure_faite(finess: &Finess) -> String {
    format!("{STRUCTURES}/{finess}?fait=etape")
}

/// The same, with the form of a step to correct.
pub fn structure_a_revoir(finess: &Finess, note: RechercheId) -> String {
    format!("{STRUCTURES}/{finess}?saisie={note}")
}

/// What to write in the contract and the F101.
pub fn contrat(finess: &Finess) -> String {
    format!("{STRUCTURES}/{finess}/contrat")
}

/// The cards of a structure.
pub fn cartes(finess: &Finess) -> String {
    format!("{STRUCTURES}/{finess}/cartes")
}

/// The same, after an act on one.
pub fn cartes_faites(finess: &Finess, fait: &str) -> String {
    format!("{STRUCTURES}/{finess}/cartes?fait={fait}")
}

/// The same, with a form to correct.
pub fn cartes_a_revoir(finess: &Finess, note: RechercheId) -> String {
    format!("{STRUCTURES}/{finess}/cartes?saisie={note}")
}

/// Where one says which structure one heads, with what was typed.
pub fn ouvrir_a_revoir(note: RechercheId) -> String {
    format!("{OUVRIR_CHEMIN}?saisie={note}")
}

/// The contracts, with a form to correct.
pub fn contrats_a_revoir(note: RechercheId) -> String {
    format!("{CONTRATS}?saisie={note}")
}

/// The same, with somebody to recognise before that contract is validated.
pub fn contrat_a_confirmer(contrat: ContratId, note: RechercheId) -> String {
    format!("{CONTRATS}?saisie={note}#verification-{contrat}")
}
