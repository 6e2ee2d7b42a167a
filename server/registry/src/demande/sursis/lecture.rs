//! What screens show of decisions that wait, and of those that could not take effect.

use super::statut;
use crate::Registry;
use crate::db::{DbError, Row, Run, sql};
use crate::demande::correction;
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use crate::journal::{Acte, Objet, Tentative};
use crate::personne::rpps;
use domain::date::Instant;
use domain::demande::Statut;
use domain::identifiant::Rpps;
use domain::ids::{DemandeId, LotId};
use domain::saisie::SaisieDecision;
use uuid::Uuid;

/// A decision that was taken and has no effect yet, or a correction request whose mail has not left.
#[derive(Clone, Debug)]
pub struct EnSursis {
    /// What the demande becomes.
    pub statut: Statut,
    /// Who decided.
    pub par: String,
    /// Whether the reader did.
    pub mienne: bool,
    /// When it takes effect; none while the rest of its lot is worked through.
    pub effet_le: Option<Instant>,
    /// The lot it belongs to.
    pub lot: Option<LotId>,
}

impl EnSursis {
    /// Seconds before it takes effect, rounded up; none while nobody can tell.
    pub fn secondes(&self, now: Instant) -> Option<i64> {
        secondes(self.effet_le, now)
    }
}

/// A decision that could not take effect.
#[derive(Clone)]
pub struct DecisionEmpechee {
    /// The demande.
    pub demande: DemandeId,
    /// The applicant, as lists show the name.
    pub nom: String,
    /// What it would have become.
    pub statut: Statut,
    /// Who had decided.
    pub par: String,
    /// Whether the reader had.
    pub mienne: bool,
    /// When the decision was found impossible.
    pub le: Instant,
    /// Why, in a sentence.
    pub raison: String,
    /// The refusal as it had been typed; empty for an acceptance.
    pub saisie: SaisieDecision,
}

/// A decision of the reader that can still be taken back, in a list.
#[derive(Clone, Debug)]
pub struct DecisionAnnulable {
    /// The demande.
    pub demande: DemandeId,
    /// The applicant, as lists show the name.
    pub nom: String,
    /// What the demande becomes.
    pub statut: Statut,
}

/// What became of a decision, for who took it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EtatDecision {
    /// it waits; that many seconds are left, when one can tell
    EnSursis(Option<i64>),
    /// accepted
    Validee(Rpps),
    /// refused
    Refusee,
    /// a correction was asked for, and the mail says so
    CorrectionDemandee,
    /// it could not take effect: why
    SansEffet(String),
    /// nothing of theirs to tell: it is in that state
    Autre(Statut),
}

pub(crate) fn secondes(effet_le: Option<Instant>, now: Instant) -> Option<i64> {
    effet_le.map(|effet| ((effet.millis() - now.millis()).max(0) + 999) / 1000)
}

/// The decision that a demande waits for, if there is one. The caller has checked that the gestionnaire may see the demande.
pub(crate) async fn en_sursis(
    on: impl Run<'_>,
    g: &Gestionnaire,
    id: DemandeId,
) -> Result<Option<EnSursis>, DbError> {
    let row = sql(
        "SELECT prise.genre, prise.compte, prise.effet_le, prise.lot, compte.nom_affiche FROM decision_en_sursis prise \
         JOIN compte ON compte.id = prise.compte JOIN demande ON demande.id = prise.demande \
         WHERE prise.demande = $1 AND prise.version = demande.version",
    )
    .bind(id.uuid())
    .optional(on)
    .await?;
    row.map(|row| {
        Ok(EnSursis {
            statut: statut(&row)?,
            par: row.get("nom_affiche")?,
            mienne: row.get::<Uuid>("compte")? == g.compte().uuid(),
            effet_le: instant(&row, "effet_le")?,
            lot: row.get::<Option<Uuid>>("lot")?.map(LotId::new),
        })
    })
    .transpose()
}

const EMPECHEE: &str = "SELECT e.demande, e.compte, e.genre, e.motif, e.explication, e.raison, e.le, compte.nom_affiche, demande.nom \
     FROM decision_empechee e JOIN compte ON compte.id = e.compte JOIN demande ON demande.id = e.demande";

/// The last decision on a demande of the perimeter, when it could not take effect.
pub(crate) async fn empechee(
    on: impl Run<'_>,
    g: &Gestionnaire,
    id: DemandeId,
) -> Result<Option<DecisionEmpechee>, DbError> {
    let perimetre = g.perimetre();
    let row = sql(format!(
        "{EMPECHEE} WHERE e.demande = $2 AND demande.statut IN ('a_traiter', 'a_corriger') AND demande.finess IN {perimetre}"
    ))
    .bind(g.compte().uuid())
    .bind(id.uuid())
    .optional(on)
    .await?;
    row.as_ref().map(|row| lire_empechee(row, g)).transpose()
}

fn lire_empechee(row: &Row, g: &Gestionnaire) -> Result<DecisionEmpechee, DbError> {
    Ok(DecisionEmpechee {
        demande: DemandeId::new(row.get("demande")?),
        nom: row.get("nom")?,
        statut: statut(row)?,
        par: row.get("nom_affiche")?,
        mienne: row.get::<Uuid>("compte")? == g.compte().uuid(),
        le: Instant::from_millis(row.get("le")?),
        raison: row.get("raison")?,
        saisie: SaisieDecision {
            motif: row.get::<Option<String>>("motif")?.unwrap_or_default(),
            explication: row.get::<Option<String>>("explication")?.unwrap_or_default(),
        },
    })
}

fn instant(row: &Row, colonne: &str) -> Result<Option<Instant>, DbError> {
    Ok(row.get::<Option<i64>>(colonne)?.map(Instant::from_millis))
}

impl Registry {
    /// This gestionnaire's decisions that could not take effect and whose demandes still wait, latest first (twenty at most).
    pub async fn decisions_empechees(&self, g: &Gestionnaire) -> Result<Vec<DecisionEmpechee>, ActeError> {
        let perimetre = g.perimetre();
        let rows = sql(format!(
            "{EMPECHEE} WHERE e.compte = $1 AND demande.statut = 'a_traiter' AND demande.finess IN {perimetre} \
             ORDER BY e.le DESC LIMIT 20"
        ))
        .bind(g.compte().uuid())
        .all(&self.db)
        .await?;
        Ok(rows
            .iter()
            .map(|row| lire_empechee(row, g))
            .collect::<Result<_, _>>()?)
    }

    /// This gestionnaire's decisions that can still be taken back one by one, latest first (twenty at most).
    pub async fn decisions_annulables(&self, g: &Gestionnaire) -> Result<Vec<DecisionAnnulable>, ActeError> {
        let perimetre = g.perimetre();
        let rows = sql(format!(
            "SELECT prise.demande, prise.genre, demande.nom FROM decision_en_sursis prise \
             JOIN demande ON demande.id = prise.demande AND demande.version = prise.version \
             WHERE prise.compte = $1 AND prise.lot IS NULL AND prise.effet_le > $2 AND demande.finess IN {perimetre} \
             ORDER BY prise.prise_le DESC, prise.demande LIMIT 20"
        ))
        .bind(g.compte().uuid())
        .bind(self.now().millis())
        .all(&self.db)
        .await?;
        let annulable = |row: &Row, statut| {
            Ok(DecisionAnnulable {
                demande: DemandeId::new(row.get("demande")?),
                nom: row.get("nom")?,
                statut,
            })
        };
        let corrections = correction::annulables(self, g).await?;
        corrections
            .iter()
            .map(|row| annulable(row, Statut::ACorriger))
            .chain(rows.iter().map(|row| annulable(row, statut(row)?)))
            .collect::<Result<_, DbError>>()
            .map_err(ActeError::from)
    }

    /// What became of a decision of this gestionnaire; a demande out of the perimeter is [`ActeError::Introuvable`].
    pub async fn etat_decision(&self, g: &Gestionnaire, id: DemandeId) -> Result<EtatDecision, ActeError> {
        let tentative = Tentative {
            auteur: g.auteur(),
            acte: Acte::Consulter,
            objet: Objet::Demande(id),
        };
        self.tenter(tentative, async {
            let perimetre = g.perimetre();
            let row = sql(format!(
                "SELECT demande.statut, demande.decidee_par, demande.version, personne.rpps, \
                 prise.compte AS preneur, prise.version AS prise_sur, prise.effet_le, \
                 empechee.compte AS empeche, empechee.raison, correction.demandee_par FROM demande \
                 LEFT JOIN personne ON personne.id = demande.personne \
                 LEFT JOIN decision_en_sursis prise ON prise.demande = demande.id \
                 LEFT JOIN decision_empechee empechee ON empechee.demande = demande.id \
                 LEFT JOIN correction ON correction.demande = demande.id AND demande.statut = 'a_corriger' \
                 AND correction.renvoyee_le IS NULL AND correction.retiree_le IS NULL \
                 WHERE demande.id = $2 AND demande.finess IN {perimetre}"
            ))
            .bind(g.compte().uuid())
            .bind(id.uuid())
            .optional(&self.db)
            .await?
            .ok_or(ActeError::Introuvable)?;
            let now = self.now();
            let etat = lire_etat(&row, g.compte().uuid(), now)?;
            if etat == EtatDecision::CorrectionDemandee
                && let Some(attend) = correction::en_sursis(&self.db, g, id, now).await?
            {
                return Ok(EtatDecision::EnSursis(attend.secondes(now)));
            }
            Ok(etat)
        })
        .await
    }
}

fn lire_etat(row: &Row, moi: Uuid, now: Instant) -> Result<EtatDecision, DbError> {
    let a_moi = |colonne: &str| row.get::<Option<Uuid>>(colonne).map(|qui| qui == Some(moi));
    let statut: Statut = row.parse("statut")?;
    // Something happened to the demande since: the decision will not take effect.
    let caduque = row.get::<Option<i64>>("prise_sur")? != Some(row.get("version")?);
    if a_moi("preneur")? && !caduque {
        return Ok(EtatDecision::EnSursis(secondes(instant(row, "effet_le")?, now)));
    }
    if a_moi("demandee_par")? {
        return Ok(EtatDecision::CorrectionDemandee);
    }
    if a_moi("empeche")? && statut.est_ouverte() {
        return Ok(EtatDecision::SansEffet(row.get("raison")?));
    }
    if a_moi("decidee_par")? {
        match (statut, row.get::<Option<String>>("rpps")?) {
            (Statut::Validee, Some(numero)) => return Ok(EtatDecision::Validee(rpps(&numero)?)),
            (Statut::Refusee, _) => return Ok(EtatDecision::Refusee),
            _ => {}
        }
    }
    Ok(EtatDecision::Autre(statut))
}
