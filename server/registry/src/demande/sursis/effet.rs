//! A decision takes effect once its delay is over: the act is done as if its author did it now, in one transaction that begins
//! by taking the decision off the list. Calling this twice, from two machines at once or after a crash does it once.

use super::{Choix, remettre_en_file};
use crate::Registry;
use crate::db::{DbError, Tx, sql};
use crate::demande::trace;
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Auteur, Entree, Objet};
use crate::notification::{Avis, GenreNotification};
use crate::{lot, message};
use domain::date::Instant;
use domain::demande::Statut;
use domain::ids::{CompteId, DemandeId, LotId, SessionId};

/// Decisions read at a time: those taken one by one are looked at again between two helpings of a long lot.
const PAQUET: u32 = 40;

/// A decision taken off the list.
struct Prise {
    demande: DemandeId,
    compte: CompteId,
    session: SessionId,
    version: i64,
    choix: Choix,
    lot: Option<LotId>,
}

impl Registry {
    /// Does what was decided, once the delay is over. Returns how many decisions left the list, those that had become
    /// impossible included: their demandes are back in the queue, with the reason.
    pub async fn appliquer_decisions(&self) -> Result<u32, DbError> {
        let mut traitees = 0;
        loop {
            let dues = sql(format!(
                "SELECT demande FROM decision_en_sursis WHERE effet_le <= $1 \
                 ORDER BY CASE WHEN lot IS NULL THEN 0 ELSE 1 END, effet_le, demande LIMIT {PAQUET}"
            ))
            .bind(self.now().millis())
            .all(&self.db)
            .await?;
            if dues.is_empty() {
                return Ok(traitees);
            }
            // One that meets a defect does not hold the others up, as long as there is something to hold up.
            let (mut defaut, mut avance) = (None, false);
            for row in dues {
                match self.appliquer_decision(DemandeId::new(row.get("demande")?)).await {
                    Ok(faite) => {
                        traitees += u32::from(faite);
                        avance = true;
                    }
                    Err(cause) if cause.is_unavailable() => return Err(cause),
                    Err(cause) => defaut = Some(cause),
                }
            }
            if let (Some(cause), false) = (defaut, avance) {
                return Err(cause);
            }
        }
    }

    /// False when it was taken back, or when another machine was quicker.
    async fn appliquer_decision(&self, id: DemandeId) -> Result<bool, DbError> {
        let mut tx = self.db.begin().await?;
        let Some(prise) = prendre_en_charge(&mut tx, id, self.now()).await? else {
            return Ok(false);
        };
        let refus = match self.faire_decision(&mut tx, &prise).await {
            Ok(()) => {
                tx.commit().await?;
                return Ok(true);
            }
            // Nothing says that the decision is wrong: it waits for the register to answer again.
            Err(ActeError::Indisponible(cause)) if cause.is_unavailable() => return Err(cause),
            Err(refus) => refus,
        };
        drop(tx);
        if let ActeError::Indisponible(cause) = &refus {
            tracing::error!(%cause, "a decision met a defect and was given back");
        }
        self.empecher_decision(id, &refus).await
    }

    async fn faire_decision(&self, tx: &mut Tx, prise: &Prise) -> Result<(), ActeError> {
        let jour = self.aujourd_hui();
        let g = Gestionnaire::de_retour(&mut *tx, prise.compte, prise.session, jour)
            .await?
            .ok_or(ActeError::Interdit)?;
        if let Some(lot) = prise.lot {
            lot::noter(tx, lot, prise.demande, lot::Sort::Faite, None).await?;
        }
        self.executer_decision(tx, &g, prise.demande, prise.version, &prise.choix)
            .await?;
        Ok(())
    }

    /// The demande goes back to the queue, with the reason. When it is not to be decided any more (its author withdrew it),
    /// its own state says why.
    async fn empecher_decision(&self, id: DemandeId, refus: &ActeError) -> Result<bool, DbError> {
        let now = self.now();
        let mut tx = self.db.begin().await?;
        let Some(prise) = prendre_en_charge(&mut tx, id, now).await? else {
            return Ok(false);
        };
        let demande = sql("SELECT statut, finess, reference FROM demande WHERE id = $1")
            .bind(id.uuid())
            .one(&mut tx)
            .await?;
        let phrase = phrase(refus);
        let [motif, explication] = prise.choix.colonnes();
        remettre_en_file(&mut tx, id, now).await?;
        if demande.parse::<Statut>("statut")?.est_ouverte() {
            sql(
                "INSERT INTO decision_empechee (demande, compte, genre, motif, explication, raison, le) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7)",
            )
            .bind(id.uuid())
            .bind(prise.compte.uuid())
            .bind(prise.choix.acte().code())
            .bind(motif)
            .bind(explication)
            .bind(&phrase)
            .bind(now.millis())
            .execute(&mut tx)
            .await?;
            let avis = Avis {
                genre: GenreNotification::DecisionImpossible,
                finess: &demande.parse("finess")?,
                demande: id,
                reference: demande.parse("reference")?,
                auteur: None,
            };
            message::notifier(&mut tx, self, now, &avis).await?;
        }
        if let Some(lot) = prise.lot {
            lot::noter(&mut tx, lot, id, lot::Sort::SansEffet, Some(refus.code())).await?;
        }
        let detail = trace::decision_sans_effet(&demande.parse("finess")?, prise.choix.statut(), &phrase);
        let entree = Entree::new(
            now,
            Auteur::Programme,
            Acte::DecisionSansEffet,
            Objet::Demande(id),
        )
        .avec(detail);
        journal::ecrire(&mut tx, &self.contexte, entree).await?;
        tx.commit().await?;
        Ok(true)
    }
}

/// Takes the decision off the list, for the time of this transaction: another machine waits, and then finds nothing.
async fn prendre_en_charge(tx: &mut Tx, id: DemandeId, now: Instant) -> Result<Option<Prise>, DbError> {
    let row = sql(
        "DELETE FROM decision_en_sursis WHERE demande = $1 AND effet_le <= $2 \
         RETURNING compte, session, version, genre, motif, explication, lot",
    )
    .bind(id.uuid())
    .bind(now.millis())
    .optional(&mut *tx)
    .await?;
    row.map(|row| {
        Ok(Prise {
            demande: id,
            compte: CompteId::new(row.get("compte")?),
            session: SessionId::new(row.get("session")?),
            version: row.get("version")?,
            choix: Choix::lire(&row)?,
            lot: row.get::<Option<uuid::Uuid>>("lot")?.map(LotId::new),
        })
    })
    .transpose()
}

/// Why a decision had no effect, for its author and colleagues: refusals speak to somebody who is acting now.
fn phrase(refus: &ActeError) -> String {
    match refus {
        ActeError::Interdit | ActeError::Introuvable => {
            "La personne qui l’avait prise n’a plus le droit de traiter les demandes de cet établissement."
                .to_owned()
        }
        ActeError::Conflit { .. } => "La demande a changé entre-temps.".to_owned(),
        autre => autre.to_string(),
    }
}
