//! Where one is in the four steps of a demande.

use domain::saisie::Etape;
use leptos::prelude::*;

/// « Étape 2 sur 4 », the title of the step, what comes next.
#[component]
pub fn FilEtapes(etape: Etape) -> impl IntoView {
    let numero = etape.numero();
    view! {
        <p class="text-soft" id="etape">{format!("Étape {numero} sur {}", Etape::TOUTES.len())}</p>
        <h1 class="text-3xl font-bold" tabindex="-1">{etape.titre()}</h1>
        <ol class="mt-3 flex max-w-lecture gap-1" aria-hidden="true">
            {Etape::TOUTES
                .iter()
                .map(|autre| {
                    let classes = if autre.numero() <= numero { "h-1.5 grow rounded-md bg-action" } else { "h-1.5 grow rounded-md bg-line" };
                    view! { <li class=classes></li> }
                })
                .collect_view()}
        </ol>
        <p class="mt-2 text-soft">
            {etape.suivante().map_or_else(|| "Ensuite\u{a0}: vérifier et envoyer".to_owned(), |suivante| format!("Ensuite\u{a0}: {}", suivante.titre()))}
        </p>
    }
}
