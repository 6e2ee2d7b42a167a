//! The documents of the shared medical record that the rôles of a person open: the union of the lists (R24, domain.md §6).

use domain::nomenclature::{CodeRole, Nomenclatures};
use leptos::prelude::*;
use registry::personne::{EtatSituation, SituationVue};

/// The section. `perimetre`: only some of the situations are shown here.
#[component]
pub(in crate::pages) fn Documents(
    situations: Vec<SituationVue>,
    nomenclatures: std::sync::Arc<Nomenclatures>,
    perimetre: bool,
) -> impl IntoView {
    let mut roles: Vec<(CodeRole, String)> = situations
        .iter()
        .filter(|s| s.etat == EtatSituation::Active)
        .map(|s| (s.role.clone(), s.role_libelle.clone()))
        .collect();
    roles.sort();
    roles.dedup();
    let codes: Vec<CodeRole> = roles.iter().map(|(code, _)| code.clone()).collect();
    let ouverts: Vec<String> = nomenclatures
        .documents_ouverts(&codes)
        .into_iter()
        .map(|document| {
            let par: Vec<&str> = roles
                .iter()
                .filter(|(code, _)| {
                    nomenclatures
                        .role(code)
                        .is_some_and(|role| role.documents.contains(&document.id))
                })
                .map(|(_, libelle)| libelle.as_str())
                .collect();
            if roles.len() > 1 {
                format!("{} ({})", document.libelle, par.join(", "))
            } else {
                document.libelle.clone()
            }
        })
        .collect();
    let explication = match (roles.len(), ouverts.len()) {
        (0, _) => "Aucune situation n’est en cours\u{a0}: aucun document n’est ouvert.".to_owned(),
        (_, 0) => "Aucun document du dossier médical partagé n’est connu pour ce rôle.".to_owned(),
        (1, n) => format!(
            "Le rôle «\u{a0}{}\u{a0}» ouvre {n} types de documents du dossier médical partagé.",
            roles[0].1
        ),
        (r, n) => format!(
            "Chaque rôle ouvre ses documents, et ils s’ajoutent\u{a0}: {r} rôles en cours ouvrent ensemble {n} types de documents du dossier médical partagé."
        ),
    };
    view! {
        <section class="mt-8" aria-labelledby="documents-titre">
            <h2 id="documents-titre" class="border-b-2 border-line pb-1 text-xl font-bold">"Documents ouverts"</h2>
            <p class="mt-2">{explication}</p>
            {perimetre
                .then(|| {
                    view! {
                        <p class="text-soft">"C’est le rôle qui ouvre les documents, pas la profession. Ne comptent ici que les situations dans vos établissements."</p>
                    }
                })}
            {(!ouverts.is_empty())
                .then(|| {
                    view! {
                        <details class="mt-2 rounded-md border border-line p-3">
                            <summary class="min-h-11 cursor-pointer py-2 font-bold">{format!("Voir la liste ({})", ouverts.len())}</summary>
                            <ul class="mt-1 list-disc pl-5">
                                {ouverts.into_iter().map(|document| view! { <li>{document}</li> }).collect_view()}
                            </ul>
                        </details>
                    }
                })}
        </section>
    }
}
