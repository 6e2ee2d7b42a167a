//! What can go wrong between the register and its database, sorted by what the person can do about it.

/// A failure of the database. `Display` is for the operator; persons see the sentence of the use case's own error.
#[derive(Clone, Debug, thiserror::Error)]
pub enum DbError {
    /// Somebody else holds the lock for too long, or two transactions got in each other's way: worth trying again.
    #[error("la base est occupée")]
    Busy,
    /// The database can be read and not written (file permissions, standby server).
    #[error("la base est en lecture seule")]
    ReadOnly,
    /// No room left to write.
    #[error("le disque de la base est plein")]
    Full,
    /// The database does not answer: gone, stopped, unreachable, not a database.
    #[error("la base ne répond pas")]
    Unreachable,
    /// A uniqueness rule of the schema refused the row.
    #[error("une valeur unique existe déjà")]
    Unique,
    /// The row that must be there is not.
    #[error("ligne absente")]
    NotFound,
    /// A stored value is not what the rules allow, or a statement is wrong: a defect, not a circumstance.
    #[error("défaut d’accès à la base : {0}")]
    Defect(String),
}

impl DbError {
    /// True when trying again later may succeed without anybody doing anything else.
    pub fn is_unavailable(&self) -> bool {
        matches!(self, Self::Busy | Self::ReadOnly | Self::Full | Self::Unreachable)
    }

    /// A stored value that does not pass its own door any more.
    pub fn stored(what: &str) -> Self {
        Self::Defect(format!("valeur enregistrée illisible : {what}"))
    }
}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        use sqlx::error::ErrorKind;
        match &error {
            sqlx::Error::RowNotFound => Self::NotFound,
            sqlx::Error::PoolTimedOut => Self::Busy,
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => Self::Unreachable,
            sqlx::Error::Database(db) => {
                let code = db.code().unwrap_or_default().into_owned();
                match (db.kind(), code.as_str()) {
                    (ErrorKind::UniqueViolation, _) => Self::Unique,
                    // SQLite result codes, then PostgreSQL's classes.
                    (_, "5" | "6" | "261" | "517" | "773" | "40001" | "40P01" | "55P03" | "57014") => {
                        Self::Busy
                    }
                    (_, "8" | "264" | "520" | "776" | "1032" | "1288" | "1544" | "25006") => Self::ReadOnly,
                    (_, "13" | "53100") => Self::Full,
                    (_, "10" | "11" | "14" | "26" | "57P01" | "57P02" | "57P03") => Self::Unreachable,
                    (_, code) if code.starts_with("08") || code.starts_with("53") => Self::Unreachable,
                    (_, code) => match code.parse::<u32>() {
                        // An extended I/O error of SQLite keeps 10 in its low byte.
                        Ok(extended) if code.len() < 5 && extended & 0xff == 10 => Self::Unreachable,
                        // The message may quote stored values (a person's name): the code alone is kept.
                        _ => Self::Defect(format!("code {code}")),
                    },
                }
            }
            sqlx::Error::ColumnNotFound(name) => Self::Defect(format!("colonne {name} absente")),
            sqlx::Error::ColumnDecode { index, .. } => Self::Defect(format!("colonne {index} illisible")),
            sqlx::Error::Migrate(error) => Self::Defect(format!("migration : {error}")),
            _ => Self::Defect("erreur du pilote".to_owned()),
        }
    }
}
