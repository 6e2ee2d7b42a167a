//! Who, among registered people, looks like somebody about to be registered without a demande (J3). Compared when it is asked:
//! a draft is no record, and leaves neither keys nor pairs.

use super::cle::empreinte_paire;
use super::cles;
use super::paires::sans_contact;
use crate::db::{DbError, Run};
use crate::droit::Gestionnaire;
use crate::personne::{self, rpps};
use domain::doublon::{NiveauDoublon, Portrait, TraitCompare, comparer};
use domain::identifiant::Rpps;
use domain::ids::PersonneId;
use domain::saisie::Champ;

/// More than anybody compares.
const VUES_MAX: usize = 10;

/// A registered person who looks like a portrait.
pub(crate) struct Ressemblante {
    pub(crate) personne: PersonneId,
    pub(crate) rpps: Rpps,
    /// the name used at work
    pub(crate) nom: String,
    /// in the perimeter: the record may be opened
    pub(crate) visible: bool,
    pub(crate) niveau: NiveauDoublon,
    pub(crate) score: u8,
    /// the civil status, trait by trait
    pub(crate) traits: Vec<TraitCompare>,
    /// of the two as compared: what is said of them holds as long as it stays
    pub(crate) empreinte: i64,
}

/// Those who look like `portrait`, the closest first. Outside the perimeter the e-mail and the mobile count for nothing (R20): a
/// gestionnaire who types them would read in the score whether they are right.
pub(crate) async fn ressemblantes(
    on: impl Run<'_>,
    g: &Gestionnaire,
    portrait: &Portrait,
) -> Result<Vec<Ressemblante>, DbError> {
    let mut vues = Vec::new();
    for row in cles::personnes_vues(on, g, &domain::doublon::cles(portrait)).await? {
        let autre = personne::portrait(&row)?;
        let visible = row.get::<i64>("visible")? > 0;
        let comparee = if visible {
            comparer(portrait, &autre)
        } else {
            comparer(&sans_contact(portrait), &sans_contact(&autre))
        };
        if comparee.niveau == NiveauDoublon::Aucune {
            continue;
        }
        let mut traits = comparee.traits;
        traits.retain(|compare| !matches!(compare.champ, Champ::Email | Champ::Mobile));
        vues.push(Ressemblante {
            personne: PersonneId::new(row.get("id")?),
            rpps: rpps(&row.get::<String>("rpps")?)?,
            nom: personne::appel(&row)?,
            visible,
            niveau: comparee.niveau,
            score: comparee.score,
            traits,
            empreinte: empreinte_paire(&row.get::<Vec<u8>>("cle")?, portrait, &autre),
        });
    }
    vues.sort_by(|a, b| {
        b.score
            .cmp(&a.score)
            .then_with(|| a.rpps.as_str().cmp(b.rpps.as_str()))
    });
    vues.truncate(VUES_MAX);
    Ok(vues)
}
