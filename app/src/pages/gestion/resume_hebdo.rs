//! Whether the head of a structure receives the weekly summary: a part of the page « Notifications ».

use crate::api::{ApiErreur, ReglerResume};
use crate::components::BOUTON_SECONDAIRE;
use crate::requete::{registry, representant, session};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// What was chosen; nothing for somebody who heads no structure.
pub(super) async fn choix() -> Result<Option<bool>, ApiErreur> {
    if !session().is_some_and(|session| session.est_representant()) {
        return Ok(None);
    }
    Ok(Some(registry().recoit_resume(&representant()?).await?))
}

/// The choice.
#[component]
pub(super) fn ResumeHebdo(
    /// as it is
    recoit: bool,
) -> impl IntoView {
    let choix = [
        ("oui", "Oui, le lundi à 8 h", recoit),
        ("non", "Non, jamais", !recoit),
    ];
    view! {
        <section class="mt-8 max-w-lecture">
            <h2 class="text-xl font-bold">"Le résumé de la semaine"</h2>
            <p class="mt-1" id="resume-aide">
                "Arrivées, départs, fins de situation et cartes proches, demandes en attente, gestionnaires sans activité\u{a0}: des nombres, par établissement, et aucun nom de personne. Rien n’est envoyé quand il n’y a rien à dire."
            </p>
            <form method="post" action=ReglerResume::url() class="mt-3">
                <fieldset aria-describedby="resume-aide">
                    <legend class="font-bold">"Recevoir le résumé de vos structures"</legend>
                    {choix
                        .into_iter()
                        .map(|(valeur, libelle, coche)| {
                            view! {
                                <label class="flex min-h-11 items-center gap-3">
                                    <input type="radio" name="recevoir" value=valeur checked=coche class="size-5 accent-action" />
                                    {libelle}
                                </label>
                            }
                        })
                        .collect_view()}
                </fieldset>
                <button class=format!("{BOUTON_SECONDAIRE} mt-2")>"Enregistrer ce choix"</button>
            </form>
        </section>
    }
}
