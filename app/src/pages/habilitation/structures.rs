//! The structures for which one designates.

use crate::components::LIEN;
use crate::pages::structure::{Onglet, Onglets};
use crate::pages::{Sortie, chemin, page};
use crate::requete::{designateur, registry};
use leptos::prelude::*;
use leptos_meta::Title;
use registry::designation::StructureDesignee;

/// The page; with one structure only, that structure.
#[component]
pub fn Habilitations() -> impl IntoView {
    page(async move {
        let structures = registry().structures_designees(&designateur()?).await?;
        if let [seule] = structures.as_slice() {
            return Err(Sortie::Vers(chemin::habilitation::structure(&seule.finess)));
        }
        Ok(view! {
            <Title text="Gestionnaires de vos structures" />
            <Onglets ici=Onglet::Habilitations />
            <h1 class="text-3xl font-bold">"Gestionnaires de vos structures"</h1>
            <p class="mt-2 max-w-lecture">
                "Choisissez une structure pour désigner ses gestionnaires RPPS+, voir qui peut agir en son nom, ou retirer une habilitation."
            </p>
            <ul class="mt-4 border-t border-line">
                {structures.into_iter().map(|structure| view! { <UneStructure structure=structure /> }).collect_view()}
            </ul>
        })
    })
}

/// A structure of a list.
#[component]
pub(super) fn UneStructure(structure: StructureDesignee) -> impl IntoView {
    let genre = if structure.centralisee {
        "tous ses établissements"
    } else {
        "cet établissement"
    };
    view! {
        <li class="relative border-b border-line py-3 hover:bg-surface">
            <a class=format!("{LIEN} text-lg font-bold after:absolute after:inset-0") href=chemin::habilitation::structure(&structure.finess)>
                {structure.nom.clone()}
            </a>
            <p class="text-soft">{format!("FINESS {} · {genre}", structure.finess)}</p>
            <p>{combien(&structure)}</p>
        </li>
    }
}

/// « 2 gestionnaires, 1 mandataire »
pub(super) fn combien(structure: &StructureDesignee) -> String {
    let nombre = |n: i64, nom: &str| match n {
        0 => format!("aucun {nom}"),
        1 => format!("1 {nom}"),
        n => format!("{n} {nom}s"),
    };
    let phrase = format!(
        "{}, {}",
        nombre(structure.gestionnaires, "gestionnaire"),
        nombre(structure.mandataires, "mandataire")
    );
    phrase.replacen("aucun g", "Aucun g", 1)
}
