//! A decision is recorded: everything that could refuse it has been asked, nothing has happened yet.

use super::{Choix, Sursis};
use crate::Registry;
use crate::db::{DbError, Run, Tx, sql};
use crate::demande::decision::refuser_si_en_main;
use crate::demande::{ligne, trace};
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Entree, Objet, Tentative};
use domain::date::Instant;
use domain::ids::{DemandeId, LotId};

/// When a decision about to be recorded takes effect.
#[derive(Clone, Copy)]
pub(crate) enum Attente {
    /// after the delay
    Delai(Sursis),
    /// with the rest of its lot, once the lot has been worked through
    Lot(LotId),
}

impl Attente {
    fn effet(self, now: Instant) -> Option<Instant> {
        match self {
            Self::Delai(sursis) => Some(sursis.depuis(now)),
            Self::Lot(_) => None,
        }
    }

    fn lot(self) -> Option<LotId> {
        match self {
            Self::Delai(_) => None,
            Self::Lot(lot) => Some(lot),
        }
    }
}

impl Registry {
    /// Decides on a demande, on the version that was read. During the delay of this register ([`Registry::avec_sursis`]) the
    /// demande is in nobody's queue, no mail leaves and no number is given: [`Registry::annuler_decision`] takes the decision
    /// back. Everything that would refuse the act refuses it now. Sending the same decision twice is harmless.
    pub async fn decider(
        &self,
        g: &Gestionnaire,
        id: DemandeId,
        version: i64,
        choix: &Choix,
    ) -> Result<(), ActeError> {
        let tentative = Tentative {
            auteur: g.auteur(),
            acte: choix.acte(),
            objet: Objet::Demande(id),
        };
        self.tenter(tentative, async {
            match self.decider_une_fois(g, id, version, choix).await {
                Err(ActeError::Conflit { .. } | ActeError::DecisionPrise { .. })
                    if deja_prise(&self.db, g, id, version, choix).await? =>
                {
                    Ok(())
                }
                autre => autre,
            }
        })
        .await
    }

    async fn decider_une_fois(
        &self,
        g: &Gestionnaire,
        id: DemandeId,
        version: i64,
        choix: &Choix,
    ) -> Result<(), ActeError> {
        let mut tx = self.db.begin().await?;
        if self.sursis.est_nul() {
            refuser_si_en_main(&mut tx, g, id, version, self.now()).await?;
            oublier_empechee(&mut tx, id).await?;
            self.executer_decision(&mut tx, g, id, version, choix).await?;
        } else {
            let attente = Attente::Delai(self.sursis);
            self.enregistrer_decision(&mut tx, g, id, version, choix, attente)
                .await?;
        }
        Ok(tx.commit().await?)
    }

    /// The act itself, without the commit.
    pub(super) async fn executer_decision(
        &self,
        tx: &mut Tx,
        g: &Gestionnaire,
        id: DemandeId,
        version: i64,
        choix: &Choix,
    ) -> Result<(), ActeError> {
        match choix {
            Choix::Valider { confirmee } => {
                self.valider_dans(tx, g, id, version, *confirmee).await?;
                Ok(())
            }
            Choix::Refuser { motif, explication } => {
                self.refuser_dans(tx, g, id, version, *motif, explication).await
            }
        }
    }

    /// Records a decision, without the commit. The act is done and undone: whatever would refuse it has refused it.
    pub(crate) async fn enregistrer_decision(
        &self,
        tx: &mut Tx,
        g: &Gestionnaire,
        id: DemandeId,
        version: i64,
        choix: &Choix,
        attente: Attente,
    ) -> Result<(), ActeError> {
        let now = self.now();
        refuser_si_en_main(tx, g, id, version, now).await?;
        let annonces = tx.annonces();
        sql("SAVEPOINT essai").execute(tx).await?;
        self.executer_decision(tx, g, id, version, choix).await?;
        sql("ROLLBACK TO SAVEPOINT essai").execute(tx).await?;
        tx.taire_apres(annonces);
        // From here on the version is another one: whoever has the demande open cannot act on it any more.
        let prise = sql(
            "UPDATE demande SET version = version + 1 WHERE id = $1 AND version = $2 RETURNING version, finess",
        )
        .bind(id.uuid())
        .bind(version)
        .optional(&mut *tx)
        .await?;
        let Some(prise) = prise else {
            return Err(ligne::du_perimetre(&mut *tx, g, id).await?.conflit());
        };
        let [motif, explication] = choix.colonnes();
        sql(
            "INSERT INTO decision_en_sursis (demande, compte, session, genre, version, confirmee, motif, explication, \
             prise_le, effet_le, lot) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(id.uuid())
        .bind(g.compte().uuid())
        .bind(g.session().uuid())
        .bind(choix.acte().code())
        .bind(prise.get::<i64>("version")?)
        .bind(matches!(choix, Choix::Valider { confirmee: true }))
        .bind(motif)
        .bind(explication)
        .bind(now.millis())
        .bind(attente.effet(now).map(Instant::millis))
        .bind(attente.lot().map(LotId::uuid))
        .execute(tx)
        .await?;
        oublier_empechee(tx, id).await?;
        let detail = trace::decision(&prise.parse("finess")?, choix.statut());
        let entree = Entree::new(now, g.auteur(), Acte::PrendreDecision, Objet::Demande(id)).avec(detail);
        journal::ecrire(tx, &self.contexte, entree).await?;
        Ok(())
    }
}

/// Whether this very decision, on this very version, was recorded for the same person: a button pressed twice. It may have taken effect
/// since.
async fn deja_prise(
    on: impl Run<'_>,
    g: &Gestionnaire,
    id: DemandeId,
    version: i64,
    choix: &Choix,
) -> Result<bool, DbError> {
    let [motif, explication] = choix.colonnes();
    let row = sql(format!(
        "SELECT demande.id FROM demande LEFT JOIN decision_en_sursis prise ON prise.demande = demande.id \
         WHERE demande.id = $2 AND demande.finess IN {} AND ((prise.compte = $1 AND prise.version = $3 + 1 AND prise.genre = $4 \
         AND COALESCE(prise.motif, '') = $6 AND COALESCE(prise.explication, '') = $7) \
         OR (demande.decidee_par = $1 AND demande.version IN ($3 + 1, $3 + 2) AND demande.statut = $5 \
         AND COALESCE(demande.motif, '') = $6 AND COALESCE(demande.explication, '') = $7))",
        g.perimetre()
    ))
    .bind(g.compte().uuid())
    .bind(id.uuid())
    .bind(version)
    .bind(choix.acte().code())
    .bind(choix.statut().code())
    .bind(motif.unwrap_or_default())
    .bind(explication.unwrap_or_default())
    .optional(on)
    .await?;
    Ok(row.is_some())
}

/// Somebody decides again: the last attempt is of no interest any more.
async fn oublier_empechee(tx: &mut Tx, id: DemandeId) -> Result<(), DbError> {
    sql("DELETE FROM decision_empechee WHERE demande = $1")
        .bind(id.uuid())
        .execute(tx)
        .await?;
    Ok(())
}

/// Nobody acts on a demande that somebody has just decided. Every act on somebody else's demande asks this.
pub(crate) async fn refuser_si_prise(on: impl Run<'_>, id: DemandeId) -> Result<(), ActeError> {
    let prise = sql(
        "SELECT compte.nom_affiche FROM decision_en_sursis prise JOIN compte ON compte.id = prise.compte \
         WHERE prise.demande = $1",
    )
    .bind(id.uuid())
    .optional(on)
    .await?;
    match prise {
        Some(row) => Err(ActeError::DecisionPrise {
            par: row.get("nom_affiche")?,
        }),
        None => Ok(()),
    }
}
