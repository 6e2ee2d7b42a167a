//! Acts of the support of the register on a registered person (R6, R13), each on the version that was on the screen.

use super::ApiErreur;
use domain::saisie::SaisieEtatCivil;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What was typed in one of these forms, kept while it cannot be accepted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActeSupport {
    /// the civil status, for a correction
    pub etat_civil: Option<SaisieEtatCivil>,
    /// why, in words that the person will read
    pub explication: String,
    /// what the register answered, when the form alone could not tell
    pub refus: Option<String>,
}

/// Corrects a civil status.
#[server(prefix = "/api", endpoint = "corriger-etat-civil")]
pub async fn corriger_etat_civil(
    personne: String,
    version: i64,
    #[server(default)] explication: String,
    #[server(flatten)] saisie: SaisieEtatCivil,
) -> Result<(), ApiErreur> {
    let operateur = crate::requete::operateur()?;
    let id = personne.parse().map_err(|_| ApiErreur::introuvable())?;
    let refus = match explication.parse() {
        Err(_) => None,
        Ok(raison) => {
            let fait = crate::requete::registry()
                .corriger_etat_civil(&operateur, id, version, &saisie, &raison)
                .await;
            match ssr::issue(fait)? {
                None => {
                    leptos_axum::redirect(&crate::pages::chemin::support_fait(id, "correction"));
                    return Ok(());
                }
                refus => refus,
            }
        }
    };
    let garder = ActeSupport {
        etat_civil: Some(saisie),
        explication,
        refus,
    };
    ssr::revoir(id, "correction", &garder).await
}

/// Removes an inscription that was out of scope. The box is the confirmation.
#[server(prefix = "/api", endpoint = "supprimer-inscription")]
pub async fn supprimer_inscription(
    personne: String,
    version: i64,
    #[server(default)] explication: String,
    #[server(default)] confirmation: String,
) -> Result<(), ApiErreur> {
    let operateur = crate::requete::operateur()?;
    let id = personne.parse().map_err(|_| ApiErreur::introuvable())?;
    let refus = match explication.parse() {
        Ok(raison) if confirmation == "on" => {
            let fait = crate::requete::registry()
                .supprimer_inscription(&operateur, id, version, &raison)
                .await;
            match ssr::issue(fait)? {
                None => {
                    leptos_axum::redirect(&format!("{}?fait=suppression", crate::pages::chemin::SUPPORT));
                    return Ok(());
                }
                refus => refus,
            }
        }
        Ok(_) => Some(
            "Cochez la case pour confirmer\u{a0}: une inscription retirée ne peut pas être rétablie."
                .to_owned(),
        ),
        Err(_) => None,
    };
    let garder = ActeSupport {
        etat_civil: None,
        explication,
        refus,
    };
    ssr::revoir(id, "suppression", &garder).await
}

#[cfg(feature = "ssr")]
mod ssr {
    use super::{ActeSupport, ApiErreur};
    use crate::api::Code;
    use crate::pages::chemin;
    use domain::ids::PersonneId;
    use registry::ActeError;

    /// `None` when the act is done, the reason when the form has to be shown again.
    pub(super) fn issue(fait: Result<(), ActeError>) -> Result<Option<String>, ApiErreur> {
        match fait {
            Ok(()) => Ok(None),
            // The fields say it themselves.
            Err(ActeError::Invalide(_)) => Ok(Some(String::new())),
            Err(refus) => {
                let erreur = ApiErreur::from(refus);
                match erreur.code {
                    Code::Invalide | Code::Conflit => Ok(Some(erreur.message)),
                    _ => Err(erreur),
                }
            }
        }
    }

    /// Shows the form again with what was typed, which stays on the server.
    pub(super) async fn revoir(id: PersonneId, acte: &str, garder: &ActeSupport) -> Result<(), ApiErreur> {
        let note = crate::requete::noter_saisie(garder).await?;
        leptos_axum::redirect(&chemin::support_a_revoir(id, acte, note));
        Ok(())
    }
}
