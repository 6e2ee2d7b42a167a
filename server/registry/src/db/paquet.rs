//! Thousands of short rows read as one value per column: a driver takes longer to hand over a row than the engine takes to read
//! it. The values of the columns of one group come in the same order, which is none in particular unless one is asked for.

use super::{DbError, Engine, Row};
use domain::date::{Jour, parse_iso};
use uuid::Uuid;

/// What the values of a packed column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Paquet {
    /// identifiers, never NULL: [`uuids`]
    Uuid,
    /// days, or NULL: [`jours`]
    Jour,
    /// whole numbers: [`nombres`]
    Nombre,
    /// codes without a space, or NULL: [`codes`]
    Code,
}

/// Before which day, and how many days away from it, `PostgreSQL` counts them here.
const ORIGINE: Jour = time::macros::date!(2000 - 01 - 01);
/// No day.
const SANS_JOUR: i32 = i32::MIN;
/// No code.
const SANS_CODE: &str = "-";

impl Engine {
    /// An aggregate: the values of `colonne`, packed, under the name `alias`.
    pub(crate) fn paquet(self, paquet: Paquet, colonne: &str, alias: &str) -> String {
        let valeurs = match (self, paquet) {
            (_, Paquet::Code) | (Self::Sqlite, Paquet::Jour) => {
                format!("string_agg(COALESCE({colonne}, '{SANS_CODE}'), ' ')")
            }
            (Self::Sqlite, Paquet::Uuid) => format!("string_agg(hex({colonne}), ' ')"),
            (Self::Sqlite, Paquet::Nombre) => format!("string_agg({colonne}, ' ')"),
            (Self::Postgres, Paquet::Uuid) => octets(&format!("uuid_send({colonne})")),
            (Self::Postgres, Paquet::Jour) => octets(&format!(
                "int4send(COALESCE({colonne} - DATE '2000-01-01', {SANS_JOUR}))"
            )),
            (Self::Postgres, Paquet::Nombre) => octets(&format!("int8send({colonne})")),
        };
        format!("{valeurs} AS {alias}")
    }
}

impl Engine {
    /// An aggregate: the identifiers of `colonne` in this order, packed, under the name `alias`. For [`uuids`].
    pub(crate) fn uuids_dans_l_ordre(self, colonne: &str, ordre: &str, alias: &str) -> String {
        match self {
            Self::Sqlite => format!("string_agg(hex({colonne}), ' ' ORDER BY {ordre}) AS {alias}"),
            Self::Postgres => {
                format!("string_agg(uuid_send({colonne}), ''::bytea ORDER BY {ordre}) AS {alias}")
            }
        }
    }
}

fn octets(valeur: &str) -> String {
    format!("string_agg({valeur}, ''::bytea)")
}

/// The identifiers of a packed column.
pub(crate) fn uuids(row: &Row, colonne: &str) -> Result<Vec<Uuid>, DbError> {
    lire(
        row,
        colonne,
        |texte| Uuid::try_parse(texte).ok(),
        |octets: [u8; 16]| Some(Uuid::from_bytes(octets)),
    )
}

/// The days of a packed column.
pub(crate) fn jours(row: &Row, colonne: &str) -> Result<Vec<Option<Jour>>, DbError> {
    let texte = |texte: &str| match texte {
        SANS_CODE => Some(None),
        jour => parse_iso(jour).ok().map(Some),
    };
    lire(row, colonne, texte, |octets: [u8; 4]| {
        match i32::from_be_bytes(octets) {
            SANS_JOUR => Some(None),
            jours => ORIGINE
                .checked_add(time::Duration::days(i64::from(jours)))
                .map(Some),
        }
    })
}

/// The numbers of a packed column.
pub(crate) fn nombres(row: &Row, colonne: &str) -> Result<Vec<i64>, DbError> {
    lire(
        row,
        colonne,
        |texte| texte.parse().ok(),
        |octets: [u8; 8]| Some(i64::from_be_bytes(octets)),
    )
}

/// The codes of a packed column, from the text of it.
pub(crate) fn codes(texte: &str) -> impl Iterator<Item = Option<&str>> {
    texte.split(' ').map(|code| (code != SANS_CODE).then_some(code))
}

/// Text on `SQLite`, values of `N` bytes on `PostgreSQL`. An aggregate of no row is NULL: nothing.
fn lire<T, const N: usize>(
    row: &Row,
    colonne: &str,
    texte: impl Fn(&str) -> Option<T>,
    octets: impl Fn([u8; N]) -> Option<T>,
) -> Result<Vec<T>, DbError> {
    let valeurs: Option<Vec<T>> = match row {
        Row::Sqlite(_) => row.get::<Option<String>>(colonne)?.map_or_else(
            || Some(Vec::new()),
            |paquet| paquet.split(' ').map(texte).collect(),
        ),
        Row::Postgres(_) => {
            let paquet = row.get::<Option<Vec<u8>>>(colonne)?.unwrap_or_default();
            match paquet.as_chunks::<N>() {
                (valeurs, []) => valeurs.iter().copied().map(octets).collect(),
                _ => None,
            }
        }
    };
    valeurs.ok_or_else(|| DbError::stored(colonne))
}
