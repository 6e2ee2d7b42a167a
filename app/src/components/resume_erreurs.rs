//! All errors of a form at its top, each leading to its field. It takes focus when the page opens.

use domain::saisie::Erreurs;
use leptos::prelude::*;

/// The summary when there are errors, and beside it the model from which the browser half makes the same one.
#[component]
pub fn ResumeErreurs(#[prop(optional_no_strip)] erreurs: Option<Erreurs>) -> impl IntoView {
    let modele = [(String::new(), String::new())];
    view! {
        <template data-modele-resume=""><Resume lignes=modele.to_vec() /></template>
        {erreurs
            .filter(|erreurs| !erreurs.is_empty())
            .map(|erreurs| {
                let lignes = erreurs.iter().map(|e| (format!("#{}", e.champ.id()), e.message.clone())).collect();
                view! { <Resume lignes=lignes /> }
            })}
    }
}

/// « n réponses sont à revoir »
pub fn titre_resume(nombre: usize) -> String {
    match nombre {
        1 => "1 réponse est à revoir".to_owned(),
        n => format!("{n} réponses sont à revoir"),
    }
}

/// The summary itself: each message with the address of its field.
#[component]
pub fn Resume(lignes: Vec<(String, String)>) -> impl IntoView {
    view! {
        // `autofocus` brings the reader here without any script. What takes the focus is read: as an alert it would be read twice.
        <div
            id="resume-erreurs"
            class="mt-6 max-w-lecture rounded-md border-2 border-danger p-4"
            role="group"
            aria-labelledby="resume-titre"
            tabindex="-1"
            autofocus
        >
            <h2 id="resume-titre" class="text-xl font-bold text-danger">{titre_resume(lignes.len())}</h2>
            <p>"Vos réponses sont gardées. Corrigez celles-ci pour continuer\u{a0}:"</p>
            <ul class="mt-2 list-disc pl-5">
                {lignes
                    .into_iter()
                    .map(|(adresse, message)| {
                        view! { <li><a href=adresse class="block py-1 font-bold text-danger underline">{message}</a></li> }
                    })
                    .collect_view()}
            </ul>
        </div>
    }
}
