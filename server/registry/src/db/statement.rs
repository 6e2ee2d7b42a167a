//! A statement with its values, run on either engine, and the rows it gives back.

use super::engine::Lien;
use super::{Db, DbError, Tx};
use sqlx::{Arguments as _, AssertSqlSafe, Row as _, postgres::PgArguments, sqlite::SqliteArguments};
use std::borrow::Cow;
use std::pin::Pin;
use uuid::Uuid;

/// The types that columns of the register have. `None` is SQL's NULL, with its type kept for `PostgreSQL`.
#[derive(Clone)]
pub enum Value {
    /// TEXT
    Text(Option<String>),
    /// BIGINT / INTEGER
    Int(Option<i64>),
    /// BOOLEAN / INTEGER
    Bool(Option<bool>),
    /// UUID / BLOB
    Uuid(Option<Uuid>),
    /// DATE / TEXT
    Date(Option<time::Date>),
    /// BYTEA / BLOB
    Bytes(Option<Vec<u8>>),
}

macro_rules! value_from {
    ($($variant:ident: $($from:ty),+;)+) => { $($(
        impl From<$from> for Value {
            fn from(value: $from) -> Self { Self::$variant(Some(value.into())) }
        }
        impl From<Option<$from>> for Value {
            fn from(value: Option<$from>) -> Self { Self::$variant(value.map(Into::into)) }
        }
    )+)+ };
}
value_from! {
    Text: String, &str, &String;
    Int: i64, i32, u32;
    Bool: bool;
    Uuid: Uuid;
    Date: time::Date;
    Bytes: Vec<u8>;
}

/// A statement being prepared: its text and, in order, the values of `$1`, `$2` …
#[derive(Clone)]
pub struct Statement {
    text: Cow<'static, str>,
    values: Vec<Value>,
}

/// Starts a statement. The text is written by us; whatever comes from outside is bound, never spliced.
pub fn sql(text: impl Into<Cow<'static, str>>) -> Statement {
    Statement {
        text: text.into(),
        values: Vec::new(),
    }
}

macro_rules! bind_all {
    ($arguments:ident, $values:expr) => {
        for value in $values {
            match value {
                Value::Text(v) => $arguments.add(v),
                Value::Int(v) => $arguments.add(v),
                Value::Bool(v) => $arguments.add(v),
                Value::Uuid(v) => $arguments.add(v),
                Value::Date(v) => $arguments.add(v),
                Value::Bytes(v) => $arguments.add(v),
            }
            .map_err(|_| DbError::Defect("valeur impossible à transmettre".to_owned()))?;
        }
    };
}

impl Statement {
    /// Gives the next placeholder its value.
    #[must_use]
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// All rows. For lists whose length is bounded by the statement.
    pub fn all<'a>(self, on: impl Run<'a>) -> Answer<'a, Vec<Row>> {
        on.fetch(self)
    }

    /// The first row, if there is one.
    pub async fn optional(self, on: impl Run<'_>) -> Result<Option<Row>, DbError> {
        Ok(on.fetch(self).await?.into_iter().next())
    }

    /// The row that must be there.
    pub async fn one(self, on: impl Run<'_>) -> Result<Row, DbError> {
        self.optional(on).await?.ok_or(DbError::NotFound)
    }

    /// Runs a statement that writes; returns how many rows it touched.
    pub fn execute(self, on: &mut Tx) -> Answer<'_, u64> {
        Box::pin(async move {
            match &mut on.lien {
                Lien::Sqlite(tx) => {
                    let (text, arguments) = self.for_sqlite()?;
                    Ok(sqlx::query_with(text, arguments)
                        .execute(&mut **tx)
                        .await?
                        .rows_affected())
                }
                Lien::Postgres(tx) => {
                    let (text, arguments) = self.for_postgres()?;
                    Ok(sqlx::query_with(text, arguments)
                        .execute(&mut **tx)
                        .await?
                        .rows_affected())
                }
            }
        })
    }

    // `AssertSqlSafe`: texts are built from literals of this crate only; `bind` is the one way in for data.
    fn for_sqlite(self) -> Result<(AssertSqlSafe<String>, SqliteArguments), DbError> {
        let mut arguments = SqliteArguments::default();
        bind_all!(arguments, self.values);
        Ok((AssertSqlSafe(self.text.into_owned()), arguments))
    }

    fn for_postgres(self) -> Result<(AssertSqlSafe<String>, PgArguments), DbError> {
        let mut arguments = PgArguments::default();
        bind_all!(arguments, self.values);
        Ok((AssertSqlSafe(self.text.into_owned()), arguments))
    }
}

/// What a statement gives, later. Boxed here, once: the compiler then knows that every use case is `Send` without walking
/// through the drivers' own futures each time (which takes it minutes, and fails on their lifetimes).
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, DbError>> + Send + 'a>>;

/// Where a statement that reads can run: on the database, or inside a transaction to see its own writes.
pub trait Run<'a>: Send {
    /// Runs the statement and collects its rows.
    fn fetch(self, statement: Statement) -> Answer<'a, Vec<Row>>;
}

impl<'a> Run<'a> for &'a Db {
    fn fetch(self, statement: Statement) -> Answer<'a, Vec<Row>> {
        Box::pin(async move {
            match self {
                Db::Sqlite { read, .. } => {
                    let (text, arguments) = statement.for_sqlite()?;
                    let rows = sqlx::query_with(text, arguments).fetch_all(read).await?;
                    Ok(rows.into_iter().map(Row::Sqlite).collect())
                }
                Db::Postgres { pool, .. } => {
                    let (text, arguments) = statement.for_postgres()?;
                    let rows = sqlx::query_with(text, arguments).fetch_all(pool).await?;
                    Ok(rows.into_iter().map(Row::Postgres).collect())
                }
            }
        })
    }
}

impl<'a> Run<'a> for &'a mut Tx {
    fn fetch(self, statement: Statement) -> Answer<'a, Vec<Row>> {
        Box::pin(async move {
            match &mut self.lien {
                Lien::Sqlite(tx) => {
                    let (text, arguments) = statement.for_sqlite()?;
                    let rows = sqlx::query_with(text, arguments).fetch_all(&mut **tx).await?;
                    Ok(rows.into_iter().map(Row::Sqlite).collect())
                }
                Lien::Postgres(tx) => {
                    let (text, arguments) = statement.for_postgres()?;
                    let rows = sqlx::query_with(text, arguments).fetch_all(&mut **tx).await?;
                    Ok(rows.into_iter().map(Row::Postgres).collect())
                }
            }
        })
    }
}

/// One row of an answer.
pub enum Row {
    /// from `SQLite`
    Sqlite(sqlx::sqlite::SqliteRow),
    /// from `PostgreSQL`
    Postgres(sqlx::postgres::PgRow),
}

/// A Rust type that both engines can give back.
pub trait Column:
    for<'r> sqlx::Decode<'r, sqlx::Sqlite>
    + sqlx::Type<sqlx::Sqlite>
    + for<'r> sqlx::Decode<'r, sqlx::Postgres>
    + sqlx::Type<sqlx::Postgres>
{
}
impl<T> Column for T where
    T: for<'r> sqlx::Decode<'r, sqlx::Sqlite>
        + sqlx::Type<sqlx::Sqlite>
        + for<'r> sqlx::Decode<'r, sqlx::Postgres>
        + sqlx::Type<sqlx::Postgres>
{
}

impl Row {
    /// The column of that name, as `T` (or `Option<T>` where it can be NULL).
    pub fn get<T: Column>(&self, column: &str) -> Result<T, DbError> {
        Ok(match self {
            Self::Sqlite(row) => row.try_get(column)?,
            Self::Postgres(row) => row.try_get(column)?,
        })
    }

    /// A text column passed again through the one door of its domain type.
    pub fn parse<T: std::str::FromStr>(&self, column: &str) -> Result<T, DbError> {
        self.get::<String>(column)?
            .parse()
            .map_err(|_| DbError::stored(column))
    }
}
