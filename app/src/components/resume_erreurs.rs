//! All errors of a form at its top, each leading to its field. It takes focus when the page opens.

use domain::saisie::Erreurs;
use leptos::prelude::*;

/// Nothing when there is no error.
#[component]
pub fn ResumeErreurs(#[prop(optional_no_strip)] erreurs: Option<Erreurs>) -> impl IntoView {
    erreurs.filter(|erreurs| !erreurs.is_empty()).map(|erreurs| {
        let titre = match erreurs.len() {
            1 => "1 réponse est à revoir".to_owned(),
            n => format!("{n} réponses sont à revoir"),
        };
        view! {
            // `autofocus` brings the reader here without any script.
            <div
                id="resume-erreurs"
                class="mt-6 max-w-lecture rounded-md border-2 border-danger p-4"
                role="alert"
                tabindex="-1"
                autofocus
            >
                <h2 class="text-xl font-bold text-danger">{titre}</h2>
                <p>"Vos réponses sont enregistrées. Corrigez celles-ci pour continuer :"</p>
                <ul class="mt-2 list-disc pl-5">
                    {erreurs
                        .iter()
                        .map(|erreur| {
                            view! {
                                <li>
                                    <a href=format!("#{}", erreur.champ.id()) class="font-bold text-danger underline">
                                        {erreur.message.clone()}
                                    </a>
                                </li>
                            }
                        })
                        .collect_view()}
                </ul>
            </div>
        }
    })
}
