//! The help.

use domain::ids::RechercheId;

/// Its front page, where one searches.
pub const AIDE: &str = "/aide";
/// Every word explained.
pub const AIDE_GLOSSAIRE: &str = "/aide/glossaire";
/// Who to write to, where to read.
pub const AIDE_CONTACTS: &str = "/aide/contacts";
/// The sheet of the sanitary sector.
pub const AIDE_SECTEUR: &str = "/aide/secteur-sanitaire";

/// One question.
pub fn aide_question(slug: &str) -> String {
    format!("{AIDE}/{slug}")
}

/// A word in the glossary.
pub fn aide_terme(slug: &str) -> String {
    format!("{AIDE_GLOSSAIRE}#{slug}")
}

/// What was found for a search kept with the session.
pub fn aide_recherche(note: RechercheId) -> String {
    format!("{AIDE}?recherche={note}")
}
