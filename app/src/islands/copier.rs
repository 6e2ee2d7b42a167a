//! A button that copies a text. It appears only where it can work: the text beside it can always be selected by hand.

use crate::components::BOUTON_SECONDAIRE;
use leptos::prelude::*;

/// What became of the last press.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Copie {
    /// nothing to say, or not any more
    Attend,
    Faite,
    Refusee,
}

/// Copies `texte`; `quoi` names it for screen readers.
#[island]
pub fn Copier(texte: String, quoi: String) -> impl IntoView {
    let copie = RwSignal::new(Copie::Attend);
    let possible = RwSignal::new(false);
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| possible.set(presse_papiers::existe()));
    let copier = move |_| {
        #[cfg(feature = "hydrate")]
        presse_papiers::copier(&texte, copie);
        #[cfg(not(feature = "hydrate"))]
        let _ = (&texte, copie);
    };
    view! {
        <button type="button" class=BOUTON_SECONDAIRE hidden=move || !possible.get() on:click=copier>
            {move || if copie.get() == Copie::Faite { "Copié" } else { "Copier" }}
            <span class="sr-only">{format!(" {quoi}")}</span>
        </button>
        <span role="status" class=move || if copie.get() == Copie::Refusee { "font-bold" } else { "sr-only" }>
            {move || match copie.get() {
                Copie::Attend => "",
                Copie::Faite => "Copié dans le presse-papiers",
                Copie::Refusee => "La copie n’a pas marché\u{a0}: sélectionnez le texte.",
            }}
        </span>
    }
}

#[cfg(feature = "hydrate")]
mod presse_papiers {
    use super::Copie;
    use leptos::leptos_dom::helpers::set_timeout;
    use leptos::prelude::{GetUntracked, RwSignal, Set, window};
    use std::time::Duration;

    /// How long « Copié » stays.
    const MERCI: Duration = Duration::from_secs(4);

    /// Away from HTTPS a browser has none.
    pub(super) fn existe() -> bool {
        js_sys::Reflect::get(&window().navigator(), &"clipboard".into())
            .is_ok_and(|presse_papiers| !presse_papiers.is_undefined())
    }

    pub(super) fn copier(texte: &str, copie: RwSignal<Copie>) {
        let promesse = window().navigator().clipboard().write_text(texte);
        leptos::task::spawn_local(async move {
            let faite = wasm_bindgen_futures::JsFuture::from(promesse).await.is_ok();
            copie.set(if faite { Copie::Faite } else { Copie::Refusee });
            let oublier = move || {
                if copie.get_untracked() == Copie::Faite {
                    copie.set(Copie::Attend);
                }
            };
            if faite {
                set_timeout(oublier, MERCI);
            }
        });
    }
}
