//! The day after the last one of a planned departure: accesses are withdrawn, what the person had in hand is handed over. Calling
//! this twice, or from two machines at once, does it once. Where an end was put off or taken back meanwhile the person may still
//! be: what goes with that place is kept (`garde`), who planned it is told, and the rest is done.

use super::garde::retenue;
use super::transmission::EnMain;
use super::{COLONNES, Depart, HabilitationDepart, transmission};
use crate::db::{DbError, Places, Tx, sql};
use crate::journal::{self, Auteur};
use crate::perimetre::{GESTIONNAIRES, perimetre};
use crate::{Registry, message, personne};
use domain::date::Instant;
use std::collections::BTreeSet;
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

    /// False when another machine was quicker, when it was opened again meanwhile, or when everything is kept.
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
        let Prevues { gardees, retirees } = prevues(&mut tx, depart).await?;
        // What was handed over is what its author may still see: otherwise it stays in the queue.
        let siens = perimetre(now.jour_paris(), GESTIONNAIRES);
        let texte_id = self.db.engine().uuid_text("demande.id");
        let demandes = transmission::en_main(
            &mut tx,
            &texte_id,
            (&siens, depart.par),
            (depart.personne, &[]),
            now,
        )
        .await?;
        let siennes = ou_elle_reste(&mut tx, depart, &demandes).await?;
        let (restent, demandes): (Vec<_>, Vec<_>) = demandes
            .into_iter()
            .partition(|demande| siennes.contains(demande.finess().as_str()));
        let garde = !gardees.is_empty() || !restent.is_empty();
        let fait = !retirees.is_empty() || !demandes.is_empty();
        if garde {
            self.empecher_depart(&mut tx, depart, fait, now).await?;
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
        Ok(fait || !garde)
    }

    /// Notes that something was kept, and tells the author by mail, at the address they gave for notifications; `fait` when the
    /// rest was done.
    async fn empecher_depart(
        &self,
        tx: &mut Tx,
        depart: &Depart,
        fait: bool,
        now: Instant,
    ) -> Result<(), DbError> {
        sql("UPDATE depart SET empeche = $2 WHERE id = $1")
            .bind(depart.id.uuid())
            .bind(true)
            .execute(&mut *tx)
            .await?;
        let row = sql("SELECT email FROM contact_notification WHERE compte = $1 AND email IS NOT NULL")
            .bind(depart.par.uuid())
            .optional(&mut *tx)
            .await?;
        if let Some(row) = row {
            message::depart_empeche(row.get("email")?, depart.fin, fait)
                .deposer(tx, depart.par, self.uuid(now), now)
                .await?;
        }
        Ok(())
    }
}

/// The habilitations that were to be withdrawn.
struct Prevues {
    /// kept: the person may still be there
    gardees: Vec<HabilitationDepart>,
    /// to withdraw
    retirees: Vec<HabilitationDepart>,
}

/// Those that still are in force, whoever their account is said to be since: what was confirmed is enough, and giving it up is
/// written on the row itself.
async fn prevues(tx: &mut Tx, depart: &Depart) -> Result<Prevues, DbError> {
    let rows = sql(format!(
        "SELECT h.id, h.compte, h.genre, h.finess, h.finess AS structure, TRUE AS retirable, {} AS gardee \
         FROM depart_habilitation r JOIN depart ON depart.id = r.depart JOIN habilitation h ON h.id = r.habilitation \
         WHERE r.depart = $1 AND r.renoncee_le IS NULL AND h.retiree_le IS NULL ORDER BY h.id",
        retenue("depart", "h.finess"),
    ))
    .bind(depart.id.uuid())
    .all(tx)
    .await?;
    let (mut gardees, mut retirees) = (Vec::new(), Vec::new());
    for row in &rows {
        let sort = if row.get("gardee")? {
            &mut gardees
        } else {
            &mut retirees
        };
        sort.push(super::habilitations::depuis(row)?);
    }
    Ok(Prevues { gardees, retirees })
}

/// The establishments of these demandes where the person may still be.
async fn ou_elle_reste(
    tx: &mut Tx,
    depart: &Depart,
    demandes: &[EnMain],
) -> Result<BTreeSet<String>, DbError> {
    if demandes.is_empty() {
        return Ok(BTreeSet::new());
    }
    let lieux: BTreeSet<&str> = demandes.iter().map(|demande| demande.finess().as_str()).collect();
    let mut places = Places::first(depart.id.uuid());
    let liste = places.list(lieux);
    places
        .statement(format!(
            "SELECT e.finess FROM depart CROSS JOIN etablissement e WHERE depart.id = $1 AND e.finess IN {liste} AND {}",
            retenue("depart", "e.finess")
        ))
        .all(tx)
        .await?
        .iter()
        .map(|row| row.get("finess"))
        .collect()
}
