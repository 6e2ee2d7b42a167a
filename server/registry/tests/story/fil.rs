//! What the two sides write to each other about a demande, and what is left of it.

use crate::commun::*;
use crate::decor::*;
use domain::demande::TexteMessage;
use domain::nomenclature::MotifRefus;
use registry::ActeError;
use registry::donnees::Conservation;

fn texte(mots: &str) -> TexteMessage {
    mots.parse().expect("it is accepted")
}

#[tokio::test(flavor = "multi_thread")]
async fn both_sides_read_what_the_other_wrote() {
    chaque_banc("fil", |banc| async move {
        let registry = &banc.registry;
        let g = gestionnaire(registry, "Nadia FERRAND", "EG", EG_A1).await;
        let collegue = gestionnaire(registry, "Sophie LAMBERT", "EJ", EJ_A).await;
        let dehors = gestionnaire(registry, "Paul GIRAUD", "EG", EG_B1).await;
        let (u, autre) = (usager_n(registry, 1).await, usager_n(registry, 2).await);
        let id = deposer(registry, &u, EG_A1, 1).await.id;

        registry
            .ecrire_au_demandeur(&g, id, &texte("Bonjour <b>vous</b>,\r\noù travaillez-vous ?"))
            .await
            .unwrap();
        let mail = &registry.messages(1).await.unwrap()[0];
        assert_eq!(mail.genre, "nouveau_message");
        assert!(!mail.texte.contains("travaillez") && !mail.html.contains("travaillez"));
        // A second message right after the first sends no second mail; one written later does.
        registry
            .ecrire_au_demandeur(&g, id, &texte("Et depuis quand ?"))
            .await
            .unwrap();
        assert_eq!(
            compter(registry.db(), "message WHERE genre = 'nouveau_message'").await,
            1
        );
        avancer_minutes(&banc.horloge, 20);
        registry
            .ecrire_au_demandeur(&g, id, &texte("Je reste à votre écoute."))
            .await
            .unwrap();
        assert_eq!(
            compter(registry.db(), "message WHERE genre = 'nouveau_message'").await,
            2
        );

        assert_eq!(registry.mes_messages_non_lus(&u).await.unwrap()[&id], 3);
        let fil = registry.mon_fil(&u, id).await.unwrap();
        assert!(fil.ouvert && fil.ferme_le.is_none());
        assert_eq!(
            fil.messages[0].texte,
            "Bonjour <b>vous</b>,\noù travaillez-vous ?"
        );
        assert!(
            fil.messages
                .iter()
                .all(|m| m.nouveau && !m.du_demandeur && m.auteur == "Nadia FERRAND")
        );
        assert!(registry.mes_messages_non_lus(&u).await.unwrap().is_empty());
        assert!(
            registry
                .mon_fil(&u, id)
                .await
                .unwrap()
                .messages
                .iter()
                .all(|m| !m.nouveau)
        );

        registry
            .ecrire_au_gestionnaire(&u, id, &texte("À la cuisine."))
            .await
            .unwrap();
        registry
            .ecrire_au_gestionnaire(&u, id, &texte("Le soir surtout."))
            .await
            .unwrap();
        // Two messages in a row are told once, like the other way round.
        let annonces = "evenement_notification WHERE genre = 'message_recu'";
        assert_eq!(compter(registry.db(), annonces).await, 1);
        // Reading clears it for the one who reads, not for her colleague.
        for qui in [&g, &collegue] {
            assert_eq!(registry.marques(qui, &[id]).await.unwrap()[&id].non_lus, 2);
            assert!(registry.fil(qui, id).await.unwrap().messages[3].nouveau);
            assert!(registry.marques(qui, &[id]).await.unwrap().is_empty());
        }
        assert!(matches!(
            registry.fil(&dehors, id).await,
            Err(ActeError::Introuvable)
        ));
        assert!(registry.marques(&dehors, &[id]).await.unwrap().is_empty());
        let refus = registry.ecrire_au_demandeur(&dehors, id, &texte("Bonjour")).await;
        assert!(matches!(refus, Err(ActeError::Introuvable)), "{refus:?}");
        assert!(matches!(
            registry.mon_fil(&autre, id).await,
            Err(ActeError::Introuvable)
        ));
        let refus = registry
            .ecrire_au_gestionnaire(&autre, id, &texte("Bonjour"))
            .await;
        assert!(matches!(refus, Err(ActeError::Introuvable)), "{refus:?}");
        // The journal knows that something was written, never what.
        assert_eq!(
            compter(
                registry.db(),
                "journal WHERE acte = 'ecrire_message' AND issue = 'fait'"
            )
            .await,
            5
        );
        assert_eq!(
            compter(registry.db(), "journal_detail WHERE contenu LIKE '%cuisine%'").await,
            0
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_floods_a_thread_nor_writes_to_themselves() {
    chaque_banc("débit du fil", |banc| async move {
        let registry = &banc.registry;
        let u = usager_n(registry, 1).await;
        let id = deposer(registry, &u, EG_A1, 1).await.id;
        for _ in 0..20 {
            registry
                .ecrire_au_gestionnaire(&u, id, &texte("Bonjour"))
                .await
                .unwrap();
        }
        let refus = registry.ecrire_au_gestionnaire(&u, id, &texte("Bonjour")).await;
        assert!(matches!(refus, Err(ActeError::TropDeMessages)), "{refus:?}");
        avancer_minutes(&banc.horloge, 61);
        let elle = session(registry, u.compte()).await.usager().unwrap();
        registry
            .ecrire_au_gestionnaire(&elle, id, &texte("Bonjour"))
            .await
            .unwrap();
        let elle = gestionnaire_aussi(registry, &u, None, "EG", EG_A1).await;
        let refus = registry.ecrire_au_demandeur(&elle, id, &texte("Bonjour")).await;
        assert!(matches!(refus, Err(ActeError::PropreDemande)), "{refus:?}");
        let brouillon = registry.commencer_demande(&u).await.unwrap();
        let refus = registry
            .ecrire_au_gestionnaire(&u, brouillon, &texte("Bonjour"))
            .await;
        assert!(matches!(refus, Err(ActeError::Transition(_))), "{refus:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thread_closes_after_the_end_and_goes_with_its_demande() {
    chaque_banc("fin du fil", |banc| async move {
        let registry = &banc.registry;
        let g = gestionnaire(registry, "Nadia FERRAND", "EG", EG_A1).await;
        let u = usager_n(registry, 1).await;
        let id = deposer(registry, &u, EG_A1, 1).await.id;
        let points = vec![domain::demande::PointACorriger {
            champ: domain::saisie::Champ::Email,
            remarque: "Une boîte partagée.".parse().unwrap(),
        }];
        let correction = domain::demande::DemandeDeCorrection::new(points, None).unwrap();
        let lue = version(registry, &g, id).await;
        registry
            .demander_correction(&g, id, lue, &correction)
            .await
            .unwrap();
        registry
            .ecrire_au_gestionnaire(&u, id, &texte("Je ne comprends pas."))
            .await
            .unwrap();
        registry.fil(&g, id).await.unwrap();
        let explication = "Nous ne vous connaissons pas.".parse().unwrap();
        registry
            .refuser(&g, id, lue + 1, MotifRefus::Autre, &explication)
            .await
            .unwrap();

        let elle = session(registry, u.compte()).await;
        let copie = registry.mes_donnees(&elle).await.unwrap();
        let une = &copie.demandes[0];
        assert_eq!((une.corrections.len(), une.fil.len()), (1, 1));
        assert!(une.fil[0].par_moi && une.fil[0].texte == "Je ne comprends pas.");

        banc.horloge.avancer_jours(29);
        registry
            .ecrire_au_demandeur(&g, id, &texte("Revenez quand vous voulez."))
            .await
            .unwrap();
        banc.horloge.avancer_jours(1);
        let refus = registry.ecrire_au_demandeur(&g, id, &texte("Revenez.")).await;
        assert!(matches!(refus, Err(ActeError::FilFerme)), "{refus:?}");
        assert!(!registry.fil(&g, id).await.unwrap().ouvert);

        registry.effacer_echues(Conservation::jours(30)).await.unwrap();
        for table in ["demande", "correction", "fil_message", "fil_lecture"] {
            assert_eq!(compter(registry.db(), table).await, 0, "{table}");
        }
    })
    .await;
}
