//! The category of the establishment, for who knows it: it says the sector better than an impression does (R5, R6).

use crate::components::SAISIE;
use domain::etablissement::Secteur;
use leptos::prelude::*;
use registry::referentiel::Categories;
use std::sync::LazyLock;

/// The dated list, read once. Part of the program: were it unreadable, the sector alone would be asked.
static CATEGORIES: LazyLock<Option<Categories>> = LazyLock::new(|| Categories::embarquees().ok());

/// The sector of the category of that code, when both are known.
pub(super) fn secteur_de(code: &str) -> Option<Secteur> {
    let (_, secteur) = CATEGORIES.as_ref()?.trouver(code);
    (secteur != Secteur::Inconnu).then_some(secteur)
}

/// The question.
#[component]
pub(super) fn Categorie(choisie: String) -> impl IntoView {
    let categories = CATEGORIES.as_ref().map(Categories::situees).unwrap_or_default();
    let groupes = [Secteur::MedicoSocial, Secteur::Sanitaire, Secteur::Officine].map(|groupe| {
        let options = categories
            .iter()
            .filter(|(_, _, secteur)| *secteur == groupe)
            .map(|(code, libelle, _)| {
                let selected = *code == choisie;
                view! { <option value=(*code).to_owned() selected=selected>{(*libelle).to_owned()}</option> }
            })
            .collect_view();
        view! { <optgroup label=groupe.libelle()>{options}</optgroup> }
    });
    view! {
        <div class="mt-6">
            <label for="categorie" class="block font-bold">"Quelle catégorie d’établissement\u{a0}? (facultatif)"</label>
            <p id="categorie-aide" class="text-soft">"Celle du registre FINESS. Si vous la choisissez, elle compte plus que la réponse précédente."</p>
            <select id="categorie" name="categorie" class=format!("{SAISIE} mt-1 w-full cursor-pointer") aria-describedby="categorie-aide">
                <option value="">"Je ne sais pas"</option>
                {groupes.into_iter().collect_view()}
            </select>
        </div>
    }
}
