//! The screens of staff lists: bringing a file, saying which column is which, the dry run, one row to correct, the progress.

mod colonnes;
mod depot;
mod ligne;
mod liste;
mod ressemblances;

pub use colonnes::Colonnes;
pub use depot::Listes;
pub use ligne::Ligne;
pub use liste::Liste;

use crate::components::LIEN;
use crate::pages::chemin;
use leptos::prelude::*;
use registry::liste::{EtatLigne, ListeResume};

/// The way here from where one person is added.
#[component]
pub(super) fn Invitation() -> impl IntoView {
    view! {
        <p class="mt-4">
            "Plusieurs personnes à la fois\u{a0}? "
            <a class=format!("{LIEN} inline-flex min-h-11 items-center") href=chemin::LISTES>"Importer une liste de personnel"</a>
        </p>
    }
}

/// « 12 lignes », « 1 ligne »
fn lignes(nombre: i64) -> String {
    match nombre {
        1 => "1 ligne".to_owned(),
        n => format!("{n} lignes"),
    }
}

/// What a list came to, in a sentence.
fn bilan(liste: &ListeResume) -> String {
    let parts = [
        (liste.faites(), "enregistrées", "enregistrée"),
        (liste.pretes(), "prêtes", "prête"),
        (liste.nombre(&[EtatLigne::ACorriger]), "à corriger", "à corriger"),
        (
            liste.nombre(&[EtatLigne::Presente]),
            "déjà au répertoire",
            "déjà au répertoire",
        ),
        (liste.nombre(&[EtatLigne::Ecartee]), "écartées", "écartée"),
    ];
    let dites: Vec<String> = parts
        .into_iter()
        .filter(|(nombre, ..)| *nombre > 0)
        .map(|(nombre, plusieurs, une)| format!("{nombre} {}", if nombre == 1 { une } else { plusieurs }))
        .collect();
    if dites.is_empty() {
        "pas encore contrôlée".to_owned()
    } else {
        dites.join(", ")
    }
}
