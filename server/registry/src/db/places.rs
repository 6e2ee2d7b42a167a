//! A statement whose conditions are chosen one by one: each value is bound where its condition is written.

use super::{Statement, Value, sql};
use uuid::Uuid;

/// The values bound so far. The text written with the places it gives is a statement.
#[derive(Clone, Default)]
pub struct Places {
    values: Vec<Value>,
}

impl Places {
    /// Starts with the value of `$1`.
    pub fn first(value: impl Into<Value>) -> Self {
        Self {
            values: vec![value.into()],
        }
    }

    /// The place of one more value: `$7`.
    pub fn bind(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    /// The places of a list, to put after `IN`: `($7, $8)`. An empty list is a list that holds nothing.
    pub fn list<V: Into<Value>>(&mut self, values: impl IntoIterator<Item = V>) -> String {
        let places: Vec<String> = values.into_iter().map(|value| self.bind(value)).collect();
        if places.is_empty() {
            "(NULL)".to_owned()
        } else {
            format!("({})", places.join(", "))
        }
    }

    /// Those identifiers as a table to read from, with the rank of each: what to put before `SELECT … FROM nom CROSS JOIN …`
    /// so that an engine reads these rows and no others, and `ORDER BY nom.rang`. At least one identifier.
    pub fn choisis(&mut self, nom: &str, ids: &[Uuid]) -> String {
        let rangs: Vec<String> = ids
            .iter()
            .enumerate()
            .map(|(rang, id)| format!("({rang}, {})", self.bind(*id)))
            .collect();
        format!("WITH {nom} (rang, id) AS (VALUES {})", rangs.join(", "))
    }

    /// The statement of that text, which uses every place given.
    pub fn statement(self, text: String) -> Statement {
        self.values.into_iter().fold(sql(text), Statement::bind)
    }
}
