//! Erasing: `comptes` erases the accounts of which nothing is left, `echeances` what was kept beside rights. Here, the row of a
//! demande and everything made from it (search entry, e-mail and mobile it held, mails about it, explanation) disappear in one
//! transaction. The journal keeps its entries, which hold ids only.
//!
//! The task may run twice, or on two machines at once: the first takes the row, the others find nothing to do.

use super::{AN_JOURS, Conservation, EFFACABLES, SANS_FICHE};
use crate::Registry;
use crate::db::{DbError, Statement, Tx, sql};
use crate::droit::Usager;
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Auteur, Entree, Objet, Tentative};
use domain::date::Instant;
use domain::demande::{Statut, TransitionInterdite};
use domain::ids::DemandeId;

/// What a run of the task erased.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Efface {
    /// drafts, and demandes refused, withdrawn or expired
    pub demandes: u32,
    /// accounts of people of whom nothing else is kept
    pub comptes: u32,
    /// what was kept of rights, cards, contracts and departures that ended
    pub traces: u64,
}

/// Demandes taken at a time.
const LOT: u32 = 500;

/// What is kept for a while only: what leads nowhere, and an accepted demande whose registration the support removed. Each of the
/// two is written as its index says it: SQLite takes no other words for the same.
pub(super) const A_EFFACER: [&str; 2] = [EFFACABLES, SANS_FICHE];

/// The demandes under one of these conditions that nobody touched since `$1`, the oldest first.
pub(super) fn echues(condition: &str) -> String {
    format!("SELECT id FROM demande WHERE {condition} AND modifiee_le <= $1 ORDER BY modifiee_le LIMIT {LOT}")
}

impl Registry {
    /// Erases what was kept for `conservation` and not touched since, what is kept of rights that ended, and then the accounts
    /// of which nothing is left. Each in its own transaction.
    pub async fn effacer_echues(&self, conservation: Conservation) -> Result<Efface, DbError> {
        let limite = self.now().plus_days(-conservation.nombre());
        let mut efface = Efface::default();
        for condition in A_EFFACER {
            loop {
                let echues = sql(echues(condition)).bind(limite.millis()).all(&self.db).await?;
                for row in &echues {
                    if self
                        .effacer_echue(DemandeId::new(row.get("id")?), condition, limite)
                        .await?
                    {
                        efface.demandes += 1;
                    }
                }
                if echues.len() < LOT as usize {
                    break;
                }
            }
        }
        self.effacer_avis(limite).await?;
        efface.traces = self.effacer_traces(conservation).await?;
        efface.comptes = self.effacer_comptes_vides(limite).await?;
        Ok(efface)
    }

    /// Erases a demande of this person at once: a draft, one refused, withdrawn or expired, or one whose registration the support
    /// removed. One that waits for an answer must be withdrawn first; an accepted one is part of the register.
    pub async fn effacer_demande(&self, u: &Usager, id: DemandeId) -> Result<(), ActeError> {
        let tentative = Tentative {
            auteur: u.auteur(),
            acte: Acte::Effacer,
            objet: Objet::Demande(id),
        };
        self.tenter(tentative, self.effacer_si_permis(u, id)).await
    }

    async fn effacer_si_permis(&self, u: &Usager, id: DemandeId) -> Result<(), ActeError> {
        let mut tx = self.db.begin().await?;
        let prise = sql(format!(
            "UPDATE demande SET version = version + 1 WHERE id = $1 AND demandeur = $2 AND ({EFFACABLES} OR ({SANS_FICHE}))"
        ))
        .bind(id.uuid())
        .bind(u.compte().uuid());
        if self.effacer(&mut tx, prise, id, u.auteur()).await? {
            return Ok(tx.commit().await?);
        }
        let row = sql("SELECT statut FROM demande WHERE id = $1 AND demandeur = $2")
            .bind(id.uuid())
            .bind(u.compte().uuid())
            .optional(&mut tx)
            .await?
            .ok_or(ActeError::Introuvable)?;
        let depuis: Statut = row.parse("statut")?;
        Err(TransitionInterdite { depuis }.into())
    }

    /// False when the person touched it, or another machine erased it, in between.
    async fn effacer_echue(
        &self,
        id: DemandeId,
        condition: &'static str,
        limite: Instant,
    ) -> Result<bool, DbError> {
        let mut tx = self.db.begin().await?;
        let prise = sql(format!(
            "UPDATE demande SET version = version + 1 WHERE id = $1 AND {condition} AND modifiee_le <= $2"
        ))
        .bind(id.uuid())
        .bind(limite.millis());
        if !self.effacer(&mut tx, prise, id, Auteur::Programme).await? {
            return Ok(false);
        }
        tx.commit().await?;
        Ok(true)
    }

    /// `prise` takes the row, or touches none when there is nothing to erase.
    async fn effacer(
        &self,
        tx: &mut Tx,
        prise: Statement,
        id: DemandeId,
        auteur: Auteur,
    ) -> Result<bool, DbError> {
        if prise.execute(tx).await? == 0 {
            return Ok(false);
        }
        for ordre in [
            "DELETE FROM coordonnee WHERE demande = $1",
            "DELETE FROM message WHERE demande = $1",
            "DELETE FROM demande WHERE id = $1",
        ] {
            sql(ordre).bind(id.uuid()).execute(tx).await?;
        }
        // What is kept beside the chain goes too; the chain itself stays whole.
        journal::effacer_details(tx, Objet::Demande(id)).await?;
        let entree = Entree::new(self.now(), auteur, Acte::Effacer, Objet::Demande(id));
        journal::ecrire(tx, &self.contexte, entree).await?;
        Ok(true)
    }

    /// Mails that speak of no demande (a civil status corrected, an inscription removed), once they have left or were given up.
    /// What has not left yet is kept until it has; what waits for an operator, a year.
    async fn effacer_avis(&self, limite: Instant) -> Result<(), DbError> {
        let mut tx = self.db.begin().await?;
        sql("DELETE FROM message WHERE demande IS NULL AND cree_le <= $1 \
             AND (etat IN ('envoye', 'abandonne') OR (etat IN ('incertain', 'echoue') AND cree_le <= $2))")
        .bind(limite.millis())
        .bind(self.now().plus_days(-AN_JOURS).millis())
        .execute(&mut tx)
        .await?;
        tx.commit().await
    }
}
