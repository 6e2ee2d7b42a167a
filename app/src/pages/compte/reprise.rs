//! What was sent after the end of a session, offered again to the person who signed in since.

use crate::api::{
    AnnulerDemande, ApiErreur, AssocierColonnes, AttribuerCarte, ChangerContact, ChangerNoms,
    ChercherPresents, ChoisirOrganisation, CommanderCarte, CommencerDemande, CompleterGestionnaire,
    CorrigerEtatCivil, CorrigerLigne, CreerVue, DeclarerDepart, DemanderCodeNotification, DemanderCorrection,
    EcrireAuDemandeur, EcrireAuGestionnaire, EffacerDemande, EnregistrerContact, EnregistrerEtatCivil,
    EnregistrerLegale, EnregistrerModele, EnregistrerSituation, EtapeInscription, Inviter, ModifierVue,
    NommerGestionnaire, NoterEtape, OuvrirChemin, PartagerRevue, PreciserRevue, PreparerDepart,
    PreparerSituation, RecevoirCarte, Rechercher, RefuserDemande, ReglerNotifications, ReglerResume,
    ReglerRevue, RepondreCorrection, RetirerCorrection, SoumettreDemande, SupprimerVue, TrouverGestionnaires,
    ValiderDemande,
};
use crate::components::{BOUTON, Bandeau, LIEN, Ton};
use crate::pages::{chemin, page};
use crate::requete::{saisie_en_attente, session};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::session::SaisieEnAttente;

/// The endpoints whose forms are kept, each with what such a form is about.
const INTITULES: &[(&str, &str)] = &[
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
    (EtapeInscription::PATH, "Étape de l’enregistrement d’une personne"),
    (
        PreparerSituation::PATH,
        "Changement dans les situations d’une personne",
    ),
    (PreparerDepart::PATH, "Départ d’une personne"),
    (ChangerContact::PATH, "Changement de vos coordonnées"),
    (ChangerNoms::PATH, "Changement de votre nom d’exercice"),
    (DeclarerDepart::PATH, "Déclaration de votre départ"),
    (
        TrouverGestionnaires::PATH,
        "Recherche d’un gestionnaire à désigner",
    ),
    (NommerGestionnaire::PATH, "Nom d’un gestionnaire à désigner"),
    (
        CompleterGestionnaire::PATH,
        "Coordonnées d’un gestionnaire à désigner",
    ),
    (OuvrirChemin::PATH, "Ouverture du chemin d’une structure"),
    (ChoisirOrganisation::PATH, "Organisation d’une structure"),
    (NoterEtape::PATH, "Étape du chemin d’une structure"),
    (CommanderCarte::PATH, "Commande d’une carte"),
    (AttribuerCarte::PATH, "Titulaire d’une carte"),
    (RecevoirCarte::PATH, "Réception d’une carte"),
    (AssocierColonnes::PATH, "Association des colonnes d’une liste"),
    (CorrigerLigne::PATH, "Correction d’une ligne de la liste"),
    (CorrigerEtatCivil::PATH, "Correction d’un état civil"),
    (ChercherPresents::PATH, "Recherche parmi les présents"),
    (PreciserRevue::PATH, "Précisions de la revue des accès"),
    (PartagerRevue::PATH, "Partage de la revue des accès"),
    (ReglerRevue::PATH, "Réglage des revues des accès"),
    (DemanderCodeNotification::PATH, "Adresse de vos notifications"),
    (ReglerNotifications::PATH, "Rythme de vos notifications"),
    (ReglerResume::PATH, "Résumé hebdomadaire"),
];

/// What a form sent to this endpoint was about, in words; none for an endpoint whose forms are not kept. Nothing is ever sent
/// again to another address than these.
pub fn intitule(endpoint: &str) -> Option<&'static str> {
    INTITULES
        .iter()
        .find(|(chemin, _)| *chemin == endpoint)
        .map(|(_, intitule)| *intitule)
}

/// Steps of a draft: what was typed is saved, and the person sees the step again before going on.
const ETAPES: [&str; 6] = [
    RepondreCorrection::PATH,
    EtapeInscription::PATH,
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
    use leptos::server_fn::axum::server_fn_paths;

    /// What is not kept after the end of a session, and why. Such a form, if it is one, gets a page that holds what it sent.
    const SANS_REPRISE: [(&str, &[&str]); 4] = [
        (
            "a script asks, and asks again by itself",
            &[
                "avancement-liste",
                "chercher-aide",
                "chercher-communes",
                "chercher-etablissements",
                "chercher-pays",
                "etat-decision",
                "etat-depart",
                "etat-lot",
                "etat-session",
                "liberer-prise",
                "prise",
                "regler-raccourcis",
                "repondre-revue",
                "rester-connecte",
                "suivre-file",
            ],
        ),
        (
            "closes a session, or serves one sign-in: nothing to take up in another",
            &[
                "confirmer-adresse-notification",
                "fermer-autres-sessions",
                "fermer-session",
            ],
        ),
        (
            "one press on what is on the screen, with nothing typed: the page it was on shows what it is worth now",
            &[
                "abandonner-courriel",
                "abandonner-inscription",
                "accepter-invitation",
                "annuler-carte",
                "annuler-correction",
                "annuler-decision",
                "annuler-depart",
                "annuler-lot",
                "choisir-gestionnaire",
                "commencer-inscription",
                "demander-partage",
                "envoyer-habilitations",
                "me-designer",
                "oublier-gestionnaire",
                "ouvrir-revue",
                "prendre-la-main",
                "preparer-lot",
                "renouveler-cde",
                "renvoyer-courriel",
                "renvoyer-invitation",
                "repondre-meme",
                "repondre-reviseur",
                "reprendre-contrat",
                "retablir-designation",
                "retirer-adresse-notification",
                "retirer-invitation",
                "revoir-page",
                "revoquer-partage",
                "rouvrir-depart",
                "supprimer-liste",
                "supprimer-modele",
                "trancher-doublon",
                "trancher-enregistrement",
                "trancher-ligne",
                "valider-contrat",
            ],
        ),
        (
            "confirms what was shown to be read just before: it is to be read again",
            &[
                "confirmer-depart",
                "confirmer-habilitations",
                "confirmer-inscription",
                "confirmer-presents",
                "confirmer-situation",
                "inscrire-liste",
                "lancer-lot",
                "retirer-designation",
                "supprimer-inscription",
                "terminer-revue",
            ],
        ),
    ];

    #[test]
    fn every_endpoint_is_taken_up_after_the_end_of_a_session_or_says_why_not() {
        let exclus: Vec<String> = SANS_REPRISE
            .iter()
            .flat_map(|(_, endpoints)| endpoints.iter().map(|endpoint| format!("/api/{endpoint}")))
            .collect();
        let mut connus: Vec<&str> = server_fn_paths().map(|(chemin, _)| chemin).collect();
        assert!(
            connus.len() > 100,
            "the endpoints of the program: {}",
            connus.len()
        );
        for chemin in &connus {
            let exclu = exclus.iter().any(|exclu| exclu == chemin);
            assert!(
                intitule(chemin).is_some() != exclu,
                "{chemin} needs a title, or a reason to be left out, and not both"
            );
        }
        connus.sort_unstable();
        for exclu in &exclus {
            assert!(
                connus.contains(&exclu.as_str()),
                "{exclu} is no endpoint any more"
            );
        }
    }

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
