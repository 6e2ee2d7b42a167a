//! A decision can be taken back for a moment, and the page that announced it asks what became of it.

use super::ApiErreur;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What became of a decision, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuiteDecision {
    /// it has no effect yet
    pub attend: bool,
    /// how long before it takes effect, while it waits and when one can tell
    pub secondes: Option<i64>,
    /// the sentence for the person, once it does not wait any more
    pub phrase: String,
}

/// Takes back one's own decision. What had been typed comes back with the demande.
#[server(prefix = "/api", endpoint = "annuler-decision")]
pub async fn annuler_decision(demande: String, #[server(default)] file: String) -> Result<(), ApiErreur> {
    use crate::pages::gestion::Gardee;
    use crate::pages::{DepuisFile, chemin};
    use crate::requete::{gestionnaire, registry};
    use domain::ids::DemandeId;
    use domain::saisie::SaisieDecision;
    use registry::ActeError;
    use registry::demande::Choix;
    let id: DemandeId = demande.parse().map_err(|_| ApiErreur::introuvable())?;
    let gestionnaire = gestionnaire()?;
    let depuis = DepuisFile::lire(&file);
    match registry().annuler_decision(&gestionnaire, id).await {
        Ok(Choix::Valider { .. }) => {
            leptos_axum::redirect(&depuis.avec(&chemin::dossier_a_revoir(id, "reprise")));
        }
        Ok(Choix::Refuser { motif, explication }) => {
            let saisie = SaisieDecision {
                motif: motif.code().to_owned(),
                explication: explication.as_str().to_owned(),
            };
            leptos_axum::redirect(&depuis.avec(&Gardee::Refus(saisie).garder(id, "reprise").await?));
        }
        Err(ActeError::TropTard) => {
            leptos_axum::redirect(&depuis.avec(&chemin::dossier_a_revoir(id, "trop-tard")));
        }
        Err(autre) => return Err(autre.into()),
    }
    Ok(())
}

/// What became of a decision of this gestionnaire. Asking is not a sign of the person.
#[server(prefix = "/api", endpoint = "etat-decision")]
pub async fn etat_decision(demande: String) -> Result<SuiteDecision, ApiErreur> {
    use crate::requete::{gestionnaire, registry};
    let id = demande.parse().map_err(|_| ApiErreur::introuvable())?;
    Ok(registry().etat_decision(&gestionnaire()?, id).await?.into())
}

#[cfg(feature = "ssr")]
mod ssr {
    use super::SuiteDecision;
    use domain::demande::Statut;
    use registry::demande::EtatDecision;

    impl From<EtatDecision> for SuiteDecision {
        fn from(etat: EtatDecision) -> Self {
            let finie = |phrase: String| Self {
                attend: false,
                secondes: None,
                phrase,
            };
            match etat {
                EtatDecision::EnSursis(secondes) => Self {
                    attend: true,
                    secondes,
                    phrase: String::new(),
                },
                EtatDecision::Validee(rpps) => finie(format!(
                    "C’est fait\u{a0}: numéro RPPS {rpps}. Un email l’annonce au professionnel."
                )),
                EtatDecision::Refusee => finie(
                    "C’est fait\u{a0}: un email en donne le motif et votre explication au professionnel."
                        .to_owned(),
                ),
                EtatDecision::CorrectionDemandee => finie(
                    "C’est fait\u{a0}: un email indique à la personne ce qu’elle doit revoir.".to_owned(),
                ),
                EtatDecision::SansEffet(raison) => finie(format!(
                    "Votre décision n’a pas pris effet, et la demande est de nouveau à traiter. {raison}"
                )),
                EtatDecision::Autre(Statut::ATraiter | Statut::ACorriger) => {
                    finie("Votre décision est annulée\u{a0}: la demande est de nouveau à traiter.".to_owned())
                }
                EtatDecision::Autre(statut) => finie(format!(
                    "Votre décision est sans effet\u{a0}: la demande est maintenant «\u{a0}{}\u{a0}».",
                    statut.libelle()
                )),
            }
        }
    }
}
