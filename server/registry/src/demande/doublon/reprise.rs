//! Keys and pairs of records that were written without them: before this room existed, or by a bulk load. And of those that were
//! compared otherwise: what gestionnaires said of their pairs stays.

use super::cle;
use super::cles::ajouter_personnes;
use super::paires::recomparer_demande;
use crate::contexte::Contexte;
use crate::db::{Db, DbError, Tx, sql};
use crate::{enregistrement, personne, referentiel};
use domain::ids::{DemandeId, PersonneId};
use uuid::Uuid;

/// Changes with what goes into a key, or into a pair: everything is then computed again.
const VERSION: &str = "2";
/// Records in one transaction.
const LOT: i64 = 500;
/// Under which this is noted.
const NOM: &str = "cles-doublons";

/// Computes what is missing, once. Interrupted, it begins again without harm.
pub(crate) async fn completer(db: &Db, contexte: &Contexte) -> Result<(), DbError> {
    if referentiel::version(db, NOM).await?.as_deref() == Some(VERSION) {
        return Ok(());
    }
    let mut tx = db.begin().await?;
    let cle = cle::faire(&mut tx, contexte).await?;
    for table in ["cle_personne", "cle_demande"] {
        sql(format!("DELETE FROM {table}")).execute(&mut tx).await?;
    }
    enregistrement::renumeroter_choix(&mut tx, &cle, contexte.clock.now().jour_paris()).await?;
    tx.commit().await?;
    let personnes = completer_personnes(db).await?;
    let demandes = completer_demandes(db).await?;
    let mut tx = db.begin().await?;
    referentiel::noter(
        &mut tx,
        NOM,
        VERSION,
        contexte.clock.now(),
        personnes + demandes,
        None,
    )
    .await?;
    tx.commit().await
}

/// Makes the next [`completer`] compute everything again: a bulk load wrote records without their keys.
pub(crate) async fn oublier(tx: &mut Tx) -> Result<(), DbError> {
    referentiel::oublier(tx, NOM).await
}

async fn completer_personnes(db: &Db) -> Result<u64, DbError> {
    let (mut apres, mut faites) = (Uuid::nil(), 0);
    loop {
        let mut tx = db.begin().await?;
        let rows = sql("SELECT * FROM personne WHERE id > $1 ORDER BY id LIMIT $2")
            .bind(apres)
            .bind(LOT)
            .all(&mut tx)
            .await?;
        let Some(derniere) = rows.last() else {
            return Ok(faites);
        };
        apres = derniere.get("id")?;
        let gens = rows
            .iter()
            .map(|row| Ok((PersonneId::new(row.get("id")?), personne::portrait(row)?)))
            .collect::<Result<Vec<_>, DbError>>()?;
        ajouter_personnes(&mut tx, &gens).await?;
        faites += gens.len() as u64;
        tx.commit().await?;
    }
}

async fn completer_demandes(db: &Db) -> Result<u64, DbError> {
    let (mut apres, mut faites) = (Uuid::nil(), 0);
    loop {
        let mut tx = db.begin().await?;
        let rows = sql(
            "SELECT id FROM demande WHERE id > $1 AND statut IN ('a_traiter', 'a_corriger') \
             ORDER BY id LIMIT $2",
        )
        .bind(apres)
        .bind(LOT)
        .all(&mut tx)
        .await?;
        let Some(derniere) = rows.last() else {
            return Ok(faites);
        };
        apres = derniere.get("id")?;
        for row in &rows {
            recomparer_demande(&mut tx, DemandeId::new(row.get("id")?)).await?;
        }
        faites += rows.len() as u64;
        tx.commit().await?;
    }
}
