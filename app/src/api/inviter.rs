//! Invitations: a gestionnaire sends one, sends it again, withdraws it; the person who received it begins a demande from it.

use super::ApiErreur;
use domain::saisie::SaisieInvitation;
use leptos::prelude::*;

/// Sends an invitation, or shows the form again with what is wrong.
#[server(prefix = "/api", endpoint = "inviter")]
pub async fn inviter(#[server(flatten)] saisie: SaisieInvitation) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use crate::requete::{gestionnaire, noter_saisie, registry};
    use registry::ActeError;
    let vers = match registry().inviter(&gestionnaire()?, &saisie).await {
        Ok(_) => chemin::invitations_apres("envoyee"),
        // The page reads the same rules and says what is wrong.
        Err(ActeError::Invalide(_)) => chemin::inviter_a_revoir(noter_saisie(&saisie).await?),
        Err(refus) => return Err(refus.into()),
    };
    leptos_axum::redirect(&vers);
    Ok(())
}

/// Sends the mail again, with another link.
#[server(prefix = "/api", endpoint = "renvoyer-invitation")]
pub async fn renvoyer_invitation(invitation: String) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use crate::requete::{gestionnaire, registry};
    use domain::ids::InvitationId;
    let gestionnaire = gestionnaire()?;
    let id: InvitationId = invitation.parse().map_err(|_| ApiErreur::introuvable())?;
    registry().renvoyer_invitation(&gestionnaire, id).await?;
    leptos_axum::redirect(&chemin::invitations_apres("renvoyee"));
    Ok(())
}

/// The link leads nowhere any more.
#[server(prefix = "/api", endpoint = "retirer-invitation")]
pub async fn retirer_invitation(invitation: String) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use crate::requete::{gestionnaire, registry};
    use domain::ids::InvitationId;
    let gestionnaire = gestionnaire()?;
    let id: InvitationId = invitation.parse().map_err(|_| ApiErreur::introuvable())?;
    registry().retirer_invitation(&gestionnaire, id).await?;
    leptos_axum::redirect(&chemin::invitations_apres("retiree"));
    Ok(())
}

/// Begins the demande that the link prepared, or takes it up again.
#[server(prefix = "/api", endpoint = "accepter-invitation")]
pub async fn accepter_invitation(jeton: String) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use crate::requete::{registry, usager};
    use registry::ActeError;
    let vers = match registry().accepter_invitation(&usager()?, &jeton).await {
        Ok(_) => chemin::etape(domain::saisie::Etape::EtatCivil),
        // The register knows this link: its page says why it does not serve.
        Err(ActeError::Invitation(_) | ActeError::DejaInscrit { .. }) => chemin::invitation(&jeton),
        Err(refus) => return Err(refus.into()),
    };
    leptos_axum::redirect(&vers);
    Ok(())
}
