//! Sign-in, and the page after signing out. The identity providers do the work; in demonstration mode, each imaginary person
//! has a button, and a provider of the demonstration does it.

use super::{Sortie, chemin, page};
use crate::api::{ApiErreur, Code};
use crate::components::{BOUTON, BOUTON_SECONDAIRE, Bandeau, LIEN, Ton};
use crate::requete::{config, connexions, parametre};
use leptos::prelude::*;
use leptos_meta::Title;
use registry::demonstration::{GroupeDemo, PersonneDemo, personnes};
use registry::droit::Fournisseur;

/// The sign-in page.
#[component]
pub fn Connexion() -> impl IntoView {
    page(async move {
        let offertes = connexions().0;
        if offertes.is_empty() {
            return Err(Sortie::Erreur(ApiErreur::new(
                Code::Indisponible,
                "La connexion n’est pas configurée sur ce serveur\u{a0}: aucun fournisseur d’identité n’est déclaré. Prévenez l’exploitant du portail.",
            )));
        }
        let terminee = parametre("session").is_some();
        let retour = parametre("retour").and_then(|retour| chemin::retour_local(&retour).map(str::to_owned));
        let (titre, texte) = if retour.as_deref() == Some(chemin::REPRISE) {
            (
                "Votre session est terminée",
                "Ce que vous veniez d’envoyer n’est pas perdu\u{a0}: il vous attend une demi-heure. Connectez-vous pour le reprendre.",
            )
        } else {
            (
                "Connexion nécessaire",
                "Cette page demande d’être connecté. Si votre session s’est terminée, ce que vous aviez enregistré est conservé.",
            )
        };
        let moyens = if config().demonstration {
            view! { <Personnes retour=retour /> }.into_any()
        } else {
            view! { <Fournisseurs offertes=offertes retour=retour /> }.into_any()
        };
        Ok(view! {
            <Title text="Se connecter" />
            <div class="max-w-lecture">
                <h1 class="text-3xl font-bold">"Se connecter"</h1>
                {terminee
                    .then(|| {
                        view! {
                            <Bandeau ton=Ton::Info titre=titre>{texte}</Bandeau>
                        }
                    })}
                {moyens}
            </div>
        })
    })
}

/// After signing out.
#[component]
pub fn Deconnecte() -> impl IntoView {
    view! {
        <Title text="Vous êtes déconnecté" />
        <div class="max-w-lecture">
            <h1 class="text-3xl font-bold">"Vous êtes déconnecté"</h1>
            <p class="mt-4">
                "Votre session est fermée. Ce que vous aviez enregistré est conservé\u{a0}: vous le retrouverez à votre prochaine connexion."
            </p>
            <p class="mt-2">"Sur un ordinateur partagé, fermez aussi le navigateur."</p>
            <p class="mt-6 flex flex-wrap items-center gap-4">
                <a class=BOUTON href=chemin::CONNEXION>"Se connecter à nouveau"</a>
                <a class=LIEN href="/">"Revenir à l’accueil"</a>
            </p>
        </div>
    }
}

/// The providers that the operator has declared.
#[component]
fn Fournisseurs(offertes: Vec<(Fournisseur, String)>, retour: Option<String>) -> impl IntoView {
    offertes
        .into_iter()
        .map(|(fournisseur, libelle)| {
            let (titre, texte) = match fournisseur {
                Fournisseur::FranceConnect => (
                    "Vous demandez votre numéro RPPS",
                    format!("{libelle} confirme votre identité\u{a0}: vous n’aurez pas à saisir votre état civil."),
                ),
                Fournisseur::ProSanteConnect => (
                    "Vous avez une carte ou une e-CPS",
                    format!(
                        "Gestionnaire RPPS+, représentant légal ou professionnel déjà inscrit\u{a0}: {libelle} vous reconnaît avec votre carte ou l’application e-CPS."
                    ),
                ),
            };
            let adresse = chemin::avec_retour(&chemin::connexion_avec(fournisseur), retour.as_deref());
            view! {
                <section class="mt-8">
                    <h2 class="text-xl font-bold">{titre}</h2>
                    <p class="mt-1">{texte}</p>
                    <p class="mt-4">
                        <a class=format!("{BOUTON} w-full sm:w-auto") href=adresse rel="nofollow">
                            {format!("S’identifier avec {libelle}")}
                        </a>
                    </p>
                </section>
            }
        })
        .collect_view()
}

/// The persons of the demonstration.
#[component]
fn Personnes(retour: Option<String>) -> impl IntoView {
    let groupes = [
        (
            GroupeDemo::Professionnel,
            "Professionnels",
            "Ils arrivent par FranceConnect, qui fournit leur identité.",
        ),
        (
            GroupeDemo::Inscrit,
            "Professionnels inscrits",
            "Consulter et tenir à jour sa fiche, déclarer un départ. Connexion avec l’e-CPS, par Pro Santé Connect.",
        ),
        (
            GroupeDemo::Gestionnaire,
            "Gestionnaires RPPS+",
            "Ils arrivent par Pro Santé Connect, avec leur carte.",
        ),
        (
            GroupeDemo::RepresentantLegal,
            "Représentants légaux",
            "Leur carte de directeur leur donne d’office les droits d’un gestionnaire.",
        ),
        (
            GroupeDemo::Support,
            "Support du répertoire",
            "Il ne traite aucune demande et voit tout le répertoire\u{a0}; chaque fiche qu’il ouvre est notée.",
        ),
    ];
    view! {
        <p class="mt-4">"Choisissez la personne imaginaire dont vous voulez voir l’espace."</p>
        {groupes
            .into_iter()
            .map(|(groupe, titre, texte)| {
                let retour = retour.clone();
                view! {
                    <section class="mt-8">
                        <h2 class="text-xl font-bold">{titre}</h2>
                        <p class="text-soft">{texte}</p>
                        <ul class="mt-3 grid gap-3">
                            {personnes()
                                .into_iter()
                                .filter(|personne| personne.groupe == groupe)
                                .map(|personne| view! { <li><Personne personne=personne retour=retour.clone() /></li> })
                                .collect_view()}
                        </ul>
                    </section>
                }
            })
            .collect_view()}
    }
}

#[component]
fn Personne(personne: PersonneDemo, retour: Option<String>) -> impl IntoView {
    let precision = format!("qui-{}", personne.cle);
    view! {
        <form
            method="post"
            action=chemin::connexion_avec(personne.fournisseur())
            class="rounded-md border border-line p-4"
        >
            <input type="hidden" name="personne" value=personne.cle />
            {retour.map(|retour| view! { <input type="hidden" name="retour" value=retour /> })}
            <p id=precision.clone() class="mb-2 text-soft">{personne.precision}</p>
            <button class=format!("{BOUTON_SECONDAIRE} w-full sm:w-auto") aria-describedby=precision>
                {format!("Se connecter en tant que {} {}", personne.prenom, personne.nom)}
            </button>
        </form>
    }
}
