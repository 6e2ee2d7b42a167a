//! Which structure the figures are about.

use crate::components::{BOUTON_SECONDAIRE, SAISIE};
use crate::pages::chemin;
use domain::identifiant::Finess;
use leptos::prelude::*;
use registry::rotation::Structure;

/// The structures as options of a list, establishments after their EJ.
pub(super) fn options(structures: Vec<Structure>, choisie: Option<&Finess>) -> impl IntoView + use<> {
    structures
        .into_iter()
        .map(|structure| {
            let selected = choisie == Some(&structure.finess);
            let nom = if structure.entite_juridique {
                format!("{} (tous ses établissements)", structure.nom)
            } else {
                structure.nom
            };
            view! { <option value=structure.finess.to_string() selected=selected>{nom}</option> }
        })
        .collect_view()
}

/// A list and a button; nothing when there is nothing to choose.
#[component]
pub(super) fn ChoixStructure(
    structures: Vec<Structure>,
    #[prop(optional_no_strip)] choisie: Option<Finess>,
) -> impl IntoView {
    (structures.len() > 1).then(|| {
        view! {
            <form method="get" action=chemin::ROTATION class="ecran-seul mt-3 flex max-w-lecture flex-wrap items-end gap-3">
                <div class="min-w-0 grow basis-60">
                    <label for="structure" class="block font-bold">"Structure"</label>
                    <select id="structure" name="structure" class=format!("{SAISIE} w-full cursor-pointer")>
                        <option value="">"Toutes vos structures"</option>
                        {options(structures, choisie.as_ref())}
                    </select>
                </div>
                <button class=BOUTON_SECONDAIRE>"Afficher"</button>
            </form>
        }
    })
}
