//! The rounds of a demande: what was asked, what was before, what came back. Both sides read the same ones.

use super::json;
use crate::Registry;
use crate::db::{DbError, Row, sql};
use crate::demande::ligne;
use crate::droit::{Gestionnaire, Usager};
use crate::erreur::ActeError;
use domain::date::Instant;
use domain::demande::{DemandeDeCorrection, Statut, echeance_correction};
use domain::ids::DemandeId;
use domain::saisie::SaisieDemande;

/// How a round ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FinTour {
    /// It is awaited.
    Attendue {
        /// after which the demande expires
        avant_le: Instant,
    },
    /// The applicant sent the demande back.
    Renvoyee {
        /// when
        le: Instant,
        /// what was typed then
        apres: Box<SaisieDemande>,
    },
    /// The gestionnaire did not wait any longer.
    Retiree {
        /// when
        le: Instant,
    },
    /// The demande was decided, withdrawn or expired without an answer.
    SansReponse,
}

/// A round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tour {
    /// When it was asked.
    pub demandee_le: Instant,
    /// The gestionnaire who asked.
    pub par: String,
    /// What was asked.
    pub demande: DemandeDeCorrection,
    /// What was typed before.
    pub avant: SaisieDemande,
    /// How it ended.
    pub fin: FinTour,
}

impl Registry {
    /// The rounds of a demande of the perimeter, the latest first; of any other, [`ActeError::Introuvable`]. The page that
    /// shows them writes the reading in the journal (see [`Registry::dossier`]).
    pub async fn tours(&self, g: &Gestionnaire, id: DemandeId) -> Result<Vec<Tour>, ActeError> {
        let ligne = ligne::du_perimetre(&self.db, g, id).await?;
        Ok(self.lire_tours(id, ligne.statut).await?)
    }

    /// The rounds of this person's demande, the latest first; of anybody else's, [`ActeError::Introuvable`].
    pub async fn mes_tours(&self, u: &Usager, id: DemandeId) -> Result<Vec<Tour>, ActeError> {
        let ligne = ligne::du_demandeur(&self.db, u, id).await?;
        Ok(self.lire_tours(id, ligne.statut).await?)
    }

    async fn lire_tours(&self, id: DemandeId, statut: Statut) -> Result<Vec<Tour>, DbError> {
        let rows = sql(
            "SELECT correction.demandee_le, compte.nom_affiche, correction.contenu, correction.avant, correction.apres, \
             correction.renvoyee_le, correction.retiree_le \
             FROM correction JOIN compte ON compte.id = correction.demandee_par \
             WHERE correction.demande = $1 ORDER BY correction.demandee_le DESC LIMIT 50",
        )
        .bind(id.uuid())
        .all(&self.db)
        .await?;
        rows.iter().map(|row| tour(row, statut)).collect()
    }
}

fn tour(row: &Row, statut: Statut) -> Result<Tour, DbError> {
    let demandee_le = Instant::from_millis(row.get("demandee_le")?);
    let renvoyee: Option<i64> = row.get("renvoyee_le")?;
    let retiree: Option<i64> = row.get("retiree_le")?;
    let fin = match (renvoyee, retiree) {
        (Some(le), _) => FinTour::Renvoyee {
            le: Instant::from_millis(le),
            apres: Box::new(json(row, "apres")?),
        },
        (None, Some(le)) => FinTour::Retiree {
            le: Instant::from_millis(le),
        },
        (None, None) if statut == Statut::ACorriger => FinTour::Attendue {
            avant_le: echeance_correction(demandee_le),
        },
        (None, None) => FinTour::SansReponse,
    };
    Ok(Tour {
        demandee_le,
        par: row.get("nom_affiche")?,
        demande: json(row, "contenu")?,
        avant: json(row, "avant")?,
        fin,
    })
}
