//! The mails of the outbox as they would be sent. Demonstration mode only: nobody else may read other people's mail.

use super::{Sortie, chemin, page};
use crate::api::ApiErreur;
use crate::components::LIEN;
use crate::requete::{config, registry, segment};
use leptos::prelude::*;
use leptos_meta::Title;

fn reservee() -> Result<(), Sortie> {
    if config().demonstration {
        Ok(())
    } else {
        Err(Sortie::Erreur(ApiErreur::introuvable()))
    }
}

/// The latest mails.
#[component]
pub fn Messages() -> impl IntoView {
    page(async move {
        reservee()?;
        let messages = registry().messages_a_lire(50).await?;
        Ok(view! {
            <Title text="Messages de la démonstration" />
            <h1 class="text-3xl font-bold">"Messages"</h1>
            <p class="mt-2 max-w-lecture text-soft">
                "Les emails que le portail enverrait, les plus récents d’abord. En démonstration, ils restent ici."
            </p>
            {messages.is_empty().then(|| view! { <p class="mt-6">"Aucun message pour l’instant."</p> })}
            <ul class="mt-6 border-t border-line">
                {messages
                    .into_iter()
                    .map(|message| {
                        view! {
                            <li class="relative border-b border-line py-3 hover:bg-surface">
                                <a href=chemin::message(message.id) class="font-bold text-action underline after:absolute after:inset-0">{message.sujet}</a>
                                <p class="text-soft">{format!("À {} · {}", message.destinataire, message.cree_le.affichage())}</p>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        })
    })
}

/// One mail, text and HTML.
#[component]
pub fn UnMessage() -> impl IntoView {
    page(async move {
        reservee()?;
        let message = registry()
            .message(segment("id")?)
            .await?
            .ok_or_else(ApiErreur::introuvable)?;
        Ok(view! {
            <Title text="Message" />
            <p><a class=LIEN href=chemin::MESSAGES>"Messages"</a></p>
            <h1 class="mt-2 text-2xl font-bold">{message.sujet}</h1>
            <p class="text-soft">{format!("À {} · {}", message.destinataire, message.cree_le.affichage())}</p>
            <h2 class="mt-6 text-xl font-bold">"Version HTML"</h2>
            // A frame without an address has this page's policy, and `sandbox` takes away what is left: the mail can only be read.
            // Mails have neither style, image nor script, so that nothing of theirs is missing.
            <iframe
                class="mt-2 h-96 w-full rounded-md border border-line bg-page"
                title="Message en HTML"
                sandbox=""
                srcdoc=message.html
            ></iframe>
            <h2 class="mt-6 text-xl font-bold">"Version texte"</h2>
            {message
                .desabonnement
                .map(|jeton| {
                    view! { <p class="mt-6"><a class=LIEN href=chemin::desabonnement(&jeton)>"Ne plus recevoir ces messages"</a></p> }
                })}
            // The frame above opens nothing: here are the portal's own addresses that the mail holds.
            {chemins(&message.texte, &registry().adresse("/"))
                .into_iter()
                .map(|chemin| view! { <p class="mt-4"><a class=LIEN href=chemin>"Suivre le lien de ce message"</a></p> })
                .collect_view()}
            <pre class="mt-2 rounded-md border border-line bg-surface p-4 font-sans whitespace-pre-wrap">{message.texte}</pre>
        })
    })
}

/// The paths of the addresses of the portal that a mail holds, alone on their lines.
fn chemins(texte: &str, base: &str) -> Vec<String> {
    texte
        .lines()
        .filter_map(|ligne| ligne.strip_prefix(base))
        .map(|chemin| format!("/{chemin}"))
        .collect()
}
