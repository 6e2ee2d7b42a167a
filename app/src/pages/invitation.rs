//! The page of the link that somebody received: who invites, what happens, and the way in. It names nobody: whoever holds the link
//! learns which establishment invites, and nothing about who is invited.

use super::{Sortie, adresse_courte, chemin, page};
use crate::api::AccepterInvitation;
use crate::components::{BOUTON, BOUTON_SECONDAIRE, Bandeau, LIEN, Ton};
use crate::requete::{config, registry, segment, session};
use domain::date::long;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::droit::{Fournisseur, SessionOuverte};
use registry::invitation::{InvitationError, LienInvitation};

/// What the page offers.
enum Issue {
    /// nobody is signed in, or with a card
    SeConnecter { carte: bool },
    /// begin, or take up again
    Commencer { reprise: bool },
    /// this link does not serve
    Refus(InvitationError),
    /// this account has a number already (R3)
    DejaInscrit,
}

/// The page.
#[component]
pub fn Invitation() -> impl IntoView {
    page(async move {
        let jeton: String = segment("jeton")?;
        let session = session();
        let lien = registry().lien_invitation(session.as_ref(), &jeton).await?;
        let issue = issue(session.as_ref(), &lien).await?;
        let etablissement = &lien.etablissement;
        let titre = format!(
            "{} vous invite à demander votre numéro RPPS",
            etablissement.raison_sociale
        );
        let adresse = adresse_courte(etablissement);
        let fin = long(lien.expire_le.jour_paris());
        let (titre, suite) = match issue {
            Issue::Refus(refus) => (
                "Cette invitation ne peut pas servir".to_owned(),
                view! { <Refusee refus=refus /> }.into_any(),
            ),
            Issue::DejaInscrit => (titre, view! { <DejaInscrit /> }.into_any()),
            Issue::SeConnecter { carte } => (
                titre,
                view! {
                    <Deroulement fin=fin />
                    <Connexion jeton=jeton carte=carte />
                }
                .into_any(),
            ),
            Issue::Commencer { reprise } => (
                titre,
                view! {
                    <Deroulement fin=fin />
                    <form method="post" action=AccepterInvitation::url() class="mt-6">
                        <input type="hidden" name="jeton" value=jeton />
                        <button class=format!("{BOUTON} w-full sm:w-auto")>
                            {if reprise { "Reprendre ma demande" } else { "Commencer ma demande" }}
                        </button>
                    </form>
                }
                .into_any(),
            ),
        };
        Ok(view! {
            <Title text="Invitation" />
            <div class="max-w-lecture">
                <h1 class="text-3xl font-bold break-words">{titre}</h1>
                <p class="mt-1 text-soft">{adresse}</p>
                {suite}
            </div>
        })
    })
}

async fn issue(session: Option<&SessionOuverte>, lien: &LienInvitation) -> Result<Issue, Sortie> {
    let usager = session.and_then(|session| session.usager().ok());
    if let Some(refus) = lien.refus {
        return Ok(Issue::Refus(refus));
    }
    let Some(usager) = usager else {
        return Ok(Issue::SeConnecter {
            carte: session.is_some(),
        });
    };
    let registry = registry();
    Ok(if lien.commencee {
        Issue::Commencer { reprise: true }
    } else if registry.ma_fiche(&usager).await?.is_some() {
        Issue::DejaInscrit
    } else if registry.brouillon(&usager).await?.is_some() {
        Issue::Refus(InvitationError::BrouillonExistant)
    } else {
        Issue::Commencer { reprise: false }
    })
}

#[component]
fn Deroulement(fin: String) -> impl IntoView {
    view! {
        <ol class="mt-6 list-decimal space-y-2 pl-5">
            <li>"Vous confirmez votre identité avec FranceConnect\u{a0}: votre état civil n’est pas à saisir."</li>
            <li>
                "Vous vérifiez et complétez la demande. L’établissement a déjà indiqué ce qu’il savait de votre poste\u{a0}: tout reste modifiable."
            </li>
            <li>"Vous l’envoyez. L’établissement l’examine, puis vous recevez votre numéro RPPS par email."</li>
        </ol>
        <p class="mt-4 text-soft">
            {format!("Une dizaine de minutes. Invitation valable jusqu’au {fin}\u{a0}; sans réponse de votre part, rien n’est enregistré.")}
        </p>
    }
}

#[component]
fn Connexion(jeton: String, carte: bool) -> impl IntoView {
    // In demonstration the person is chosen on the page of the sign-in.
    let vers = if config().demonstration {
        chemin::CONNEXION.to_owned()
    } else {
        chemin::connexion_avec(Fournisseur::FranceConnect)
    };
    let adresse = chemin::avec_retour(&vers, Some(&chemin::invitation(&jeton)));
    view! {
        {carte
            .then(|| {
                view! {
                    <Bandeau ton=Ton::Info titre="Vous êtes connecté avec une carte">
                        "Une demande se fait avec FranceConnect, qui confirme votre état civil."
                    </Bandeau>
                }
            })}
        <p class="mt-6">
            <a class=format!("{BOUTON} w-full sm:w-auto") href=adresse rel="nofollow">"Continuer avec FranceConnect"</a>
        </p>
    }
}

#[component]
fn Refusee(refus: InvitationError) -> impl IntoView {
    view! {
        <Bandeau ton=Ton::Alerte titre="Rien n’est perdu">{refus.to_string()}</Bandeau>
        <p class="mt-6 flex flex-wrap items-center gap-4">
            <a class=BOUTON_SECONDAIRE href=chemin::MES_DEMANDES>"Mes demandes"</a>
            <a class=LIEN href="/">"Revenir à l’accueil"</a>
        </p>
    }
}

#[component]
fn DejaInscrit() -> impl IntoView {
    view! {
        <Bandeau ton=Ton::Succes titre="Vous avez déjà un numéro RPPS">
            "Il est gardé toute la vie\u{a0}: il n’y a pas de nouvelle demande à faire. Donnez-le à l’établissement qui vous invite, qui ajoutera votre poste à votre fiche."
        </Bandeau>
        <p class="mt-6"><a class=BOUTON href=chemin::MES_DEMANDES>"Voir mon numéro"</a></p>
    }
}
