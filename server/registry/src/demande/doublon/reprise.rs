//! Keys and pairs computed again: when what goes into them changes, or after a bulk load that wrote records without them. What
//! gestionnaires said of their pairs stays. Done while the portal works, a few records in each transaction, with the old keys in
//! place until the new ones are; several machines share the work, and an interrupted one goes on where it was.

use super::cle;
use super::cles::renouveler_personnes;
use super::paires::recomparer_demande;
use crate::contexte::Contexte;
use crate::db::{Db, DbError, Tx, sql};
use crate::{Registry, enregistrement, personne, referentiel};
use domain::ids::{DemandeId, PersonneId};
use uuid::Uuid;

/// Changes with what goes into a key, or into a pair: everything is then computed again.
const VERSION: &str = "2";
/// Registered people in one transaction, while nobody registers.
const PERSONNES: i64 = 100;
/// Demandes in one transaction, likewise: each is compared with those that share its keys.
const DEMANDES: i64 = 10;
/// Under which this is noted.
const NOM: &str = "cles-doublons";

/// How far it is. Noted as the version: that of the keys and pairs once all are computed, before that with what is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Etape {
    /// people up to this one have their keys
    Personnes(Uuid),
    /// all people have, and demandes up to this one are compared
    Demandes(Uuid),
    /// nothing is left
    Finie,
}

impl Etape {
    const DEBUT: Self = Self::Personnes(Uuid::nil());

    /// `None` for something that was noted before this version, or never.
    fn lire(notee: &str) -> Option<Self> {
        let mut mots = notee.split(' ');
        if mots.next() != Some(VERSION) {
            return None;
        }
        match (mots.next(), mots.next()) {
            (None, _) => Some(Self::Finie),
            (Some("personnes"), Some(apres)) => apres.parse().ok().map(Self::Personnes),
            (Some("demandes"), Some(apres)) => apres.parse().ok().map(Self::Demandes),
            _ => None,
        }
    }

    fn ecrire(self) -> String {
        match self {
            Self::Personnes(apres) => format!("{VERSION} personnes {apres}"),
            Self::Demandes(apres) => format!("{VERSION} demandes {apres}"),
            Self::Finie => VERSION.to_owned(),
        }
    }
}

impl Registry {
    /// Computes some of the keys and pairs of look-alikes that are to be computed again. False when there are none left.
    pub async fn avancer_doublons(&self) -> Result<bool, DbError> {
        let mut tx = self.db.begin().await?;
        // Who else does this work waits here, and reads what is left afterwards.
        let notee = sql("UPDATE referentiel SET version = version WHERE nom = $1 RETURNING version")
            .bind(NOM)
            .optional(&mut tx)
            .await?
            .map(|row| row.get::<String>("version"))
            .transpose()?;
        let (suivante, faites) = match notee.as_deref().and_then(Etape::lire).unwrap_or(Etape::DEBUT) {
            Etape::Finie => return Ok(false),
            Etape::Personnes(apres) => renouveler(&mut tx, apres).await?,
            Etape::Demandes(apres) => recomparer(&mut tx, apres).await?,
        };
        noter(&mut tx, &self.contexte, suivante, faites).await?;
        tx.commit().await?;
        Ok(suivante != Etape::Finie)
    }

    /// Computes all of them, without leaving room for others: for a portal that does not serve yet.
    pub async fn completer_doublons(&self) -> Result<(), DbError> {
        while self.avancer_doublons().await? {}
        Ok(())
    }
}

/// What cannot wait when the keys or pairs change: the key of the numbers, and the choices made in drafts.
pub(crate) async fn preparer(db: &Db, contexte: &Contexte) -> Result<(), DbError> {
    let notee = referentiel::version(db, NOM).await?;
    if notee.as_deref().and_then(Etape::lire).is_some() {
        return Ok(());
    }
    let mut tx = db.begin().await?;
    let cle = cle::faire(&mut tx, contexte).await?;
    enregistrement::renumeroter_choix(&mut tx, &cle, contexte.clock.now().jour_paris()).await?;
    noter(&mut tx, contexte, Etape::DEBUT, 0).await?;
    tx.commit().await
}

/// Makes everything to be computed again: a bulk load wrote records without their keys.
pub(crate) async fn recommencer(tx: &mut Tx, contexte: &Contexte) -> Result<(), DbError> {
    noter(tx, contexte, Etape::DEBUT, 0).await
}

async fn noter(tx: &mut Tx, contexte: &Contexte, etape: Etape, faites: u64) -> Result<(), DbError> {
    referentiel::noter(tx, NOM, &etape.ecrire(), contexte.clock.now(), faites, None).await
}

async fn renouveler(tx: &mut Tx, apres: Uuid) -> Result<(Etape, u64), DbError> {
    personne::un_a_la_fois(tx).await?;
    let rows = sql("SELECT * FROM personne WHERE id > $1 ORDER BY id LIMIT $2")
        .bind(apres)
        .bind(PERSONNES)
        .all(&mut *tx)
        .await?;
    let Some(derniere) = rows.last() else {
        return Ok((Etape::Demandes(Uuid::nil()), 0));
    };
    let derniere = derniere.get("id")?;
    let gens = rows
        .iter()
        .map(|row| Ok((PersonneId::new(row.get("id")?), personne::portrait(row)?)))
        .collect::<Result<Vec<_>, DbError>>()?;
    renouveler_personnes(tx, apres, derniere, &gens).await?;
    Ok((Etape::Personnes(derniere), gens.len() as u64))
}

async fn recomparer(tx: &mut Tx, apres: Uuid) -> Result<(Etape, u64), DbError> {
    let rows = sql(
        "SELECT id FROM demande WHERE id > $1 AND statut IN ('a_traiter', 'a_corriger') \
         ORDER BY id LIMIT $2",
    )
    .bind(apres)
    .bind(DEMANDES)
    .all(&mut *tx)
    .await?;
    let Some(derniere) = rows.last() else {
        return Ok((Etape::Finie, 0));
    };
    let derniere = derniere.get("id")?;
    for row in &rows {
        recomparer_demande(tx, DemandeId::new(row.get("id")?)).await?;
    }
    Ok((Etape::Demandes(derniere), rows.len() as u64))
}

#[cfg(test)]
mod tests {
    use super::Etape;
    use uuid::Uuid;

    #[test]
    fn how_far_it_is_can_be_read_again() {
        let apres = Uuid::from_u128(7);
        for etape in [
            Etape::DEBUT,
            Etape::Personnes(apres),
            Etape::Demandes(apres),
            Etape::Finie,
        ] {
            assert_eq!(Etape::lire(&etape.ecrire()), Some(etape));
        }
        for autre in ["", "1", "20", "2 personnes", "2 personnes x", "2 autre chose"] {
            assert_eq!(Etape::lire(autre), None, "{autre}");
        }
    }
}
