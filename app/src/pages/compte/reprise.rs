//! What was sent after the end of a session, offered again to the person who signed in since.

use crate::api::{
    AnnulerDemande, ApiErreur, CommencerDemande, CreerVue, DemanderCorrection, EcrireAuDemandeur,
    EcrireAuGestionnaire, EffacerDemande, EnregistrerContact, EnregistrerEtatCivil, EnregistrerLegale,
    EnregistrerModele, EnregistrerSituation, Inviter, ModifierVue, Rechercher, RefuserDemande,
    RepondreCorrection, RetirerCorrection, SoumettreDemande, SupprimerVue, ValiderDemande,
};
use crate::components::{BOUTON, Bandeau, LIEN, Ton};
use crate::pages::{chemin, page};
use crate::requete::{saisie_en_attente, session};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::session::SaisieEnAttente;

/// What a form sent to this endpoint was about, in words; none for an endpoint whose forms are not kept. Nothing is ever sent
/// again to another address than these.
pub fn intitule(endpoint: &str) -> Option<&'static str> {
    [
        (
            EnregistrerEtatCivil::PATH,
            "Étape «\u{a0}État civil\u{a0}» de votre demande",
        ),
        (
            EnregistrerContact::PATH,
            "Étape «\u{a0}Coordonnées de contact\u{a0}» de votre demande",
        ),
        (
            EnregistrerSituation::PATH,
            "Étape «\u{a0}Situation d’exercice\u{a0}» de votre demande",
        ),
        (
            EnregistrerLegale::PATH,
            "Étape «\u{a0}Informations légales\u{a0}» de votre demande",
        ),
        (CommencerDemande::PATH, "Début d’une demande"),
        (SoumettreDemande::PATH, "Envoi de votre demande"),
        (AnnulerDemande::PATH, "Retrait de votre demande"),
        (EffacerDemande::PATH, "Effacement de votre demande"),
        (ValiderDemande::PATH, "Validation d’une demande"),
        (RefuserDemande::PATH, "Refus d’une demande"),
        (DemanderCorrection::PATH, "Demande de correction"),
        (RetirerCorrection::PATH, "Reprise d’une demande sans correction"),
        (RepondreCorrection::PATH, "Correction de votre demande"),
        (EcrireAuGestionnaire::PATH, "Message à votre gestionnaire"),
        (EcrireAuDemandeur::PATH, "Message à un professionnel"),
        (EnregistrerModele::PATH, "Modèle de texte"),
        (Inviter::PATH, "Invitation d’une personne"),
        (Rechercher::PATH, "Recherche"),
        (CreerVue::PATH, "Enregistrement d’une vue de la file"),
        (ModifierVue::PATH, "Modification d’une vue de la file"),
        (SupprimerVue::PATH, "Suppression d’une vue de la file"),
    ]
    .into_iter()
    .find(|(chemin, _)| *chemin == endpoint)
    .map(|(_, intitule)| intitule)
}

/// Steps of a draft: what was typed is saved, and the person sees the step again before going on.
const ETAPES: [&str; 5] = [
    RepondreCorrection::PATH,
    EnregistrerEtatCivil::PATH,
    EnregistrerContact::PATH,
    EnregistrerSituation::PATH,
    EnregistrerLegale::PATH,
];

/// The page.
#[component]
pub fn Reprise() -> impl IntoView {
    page(async move {
        let session = session().ok_or_else(ApiErreur::connexion)?;
        let accueil = chemin::accueil_de(&session);
        let saisie = saisie_en_attente(&session).await?;
        let a_reprendre = saisie.and_then(|saisie| Some((intitule(&saisie.chemin)?, saisie)));
        Ok(view! {
            <Title text="Reprendre" />
            <div class="max-w-lecture">
                {match a_reprendre {
                    Some((quoi, saisie)) => view! { <AReprendre quoi=quoi saisie=saisie accueil=accueil /> }.into_any(),
                    None => {
                        view! {
                            <h1 class="text-3xl font-bold">"Rien n’attend d’être repris"</h1>
                            <p class="mt-4">
                                "Ce qui a été envoyé après la fin d’une session attend une demi-heure, dans le navigateur qui l’a envoyé et pour le compte qui l’a saisi. Ce qui était enregistré auparavant est conservé dans votre espace."
                            </p>
                            <p class="mt-6"><a class=BOUTON href=accueil>"Aller à mon espace"</a></p>
                        }
                            .into_any()
                    }
                }}
            </div>
        })
    })
}

#[component]
fn AReprendre(quoi: &'static str, saisie: SaisieEnAttente, accueil: &'static str) -> impl IntoView {
    let etape = ETAPES.contains(&saisie.chemin.as_str());
    let suite = if etape {
        "Votre étape s’affichera telle que vous l’aviez laissée\u{a0}: vous pourrez la relire avant de continuer."
    } else {
        "L’action que vous aviez demandée sera faite maintenant."
    };
    let champs = saisie
        .champs
        .into_iter()
        .filter(|(nom, _)| !(etape && nom == "mode"))
        .chain(etape.then(|| ("mode".to_owned(), "rester".to_owned())));
    view! {
        <h1 class="text-3xl font-bold">"Vous êtes reconnecté\u{a0}: ce que vous aviez saisi n’est pas perdu"</h1>
        <Bandeau ton=Ton::Info titre=quoi>{suite}</Bandeau>
        <form method="post" action=saisie.chemin class="mt-6">
            {champs
                .map(|(nom, valeur)| view! { <input type="hidden" name=nom value=valeur /> })
                .collect_view()}
            <button class=BOUTON>"Reprendre"</button>
        </form>
        <p class="mt-6"><a class=LIEN href=accueil>"Ne pas reprendre et aller à mon espace"</a></p>
    }
}

#[cfg(test)]
mod tests {
    use super::{ETAPES, intitule};

    #[test]
    fn only_forms_of_the_portal_are_sent_again() {
        assert!(ETAPES.iter().all(|chemin| intitule(chemin).is_some()));
        for autre in [
            "/api/se-connecter",
            "/api/se-deconnecter",
            "/api/rester-connecte",
            "/api/fermer-session",
            "/api/",
            "/",
            "https://ailleurs.example/api/rechercher",
        ] {
            assert_eq!(intitule(autre), None, "{autre}");
        }
    }
}
