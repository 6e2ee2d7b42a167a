//! Erasing the accounts of which nothing is left.

use crate::Registry;
use crate::db::{DbError, sql};
use crate::journal::{self, Acte, Objet};
use domain::date::Instant;
use domain::ids::CompteId;

/// What makes an account worth keeping: it asked for something, it is somebody of the register (tied, or by the number of its
/// card), it has or had a right, it is signed in or was yesterday. And it acted on somebody else: the histories that others read say its name.
fn vide() -> String {
    format!(
        "cree_le <= $1 \
         AND NOT EXISTS (SELECT 1 FROM demande WHERE demande.demandeur = compte.id) \
         AND NOT EXISTS (SELECT 1 FROM personne WHERE personne.compte = compte.id) \
         AND NOT EXISTS (SELECT 1 FROM personne WHERE personne.rpps = compte.rpps) \
         AND NOT EXISTS (SELECT 1 FROM operateur WHERE operateur.compte = compte.id) \
         AND NOT EXISTS (SELECT 1 FROM habilitation WHERE habilitation.compte = compte.id) \
         AND NOT EXISTS (SELECT 1 FROM contrat WHERE contrat.dirigeant = compte.id) \
         AND NOT EXISTS (SELECT 1 FROM carte WHERE carte.titulaire = compte.id) \
         AND NOT EXISTS (SELECT 1 FROM formation WHERE formation.compte = compte.id) \
         AND NOT EXISTS (SELECT 1 FROM session WHERE session.compte = compte.id) \
         AND NOT EXISTS (SELECT 1 FROM revue_reviseur WHERE revue_reviseur.compte = compte.id) \
         AND NOT EXISTS (SELECT 1 FROM fil_message WHERE fil_message.auteur = compte.id) \
         AND NOT EXISTS (SELECT 1 FROM journal WHERE journal.acteur = compte.id AND journal.issue = 'fait' \
         AND journal.acte NOT IN {})",
        journal::codes(Acte::est_pour_soi)
    )
}

impl Registry {
    /// An account older than the delay of which nothing is left (see [`vide`]) says nothing of use any more: the identity
    /// provider gives it again at the next sign-in. Returns how many were erased.
    pub(super) async fn effacer_comptes_vides(&self, limite: Instant) -> Result<u32, DbError> {
        let vide = vide();
        let vides = sql(format!("SELECT id FROM compte WHERE {vide}"))
            .bind(limite.millis())
            .all(&self.db)
            .await?;
        let mut effaces = 0;
        for row in vides {
            let compte = CompteId::new(row.get("id")?);
            let mut tx = self.db.begin().await?;
            let efface = sql(format!("DELETE FROM compte WHERE id = $2 AND {vide}"))
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
