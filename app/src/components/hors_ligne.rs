//! What a page says when there is no network: that it is a copy, and that a form did not leave. Both are drawn silent; the service
//! worker (`public/sw.js`) shows the first in the copies it gives, `public/poche.js` shows the second.

use super::bouton::{BOUTON, BOUTON_SECONDAIRE};
use leptos::prelude::*;

/// « Hors ligne : état du 23 novembre à 7 h 12 », at the top of a copy. Printed too: it says what the paper is worth.
#[component]
pub fn EtatHorsLigne() -> impl IntoView {
    view! {
        <aside id="hors-ligne" hidden=true aria-label="Hors ligne" class="border-b border-line bg-alerte-fond text-alerte">
            <div class="mx-auto flex max-w-large flex-wrap items-center gap-x-4 px-4 py-1">
                <p class="py-1">
                    <strong>"Hors ligne\u{a0}: " <span id="hors-ligne-etat"></span> "."</strong>
                    " Copie à lire, effacée à la fin de votre session\u{a0}; pour agir, attendez le réseau."
                </p>
                <a href="" class="ecran-seul inline-flex min-h-11 items-center underline">"Actualiser la page"</a>
            </div>
        </aside>
    }
}

/// Over the page, so that nothing moves under the pointer: a form did not leave, or the copy can be replaced.
#[component]
pub fn SansReseau() -> impl IntoView {
    view! {
        <div
            id="sans-reseau"
            hidden=true
            role="alert"
            class="ecran-seul pointer-events-none fixed inset-x-0 bottom-0 z-20 flex justify-center p-4"
        >
            <div class="pointer-events-auto w-full max-w-lecture rounded-md border-2 border-alerte bg-page p-4">
                <div data-avis="sans-reseau" hidden=true>
                    <p class="font-bold text-alerte">"Pas de réseau\u{a0}: rien n’a été envoyé"</p>
                    <p class="mt-1">"Ce que vous avez saisi reste dans cette page. Réessayez quand le réseau revient."</p>
                </div>
                <div data-avis="copie" hidden=true>
                    <p class="font-bold text-alerte">"Le réseau est revenu"</p>
                    <p class="mt-1">"Cette page est encore une copie\u{a0}: actualisez-la pour lire l’état du moment et pour agir."</p>
                    <p class="mt-3">
                        <a href="" class=BOUTON>"Actualiser la page"</a>
                    </p>
                </div>
                <p class="mt-3">
                    <button type="button" class=BOUTON_SECONDAIRE>"Fermer ce message"</button>
                </p>
            </div>
        </div>
    }
}
