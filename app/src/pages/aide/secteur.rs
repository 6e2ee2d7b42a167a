//! The sheet of the sanitary sector: who may be registered there, how to organise, the two ways (R6, R7, R34, R36). Made to be
//! printed. The professions come from the dated list.

use super::fonds::RELU_LE;
use crate::components::{BOUTON, Bandeau, LIEN, Ton};
use crate::pages::chemin;
use crate::requete::{registry, session};
use leptos::prelude::*;
use leptos_meta::Title;

const ETAPES: [(&str, &[&str]); 4] = [
    (
        "S’assurer du besoin",
        &[
            "La personne doit-elle lire des données de santé, ou ouvrir le dossier patient (DPI)\u{a0}?",
            "Elle recevra une e-CPS et jamais de carte\u{a0}: lui sera-t-elle utile avec vos logiciels\u{a0}?",
            "Elle ne pourra pas consulter le dossier médical partagé (DMP) pour le moment.",
        ],
    ),
    (
        "Choisir une organisation",
        &[
            "Qui enregistre\u{a0}: les ressources humaines, la direction des affaires médicales, l’informatique\u{a0}?",
            "Combien de gestionnaires\u{a0}? Autant que vous voulez\u{a0}: ce sont eux qui valident les demandes.",
        ],
    ),
    (
        "Désigner et habiliter les gestionnaires",
        &[
            "Chacun suit la formation en ligne et reçoit une carte CPE, commandée sur TOM, s’il n’en a pas.",
            "Le représentant légal ou un mandataire commande la carte et donne l’habilitation.",
        ],
    ),
    (
        "Enregistrer",
        &[
            "De préférence, le professionnel fait sa demande avec FranceConnect\u{a0}: l’identité est juste, les coordonnées sont les siennes. Le gestionnaire vérifie et valide.",
            "Sinon, le gestionnaire saisit tout, pièce d’identité en main, et accepte les conditions d’utilisation.",
            "Dès la validation, la personne reçoit son numéro RPPS par email, pour activer son e-CPS.",
        ],
    ),
];

/// The page.
#[component]
pub fn SecteurSanitaire() -> impl IntoView {
    let nomenclatures = registry().nomenclatures();
    let professions = nomenclatures
        .professions
        .iter()
        .filter(|profession| profession.sanitaire_autorisee)
        .map(|profession| view! { <li>{profession.libelle.clone()}</li> })
        .collect_view();
    let version = nomenclatures.version.clone();
    let (adresse, entrer) = chemin::entree(session().as_ref());
    view! {
        <Title text="Fiche du secteur sanitaire" />
        <div class="max-w-lecture">
            <p class="ecran-seul"><a class="inline-flex min-h-11 items-center text-action underline underline-offset-2" href=chemin::AIDE>"Aide"</a></p>
            <h1 class="text-3xl font-bold">"Secteur sanitaire\u{a0}: qui inscrire, et comment"</h1>
            <p class="mt-3 text-lg">"Dans un hôpital, une clinique ou une pharmacie, quatre professions peuvent être inscrites, quand leur travail de chaque jour demande de lire des données de santé\u{a0}:"</p>
            <ul class="mt-3 list-disc pl-5">{professions}</ul>
            <p class="mt-1 text-soft">{format!("Liste\u{a0}: {version}.")}</p>
            <Bandeau ton=Ton::Alerte titre="Les autres professions">
                "Rien ne les bloque sur le portail national, mais leur inscription pourra être supprimée. Ce portail vous prévient avant l’envoi."
            </Bandeau>
            <ol class="mt-8 grid gap-5">
                {ETAPES
                    .into_iter()
                    .zip(1..)
                    .map(|((titre, points), rang)| {
                        view! {
                            <li class="border-l-4 border-line pl-4">
                                <h2 class="text-xl font-bold">{format!("{rang}. {titre}")}</h2>
                                <ul class="mt-1 list-disc space-y-1 pl-5">
                                    {points.iter().map(|point| view! { <li>{*point}</li> }).collect_view()}
                                </ul>
                            </li>
                        }
                    })
                    .collect_view()}
            </ol>
            <p class="mt-6">
                "L’état civil ne se corrige plus après l’inscription, sinon par le "
                <a class=LIEN href=chemin::AIDE_CONTACTS>"support national"</a>
                "."
            </p>
            <p class="ecran-seul mt-6 flex flex-wrap items-center gap-4">
                <a class=BOUTON href=adresse>{entrer}</a>
                <a class=LIEN href=format!("{}?secteur=sanitaire", chemin::CONSEIL)>"Vérifier une profession"</a>
            </p>
            <p class="mt-6 text-soft">
                {format!("D’après la fiche «\u{a0}RPPS+ et secteur sanitaire\u{a0}» (sans date, après 2023), avec nos mots. Règles appliquées\u{a0}: R6, R7, R34, R36. Relue le {RELU_LE}.")}
            </p>
        </div>
    }
}
