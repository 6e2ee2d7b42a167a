//! What the queue says of a demande beside its warnings: that it came back corrected, that its applicant has written.

use crate::api::ApiErreur;
use crate::requete::registry;
use domain::ids::DemandeId;
use leptos::prelude::*;
use registry::demande::{LigneFile, Marques};
use registry::droit::Gestionnaire;
use std::collections::HashMap;

/// The marks of the rows of a page, in one reading.
pub(super) async fn marques(
    gestionnaire: &Gestionnaire,
    lignes: &[LigneFile],
) -> Result<HashMap<DemandeId, Marques>, ApiErreur> {
    let ids: Vec<DemandeId> = lignes.iter().map(|ligne| ligne.id).collect();
    Ok(registry().marques(gestionnaire, &ids).await?)
}

/// « 2 messages non lus »
pub(in crate::pages) fn non_lus(nombre: i64) -> Option<String> {
    match nombre {
        0 => None,
        1 => Some("1 message non lu".to_owned()),
        n => Some(format!("{n} messages non lus")),
    }
}

/// What is said of a demande, a label each.
pub(super) fn mots(marque: Marques) -> Vec<String> {
    let corrigee = marque.corrigee.then(|| "Corrigée".to_owned());
    corrigee.into_iter().chain(non_lus(marque.non_lus)).collect()
}

/// The labels. What changes while the page is open is written in them.
#[component]
pub(super) fn Marque(marque: Marques) -> impl IntoView {
    const ETIQUETTE: &str = "inline-flex items-center rounded-md border border-action bg-info-fond px-2 text-sm font-bold text-action";
    mots(marque)
        .into_iter()
        .map(|mot| view! { <span class=format!("{ETIQUETTE} data-muette:invisible") data-marque="">{mot}</span> })
        .collect_view()
}
