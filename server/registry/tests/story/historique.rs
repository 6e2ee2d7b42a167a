//! What people read of the journal: the person, who consulted their record; the gestionnaire, what was done.

use crate::commun::*;
use crate::decor::*;
use domain::ids::CompteId;
use domain::nomenclature::MotifRefus;
use registry::ActeError;
use registry::db::sql;
use registry::journal::{Acte, Changement, LigneConsultation, LigneHistorique};

#[tokio::test(flavor = "multi_thread")]
async fn the_history_of_a_demande_reads_like_sentences() {
    chaque_moteur("historique d’une demande", |registry| async move {
        let u = usager(&registry, &etat_civil("MARTIN", "Louise")).await;
        let g = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let ailleurs = gestionnaire(&registry, "Paul GIRAUD", "EJ", EJ_B).await;
        let id = deposer(&registry, &u, EG_A1, 1).await.id;
        let vue = version(&registry, &g, id).await;
        registry.valider(&g, id, vue, false).await.expect_err("R34");
        let explication = "Je ne connais pas cette personne.".parse().unwrap();
        registry
            .refuser(&g, id, vue, MotifRefus::Autre, &explication)
            .await
            .unwrap();

        let historique = registry.historique_demande(&g, id, 1).await.unwrap();
        let phrases: Vec<_> = historique.lignes.iter().map(LigneHistorique::phrase).collect();
        assert_eq!(
            phrases
                .iter()
                .map(|phrase| phrase.split(" le ").next().unwrap())
                .collect::<Vec<_>>(),
            [
                "Refusée par Nadia FERRAND",
                "Envoyée par Louise MARTIN",
                "Commencée par Louise MARTIN",
            ],
            "neither consultations nor refused attempts"
        );
        assert!(
            phrases[0].ends_with("le 22 novembre 2026 à 10\u{a0}h\u{a0}00"),
            "{}",
            phrases[0]
        );
        let changement = |champ: &str, avant: Option<&str>, apres: &str| Changement {
            champ: champ.to_owned(),
            avant: avant.map(str::to_owned),
            apres: Some(apres.to_owned()),
        };
        assert_eq!(
            historique.lignes[0].changements,
            [
                changement("Statut", Some("En attente de votre établissement"), "Refusée"),
                changement("Motif de refus", None, MotifRefus::Autre.libelle()),
                changement("Explication", None, "Je ne connais pas cette personne."),
            ]
        );
        assert!(
            historique.lignes[1]
                .changements
                .iter()
                .any(|c| c.apres.as_deref() == Some("EHPAD LES TILLEULS"))
        );
        assert_eq!((historique.page, historique.pages), (1, 1));
        assert_eq!(
            registry.historique_demande(&g, id, 99).await.unwrap(),
            historique,
            "any page number gives a page"
        );
        assert!(matches!(
            registry.historique_demande(&ailleurs, id, 1).await,
            Err(ActeError::Introuvable)
        ));
        retirer_habilitations(&registry, g.compte()).await;
        assert!(matches!(
            registry.historique_demande(&g, id, 1).await,
            Err(ActeError::Introuvable)
        ));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expiry_is_nobodys_doing() {
    chaque_banc("historique d’une expiration", |banc| async move {
        let registry = &banc.registry;
        let g = gestionnaire(registry, "Nadia FERRAND", "EG", EG_A1).await;
        let id = deposer(registry, &usager_n(registry, 1).await, EG_A1, 1).await.id;
        banc.horloge.avancer_jours(30);
        registry.expirer_demandes().await.unwrap();
        let historique = registry.historique_demande(&g, id, 1).await.unwrap();
        assert!(
            historique.lignes[0]
                .phrase()
                .starts_with("Expirée le 22 décembre 2026"),
            "{}",
            historique.lignes[0].phrase()
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_of_a_person_stays_within_the_perimeter() {
    chaque_moteur("historique d’une personne", |registry| async move {
        let u = usager_n(&registry, 1).await;
        let a = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let b = gestionnaire(&registry, "Paul GIRAUD", "EJ", EJ_B).await;
        let tiers = gestionnaire(&registry, "Sophie LAMBERT", "EG", EG_A2).await;
        let (ici, la) = (
            deposer(&registry, &u, EG_A1, 1).await.id,
            deposer(&registry, &u, EG_B2, 1).await.id,
        );
        let vue = version(&registry, &a, ici).await;
        let rpps = registry.valider(&a, ici, vue, true).await.unwrap().rpps;
        let vue = version(&registry, &b, la).await;
        registry.valider(&b, la, vue, true).await.unwrap();
        let id = registry.ma_fiche(&u).await.unwrap().expect("registered").id;
        registry.fiche(&a, id).await.unwrap_or_else(|e| panic!("{e}"));

        for (g, nom, etablissement, nouvelle) in [
            (&a, "Nadia FERRAND", "EHPAD LES TILLEULS", true),
            (&b, "Paul GIRAUD", "EHPAD DES ESSAIS", false),
        ] {
            let historique = registry.historique_personne(g, id, 1).await.unwrap();
            let [ligne] = historique.lignes.as_slice() else {
                panic!("{nom} sees what concerns their own establishments: {historique:?}")
            };
            assert!(
                ligne
                    .phrase()
                    .starts_with(&format!("Inscrite au répertoire par {nom} le ")),
                "{}",
                ligne.phrase()
            );
            let valeur = |champ: &str| {
                ligne
                    .changements
                    .iter()
                    .find(|c| c.champ == champ)
                    .and_then(|c| c.apres.clone())
            };
            assert_eq!(valeur("Établissement").as_deref(), Some(etablissement));
            assert_eq!(
                valeur("Numéro RPPS"),
                nouvelle.then(|| rpps.as_str().to_owned()),
                "R3: the number is given once"
            );
        }
        assert!(matches!(
            registry.historique_personne(&tiers, id, 1).await,
            Err(ActeError::Introuvable)
        ));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_sees_who_consulted_their_record_and_demandes() {
    chaque_moteur("qui a consulté mon dossier", |registry| async move {
        let (u, autre) = (usager_n(&registry, 1).await, usager_n(&registry, 2).await);
        let personne_encore = registry.consultations(&u, 1).await.unwrap();
        assert_eq!((personne_encore.total, personne_encore.pages), (0, 1));
        let g = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let ailleurs = gestionnaire(&registry, "Paul GIRAUD", "EJ", EJ_B).await;
        let soumise = deposer(&registry, &u, EG_A1, 1).await;
        // Their own reading, and an attempt that was refused, are not consultations.
        registry
            .demande_de(&u, soumise.id)
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        registry
            .dossier(&ailleurs, soumise.id)
            .await
            .err()
            .expect("outside");
        assert_eq!(registry.consultations(&u, 1).await.unwrap().total, 0);

        let vue = version(&registry, &g, soumise.id).await;
        registry.valider(&g, soumise.id, vue, true).await.unwrap();
        let id = registry.ma_fiche(&u).await.unwrap().expect("registered").id;
        registry.fiche(&g, id).await.unwrap_or_else(|e| panic!("{e}"));
        let vues = registry.consultations(&u, 1).await.unwrap();
        let phrases: Vec<_> = vues.lignes.iter().map(LigneConsultation::phrase).collect();
        assert_eq!(
            phrases,
            [
                "a consulté votre fiche".to_owned(),
                "a inscrit une situation sur votre fiche".to_owned(),
                format!("a validé votre demande {}", soumise.reference),
                format!("a consulté votre demande {}", soumise.reference),
            ]
        );
        for ligne in &vues.lignes {
            assert_eq!(ligne.par, "Nadia FERRAND");
            assert_eq!(ligne.etablissement.as_deref(), Some("EHPAD LES TILLEULS"));
        }
        assert_eq!(registry.consultations(&autre, 1).await.unwrap().total, 0);

        // Long lists come a page at a time.
        for _ in 0..20 {
            registry.fiche(&g, id).await.unwrap_or_else(|e| panic!("{e}"));
        }
        let seconde = registry.consultations(&u, 2).await.unwrap();
        assert_eq!(
            (seconde.total, seconde.page, seconde.pages, seconde.lignes.len()),
            (24, 2, 2, 4)
        );
        assert!(seconde.lignes.iter().any(|ligne| ligne.acte == Acte::Inscrire));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_by_the_support_is_seen_by_the_person_and_by_their_employers() {
    chaque_moteur("historique d’une correction", |registry| async move {
        let u = usager(&registry, &etat_civil("MARTIN", "Louise")).await;
        let g = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let demande = deposer(&registry, &u, EG_A1, 1).await.id;
        let vue = version(&registry, &g, demande).await;
        registry.valider(&g, demande, vue, true).await.unwrap();
        registry
            .nommer_operateur("support-1", "Claire SUPPORT")
            .await
            .unwrap();
        let row = sql("SELECT id FROM compte WHERE sujet = 'psc:support-1'")
            .one(registry.db())
            .await
            .unwrap();
        let compte = CompteId::new(row.get("id").unwrap());
        let o = session(&registry, compte).await.operateur().unwrap();
        let id = registry.ma_fiche(&u).await.unwrap().expect("registered").id;
        let fiche = registry.fiche(&o, id).await.unwrap_or_else(|e| panic!("{e}"));
        let mut saisie = u.identite().clone();
        saisie.set("nom_naissance", "MARTINEZ".to_owned());
        let raison = "Faute de frappe sur la pièce d’identité.".parse().unwrap();
        registry
            .corriger_etat_civil(&o, id, fiche.version + 5, &saisie, &raison)
            .await
            .expect_err("another version");
        registry
            .corriger_etat_civil(&o, id, fiche.version, &saisie, &raison)
            .await
            .unwrap();

        let historique = registry.historique_personne(&g, id, 1).await.unwrap();
        assert!(
            historique.lignes[0]
                .phrase()
                .starts_with("Corrigée par Claire SUPPORT le ")
        );
        let changement = &historique.lignes[0].changements[0];
        assert_eq!(
            (changement.avant.as_deref(), changement.apres.as_deref()),
            (Some("MARTIN"), Some("MARTINEZ"))
        );
        let vues = registry.consultations(&u, 1).await.unwrap();
        let recentes: Vec<_> = vues.lignes[..2]
            .iter()
            .map(|ligne| (ligne.phrase(), ligne.etablissement.clone()))
            .collect();
        assert_eq!(
            recentes,
            [
                ("a corrigé votre fiche".to_owned(), None),
                ("a consulté votre fiche".to_owned(), None),
            ],
            "the support reads in nobody else’s name"
        );
        assert_eq!(
            compter(
                registry.db(),
                "journal WHERE acte = 'corriger' AND issue = 'fiche_modifiee'"
            )
            .await,
            1
        );
    })
    .await;
}
