//! Sending a form by script, and the three ways it can end.

use crate::api::ApiErreur;
use gloo_net::http::Request;
use web_sys::UrlSearchParams;

/// What became of it.
pub(super) enum Reponse {
    /// done; `vers` is where to go next
    Faite { vers: Option<String>, texte: String },
    /// the server says why not
    Refusee(ApiErreur),
    /// no answer
    Perdue,
}

/// Posts the fields to an endpoint, as a script does.
pub(super) async fn poster(action: &str, corps: &UrlSearchParams) -> Reponse {
    let requete = Request::post(action)
        .header("Accept", "application/json")
        .header("Content-Type", "application/x-www-form-urlencoded")
        .body(String::from(corps.to_string()));
    let Ok(requete) = requete else {
        return Reponse::Perdue;
    };
    let Ok(reponse) = requete.send().await else {
        return Reponse::Perdue;
    };
    let texte = reponse.text().await.unwrap_or_default();
    if reponse.ok() {
        return Reponse::Faite {
            vers: reponse.headers().get("location"),
            texte,
        };
    }
    match serde_json::from_str(&texte) {
        Ok(erreur) => Reponse::Refusee(erreur),
        Err(_) => Reponse::Perdue,
    }
}
