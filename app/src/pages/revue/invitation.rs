//! Where the link of an invitation leads: what is asked, by whom, and that one's name is recorded. Signing in comes first; the link alone
//! shows nothing.

use crate::api::{ApiErreur, DemanderPartage};
use crate::components::{BOUTON, Bandeau, LIEN, Ton};
use crate::pages::{Sortie, chemin, page};
use crate::requete::{registry, session};
use domain::date::long;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use registry::revue::{Invitation, SuiteInvitation};

/// The page.
#[component]
pub fn InvitationRevue() -> impl IntoView {
    page(async move {
        let session = session().ok_or_else(ApiErreur::connexion)?;
        let jeton = use_params_map()
            .with_untracked(|carte| carte.get("jeton"))
            .unwrap_or_default();
        let invitation = registry().invitation(&session, &jeton).await?;
        if invitation.suite == SuiteInvitation::Acceptee {
            return Err(Sortie::Vers(chemin::revue(invitation.revue)));
        }
        let nom = session.nom_affiche().to_owned();
        let Invitation {
            structure,
            etablissement,
            echeance,
            suite,
            ..
        } = invitation;
        let suite = match suite {
            SuiteInvitation::Nouvelle => view! {
                <p class="mt-4">
                    "Vous répondrez au nom de " <strong>{nom}</strong>
                    "\u{a0}: votre nom est enregistré avec vos réponses. Si vous n’êtes pas gestionnaire de cet établissement, le représentant légal doit d’abord accepter votre demande."
                </p>
                <form method="post" action=DemanderPartage::url() class="mt-6">
                    <input type="hidden" name="jeton" value=jeton />
                    <button class=BOUTON>"Demander à faire cette revue"</button>
                </form>
                <p class="mt-4">"Ce n’est pas votre établissement\u{a0}? Ne faites rien, et prévenez la personne qui vous a envoyé ce lien."</p>
            }
            .into_any(),
            SuiteInvitation::Refusee => view! {
                <Bandeau ton=Ton::Alerte titre="Votre demande n’est pas acceptée">
                    "Le représentant légal de la structure a répondu non. Si c’est une erreur, adressez-vous à lui."
                </Bandeau>
            }
            .into_any(),
            SuiteInvitation::Arretee => view! {
                <Bandeau ton=Ton::Alerte titre="Vous ne pouvez plus faire cette revue">
                    "Votre habilitation ici a été retirée ou suspendue, ou votre situation dans la structure a pris fin. Si c’est une erreur, adressez-vous au représentant légal\u{a0}: il peut vous confier la revue à nouveau."
                </Bandeau>
            }
            .into_any(),
            SuiteInvitation::EnAttente | SuiteInvitation::Acceptee => view! {
                <Bandeau ton=Ton::Info titre="Votre demande est envoyée">
                    "Le représentant légal de la structure doit l’accepter. Revenez ensuite par ce même lien\u{a0}: il vous mènera à la liste."
                </Bandeau>
            }
            .into_any(),
        };
        Ok(view! {
            <Title text="Revue des accès partagée" />
            <div class="max-w-lecture">
                <h1 class="text-3xl font-bold">"Revue des accès partagée"</h1>
                <p class="mt-4">
                    {format!("La structure {structure} vous propose de dire qui travaille toujours dans l’établissement ")}
                    <strong>{etablissement}</strong> {format!(", avant le {}.", long(echeance))}
                </p>
                {suite}
                <p class="mt-6"><a class=LIEN href="/">"Revenir à l’accueil"</a></p>
            </div>
        }
        .into_any())
    })
}
