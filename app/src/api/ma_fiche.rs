//! What a registered professional changes in their own record (J5).

use super::ApiErreur;
use domain::saisie::{SaisieContact, SaisieFermeture, SaisieNoms};
use leptos::prelude::*;

/// Replaces the e-mail and the mobile (R18, R19, R22).
#[server(prefix = "/api", endpoint = "changer-contact")]
pub async fn changer_contact(
    version: i64,
    #[server(flatten)] saisie: SaisieContact,
) -> Result<(), ApiErreur> {
    let fait = crate::requete::registry()
        .changer_contact(&crate::requete::inscrit()?, version, &saisie)
        .await;
    ssr::suite("contact", fait, &saisie).await
}

/// Replaces the names used at work (R17).
#[server(prefix = "/api", endpoint = "changer-noms")]
pub async fn changer_noms(version: i64, #[server(flatten)] saisie: SaisieNoms) -> Result<(), ApiErreur> {
    let fait = crate::requete::registry()
        .changer_noms(&crate::requete::inscrit()?, version, &saisie)
        .await;
    ssr::suite("noms", fait, &saisie).await
}

/// Declares a departure from an establishment (R53).
#[server(prefix = "/api", endpoint = "declarer-depart")]
pub async fn declarer_depart(
    #[server(default)] situation: String,
    version: i64,
    #[server(flatten)] saisie: SaisieFermeture,
) -> Result<(), ApiErreur> {
    use crate::pages::chemin_agir;
    use crate::requete::{inscrit, noter_saisie, registry};
    let inscrit = inscrit()?;
    if let Ok(choisie) = situation.parse() {
        let fait = registry()
            .declarer_depart(&inscrit, choisie, version, &saisie)
            .await;
        match ssr::refus(fait)? {
            None => {
                leptos_axum::redirect(&chemin_agir::ma_fiche_apres("depart"));
                return Ok(());
            }
            Some(refus) => {
                let note = noter_saisie(&(situation, saisie, refus)).await?;
                leptos_axum::redirect(&chemin_agir::depart_a_revoir(note));
                return Ok(());
            }
        }
    }
    let refus = "Choisissez l’établissement que vous quittez.".to_owned();
    let note = noter_saisie(&(situation, saisie, refus)).await?;
    leptos_axum::redirect(&chemin_agir::depart_a_revoir(note));
    Ok(())
}

#[cfg(feature = "ssr")]
mod ssr {
    use super::ApiErreur;
    use crate::api::Code;
    use crate::pages::chemin_agir;
    use registry::ActeError;

    /// None when it is done, the sentence when the form has to be shown again; empty when its fields say it themselves.
    pub(super) fn refus(fait: Result<(), ActeError>) -> Result<Option<String>, ApiErreur> {
        match fait {
            Ok(()) => Ok(None),
            Err(ActeError::Invalide(_)) => Ok(Some(String::new())),
            Err(autre) => {
                let erreur = ApiErreur::from(autre);
                match erreur.code {
                    Code::Invalide | Code::Conflit => Ok(Some(erreur.message)),
                    _ => Err(erreur),
                }
            }
        }
    }

    /// Back to the record, with the form again when it was not accepted.
    pub(super) async fn suite(
        acte: &str,
        fait: Result<(), ActeError>,
        saisie: &(impl serde::Serialize + Sync),
    ) -> Result<(), ApiErreur> {
        let vers = match refus(fait)? {
            None => chemin_agir::ma_fiche_apres(acte),
            Some(refus) => {
                let note = crate::requete::noter_saisie(&(saisie, refus)).await?;
                chemin_agir::ma_fiche_a_revoir(acte, note)
            }
        };
        leptos_axum::redirect(&vers);
        Ok(())
    }
}
