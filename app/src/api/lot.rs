//! One decision on many demandes: chosen, confirmed, taken back, followed.

use super::ApiErreur;
use domain::saisie::SaisieDecision;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How far a lot is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuiteLot {
    /// the stage, a word that changes when the page is another one
    pub etape: String,
    /// how many demandes were looked at
    pub vues: i64,
    /// of how many
    pub total: i64,
    /// how long before the decisions take effect
    pub secondes: Option<i64>,
}

/// Prepares a decision on the demandes that were ticked, or on all those of a filter (`tous`), and leads to the page that asks
/// for confirmation. `filtre` holds codes only, `recherche` the id of a search.
#[server(prefix = "/api", endpoint = "preparer-lot")]
pub async fn preparer_lot(
    #[server(default)] acte: String,
    #[server(default)] tous: String,
    #[server(default)] filtre: String,
    #[server(default)] recherche: String,
    #[server(default)] demandes: Vec<String>,
) -> Result<(), ApiErreur> {
    use crate::pages::{DepuisFile, chemin};
    use crate::requete::{gestionnaire, registry, session};
    use domain::ids::RechercheId;
    use registry::demande::FiltreFile;
    use registry::lot::{ActeLot, Selection};
    let gestionnaire = gestionnaire()?;
    let registry = registry();
    let depuis = DepuisFile::lire(&format!("recherche={recherche}&{filtre}"));
    let acte = acte.parse().unwrap_or(ActeLot::Valider);
    let selection = if tous == "on" {
        let session = session().ok_or_else(ApiErreur::connexion)?;
        let texte = match recherche.parse::<RechercheId>() {
            // A search that is not there any more must not be taken for « everything ».
            Ok(id) => Some(
                registry
                    .recherche(&session, id)
                    .await?
                    .ok_or_else(ApiErreur::introuvable)?,
            ),
            Err(_) => None,
        };
        let mut filtre: FiltreFile = filtre.parse()?;
        filtre.texte = texte;
        Selection::Filtre(filtre)
    } else {
        Selection::Demandes(demandes.iter().filter_map(|id| id.parse().ok()).collect())
    };
    match registry.preparer_lot(&gestionnaire, acte, &selection).await? {
        Some(lot) => leptos_axum::redirect(&depuis.avec(&chemin::lot(lot))),
        None => leptos_axum::redirect(&depuis.avec(chemin::FILE_RIEN_DE_CHOISI)),
    }
    Ok(())
}

/// Confirms a lot: R34 for each of its persons, or a motif and words common to all (R35). Sent twice, it starts once.
#[server(prefix = "/api", endpoint = "lancer-lot")]
pub async fn lancer_lot(
    lot: String,
    #[server(default)] acte: String,
    #[server(default)] confirmation: String,
    #[server(default)] file: String,
    #[server(flatten)] saisie: SaisieDecision,
) -> Result<(), ApiErreur> {
    use crate::pages::{DepuisFile, chemin};
    use crate::requete::{gestionnaire, registry};
    use domain::ids::LotId;
    use registry::ActeError;
    use registry::demande::Choix;
    use registry::lot::ActeLot;
    let id: LotId = lot.parse().map_err(|_| ApiErreur::introuvable())?;
    let gestionnaire = gestionnaire()?;
    let depuis = DepuisFile::lire(&file);
    let choix = if acte == ActeLot::Refuser.code() {
        let Ok((motif, explication)) = saisie.valider() else {
            registry().avancement_lot(&gestionnaire, id).await?;
            let note = crate::requete::noter_saisie(&saisie).await?;
            leptos_axum::redirect(&depuis.avec(&chemin::lot_refus_a_revoir(id, note)));
            return Ok(());
        };
        Choix::Refuser { motif, explication }
    } else {
        Choix::Valider {
            confirmee: confirmation == "on",
        }
    };
    match registry().lancer_lot(&gestionnaire, id, &choix).await {
        Ok(()) => leptos_axum::redirect(&depuis.avec(&chemin::lot(id))),
        Err(ActeError::NonConfirmee) => {
            leptos_axum::redirect(&depuis.avec(&chemin::lot_a_revoir(id, "confirmation")));
        }
        Err(autre) => return Err(autre.into()),
    }
    Ok(())
}

/// Takes back what a lot decided, as long as it has not taken effect.
#[server(prefix = "/api", endpoint = "annuler-lot")]
pub async fn annuler_lot(lot: String, #[server(default)] file: String) -> Result<(), ApiErreur> {
    use crate::pages::{DepuisFile, chemin};
    use crate::requete::{gestionnaire, registry};
    use domain::ids::LotId;
    use registry::ActeError;
    let id: LotId = lot.parse().map_err(|_| ApiErreur::introuvable())?;
    let depuis = DepuisFile::lire(&file);
    match registry().annuler_lot(&gestionnaire()?, id).await {
        Ok(()) => leptos_axum::redirect(&depuis.avec(&chemin::lot(id))),
        Err(ActeError::TropTard) => {
            leptos_axum::redirect(&depuis.avec(&chemin::lot_a_revoir(id, "trop-tard")));
        }
        Err(autre) => return Err(autre.into()),
    }
    Ok(())
}

/// How far a lot of this gestionnaire is. Asking is not a sign of the person.
#[server(prefix = "/api", endpoint = "etat-lot")]
pub async fn etat_lot(lot: String) -> Result<SuiteLot, ApiErreur> {
    use crate::requete::{gestionnaire, registry};
    let id = lot.parse().map_err(|_| ApiErreur::introuvable())?;
    let avancement = registry().avancement_lot(&gestionnaire()?, id).await?;
    Ok(SuiteLot {
        etape: format!("{:?}", avancement.etat),
        vues: avancement.total - avancement.reste,
        total: avancement.total,
        secondes: avancement.secondes,
    })
}
