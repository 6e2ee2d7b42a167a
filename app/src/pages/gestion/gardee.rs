//! What a gestionnaire typed on a demande and that could not be recorded: kept on the server with the session, under the name of
//! its form, so that it comes back where it was typed whatever the reason.

use crate::api::ApiErreur;
use crate::pages::chemin;
use crate::requete::{noter_saisie, parametre, saisie_notee};
use domain::demande::Statut;
use domain::ids::{DemandeId, RechercheId};
use domain::saisie::{SaisieCorrection, SaisieDecision};
use registry::demande::Dossier;
use serde::{Deserialize, Serialize};

/// A form of the page of a demande, as typed.
#[derive(Serialize, Deserialize)]
#[serde(tag = "formulaire", content = "saisie", rename_all = "snake_case")]
pub(crate) enum Gardee {
    /// a refusal
    Refus(SaisieDecision),
    /// a correction request
    Correction(SaisieCorrection),
}

impl Gardee {
    /// Keeps it: the address of the demande, which says why it comes back (`refus`, `correction`, `prise`, `conflit`, `reprise`, `correction-reprise`, `correction-dite`).
    pub(crate) async fn garder(&self, id: DemandeId, raison: &str) -> Result<String, ApiErreur> {
        let note = noter_saisie(self).await?;
        Ok(self.adresse(id, raison, note))
    }

    /// Where the demande is read with what that note holds; the demande alone when it holds nothing any more.
    pub(crate) async fn retour(id: DemandeId, raison: &str, note: RechercheId) -> Result<String, ApiErreur> {
        let gardee: Option<Self> = saisie_notee(note).await?;
        Ok(gardee.map_or_else(|| chemin::dossier(id), |gardee| gardee.adresse(id, raison, note)))
    }

    /// What the address of this page names, when its form is on the page.
    pub(super) async fn lire(dossier: &Dossier) -> Result<Option<Self>, ApiErreur> {
        let Some(note) = parametre("saisie").and_then(|note| note.parse().ok()) else {
            return Ok(None);
        };
        let gardee: Option<Self> = saisie_notee(note).await?;
        Ok(gardee.filter(|gardee| dossier.sursis.is_none() && gardee.a_sa_place(dossier.statut)))
    }

    /// The refusal, if it is one.
    pub(super) fn refus(&self) -> Option<&SaisieDecision> {
        match self {
            Self::Refus(saisie) => Some(saisie),
            Self::Correction(_) => None,
        }
    }

    /// The correction request, if it is one.
    pub(super) fn correction(&self) -> Option<&SaisieCorrection> {
        match self {
            Self::Correction(saisie) => Some(saisie),
            Self::Refus(_) => None,
        }
    }

    fn adresse(&self, id: DemandeId, raison: &str, note: RechercheId) -> String {
        match self {
            Self::Refus(_) => chemin::dossier_empeche(id, raison, Some(note)),
            Self::Correction(_) => chemin::correction_gardee(id, raison, note),
        }
    }

    fn a_sa_place(&self, statut: Statut) -> bool {
        match self {
            Self::Refus(_) => statut.est_ouverte(),
            Self::Correction(_) => statut == Statut::ATraiter,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_form_kept_never_reads_as_the_other() {
        let mut correction = SaisieCorrection::default();
        assert!(correction.set("message_general", "Merci".to_owned()));
        let notes = [
            Gardee::Refus(SaisieDecision::default()),
            Gardee::Correction(correction),
        ]
        .map(|gardee| serde_json::to_string(&gardee).unwrap_or_default());
        let [refus, correction] = notes.map(|note| serde_json::from_str::<Gardee>(&note).ok());
        assert!(refus.is_some_and(|lue| lue.refus().is_some() && lue.correction().is_none()));
        let correction = correction.as_ref().and_then(Gardee::correction);
        assert_eq!(correction.map(SaisieCorrection::message), Some("Merci"));
        // What says no form is none.
        for autre in ["{}", "{\"message_general\":\"Merci\"}", "{\"motif\":\"AUT\"}"] {
            assert!(serde_json::from_str::<Gardee>(autre).is_err(), "{autre}");
        }
    }
}
