//! The terms that people accept, and what the law asks a public site to say of itself. Public, for anybody.
//!
//! The texts are data (`app/conditions`), compiled into the server and read once; who runs this portal is said by its
//! configuration, never here. The version of an accepted text is that of `domain::designation`, and the tests hold them together.

mod fonds;
mod mentions;
#[cfg(test)]
mod tests;
mod texte;

pub use mentions::MentionsLegales;
pub use texte::Conditions;

use crate::components::LIEN;
use leptos::prelude::*;

/// A link to a text that somebody is about to accept: it opens beside the form, so that nothing ticked is lost.
#[component]
pub fn ALire(
    /// its address
    href: &'static str,
    /// its name
    nom: &'static str,
) -> impl IntoView {
    view! {
        <a class=LIEN href=href target="_blank" rel="noopener">
            {nom}
            <span class="text-sm">" (nouvel onglet)"</span>
        </a>
    }
}
