//! Notifications: where, confirmed by a code, and, for a gestionnaire, how often.

use super::ApiErreur;
use leptos::prelude::*;

/// Sends a code to that address.
#[server(prefix = "/api", endpoint = "demander-code-notification")]
pub async fn demander_code_notification(#[server(default)] email: String) -> Result<(), ApiErreur> {
    let destinataire = crate::requete::destinataire().await?;
    let fait = crate::requete::registry()
        .demander_code_notification(&destinataire, &email)
        .await;
    ssr::suite(fait, "code-envoye", &email).await
}

/// Confirms the address with the code that was sent there.
#[server(prefix = "/api", endpoint = "confirmer-adresse-notification")]
pub async fn confirmer_adresse_notification(#[server(default)] code: String) -> Result<(), ApiErreur> {
    let destinataire = crate::requete::destinataire().await?;
    let fait = crate::requete::registry()
        .confirmer_adresse_notification(&destinataire, &code)
        .await;
    ssr::suite(fait, "adresse-confirmee", "").await
}

/// Forgets the address.
#[server(prefix = "/api", endpoint = "retirer-adresse-notification")]
pub async fn retirer_adresse_notification() -> Result<(), ApiErreur> {
    let destinataire = crate::requete::destinataire().await?;
    let fait = crate::requete::registry()
        .retirer_adresse_notification(&destinataire)
        .await;
    ssr::suite(fait, "adresse-retiree", "").await
}

/// Chooses the rhythms; a field that is missing leaves its own as it is.
#[server(prefix = "/api", endpoint = "regler-notifications")]
pub async fn regler_notifications(
    #[server(default)] nouvelle_demande: String,
    #[server(default)] demande_corrigee: String,
    #[server(default)] message_recu: String,
    #[server(default)] expiration_proche: String,
    #[server(default)] decision_impossible: String,
    #[server(default)] depart_declare: String,
) -> Result<(), ApiErreur> {
    use registry::notification::GenreNotification;
    let gestionnaire = crate::requete::gestionnaire()?;
    let saisis = [
        nouvelle_demande,
        demande_corrigee,
        message_recu,
        expiration_proche,
        decision_impossible,
        depart_declare,
    ];
    let rythmes: Vec<_> = GenreNotification::TOUS
        .into_iter()
        .zip(saisis)
        .filter_map(|(genre, saisi)| Some((genre, saisi.parse().ok()?)))
        .collect();
    let fait = crate::requete::registry()
        .regler_notifications(&gestionnaire, &rythmes)
        .await;
    ssr::suite(fait, "rythmes", "").await
}

#[cfg(feature = "ssr")]
mod ssr {
    use super::ApiErreur;
    use crate::pages::chemin;
    use registry::ActeError;

    /// Back to the page, which says what was done or shows the form again; what was typed stays on the server.
    pub(super) async fn suite(
        fait: Result<(), ActeError>,
        quoi: &'static str,
        saisie: &str,
    ) -> Result<(), ApiErreur> {
        let adresse = match fait {
            Ok(()) => chemin::notifications_fait(quoi),
            Err(ActeError::Invalide(_)) => {
                let note = crate::requete::noter_saisie(&saisie).await?;
                chemin::notifications_a_revoir("adresse", Some(note))
            }
            Err(ActeError::CodeFaux) => chemin::notifications_a_revoir("code", None),
            Err(ActeError::TropDeCodes) => chemin::notifications_a_revoir("trop", None),
            Err(autre) => return Err(autre.into()),
        };
        leptos_axum::redirect(&adresse);
        Ok(())
    }
}
