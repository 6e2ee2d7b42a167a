//! The applicant: drafts, submission, what is refused and why, cancelling.

use crate::commun::*;
use crate::decor::*;
use domain::demande::Statut;
use domain::etat_civil::Nom;
use domain::ids::DemandeId;
use domain::saisie::{Champ, SaisieEtatCivil, SaisieLegale};
use registry::ActeError;

#[tokio::test(flavor = "multi_thread")]
async fn a_demande_from_the_first_field_to_the_reference() {
    chaque_moteur("parcours du demandeur", |registry| async move {
        let u = usager(&registry, &etat_civil("MARTIN", "Louise Anne")).await;
        assert!(registry.brouillon(&u).await.unwrap().is_none());
        let id = registry.commencer_demande(&u).await.unwrap();
        assert_eq!(
            registry.commencer_demande(&u).await.unwrap(),
            id,
            "the draft is resumed"
        );

        let brouillon = registry.brouillon(&u).await.unwrap().expect("a draft");
        assert_eq!(brouillon.saisie.etat_civil.nom_naissance, "MARTIN");
        assert_eq!(brouillon.saisie.situation.nom_exercice, "MARTIN", "R17");
        assert_eq!(brouillon.saisie.situation.prenom_exercice, "Louise");

        // Wrong values are kept as they were typed.
        let mut faux = contact(1);
        faux.email = "pas une adresse".to_owned();
        registry.enregistrer_contact(&u, id, &faux).await.unwrap();
        registry
            .enregistrer_situation(&u, id, &nommee(&u, &situation(EG_A1)))
            .await
            .unwrap();
        let brouillon = registry.brouillon(&u).await.unwrap().expect("a draft");
        assert_eq!(brouillon.saisie.contact.email, "pas une adresse");
        assert_eq!(
            brouillon.etablissement.expect("known").raison_sociale,
            "EHPAD LES TILLEULS"
        );

        let refus = registry.soumettre(&u, id, &SaisieLegale::default()).await;
        let Err(ActeError::Invalide(erreurs)) = refus else {
            panic!("all errors at once")
        };
        for champ in [Champ::Email, Champ::Exactitude, Champ::Cgu] {
            assert!(erreurs.pour(champ).is_some(), "{champ:?}");
        }
        assert_eq!(
            registry
                .demande_de(&u, id)
                .await
                .unwrap_or_else(|_| panic!("theirs"))
                .statut,
            Statut::Brouillon
        );

        registry.enregistrer_contact(&u, id, &contact(1)).await.unwrap();
        let soumise = registry.soumettre(&u, id, &legale()).await.unwrap();
        assert_eq!(soumise.reference, brouillon.reference);
        let suivi = registry
            .demande_de(&u, id)
            .await
            .unwrap_or_else(|_| panic!("theirs"));
        assert_eq!(suivi.statut, Statut::ATraiter);
        assert_eq!(
            suivi.expire_le.expect("a limit").millis() - suivi.soumise_le.expect("submitted").millis(),
            30 * 86_400_000
        );

        let messages = registry.messages(10).await.unwrap();
        assert_eq!(messages.len(), 1);
        let message = &messages[0];
        assert_eq!(
            (message.genre.as_str(), message.destinataire.as_str()),
            ("demande_recue", "personne1@example.org")
        );
        assert!(
            message.texte.contains(&soumise.reference.to_string())
                && message.html.contains("EHPAD LES TILLEULS")
        );
        assert!(!message.sujet.contains("MARTIN"), "no name in a subject");
        assert_eq!(
            registry.message(message.id).await.unwrap().expect("by id").texte,
            message.texte
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_submission_gives_the_same_reference() {
    chaque_moteur("double envoi", |registry| async move {
        let u = usager_n(&registry, 1).await;
        let id = remplir(&registry, &u, &situation(EG_A1), &contact(1))
            .await
            .unwrap();
        let legale = legale();
        let (premier, second) = tokio::join!(
            registry.soumettre(&u, id, &legale),
            registry.soumettre(&u, id, &legale)
        );
        let (premier, second) = (premier.unwrap(), second.unwrap());
        assert_eq!(premier, second);
        assert_eq!(registry.soumettre(&u, id, &legale).await.unwrap(), premier);
        assert_eq!(registry.messages(10).await.unwrap().len(), 1, "one mail only");
        let refus = registry.enregistrer_contact(&u, id, &contact(2)).await;
        assert!(
            matches!(
                refus,
                Err(ActeError::Conflit {
                    statut: Statut::ATraiter,
                    ..
                })
            ),
            "{refus:?}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_franceconnect_certified_cannot_be_forged() {
    chaque_moteur("état civil forgé", |registry| async move {
        let u = usager(&registry, &etat_civil("MARTIN", "Louise")).await;
        let id = remplir(&registry, &u, &situation(EG_A1), &contact(1))
            .await
            .unwrap();
        let faux = SaisieEtatCivil {
            nom_naissance: "AUTRE".to_owned(),
            nom_usage: "DUPONT".to_owned(),
            naissance_annee: "2000".to_owned(),
            ..SaisieEtatCivil::default()
        };
        registry.enregistrer_etat_civil(&u, id, &faux).await.unwrap();
        registry.soumettre(&u, id, &legale()).await.unwrap();
        let g = gestionnaire(&registry, "Nadia FERRAND", "EG", EG_A1).await;
        let dossier = registry
            .dossier(&g, id)
            .await
            .unwrap_or_else(|error| panic!("{error}"));
        let declare = dossier.complete.etat_civil;
        assert_eq!(
            declare.nom_usage.as_ref().map(Nom::as_str),
            Some("DUPONT"),
            "FranceConnect gave none"
        );
        let mut attendu = etat_civil("MARTIN", "Louise");
        attendu.nom_usage = declare.nom_usage.clone();
        assert!(declare == attendu, "everything else is FranceConnect's");

        // When FranceConnect gave a nom d'usage, it stays too.
        let mut mariee = etat_civil("PETIT", "Rose");
        mariee.nom_usage = Some("LEGRAND".parse().unwrap());
        let u = usager(&registry, &mariee).await;
        let id = registry.commencer_demande(&u).await.unwrap();
        registry.enregistrer_etat_civil(&u, id, &faux).await.unwrap();
        assert_eq!(
            registry
                .brouillon(&u)
                .await
                .unwrap()
                .expect("a draft")
                .saisie
                .etat_civil
                .nom_usage,
            "LEGRAND"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_email_or_a_mobile_belongs_to_one_person() {
    chaque_moteur("R19", |registry| async move {
        let (premiere, seconde) = (usager_n(&registry, 1).await, usager_n(&registry, 2).await);
        let deposee = deposer(&registry, &premiere, EG_A1, 1).await;

        let mut pareil = contact(2);
        pareil.email = "Personne1@Example.org".to_owned();
        let id = remplir(&registry, &seconde, &situation(EG_A1), &pareil)
            .await
            .unwrap();
        let refus = registry.soumettre(&seconde, id, &legale()).await;
        assert!(
            matches!(refus, Err(ActeError::DejaUtilise(Champ::Email))),
            "{refus:?}"
        );

        let mut pareil = contact(2);
        pareil.mobile = "+33 6 12 34 00 01".to_owned();
        registry.enregistrer_contact(&seconde, id, &pareil).await.unwrap();
        let refus = registry.soumettre(&seconde, id, &legale()).await;
        assert!(
            matches!(refus, Err(ActeError::DejaUtilise(Champ::Mobile))),
            "{refus:?}"
        );

        // The failed attempts reserved nothing.
        let troisieme = usager_n(&registry, 3).await;
        deposer(&registry, &troisieme, EG_A1, 2).await;

        // What a cancelled demande held is free again.
        registry.annuler(&premiere, deposee.id).await.unwrap();
        registry
            .enregistrer_contact(&seconde, id, &contact(1))
            .await
            .unwrap();
        registry.soumettre(&seconde, id, &legale()).await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_open_demande_per_person_and_establishment() {
    chaque_moteur("une demande ouverte", |registry| async move {
        let u = usager_n(&registry, 1).await;
        let premiere = deposer(&registry, &u, EG_A1, 1).await;
        let id = remplir(&registry, &u, &situation(EG_A1), &contact(1))
            .await
            .unwrap();
        let refus = registry.soumettre(&u, id, &legale()).await;
        assert!(
            matches!(&refus, Err(ActeError::DejaOuverte { reference }) if *reference == premiere.reference)
        );

        // Another establishment is another demande, with the same e-mail and mobile (R21).
        registry
            .enregistrer_situation(&u, id, &nommee(&u, &situation(EG_A2)))
            .await
            .unwrap();
        let seconde = registry.soumettre(&u, id, &legale()).await.unwrap();
        // Cancelling the first one leaves the pair to the second.
        registry.annuler(&u, premiere.id).await.unwrap();
        let autre = usager_n(&registry, 2).await;
        let id = remplir(&registry, &autre, &situation(EG_A1), &contact(1))
            .await
            .unwrap();
        let refus = registry.soumettre(&autre, id, &legale()).await;
        assert!(
            matches!(refus, Err(ActeError::DejaUtilise(Champ::Email))),
            "{refus:?}"
        );

        let statuts: Vec<_> = registry
            .mes_demandes(&u)
            .await
            .unwrap()
            .into_iter()
            .map(|demande| (demande.id, demande.statut))
            .collect();
        assert_eq!(
            statuts,
            [(seconde.id, Statut::ATraiter), (premiere.id, Statut::Annulee)]
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelling_is_final_and_harmless_twice() {
    chaque_moteur("annulation", |registry| async move {
        let u = usager_n(&registry, 1).await;
        let brouillon = registry.commencer_demande(&u).await.unwrap();
        registry.annuler(&u, brouillon).await.unwrap();
        registry.annuler(&u, brouillon).await.unwrap();
        assert!(registry.brouillon(&u).await.unwrap().is_none());

        let soumise = deposer(&registry, &u, EG_A1, 1).await;
        registry.annuler(&u, soumise.id).await.unwrap();
        let refus = registry.soumettre(&u, soumise.id, &legale()).await;
        assert!(
            matches!(
                refus,
                Err(ActeError::Conflit {
                    statut: Statut::Annulee,
                    ..
                })
            ),
            "{refus:?}"
        );
        let g = gestionnaire(&registry, "Nadia FERRAND", "EG", EG_A1).await;
        assert_eq!(registry.nombre_a_traiter(&g).await.unwrap(), 0);
        let version = version(&registry, &g, soumise.id).await;
        let refus = registry.valider(&g, soumise.id, version, true).await;
        assert!(matches!(refus, Err(ActeError::Transition(_))), "{refus:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_demande_of_somebody_else_does_not_exist() {
    chaque_moteur("demande d’autrui", |registry| async move {
        let (u, curieux) = (usager_n(&registry, 1).await, usager_n(&registry, 2).await);
        let id = deposer(&registry, &u, EG_A1, 1).await.id;
        let inconnu = DemandeId::new(nouvel_id(&registry));
        for cible in [id, inconnu] {
            let tentatives = [
                registry.demande_de(&curieux, cible).await.err(),
                registry
                    .enregistrer_contact(&curieux, cible, &contact(9))
                    .await
                    .err(),
                registry
                    .enregistrer_situation(&curieux, cible, &nommee(&curieux, &situation(EG_A1)))
                    .await
                    .err(),
                registry
                    .enregistrer_etat_civil(&curieux, cible, &SaisieEtatCivil::default())
                    .await
                    .err(),
                registry.soumettre(&curieux, cible, &legale()).await.err(),
                registry.annuler(&curieux, cible).await.err(),
            ];
            for tentative in tentatives {
                assert!(matches!(tentative, Some(ActeError::Introuvable)), "{tentative:?}");
            }
        }
        assert_eq!(
            registry
                .demande_de(&u, id)
                .await
                .unwrap_or_else(|_| panic!("theirs"))
                .statut,
            Statut::ATraiter
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn too_much_text_is_refused_and_a_closed_establishment_too() {
    chaque_moteur("saisies refusées", |registry| async move {
        let u = usager_n(&registry, 1).await;
        let id = remplir(&registry, &u, &situation(EG_FERME), &contact(1))
            .await
            .unwrap();
        let mut long = contact(1);
        long.email = "x".repeat(2001);
        let refus = registry.enregistrer_contact(&u, id, &long).await;
        assert!(
            matches!(refus, Err(ActeError::TropLong(Champ::Email))),
            "{refus:?}"
        );
        let Err(ActeError::Invalide(erreurs)) = registry.soumettre(&u, id, &legale()).await else {
            panic!("closed establishment")
        };
        assert!(erreurs.pour(Champ::Etablissement).is_some());
        registry
            .enregistrer_situation(&u, id, &nommee(&u, &situation("990000085")))
            .await
            .unwrap();
        let Err(ActeError::Invalide(erreurs)) = registry.soumettre(&u, id, &legale()).await else {
            panic!("unknown establishment")
        };
        assert!(erreurs.pour(Champ::Etablissement).is_some());
        assert!(registry.messages(1).await.unwrap().is_empty());
    })
    .await;
}
