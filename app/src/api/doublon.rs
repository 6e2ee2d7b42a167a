//! What a gestionnaire says of somebody who looks like the person of a demande, on the two records that were on the screen.

use super::ApiErreur;
use leptos::prelude::*;

/// Says that it is the same person (`meme`) or another one (`differente`); nothing takes back what was said.
#[server(prefix = "/api", endpoint = "trancher-doublon")]
pub async fn trancher_doublon(
    demande: String,
    sujet: String,
    empreinte: i64,
    #[server(default)] choix: String,
    #[server(default)] file: String,
) -> Result<(), ApiErreur> {
    use crate::pages::{DepuisFile, chemin};
    use crate::requete::{gestionnaire, registry};
    use domain::doublon::ChoixDoublon;
    use domain::ids::{DemandeId, SujetId};
    use registry::ActeError;
    let id: DemandeId = demande.parse().map_err(|_| ApiErreur::introuvable())?;
    let sujet: SujetId = sujet.parse().map_err(|_| ApiErreur::introuvable())?;
    let choix = match choix.as_str() {
        "" => None,
        code => Some(
            code.parse::<ChoixDoublon>()
                .map_err(|_| ApiErreur::introuvable())?,
        ),
    };
    let gestionnaire = gestionnaire()?;
    let depuis = DepuisFile::lire(&file);
    match registry()
        .trancher_doublon(&gestionnaire, id, sujet, empreinte, choix)
        .await
    {
        Ok(()) => leptos_axum::redirect(&depuis.avec(&chemin::doublons(id))),
        Err(ActeError::FicheModifiee) => {
            leptos_axum::redirect(&depuis.avec(&chemin::comparer_a_revoir(id, sujet)));
        }
        Err(autre) => return Err(autre.into()),
    }
    Ok(())
}
