//! Where one is reminded, on the pages of what one is reminded of: nobody is before saying it, which a notice tells until an address is
//! confirmed.

use super::chemin;
use crate::api::ApiErreur;
use crate::components::{Bandeau, LIEN, Ton};
use crate::requete::{registry, session};
use leptos::prelude::*;

/// The notice, or the link to what was chosen once an address is confirmed; nothing for somebody who is reminded of nothing. `de_quoi`:
/// what the page would remind of.
pub(super) async fn adresse_des_rappels(de_quoi: &'static str) -> Result<Option<AnyView>, ApiErreur> {
    let session = session().ok_or_else(ApiErreur::connexion)?;
    let registry = registry();
    let Some(destinataire) = registry.destinataire(&session).await? else {
        return Ok(None);
    };
    let reglages = registry.reglages_notification(&destinataire).await?;
    let lien = |mots: &'static str| {
        view! {
            <p>
                <a class=format!("{LIEN} inline-flex min-h-11 items-center") href=chemin::NOTIFICATIONS>{mots}</a>
            </p>
        }
    };
    if reglages.adresse.is_some() {
        return Ok(Some(lien("Rappels et notifications par email").into_any()));
    }
    let lien = if reglages.a_confirmer.is_some() {
        lien("Donner le code reçu")
    } else {
        lien("Indiquer mon adresse")
    };
    Ok(Some(
        view! {
            <Bandeau ton=Ton::Alerte titre="Aucune adresse confirmée\u{a0}: vous ne recevez aucun rappel">
                <p>{format!("Le portail ne peut pas vous prévenir {de_quoi}.")}</p>
                {lien}
            </Bandeau>
        }
        .into_any(),
    ))
}
