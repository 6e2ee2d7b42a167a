//! The last sign that the portal has of people: nothing says whether somebody uses their rôle elsewhere, and screens say so.

use super::Portee;
use crate::Registry;
use crate::db::DbError;
use crate::droit::Representant;
use domain::date::Instant;
use domain::rotation::SANS_SIGNE_CHOIX;
use std::collections::HashMap;
use uuid::Uuid;

/// What counts as a sign of the person `p`: the instant of the last one of its kind, each an index read from its end. Signing in is
/// an act like others in the journal. A room that learns of people in another way adds its line.
const SIGNES: [&str; 2] = [
    // of the account that was tied when the number was given
    "(SELECT MAX(journal.le) FROM journal WHERE journal.acteur = p.compte)",
    // of the card that bears their number
    "(SELECT MAX(journal.le) FROM compte JOIN journal ON journal.acteur = compte.id WHERE compte.rpps = p.rpps)",
];

/// The last sign of the people present today; nobody without one.
pub(super) async fn derniers(
    registry: &Registry,
    r: &Representant,
    portee: &Portee,
) -> Result<HashMap<Uuid, Instant>, DbError> {
    let (mut places, sites) = portee.places(r);
    let jour = places.bind(registry.aujourd_hui());
    let engine = registry.db.engine();
    let [compte, carte] = SIGNES;
    let paquet = engine.paquet(&[&engine.uuid_hex("vus.id"), "vus.compte", "vus.carte"]);
    let row = places
        .statement(format!(
            "SELECT {paquet} AS lignes FROM (SELECT p.id, {compte} AS compte, {carte} AS carte FROM personne p \
             WHERE p.id IN (SELECT situation.personne FROM situation WHERE situation.finess IN {sites} \
             AND situation.debut <= {jour} AND (situation.fin IS NULL OR situation.fin >= {jour}))) AS vus \
             WHERE COALESCE(vus.compte, vus.carte) IS NOT NULL"
        ))
        .one(&registry.db)
        .await?;
    let lignes: Option<String> = row.get("lignes")?;
    lignes
        .iter()
        .flat_map(|lignes| lignes.split(';'))
        .map(|ligne| signe(ligne).ok_or_else(|| DbError::stored("journal.le")))
        .collect()
}

fn signe(ligne: &str) -> Option<(Uuid, Instant)> {
    let (id, instants) = ligne.split_once(' ')?;
    let dernier = instants.split(' ').filter_map(|le| le.parse().ok()).max()?;
    Some((Uuid::try_parse(id).ok()?, Instant::from_millis(dernier)))
}

/// The number of months asked for when it can be chosen.
pub(super) fn mois(demandes: u8) -> u8 {
    if SANS_SIGNE_CHOIX.contains(&demandes) {
        demandes
    } else {
        domain::rotation::SANS_SIGNE_MOIS
    }
}

/// The instant that many months ago; months of 30.44 days will do.
pub(super) fn il_y_a(mois: u8, maintenant: Instant) -> Instant {
    maintenant.plus_days(-(i64::from(mois) * 3_044 / 100))
}
