//! The registered people who look like those of a list, asked in bulk by the keys of `domain::doublon`. E-mails and mobiles count for
//! nothing here (R20): most of those people are outside the perimeter of whoever brings the list.

use super::lecture::Lecture;
use crate::db::{DbError, Row};
use crate::demande::{PERSONNES_DES_CLES, VOISINS_MAX, empreinte_paire, sans_contact};
use crate::personne;
use domain::doublon::{NiveauDoublon, Portrait, cles, comparer, empreinte};
use domain::saisie::DemandeComplete;
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// Portraits looked for together: what is held in memory follows this, not the list.
const LOT: usize = 500;
/// A key that so many people share is no clue, and would cost the comparison of all of them.
const BANALE: usize = 1_000;
/// More than anybody compares.
const VUES_MAX: usize = 10;

/// A registered person who looks like a portrait.
pub(super) struct Semblable {
    pub(super) personne: Uuid,
    pub(super) niveau: NiveauDoublon,
    score: u8,
    /// of the pair, under which an answer is kept
    pub(super) numero: i64,
}

/// What was found.
#[derive(Default)]
pub(super) struct Semblables {
    /// by the number of the portrait, the closest first
    par_portrait: HashMap<i64, Vec<Semblable>>,
    /// their rows of `personne`
    pub(super) fiches: HashMap<Uuid, Row>,
}

/// What is compared of a row.
pub(super) fn portrait(complete: &DemandeComplete) -> Portrait {
    sans_contact(&Portrait::from(complete))
}

impl Semblables {
    /// Looks for all of them.
    pub(super) async fn chercher(
        lecture: &mut Lecture<'_>,
        cle: &[u8],
        portraits: &[Portrait],
    ) -> Result<Self, DbError> {
        let mut trouves = Self::default();
        for lot in portraits.chunks(LOT) {
            trouves.chercher_lot(lecture, cle, lot).await?;
        }
        Ok(trouves)
    }

    async fn chercher_lot(
        &mut self,
        lecture: &mut Lecture<'_>,
        cle: &[u8],
        portraits: &[Portrait],
    ) -> Result<(), DbError> {
        let cles: Vec<Vec<i64>> = portraits.iter().map(cles).collect();
        let valeurs: BTreeSet<i64> = cles.iter().flatten().copied().collect();
        let valeurs: Vec<i64> = valeurs.into_iter().collect();
        let mut porteurs: HashMap<i64, Vec<Uuid>> = HashMap::new();
        for row in lecture.parmi(PERSONNES_DES_CLES, &valeurs).await? {
            porteurs
                .entry(row.get("valeur")?)
                .or_default()
                .push(row.get("personne")?);
        }
        if porteurs.is_empty() {
            return Ok(());
        }
        let voisins: Vec<Vec<Uuid>> = cles.iter().map(|cles| voisins(cles, &porteurs)).collect();
        let ids: BTreeSet<Uuid> = voisins.iter().flatten().copied().collect();
        let ids: Vec<Uuid> = ids.into_iter().collect();
        let mut fiches: HashMap<Uuid, (Portrait, Row)> = HashMap::new();
        for row in lecture
            .parmi("SELECT * FROM personne WHERE id IN ({})", &ids)
            .await?
        {
            fiches.insert(row.get("id")?, (sans_contact(&personne::portrait(&row)?), row));
        }
        let mut gardees = BTreeSet::new();
        for (portrait, voisins) in portraits.iter().zip(voisins) {
            let mut vues: Vec<Semblable> = voisins
                .into_iter()
                .filter_map(|id| ressembler(cle, portrait, id, &fiches.get(&id)?.0))
                .collect();
            vues.sort_by(|a, b| b.score.cmp(&a.score).then_with(|| a.personne.cmp(&b.personne)));
            vues.truncate(VUES_MAX);
            if !vues.is_empty() {
                gardees.extend(vues.iter().map(|vue| vue.personne));
                self.par_portrait.insert(empreinte(portrait), vues);
            }
        }
        for id in gardees {
            if let Some((_, row)) = fiches.remove(&id) {
                self.fiches.insert(id, row);
            }
        }
        Ok(())
    }

    /// Those who look like that portrait, the closest first.
    pub(super) fn de(&self, portrait: &Portrait) -> &[Semblable] {
        self.par_portrait
            .get(&empreinte(portrait))
            .map_or(&[], Vec::as_slice)
    }
}

/// Those who share most keys first, should there be too many.
fn voisins(cles: &[i64], porteurs: &HashMap<i64, Vec<Uuid>>) -> Vec<Uuid> {
    let mut partagees: HashMap<Uuid, usize> = HashMap::new();
    for porteurs in cles.iter().filter_map(|cle| porteurs.get(cle)) {
        if porteurs.len() <= BANALE {
            for id in porteurs {
                *partagees.entry(*id).or_default() += 1;
            }
        }
    }
    let mut voisins: Vec<(Uuid, usize)> = partagees.into_iter().collect();
    voisins.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    voisins.truncate(VOISINS_MAX as usize);
    voisins.into_iter().map(|(id, _)| id).collect()
}

fn ressembler(cle: &[u8], portrait: &Portrait, personne: Uuid, sienne: &Portrait) -> Option<Semblable> {
    let comparee = comparer(portrait, sienne);
    (comparee.niveau != NiveauDoublon::Aucune).then(|| Semblable {
        personne,
        niveau: comparee.niveau,
        score: comparee.score,
        numero: empreinte_paire(cle, portrait, sienne),
    })
}
