//! The path of a structure: every step with its state, the one to do now open with its form.

use super::etapes::Formulaire;
use super::mes_structures::{alertes, lecture_seule};
use super::reprise::{a_reprendre, changer, suite};
use super::{Essai, Onglet, Onglets, ResumeEssai, essai};
use crate::api::EssaiStructure;
use crate::components::{Bandeau, LIEN, Ton};
use crate::pages::aide::AideEtape;
use crate::pages::{chemin, page};
use crate::requete::{lecteur_structure, parametre, registry, segment};
use domain::date::court;
use domain::identifiant::Finess;
use domain::structure::{Changement, Etape, Etat, Pas};
use leptos::prelude::*;
use leptos_meta::Title;
use registry::structure::Detail;
use std::sync::Arc;

/// The page.
#[component]
pub fn Parcours() -> impl IntoView {
    page(async move {
        let finess: Finess = segment("finess")?;
        let detail = Arc::new(registry().structure(&lecteur_structure(&finess).await?).await?);
        let essai = essai().await?;
        let fait = parametre("fait").is_some();
        let prefixe = if essai.en_erreur() { "Erreur\u{a0}: " } else { "" };
        let vue = detail.vue.clone();
        let compte = format!(
            "{} · FINESS {finess} · {} étapes réglées sur {}",
            vue.organisation.libelle(),
            vue.chemin.regles(),
            Etape::TOUTES.len()
        );
        let fini = vue.suite.is_none()
            && vue.chemin.courante().is_none()
            && vue.chemin.en_attente().next().is_none();
        let qualite = vue.qualite;
        let partie = vue.suite.is_some();
        // The new number is asked for in the step that the change reopens, else at the foot of the page.
        let numero_dans_l_etape = vue
            .chemin
            .pas
            .iter()
            .any(|pas| a_reprendre(*pas, &detail) == Some(Changement::Finess));
        Ok(view! {
            <Title text=format!("{prefixe}Chemin de la structure") />
            <Onglets ici=Onglet::Structures />
            <p><a class=LIEN href=chemin::STRUCTURES>"Mes structures"</a></p>
            <h1 class="mt-2 text-3xl font-bold">{vue.nom.clone()}</h1>
            <p class="mt-1 text-soft">{compte}</p>
            <ResumeEssai essai=essai.clone() />
            {lecture_seule(qualite)}
            {fait.then(|| view! { <Bandeau ton=Ton::Succes titre="C’est noté">"La suite du chemin est à jour."</Bandeau> })}
            {fini
                .then(|| {
                    view! {
                        <Bandeau ton=Ton::Succes titre="Tout est en place">
                            "Il reste à faire vivre\u{a0}: fermer les situations de ceux qui partent, et suivre la fin des cartes."
                        </Bandeau>
                    }
                })}
            {suite(&vue)}
            {alertes(vue.alertes)}
            <p class="mt-4 flex flex-wrap gap-x-6 gap-y-2">
                <a class=LIEN href=chemin::contrat(&finess)>"Ce qu’il faut inscrire dans le contrat et le F101"</a>
                {qualite.voit_les_cartes().then(|| view! { <a class=LIEN href=chemin::cartes(&finess)>"Cartes de la structure"</a> })}
                <a class=LIEN href=chemin::guide("representant-legal")>"Tout le chemin expliqué"</a>
            </p>
            {(!partie)
                .then(|| {
                    let pas = vue
                        .chemin
                        .pas
                        .iter()
                        .zip(1..)
                        .map(|(pas, rang)| {
                            let objet = match a_reprendre(*pas, &detail) {
                                Some(Changement::Finess) => EssaiStructure::FINESS,
                                _ => pas.etape.code(),
                            };
                            view! { <UnPas pas=*pas rang=rang detail=Arc::clone(&detail) essai=essai.de(objet) /> }
                        })
                        .collect_view();
                    view! { <ol class="mt-6 border-t border-line">{pas}</ol> }
                })}
            {(qualite.agit() && !partie)
                .then(|| changer(&detail, essai.de(EssaiStructure::FINESS), numero_dans_l_etape))}
        }
        .into_any())
    })
}

/// The word and the icon of a state.
fn marque(etat: Etat) -> (String, &'static str, &'static str) {
    const FAIT: &str = "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm-1 10L3.5 7.5 5 6l2 2 4-4 1.5 1.5L7 11Z";
    const ALERTE: &str = "M8 1 0.5 14.5h15L8 1Zm-1 5h2v4H7V6Zm0 5h2v2H7v-2Z";
    const FLECHE: &str = "M1 7h9L6.5 3.5 8 2l6 6-6 6-1.5-1.5L10 9H1V7Z";
    const HORLOGE: &str = "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm-1 3h2v4l3 2-1 1.5L7 9V4Z";
    const CERCLE: &str = "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm0 2a5 5 0 1 1 0 10A5 5 0 0 1 8 3Z";
    match etat {
        Etat::Fait(le) => (format!("Fait le {}", court(le)), FAIT, "text-succes"),
        Etat::AFaire => ("À faire maintenant".to_owned(), FLECHE, "text-action"),
        Etat::ARefaire(changement) => (
            format!("À refaire, parce que {}", changement.raison()),
            ALERTE,
            "text-alerte",
        ),
        Etat::EnAttente(le) => (
            format!("En attente depuis le {}", court(le)),
            HORLOGE,
            "text-soft",
        ),
        Etat::PlusTard => ("Plus tard".to_owned(), CERCLE, "text-soft"),
        Etat::SansObjet(raison) => (format!("Sans objet\u{a0}: {raison}"), CERCLE, "text-soft"),
    }
}

/// A step: a line that opens, the current one open.
#[component]
fn UnPas(pas: Pas, rang: i32, detail: Arc<Detail>, essai: Essai) -> impl IntoView {
    let (mot, icone, couleur) = marque(pas.etat);
    let etape = pas.etape;
    let ouvert = pas.etat.est_courant() || essai.existe();
    view! {
        <li class="border-b border-line" id=etape.code()>
            <details open=ouvert>
                <summary class="flex min-h-11 cursor-pointer flex-wrap items-baseline gap-x-3 py-3">
                    <h2 class="font-bold text-action underline underline-offset-2">{format!("{rang}. {}", etape.titre())}</h2>
                    <span class=format!("inline-flex items-baseline gap-2 {couleur}")>
                        <svg viewBox="0 0 16 16" class="size-4 shrink-0 translate-y-0.5" aria-hidden="true" fill="currentColor">
                            <path d=icone />
                        </svg>
                        {mot}
                    </span>
                </summary>
                <div class="max-w-lecture pb-6">
                    <dl class="grid gap-x-4 gap-y-1 sm:grid-cols-[8rem_1fr]">
                        <dt class="text-soft">"Qui"</dt>
                        <dd>{etape.qui()}</dd>
                        <dt class="text-soft">"Durée"</dt>
                        <dd>{etape.duree()}</dd>
                        {etape
                            .papier()
                            .map(|papier| view! { <dt class="text-soft">"Papier"</dt> <dd>{papier}</dd> })}
                    </dl>
                    <p class="mt-3">{etape.consigne()}</p>
                    <Formulaire pas=pas detail=detail essai=essai />
                    <AideEtape etape=etape />
                </div>
            </details>
        </li>
    }
}
