//! A registration from end to end by a gestionnaire (J3): its draft, step by step, then the confirmation.

use super::ApiErreur;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Begins, or takes up the draft.
#[server(prefix = "/api", endpoint = "commencer-inscription")]
pub async fn commencer_inscription() -> Result<(), ApiErreur> {
    use crate::pages::chemin_agir;
    use crate::requete::{gestionnaire, registry};
    registry().commencer_enregistrement(&gestionnaire()?).await?;
    leptos_axum::redirect(&chemin_agir::enregistrer(domain::saisie::Etape::EtatCivil));
    Ok(())
}

/// Keeps what was typed at a step, right or wrong, then goes where the gestionnaire asked. Answers the time of the saving.
#[server(prefix = "/api", endpoint = "etape-inscription")]
pub async fn etape_inscription(
    inscription: String,
    etape: String,
    #[server(default)] mode: String,
    #[server(flatten)] champs: BTreeMap<String, String>,
) -> Result<String, ApiErreur> {
    use crate::pages::chemin_agir;
    use crate::requete::{gestionnaire, registry};
    use domain::ids::EnregistrementId;
    use domain::saisie::Etape;
    let gestionnaire = gestionnaire()?;
    let id: EnregistrementId = inscription.parse().map_err(|_| ApiErreur::introuvable())?;
    let etape: Etape = etape.parse().map_err(|_| ApiErreur::introuvable())?;
    let registry = registry();
    let le = registry.garder_etape(&gestionnaire, id, etape, &champs).await?;
    let (_, heure, minute) = le.paris();
    let quand = format!("{heure:02}:{minute:02}");
    let vers = match mode.as_str() {
        "auto" => return Ok(quand),
        "quitter" => chemin_agir::ENREGISTRER.to_owned(),
        "rester" => chemin_agir::enregistrer(etape),
        "precedent" => chemin_agir::enregistrer(etape.precedente().unwrap_or(etape)),
        "verifier" | "continuer" | "" => {
            let brouillon = registry
                .enregistrement_en_cours(&gestionnaire)
                .await?
                .ok_or_else(ApiErreur::introuvable)?;
            if registry.erreurs_etape(&brouillon, etape).is_some() {
                chemin_agir::enregistrer_a_revoir(etape, mode == "verifier")
            } else {
                match etape.suivante().filter(|_| mode != "verifier") {
                    Some(suivante) => chemin_agir::enregistrer(suivante),
                    None => chemin_agir::ENREGISTRER_VERIFIER.to_owned(),
                }
            }
        }
        _ => return Err(ApiErreur::introuvable()),
    };
    leptos_axum::redirect(&vers);
    Ok(quand)
}

/// Gives the number, or the situation on the number the person has (R3). A second click leads to the same outcome.
#[server(prefix = "/api", endpoint = "confirmer-inscription")]
pub async fn confirmer_inscription(inscription: String) -> Result<(), ApiErreur> {
    use crate::pages::chemin_agir;
    use crate::requete::{gestionnaire, registry};
    use domain::ids::EnregistrementId;
    use registry::ActeError;
    let id: EnregistrementId = inscription.parse().map_err(|_| ApiErreur::introuvable())?;
    let vers = match registry().confirmer_enregistrement(&gestionnaire()?, id).await {
        Ok(_) => chemin_agir::enregistre(id),
        // The check page reads the same rules and says what is missing.
        Err(ActeError::Invalide(_) | ActeError::DemandeEnCours { .. } | ActeError::DoublonATrancher) => {
            chemin_agir::ENREGISTRER_VERIFIER.to_owned()
        }
        Err(ActeError::DejaUtilise(champ)) => chemin_agir::enregistrer_deja_utilise(champ),
        Err(autre) => return Err(autre.into()),
    };
    leptos_axum::redirect(&vers);
    Ok(())
}

/// Says of somebody who looks like the person of the draft that it is the same person (`meme`) or another one (`differente`);
/// nothing takes back what was said.
#[server(prefix = "/api", endpoint = "trancher-enregistrement")]
pub async fn trancher_enregistrement(
    inscription: String,
    sujet: String,
    empreinte: i64,
    #[server(default)] choix: String,
) -> Result<(), ApiErreur> {
    use crate::pages::chemin_agir;
    use crate::requete::{gestionnaire, registry};
    use domain::doublon::ChoixDoublon;
    use domain::ids::{EnregistrementId, PersonneId};
    use registry::ActeError;
    let gestionnaire = gestionnaire()?;
    let id: EnregistrementId = inscription.parse().map_err(|_| ApiErreur::introuvable())?;
    let sujet: PersonneId = sujet.parse().map_err(|_| ApiErreur::introuvable())?;
    let choix = match choix.as_str() {
        "" => None,
        code => Some(
            code.parse::<ChoixDoublon>()
                .map_err(|_| ApiErreur::introuvable())?,
        ),
    };
    match registry()
        .trancher_enregistrement(&gestionnaire, id, sujet, empreinte, choix)
        .await
    {
        // What changed meanwhile is on the same page.
        Ok(()) | Err(ActeError::FicheModifiee) => leptos_axum::redirect(chemin_agir::ENREGISTRER_VERIFIER),
        Err(autre) => return Err(autre.into()),
    }
    Ok(())
}

/// Throws the draft away.
#[server(prefix = "/api", endpoint = "abandonner-inscription")]
pub async fn abandonner_inscription(inscription: String) -> Result<(), ApiErreur> {
    use crate::pages::chemin_agir;
    use crate::requete::{gestionnaire, registry};
    use domain::ids::EnregistrementId;
    let gestionnaire = gestionnaire()?;
    let id: EnregistrementId = inscription.parse().map_err(|_| ApiErreur::introuvable())?;
    registry().abandonner_enregistrement(&gestionnaire, id).await?;
    leptos_axum::redirect(&format!("{}?abandonne=1", chemin_agir::ENREGISTRER));
    Ok(())
}
