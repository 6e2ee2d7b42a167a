//! Sign-in. In demonstration mode, one button per imaginary person; the identity providers take this page over elsewhere.

use super::{Sortie, chemin, page};
use crate::api::{ApiErreur, SeConnecter};
use crate::components::{BOUTON_SECONDAIRE, Bandeau, Ton};
use crate::requete::{config, parametre};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::demonstration::{GroupeDemo, PersonneDemo, personnes};

/// The sign-in page.
#[component]
pub fn Connexion() -> impl IntoView {
    page(async move {
        if !config().demonstration {
            return Err(Sortie::Erreur(ApiErreur::new(
                crate::api::Code::Indisponible,
                "La connexion n’est pas configurée sur ce serveur : aucun fournisseur d’identité n’est déclaré. Prévenez l’exploitant du portail.",
            )));
        }
        let terminee = parametre("session").is_some();
        let retour = parametre("retour").unwrap_or_default();
        let retour = chemin::retour_local(&retour).unwrap_or_default().to_owned();
        let (titre, texte) = if retour == chemin::REPRISE {
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
        let groupes = [
            (
                GroupeDemo::Professionnel,
                "Professionnels",
                "Ils arrivent par FranceConnect, qui fournit leur identité.",
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
        ];
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
                <p class="mt-4">"Choisissez la personne imaginaire dont vous voulez voir l’espace."</p>
                {groupes
                    .into_iter()
                    .map(|(groupe, titre, texte)| {
                        view! { <Groupe groupe=groupe titre=titre texte=texte retour=retour.clone() /> }
                    })
                    .collect_view()}
            </div>
        })
    })
}

#[component]
fn Groupe(groupe: GroupeDemo, titre: &'static str, texte: &'static str, retour: String) -> impl IntoView {
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
}

#[component]
fn Personne(personne: PersonneDemo, retour: String) -> impl IntoView {
    let precision = format!("qui-{}", personne.cle);
    view! {
        <form method="post" action=SeConnecter::url() class="rounded-md border border-line p-4">
            <input type="hidden" name="personne" value=personne.cle />
            <input type="hidden" name="retour" value=retour />
            <p id=precision.clone() class="mb-2 text-soft">{personne.precision}</p>
            <button class=format!("{BOUTON_SECONDAIRE} w-full sm:w-auto") aria-describedby=precision>
                {format!("Se connecter en tant que {} {}", personne.prenom, personne.nom)}
            </button>
        </form>
    }
}
