//! The figures of one structure, or of all of them.

use super::attention::ARegarder;
use super::choix::ChoixStructure;
use super::courbe::Courbe;
use super::nombres::{CommentCompte, Nombres};
use super::tables::{ParEtablissement, ParMois, ParRole};
use crate::components::LIEN;
use crate::pages::structure::{Onglet, Onglets};
use crate::pages::{Sortie, chemin, page};
use crate::requete::{parametre, registry, representant, segment};
use domain::identifiant::Finess;
use leptos::prelude::*;
use leptos_meta::Title;
use registry::rotation::Portee;

/// What the address names: every structure, or one. Chosen in a list, it becomes an address of its own.
fn portee() -> Result<Portee, Sortie> {
    let nommee = leptos_router::hooks::use_params_map().with_untracked(|carte| carte.get("finess").is_some());
    if nommee {
        return Ok(Portee::Structure(segment::<Finess>("finess")?));
    }
    match parametre("structure").and_then(|finess| finess.parse::<Finess>().ok()) {
        Some(choisie) => Err(Sortie::Vers(chemin::rotation(Some(&choisie)))),
        None => Ok(Portee::Toutes),
    }
}

/// The page.
#[component]
pub fn Rotation() -> impl IntoView {
    page(async move {
        let representant = representant()?;
        let portee = portee()?;
        let tableau = registry().rotation(&representant, &portee).await?;
        let structure = portee.finess().cloned();
        let titre = "Arrivées et départs";
        let ou = tableau
            .nom
            .clone()
            .unwrap_or_else(|| "Toutes vos structures".to_owned());
        let vide = tableau
            .ensemble
            .mois
            .iter()
            .all(|mois| mois.presents + mois.arrivees + mois.departs == 0);
        let plusieurs = tableau.etablissements.len() > 1;
        Ok(view! {
            <Title text=titre />
            <Onglets ici=Onglet::Rotation />
            {structure.is_some().then(|| view! { <p><a class=LIEN href=chemin::ROTATION>"Toutes vos structures"</a></p> })}
            <h1 class="text-3xl font-bold">{titre}</h1>
            <p class="text-lg text-soft">{ou}</p>
            <ChoixStructure structures=tableau.structures choisie=structure.clone() />
            <ARegarder attention=tableau.attention structure=structure.clone() />
            {vide
                .then(|| {
                    view! {
                        <p class="mt-6 max-w-lecture">
                            "Personne n’est enregistré ici pour le moment. Les chiffres apparaîtront avec les premières inscriptions."
                        </p>
                    }
                })}
            <Nombres mouvements=tableau.ensemble.clone() structure=structure.clone() />
            <Courbe mois=tableau.ensemble.mois.clone() />
            <ParMois mois=tableau.ensemble.mois.clone() structure=structure.clone() />
            {plusieurs.then(|| view! { <ParEtablissement lignes=tableau.etablissements /> })}
            <ParRole lignes=tableau.roles structure=structure />
            <CommentCompte mouvements=tableau.ensemble un_etablissement=tableau.un_etablissement />
        })
    })
}
