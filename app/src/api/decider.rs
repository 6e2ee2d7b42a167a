//! The gestionnaire's decision on a demande, taken on the version that was on the screen.

use super::ApiErreur;
use domain::saisie::SaisieDecision;
use leptos::prelude::*;

/// Accepts: allocates the number and queues the mail (R34 confirmed by the box).
#[server(prefix = "/api", endpoint = "valider-demande")]
pub async fn valider_demande(
    demande: String,
    version: i64,
    #[server(default)] confirmation: String,
) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use crate::requete::{gestionnaire, registry};
    use domain::ids::DemandeId;
    use registry::ActeError;
    let id: DemandeId = demande.parse().map_err(|_| ApiErreur::introuvable())?;
    let gestionnaire = gestionnaire()?;
    match registry()
        .valider(&gestionnaire, id, version, confirmation == "on")
        .await
    {
        Ok(faite) => leptos_axum::redirect(&chemin::apres_decision(faite.suivante, id)),
        Err(ActeError::NonConfirmee) => leptos_axum::redirect(&chemin::dossier_a_revoir(id, "confirmation")),
        Err(ActeError::Conflit { .. }) => leptos_axum::redirect(&chemin::dossier_a_revoir(id, "conflit")),
        Err(ActeError::PriseParAutre { .. }) => {
            leptos_axum::redirect(&chemin::dossier_empeche(id, "prise", None));
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
    #[server(flatten)] saisie: SaisieDecision,
) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use crate::requete::{gestionnaire, registry};
    use domain::ids::DemandeId;
    use registry::ActeError;
    let id: DemandeId = demande.parse().map_err(|_| ApiErreur::introuvable())?;
    let gestionnaire = gestionnaire()?;
    let Ok((motif, explication)) = saisie.valider() else {
        // The explanation is long text: it stays on the server with the session, never in the address.
        let note = crate::requete::noter_saisie(&saisie).await?;
        leptos_axum::redirect(&chemin::refus_a_revoir(id, note));
        return Ok(());
    };
    match registry()
        .refuser(&gestionnaire, id, version, motif, &explication)
        .await
    {
        Ok(faite) => leptos_axum::redirect(&chemin::apres_decision(faite.suivante, id)),
        Err(ActeError::Conflit { .. }) => leptos_axum::redirect(&chemin::dossier_a_revoir(id, "conflit")),
        Err(ActeError::PriseParAutre { .. }) => {
            // The demande may still be taken over: the words wait.
            let note = crate::requete::noter_saisie(&saisie).await?;
            leptos_axum::redirect(&chemin::dossier_empeche(id, "prise", Some(note)));
        }
        Err(autre) => return Err(autre.into()),
    }
    Ok(())
}
