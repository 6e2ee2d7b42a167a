//! Answers as they are written: each on the version it was read on, with its entry, while the campaign is held open.

use super::RevueError;
use crate::Registry;
use crate::db::{DbError, Tx, sql};
use crate::droit::Reviseur;
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Detail, Entree, Objet};
use crate::referentiel::lot;
use crate::rotation::signes;
use domain::date::{Instant, Jour};
use domain::identifiant::Finess;
use domain::ids::{PersonneId, SituationId};
use domain::revue::Reponse;

/// An answer about to be written.
pub(super) struct Ecrite<'a> {
    pub(super) situation: SituationId,
    pub(super) personne: PersonneId,
    pub(super) finess: &'a Finess,
    pub(super) reponse: Reponse,
    /// the day said to be the last, for somebody who left
    pub(super) fin: Option<Jour>,
    pub(super) arrivee: bool,
    pub(super) tete: bool,
    pub(super) role_avant: Option<String>,
    pub(super) version: i64,
}

impl Registry {
    /// Writes answers, each on the version it was read on, and their entries. Returns how many were.
    pub(super) async fn ecrire_reponses(
        &self,
        tx: &mut Tx,
        r: &Reviseur,
        now: Instant,
        ecrites: &[Ecrite<'_>],
    ) -> Result<u64, DbError> {
        let lignes = ecrites
            .iter()
            .map(|e| {
                vec![
                    r.revue().uuid().into(),
                    e.situation.uuid().into(),
                    e.personne.uuid().into(),
                    e.finess.as_str().into(),
                    e.arrivee.into(),
                    e.reponse.code().into(),
                    e.tete.into(),
                    e.role_avant.clone().into(),
                    e.fin.into(),
                    now.millis().into(),
                    r.compte().uuid().into(),
                    (e.version + 1).into(),
                ]
            })
            .collect();
        let nombre = lot::inserer(
            tx,
            "revue_personne",
            "revue, situation, personne, finess, arrivee, reponse, tete, role_avant, fin, le, par, version",
            "ON CONFLICT (revue, situation) DO UPDATE SET reponse = excluded.reponse, tete = excluded.tete, \
             role_avant = excluded.role_avant, fin = excluded.fin, le = excluded.le, par = excluded.par, version = excluded.version \
             WHERE revue_personne.version = excluded.version - 1",
            lignes,
        )
        .await?;
        let entrees = ecrites
            .iter()
            .map(|e| {
                let detail = Detail::dans(e.finess).poser("Réponse", e.reponse.libelle());
                Entree::new(now, r.auteur(), Acte::Revoir, Objet::Personne(e.personne)).avec(detail)
            })
            .collect();
        journal::ecrire_lot(tx, &self.contexte, entrees).await?;
        Ok(nombre)
    }
}

/// Takes the campaign for the time of the transaction: it does not end while somebody answers. Gives when it opened.
pub(super) async fn ouverte(tx: &mut Tx, r: &Reviseur) -> Result<Instant, ActeError> {
    let prise = sql(
        "UPDATE revue SET echeance = echeance WHERE id = $1 AND terminee_le IS NULL RETURNING ouverte_le",
    )
    .bind(r.revue().uuid())
    .optional(tx)
    .await?
    .ok_or(RevueError::Terminee)?;
    Ok(Instant::from_millis(prise.get("ouverte_le")?))
}

/// Notes that these people are still there.
pub(super) async fn confirmer(
    tx: &mut Tx,
    r: &Reviseur,
    now: Instant,
    situations: &[SituationId],
) -> Result<(), DbError> {
    let lignes = situations
        .iter()
        .map(|situation| {
            vec![
                situation.uuid().into(),
                now.millis().into(),
                r.compte().uuid().into(),
            ]
        })
        .collect();
    lot::inserer(
        tx,
        "confirmation",
        "situation, le, par",
        "ON CONFLICT (situation) DO UPDATE SET le = excluded.le, par = excluded.par",
        lignes,
    )
    .await?;
    // Turnover asks who has given no sign for long: being confirmed is one.
    signes::confirmer(tx, now, situations).await?;
    Ok(())
}
