//! Which people of the register whoever answers is, or may be: nobody answers for themselves (R38).

use crate::cherche::Cherche;
use crate::db::{DbError, Engine, Places, Run};
use crate::droit::Reviseur;
use std::collections::HashSet;
use uuid::Uuid;

/// Their record when the register ties them to one; else those of their part that have their civil status or, of a card that says no
/// more, its names.
pub(super) async fn soi(on: impl Run<'_>, engine: Engine, r: &Reviseur) -> Result<HashSet<Uuid>, DbError> {
    let soi = r.soi();
    if let Some(personne) = soi.personne() {
        return Ok(HashSet::from([personne.uuid()]));
    }
    let mut places = Places::first(r.compte().uuid());
    let condition = match soi.appel() {
        None => format!(
            "personne.identite IN {}",
            places.list(soi.identites().iter().map(String::as_str))
        ),
        Some(appel) => {
            let Some(cherche) = Cherche::lire(appel) else {
                return Ok(HashSet::new());
            };
            format!(
                "personne.id IN (SELECT situation.personne FROM situation WHERE situation.finess IN {} AND {})",
                r.perimetre(),
                cherche.situations(engine, &mut places, false)
            )
        }
    };
    let rows = places
        .statement(format!(
            "SELECT personne.* FROM personne WHERE EXISTS (SELECT 1 FROM compte WHERE compte.id = $1) AND {condition}"
        ))
        .all(on)
        .await?;
    let mut siennes = HashSet::new();
    for row in &rows {
        if soi.est_fiche(row)? {
            siennes.insert(row.get("id")?);
        }
    }
    Ok(siennes)
}
