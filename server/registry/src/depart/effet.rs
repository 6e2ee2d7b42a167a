//! The day after the last one of a planned departure: accesses are withdrawn, what the person had in hand is handed over. Calling
//! this twice, or from two machines at once, does it once. When an end was put off or taken back meanwhile the person may still
//! be there: nothing is done, and who planned it is told.

use super::habilitations::comptes_de;
use super::transmission::EnMain;
use super::{COLONNES, Depart, HabilitationDepart, transmission};
use crate::db::{DbError, Tx, sql};
use crate::journal::{self, Auteur};
use crate::perimetre::{GESTIONNAIRES, perimetre};
use crate::{Registry, message, personne};
use domain::date::Instant;
use uuid::Uuid;

/// Departures taken at a time.
const LOT: u32 = 200;

impl Registry {
    /// Does what was planned for the end of a last day that has passed, each departure in its own transaction. Returns how many
    /// took effect. One that meets a defect is told to the operator and tried again at the next call; the others go on.
    pub async fn appliquer_departs(&self) -> Result<u32, DbError> {
        let (mut appliques, mut apres) = (0, Uuid::nil());
        loop {
            let now = self.now();
            let dus = sql(format!(
                "SELECT {COLONNES} FROM depart WHERE applique_le IS NULL AND etat = 'fait' AND fin < $1 AND id > $2 \
                 ORDER BY id LIMIT {LOT}"
            ))
            .bind(now.jour_paris())
            .bind(apres)
            .all(&self.db)
            .await?;
            for row in &dus {
                apres = row.get("id")?;
                let fait = match Depart::lire(row) {
                    Ok(depart) => self.appliquer_depart(&depart, now).await,
                    Err(cause) => Err(cause),
                };
                match fait {
                    Ok(fait) => appliques += u32::from(fait),
                    Err(cause) if cause.is_unavailable() => return Err(cause),
                    Err(cause) => {
                        tracing::error!(depart = %apres, %cause, "a planned departure met a defect and waits for the next round");
                    }
                }
            }
            if dus.len() < LOT as usize {
                return Ok(appliques);
            }
        }
    }

    /// False when another machine was quicker, when it was opened again meanwhile, or when an end has changed.
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
        // What was handed over is what its author may still see: otherwise it stays in the queue.
        let siens = perimetre(now.jour_paris(), GESTIONNAIRES);
        let texte_id = self.db.engine().uuid_text("demande.id");
        let demandes =
            transmission::en_main(&mut tx, &texte_id, (&siens, depart.par), depart.personne, now).await?;
        if fin_changee(&mut tx, depart).await? {
            self.empecher_depart(&mut tx, depart, &retirees, &demandes, now)
                .await?;
            tx.commit().await?;
            return Ok(false);
        }
        let mut entrees = self
            .retirer_pour_depart(&mut tx, Auteur::Programme, depart.id, &retirees, now)
            .await?;
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

    /// Notes that nothing was done, and tells the author by mail of what was to be, at the address they gave for notifications.
    async fn empecher_depart(
        &self,
        tx: &mut Tx,
        depart: &Depart,
        retirees: &[HabilitationDepart],
        demandes: &[EnMain],
        now: Instant,
    ) -> Result<(), DbError> {
        sql("UPDATE depart SET empeche = $2 WHERE id = $1")
            .bind(depart.id.uuid())
            .bind(true)
            .execute(&mut *tx)
            .await?;
        if retirees.is_empty() && demandes.is_empty() {
            return Ok(());
        }
        let row = sql("SELECT email FROM contact_notification WHERE compte = $1 AND email IS NOT NULL")
            .bind(depart.par.uuid())
            .optional(&mut *tx)
            .await?;
        if let Some(row) = row {
            message::depart_empeche(row.get("email")?, depart.fin)
                .deposer(tx, None, self.uuid(now), now)
                .await?;
        }
        Ok(())
    }
}

/// Whether a situation that the departure closed goes on after its last day. One that ended earlier is no reason to keep a right.
async fn fin_changee(tx: &mut Tx, depart: &Depart) -> Result<bool, DbError> {
    let row = sql(
        "SELECT 1 AS un FROM depart_situation z JOIN situation s ON s.id = z.situation \
         WHERE z.depart = $1 AND (s.fin IS NULL OR s.fin > $2) LIMIT 1",
    )
    .bind(depart.id.uuid())
    .bind(depart.fin)
    .optional(tx)
    .await?;
    Ok(row.is_some())
}

/// The habilitations that were to be withdrawn and still are in force: those of the person's accounts as they are now.
async fn prevues(tx: &mut Tx, depart: &Depart) -> Result<Vec<HabilitationDepart>, DbError> {
    sql(format!(
        "SELECT h.id, h.compte, h.genre, h.finess, h.finess AS structure, TRUE AS retirable FROM depart_habilitation r \
         JOIN habilitation h ON h.id = r.habilitation WHERE r.depart = $1 AND r.renoncee_le IS NULL AND h.retiree_le IS NULL \
         AND h.compte IN {} ORDER BY h.id",
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
