//! A button that copies a text. It appears only where it can work: the text beside it can always be selected by hand.

use crate::components::BOUTON_SECONDAIRE;
use leptos::prelude::*;

/// Copies `texte`; `quoi` names it for screen readers.
#[island]
pub fn Copier(texte: String, quoi: String) -> impl IntoView {
    let fait = RwSignal::new(false);
    let possible = RwSignal::new(false);
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| possible.set(true));
    let copier = move |_| {
        #[cfg(feature = "hydrate")]
        {
            let promesse = window().navigator().clipboard().write_text(&texte);
            leptos::task::spawn_local(async move {
                fait.set(wasm_bindgen_futures::JsFuture::from(promesse).await.is_ok());
            });
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = (&texte, fait);
    };
    view! {
        <button type="button" class=BOUTON_SECONDAIRE hidden=move || !possible.get() on:click=copier>
            {move || if fait.get() { "Copié" } else { "Copier" }}
            <span class="sr-only">{format!(" {quoi}")}</span>
        </button>
        <span role="status" class="sr-only">{move || fait.get().then_some("Copié dans le presse-papiers")}</span>
    }
}
