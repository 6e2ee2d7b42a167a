//! Templates of a structure: written, changed and removed by its gestionnaires.

use super::ApiErreur;
use domain::saisie::SaisieModele;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What was typed in the form of a template, kept while it cannot be accepted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModeleARevoir {
    /// the template being changed; empty for a new one
    pub modele: String,
    /// the version it was read on
    pub version: i64,
    /// the structure that keeps it
    pub structure: String,
    /// what was typed
    pub saisie: SaisieModele,
    /// what the register answered, when the form alone could not tell
    pub refus: Option<String>,
}

/// Keeps a new template for `structure`, or changes the one called `modele` on the version that was on the screen.
#[server(prefix = "/api", endpoint = "enregistrer-modele")]
pub async fn enregistrer_modele(
    #[server(default)] modele: String,
    #[server(default)] version: i64,
    #[server(default)] structure: String,
    #[server(flatten)] saisie: SaisieModele,
) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use crate::requete::{gestionnaire, registry};
    use registry::ActeError;
    let gestionnaire = gestionnaire()?;
    let registry = registry();
    let refus = match saisie.valider() {
        // The fields say it themselves.
        Err(_) => None,
        Ok(valide) => {
            let fait = if modele.is_empty() {
                let structure = structure.parse().map_err(|_| ApiErreur::introuvable())?;
                registry
                    .creer_modele(&gestionnaire, &structure, &valide)
                    .await
                    .map(|_| ())
            } else {
                let id = modele.parse().map_err(|_| ApiErreur::introuvable())?;
                registry
                    .modifier_modele(&gestionnaire, id, version, &valide)
                    .await
            };
            match fait {
                Ok(()) => {
                    leptos_axum::redirect(&chemin::modele_fait("enregistre"));
                    return Ok(());
                }
                Err(
                    refus @ (ActeError::ModeleExistant | ActeError::ModeleChange | ActeError::TropDeModeles),
                ) => Some(refus.to_string()),
                Err(autre) => return Err(autre.into()),
            }
        }
    };
    let garder = ModeleARevoir {
        modele,
        version,
        structure,
        saisie,
        refus,
    };
    let note = crate::requete::noter_saisie(&garder).await?;
    leptos_axum::redirect(&chemin::modele_a_revoir(note));
    Ok(())
}

/// Removes a template on the version that was on the screen.
#[server(prefix = "/api", endpoint = "supprimer-modele")]
pub async fn supprimer_modele(modele: String, version: i64) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use crate::requete::{gestionnaire, registry};
    let id = modele.parse().map_err(|_| ApiErreur::introuvable())?;
    registry().supprimer_modele(&gestionnaire()?, id, version).await?;
    leptos_axum::redirect(&chemin::modele_fait("supprime"));
    Ok(())
}
