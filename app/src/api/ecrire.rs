//! Messages about a demande, one endpoint for each side: the right they need is not the same.

use super::ApiErreur;
use domain::saisie::SaisieMessage;
use leptos::prelude::*;

/// The applicant writes to the gestionnaires.
#[server(prefix = "/api", endpoint = "ecrire-au-gestionnaire")]
pub async fn ecrire_au_gestionnaire(
    demande: String,
    #[server(flatten)] saisie: SaisieMessage,
) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use crate::requete::{registry, usager};
    use domain::ids::DemandeId;
    let id: DemandeId = demande.parse().map_err(|_| ApiErreur::introuvable())?;
    let usager = usager()?;
    let vers = match saisie.valider() {
        Ok(texte) => {
            registry().ecrire_au_gestionnaire(&usager, id, &texte).await?;
            chemin::mon_fil(id)
        }
        // A message is somebody's words: they stay on the server with the session, never in the address.
        Err(_) => chemin::mon_fil_a_revoir(id, crate::requete::noter_saisie(&saisie).await?),
    };
    leptos_axum::redirect(&vers);
    Ok(())
}

/// A gestionnaire writes to the applicant.
#[server(prefix = "/api", endpoint = "ecrire-au-demandeur")]
pub async fn ecrire_au_demandeur(
    demande: String,
    #[server(default)] file: String,
    #[server(flatten)] saisie: SaisieMessage,
) -> Result<(), ApiErreur> {
    use crate::pages::{DepuisFile, chemin};
    use crate::requete::{gestionnaire, registry};
    use domain::ids::DemandeId;
    let id: DemandeId = demande.parse().map_err(|_| ApiErreur::introuvable())?;
    let gestionnaire = gestionnaire()?;
    let vers = match saisie.valider() {
        Ok(texte) => {
            registry().ecrire_au_demandeur(&gestionnaire, id, &texte).await?;
            chemin::fil(id)
        }
        Err(_) => chemin::fil_a_revoir(id, crate::requete::noter_saisie(&saisie).await?),
    };
    leptos_axum::redirect(&DepuisFile::lire(&file).avec(&vers));
    Ok(())
}
