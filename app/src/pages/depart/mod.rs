//! A departure in one act, on a phone: who leaves (`liste`), what is to be closed (`formulaire`), the summary to confirm once
//! (`confirmation`), what was done and how to come back on it (`fait`). Nothing is decided here: every screen asks the register.

mod confirmation;
mod fait;
mod formulaire;
mod liste;

pub use fait::DepartFait;
pub use formulaire::Partir;
pub use liste::Departs;

use crate::pages::chemin;
use crate::pages::structure::{Onglet, Onglets};
use crate::requete::session;
use leptos::prelude::*;

/// Where the main action of a screen is: within reach of the thumb on a phone, in its place elsewhere.
const PIED: &str = "sticky bottom-0 z-10 -mx-4 mt-8 flex flex-wrap gap-3 border-t border-line bg-page px-4 py-3 sm:static sm:mx-0 sm:border-0 sm:px-0";

/// The way to the other rooms: those of the head of a structure, or back to the demandes.
#[component]
fn Chemin() -> impl IntoView {
    if session().is_some_and(|session| session.est_representant()) {
        view! { <Onglets ici=Onglet::Rotation /> }.into_any()
    } else {
        view! {
            <p>
                <a class=crate::components::LIEN href=chemin::GESTION>"Espace gestionnaire"</a>
            </p>
        }
        .into_any()
    }
}

/// « 1 demande », « 3 demandes »
fn demandes(nombre: usize) -> String {
    match nombre {
        1 => "1\u{a0}demande".to_owned(),
        n => format!("{n}\u{a0}demandes"),
    }
}
