//! At the head of a decision: in whose hands the demande is. Drawn with the page; kept up to date while it is open, and kept in
//! hand while its reader works. Without it, the demande is taken when the page is drawn and gives itself back.

use crate::api::{EtatDossier, Main, PrendreLaMain};
use crate::components::{BOUTON_SECONDAIRE, LIEN};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// What an open page holds.
#[derive(Clone)]
#[cfg_attr(
    not(feature = "hydrate"),
    expect(dead_code, reason = "read by the browser half only")
)]
pub(super) struct Tenue {
    /// the demande
    pub(super) demande: String,
    /// the page
    pub(super) jeton: String,
    /// what was read
    pub(super) version: i64,
    /// in whose hands
    pub(super) etat: RwSignal<EtatDossier>,
}

/// Watches over one open demande. `saisie`: what was being written, kept on the server; `file`: the list it was opened from, as the
/// parameters of an address.
#[island]
pub fn DossierVivant(
    demande: String,
    version: i64,
    jeton: String,
    etat: EtatDossier,
    saisie: String,
    file: String,
) -> impl IntoView {
    let etat = RwSignal::new(etat);
    let tenue = Tenue {
        demande: demande.clone(),
        jeton,
        version,
        etat,
    };
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| super::dossier_direct::tenir(tenue.clone()));
    #[cfg(not(feature = "hydrate"))]
    drop(tenue);
    let liant = if file.is_empty() { "" } else { "?" };
    let page = format!("/gestion/demandes/{demande}{liant}{file}");
    view! {
        // Tall enough for everything it may come to say.
        <section id="en-main" aria-label="Qui traite cette demande" class="mb-4 min-h-48 rounded-md border border-line bg-info-fond p-4 noscript:min-h-0">
            <div role="status">
                <p class="font-bold">{move || etat.get().titre}</p>
                <p class="text-sm">{move || etat.get().texte}</p>
            </div>
            {move || match etat.get().main {
                Main::Autre | Main::Personne => {
                    view! {
                        <form method="post" action=PrendreLaMain::url() class="mt-3">
                            <input type="hidden" name="demande" value=demande.clone() />
                            <input type="hidden" name="saisie" value=saisie.clone() />
                            <input type="hidden" name="file" value=file.clone() />
                            <button class=BOUTON_SECONDAIRE>"Prendre la main"</button>
                        </form>
                    }
                        .into_any()
                }
                Main::Changee | Main::Finie => {
                    view! {
                        <p class="mt-3">
                            <a class=format!("{LIEN} inline-flex min-h-11 items-center") href=page.clone()>"Voir la demande"</a>
                        </p>
                    }
                        .into_any()
                }
                Main::Moi | Main::Sienne | Main::Perdue => ().into_any(),
            }}
        </section>
    }
}
