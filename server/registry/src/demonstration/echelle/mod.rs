//! A register as large as the real one, for measures: made-up people, their situations, and demandes that wait, on made-up
//! establishments. Written in bulk, without the acts that would have led there: no journal entry, no mail. Everything else
//! is what the acts would have written, keys and pairs of duplicates included.
//!
//! The same size gives the same register. Never run it on one that serves real people.

mod gens;
mod lignes;

use super::semis::SemisError;
use crate::db::{DbError, sql};
use crate::{Registry, demande, finess, referentiel};
use lignes::{demander, inscrire, references};

/// Under which a register of that size is noted: sowing again does nothing.
const NOM: &str = "echelle";
/// People in one transaction.
const LOT: u64 = 1_000;
/// Establishments for a hundred people.
const ETABLISSEMENTS: u64 = 4;

/// What was sown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Echelle {
    /// registered people
    pub personnes: u64,
    /// demandes that wait
    pub demandes: u64,
    /// establishments
    pub etablissements: u64,
}

impl std::fmt::Display for Echelle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            personnes,
            demandes,
            etablissements,
        } = self;
        write!(
            f,
            "{personnes} personnes, {demandes} demandes à traiter, {etablissements} établissements"
        )
    }
}

/// How many establishments a register of that many people has.
pub fn etablissements(personnes: u64) -> u64 {
    (personnes * ETABLISSEMENTS / 100).max(60)
}

/// Sows a register of that many people, one and a half situation each, and a demande that waits for five of them. Interrupted,
/// it has to be begun again on an empty database.
pub async fn semer_a_l_echelle(registry: &Registry, personnes: u64) -> Result<Echelle, SemisError> {
    let echelle = Echelle {
        personnes,
        demandes: personnes / 5,
        etablissements: etablissements(personnes),
    };
    if referentiel::version(registry.db(), NOM).await?.is_some() {
        return Ok(echelle);
    }
    registry
        .importer_finess(finess::generateur::flux(echelle.etablissements))
        .await
        .map_err(|_| SemisError::Invention("établissements"))?;
    let depart = depart(registry).await?;
    for debut in (0..personnes).step_by(usize::try_from(LOT).unwrap_or(1)) {
        let mut tx = registry.db().begin().await?;
        let rangs = debut..(debut + LOT).min(personnes);
        inscrire(&mut tx, registry.now(), depart, echelle.etablissements, rangs).await?;
        tx.commit().await?;
    }
    let lot = usize::try_from(LOT).unwrap_or(1);
    for (debut, references) in (0..).step_by(lot).zip(references(echelle.demandes).chunks(lot)) {
        let mut tx = registry.db().begin().await?;
        let rangs = debut..debut + LOT;
        demander(&mut tx, registry.now(), personnes, rangs, references).await?;
        tx.commit().await?;
    }
    let mut tx = registry.db().begin().await?;
    sql("UPDATE compteur SET valeur = $1 WHERE nom = 'rpps'")
        .bind(i64::try_from(depart + personnes).unwrap_or(i64::MAX))
        .execute(&mut tx)
        .await?;
    demande::recommencer_doublons(&mut tx, registry.contexte()).await?;
    referentiel::noter(&mut tx, NOM, "1", registry.now(), personnes, None).await?;
    tx.commit().await?;
    registry.completer_doublons().await?;
    Ok(echelle)
}

/// The last number given so far.
async fn depart(registry: &Registry) -> Result<u64, DbError> {
    let row = sql("SELECT valeur FROM compteur WHERE nom = 'rpps'")
        .one(registry.db())
        .await?;
    u64::try_from(row.get::<i64>("valeur")?).map_err(|_| DbError::stored("compteur.rpps"))
}
