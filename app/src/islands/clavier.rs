//! The queue without a mouse: keys that move the focus, open, and lead to the decisions, with a help that lists them and turns
//! them off (WCAG 2.1.4). They only move the focus or follow links: nothing is ever decided by a single key. Without it, everything
//! is reached with the Tab key.

use crate::components::BOUTON_SECONDAIRE;
use leptos::html;
use leptos::prelude::*;

/// Keys and what they do.
const FILE: [(&str, &str); 5] = [
    ("j", "demande suivante de la liste"),
    ("k", "demande précédente de la liste"),
    ("Entrée", "ouvrir la demande"),
    ("/", "chercher"),
    ("Échap", "quitter un champ, ou fermer cette aide"),
];
const DOSSIER: [(&str, &str); 5] = [
    ("v", "aller à «\u{a0}Valider\u{a0}»"),
    ("r", "ouvrir «\u{a0}Refuser\u{a0}»"),
    ("c", "demander une correction"),
    ("n", "demande suivante"),
    ("Échap", "quitter un champ, puis revenir à la liste"),
];

/// The button that opens the help, and the help. `dossier`: the keys of an open demande rather than those of the list.
#[island]
pub fn Clavier(actifs: bool, dossier: bool) -> impl IntoView {
    let actifs = RwSignal::new(actifs);
    let eveille = RwSignal::new(false);
    let dit = RwSignal::new(String::new());
    let aide = NodeRef::<html::Dialog>::new();
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        if let Some(aide) = aide.get() {
            super::touches::ecouter_clavier(&aide, actifs, dossier);
            eveille.set(true);
        }
    });
    let ouvrir = move |_| {
        #[cfg(feature = "hydrate")]
        if let Some(aide) = aide.get_untracked() {
            super::touches::montrer(&aide);
        }
    };
    let fermer = move |_| {
        #[cfg(feature = "hydrate")]
        if let Some(aide) = aide.get_untracked() {
            aide.close();
        }
    };
    let basculer = move |_| {
        #[cfg(feature = "hydrate")]
        super::touches::basculer(actifs, dit);
        #[cfg(not(feature = "hydrate"))]
        let _ = dit;
    };
    let touches = if dossier { DOSSIER } else { FILE };
    view! {
        // Its room is there before it can be used.
        <button
            type="button"
            id="aide-clavier"
            class="inline-flex min-h-11 cursor-pointer items-center text-sm text-action underline underline-offset-2 hover:text-action-fort"
            class:invisible=move || !eveille.get()
            on:click=ouvrir
        >
            "Raccourcis clavier"
        </button>
        <dialog
            node_ref=aide
            aria-labelledby="titre-raccourcis"
            class="m-auto w-full max-w-md rounded-md border border-control bg-page p-6 text-ink backdrop:bg-control/50"
        >
            <h2 id="titre-raccourcis" class="text-xl font-bold">"Raccourcis clavier"</h2>
            <dl class="mt-4 grid grid-cols-[5rem_1fr] gap-y-2">
                {touches
                    .into_iter()
                    .chain([("?", "afficher cette aide")])
                    .map(|(touche, effet)| {
                        view! {
                            <dt><kbd class="rounded-md border border-control bg-surface px-2 font-sans font-bold">{touche}</kbd></dt>
                            <dd>{effet}</dd>
                        }
                    })
                    .collect_view()}
            </dl>
            <p class="mt-4 text-sm text-soft">
                "Ils n’agissent ni pendant que vous écrivez dans un champ, ni avec Ctrl, Alt ou Cmd, et ne décident jamais à votre place."
            </p>
            <p role="status" class="mt-4 min-h-6 font-bold">{move || dit.get()}</p>
            <p class="mt-2 flex flex-wrap gap-3">
                <button type="button" class=BOUTON_SECONDAIRE on:click=basculer>
                    {move || if actifs.get() { "Désactiver les raccourcis" } else { "Activer les raccourcis" }}
                </button>
                <button type="button" class=BOUTON_SECONDAIRE on:click=fermer>"Fermer"</button>
            </p>
        </dialog>
    }
}
