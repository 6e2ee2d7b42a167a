//! Not waiting for a correction any longer: taken back before its mail has left, which is then never sent, or given up later, of which
//! the applicant is told.

use super::Ouverte;
use super::demander::Changement;
use crate::db::{Tx, sql};
use crate::demande::decision::{Traitement, ouvrir};
use crate::demande::saisie::json;
use crate::demande::{ligne, trace};
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Entree, Objet, Tentative};
use crate::{Registry, message};
use domain::demande::{DemandeDeCorrection, Evenement, Statut, attente_apres};
use domain::ids::DemandeId;

/// What a round was when it ended.
struct Retiree {
    demande: DemandeDeCorrection,
    /// its mail had not left
    sans_courriel: bool,
    /// its author had begun to correct
    commencee: bool,
}

impl Registry {
    /// Takes the demande back as it was submitted, on the version that was read: what the applicant had begun to correct is
    /// left aside, and they are told; not when the mail that asked had not left and nothing was begun.
    pub async fn retirer_correction(
        &self,
        g: &Gestionnaire,
        id: DemandeId,
        version: i64,
    ) -> Result<(), ActeError> {
        self.tenter(tentative(g, id), async {
            let mut tx = self.db.begin().await?;
            self.retirer_dans(&mut tx, g, id, version).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    /// Takes back one's own correction request, as long as its mail has not left; afterwards it is [`ActeError::TropTard`], and
    /// [`Registry::retirer_correction`] remains. Returns what had been asked, and whether the applicant was told of the end: they had begun to correct.
    pub async fn annuler_correction(
        &self,
        g: &Gestionnaire,
        id: DemandeId,
    ) -> Result<(DemandeDeCorrection, bool), ActeError> {
        self.tenter(tentative(g, id), async {
            let mut tx = self.db.begin().await?;
            let ligne = ligne::du_perimetre(&mut tx, g, id).await?;
            if ligne.statut != Statut::ACorriger || !mienne(&mut tx, g, id).await? {
                return Err(ActeError::TropTard);
            }
            let retiree = self.retirer_dans(&mut tx, g, id, ligne.version).await?;
            if !retiree.sans_courriel {
                return Err(ActeError::TropTard);
            }
            tx.commit().await?;
            Ok((retiree.demande, retiree.commencee))
        })
        .await
    }

    async fn retirer_dans(
        &self,
        tx: &mut Tx,
        g: &Gestionnaire,
        id: DemandeId,
        version: i64,
    ) -> Result<Retiree, ActeError> {
        let now = self.now();
        let Traitement {
            ligne,
            complete,
            etablissement,
        } = ouvrir(tx, g, id, version).await?;
        let statut = ligne.statut.appliquer(&Evenement::RetirerCorrection)?;
        let ouverte = Ouverte::de(tx, id).await?;
        let commencee = ligne.saisie()? != ouverte.avant;
        let change = Changement {
            statut,
            le: now,
            saisie: json(&ouverte.avant)?,
            attente: attente_apres(ligne.soumise_le()?, ligne.attente, ouverte.demandee_le, now),
        };
        change.ecrire(tx, g, &ligne).await?;
        sql("UPDATE correction SET retiree_le = $2 WHERE demande = $1 AND renvoyee_le IS NULL AND retiree_le IS NULL")
            .bind(id.uuid())
            .bind(now.millis())
            .execute(&mut *tx)
            .await?;
        let sans_courriel = message::reprendre(tx, id, message::CORRECTION_DEMANDEE, now).await?;
        if commencee || !sans_courriel {
            message::correction_retiree(&complete, ligne.reference, &etablissement)
                .deposer(tx, id, self.uuid(now), now)
                .await?;
        }
        let detail = trace::statut(ligne.finess()?, ligne.statut, statut);
        let entree = Entree::new(now, g.auteur(), Acte::RetirerCorrection, Objet::Demande(id)).avec(detail);
        journal::ecrire(tx, &self.contexte, entree).await?;
        Ok(Retiree {
            demande: ouverte.demande,
            sans_courriel,
            commencee,
        })
    }
}

fn tentative(g: &Gestionnaire, id: DemandeId) -> Tentative<'static> {
    Tentative {
        auteur: g.auteur(),
        acte: Acte::RetirerCorrection,
        objet: Objet::Demande(id),
    }
}

/// Whether this gestionnaire asked for the correction that is awaited.
async fn mienne(tx: &mut Tx, g: &Gestionnaire, id: DemandeId) -> Result<bool, ActeError> {
    let row = sql("SELECT id FROM correction WHERE demande = $2 AND demandee_par = $1 AND renvoyee_le IS NULL AND retiree_le IS NULL")
        .bind(g.compte().uuid())
        .bind(id.uuid())
        .optional(tx)
        .await?;
    Ok(row.is_some())
}
