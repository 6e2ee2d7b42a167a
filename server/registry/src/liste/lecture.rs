//! Many values asked for at once, on the database or within a transaction.

use crate::db::{Answer, Db, DbError, Engine, Row, Statement, Tx, Value, sql};

/// Values of one statement.
const LOT: usize = 1_000;

/// Where statements run: on the database for the dry run, in the transaction that registers.
pub(super) enum Lecture<'a> {
    /// reads what is committed
    Base(&'a Db),
    /// reads its own writes, and nobody else writes meanwhile
    Acte(&'a mut Tx),
}

impl Lecture<'_> {
    fn moteur(&self) -> Engine {
        match self {
            Self::Base(db) => db.engine(),
            Self::Acte(tx) => tx.engine(),
        }
    }

    pub(super) fn lire(&mut self, enonce: Statement) -> Answer<'_, Vec<Row>> {
        match self {
            Self::Base(db) => enonce.all(*db),
            Self::Acte(tx) => enonce.all(&mut **tx),
        }
    }

    /// The rows of `texte`, whose `{}` stands for a list of values, for all the values.
    pub(super) async fn parmi<V: Clone + Into<Value> + Sync>(
        &mut self,
        texte: &str,
        valeurs: &[V],
    ) -> Result<Vec<Row>, DbError> {
        let mut rows = Vec::new();
        for lot in valeurs.chunks(LOT) {
            let places: Vec<String> = (1..=lot.len())
                .map(|rang| match self.moteur() {
                    // See `referentiel::lot`: names cost more than places.
                    Engine::Sqlite => "?".to_owned(),
                    Engine::Postgres => format!("${rang}"),
                })
                .collect();
            let enonce = sql(texte.replace("{}", &places.join(", ")));
            rows.extend(
                self.lire(lot.iter().cloned().fold(enonce, Statement::bind))
                    .await?,
            );
        }
        Ok(rows)
    }
}
