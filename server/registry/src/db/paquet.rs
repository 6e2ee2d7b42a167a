//! Thousands of short rows read as one text: a driver takes longer to hand over a row than the engine takes to read it.

use super::Engine;

/// One text of all the rows of a group, `;` between them and a space between the fields, in no promised order. A field is a
/// column of letters, digits, `:` and `-` (codes, dates, ids made by [`Engine::uuid_hex`], numbers); NULL is left out, so that
/// only the last ones may be.
pub(crate) fn en_un_texte(champs: &[&str]) -> String {
    format!("string_agg(concat_ws(' ', {}), ';')", champs.join(", "))
}

impl Engine {
    /// A UUID column in letters that [`uuid::Uuid::try_parse`] reads.
    pub(crate) fn uuid_hex(self, colonne: &str) -> String {
        match self {
            Self::Sqlite => format!("hex({colonne})"),
            Self::Postgres => format!("CAST({colonne} AS TEXT)"),
        }
    }
}
