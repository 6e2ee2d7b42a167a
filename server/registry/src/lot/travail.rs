//! What the program does with confirmed lots, a few demandes at a time: two lots go forward together, and each demande is a
//! transaction of its own. Stopped anywhere, it goes on from there; two machines at once do nothing twice.

use super::Sort;
use crate::Registry;
use crate::db::{DbError, Tx, sql};
use crate::demande::Choix;
use crate::demande::sursis::Attente;
use crate::demande::trace;
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use crate::journal::{Auteur, Objet, Tentative};
use domain::ids::{CompteId, DemandeId, LotId, SessionId};

/// Demandes of one lot before the next lot has its turn.
const PAQUET: u32 = 20;
/// How long a lot that nobody confirmed is kept, in days.
const PREPARE_JOURS: i64 = 1;
/// How long the outcome of a lot can be read, in days.
const TERMINE_JOURS: i64 = 30;

/// A lot with something left to do.
struct Lot {
    id: LotId,
    compte: CompteId,
    session: SessionId,
    choix: Choix,
    en_cours: bool,
}

impl Registry {
    /// Works through the confirmed lots, and puts back what was taken back. Returns how many demandes were looked at.
    pub async fn avancer_lots(&self) -> Result<u32, DbError> {
        let mut vues = 0;
        loop {
            let lots = sql(
                "SELECT id, compte, session, genre, motif, explication, statut FROM lot \
                 WHERE statut IN ('en_cours', 'en_annulation') ORDER BY cree_le, id",
            )
            .all(&self.db)
            .await?;
            if lots.is_empty() {
                return Ok(vues);
            }
            for row in &lots {
                let lot = Lot {
                    id: LotId::new(row.get("id")?),
                    compte: CompteId::new(row.get("compte")?),
                    session: SessionId::new(row.get("session")?),
                    choix: Choix::lire(row)?,
                    en_cours: row.get::<String>("statut")? == "en_cours",
                };
                vues += if lot.en_cours {
                    self.avancer_lot(&lot).await?
                } else {
                    self.defaire_lot(&lot).await?
                };
            }
        }
    }

    /// Forgets lots that nobody confirmed, and those whose outcome nobody will read again. Returns how many.
    pub async fn purger_lots(&self) -> Result<u64, DbError> {
        let now = self.now();
        let mut tx = self.db.begin().await?;
        let purges = sql(
            "DELETE FROM lot WHERE ((statut = 'prepare' AND cree_le <= $1) OR (statut IN ('fait', 'annule') AND cree_le <= $2)) \
             AND NOT EXISTS (SELECT 1 FROM decision_en_sursis prise WHERE prise.lot = lot.id)",
        )
        .bind(now.plus_days(-PREPARE_JOURS).millis())
        .bind(now.plus_days(-TERMINE_JOURS).millis())
        .execute(&mut tx)
        .await?;
        tx.commit().await?;
        Ok(purges)
    }

    /// The next demandes of a lot; closes it when there are none.
    async fn avancer_lot(&self, lot: &Lot) -> Result<u32, DbError> {
        let elements = sql(format!(
            "SELECT rang, demande, version FROM lot_element WHERE lot = $1 AND statut = 'a_faire' ORDER BY rang LIMIT {PAQUET}"
        ))
        .bind(lot.id.uuid())
        .all(&self.db)
        .await?;
        if elements.is_empty() {
            self.finir_lot(lot.id).await?;
            return Ok(0);
        }
        let mut vus = 0;
        for row in elements {
            let id = DemandeId::new(row.get("demande")?);
            let tentative = Tentative {
                auteur: Auteur::Session {
                    compte: lot.compte,
                    session: lot.session,
                },
                acte: lot.choix.acte(),
                objet: Objet::Demande(id),
            };
            let rang: i64 = row.get("rang")?;
            let version: i64 = row.get("version")?;
            match self
                .tenter(tentative, self.decider_element(lot, rang, id, version))
                .await
            {
                Ok(()) => {}
                Err(ActeError::Indisponible(cause)) if cause.is_unavailable() => return Err(cause),
                Err(refus) => self.ecarter_du_lot(lot.id, rang, refus.code()).await?,
            }
            vus += 1;
        }
        Ok(vus)
    }

    /// One demande, through the same use case as a decision taken alone.
    async fn decider_element(
        &self,
        lot: &Lot,
        rang: i64,
        id: DemandeId,
        version: i64,
    ) -> Result<(), ActeError> {
        let mut tx = self.db.begin().await?;
        if !tenir(&mut tx, lot.id, "en_cours").await? {
            return Ok(());
        }
        let pris = sql(
            "UPDATE lot_element SET statut = 'decidee' WHERE lot = $1 AND rang = $2 AND statut = 'a_faire'",
        )
        .bind(lot.id.uuid())
        .bind(rang)
        .execute(&mut tx)
        .await?;
        if pris == 0 {
            return Ok(());
        }
        let jour = self.aujourd_hui();
        let g = Gestionnaire::de_retour(&mut tx, lot.compte, lot.session, jour)
            .await?
            .ok_or(ActeError::Interdit)?;
        self.enregistrer_decision(&mut tx, &g, id, version, &lot.choix, Attente::Lot(lot.id))
            .await?;
        Ok(tx.commit().await?)
    }

    async fn ecarter_du_lot(&self, lot: LotId, rang: i64, raison: &'static str) -> Result<(), DbError> {
        let mut tx = self.db.begin().await?;
        sql("UPDATE lot_element SET statut = $3, raison = $4 WHERE lot = $1 AND rang = $2 AND statut = 'a_faire'")
            .bind(lot.uuid())
            .bind(rang)
            .bind(Sort::Ecartee.code())
            .bind(raison)
            .execute(&mut tx)
            .await?;
        tx.commit().await
    }

    /// Everything was looked at: the delay begins, the same for all.
    async fn finir_lot(&self, lot: LotId) -> Result<(), DbError> {
        let effet = self.sursis.depuis(self.now()).millis();
        let mut tx = self.db.begin().await?;
        let fini = sql(
            "UPDATE lot SET statut = 'fait', effet_le = $2 WHERE id = $1 AND statut = 'en_cours' \
             AND NOT EXISTS (SELECT 1 FROM lot_element e WHERE e.lot = lot.id AND e.statut = 'a_faire')",
        )
        .bind(lot.uuid())
        .bind(effet)
        .execute(&mut tx)
        .await?;
        if fini > 0 {
            sql("UPDATE decision_en_sursis SET effet_le = $2 WHERE lot = $1")
                .bind(lot.uuid())
                .bind(effet)
                .execute(&mut tx)
                .await?;
        }
        tx.commit().await
    }

    /// Puts the next demandes of a lot taken back in the queue again; closes it when there are none.
    async fn defaire_lot(&self, lot: &Lot) -> Result<u32, DbError> {
        let elements = sql(format!(
            "SELECT e.demande, demande.finess FROM lot_element e JOIN demande ON demande.id = e.demande \
             WHERE e.lot = $1 AND e.statut IN ('a_faire', 'decidee') ORDER BY e.rang LIMIT {PAQUET}"
        ))
        .bind(lot.id.uuid())
        .all(&self.db)
        .await?;
        if elements.is_empty() {
            let mut tx = self.db.begin().await?;
            sql("UPDATE lot SET statut = 'annule' WHERE id = $1 AND statut = 'en_annulation'")
                .bind(lot.id.uuid())
                .execute(&mut tx)
                .await?;
            tx.commit().await?;
            return Ok(0);
        }
        let mut vus = 0;
        for row in elements {
            let id = DemandeId::new(row.get("demande")?);
            let mut tx = self.db.begin().await?;
            let reprise = sql("DELETE FROM decision_en_sursis WHERE demande = $1 AND lot = $2")
                .bind(id.uuid())
                .bind(lot.id.uuid())
                .execute(&mut tx)
                .await?;
            sql("UPDATE lot_element SET statut = $3 WHERE lot = $1 AND demande = $2 AND statut IN ('a_faire', 'decidee')")
                .bind(lot.id.uuid())
                .bind(id.uuid())
                .bind(Sort::Annulee.code())
                .execute(&mut tx)
                .await?;
            if reprise > 0 {
                let auteur = Auteur::Session {
                    compte: lot.compte,
                    session: lot.session,
                };
                let detail = trace::decision_reprise(&row.parse("finess")?, lot.choix.statut());
                self.consigner_reprise(&mut tx, auteur, id, detail).await?;
            }
            tx.commit().await?;
            vus += 1;
        }
        Ok(vus)
    }
}

/// Keeps the line of the lot to oneself until the end of the transaction; false when it is not in that state any more.
async fn tenir(tx: &mut Tx, lot: LotId, statut: &str) -> Result<bool, DbError> {
    let tenue = sql("UPDATE lot SET statut = statut WHERE id = $1 AND statut = $2")
        .bind(lot.uuid())
        .bind(statut)
        .execute(tx)
        .await?;
    Ok(tenue > 0)
}
