//! Taking a list away as a file.

use crate::components::LIEN;
use leptos::prelude::*;
use registry::export::Format;

/// Two links, one per kind of file. `adresse` gives the address of each.
#[component]
pub(super) fn LiensExport<F>(adresse: F) -> impl IntoView
where
    F: Fn(Format) -> String,
{
    let lien = format!("{LIEN} inline-flex min-h-11 items-center");
    view! {
        <p class="mt-6 flex flex-wrap items-center gap-x-4">
            <span>"Emporter toute cette liste\u{a0}:"</span>
            <a class=lien.clone() href=adresse(Format::Xlsx) download>"classeur Excel (XLSX)"</a>
            <a class=lien href=adresse(Format::Csv) download>"fichier CSV"</a>
        </p>
    }
}
