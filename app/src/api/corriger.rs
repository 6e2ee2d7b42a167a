//! Corrections: asked for and taken back by the gestionnaire, answered by the applicant.

use super::ApiErreur;
use domain::saisie::{SaisieCorrection, SaisieReponse};
use leptos::prelude::*;

/// Sends the demande back with what is to be corrected, on the version that was on the screen. What was typed is kept in the
/// page when it is not valid.
#[server(prefix = "/api", endpoint = "demander-correction")]
pub async fn demander_correction(
    demande: String,
    version: i64,
    #[server(default)] file: String,
    #[server(flatten)] saisie: SaisieCorrection,
) -> Result<(), ApiErreur> {
    use crate::pages::DepuisFile;
    use crate::pages::gestion::Gardee;
    use crate::requete::{gestionnaire, registry};
    use domain::ids::DemandeId;
    use registry::ActeError;
    let id: DemandeId = demande.parse().map_err(|_| ApiErreur::introuvable())?;
    let gestionnaire = gestionnaire()?;
    let depuis = DepuisFile::lire(&file);
    let Ok(correction) = saisie.valider() else {
        leptos_axum::redirect(&depuis.avec(&Gardee::Correction(saisie).garder(id, "correction").await?));
        return Ok(());
    };
    match registry()
        .demander_correction(&gestionnaire, id, version, &correction)
        .await
    {
        Ok(()) => leptos_axum::redirect(&depuis.apres_decision(&gestionnaire, id).await),
        // The demande may still be read again, or taken over: the words wait.
        Err(ActeError::Conflit { .. } | ActeError::DecisionPrise { .. }) => {
            leptos_axum::redirect(&depuis.avec(&Gardee::Correction(saisie).garder(id, "conflit").await?));
        }
        Err(ActeError::PriseParAutre { .. }) => {
            leptos_axum::redirect(&depuis.avec(&Gardee::Correction(saisie).garder(id, "prise").await?));
        }
        Err(autre) => return Err(autre.into()),
    }
    Ok(())
}

/// Takes back one's own correction request while its mail waits. What had been typed comes back with the demande.
#[server(prefix = "/api", endpoint = "annuler-correction")]
pub async fn annuler_correction(demande: String, #[server(default)] file: String) -> Result<(), ApiErreur> {
    use crate::pages::gestion::Gardee;
    use crate::pages::{DepuisFile, chemin};
    use crate::requete::{gestionnaire, registry};
    use domain::ids::DemandeId;
    use registry::ActeError;
    let id: DemandeId = demande.parse().map_err(|_| ApiErreur::introuvable())?;
    let depuis = DepuisFile::lire(&file);
    match registry().annuler_correction(&gestionnaire()?, id).await {
        Ok((correction, commencee)) => {
            let gardee = Gardee::Correction(SaisieCorrection::from(&correction));
            let raison = if commencee {
                "correction-dite"
            } else {
                "correction-reprise"
            };
            leptos_axum::redirect(&depuis.avec(&gardee.garder(id, raison).await?));
        }
        Err(ActeError::TropTard) => {
            leptos_axum::redirect(&depuis.avec(&chemin::dossier_a_revoir(id, "trop-tard")));
        }
        Err(autre) => return Err(autre.into()),
    }
    Ok(())
}

/// Does not wait for the correction any longer.
#[server(prefix = "/api", endpoint = "retirer-correction")]
pub async fn retirer_correction(
    demande: String,
    version: i64,
    #[server(default)] file: String,
) -> Result<(), ApiErreur> {
    use crate::pages::{DepuisFile, chemin};
    use crate::requete::{gestionnaire, registry};
    use domain::ids::DemandeId;
    use registry::ActeError;
    let id: DemandeId = demande.parse().map_err(|_| ApiErreur::introuvable())?;
    let depuis = DepuisFile::lire(&file);
    match registry().retirer_correction(&gestionnaire()?, id, version).await {
        Ok(()) => leptos_axum::redirect(&depuis.avec(&chemin::dossier(id))),
        Err(ActeError::Conflit { .. }) => {
            leptos_axum::redirect(&depuis.avec(&chemin::dossier_a_revoir(id, "conflit")));
        }
        Err(autre) => return Err(autre.into()),
    }
    Ok(())
}

/// Keeps the answer as typed; then, unless the person only saves or leaves, sends the demande back. For the automatic saving,
/// answers the time of it.
#[server(prefix = "/api", endpoint = "repondre-correction")]
pub async fn repondre_correction(
    demande: String,
    #[server(default)] mode: String,
    #[server(flatten)] saisie: SaisieReponse,
) -> Result<String, ApiErreur> {
    use crate::pages::chemin;
    use crate::requete::{registry, usager};
    use domain::demande::Statut;
    use domain::ids::DemandeId;
    use registry::ActeError;
    let usager = usager()?;
    let id: DemandeId = demande.parse().map_err(|_| ApiErreur::introuvable())?;
    let registry = registry();
    let envoyer = matches!(mode.as_str(), "continuer" | "");
    let le = match registry.enregistrer_reponse(&usager, id, &saisie).await {
        Ok(le) => le,
        // The second click of a double click: sending again tells where the first one led.
        Err(ActeError::Conflit {
            statut: Statut::ATraiter,
            ..
        }) if envoyer => registry.now(),
        Err(autre) => return Err(autre.into()),
    };
    let (_, heure, minute) = le.paris();
    let quand = format!("{heure:02}:{minute:02}");
    let vers = match mode.as_str() {
        "auto" => return Ok(quand),
        "quitter" => chemin::suivi(id),
        "rester" => chemin::corriger(id),
        _ if !envoyer => return Err(ApiErreur::introuvable()),
        _ => match registry.resoumettre(&usager, id).await {
            Ok(_) => chemin::renvoyee(id),
            Err(ActeError::Invalide(_)) => chemin::corriger_a_revoir(id),
            Err(ActeError::DejaUtilise(champ)) => chemin::corriger_deja_utilise(id, champ),
            Err(autre) => return Err(autre.into()),
        },
    };
    leptos_axum::redirect(&vers);
    Ok(quand)
}
