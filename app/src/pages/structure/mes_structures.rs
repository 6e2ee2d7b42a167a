//! The structures that somebody heads, or says they head: where each stands, what to do next, what is about to expire.

use super::{Onglet, Onglets};
use crate::api::ApiErreur;
use crate::components::{BOUTON, BOUTON_SECONDAIRE, Bandeau, LIEN, Ton};
use crate::pages::avis_adresse::adresse_des_rappels;
use crate::pages::{chemin, page};
use crate::requete::{registry, session};
use domain::date::court;
use domain::structure::{Alerte, Etape, Etat};
use domain::texte::minuscule;
use leptos::prelude::*;
use leptos_meta::Title;
use registry::droit::Qualite;
use registry::structure::{AlerteCarte, StructureVue};

/// What the head of an EJ is told of an establishment that has its own contract.
const LECTURE: &str = "Cet établissement de votre entité juridique a son propre contrat\u{a0}: vous lisez son chemin et ses cartes, et seul le titulaire de sa carte de directeur y agit.";

/// Says so on the pages of that establishment.
pub(super) fn lecture_seule(qualite: Qualite) -> Option<impl IntoView> {
    (!qualite.agit()).then(|| view! { <Bandeau ton=Ton::Info titre="Vous consultez">{LECTURE}</Bandeau> })
}

/// The page.
#[component]
pub fn MesStructures() -> impl IntoView {
    page(async move {
        let session = session().ok_or_else(ApiErreur::connexion)?;
        let structures = registry().structures_suivies(&session).await?;
        let vide = structures.is_empty();
        let rappels =
            adresse_des_rappels("d’une carte qui expire, d’un départ ou d’une revue à faire").await?;
        Ok(view! {
            <Title text="Mes structures" />
            <Onglets ici=Onglet::Structures />
            <h1 class="text-3xl font-bold">"Mes structures"</h1>
            {rappels}
            {vide
                .then(|| {
                    view! {
                        <p class="mt-4 max-w-lecture">
                            "Vous ne suivez encore aucune structure. Si vous dirigez un établissement ou l’organisme qui le gère, ouvrez son chemin\u{a0}: il dit, étape par étape, ce qu’il faut faire pour enregistrer ses professionnels, même avant d’avoir la carte de directeur."
                        </p>
                    }
                })}
            <ul class="mt-4 grid gap-4 lg:grid-cols-2">
                {structures.into_iter().map(|vue| view! { <UneStructure vue=vue /> }).collect_view()}
            </ul>
            <p class="mt-8">
                <a class=if vide { BOUTON } else { BOUTON_SECONDAIRE } href=chemin::OUVRIR_CHEMIN>
                    {if vide { "Trouver ma structure" } else { "Ajouter une structure que je dirige" }}
                </a>
            </p>
        }
        .into_any())
    })
}

/// One of them.
#[component]
fn UneStructure(vue: StructureVue) -> impl IntoView {
    let adresse = chemin::structure(&vue.finess);
    let lieu = [
        Some(vue.organisation.libelle().to_owned()),
        vue.commune.clone(),
        Some(format!("FINESS {}", vue.finess)),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join(" · ");
    let (ou, suite) = ou_en_est(&vue);
    let ailleurs = vue.suite.is_some();
    let faites = (!ailleurs).then(|| {
        format!(
            "{} étapes réglées sur {}",
            vue.chemin.regles(),
            Etape::TOUTES.len()
        )
    });
    let cartes = vue.qualite.voit_les_cartes().then(|| chemin::cartes(&vue.finess));
    let sans_droit = match vue.qualite {
        Qualite::Tete => None,
        Qualite::Candidate => Some(
            "Le contrat n’est pas encore validé\u{a0}: vous suivez ce chemin sans droit sur les personnes.",
        ),
        Qualite::Siege => Some(LECTURE),
    };
    view! {
        <li class="rounded-md border border-line p-4">
            <h2 class="text-lg font-bold"><a class=LIEN href=adresse>{vue.nom}</a></h2>
            <p class="text-soft">{lieu}</p>
            <p class="mt-3"><strong>{ou}</strong>{suite.map(|suite| format!("\u{a0}: {suite}"))}</p>
            {faites.map(|faites| view! { <p class="text-soft">{faites}</p> })}
            {sans_droit.map(|texte| view! { <p class="mt-2 text-soft">{texte}</p> })}
            {(!vue.ouverte && !ailleurs)
                .then(|| view! { <Bandeau ton=Ton::Alerte titre="Fermée dans le référentiel">"Vérifiez ses données FINESS."</Bandeau> })}
            {alertes(vue.alertes)}
            {cartes.map(|cartes| view! { <p class="mt-3"><a class=LIEN href=cartes>"Cartes de la structure"</a></p> })}
        </li>
    }
}

/// Where it stands, and what comes next.
fn ou_en_est(vue: &StructureVue) -> (&'static str, Option<String>) {
    if let Some(suite) = &vue.suite {
        return (
            "Le contrat continue sous un autre numéro",
            Some(format!("FINESS {suite}")),
        );
    }
    if let Some(pas) = vue.chemin.courante() {
        let mot = if matches!(pas.etat, Etat::ARefaire(_)) {
            "À refaire"
        } else {
            "À faire maintenant"
        };
        return (mot, Some(minuscule(pas.etape.titre())));
    }
    match vue.chemin.en_attente().next() {
        Some(pas) => ("En attente", Some(minuscule(pas.etape.titre()))),
        None => ("Tout est en place", None),
    }
}

/// The cards that end soon, in words.
pub(super) fn alertes(alertes: Vec<AlerteCarte>) -> Option<impl IntoView> {
    if alertes.is_empty() {
        return None;
    }
    let expirees = alertes.iter().any(|carte| carte.alerte == Alerte::Expiree);
    let (ton, titre) = if expirees {
        (Ton::Erreur, "Une carte a expiré")
    } else {
        (Ton::Alerte, "Une carte expire bientôt")
    };
    Some(view! {
        <Bandeau ton=ton titre=titre>
            <ul class="list-disc pl-5">
                {alertes.into_iter().map(|carte| view! { <li>{phrase(&carte)}</li> }).collect_view()}
            </ul>
        </Bandeau>
    })
}

fn phrase(carte: &AlerteCarte) -> String {
    let (nom, genre, fin) = (&carte.nom, carte.genre.code(), court(carte.expire_le));
    match carte.alerte {
        Alerte::Expiree => {
            format!("{genre} de {nom}\u{a0}: expirée le {fin}, les droits qu’elle porte sont suspendus.")
        }
        Alerte::Bientot(0) => format!("{genre} de {nom}\u{a0}: dernier jour aujourd’hui."),
        Alerte::Bientot(1) => format!("{genre} de {nom}\u{a0}: encore 1\u{a0}jour ({fin})."),
        Alerte::Bientot(jours) => format!("{genre} de {nom}\u{a0}: encore {jours}\u{a0}jours ({fin})."),
    }
}
