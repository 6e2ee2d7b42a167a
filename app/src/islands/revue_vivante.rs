//! A campaign of review, answered without sending pages: each answer is saved at once, with the keys or the thumb, and what more has to
//! be said of somebody is asked over the list. Without it, the page is a form.

use leptos::html;
use leptos::prelude::*;

/// The progress of the campaign, said politely, above the list that `children` draw.
#[island]
pub fn RevueVivante(
    revue: String,
    faites: i64,
    total: i64,
    phrase: String,
    children: Children,
) -> impl IntoView {
    let avance = RwSignal::new((faites, total));
    let dit = RwSignal::new(phrase);
    let boite = NodeRef::<html::Div>::new();
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        if let Some(boite) = boite.get() {
            super::revue_direct::attacher(&boite, revue.clone(), avance, dit);
        }
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = revue;
    view! {
        <p class="mt-4 font-bold" role="status" id="avancement-revue">{move || dit.get()}</p>
        <progress
            aria-labelledby="avancement-revue"
            class="mt-1 block h-3 w-full max-w-lecture"
            max=move || avance.get().1.max(1).to_string()
            value=move || avance.get().0.to_string()
        ></progress>
        <div node_ref=boite>{children()}</div>
    }
}
