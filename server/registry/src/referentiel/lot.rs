//! Writing many rows with few statements.

use crate::db::{DbError, Engine, Tx, Value, sql};

/// How many values one statement may carry: well under the limit of `SQLite` (32 766) and of `PostgreSQL` (65 535).
const VALEURS_MAX: usize = 12_000;

/// Inserts `lignes` (each with the values of `colonnes`, in order) into `table`, several rows a statement. `suite` is what
/// follows the values, such as `ON CONFLICT …`. Returns how many rows were written.
///
/// `table`, `colonnes` and `suite` are literals of this crate.
pub(crate) async fn inserer(
    tx: &mut Tx,
    table: &str,
    colonnes: &str,
    suite: &str,
    lignes: Vec<Vec<Value>>,
) -> Result<u64, DbError> {
    let mut ecrites = 0;
    let mut lignes = lignes.into_iter().peekable();
    while let Some(largeur) = lignes.peek().map(Vec::len) {
        let lot: Vec<Vec<Value>> = lignes.by_ref().take(VALEURS_MAX / largeur.max(1)).collect();
        let mut enonce = sql(texte(tx.engine(), table, colonnes, suite, largeur, lot.len()));
        for valeur in lot.into_iter().flatten() {
            enonce = enonce.bind(valeur);
        }
        ecrites += enonce.execute(tx).await?;
    }
    Ok(ecrites)
}

/// `INSERT INTO table (colonnes) VALUES (…), (…) suite`.
///
/// `SQLite` takes `$1` for a name and looks through all names for each of them: with thousands, that is most of the time of
/// an import. Its `?` has no name.
pub(crate) fn texte(
    moteur: Engine,
    table: &str,
    colonnes: &str,
    suite: &str,
    largeur: usize,
    hauteur: usize,
) -> String {
    let mut enonce = format!("INSERT INTO {table} ({colonnes}) VALUES ");
    for rang in 0..hauteur {
        enonce.push_str(if rang == 0 { "(" } else { ", (" });
        for colonne in 1..=largeur {
            if colonne > 1 {
                enonce.push_str(", ");
            }
            match moteur {
                Engine::Sqlite => enonce.push('?'),
                Engine::Postgres => {
                    enonce.push('$');
                    enonce.push_str(&(rang * largeur + colonne).to_string());
                }
            }
        }
        enonce.push(')');
    }
    enonce.push(' ');
    enonce.push_str(suite);
    enonce
}
