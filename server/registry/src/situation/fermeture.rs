//! The closings of a situation that stand, each with what it replaced: taking one back puts back exactly what stood before it,
//! an earlier closing included, with its own note.

use super::Qui;
use super::etat::Etat;
use crate::db::{DbError, Tx, sql};
use domain::date::{Instant, Jour};
use domain::ids::SituationId;
use domain::nomenclature::MotifFin;
use uuid::Uuid;

/// A closing that stands.
pub(super) struct Note {
    /// when it was recorded
    pub(super) le: Instant,
    /// the end that it replaced
    pub(super) fin_avant: Option<Jour>,
    /// why that end, when a closing had given it
    pub(super) motif_avant: Option<MotifFin>,
}

/// The closings of a situation, the latest first.
pub(super) async fn lire(tx: &mut Tx, situation: SituationId) -> Result<Vec<Note>, DbError> {
    sql(
        "SELECT le, fin_avant, motif_avant, 1 AS derniere, 0 AS rang FROM fermeture WHERE situation = $1 \
         UNION ALL SELECT le, fin_avant, motif_avant, 0 AS derniere, rang FROM fermeture_precedente WHERE situation = $1 \
         ORDER BY derniere DESC, rang DESC",
    )
    .bind(situation.uuid())
    .all(tx)
    .await?
    .iter()
    .map(|row| {
        Ok(Note {
            le: Instant::from_millis(row.get("le")?),
            fin_avant: row.get("fin_avant")?,
            motif_avant: row
                .get::<Option<String>>("motif_avant")?
                .map(|code| code.parse().map_err(|_| DbError::stored("fermeture.motif_avant")))
                .transpose()?,
        })
    })
    .collect()
}

/// Notes a closing, over those that stand already.
pub(super) async fn noter(
    tx: &mut Tx,
    id: Uuid,
    qui: Qui<'_>,
    now: Instant,
    avant: Option<&Etat>,
) -> Result<(), DbError> {
    sql(
        "INSERT INTO fermeture_precedente (situation, rang, le, par, declaree, fin_avant, motif_avant) \
         SELECT f.situation, 1 + (SELECT COUNT(*) FROM fermeture_precedente p WHERE p.situation = f.situation), \
         f.le, f.par, f.declaree, f.fin_avant, f.motif_avant FROM fermeture f WHERE f.situation = $1",
    )
    .bind(id)
    .execute(&mut *tx)
    .await?;
    sql(
        "INSERT INTO fermeture (situation, le, par, declaree, fin_avant, motif_avant) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (situation) DO UPDATE SET le = excluded.le, par = excluded.par, declaree = excluded.declaree, \
         fin_avant = excluded.fin_avant, motif_avant = excluded.motif_avant",
    )
    .bind(id)
    .bind(now.millis())
    .bind(qui.compte())
    .bind(matches!(qui, Qui::Inscrit(_)))
    .bind(avant.and_then(|avant| avant.fin))
    .bind(avant.and_then(|avant| avant.motif).map(MotifFin::code))
    .execute(tx)
    .await?;
    Ok(())
}

/// Takes back the latest closings, that many. The state of the situation itself is the caller's.
pub(crate) async fn reprendre(tx: &mut Tx, id: Uuid, nombre: usize) -> Result<(), DbError> {
    const DERNIERE: &str = "rang = (SELECT MAX(p.rang) FROM fermeture_precedente p WHERE p.situation = $1)";
    for _ in 0..nombre {
        sql("DELETE FROM fermeture WHERE situation = $1")
            .bind(id)
            .execute(&mut *tx)
            .await?;
        sql(format!(
            "INSERT INTO fermeture (situation, le, par, declaree, fin_avant, motif_avant) \
             SELECT situation, le, par, declaree, fin_avant, motif_avant FROM fermeture_precedente \
             WHERE situation = $1 AND {DERNIERE}"
        ))
        .bind(id)
        .execute(&mut *tx)
        .await?;
        sql(format!(
            "DELETE FROM fermeture_precedente WHERE situation = $1 AND {DERNIERE}"
        ))
        .bind(id)
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}

/// Forgets them all: the situation got another end otherwise.
pub(super) async fn oublier(tx: &mut Tx, id: Uuid) -> Result<(), DbError> {
    for table in ["fermeture", "fermeture_precedente"] {
        sql(format!("DELETE FROM {table} WHERE situation = $1"))
            .bind(id)
            .execute(&mut *tx)
            .await?;
    }
    Ok(())
}
