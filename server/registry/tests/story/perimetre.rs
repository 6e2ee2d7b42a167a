//! Rights: who sees what, and what is outside does not exist.

use crate::commun::*;
use crate::decor::*;
use domain::ids::{DemandeId, PersonneId};
use domain::nomenclature::MotifRefus;
use registry::demande::FiltreFile;
use registry::droit::{Gestionnaire, Interdit};
use registry::personne::Critere;
use registry::{ActeError, Registry};

/// Everything that a gestionnaire can try on a demande.
async fn tentatives(registry: &Registry, g: &Gestionnaire, id: DemandeId, version: i64) -> Vec<ActeError> {
    let explication = "Une explication assez longue.".parse().expect("an explanation");
    [
        registry.dossier(g, id).await.err(),
        registry.valider(g, id, version, true).await.err(),
        registry.valider(g, id, version, false).await.err(),
        registry
            .refuser(g, id, version, MotifRefus::Autre, &explication)
            .await
            .err(),
    ]
    .map(|erreur| erreur.expect("it must fail"))
    .into()
}

#[tokio::test(flavor = "multi_thread")]
async fn outside_the_perimeter_is_exactly_like_unknown() {
    chaque_moteur("hors périmètre", |registry| async move {
        let u = usager_n(&registry, 1).await;
        let ailleurs = deposer(&registry, &u, EG_B2, 1).await.id;
        let brouillon = registry.commencer_demande(&u).await.unwrap();
        registry
            .enregistrer_situation(&u, brouillon, &nommee(&u, &situation(EG_A1)))
            .await
            .unwrap();
        let inconnue = DemandeId::new(nouvel_id(&registry));
        let centralise = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let site = gestionnaire(&registry, "Paul GIRAUD", "EG", EG_B1).await;
        for g in [&centralise, &site] {
            let reference: Vec<_> = tentatives(&registry, g, inconnue, 1)
                .await
                .iter()
                .map(|error| (format!("{error:?}"), error.to_string()))
                .collect();
            assert!(reference.iter().all(|(debug, _)| debug == "Introuvable"));
            for (id, version) in [(ailleurs, 1), (ailleurs, 2), (ailleurs, 5), (brouillon, 1)] {
                let vu: Vec<_> = tentatives(&registry, g, id, version)
                    .await
                    .iter()
                    .map(|error| (format!("{error:?}"), error.to_string()))
                    .collect();
                assert_eq!(vu, reference);
            }
            assert_eq!(registry.nombre_a_traiter(g).await.unwrap(), 0);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_right_opens_its_establishments_and_no_other() {
    chaque_moteur("périmètres", |registry| async move {
        for (n, etablissement) in [EG_A1, EG_A2, EG_B1, EG_B2].into_iter().enumerate() {
            let n = u32::try_from(n).unwrap();
            deposer(&registry, &usager_n(&registry, n).await, etablissement, n).await;
        }
        for (portee, numero, attendus, file) in [
            ("EJ", EJ_A, vec![EG_A1, EG_FERME, EG_A2], 2),
            ("EG", EG_A1, vec![EG_A1], 1),
            ("EJ", EJ_B, vec![EG_B2, EG_B1], 2),
            // An EJ number is no EG and the other way round.
            ("EG", EJ_A, vec![], 0),
            ("EJ", EG_A1, vec![], 0),
        ] {
            let g = gestionnaire(&registry, "Paul GIRAUD", portee, numero).await;
            let vus = registry.etablissements_du_perimetre(&g).await.unwrap();
            let vus: Vec<_> = vus
                .iter()
                .map(|etablissement| etablissement.finess.as_str())
                .collect();
            assert_eq!(vus, attendus, "{portee} {numero}");
            assert_eq!(
                registry.nombre_a_traiter(&g).await.unwrap(),
                file,
                "{portee} {numero}"
            );
            assert_eq!(
                registry
                    .file(&g, &FiltreFile::default())
                    .await
                    .unwrap_or_else(|e| panic!("{e}"))
                    .total,
                file
            );
        }
        // Two habilitations on the same establishment do not show it twice.
        let compte = compte_carte(&registry, "Hélène CARPENTIER").await;
        habiliter(&registry, compte, "representant_legal", "EJ", EJ_A).await;
        habiliter(&registry, compte, "gestionnaire", "EG", EG_A1).await;
        let g = session(&registry, compte).await.gestionnaire().unwrap();
        assert_eq!(registry.etablissements_du_perimetre(&g).await.unwrap().len(), 3);
        assert_eq!(
            registry
                .file(&g, &FiltreFile::default())
                .await
                .unwrap_or_else(|e| panic!("{e}"))
                .lignes
                .len(),
            2
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_habilitation_stops_at_once() {
    chaque_moteur("habilitation retirée", |registry| async move {
        let u = usager_n(&registry, 1).await;
        let soumise = deposer(&registry, &u, EG_A1, 1).await;
        let compte = compte_carte(&registry, "Nadia FERRAND").await;
        habiliter(&registry, compte, "gestionnaire", "EJ", EJ_A).await;
        let jeton = registry.ouvrir_session(compte, 60).await.unwrap();
        // The proof was made before the withdrawal, as when a page is open.
        let g = registry
            .session_ouverte(jeton.as_str())
            .await
            .unwrap()
            .expect("open")
            .gestionnaire()
            .unwrap();
        let version = version(&registry, &g, soumise.id).await;
        retirer_habilitations(&registry, compte).await;

        for error in tentatives(&registry, &g, soumise.id, version).await {
            assert!(matches!(error, ActeError::Introuvable), "{error:?}");
        }
        assert_eq!(registry.nombre_a_traiter(&g).await.unwrap(), 0);
        assert_eq!(registry.etablissements_du_perimetre(&g).await.unwrap().len(), 0);
        let session = registry
            .session_ouverte(jeton.as_str())
            .await
            .unwrap()
            .expect("still signed in");
        assert_eq!(session.gestionnaire().err(), Some(Interdit::PasGestionnaire));
        assert_eq!(session.usager().err(), Some(Interdit::PasUsager));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_is_for_those_who_employ_the_person_and_reading_it_is_noted() {
    chaque_moteur("fiche", |registry| async move {
        let u = usager_n(&registry, 1).await;
        let a = gestionnaire(&registry, "Nadia FERRAND", "EG", EG_A1).await;
        let b = gestionnaire(&registry, "Paul GIRAUD", "EJ", EJ_B).await;
        let ici = deposer(&registry, &u, EG_A1, 1).await.id;
        let la = deposer(&registry, &u, EG_B2, 1).await.id;
        registry
            .valider(&a, ici, version(&registry, &a, ici).await, true)
            .await
            .unwrap();
        let id = registry.ma_fiche(&u).await.unwrap().expect("registered").id;

        let fiche = registry
            .fiche(&a, id)
            .await
            .unwrap_or_else(|error| panic!("{error}"));
        assert!(fiche.id == id && fiche.mobile.as_e164() == "+33612340001");
        assert!(matches!(
            registry.fiche(&b, id).await.err(),
            Some(ActeError::Introuvable)
        ));
        let inconnue = PersonneId::new(nouvel_id(&registry));
        assert!(matches!(
            registry.fiche(&a, inconnue).await.err(),
            Some(ActeError::Introuvable)
        ));
        assert_eq!(
            registry
                .chercher_personnes(&b, &Critere::default())
                .await
                .unwrap_or_else(|e| panic!("{e}"))
                .total,
            0
        );
        let par_numero = Critere {
            rpps: Some(fiche.rpps.clone()),
            ..Critere::default()
        };
        assert_eq!(
            registry
                .chercher_personnes(&b, &par_numero)
                .await
                .unwrap_or_else(|e| panic!("{e}"))
                .total,
            0
        );
        assert_eq!(
            compter(
                registry.db(),
                "journal WHERE acte = 'consulter' AND objet = 'personne' AND issue = 'fait'"
            )
            .await,
            1
        );

        // A second employer sees its own situation only; the person sees both.
        registry
            .valider(&b, la, version(&registry, &b, la).await, true)
            .await
            .unwrap();
        let vue = registry
            .fiche(&b, id)
            .await
            .unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(vue.situations.len(), 1);
        assert_eq!(vue.situations[0].etablissement.finess, finess(EG_B2));
        assert_eq!(
            registry
                .ma_fiche(&u)
                .await
                .unwrap()
                .expect("registered")
                .situations
                .len(),
            2
        );
    })
    .await;
}
