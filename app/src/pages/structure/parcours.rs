//! The path of a structure: every step with its state, the one to do now open with its form.

use super::etapes::Formulaire;
use super::mes_structures::{alertes, lecture_seule};
use super::{Essai, Onglet, Onglets, ResumeEssai, essai};
use crate::api::ReprendreContrat;
use crate::components::{BOUTON_DANGER, Bandeau, LIEN, Ton};
use crate::pages::{chemin, page};
use crate::requete::{lecteur_structure, parametre, registry, segment};
use domain::date::court;
use domain::identifiant::Finess;
use domain::structure::{Etape, Etat, Pas};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::droit::Qualite;
use registry::structure::Detail;
use std::sync::Arc;

/// What taking a contract up again does.
const CLOS: &str =
    "Le contrat en cours est clos\u{a0}: il faudra en envoyer un nouveau avec un F101. Cela ne s’annule pas.";
/// What giving it up does.
const ABANDONNE: &str = "Le chemin de cette structure est clos pour vous\u{a0}: pour le reprendre, il faudra l’ouvrir à nouveau et refaire ses étapes. Cela ne s’annule pas.";

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
        let fini = vue.chemin.courante().is_none() && vue.chemin.en_attente().next().is_none();
        let qualite = vue.qualite;
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
            {alertes(vue.alertes)}
            <p class="mt-4 flex flex-wrap gap-x-6 gap-y-2">
                <a class=LIEN href=chemin::contrat(&finess)>"Ce qu’il faut inscrire dans le contrat et le F101"</a>
                {qualite.voit_les_cartes().then(|| view! { <a class=LIEN href=chemin::cartes(&finess)>"Cartes de la structure"</a> })}
                <a class=LIEN href=chemin::guide("representant-legal")>"Tout le chemin expliqué"</a>
            </p>
            <ol class="mt-6 border-t border-line">
                {vue
                    .chemin
                    .pas
                    .iter()
                    .zip(1..)
                    .map(|(pas, rang)| {
                        view! { <UnPas pas=*pas rang=rang detail=Arc::clone(&detail) essai=essai.de(pas.etape.code()) /> }
                    })
                    .collect_view()}
            </ol>
            {qualite.agit().then(|| changer(&detail))}
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
                </div>
            </details>
        </li>
    }
}

/// What happens when something changes (R47), or when one was wrong.
fn changer(detail: &Detail) -> impl IntoView {
    let contrat = detail.contrat.as_ref();
    let valide =
        contrat.is_some_and(|contrat| contrat.cde_recue_le.is_some()) || detail.vue.qualite == Qualite::Tete;
    let envoye = contrat.is_some_and(|contrat| contrat.envoye_le.is_some());
    let finess = detail.vue.finess.to_string();
    let acte = |raison: &'static str, texte: &'static str, suite: &'static str| {
        view! {
            <details class="mt-3 rounded-md border border-line p-4">
                <summary class="min-h-11 cursor-pointer font-bold text-action">{texte}</summary>
                <p class="mt-2">{suite}</p>
                <form method="post" action=ReprendreContrat::url() class="mt-3">
                    <input type="hidden" name="structure" value=finess.clone() />
                    <input type="hidden" name="raison" value=raison />
                    <button class=BOUTON_DANGER>"Confirmer" <span class="sr-only">{format!("\u{a0}: {texte}")}</span></button>
                </form>
            </details>
        }
    };
    let reprises = (valide || envoye).then(|| {
        view! {
            {acte("finess", "Le numéro FINESS a changé", CLOS)}
            {acte("siret", "Le numéro SIRET a changé", CLOS)}
            {acte("organisation", "Changer d’organisation", CLOS)}
        }
    });
    let abandon = (!valide).then(|| {
        acte(
            "abandon",
            "Abandonner\u{a0}: ce n’est pas ma structure",
            ABANDONNE,
        )
    });
    view! {
        <section class="ecran-seul mt-8 max-w-lecture">
            <h2 class="text-xl font-bold">"Quelque chose a changé\u{a0}?"</h2>
            <p class="mt-1">
                "Un autre numéro FINESS, un autre SIRET ou une autre organisation demandent un nouveau contrat et un nouveau F101. Le reste du chemin n’est pas à refaire. La carte de directeur est personnelle\u{a0}: un nouveau dirigeant ouvre lui-même le chemin de la structure et commande la sienne."
            </p>
            {reprises}
            {abandon}
        </section>
    }
}
