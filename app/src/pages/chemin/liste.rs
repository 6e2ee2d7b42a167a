//! The addresses of staff lists.

use super::avec;
use domain::ids::ListeId;

/// Staff lists: bringing one, finding them again.
pub const LISTES: &str = "/gestion/imports";
/// Where the file of a staff list is sent.
pub const DEPOT_LISTE: &str = "/gestion/imports/fichier";
/// The model of a staff list, as a workbook.
pub const MODELE_XLSX: &str = "/gestion/imports/modele.xlsx";
/// The model of a staff list, as text.
pub const MODELE_CSV: &str = "/gestion/imports/modele.csv";

/// The lists, with why a file was not taken.
pub fn listes_refus(code: &str) -> String {
    format!("{LISTES}?refus={code}")
}

/// A staff list.
pub fn liste(id: ListeId) -> String {
    format!("{LISTES}/{id}")
}

/// The same, with the box that was not ticked.
pub fn liste_a_attester(id: ListeId) -> String {
    format!("{LISTES}/{id}?a-revoir=1")
}

/// A page of the rows of a staff list that a word chooses.
pub fn lignes_liste(id: ListeId, vue: &str, page: u32) -> String {
    avec(&liste(id), vec![format!("lignes={vue}")], page)
}

/// Which column of a staff list is which.
pub fn colonnes_liste(id: ListeId) -> String {
    format!("{LISTES}/{id}/colonnes")
}

/// One row of a staff list.
pub fn ligne_liste(id: ListeId, numero: i64) -> String {
    format!("{LISTES}/{id}/lignes/{numero}")
}

/// The same, after another row was dealt with.
pub fn ligne_liste_apres(id: ListeId, numero: i64, traitee: i64) -> String {
    format!("{LISTES}/{id}/lignes/{numero}?corrigee={traitee}")
}

/// The same, still wrong.
pub fn ligne_a_revoir(id: ListeId, numero: i64) -> String {
    format!("{LISTES}/{id}/lignes/{numero}?a-revoir=1")
}

/// The rows to correct, as a file.
pub fn erreurs_liste(id: ListeId, format: &str) -> String {
    format!("{LISTES}/{id}/erreurs.{format}")
}
