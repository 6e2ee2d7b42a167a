//! The life of a session as its owner sees it: how long is left, staying connected, closing what was left open elsewhere.

use super::ApiErreur;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How long a session has left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResteSession {
    /// before it ends, if the person gives no sign
    pub secondes: i64,
    /// nothing can put the end off any more
    pub absolue: bool,
}

/// How long is left. Asking is not a sign of the person: nothing is put off.
#[server(prefix = "/api", endpoint = "etat-session")]
pub async fn etat_session() -> Result<ResteSession, ApiErreur> {
    let session = crate::requete::session().ok_or_else(ApiErreur::connexion)?;
    // The middleware has read all there is to know: an asynchronous function that has nothing to wait for.
    std::future::ready(Ok(crate::requete::etat(&session))).await
}

/// The person is still there.
#[server(prefix = "/api", endpoint = "rester-connecte")]
pub async fn rester_connecte() -> Result<ResteSession, ApiErreur> {
    let mut session = crate::requete::session().ok_or_else(ApiErreur::connexion)?;
    crate::requete::registry().prolonger_session(&mut session).await?;
    Ok(crate::requete::etat(&session))
}

/// Closes one of one's own sessions; the one that asks is signed out.
#[server(prefix = "/api", endpoint = "fermer-session")]
pub async fn fermer_session(session: String) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use crate::requete;
    use domain::ids::SessionId;
    let ouverte = requete::session().ok_or_else(ApiErreur::connexion)?;
    let id: SessionId = session.parse().map_err(|_| ApiErreur::introuvable())?;
    if id == ouverte.id() {
        requete::fermer_session().await?;
        leptos_axum::redirect(chemin::DECONNECTE);
    } else {
        requete::registry().fermer_une_session(&ouverte, id).await?;
        leptos_axum::redirect(chemin::SESSION_FERMEE);
    }
    Ok(())
}

/// Closes every session of this account but this one.
#[server(prefix = "/api", endpoint = "fermer-autres-sessions")]
pub async fn fermer_autres_sessions() -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    let session = crate::requete::session().ok_or_else(ApiErreur::connexion)?;
    crate::requete::registry()
        .fermer_autres_sessions(&session)
        .await?;
    leptos_axum::redirect(chemin::SESSION_FERMEE);
    Ok(())
}
