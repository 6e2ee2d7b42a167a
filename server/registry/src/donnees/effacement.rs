//! Erasing: the row of a demande and everything made from it (search entry, e-mail and mobile it held, mails about it,
//! explanation) disappear in one transaction. The journal keeps its entries, which hold ids only.
//!
//! The task may run twice, or on two machines at once: the first takes the row, the others find nothing to do.

use super::{Conservation, EFFACABLES};
use crate::Registry;
use crate::db::{DbError, Statement, Tx, sql};
use crate::droit::Usager;
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Auteur, Entree, Objet, Tentative};
use domain::date::Instant;
use domain::demande::{Statut, TransitionInterdite};
use domain::ids::{CompteId, DemandeId};

/// What a run of the task erased.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Efface {
    /// drafts, and demandes refused, withdrawn or expired
    pub demandes: u32,
    /// accounts of people of whom nothing else is kept
    pub comptes: u32,
}

/// Demandes taken at a time.
const LOT: u32 = 500;

impl Registry {
    /// Erases what was kept for `conservation` and not touched since, and then the accounts of which nothing is left. Each
    /// in its own transaction.
    pub async fn effacer_echues(&self, conservation: Conservation) -> Result<Efface, DbError> {
        let limite = self.now().plus_days(-conservation.nombre());
        let mut efface = Efface::default();
        loop {
            let echues = sql(format!(
                "SELECT id FROM demande WHERE statut IN {EFFACABLES} AND modifiee_le <= $1 ORDER BY modifiee_le LIMIT {LOT}"
            ))
            .bind(limite.millis())
            .all(&self.db)
            .await?;
            for row in &echues {
                if self.effacer_echue(DemandeId::new(row.get("id")?), limite).await? {
                    efface.demandes += 1;
                }
            }
            if echues.len() < LOT as usize {
                break;
            }
        }
        self.effacer_avis(limite).await?;
        efface.comptes = self.effacer_comptes_vides(limite).await?;
        Ok(efface)
    }

    /// Erases a demande of this person at once: a draft, or one refused, withdrawn or expired. One that waits for an answer
    /// must be withdrawn first; an accepted one is part of the register.
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
            "UPDATE demande SET version = version + 1 WHERE id = $1 AND demandeur = $2 AND statut IN {EFFACABLES}"
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
    async fn effacer_echue(&self, id: DemandeId, limite: Instant) -> Result<bool, DbError> {
        let mut tx = self.db.begin().await?;
        let prise = sql(format!(
            "UPDATE demande SET version = version + 1 WHERE id = $1 AND statut IN {EFFACABLES} AND modifiee_le <= $2"
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

    /// Mails that speak of no demande (a civil status corrected, an inscription removed).
    async fn effacer_avis(&self, limite: Instant) -> Result<(), DbError> {
        let mut tx = self.db.begin().await?;
        sql("DELETE FROM message WHERE demande IS NULL AND cree_le <= $1")
            .bind(limite.millis())
            .execute(&mut tx)
            .await?;
        tx.commit().await
    }

    /// An account older than the delay, without a demande, a record, an habilitation or an open session, says nothing of use
    /// any more: the identity provider gives it again at the next sign-in.
    async fn effacer_comptes_vides(&self, limite: Instant) -> Result<u32, DbError> {
        const VIDE: &str = "cree_le <= $1 \
             AND NOT EXISTS (SELECT 1 FROM demande WHERE demande.demandeur = compte.id) \
             AND NOT EXISTS (SELECT 1 FROM personne WHERE personne.compte = compte.id) \
             AND NOT EXISTS (SELECT 1 FROM operateur WHERE operateur.compte = compte.id) \
             AND NOT EXISTS (SELECT 1 FROM habilitation WHERE habilitation.compte = compte.id) \
             AND NOT EXISTS (SELECT 1 FROM contrat WHERE contrat.dirigeant = compte.id) \
             AND NOT EXISTS (SELECT 1 FROM carte WHERE carte.titulaire = compte.id) \
             AND NOT EXISTS (SELECT 1 FROM formation WHERE formation.compte = compte.id) \
             AND NOT EXISTS (SELECT 1 FROM session WHERE session.compte = compte.id)";
        let vides = sql(format!("SELECT id FROM compte WHERE {VIDE}"))
            .bind(limite.millis())
            .all(&self.db)
            .await?;
        let mut effaces = 0;
        for row in vides {
            let compte = CompteId::new(row.get("id")?);
            let mut tx = self.db.begin().await?;
            let efface = sql(format!("DELETE FROM compte WHERE id = $2 AND {VIDE}"))
                .bind(limite.millis())
                .bind(compte.uuid())
                .execute(&mut tx)
                .await;
            match efface {
                // Somebody signed in meanwhile, or another machine was quicker.
                Ok(0) => {}
                Ok(_) => {
                    journal::effacer_details(&mut tx, Objet::Compte(compte)).await?;
                    tx.commit().await?;
                    effaces += 1;
                }
                // Something else of the register still speaks of this account: it is kept.
                Err(DbError::Defect(cause)) => {
                    tracing::warn!(cause, "an account that seems empty cannot be erased");
                }
                Err(autre) => return Err(autre),
            }
        }
        Ok(effaces)
    }
}
