//! Invitations: what is known is prepared, the person confirms and completes; a link serves one account, for a while, and shows
//! nothing of who is invited.

use crate::commun::{EG_A1, EG_A2, EG_B1, EJ_A, EJ_B, chaque_banc, chaque_moteur, compter};
use crate::decor::*;
use domain::demande::Statut;
use domain::saisie::{Champ, SaisieInvitation};
use registry::droit::Gestionnaire;
use registry::invitation::{EtatInvitation, InvitationError, InvitationVue};
use registry::{ActeError, Registry};

fn saisie(finess: &str, email: &str) -> SaisieInvitation {
    SaisieInvitation {
        email: email.to_owned(),
        prenom_exercice: "Louise".to_owned(),
        nom_exercice: "BERNARD".to_owned(),
        etablissement: finess.to_owned(),
        profession: "328".to_owned(),
        role: "GENR10".to_owned(),
        ..SaisieInvitation::default()
    }
}

/// The secret of the link in the latest mail.
async fn jeton(registry: &Registry) -> String {
    let messages = registry.messages(1).await.expect("done");
    let lien = messages[0].texte.split("/invitation/").nth(1).expect("a link");
    lien.lines().next().expect("done").to_owned()
}

async fn seule(registry: &Registry, g: &Gestionnaire) -> InvitationVue {
    let page = registry.invitations(g, 1).await.expect("done");
    assert_eq!(page.total, 1);
    page.lignes.into_iter().next().expect("done")
}

#[expect(clippy::needless_pass_by_value, reason = "called on what an act just gave")]
fn refus<T>(resultat: Result<T, ActeError>) -> Option<InvitationError> {
    match resultat {
        Err(ActeError::Invitation(refus)) => Some(refus),
        _ => None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_prepared_is_completed_by_the_person_and_says_where_it_comes_from() {
    chaque_moteur("invitation", |registry| async move {
        let registry = registry.avec_adresse_publique("https://portail.example/");
        let nadia = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let ailleurs = gestionnaire(&registry, "Paul GIRAUD", "EJ", EJ_B).await;
        registry
            .inviter(&nadia, &saisie(EG_A1, " louise@example.org "))
            .await
            .unwrap();
        let mail = registry.messages(1).await.unwrap().remove(0);
        assert_eq!(mail.destinataire, "louise@example.org");
        assert!(
            mail.texte.contains("\nhttps://portail.example/invitation/")
                && mail.texte.contains("Louise BERNARD")
        );
        assert!(!mail.sujet.contains("BERNARD"));
        let jeton = jeton(&registry).await;
        assert!(jeton.len() >= 32, "128 bits at least");
        assert_eq!(seule(&registry, &nadia).await.etat, EtatInvitation::Envoyee);
        assert_eq!(registry.invitations(&ailleurs, 1).await.unwrap().total, 0);

        let lien = registry.lien_invitation(None, &jeton).await.unwrap();
        assert!(lien.refus.is_none() && lien.etablissement.finess == finess(EG_A1));

        let u = usager_n(&registry, 1).await;
        let id = registry.accepter_invitation(&u, &jeton).await.unwrap();
        assert_eq!(
            registry.accepter_invitation(&u, &jeton).await.unwrap(),
            id,
            "the same link, the same draft"
        );
        let brouillon = registry.brouillon(&u).await.unwrap().unwrap();
        let (s, prete) = (&brouillon.saisie.situation, &brouillon.saisie);
        assert_eq!((s.etablissement.as_str(), s.role.as_str()), (EG_A1, "GENR10"));
        assert_eq!(prete.contact.email, "louise@example.org");
        assert_eq!(
            s.nom_exercice,
            u.identite().nom_naissance,
            "the identity is the person's own"
        );
        assert_eq!(prete.etat_civil, *u.identite());
        assert_eq!(seule(&registry, &nadia).await.etat, EtatInvitation::Ouverte);

        registry.enregistrer_contact(&u, id, &contact(1)).await.unwrap();
        let complete = nommee(&u, &situation(EG_A1));
        registry.enregistrer_situation(&u, id, &complete).await.unwrap();
        let soumise = registry.soumettre(&u, id, &legale()).await.unwrap();
        let autre = usager_n(&registry, 2).await;
        let spontanee = deposer(&registry, &autre, EG_A1, 2).await.id;

        let dossier = registry.dossier(&nadia, id).await.unwrap();
        assert_eq!(dossier.statut, Statut::ATraiter);
        assert_eq!(dossier.invitation.unwrap().par.as_deref(), Some("Nadia FERRAND"));
        assert!(
            registry
                .dossier(&nadia, spontanee)
                .await
                .unwrap()
                .invitation
                .is_none()
        );
        for (origine, attendue) in [("invitation", id), ("spontanee", spontanee)] {
            let filtre = format!("origine={origine}").parse().unwrap();
            let page = registry.file(&nadia, &filtre).await.unwrap();
            assert_eq!(page.lignes.iter().map(|l| l.id).collect::<Vec<_>>(), [attendue]);
            assert_eq!(page.lignes[0].invitation.is_some(), attendue == id);
        }
        let vue = seule(&registry, &nadia).await;
        assert_eq!(vue.etat, EtatInvitation::Completee);
        assert_eq!(vue.demande, Some((id, soumise.reference)));
        assert_eq!(
            refus(registry.retirer_invitation(&nadia, vue.id).await),
            Some(InvitationError::NonRetirable)
        );
        assert_eq!(
            refus(registry.accepter_invitation(&u, &jeton).await),
            Some(InvitationError::DejaServie)
        );
        for acte in ["inviter", "accepter_invitation"] {
            let condition =
                format!("journal WHERE acte = '{acte}' AND objet = 'invitation' AND issue = 'fait'");
            assert_eq!(compter(registry.db(), &condition).await, 1, "{acte}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_serves_one_account_for_fourteen_days() {
    chaque_banc("invitation refusée", |banc| async move {
        let registry = &banc.registry;
        let nadia = gestionnaire(registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let id = registry
            .inviter(&nadia, &saisie(EG_A1, "louise@example.org"))
            .await
            .unwrap();
        let premier = jeton(registry).await;
        let [u, autre] = [usager_n(registry, 1).await, usager_n(registry, 2).await];
        assert!(matches!(
            registry.accepter_invitation(&u, "inconnu").await,
            Err(ActeError::Introuvable)
        ));
        // Sent again: the earlier link does not serve any more.
        registry.renvoyer_invitation(&nadia, id).await.unwrap();
        let second = jeton(registry).await;
        assert_ne!(premier, second);
        assert!(matches!(
            registry.accepter_invitation(&u, &premier).await,
            Err(ActeError::Introuvable)
        ));
        // Too late, then sent again.
        banc.horloge.avancer_jours(14);
        assert_eq!(
            refus(registry.accepter_invitation(&u, &second).await),
            Some(InvitationError::Expiree)
        );
        assert_eq!(seule(registry, &nadia).await.etat, EtatInvitation::Expiree);
        registry.renvoyer_invitation(&nadia, id).await.unwrap();
        let troisieme = jeton(registry).await;
        // A draft of one's own is not replaced.
        let sien = registry.commencer_demande(&u).await.unwrap();
        assert_eq!(
            refus(registry.accepter_invitation(&u, &troisieme).await),
            Some(InvitationError::BrouillonExistant)
        );
        registry.effacer_demande(&u, sien).await.unwrap();
        registry.accepter_invitation(&u, &troisieme).await.unwrap();
        // Stolen or forwarded: of no use to anybody else.
        assert_eq!(
            refus(registry.accepter_invitation(&autre, &troisieme).await),
            Some(InvitationError::DejaServie)
        );
        assert!(registry.brouillon(&autre).await.unwrap().is_none());
        assert_eq!(
            refus(registry.renvoyer_invitation(&nadia, id).await),
            Some(InvitationError::NonRenvoyable)
        );
        // Withdrawn: the draft stays its author's, the link is dead.
        registry.retirer_invitation(&nadia, id).await.unwrap();
        registry.retirer_invitation(&nadia, id).await.unwrap();
        assert_eq!(
            refus(registry.accepter_invitation(&u, &troisieme).await),
            Some(InvitationError::Retiree)
        );
        assert!(registry.brouillon(&u).await.unwrap().is_some());
        // Long after, nothing is kept of the person invited.
        banc.horloge.avancer_jours(40);
        registry
            .effacer_invitations(registry::donnees::Conservation::default())
            .await
            .unwrap();
        assert_eq!(compter(registry.db(), "invitation WHERE email <> ''").await, 0);
        assert_eq!(
            compter(registry.db(), "invitation").await,
            1,
            "a draft comes from it"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_invites_in_ones_own_establishments_and_once() {
    chaque_moteur("invitation hors périmètre", |registry| async move {
        let nadia = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let paul = gestionnaire(&registry, "Paul GIRAUD", "EJ", EJ_B).await;
        let champ = |resultat: Result<_, ActeError>, champ| matches!(resultat, Err(ActeError::Invalide(e)) if e.pour(champ).is_some());
        assert!(champ(
            registry.inviter(&nadia, &saisie(EG_B1, "a@example.org")).await,
            Champ::Etablissement
        ));
        assert!(champ(
            registry.inviter(&nadia, &saisie(EG_A1, "pas une adresse")).await,
            Champ::Email
        ));
        let id = registry
            .inviter(&nadia, &saisie(EG_A1, "a@example.org"))
            .await
            .unwrap();
        assert!(champ(
            registry.inviter(&nadia, &saisie(EG_A1, "a@example.org")).await,
            Champ::Email
        ));
        registry
            .inviter(&nadia, &saisie(EG_A2, "a@example.org"))
            .await
            .expect("another establishment may");
        for refuse in [
            registry.renvoyer_invitation(&paul, id).await,
            registry.retirer_invitation(&paul, id).await,
        ] {
            assert!(matches!(refuse, Err(ActeError::Introuvable)));
        }
        for _ in 1..5 {
            registry.renvoyer_invitation(&nadia, id).await.unwrap();
        }
        assert_eq!(
            refus(registry.renvoyer_invitation(&nadia, id).await),
            Some(InvitationError::TropDEnvois)
        );
        // A colleague of the establishment may; a right withdrawn a second ago is without effect.
        let collegue = gestionnaire(&registry, "Jean ROUX", "EG", EG_A1).await;
        registry.retirer_invitation(&collegue, id).await.unwrap();
        retirer_habilitations(&registry, nadia.compte()).await;
        assert!(registry.inviter(&nadia, &saisie(EG_A1, "b@example.org")).await.is_err());
        // R3: somebody who has a number gets no second one.
        let (u, _) = inscrite(&registry, &collegue).await;
        registry
            .inviter(&collegue, &saisie(EG_A1, "c@example.org"))
            .await
            .unwrap();
        let jeton = jeton(&registry).await;
        assert!(matches!(
            registry.accepter_invitation(&u, &jeton).await,
            Err(ActeError::DejaInscrit { .. })
        ));
    })
    .await;
}

/// Somebody whom a demande brought into the register.
async fn inscrite(
    registry: &Registry,
    g: &Gestionnaire,
) -> (registry::droit::Usager, domain::ids::DemandeId) {
    let u = usager_n(registry, 9).await;
    let id = deposer(registry, &u, EG_A1, 9).await.id;
    let version = version(registry, g, id).await;
    registry.valider(g, id, version, true).await.expect("accepted");
    (u, id)
}
