//! The connection to one of the two engines, and everything in which they differ.

use super::diffusion::{Auditeur, Diffusion};
use super::{Answer, DbError};
use sqlx::Connection as _;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{PgPool, Postgres, Sqlite, SqlitePool, Transaction};
use std::str::FromStr;
use std::time::Duration;

/// Which engine answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Embedded, one machine.
    Sqlite,
    /// A server, several machines.
    Postgres,
}

/// An open database. Cheap to clone.
#[derive(Clone, Debug)]
pub enum Db {
    /// One writer and several readers on the same file: WAL lets them work at the same time.
    Sqlite {
        /// The only connection that writes.
        write: SqlitePool,
        /// Connections that read, unable to write.
        read: SqlitePool,
        /// What transactions tell.
        direct: Diffusion,
    },
    /// A pool of equal connections.
    Postgres {
        /// The connections.
        pool: PgPool,
        /// What transactions tell.
        direct: Diffusion,
    },
}

/// A transaction that may write. Dropped without [`Tx::commit`], it changes nothing and tells nothing.
pub struct Tx {
    pub(super) lien: Lien,
    annonces: Vec<String>,
    direct: Diffusion,
}

/// The transaction of the engine.
pub(super) enum Lien {
    /// on `SQLite`, begun IMMEDIATE so that what it reads cannot change before it writes
    Sqlite(Transaction<'static, Sqlite>),
    /// on `PostgreSQL`, READ COMMITTED: acts rely on versions and uniqueness, not on what they read earlier
    Postgres(Transaction<'static, Postgres>),
}

/// Statements that a connection keeps ready: all those of the portal, with what lists make of some of them.
const ENONCES: usize = 400;
/// How long an act waits for the writer before it says that the register is busy.
const BUSY: Duration = Duration::from_secs(5);

impl Db {
    /// Opens `sqlite:PATH` (created if absent) or `postgres://…`. Does not migrate.
    pub async fn open(url: &str) -> Result<Self, DbError> {
        if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            // An act waits for a lock as long as it would for SQLite's writer, then says so.
            let patience = format!("{}ms", BUSY.as_millis());
            let options = PgConnectOptions::from_str(url)?
                .options([
                    ("lock_timeout", patience.as_str()),
                    // A statement is planned once for each connection, not at each of its first five uses: those of the portal
                    // start from what they bind (an account, an id) whatever its value. None is long enough to be compiled.
                    ("plan_cache_mode", "force_generic_plan"),
                    ("jit", "off"),
                ])
                .statement_cache_capacity(ENONCES);
            let pool = PgPoolOptions::new()
                .max_connections(16)
                .acquire_timeout(BUSY)
                .connect_with(options)
                .await?;
            return Ok(Self::Postgres {
                pool,
                direct: Diffusion::new(),
            });
        }
        let options = SqliteConnectOptions::from_str(url)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // An act that was acknowledged survives a power cut.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY)
            // What is erased is overwritten: it cannot be read in the file any more.
            .pragma("secure_delete", "ON")
            .pragma("cache_size", "-8000")
            // What the five connections read is read in the pages that the system keeps, without a copy for each of them.
            .pragma("mmap_size", "2147418112")
            .statement_cache_capacity(ENONCES);
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(BUSY)
            // On a full disk SQLite rolls back by itself, and the driver goes on believing that a transaction is open: such
            // a connection would refuse every later act. It is closed, and the next act opens another.
            .after_release(|connexion, _| {
                Box::pin(async move {
                    connexion.ping().await?;
                    Ok(!connexion.is_in_transaction())
                })
            })
            .connect_with(options.clone())
            .await?;
        let read = SqlitePoolOptions::new()
            .max_connections(4)
            .acquire_timeout(BUSY)
            .connect_with(options.pragma("query_only", "1"))
            .await?;
        Ok(Self::Sqlite {
            write,
            read,
            direct: Diffusion::new(),
        })
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        match self {
            Self::Sqlite { .. } => Engine::Sqlite,
            Self::Postgres { .. } => Engine::Postgres,
        }
    }

    /// Brings the schema to the version of this program. Running it again changes nothing.
    pub fn migrate(&self) -> Answer<'_, ()> {
        Box::pin(async move {
            let done = match self {
                Self::Sqlite { write, .. } => sqlx::migrate!("migrations/sqlite").run(write).await,
                Self::Postgres { pool, .. } => sqlx::migrate!("migrations/postgres").run(pool).await,
            };
            done.map_err(|error| DbError::from(sqlx::Error::from(error)))
        })
    }

    /// Begins an act.
    pub fn begin(&self) -> Answer<'_, Tx> {
        Box::pin(async move {
            let (lien, direct) = match self {
                Self::Sqlite { write, direct, .. } => {
                    (Lien::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?), direct)
                }
                Self::Postgres { pool, direct } => (Lien::Postgres(pool.begin().await?), direct),
            };
            Ok(Tx {
                lien,
                annonces: Vec::new(),
                direct: direct.clone(),
            })
        })
    }

    /// Listens to what transactions tell, those of other processes included on `PostgreSQL`: whatever commits after this
    /// returns is heard.
    pub(crate) async fn ecouter(&self) -> Result<Auditeur, DbError> {
        match self {
            Self::Sqlite { direct, .. } => Ok(direct.ecouter()),
            Self::Postgres { pool, direct } => {
                let auditeur = direct.ecouter();
                direct.brancher(pool).await?;
                Ok(auditeur)
            }
        }
    }

    /// Tells every listener that nothing more will come.
    pub(crate) fn clore_ecoute(&self) {
        match self {
            Self::Sqlite { direct, .. } | Self::Postgres { direct, .. } => direct.clore(),
        }
    }

    /// Closes every connection, after what is under way.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { write, read, .. } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres { pool, .. } => pool.close().await,
        }
    }
}

impl Tx {
    /// Makes the act durable: when this returns, it has happened, and it is told.
    pub fn commit(self) -> Answer<'static, ()> {
        Box::pin(async move {
            match self.lien {
                Lien::Sqlite(tx) => {
                    tx.commit().await?;
                    self.direct.dire(self.annonces);
                }
                Lien::Postgres(mut tx) => {
                    Diffusion::joindre(&mut tx, self.annonces).await?;
                    tx.commit().await?;
                }
            }
            Ok(())
        })
    }

    /// Tells a text to every listener if, and once, the transaction has happened.
    pub(crate) fn annoncer(&mut self, texte: String) {
        self.annonces.push(texte);
    }

    /// How many texts this transaction would tell so far.
    pub(crate) fn annonces(&self) -> usize {
        self.annonces.len()
    }

    /// Forgets those told after that many: what was done and undone by a savepoint has not happened.
    pub(crate) fn taire_apres(&mut self, nombre: usize) {
        self.annonces.truncate(nombre);
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        match self.lien {
            Lien::Sqlite(_) => Engine::Sqlite,
            Lien::Postgres(_) => Engine::Postgres,
        }
    }
}

/// How a column is written in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonColumn {
    /// text, number: as it is
    Plain,
    /// bytes in hexadecimal
    Bytes,
    /// the 16 bytes of a UUID in hexadecimal
    Uuid,
}

impl Engine {
    /// A statement whose one row has one column, `rows`: the rows of `query` as a JSON array of arrays, `columns` in their
    /// order, NULL as null. In no promised order. For long readings: one value costs less to fetch than thousands.
    pub fn json_rows(self, columns: &[(&str, JsonColumn)], query: &str) -> String {
        let values: Vec<String> = columns
            .iter()
            .map(|(name, kind)| match (self, kind) {
                (_, JsonColumn::Plain) => (*name).to_owned(),
                // hex(NULL) is an empty text.
                (Self::Sqlite, _) => format!("CASE WHEN {name} IS NOT NULL THEN hex({name}) END"),
                (Self::Postgres, JsonColumn::Bytes) => format!("encode({name}, 'hex')"),
                (Self::Postgres, JsonColumn::Uuid) => format!("encode(uuid_send({name}), 'hex')"),
            })
            .collect();
        let values = values.join(", ");
        match self {
            Self::Sqlite => {
                format!("SELECT json_group_array(json_array({values})) AS rows FROM ({query})")
            }
            Self::Postgres => format!(
                "SELECT COALESCE(json_agg(json_build_array({values}))::text, '[]') AS rows FROM ({query}) AS lines"
            ),
        }
    }

    /// What makes a reading of rows about to be taken pass over those that somebody else is taking. `SQLite` has one writer:
    /// nobody else is.
    pub(crate) fn skip_locked(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR UPDATE SKIP LOCKED",
        }
    }

    /// The condition « the search key of `table` has words that begin so », for the placeholder `$n` bound to
    /// [`Engine::words`]. `table` is one of our own: `etablissement`, `personne`.
    pub fn full_text(self, table: &str, n: u8) -> String {
        self.full_text_at(table, &format!("${n}"))
    }

    /// The same for a placeholder already written (`$12`).
    pub fn full_text_at(self, table: &str, place: &str) -> String {
        match self {
            Self::Sqlite => {
                format!("{table}.rang IN (SELECT rowid FROM {table}_texte WHERE {table}_texte MATCH {place})")
            }
            Self::Postgres => format!("{table}.texte @@ to_tsquery('simple', {place})"),
        }
    }

    /// The condition « a word of the text `column` begins so », for rows that another condition leads to: no index is read. `place` is
    /// bound to a space and the beginning of the word (folded: see `domain::texte::mots`).
    pub fn word_begins(self, column: &str, place: &str) -> String {
        match self {
            Self::Sqlite => format!("instr(' ' || {column}, {place}) > 0"),
            Self::Postgres => format!("strpos(' ' || {column}, {place}) > 0"),
        }
    }

    /// Words of which each may be written in several ways: one way of each at least is required, as a prefix. For
    /// [`Engine::full_text_at`]. Same letters as in [`Engine::words`].
    pub fn spellings(self, words: &[Vec<String>]) -> String {
        let word = |ways: &Vec<String>| {
            let ways: Vec<String> = ways
                .iter()
                .map(|way| self.words(std::slice::from_ref(way)))
                .collect();
            match self {
                Self::Sqlite => format!("({})", ways.join(" OR ")),
                Self::Postgres => format!("({})", ways.join(" | ")),
            }
        };
        let words: Vec<String> = words.iter().map(word).collect();
        match self {
            Self::Sqlite => words.join(" AND "),
            Self::Postgres => words.join(" & "),
        }
    }

    /// Where `needle`, one character written by us, first stands in the text `column`, from 1; 0 when it does not.
    pub fn position(self, needle: char, column: &str) -> String {
        match self {
            Self::Sqlite => format!("instr({column}, '{needle}')"),
            Self::Postgres => format!("strpos({column}, '{needle}')"),
        }
    }

    /// A UUID column in the letters that people and the journal write.
    pub fn uuid_text(self, column: &str) -> String {
        match self {
            Self::Sqlite => {
                let part = |from: u8, length: u8| format!("substr(hex({column}), {from}, {length})");
                format!(
                    "lower({} || '-' || {} || '-' || {} || '-' || {} || '-' || {})",
                    part(1, 8),
                    part(9, 4),
                    part(13, 4),
                    part(17, 4),
                    part(21, 12)
                )
            }
            Self::Postgres => format!("{column}::text"),
        }
    }

    /// The words of a search (folded: `[a-z0-9]` only, see `domain::texte::mots`), all of them required, each as a prefix.
    pub fn words(self, words: &[String]) -> String {
        let terms: Vec<String> = words
            .iter()
            .map(|word| match self {
                Self::Sqlite => format!("\"{word}\"*"),
                Self::Postgres => format!("{word}:*"),
            })
            .collect();
        match self {
            Self::Sqlite => terms.join(" "),
            Self::Postgres => terms.join(" & "),
        }
    }
}
