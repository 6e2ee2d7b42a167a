//! Choosing several demandes in the queue: a box per row, one for all that the filter finds, and what to do with them. Boxes
//! belong to the form by its id, wherever they are in the page.

use crate::api::PreparerLot;
use crate::components::BOUTON_SECONDAIRE;
use domain::ids::{DemandeId, RechercheId};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use registry::lot::ActeLot;

const FORMULAIRE: &str = "lot";

/// The box of a row.
#[component]
pub(super) fn CaseLot(id: DemandeId, nom: String) -> impl IntoView {
    view! {
        // Above the link that covers the row.
        <label class="relative z-10 -ml-3 flex size-11 shrink-0 cursor-pointer items-center justify-center">
            <input type="checkbox" form=FORMULAIRE name="demandes[]" value=id.to_string() class="size-5 accent-action" />
            <span class="sr-only">{format!("Choisir la demande de {nom}")}</span>
        </label>
    }
}

/// The words of the box that takes them all.
pub(super) fn toutes(total: i64) -> String {
    match total {
        1 => "La seule demande de cette liste".to_owned(),
        n => format!("Les {n} demandes de cette liste, toutes pages comprises"),
    }
}

/// What to do with the chosen ones. `codes` is the filter of the list, `recherche` the id of its search.
#[component]
pub(super) fn FormulaireLot(
    total: i64,
    codes: String,
    #[prop(optional_no_strip)] recherche: Option<RechercheId>,
) -> impl IntoView {
    let toutes = toutes(total);
    view! {
        <form
            id=FORMULAIRE
            method="post"
            action=PreparerLot::url()
            aria-label="Décider de plusieurs demandes"
            class="mt-6 flex flex-wrap items-center gap-x-4 gap-y-2"
        >
            <input type="hidden" name="filtre" value=codes />
            <input type="hidden" name="recherche" value=recherche.map(|id| id.to_string()).unwrap_or_default() />
            <label class="-ml-3 flex min-h-11 grow cursor-pointer items-center">
                <span class="flex size-11 shrink-0 items-center justify-center">
                    <input type="checkbox" name="tous" value="on" class="size-5 accent-action" />
                </span>
                <span class="ml-2" data-toutes="">{toutes}</span>
            </label>
            <button class=BOUTON_SECONDAIRE name="acte" value=ActeLot::Valider.code()>"Valider la sélection…"</button>
            <button class=BOUTON_SECONDAIRE name="acte" value=ActeLot::Refuser.code()>"Refuser la sélection…"</button>
        </form>
    }
}
