//! The gestionnaire's decision on a demande, taken on the version that was on the screen. `file` says which list of the queue it was
//! opened from: that is where one goes on.

use super::ApiErreur;
use domain::saisie::SaisieDecision;
use leptos::prelude::*;

/// Accepts (R34 confirmed by the box). The number and the mail wait for the delay during which the decision can be taken back.
#[server(prefix = "/api", endpoint = "valider-demande")]
pub async fn valider_demande(
    demande: String,
    version: i64,
    #[server(default)] confirmation: String,
    #[server(default)] file: String,
) -> Result<(), ApiErreur> {
    use crate::pages::{DepuisFile, chemin};
    use crate::requete::{gestionnaire, registry};
    use domain::ids::DemandeId;
    use registry::ActeError;
    use registry::demande::Choix;
    let id: DemandeId = demande.parse().map_err(|_| ApiErreur::introuvable())?;
    let gestionnaire = gestionnaire()?;
    let depuis = DepuisFile::lire(&file);
    let choix = Choix::Valider {
        confirmee: confirmation == "on",
    };
    match registry().decider(&gestionnaire, id, version, &choix).await {
        Ok(()) => leptos_axum::redirect(&depuis.apres_decision(&gestionnaire, id).await),
        Err(ActeError::NonConfirmee) => {
            leptos_axum::redirect(&depuis.avec(&chemin::dossier_a_revoir(id, "confirmation")));
        }
        Err(ActeError::Conflit { .. } | ActeError::DecisionPrise { .. }) => {
            leptos_axum::redirect(&depuis.avec(&chemin::dossier_a_revoir(id, "conflit")));
        }
        Err(ActeError::DoublonATrancher) => {
            leptos_axum::redirect(&depuis.avec(&chemin::dossier_a_revoir(id, "doublon")));
        }
        Err(ActeError::PriseParAutre { .. }) => {
            leptos_axum::redirect(&depuis.avec(&chemin::dossier_empeche(id, "prise", None)));
        }
        Err(autre) => return Err(autre.into()),
    }
    Ok(())
}

/// Refuses with a motif (R35) and an explanation. What was typed is kept in the page when it is not valid.
#[server(prefix = "/api", endpoint = "refuser-demande")]
pub async fn refuser_demande(
    demande: String,
    version: i64,
    #[server(default)] file: String,
    #[server(flatten)] saisie: SaisieDecision,
) -> Result<(), ApiErreur> {
    use crate::pages::DepuisFile;
    use crate::pages::gestion::Gardee;
    use crate::requete::{gestionnaire, registry};
    use domain::ids::DemandeId;
    use registry::ActeError;
    use registry::demande::Choix;
    let id: DemandeId = demande.parse().map_err(|_| ApiErreur::introuvable())?;
    let gestionnaire = gestionnaire()?;
    let depuis = DepuisFile::lire(&file);
    let Ok((motif, explication)) = saisie.valider() else {
        // The explanation is long text: it stays on the server with the session, never in the address.
        leptos_axum::redirect(&depuis.avec(&Gardee::Refus(saisie).garder(id, "refus").await?));
        return Ok(());
    };
    let choix = Choix::Refuser { motif, explication };
    match registry().decider(&gestionnaire, id, version, &choix).await {
        Ok(()) => leptos_axum::redirect(&depuis.apres_decision(&gestionnaire, id).await),
        // The demande may still be read again, or taken over: the words wait.
        Err(ActeError::Conflit { .. } | ActeError::DecisionPrise { .. }) => {
            leptos_axum::redirect(&depuis.avec(&Gardee::Refus(saisie).garder(id, "conflit").await?));
        }
        Err(ActeError::PriseParAutre { .. }) => {
            leptos_axum::redirect(&depuis.avec(&Gardee::Refus(saisie).garder(id, "prise").await?));
        }
        Err(autre) => return Err(autre.into()),
    }
    Ok(())
}
