//! The pairs of a record, computed again whenever it changes. A choice made on a pair stays as long as the two records are
//! what they were when it was made, and not longer: the warning is then back. Only when the way of comparing itself changes are
//! the choices kept (`reprise`): nobody has changed what they were made on.

use super::cle::{cle, empreinte_paire};
use super::cles::{self, Index};
use crate::db::{DbError, Row, Tx, Value, sql};
use crate::personne;
use crate::referentiel::lot::inserer;
use domain::demande::Statut;
use domain::doublon::{NiveauDoublon, Portrait, comparer};
use domain::ids::{CompteId, DemandeId, PersonneId};
use domain::saisie::DemandeComplete;
use std::collections::HashMap;
use uuid::Uuid;

const COLONNES: &str =
    "demande, sujet, personne, autre, niveau, score, empreinte, choix, choisi_par, choisi_le";

/// The other half of a pair.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sujet {
    /// a registered person
    Personne(PersonneId),
    /// another open demande
    Demande(DemandeId),
}

/// A demande, as its comparison needs it.
struct Ouverte {
    id: DemandeId,
    demandeur: CompteId,
    portrait: Portrait,
}

/// What was said of a pair.
struct ChoixFait {
    empreinte: i64,
    choix: String,
    par: Option<Uuid>,
    le: i64,
}

/// What the rows of a record are written with.
struct Suite {
    /// of the numbers of pairs
    cle: Vec<u8>,
    /// choices already made, by demande and subject
    choix: HashMap<(Uuid, Uuid), ChoixFait>,
    /// they hold whatever their number
    garder: bool,
}

/// Computes again whom the person of this demande looks like, as it is in this transaction. A demande that is not open any
/// more is nobody's look-alike; what was said of it stays, for it may be opened again.
pub(crate) async fn suivre_demande(tx: &mut Tx, id: DemandeId) -> Result<(), DbError> {
    suivre(tx, id, false).await
}

/// The same when what changed is the way of comparing: what was said of a pair is kept.
pub(super) async fn recomparer_demande(tx: &mut Tx, id: DemandeId) -> Result<(), DbError> {
    suivre(tx, id, true).await
}

async fn suivre(tx: &mut Tx, id: DemandeId, garder: bool) -> Result<(), DbError> {
    // Two records written at the same instant see each other: the second waits here for the first.
    personne::un_a_la_fois(tx).await?;
    let row =
        sql("SELECT id, demandeur, complete, statut FROM demande WHERE id = $1 AND complete IS NOT NULL")
            .bind(id.uuid())
            .optional(&mut *tx)
            .await?;
    let ouverte = match &row {
        Some(row) if row.parse::<Statut>("statut")?.est_ouverte() => Some(Ouverte::lire(row)?),
        _ => None,
    };
    let Some(ouverte) = ouverte else {
        cles::remplacer(tx, Index::Demandes, id.uuid(), None).await?;
        sql("DELETE FROM paire_doublon WHERE autre = $1 OR (demande = $1 AND choix IS NULL)")
            .bind(id.uuid())
            .execute(tx)
            .await?;
        return Ok(());
    };
    let suite = Suite::lire(tx, "demande = $1 OR autre = $1", id.uuid(), garder).await?;
    sql("DELETE FROM paire_doublon WHERE demande = $1 OR autre = $1")
        .bind(id.uuid())
        .execute(tx)
        .await?;
    let valeurs = cles::remplacer(tx, Index::Demandes, id.uuid(), Some(&ouverte.portrait)).await?;
    let mut lignes = Vec::new();
    for row in cles::personnes(&mut *tx, &valeurs).await? {
        let (personne, compte, portrait) = inscrite(&row)?;
        let sujet = Sujet::Personne(personne);
        lignes.extend(paire(
            &ouverte,
            sujet,
            &portrait,
            compte == Some(ouverte.demandeur),
            &suite,
        ));
    }
    for row in cles::demandes(tx, &valeurs).await? {
        let autre = Ouverte::lire(&row)?;
        // Another demande of the same applicant, for another establishment, is no duplicate.
        if autre.id != ouverte.id && autre.demandeur != ouverte.demandeur {
            lignes.extend(paire(
                &ouverte,
                Sujet::Demande(autre.id),
                &autre.portrait,
                false,
                &suite,
            ));
            lignes.extend(paire(
                &autre,
                Sujet::Demande(ouverte.id),
                &ouverte.portrait,
                false,
                &suite,
            ));
        }
    }
    inserer(tx, "paire_doublon", COLONNES, "", lignes).await?;
    Ok(())
}

/// Computes again which open demandes look like those of this registered person, as the record is in this transaction.
pub(crate) async fn suivre_personne(tx: &mut Tx, id: PersonneId) -> Result<(), DbError> {
    personne::un_a_la_fois(tx).await?;
    let Some(row) = sql("SELECT * FROM personne WHERE id = $1")
        .bind(id.uuid())
        .optional(&mut *tx)
        .await?
    else {
        // Keys and pairs went with the record.
        return Ok(());
    };
    let (personne, compte, portrait) = inscrite(&row)?;
    let suite = Suite::lire(tx, "personne = $1", id.uuid(), false).await?;
    sql("DELETE FROM paire_doublon WHERE personne = $1")
        .bind(id.uuid())
        .execute(tx)
        .await?;
    let valeurs = cles::remplacer(tx, Index::Personnes, id.uuid(), Some(&portrait)).await?;
    let mut lignes = Vec::new();
    for row in cles::demandes(tx, &valeurs).await? {
        let ouverte = Ouverte::lire(&row)?;
        let sienne = compte == Some(ouverte.demandeur);
        lignes.extend(paire(
            &ouverte,
            Sujet::Personne(personne),
            &portrait,
            sienne,
            &suite,
        ));
    }
    inserer(tx, "paire_doublon", COLONNES, "", lignes).await?;
    Ok(())
}

impl Ouverte {
    fn lire(row: &Row) -> Result<Self, DbError> {
        let complete: DemandeComplete = serde_json::from_str(&row.get::<String>("complete")?)
            .map_err(|_| DbError::stored("demande.complete"))?;
        Ok(Self {
            id: cles::demande(row)?,
            demandeur: CompteId::new(row.get("demandeur")?),
            portrait: Portrait::from(&complete),
        })
    }
}

/// A row of `personne` as it is compared.
fn inscrite(row: &Row) -> Result<(PersonneId, Option<CompteId>, Portrait), DbError> {
    let compte = row.get::<Option<Uuid>>("compte")?.map(CompteId::new);
    Ok((PersonneId::new(row.get("id")?), compte, personne::portrait(row)?))
}

/// The same portrait, its e-mail and its mobile left out. A pair is written for whoever reads it, most of whom may know nothing of
/// the contacts of the other one (R20): neither its level, nor its score, nor its number depends on them.
pub(crate) fn sans_contact(portrait: &Portrait) -> Portrait {
    Portrait {
        contact: None,
        ..portrait.clone()
    }
}

/// What is worth remembering of two records. `sienne`: the record is that of the very account that asks, whatever its civil
/// status has become.
pub(super) fn niveau(demande: &Portrait, sujet: &Portrait, sienne: bool) -> (NiveauDoublon, u8) {
    let ressemblance = comparer(&sans_contact(demande), &sans_contact(sujet));
    if sienne {
        (NiveauDoublon::Exacte, 100)
    } else {
        (ressemblance.niveau, ressemblance.score)
    }
}

/// The row of a pair; none for two people who do not look alike.
fn paire(
    ouverte: &Ouverte,
    sujet: Sujet,
    portrait: &Portrait,
    sienne: bool,
    suite: &Suite,
) -> Option<Vec<Value>> {
    let (mut niveau, score) = niveau(&ouverte.portrait, portrait, sienne);
    let (id, personne, autre) = match sujet {
        Sujet::Personne(id) => (id.uuid(), Some(id.uuid()), None),
        Sujet::Demande(id) => (id.uuid(), None, Some(id.uuid())),
    };
    let empreinte = empreinte_paire(&suite.cle, &ouverte.portrait, portrait);
    let fait = suite
        .choix
        .get(&(ouverte.id.uuid(), id))
        .filter(|fait| suite.garder || fait.empreinte == empreinte);
    if niveau == NiveauDoublon::Aucune {
        // What somebody said stays even when they looked alike by a contact only.
        fait.filter(|_| suite.garder)?;
        niveau = NiveauDoublon::Possible;
    }
    Some(vec![
        Value::from(ouverte.id.uuid()),
        Value::from(id),
        Value::from(personne),
        Value::from(autre),
        Value::from(niveau.code()),
        Value::from(i64::from(score)),
        Value::from(empreinte),
        Value::from(fait.map(|fait| fait.choix.clone())),
        Value::from(fait.and_then(|fait| fait.par)),
        Value::from(fait.map(|fait| fait.le)),
    ])
}

impl Suite {
    /// `condition` says whose choices are read, with `id` as `$1`.
    async fn lire(tx: &mut Tx, condition: &str, id: Uuid, garder: bool) -> Result<Self, DbError> {
        let rows = sql(format!(
            "SELECT demande, sujet, empreinte, choix, choisi_par, choisi_le FROM paire_doublon \
             WHERE choix IS NOT NULL AND ({condition})"
        ))
        .bind(id)
        .all(&mut *tx)
        .await?;
        let choix = rows
            .iter()
            .map(|row| {
                let fait = ChoixFait {
                    empreinte: row.get("empreinte")?,
                    choix: row.get("choix")?,
                    par: row.get("choisi_par")?,
                    le: row.get("choisi_le")?,
                };
                Ok(((row.get("demande")?, row.get("sujet")?), fait))
            })
            .collect::<Result<_, DbError>>()?;
        Ok(Self {
            cle: cle(tx).await?,
            choix,
            garder,
        })
    }
}
