//! Parts of a campaign entrusted by link: a stolen one gives nothing, a revoked one nothing more, two people answer without losing
//! either's word, and nobody leaves their establishment.

use crate::agir::inscrire;
use crate::commun::*;
use crate::decor::*;
use crate::revue::{dire, gens, ligne, ouvrir, tete};
use domain::revue::Reponse;
use registry::ActeError;
use registry::revue::{Donnee, RevueError, Selection, SuiteInvitation};

#[tokio::test(flavor = "multi_thread")]
async fn whose_names_are_on_the_card_is_left_to_somebody_else() {
    chaque_moteur("revue, ses noms", |registry| async move {
        let g = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let (u, sienne) = inscrire(&registry, &g, EG_A1, 1).await;
        let (_, autre) = inscrire(&registry, &g, EG_A1, 2).await;
        let helene = tete(&registry, "Hélène CARPENTIER", "EJ", EJ_A).await;
        let r = ouvrir(&registry, &helene, EJ_A).await;
        let jeton = registry.partager_revue(&r, &finess(EG_A1)).await.unwrap();
        // A card without a number: her record is known by her names only (R38).
        let elle = gestionnaire_aussi(&registry, &u, None, "EG", EG_A1).await;
        let elle = session(&registry, elle.compte()).await;
        registry.demander_partage(&elle, jeton.as_str()).await.unwrap();
        let d = registry.reviseur(&elle, r.revue()).await.unwrap();
        assert!(ligne(&registry, &d, sienne).await.soi && !ligne(&registry, &d, autre).await.soi);
        let refus = dire(&registry, &d, sienne, &Donnee::Present).await;
        assert!(
            matches!(refus, Err(ActeError::Revue(RevueError::PropreLigne))),
            "{refus:?}"
        );
        let (dites, _) = registry
            .confirmer_presents(&d, &Selection::Tous(None))
            .await
            .unwrap();
        assert_eq!(dites, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_gives_its_part_to_whom_the_head_accepts_and_nothing_by_itself() {
    chaque_moteur("revue partagée", |registry| async move {
        let g = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let (_, ici) = inscrire(&registry, &g, EG_A1, 1).await;
        let (_, collegue) = inscrire(&registry, &g, EG_A1, 3).await;
        let (_, ailleurs) = inscrire(&registry, &g, EG_A2, 2).await;
        let helene = tete(&registry, "Hélène CARPENTIER", "EJ", EJ_A).await;
        let r = ouvrir(&registry, &helene, EJ_A).await;
        let jeton = registry.partager_revue(&r, &finess(EG_A1)).await.unwrap();
        let dehors = registry.partager_revue(&r, &finess(EG_B1)).await;
        assert!(matches!(dehors, Err(ActeError::Introuvable)));

        // Stolen: the campaign stays shut, before and after asking.
        let voleur = compte_carte(&registry, "Vol EUR").await;
        let voleur = session(&registry, voleur).await;
        let faux = registry.invitation(&voleur, "0123").await;
        assert!(matches!(faux, Err(ActeError::Introuvable)));
        let vue = registry.invitation(&voleur, jeton.as_str()).await.unwrap();
        assert_eq!(vue.suite, SuiteInvitation::Nouvelle);
        let demande = registry.demander_partage(&voleur, jeton.as_str()).await.unwrap();
        assert_eq!(demande.suite, SuiteInvitation::EnAttente);
        let refus = registry.reviseur(&voleur, r.revue()).await;
        assert!(matches!(refus, Err(ActeError::Introuvable)));

        // Accepted: that establishment, names and rôles, and nothing that the head does.
        let directrice = compte_carte(&registry, "Zoé DIRECTRICE").await;
        let directrice = session(&registry, directrice).await;
        registry
            .demander_partage(&directrice, jeton.as_str())
            .await
            .unwrap();
        let partages = registry.revue(&r).await.unwrap();
        let partage = partages
            .parts
            .iter()
            .find_map(|part| part.partage.clone())
            .expect("a share");
        assert_eq!(partage.reviseurs.len(), 2);
        registry
            .repondre_reviseur(&r, partage.id, directrice.compte(), true)
            .await
            .unwrap();
        registry
            .repondre_reviseur(&r, partage.id, voleur.compte(), false)
            .await
            .unwrap();
        let d = registry.reviseur(&directrice, r.revue()).await.unwrap();
        assert!(!d.est_tete());
        assert!(
            gens(&registry, &d)
                .await
                .iter()
                .all(|l| l.finess.as_str() == EG_A1)
        );
        let autre = ligne(&registry, &r, ailleurs).await;
        for donnee in [Donnee::Present, Donnee::Parti(fermeture(20, 11, 2026))] {
            let refus = registry
                .repondre_revue(&d, autre.situation, autre.version, &donnee)
                .await;
            assert!(matches!(refus, Err(ActeError::Introuvable)), "{refus:?}");
        }
        assert!(registry.terminer_revue(&d, true).await.is_err());
        assert!(registry.partager_revue(&d, &finess(EG_A1)).await.is_err());
        assert!(registry.revoquer_partage(&d, partage.id).await.is_err());
        assert!(directrice.gestionnaire().is_err(), "nothing else follows");

        // Two reviewers at once: the second one is told.
        let lue = ligne(&registry, &d, ici).await;
        dire(&registry, &r, ici, &Donnee::Present).await.unwrap();
        let tard = registry
            .repondre_revue(
                &d,
                lue.situation,
                lue.version,
                &Donnee::Parti(fermeture(20, 11, 2026)),
            )
            .await;
        assert!(
            matches!(tard, Err(ActeError::Revue(RevueError::Changee))),
            "{tard:?}"
        );
        dire(&registry, &d, collegue, &Donnee::Parti(fermeture(20, 11, 2026)))
            .await
            .unwrap();
        assert_eq!(ligne(&registry, &r, collegue).await.reponse, Some(Reponse::Parti));

        // Taken back: from the next request on, even with the proof in hand.
        registry.revoquer_partage(&r, partage.id).await.unwrap();
        assert!(gens(&registry, &d).await.is_empty());
        let refus = registry
            .repondre_revue(&d, lue.situation, lue.version + 1, &Donnee::Present)
            .await;
        assert!(matches!(refus, Err(ActeError::Introuvable)), "{refus:?}");
        let rien = registry
            .confirmer_presents(&d, &Selection::Tous(None))
            .await
            .unwrap();
        assert_eq!(rien.0, 0);
        assert!(registry.reviseur(&directrice, r.revue()).await.is_err());
        assert!(registry.invitation(&directrice, jeton.as_str()).await.is_err());
        registry.terminer_revue(&r, true).await.unwrap();
        let attestation = registry.attestation_revue(&r).await.unwrap().attestation;
        assert_eq!(attestation.reviseurs, ["Zoé DIRECTRICE"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gestionnaire_of_the_establishment_needs_nobodys_word_and_a_new_link_ends_the_old_one() {
    chaque_moteur("revue, gestionnaire invité", |registry| async move {
        let g = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        inscrire(&registry, &g, EG_A1, 1).await;
        let helene = tete(&registry, "Hélène CARPENTIER", "EJ", EJ_A).await;
        let r = ouvrir(&registry, &helene, EJ_A).await;
        let premier = registry.partager_revue(&r, &finess(EG_A1)).await.unwrap();
        let second = registry.partager_revue(&r, &finess(EG_A1)).await.unwrap();
        let nadia = session(&registry, g.compte()).await;
        assert!(registry.demander_partage(&nadia, premier.as_str()).await.is_err());
        let invitation = registry.demander_partage(&nadia, second.as_str()).await.unwrap();
        assert_eq!(invitation.suite, SuiteInvitation::Acceptee);
        let n = registry.reviseur(&nadia, r.revue()).await.unwrap();
        assert_eq!(
            registry
                .confirmer_presents(&n, &Selection::Tous(None))
                .await
                .unwrap()
                .0,
            1
        );
        // The end of the campaign is the end of the link.
        registry.terminer_revue(&r, false).await.unwrap();
        assert!(registry.invitation(&nadia, second.as_str()).await.is_err());
        assert!(registry.reviseur(&nadia, r.revue()).await.is_err());
    })
    .await;
}
