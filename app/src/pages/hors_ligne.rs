//! What is shown when a page cannot be opened without a network. The service worker keeps this page and fills in its empty
//! places; opened with a network, it says what it is for.

use crate::components::{BOUTON, Bandeau, LIEN, Ton};
use leptos::prelude::*;

/// Its title.
pub const TITRE: &str = "Hors ligne";

/// Its content.
#[component]
pub fn HorsLigne() -> impl IntoView {
    view! {
        <h1 class="text-2xl font-bold">"Le réseau ne répond pas"</h1>
        <p class="mt-4">"Cette page n’a pas pu être ouverte. Ce que vous avez enregistré l’est toujours."</p>
        <div id="sortie" hidden=true>
            <Bandeau ton=Ton::Alerte titre="Votre session n’a pas pu être fermée">
                "Les pages gardées dans cet appareil sont effacées. Déconnectez-vous de nouveau quand le réseau revient\u{a0}; sinon, votre session se ferme d’elle-même après un temps sans activité."
            </Bandeau>
        </div>
        <p class="mt-6">
            <a href="" class=BOUTON>"Réessayer"</a>
        </p>
        <section id="copies" hidden=true class="mt-10">
            <h2 class="text-xl font-bold">"Pages lisibles hors ligne"</h2>
            <p class="mt-1 text-soft">"Telles que vous les avez lues. Elles s’effacent à la fin de votre session."</p>
            <ul
                id="liste"
                class="mt-3 border-t border-line text-sm text-soft [&>li]:border-b [&>li]:border-line [&>li]:py-1 [&_a]:flex [&_a]:min-h-11 [&_a]:items-center [&_a]:text-base [&_a]:text-action [&_a]:underline"
            ></ul>
        </section>
        <p class="mt-10 text-soft">
            "Avec du réseau\u{a0}: " <a class=LIEN href="/">"accueil du portail"</a> "."
        </p>
    }
}
