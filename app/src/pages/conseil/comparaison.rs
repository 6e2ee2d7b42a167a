//! Rôles side by side: which document each opens (domain notes §6). Two by two on a phone, all five on a large screen.

use crate::components::{BOUTON_SECONDAIRE, Bandeau, LIEN, SAISIE, Ton};
use crate::pages::chemin;
use crate::requete::{parametre, registry};
use domain::eligibilite::conseil::comparer;
use domain::nomenclature::{CodeRole, Nomenclatures, Role};
use domain::texte::majuscule;
use leptos::prelude::*;
use leptos_meta::Title;

/// The page.
#[component]
pub fn Comparaison() -> impl IntoView {
    let nomenclatures = registry().nomenclatures();
    let connus: Vec<&Role> = nomenclatures.roles.iter().filter(|role| role.social).collect();
    let demande = |nom: &str| {
        parametre(nom)
            .and_then(|code| code.parse::<CodeRole>().ok())
            .filter(|code| connus.iter().any(|role| role.code == *code))
    };
    let codes: Vec<CodeRole> = match (demande("a"), demande("b")) {
        (Some(a), Some(b)) if a != b => vec![a, b],
        (Some(seul), _) | (None, Some(seul)) => vec![seul],
        (None, None) => connus.iter().map(|role| role.code.clone()).collect(),
    };
    let options = |choisi: Option<CodeRole>| {
        connus
            .iter()
            .map(|role| {
                let selected = choisi.as_ref() == Some(&role.code);
                view! { <option value=role.code.to_string() selected=selected>{role.court.clone()}</option> }
            })
            .collect_view()
    };
    let (premier, second) = (options(demande("a")), options(demande("b")));
    let titre = "Ce que chaque rôle permet de lire";
    view! {
        <Title text=titre />
        <p><a class=LIEN href=chemin::CONSEIL>"Suis-je concerné, et quel rôle choisir\u{a0}?"</a></p>
        <h1 class="mt-2 text-3xl font-bold">{titre}</h1>
        <p class="mt-3 max-w-lecture">
            "Le rôle décide des documents du dossier médical partagé (DMP) que l’on peut consulter, avec l’accord de la personne accompagnée. Il se choisit par établissement. Qui tient plusieurs rôles lit tout ce que l’un ou l’autre ouvre."
        </p>
        <Bandeau ton=Ton::Info titre="Une liste qui peut changer">
            "Elle suit le texte du 26 octobre 2023, en partie annulé par le Conseil d’État le 15 octobre 2025\u{a0}: un nouveau texte est attendu, et l’accès n’est pas encore ouvert partout."
        </Bandeau>
        <form method="get" action=chemin::COMPARAISON class="mt-6 flex flex-wrap items-end gap-3">
            <div class="grow basis-48">
                <label for="a" class="block font-bold">"Un rôle"</label>
                <select id="a" name="a" class=format!("{SAISIE} w-full cursor-pointer")>
                    <option value="">"Tous"</option>
                    {premier}
                </select>
            </div>
            <div class="grow basis-48">
                <label for="b" class="block font-bold">"Et un autre"</label>
                <select id="b" name="b" class=format!("{SAISIE} w-full cursor-pointer")>
                    <option value="">"Tous"</option>
                    {second}
                </select>
            </div>
            <button class=BOUTON_SECONDAIRE>"Comparer"</button>
        </form>
        <Matrice codes=codes nomenclatures=&nomenclatures />
    }
}

#[component]
fn Matrice<'a>(codes: Vec<CodeRole>, nomenclatures: &'a Nomenclatures) -> impl IntoView + use<> {
    let roles: Vec<(String, String)> = codes
        .iter()
        .filter_map(|code| nomenclatures.role(code))
        .map(|role| (role.court.clone(), majuscule(&role.exemples)))
        .collect();
    let lignes: Vec<(String, Vec<bool>)> = comparer(&codes, nomenclatures)
        .into_iter()
        .map(|ligne| (ligne.document.to_owned(), ligne.ouvert))
        .collect();
    let totaux: Vec<usize> = (0..roles.len())
        .map(|rang| {
            lignes
                .iter()
                .filter(|(_, ouvert)| ouvert.get(rang) == Some(&true))
                .count()
        })
        .collect();
    let noms: Vec<String> = roles.iter().map(|(court, _)| court.clone()).collect();
    view! {
        <dl class="mt-6 grid gap-2">
            {roles
                .into_iter()
                .zip(totaux)
                .map(|((court, exemples), total)| {
                    view! {
                        <div class="max-w-lecture">
                            <dt class="font-bold">{format!("{court}\u{a0}: {total} documents")}</dt>
                            <dd class="text-soft">{exemples}</dd>
                        </div>
                    }
                })
                .collect_view()}
        </dl>
        <div class="mt-4 overflow-x-auto" tabindex="0" role="region" aria-label="Documents par rôle">
            <table class="w-full border-collapse text-left">
                <thead>
                    <tr class="border-b-2 border-line">
                        <th scope="col" class="py-2 pr-3">"Document"</th>
                        {noms
                            .into_iter()
                            .map(|nom| view! { <th scope="col" class="px-2 py-2 text-center align-bottom text-sm">{nom}</th> })
                            .collect_view()}
                    </tr>
                </thead>
                <tbody>
                    {lignes
                        .into_iter()
                        .map(|(document, ouvert)| {
                            view! {
                                <tr class="border-b border-line">
                                    <th scope="row" class="py-2 pr-3 font-normal">{document}</th>
                                    {ouvert
                                        .into_iter()
                                        .map(|ouvert| {
                                            let (mot, classes) = if ouvert {
                                                ("Oui", "px-2 py-2 text-center font-bold text-succes")
                                            } else {
                                                ("Non", "px-2 py-2 text-center text-soft")
                                            };
                                            view! { <td class=classes>{mot}</td> }
                                        })
                                        .collect_view()}
                                </tr>
                            }
                        })
                        .collect_view()}
                </tbody>
            </table>
        </div>
    }
}
