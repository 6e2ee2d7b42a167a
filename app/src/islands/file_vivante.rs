//! Keeps the queue up to date while it is read: the count, what colleagues do to the rows that are shown, and what arrived since.
//! Nothing moves: rows are marked where they are, and new ones announce themselves. Without it, reloading the page tells the same.

use crate::components::LIEN;
use leptos::prelude::*;

/// Watches over a page drawn at that moment (milliseconds UTC). It rewrites the texts marked `data-compte` and what is marked
/// `data-temoin` or `data-marque` in rows marked `data-demande`. `recentes`: it says what arrived since, and leads there.
#[island]
pub fn FileVivante(depuis: i64, recentes: Option<String>) -> impl IntoView {
    let nouvelles = RwSignal::new(String::new());
    let etat = RwSignal::new(String::new());
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| super::file_direct::suivre(depuis, nouvelles, etat));
    #[cfg(not(feature = "hydrate"))]
    let _ = depuis;
    view! {
        // The room is there before there is anything to say.
        <div class="noscript:hidden sm:flex sm:flex-row-reverse sm:items-center sm:justify-end sm:gap-6">
            {recentes
                .map(|recentes| {
                    view! {
                        <p role="status" id="nouvelles" class="flex min-h-11 items-center">
                            {move || {
                                let texte = nouvelles.get();
                                (!texte.is_empty())
                                    .then(|| {
                                        view! {
                                            <a href=recentes.clone() class=format!("{LIEN} inline-flex min-h-11 items-center font-bold")>
                                                {format!("{texte} — afficher")}
                                            </a>
                                        }
                                    })
                            }}
                        </p>
                    }
                })}
            <p id="etat-direct" class="min-h-6 text-sm text-soft">{move || etat.get()}</p>
        </div>
    }
}
