//! Two engines behind one interface. A statement that reads the same on `SQLite` and on `PostgreSQL` is written once, with
//! `$1` placeholders, and its values keep their types; the few differences between the engines have a name in `engine`.
//!
//! Nothing here knows what a demande is. Reads go through [`Db`]; every write goes through a [`Tx`], because an act is one
//! transaction (the row, the message and the journal entry together).

mod diffusion;
mod engine;
mod error;
mod paquet;
mod places;
mod statement;

pub use diffusion::Diffusion;
pub(crate) use diffusion::{Auditeur, Entendu};
pub use engine::{Db, Engine, JsonColumn, Tx};
pub use error::DbError;
pub(crate) use paquet::{Paquet, codes, jours, nombres, uuids};
pub use places::Places;
pub use statement::{Answer, Row, Run, Statement, Value, sql};
