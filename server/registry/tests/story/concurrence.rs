//! Many people at the same instant.

use crate::commun::*;
use crate::decor::*;
use crate::journal::intact;
use domain::demande::Statut;
use domain::nomenclature::MotifRefus;
use registry::db::{Tx, sql};
use registry::{ActeError, Registry};
use std::collections::HashSet;

#[tokio::test(flavor = "multi_thread")]
async fn twenty_acceptances_at_once_never_give_the_same_number() {
    chaque_moteur("vingt acceptations", |registry| async move {
        let g = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let mut demandes = Vec::new();
        for n in 0..20 {
            let u = usager_n(&registry, n).await;
            let id = deposer(&registry, &u, if n % 2 == 0 { EG_A1 } else { EG_A2 }, n)
                .await
                .id;
            demandes.push((id, version(&registry, &g, id).await));
        }
        let taches: Vec<_> = demandes
            .into_iter()
            .map(|(id, version)| {
                let (registry, g) = (registry.clone(), g.clone());
                tokio::spawn(async move { registry.valider(&g, id, version, true).await })
            })
            .collect();
        let mut numeros = HashSet::new();
        for tache in taches {
            let validee = tache.await.expect("no panic").expect("accepted");
            assert!(
                numeros.insert(validee.rpps.as_str().to_owned()),
                "twice the same number"
            );
        }
        assert_eq!(numeros.len(), 20);
        assert_eq!(
            compter(registry.db(), "message WHERE genre = 'demande_validee'").await,
            20
        );
        assert_eq!(compter(registry.db(), "journal WHERE acte = 'valider'").await, 20);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_acceptances_of_one_demande_one_wins() {
    chaque_moteur("deux acceptations", |registry| async move {
        let nadia = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let paul = gestionnaire(&registry, "Paul GIRAUD", "EG", EG_A1).await;
        for n in 0..5 {
            let u = usager_n(&registry, n).await;
            let id = deposer(&registry, &u, EG_A1, n).await.id;
            let version = version(&registry, &nadia, id).await;
            let (a, b) = tokio::join!(
                registry.valider(&nadia, id, version, true),
                registry.valider(&paul, id, version, true)
            );
            let (gagnant, perdant) = if a.is_ok() { (a, b) } else { (b, a) };
            gagnant.expect("one of them wins");
            let Err(ActeError::Conflit {
                statut,
                version: nouvelle,
                par,
                le,
            }) = perdant
            else {
                panic!("the other one is told: {perdant:?}")
            };
            assert_eq!((statut, nouvelle), (Statut::Validee, version + 1));
            assert!(matches!(par.as_deref(), Some("Nadia FERRAND" | "Paul GIRAUD")) && le.is_some());
        }
        assert_eq!(compter(registry.db(), "personne").await, 5);
        assert_eq!(
            compter(registry.db(), "message WHERE genre = 'demande_validee'").await,
            5
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_and_a_cancellation_meet() {
    chaque_moteur("refus contre annulation", |registry| async move {
        let g = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        for n in 0..5 {
            let u = usager_n(&registry, n).await;
            let id = deposer(&registry, &u, EG_A1, n).await.id;
            let version = version(&registry, &g, id).await;
            let explication = "Je ne connais pas cette personne.".parse().unwrap();
            let (refusee, annulee) = tokio::join!(
                registry.refuser(&g, id, version, MotifRefus::Autre, &explication),
                registry.annuler(&u, id)
            );
            assert!(
                refusee.is_ok() != annulee.is_ok(),
                "exactly one: {refusee:?} {annulee:?}"
            );
        }
        assert_eq!(compter(registry.db(), "coordonnee").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_accounts_of_one_person_get_one_number() {
    chaque_moteur("deux comptes, une personne", |registry| async move {
        let g = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let identite = etat_civil("BENALI", "Aïcha");
        let (a, b) = (
            usager(&registry, &identite).await,
            usager(&registry, &identite).await,
        );
        let (a, b) = (
            deposer(&registry, &a, EG_A1, 1).await.id,
            deposer(&registry, &b, EG_A2, 2).await.id,
        );
        let (va, vb) = (version(&registry, &g, a).await, version(&registry, &g, b).await);
        let (a, b) = tokio::join!(
            registry.valider(&g, a, va, true),
            registry.valider(&g, b, vb, true)
        );
        assert_eq!(a.expect("accepted").rpps, b.expect("accepted").rpps);
        assert_eq!(compter(registry.db(), "personne").await, 1);
        assert_eq!(compter(registry.db(), "situation").await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_email_at_the_same_instant() {
    chaque_moteur("R19 au même instant", |registry| async move {
        let mut taches = Vec::new();
        for n in 0..6 {
            let u = usager_n(&registry, n).await;
            let mut commun = contact(n);
            commun.email = "boite.partagee@example.org".to_owned();
            let id = remplir(&registry, &u, &situation(EG_A1), &commun).await.unwrap();
            let registry = registry.clone();
            taches.push(tokio::spawn(async move {
                registry.soumettre(&u, id, &legale()).await
            }));
        }
        let mut reussies = 0;
        for tache in taches {
            match tache.await.expect("no panic") {
                Ok(_) => reussies += 1,
                Err(error) => assert!(matches!(error, ActeError::DejaUtilise(_)), "{error:?}"),
            }
        }
        assert_eq!(reussies, 1);
        assert_eq!(compter(registry.db(), "coordonnee").await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn acts_of_the_same_instant_follow_each_other_without_a_gap() {
    chaque_moteur("journal concurrent", |registry| async move {
        let g = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let mut demandes = Vec::new();
        for n in 0..12 {
            let u = usager_n(&registry, n).await;
            demandes.push((u.clone(), deposer(&registry, &u, EG_A1, n).await.id));
        }
        let avant = intact(&registry).await;
        let taches: Vec<_> = demandes
            .into_iter()
            .zip(0..)
            .map(|((u, id), n)| {
                let (registry, g) = (registry.clone(), g.clone());
                tokio::spawn(async move {
                    match n % 3 {
                        0 => registry.annuler(&u, id).await.is_ok(),
                        1 => registry.dossier(&g, id).await.is_ok(),
                        // Refused: the version is not that one.
                        _ => registry.valider(&g, id, 99, true).await.is_err(),
                    }
                })
            })
            .collect();
        for tache in taches {
            assert!(tache.await.expect("no panic"));
        }
        assert_eq!(intact(&registry).await, avant + 12);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reading_given_up_does_not_take_those_of_others_with_it() {
    chaque_moteur("lectures abandonnées", |registry| async move {
        let g = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let u = usager_n(&registry, 1).await;
        let id = deposer(&registry, &u, EG_A1, 1).await.id;
        let avant = intact(&registry).await;
        let mut lectures = Vec::new();
        for n in 0..40 {
            let (registry, g) = (registry.clone(), g.clone());
            let lecture = tokio::spawn(async move { registry.dossier(&g, id).await.is_ok() });
            if n % 2 == 0 {
                tokio::time::sleep(std::time::Duration::from_millis(n)).await;
                lecture.abort();
            } else {
                lectures.push(lecture);
            }
        }
        for lecture in lectures {
            assert!(lecture.await.expect("not given up"));
        }
        // Those given up may have been written all the same.
        let apres = intact(&registry).await;
        assert!((avant + 20..=avant + 40).contains(&apres), "{avant} then {apres}");
    })
    .await;
}

/// A situation more for the only person registered, written as any of them is.
async fn encore_une_situation(registry: &Registry, finess: &str) -> Tx {
    let mut tx = registry.db().begin().await.expect("a transaction");
    sql(
        "INSERT INTO situation (id, personne, finess, profession, role, mode, categorie, debut, cree_le) \
         SELECT $1, personne, $2, profession, role, mode, categorie, debut, cree_le FROM situation LIMIT 1",
    )
    .bind(nouvel_id(registry))
    .bind(finess)
    .execute(&mut tx)
    .await
    .expect("a situation");
    tx
}

async fn renommer(registry: &Registry, cle: &str) -> Tx {
    let mut tx = registry.db().begin().await.expect("a transaction");
    sql("UPDATE personne SET cle = $1")
        .bind(cle)
        .execute(&mut tx)
        .await
        .expect("a name");
    tx
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_beside_a_situation_is_that_of_the_person_whoever_comes_first() {
    chaque_moteur("clé recopiée", |registry| async move {
        let g = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let u = usager_n(&registry, 1).await;
        let id = deposer(&registry, &u, EG_A1, 1).await.id;
        registry
            .valider(&g, id, version(&registry, &g, id).await, true)
            .await
            .unwrap();
        let pause = || tokio::time::sleep(std::time::Duration::from_millis(200));

        let nom = renommer(&registry, "avant la situation").await;
        let autre = registry.clone();
        let arrivee = tokio::spawn(async move { encore_une_situation(&autre, EG_A2).await.commit().await });
        pause().await;
        nom.commit().await.unwrap();
        arrivee.await.unwrap().unwrap();
        let justes = "situation WHERE cle = 'avant la situation'";
        assert_eq!(compter(registry.db(), justes).await, 2);

        let arrivee = encore_une_situation(&registry, EG_B1).await;
        let autre = registry.clone();
        let nom = tokio::spawn(async move { renommer(&autre, "apres la situation").await.commit().await });
        pause().await;
        arrivee.commit().await.unwrap();
        nom.await.unwrap().unwrap();

        assert_eq!(compter(registry.db(), "situation").await, 3);
        let justes = "situation WHERE cle = 'apres la situation'";
        assert_eq!(compter(registry.db(), justes).await, 3);
    })
    .await;
}
