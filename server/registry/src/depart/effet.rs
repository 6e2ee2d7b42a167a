//! The day after the last one of a planned departure: accesses are withdrawn, what the person had in hand is handed over. Calling
//! this twice, or from two machines at once, does it once.

use super::habilitations::comptes_de;
use super::{COLONNES, Depart, HabilitationDepart, transmission};
use crate::db::{DbError, Tx, sql};
use crate::journal::{self, Auteur};
use crate::perimetre::{GESTIONNAIRES, perimetre};
use crate::{Registry, personne};
use domain::date::Instant;

/// Departures taken at a time.
const LOT: u32 = 200;

impl Registry {
    /// Does what was planned for the end of a last day that has passed, each departure in its own transaction. Returns how many.
    pub async fn appliquer_departs(&self) -> Result<u32, DbError> {
        let mut appliques = 0;
        loop {
            let now = self.now();
            let dus = sql(format!(
                "SELECT {COLONNES} FROM depart WHERE applique_le IS NULL AND etat = 'fait' AND fin < $1 \
                 ORDER BY fin, id LIMIT {LOT}"
            ))
            .bind(now.jour_paris())
            .all(&self.db)
            .await?;
            for row in &dus {
                if self.appliquer_depart(&Depart::lire(row)?, now).await? {
                    appliques += 1;
                }
            }
            if dus.len() < LOT as usize {
                return Ok(appliques);
            }
        }
    }

    /// False when another machine was quicker, or when it was opened again meanwhile.
    async fn appliquer_depart(&self, depart: &Depart, now: Instant) -> Result<bool, DbError> {
        let mut tx = self.db.begin().await?;
        personne::un_a_la_fois(&mut tx).await?;
        let pris =
            sql("UPDATE depart SET applique_le = $2 WHERE id = $1 AND applique_le IS NULL AND etat = 'fait'")
                .bind(depart.id.uuid())
                .bind(now.millis())
                .execute(&mut tx)
                .await?;
        if pris == 0 {
            return Ok(false);
        }
        let retirees = prevues(&mut tx, depart).await?;
        let mut entrees = self
            .retirer_pour_depart(&mut tx, Auteur::Programme, depart.id, &retirees, now)
            .await?;
        // What was handed over is what its author may still see: otherwise it stays in the queue.
        let siens = perimetre(now.jour_paris(), GESTIONNAIRES);
        let texte_id = self.db.engine().uuid_text("demande.id");
        let demandes =
            transmission::en_main(&mut tx, &texte_id, (&siens, depart.par), depart.personne, now).await?;
        entrees.extend(
            self.transmettre(
                &mut tx,
                (Auteur::Programme, depart.par),
                depart.id,
                depart.collegue,
                demandes,
                now,
            )
            .await?,
        );
        journal::ecrire_lot(&mut tx, &self.contexte, entrees).await?;
        tx.commit().await?;
        Ok(true)
    }
}

/// The habilitations that were to be withdrawn and still are in force: those of the person's accounts as they are now.
async fn prevues(tx: &mut Tx, depart: &Depart) -> Result<Vec<HabilitationDepart>, DbError> {
    sql(format!(
        "SELECT h.id, h.compte, h.genre, h.finess, h.finess AS structure, TRUE AS retirable FROM depart_habilitation r \
         JOIN habilitation h ON h.id = r.habilitation WHERE r.depart = $1 AND h.retiree_le IS NULL AND h.compte IN {} ORDER BY h.id",
        comptes_de("$2")
    ))
    .bind(depart.id.uuid())
    .bind(depart.personne.uuid())
    .all(tx)
    .await?
    .iter()
    .map(super::habilitations::depuis)
    .collect()
}
