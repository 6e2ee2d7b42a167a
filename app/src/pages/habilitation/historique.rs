//! What was done to the rights of a structure, at the end of its page.

use crate::components::Pagination;
use crate::pages::chemin;
use leptos::prelude::*;
use registry::designation::PageHabilitations;

/// The section. `adresse` is that of the page it ends.
#[component]
pub(super) fn Historique(historique: PageHabilitations, adresse: String) -> impl IntoView {
    let vide = historique.lignes.is_empty();
    view! {
        <section id="historique" class="mt-8" aria-labelledby="historique-titre">
            <h2 id="historique-titre" class="border-b-2 border-line pb-1 text-xl font-bold">"Historique"</h2>
            {vide.then(|| view! { <p class="mt-2 text-soft">"Rien n’a encore été fait ici."</p> })}
            <ol>
                {historique
                    .lignes
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
            </ol>
            <Pagination page=historique.page pages=historique.pages adresse=move |page| chemin::historique(&adresse, page) />
        </section>
    }
    .into_any()
}
