//! Corrections: a gestionnaire names what is wrong (`demander`), or thinks again (`retirer`); the applicant answers on those fields only
//! (`repondre`), is reminded (`rappel`) and does not answer for ever (`expiration`); both read what was asked and what came back
//! (`tours`). One round at most is open for a demande; rounds are kept with it.
//!
//! While a correction is awaited, `demande.saisie` is the applicant's draft of it; `demande.complete` and what lists read stay
//! what was submitted until the demande comes back. A round that is still open when the demande is refused, withdrawn or
//! expired simply ends with it.

mod demander;
mod expiration;
mod rappel;
mod repondre;
mod retirer;
mod tours;

pub use repondre::CorrectionAFaire;
pub use tours::{FinTour, Tour};

use super::sursis::EnSursis;
use crate::db::{DbError, Row, Run, Tx, sql};
use crate::droit::Gestionnaire;
use crate::{Registry, message};
use domain::date::Instant;
use domain::demande::{DemandeDeCorrection, Statut};
use domain::ids::DemandeId;
use domain::saisie::SaisieDemande;
use uuid::Uuid;

/// The round that is open.
struct Ouverte {
    demandee_le: Instant,
    demande: DemandeDeCorrection,
    avant: SaisieDemande,
}

/// The correction request whose mail waits: as long as it does, it is taken back like a decision. The caller has checked that the
/// gestionnaire may see the demande.
pub(crate) async fn en_sursis(
    on: impl Run<'_>,
    g: &Gestionnaire,
    id: DemandeId,
    now: Instant,
) -> Result<Option<EnSursis>, DbError> {
    let row = sql(
        "SELECT correction.demandee_par, compte.nom_affiche, message.prochain_essai FROM correction \
         JOIN compte ON compte.id = correction.demandee_par \
         JOIN message ON message.demande = correction.demande AND message.cree_le = correction.demandee_le \
         WHERE correction.demande = $1 AND correction.renvoyee_le IS NULL AND correction.retiree_le IS NULL \
         AND message.genre = $2 AND message.etat = 'a_envoyer' AND message.tentatives = 0 AND message.prochain_essai > $3",
    )
    .bind(id.uuid())
    .bind(message::CORRECTION_DEMANDEE)
    .bind(now.millis())
    .optional(on)
    .await?;
    row.map(|row| {
        Ok(EnSursis {
            statut: Statut::ACorriger,
            par: row.get("nom_affiche")?,
            mienne: row.get::<Uuid>("demandee_par")? == g.compte().uuid(),
            effet_le: Some(Instant::from_millis(row.get("prochain_essai")?)),
            lot: None,
        })
    })
    .transpose()
}

/// The demandes that this gestionnaire asked to correct and can still take back, with their `nom`, the last first.
pub(crate) async fn annulables(registry: &Registry, g: &Gestionnaire) -> Result<Vec<Row>, DbError> {
    let now = registry.now();
    let perimetre = g.perimetre();
    sql(format!(
        "SELECT correction.demande, demande.nom FROM correction JOIN demande ON demande.id = correction.demande \
         JOIN message ON message.demande = correction.demande AND message.cree_le = correction.demandee_le \
         WHERE correction.demandee_par = $1 AND correction.demandee_le >= $2 AND correction.renvoyee_le IS NULL \
         AND correction.retiree_le IS NULL AND message.genre = $3 AND message.etat = 'a_envoyer' AND message.tentatives = 0 \
         AND message.prochain_essai > $4 AND demande.finess IN {perimetre} \
         ORDER BY correction.demandee_le DESC, correction.demande LIMIT 20"
    ))
    .bind(g.compte().uuid())
    .bind(registry.sursis().avant(now).millis())
    .bind(message::CORRECTION_DEMANDEE)
    .bind(now.millis())
    .all(&registry.db)
    .await
}

const COLONNES: &str = "correction.demandee_le, correction.contenu, correction.avant";

impl Ouverte {
    fn lire(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            demandee_le: Instant::from_millis(row.get("demandee_le")?),
            demande: json(row, "contenu")?,
            avant: json(row, "avant")?,
        })
    }

    /// The open round of a demande that is to be corrected.
    async fn de(tx: &mut Tx, id: DemandeId) -> Result<Self, DbError> {
        let row = sql(format!(
            "SELECT {COLONNES} FROM correction WHERE demande = $1 AND renvoyee_le IS NULL AND retiree_le IS NULL"
        ))
        .bind(id.uuid())
        .optional(tx)
        .await?;
        // A demande waits for its applicant if and only if a round is open.
        row.as_ref()
            .map(Self::lire)
            .transpose()?
            .ok_or_else(|| DbError::stored("correction"))
    }
}

/// A JSON column.
fn json<T: serde::de::DeserializeOwned>(row: &Row, colonne: &str) -> Result<T, DbError> {
    serde_json::from_str(&row.get::<String>(colonne)?).map_err(|_| DbError::stored(colonne))
}
