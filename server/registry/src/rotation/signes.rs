//! The last sign that the portal has of people. It sees them sign in or be confirmed by a review, and nothing of what they do with their rôle elsewhere: screens
//! say so.

use crate::db::{DbError, Places, Tx, sql};
use crate::droit::PERSONNE_DU_COMPTE;
use domain::date::Instant;
use domain::ids::{CompteId, SituationId};
use domain::rotation::{SANS_SIGNE_CHOIX, SANS_SIGNE_MOIS};

/// Situations in one statement.
const LOT: usize = 1_000;

/// Notes that the person to whom this account belongs, if it belongs to one, was seen at that instant.
pub(crate) async fn noter(tx: &mut Tx, compte: CompteId, le: Instant) -> Result<(), DbError> {
    sql(format!(
        "INSERT INTO signe (personne, le) SELECT vu.personne, $2 FROM (SELECT {PERSONNE_DU_COMPTE} AS personne \
         FROM compte c WHERE c.id = $1) AS vu WHERE vu.personne IS NOT NULL \
         ON CONFLICT (personne) DO UPDATE SET le = excluded.le"
    ))
    .bind(compte.uuid())
    .bind(le.millis())
    .execute(tx)
    .await?;
    Ok(())
}

/// Notes that the people of these situations were confirmed by somebody at that instant.
pub(crate) async fn confirmer(tx: &mut Tx, le: Instant, situations: &[SituationId]) -> Result<(), DbError> {
    for lot in situations.chunks(LOT) {
        let mut places = Places::first(le.millis());
        let liste = places.list(lot.iter().map(|situation| situation.uuid()));
        places
            .statement(format!(
                "INSERT INTO signe (personne, le) SELECT DISTINCT s.personne, CAST($1 AS BIGINT) FROM situation s \
                 WHERE s.id IN {liste} ON CONFLICT (personne) DO UPDATE SET le = excluded.le"
            ))
            .execute(tx)
            .await?;
    }
    Ok(())
}

/// The number of months asked for when it can be chosen.
pub(super) fn mois(demandes: u8) -> u8 {
    if SANS_SIGNE_CHOIX.contains(&demandes) {
        demandes
    } else {
        SANS_SIGNE_MOIS
    }
}

/// The instant that many months ago; months of 30.44 days will do.
pub(super) fn il_y_a(mois: u8, maintenant: Instant) -> Instant {
    maintenant.plus_days(-(i64::from(mois) * 3_044 / 100))
}
