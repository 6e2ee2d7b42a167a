//! What was done to the rights of a structure, at the end of its page.

use crate::pages::gestion::SectionHistorique;
use leptos::prelude::*;
use registry::designation::PageHabilitations;

/// The section. `adresse` is that of the page it ends.
#[component]
pub(super) fn Historique(historique: PageHabilitations, adresse: String) -> impl IntoView {
    let (page, pages, lignes) = (historique.page, historique.pages, historique.lignes);
    view! {
        <SectionHistorique vide=lignes.is_empty() page=page pages=pages adresse=adresse>
            {lignes
                .into_iter()
                .map(|ligne| {
                    let quoi: Vec<String> = ligne
                        .ligne
                        .changements
                        .iter()
                        .filter_map(|changement| changement.apres.clone().or_else(|| changement.avant.clone()))
                        .collect();
                    view! {
                        <li class="border-b border-line py-2">
                            <p><span class="font-bold">{ligne.qui}</span>{format!(" · {}", quoi.join(" · "))}</p>
                            <p class="text-sm text-soft">{ligne.ligne.phrase()}</p>
                        </li>
                    }
                })
                .collect_view()}
        </SectionHistorique>
    }
}
