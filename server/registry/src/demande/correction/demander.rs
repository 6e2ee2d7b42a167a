//! Asking for a correction. The mail waits for the delay during which the gestionnaire may think again (`retirer`); the rest is done
//! at once.

use crate::db::{DbError, Run, Tx, sql};
use crate::demande::decision::{Traitement, ouvrir};
use crate::demande::ligne::{self, Ligne};
use crate::demande::saisie::json;
use crate::demande::trace;
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Entree, Objet, Tentative};
use crate::{Registry, direct, message};
use domain::date::Instant;
use domain::demande::{DemandeDeCorrection, Evenement, Statut};
use domain::ids::DemandeId;

impl Registry {
    /// Sends a demande back to its applicant, on the version that was read, with what is to be corrected; never one's own
    /// (R38). The limit of the gestionnaire stops running until it comes back. Sending the same request twice is harmless.
    pub async fn demander_correction(
        &self,
        g: &Gestionnaire,
        id: DemandeId,
        version: i64,
        correction: &DemandeDeCorrection,
    ) -> Result<(), ActeError> {
        let tentative = Tentative {
            auteur: g.auteur(),
            acte: Acte::DemanderCorrection,
            objet: Objet::Demande(id),
        };
        self.tenter(tentative, async {
            match self.demander_si_permis(g, id, version, correction).await {
                Err(ActeError::Conflit { .. })
                    if deja_demandee(&self.db, g, id, version, correction).await? =>
                {
                    Ok(())
                }
                autre => autre,
            }
        })
        .await
    }

    async fn demander_si_permis(
        &self,
        g: &Gestionnaire,
        id: DemandeId,
        version: i64,
        correction: &DemandeDeCorrection,
    ) -> Result<(), ActeError> {
        let now = self.now();
        let mut tx = self.db.begin().await?;
        let Traitement {
            ligne,
            complete,
            etablissement,
        } = ouvrir(&mut tx, g, id, version).await?;
        direct::passer(&mut tx, g, id, now).await?;
        let statut = ligne.statut.appliquer(&Evenement::DemanderCorrection)?;
        let change = Changement {
            statut,
            le: now,
            saisie: json(&ligne.saisie()?)?,
            attente: ligne.attente,
        };
        change.ecrire(&mut tx, g, &ligne).await?;
        sql(
            "INSERT INTO correction (id, demande, demandee_le, demandee_par, contenu, avant) \
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(self.uuid(now))
        .bind(id.uuid())
        .bind(now.millis())
        .bind(g.compte().uuid())
        .bind(json(correction)?)
        .bind(&change.saisie)
        .execute(&mut tx)
        .await?;
        let lien = self.adresse(&format!("/mes-demandes/{id}/corriger"));
        message::correction_demandee(&complete, ligne.reference, &etablissement, correction, now, &lien)
            .pas_avant(self.sursis.depuis(now))
            .deposer(&mut tx, id, self.uuid(now), now)
            .await?;
        let mut detail = trace::statut(ligne.finess()?, ligne.statut, statut);
        for point in correction.points() {
            detail = detail.poser(point.champ.libelle(), point.remarque.as_str());
        }
        if let Some(message) = correction.message() {
            detail = detail.poser("Message", message.as_str());
        }
        let entree = Entree::new(now, g.auteur(), Acte::DemanderCorrection, Objet::Demande(id)).avec(detail);
        journal::ecrire(&mut tx, &self.contexte, entree).await?;
        Ok(tx.commit().await?)
    }
}

/// Whether this very request, on this very version, is the one that is awaited: a button pressed twice.
async fn deja_demandee(
    on: impl Run<'_>,
    g: &Gestionnaire,
    id: DemandeId,
    version: i64,
    correction: &DemandeDeCorrection,
) -> Result<bool, DbError> {
    let row = sql(format!(
        "SELECT correction.contenu FROM correction JOIN demande ON demande.id = correction.demande \
         WHERE demande.id = $2 AND demande.version = $3 + 1 AND correction.demandee_par = $1 AND correction.renvoyee_le IS NULL \
         AND correction.retiree_le IS NULL AND demande.finess IN {}",
        g.perimetre()
    ))
    .bind(g.compte().uuid())
    .bind(id.uuid())
    .bind(version)
    .optional(on)
    .await?;
    Ok(match row {
        Some(row) => row.get::<String>("contenu")? == json(correction)?,
        None => false,
    })
}

/// What the row becomes.
pub(super) struct Changement {
    pub(super) statut: Statut,
    pub(super) le: Instant,
    pub(super) saisie: String,
    pub(super) attente: i64,
}

impl Changement {
    /// Writes it, unless somebody was quicker: the version decides who won.
    pub(super) async fn ecrire(&self, tx: &mut Tx, g: &Gestionnaire, ligne: &Ligne) -> Result<(), ActeError> {
        let done = sql(
            "UPDATE demande SET statut = $3, version = version + 1, modifiee_le = $4, saisie = $5, attente = $6 \
             WHERE id = $1 AND version = $2",
        )
        .bind(ligne.id.uuid())
        .bind(ligne.version)
        .bind(self.statut.code())
        .bind(self.le.millis())
        .bind(&self.saisie)
        .bind(self.attente)
        .execute(tx)
        .await?;
        if done == 0 {
            return Err(ligne::du_perimetre(&mut *tx, g, ligne.id).await?.conflit());
        }
        Ok(())
    }
}
