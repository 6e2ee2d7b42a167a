//! What was just decided, told at the top of the page that follows.

use super::filtre::DepuisFile;
use super::sursis::decision_prise;
use crate::api::ApiErreur;
use crate::components::{Bandeau, LIEN, Ton};
use crate::requete::{parametre, registry};
use domain::demande::Statut;
use domain::ids::DemandeId;
use leptos::prelude::*;
use registry::droit::Gestionnaire;

/// The outcome of the demande named in the address, if this gestionnaire may see it and it has been decided.
pub(super) async fn derniere_decision(gestionnaire: &Gestionnaire) -> Result<Option<AnyView>, ApiErreur> {
    let Some(id) = parametre("decidee").and_then(|id| id.parse::<DemandeId>().ok()) else {
        return Ok(None);
    };
    let Ok(dossier) = registry().dossier(gestionnaire, id).await else {
        return Ok(None);
    };
    if let Some(avis) = decision_prise(&dossier, registry().now()) {
        return Ok(Some(avis));
    }
    let Some(decision) = dossier.decision else {
        return Ok(super::correction::annonce(&dossier));
    };
    let qui = format!(
        "{} {}",
        dossier.complete.situation.prenom_exercice, dossier.complete.situation.nom_exercice
    );
    let lien = view! {
        <a class=LIEN href=DepuisFile::ici().dossier(id)>{format!("Revoir la demande {}", dossier.reference)}</a>
    };
    Ok(match (decision.statut, decision.rpps) {
        (Statut::Validee, Some(rpps)) => Some(
            view! {
                <Bandeau ton=Ton::Succes titre=format!("Demande de {qui} validée")>
                    <p>
                        "Numéro RPPS attribué\u{a0}: " <strong class="tracking-wider">{rpps.to_string()}</strong>
                        ". Un email l’annonce au professionnel."
                    </p>
                    <p>{lien}</p>
                </Bandeau>
            }
            .into_any(),
        ),
        (Statut::Refusee, _) => Some(
            view! {
                <Bandeau ton=Ton::Info titre=format!("Demande de {qui} refusée")>
                    <p>"Un email en donne le motif et votre explication au professionnel."</p>
                    <p>{lien}</p>
                </Bandeau>
            }
            .into_any(),
        ),
        _ => None,
    })
}
