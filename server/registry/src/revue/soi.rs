//! Which people of the register whoever answers is, or may be: nobody answers for themselves (R38).

use crate::cherche::Cherche;
use crate::db::{DbError, Engine, Places, Run};
use crate::droit::Reviseur;
use domain::texte::mots;
use std::collections::HashSet;
use uuid::Uuid;

/// Those whose folded civil status begins with the same day: the same person may be written in two ways
/// ([`crate::personne::identites_proches`]).
fn nes_le_meme_jour(identite: &str, places: &mut Places) -> String {
    let jour = identite.split('|').next().unwrap_or_default();
    // « } » comes right after « | ».
    let (premier, dernier) = (places.bind(format!("{jour}|")), places.bind(format!("{jour}}}")));
    format!("(personne.identite >= {premier} AND personne.identite < {dernier})")
}

/// Their record when the register ties them to one; else the person that somebody said they are, and those of their part whose
/// civil status is close to theirs or, of a card that says no more, who bear its names.
pub(super) async fn soi(on: impl Run<'_>, engine: Engine, r: &Reviseur) -> Result<HashSet<Uuid>, DbError> {
    let soi = r.soi();
    if let Some(personne) = soi.personne() {
        return Ok(HashSet::from([personne.uuid()]));
    }
    let mut siennes: HashSet<Uuid> = soi.personne_dite().iter().map(|dite| dite.uuid()).collect();
    let mut places = Places::first(r.compte().uuid());
    let condition = match soi.appel() {
        None => soi
            .identites()
            .iter()
            .map(|identite| nes_le_meme_jour(identite, &mut places))
            .collect::<Vec<_>>(),
        // Each word by itself: a card may bear more names than the register knows, or fewer.
        Some(appel) => mots(appel)
            .iter()
            .filter_map(|mot| {
                let trouvees = Cherche::lire(mot)?.situations(engine, &mut places, false);
                Some(format!(
                    "personne.id IN (SELECT situation.personne FROM situation WHERE situation.finess IN {} AND {trouvees})",
                    r.perimetre()
                ))
            })
            .collect(),
    };
    if condition.is_empty() {
        return Ok(siennes);
    }
    let condition = condition.join(" OR ");
    let rows = places
        .statement(format!(
            "SELECT personne.* FROM personne WHERE EXISTS (SELECT 1 FROM compte WHERE compte.id = $1) AND ({condition})"
        ))
        .all(on)
        .await?;
    for row in &rows {
        if soi.est_fiche(row)? {
            siennes.insert(row.get("id")?);
        }
    }
    Ok(siennes)
}
