//! The day of a planned departure: what changed meanwhile, what defects do not stop, what is handed over and who hears of it.

use crate::commun::*;
use crate::decor::*;
use crate::depart::{cheffe, fiche, ouverte, partante, partir, tout};
use crate::depart_suite::{donner_une_adresse, est_gestionnaire};
use crate::sursis::avec_sursis;
use registry::db::sql;
use registry::depart::{EtatDepart, SaisieDepart};
use registry::direct::Nouvelle;
use registry::situation::ActeSituation;
use registry::{ActeError, Registry};
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
async fn an_end_put_off_meanwhile_keeps_the_rights_and_tells_the_author() {
    chaque_banc("départ repoussé", |banc| async move {
        let registry = avec_sursis(&banc.registry);
        let cheffe_a = cheffe(&registry, "EJ", EJ_A).await;
        donner_une_adresse(&registry, &cheffe_a.g, "helene@example.org").await;
        let paul = gestionnaire(&registry, "Paul GIRAUD", "EG", EG_A1).await;
        let p = partante(&registry, &cheffe_a.g, 1).await;
        let louise = ouverte(&registry, p.compte).await.gestionnaire().unwrap();
        let demande = deposer(&registry, &usager_n(&registry, 2).await, EG_A1, 2)
            .await
            .id;
        version(&registry, &louise, demande).await;
        let saisie = SaisieDepart {
            collegue: Some(paul.compte()),
            ..tout(&fiche(&registry, &cheffe_a.g, p.id).await, 24)
        };
        let depart = partir(&registry, &cheffe_a, p.id, &saisie).await.unwrap();
        avancer_minutes(&banc.horloge, 1);
        let lue = fiche(&registry, &cheffe_a.g, p.id).await;
        let repousser = ActeSituation::Fermer {
            situation: lue.situations[0].id,
            saisie: fermeture(15, 12, 2026),
        };
        registry
            .agir_sur_situation(&cheffe_a.g, p.id, lue.version, &repousser)
            .await
            .unwrap();
        banc.horloge.avancer_jours(3);
        let (a, b) = tokio::join!(registry.appliquer_departs(), registry.appliquer_departs());
        assert_eq!(a.unwrap() + b.unwrap(), 0);
        assert!(est_gestionnaire(&registry, &p).await);
        let vu = registry.depart(&cheffe_a.g, None, depart).await.unwrap();
        assert_eq!((vu.ligne.etat, vu.confiees), (EtatDepart::Empeche, 0));
        assert_eq!(
            registry.departs_recents(&cheffe_a.g).await.unwrap()[0].etat,
            EtatDepart::Empeche
        );
        let mails = "message WHERE genre = 'depart_empeche' AND destinataire = 'helene@example.org'";
        assert_eq!(compter(registry.db(), mails).await, 1);
        assert_eq!(registry.appliquer_departs().await.unwrap(), 0);
        assert_eq!(compter(registry.db(), mails).await, 1, "told once");

        // One that ends sooner than planned is no reason to keep a right.
        let q = partante(&registry, &cheffe_a.g, 5).await;
        let saisie = tout(&fiche(&registry, &cheffe_a.g, q.id).await, 29);
        let depart = partir(&registry, &cheffe_a, q.id, &saisie).await.unwrap();
        avancer_minutes(&banc.horloge, 1);
        let lue = fiche(&registry, &cheffe_a.g, q.id).await;
        let avancer = ActeSituation::Fermer {
            situation: lue.situations[0].id,
            saisie: fermeture(27, 11, 2026),
        };
        registry
            .agir_sur_situation(&cheffe_a.g, q.id, lue.version, &avancer)
            .await
            .unwrap();
        banc.horloge.avancer_jours(6);
        assert_eq!(registry.appliquer_departs().await.unwrap(), 1);
        assert!(!est_gestionnaire(&registry, &q).await);
        let vu = registry.depart(&cheffe_a.g, None, depart).await.unwrap();
        assert_eq!(vu.ligne.etat, EtatDepart::Fait);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_departure_that_cannot_be_read_does_not_hold_up_the_others() {
    chaque_banc("départ illisible", |banc| async move {
        let registry = avec_sursis(&banc.registry);
        let c = cheffe(&registry, "EJ", EJ_A).await;
        let p = partante(&registry, &c.g, 1).await;
        let q = partante(&registry, &c.g, 5).await;
        let illisible = partir(
            &registry,
            &c,
            p.id,
            &tout(&fiche(&registry, &c.g, p.id).await, 23),
        )
        .await
        .unwrap();
        partir(
            &registry,
            &c,
            q.id,
            &tout(&fiche(&registry, &c.g, q.id).await, 24),
        )
        .await
        .unwrap();
        let ecrire = |motif: &'static str| {
            let registry = registry.clone();
            async move {
                let mut tx = registry.db().begin().await.expect("done");
                sql("UPDATE depart SET motif = $2 WHERE id = $1")
                    .bind(illisible.uuid())
                    .bind(motif)
                    .execute(&mut tx)
                    .await
                    .expect("done");
                tx.commit().await.expect("done");
            }
        };
        ecrire("???").await;
        banc.horloge.avancer_jours(3);
        assert_eq!(registry.appliquer_departs().await.unwrap(), 1);
        assert!(est_gestionnaire(&registry, &p).await && !est_gestionnaire(&registry, &q).await);
        // Mended, it takes effect.
        ecrire("CHL").await;
        assert_eq!(registry.appliquer_departs().await.unwrap(), 1);
        assert!(!est_gestionnaire(&registry, &p).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_in_hand_before_the_habilitation_was_withdrawn_is_handed_over() {
    chaque_banc("départ après retrait", |banc| async move {
        let registry = avec_sursis(&banc.registry);
        let c = cheffe(&registry, "EJ", EJ_A).await;
        let paul = gestionnaire(&registry, "Paul GIRAUD", "EG", EG_A1).await;
        let p = partante(&registry, &c.g, 1).await;
        let louise = ouverte(&registry, p.compte).await.gestionnaire().unwrap();
        let demande = deposer(&registry, &usager_n(&registry, 2).await, EG_A1, 2)
            .await
            .id;
        registry
            .prendre(&louise, demande, registry.jeton_prise())
            .await
            .unwrap();
        retirer_habilitations(&registry, p.compte).await;
        let preparation = registry.preparer_depart(&c.g, Some(&c.d), p.id).await.unwrap();
        assert_eq!((preparation.habilitations.len(), preparation.en_main), (0, 1));
        assert_eq!(preparation.collegues.len(), 2);
        let saisie = SaisieDepart {
            collegue: Some(paul.compte()),
            ..tout(&preparation.fiche, 22)
        };
        let depart = partir(&registry, &c, p.id, &saisie).await.unwrap();
        assert_eq!(registry.depart(&c.g, None, depart).await.unwrap().confiees, 1);
    })
    .await;
}

/// The next news of a demande with one of these acts.
async fn entendre(
    abonnement: &mut registry::direct::Abonnement,
    actes: &[&str],
) -> registry::direct::Annonce {
    loop {
        let nouvelle = tokio::time::timeout(Duration::from_secs(30), abonnement.suivante())
            .await
            .expect("something is told");
        match nouvelle {
            Nouvelle::Demande(annonce) if actes.contains(&annonce.acte.as_str()) => return annonce,
            Nouvelle::Lacune | Nouvelle::Fin => panic!("{nouvelle:?}"),
            _ => {}
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_demande_that_goes_back_to_the_queue_is_told_to_those_who_follow_it() {
    chaque_banc("départ annoncé", |banc| async move {
        let registry = avec_sursis(&banc.registry);
        let c = cheffe(&registry, "EJ", EJ_A).await;
        let p = partante(&registry, &c.g, 1).await;
        let louise = ouverte(&registry, p.compte).await.gestionnaire().unwrap();
        let demande = deposer(&registry, &usager_n(&registry, 2).await, EG_A1, 2)
            .await
            .id;
        registry
            .prendre(&louise, demande, registry.jeton_prise())
            .await
            .unwrap();
        let saisie = tout(&fiche(&registry, &c.g, p.id).await, 22);
        let mut abonnement = registry.abonner().await.unwrap();
        let depart = partir(&registry, &c, p.id, &saisie).await.unwrap();
        let liberee = entendre(&mut abonnement, &["liberer", "prendre"]).await;
        assert_eq!((liberee.acte.as_str(), liberee.demande), ("liberer", demande));
        assert_eq!(
            (liberee.finess, liberee.compte),
            (finess(EG_A1), Some(c.g.compte()))
        );
        // Undone in time, she has it in hand again.
        registry.annuler_depart(&c.g, depart).await.unwrap();
        let reprise = entendre(&mut abonnement, &["liberer", "prendre"]).await;
        assert_eq!(
            (reprise.acte.as_str(), reprise.compte),
            ("prendre", Some(p.compte))
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_intention_is_known_by_its_author_whatever_became_of_what_was_filled_in() {
    chaque_moteur("départ déjà enregistré", |registry: Registry| async move {
        let c = cheffe(&registry, "EJ", EJ_A).await;
        let dehors = cheffe(&registry, "EJ", EJ_B).await;
        let p = partante(&registry, &c.g, 1).await;
        let jamais = registry.intention_de_depart();
        assert!(
            !registry
                .depart_deja_enregistre(&c.g, (jamais, p.id))
                .await
                .unwrap()
        );
        let depart = partir(
            &registry,
            &c,
            p.id,
            &tout(&fiche(&registry, &c.g, p.id).await, 22),
        )
        .await
        .unwrap();
        assert!(
            registry
                .depart_deja_enregistre(&c.g, (depart, p.id))
                .await
                .unwrap()
        );
        let refus = registry.depart_deja_enregistre(&dehors.g, (depart, p.id)).await;
        assert!(matches!(refus, Err(ActeError::Introuvable)), "{refus:?}");
    })
    .await;
}
