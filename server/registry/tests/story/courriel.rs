//! The outbox as workers and operators see it: who takes what, what is never sent twice, what is given up.

use crate::commun::*;
use crate::decor::*;
use domain::ids::CompteId;
use registry::db::sql;
use registry::demande::EnvoiNumero;
use registry::droit::{Interdit, Operateur};
use registry::message::{Envoi, EtatLettre, Issue, TENTATIVES_MAX};
use registry::{ActeError, Registry};
use std::collections::HashSet;

const MINUTE: i64 = 60_000;

/// A demande, hence one mail in the outbox.
async fn un_courriel(registry: &Registry, n: u32) {
    let u = usager_n(registry, n).await;
    deposer(registry, &u, EG_A1, n).await;
}

async fn prendre(registry: &Registry) -> Option<Envoi> {
    registry
        .prendre_courriel(10 * MINUTE)
        .await
        .expect("the outbox answers")
}

async fn etat(registry: &Registry, envoi: &Envoi) -> String {
    sql("SELECT etat FROM message WHERE id = $1")
        .bind(envoi.id.uuid())
        .one(registry.db())
        .await
        .expect("a mail")
        .get("etat")
        .expect("its state")
}

pub(crate) async fn operateur(registry: &Registry, qui: &str) -> (CompteId, Operateur) {
    registry.nommer_operateur(qui, qui).await.expect("an operator");
    let row = sql("SELECT id FROM compte WHERE sujet = $1")
        .bind(format!("psc:{qui}"))
        .one(registry.db())
        .await
        .expect("an account");
    let compte = CompteId::new(row.get("id").expect("an id"));
    let operateur = session(registry, compte).await.operateur().expect("an operator");
    (compte, operateur)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_is_sent_once_even_by_many_workers() {
    chaque_moteur("partage de la boîte d’envoi", |registry| async move {
        for n in 1..=12 {
            un_courriel(&registry, n).await;
        }
        let travail = (0..4).map(|_| {
            let registry = registry.clone();
            tokio::spawn(async move {
                let mut pris = Vec::new();
                while let Some(envoi) = prendre(&registry).await {
                    assert!(registry.commencer_transmission(&envoi, MINUTE).await.unwrap());
                    registry
                        .conclure_courriel(&envoi, Issue::Envoye, MINUTE)
                        .await
                        .unwrap();
                    pris.push(envoi.id);
                }
                pris
            })
        });
        let mut tous = Vec::new();
        for tache in travail.collect::<Vec<_>>() {
            tous.extend(tache.await.unwrap());
        }
        // On PostgreSQL a worker may pass over a row that another one holds and stop early; none is ever taken twice.
        assert_eq!(tous.iter().collect::<HashSet<_>>().len(), tous.len());
        while let Some(envoi) = prendre(&registry).await {
            registry
                .conclure_courriel(&envoi, Issue::Envoye, MINUTE)
                .await
                .unwrap();
            tous.push(envoi.id);
        }
        assert_eq!(tous.len(), 12);
        assert!(!registry.courriel_du().await.unwrap());
        assert_eq!(
            compter(
                registry.db(),
                "message WHERE etat = 'envoye' AND envoye_le IS NOT NULL"
            )
            .await,
            12
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_failed_comes_back_later_and_later_then_never() {
    chaque_banc("essais", |banc| async move {
        let registry = &banc.registry;
        un_courriel(registry, 1).await;
        for essai in 1..=TENTATIVES_MAX {
            let envoi = prendre(registry).await.unwrap_or_else(|| panic!("essai {essai}"));
            // Between attempts nobody can take it.
            assert!(prendre(registry).await.is_none());
            registry
                .conclure_courriel(&envoi, Issue::Differe("451"), MINUTE)
                .await
                .unwrap();
            assert!(
                prendre(registry).await.is_none(),
                "à l’essai {essai}, le message revient aussitôt"
            );
            let attendu = if essai < TENTATIVES_MAX {
                "a_envoyer"
            } else {
                "echoue"
            };
            assert_eq!(etat(registry, &envoi).await, attendu);
            avancer_minutes(&banc.horloge, 6 * 60);
        }
        assert!(prendre(registry).await.is_none());
        let (_, o) = operateur(registry, "odile").await;
        let vu = registry.etat_courriels(&o, 1).await.unwrap();
        assert_eq!((vu.en_attente, vu.total), (0, 1));
        let lettre = &vu.lettres[0];
        assert_eq!(
            (
                lettre.genre.as_str(),
                lettre.etat,
                lettre.erreur.as_str(),
                lettre.tentatives
            ),
            ("demande_recue", EtatLettre::Echouee, "451", TENTATIVES_MAX)
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_disappears_leaves_nothing_sent_twice() {
    chaque_banc("travailleur disparu", |banc| async move {
        let registry = &banc.registry;
        un_courriel(registry, 1).await;
        // Gone before anything left: the mail is due again, and the one who comes back is not its holder any more.
        let perdu = prendre(registry).await.unwrap();
        assert_eq!(registry.reprendre_courriels().await.unwrap(), 0);
        assert_eq!(etat(registry, &perdu).await, "pris");
        avancer_minutes(&banc.horloge, 11);
        assert!(!registry.commencer_transmission(&perdu, MINUTE).await.unwrap());
        assert_eq!(registry.reprendre_courriels().await.unwrap(), 0);
        let repris = prendre(registry).await.unwrap();
        assert_eq!(repris.id, perdu.id);
        assert!(!registry.commencer_transmission(&perdu, MINUTE).await.unwrap());
        registry
            .conclure_courriel(&perdu, Issue::Refuse("550"), MINUTE)
            .await
            .unwrap();
        assert_eq!(etat(registry, &repris).await, "pris");
        // Gone while the text was leaving: nobody knows, nobody sends it again.
        assert!(
            registry
                .commencer_transmission(&repris, 2 * MINUTE)
                .await
                .unwrap()
        );
        avancer_minutes(&banc.horloge, 3);
        let (a, b) = tokio::join!(registry.reprendre_courriels(), registry.reprendre_courriels());
        assert_eq!(a.unwrap() + b.unwrap(), 1);
        assert_eq!(etat(registry, &repris).await, "incertain");
        registry
            .conclure_courriel(&repris, Issue::Envoye, MINUTE)
            .await
            .unwrap();
        assert_eq!(etat(registry, &repris).await, "incertain");
        avancer_minutes(&banc.horloge, 10_000);
        assert!(prendre(registry).await.is_none());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cut_way_costs_no_attempt_and_an_erased_demande_takes_its_mail_away() {
    chaque_banc("rendu et effacé", |banc| async move {
        let registry = &banc.registry;
        let u = usager_n(registry, 1).await;
        let soumise = deposer(registry, &u, EG_A1, 1).await;
        let envoi = prendre(registry).await.unwrap();
        registry
            .conclure_courriel(&envoi, Issue::Rendu, MINUTE)
            .await
            .unwrap();
        assert_eq!(
            compter(
                registry.db(),
                "message WHERE tentatives = 0 AND etat = 'a_envoyer'"
            )
            .await,
            1
        );
        let envoi = prendre(registry).await.unwrap();
        registry
            .annuler(&u, soumise.id)
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        registry
            .effacer_demande(&u, soumise.id)
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        assert!(!registry.commencer_transmission(&envoi, MINUTE).await.unwrap());
        registry
            .conclure_courriel(&envoi, Issue::Envoye, MINUTE)
            .await
            .unwrap();
        assert_eq!(compter(registry.db(), "message").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn operators_decide_on_what_did_not_arrive_and_nobody_else() {
    chaque_banc("lettres mortes", |banc| async move {
        let registry = &banc.registry;
        for n in 1..=2 {
            un_courriel(registry, n).await;
        }
        let (refusee, incertaine) = (prendre(registry).await.unwrap(), prendre(registry).await.unwrap());
        registry
            .conclure_courriel(&refusee, Issue::Refuse("550"), MINUTE)
            .await
            .unwrap();
        assert!(
            registry
                .commencer_transmission(&incertaine, MINUTE)
                .await
                .unwrap()
        );
        registry
            .conclure_courriel(&incertaine, Issue::Incertain("coupure"), MINUTE)
            .await
            .unwrap();
        registry.noter_service_courriel(Some("connexion")).await.unwrap();

        let g = gestionnaire(registry, "Nadia FERRAND", "EG", EG_A1).await;
        assert!(matches!(
            session(registry, g.compte()).await.operateur(),
            Err(Interdit::PasOperateur)
        ));
        let (_, o) = operateur(registry, "odile").await;
        let vu = registry.etat_courriels(&o, 1).await.unwrap();
        assert_eq!((vu.en_attente, vu.total, vu.plus_ancien), (0, 2, None));
        assert_eq!(vu.panne.map(|(code, _)| code).as_deref(), Some("connexion"));
        assert_eq!(
            vu.lettres
                .iter()
                .filter(|l| l.etat == EtatLettre::Incertaine)
                .count(),
            1
        );

        registry
            .renvoyer_courriel(&o, refusee.id)
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        registry
            .abandonner_courriel(&o, incertaine.id)
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        // Each serves once.
        for deja in [
            registry.renvoyer_courriel(&o, refusee.id).await,
            registry.renvoyer_courriel(&o, incertaine.id).await,
            registry.abandonner_courriel(&o, incertaine.id).await,
        ] {
            assert!(matches!(deja, Err(ActeError::Introuvable)));
        }
        assert_eq!(prendre(registry).await.unwrap().id, refusee.id);
        assert!(prendre(registry).await.is_none());
        assert_eq!(
            compter(
                registry.db(),
                "journal WHERE acte = 'renvoyer_courriel' AND issue = 'fait'"
            )
            .await,
            1
        );
        assert_eq!(
            compter(
                registry.db(),
                "journal WHERE acte = 'abandonner_courriel' AND objet = 'message'"
            )
            .await,
            2
        );

        registry.noter_service_courriel(None).await.unwrap();
        assert_eq!(registry.etat_courriels(&o, 1).await.unwrap().panne, None);
        // Revoked, with the proof still in hand.
        un_courriel(registry, 3).await;
        let envoi = prendre(registry).await.unwrap();
        registry
            .conclure_courriel(&envoi, Issue::Refuse("550"), MINUTE)
            .await
            .unwrap();
        registry
            .revoquer_operateur("odile")
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(registry.etat_courriels(&o, 1).await.unwrap().total, 0);
        assert!(matches!(
            registry.renvoyer_courriel(&o, envoi.id).await,
            Err(ActeError::Introuvable)
        ));
    })
    .await;
}

/// Sends what is due, up to the mail that gives a number.
async fn jusqu_au_numero(registry: &Registry) -> Envoi {
    while let Some(envoi) = prendre(registry).await {
        if envoi.sujet.ends_with("validée") {
            return envoi;
        }
        registry
            .conclure_courriel(&envoi, Issue::Envoye, MINUTE)
            .await
            .unwrap_or_else(|e| panic!("{e}"));
    }
    panic!("no mail gives the number");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_applicant_reads_what_became_of_the_mail_that_gives_the_number() {
    chaque_moteur("numéro par email", |registry| async move {
        let u = usager_n(&registry, 1).await;
        let id = deposer(&registry, &u, EG_A1, 1).await.id;
        let lire = async || {
            let suivi = registry.demande_de(&u, id).await;
            suivi.unwrap_or_else(|error| panic!("{error}")).envoi
        };
        assert_eq!(lire().await, None, "nothing was decided");
        let g = gestionnaire(&registry, "Nadia FERRAND", "EG", EG_A1).await;
        registry
            .valider(&g, id, version(&registry, &g, id).await, true)
            .await
            .unwrap();
        assert_eq!(
            lire().await,
            Some(EnvoiNumero::EnCours),
            "the number is not sent yet"
        );

        let (_, o) = operateur(&registry, "899900000019").await;
        for (issue, attendu) in [
            (Issue::Incertain("coupure"), EnvoiNumero::Incertain),
            (Issue::Refuse("550"), EnvoiNumero::NonRemis),
        ] {
            let envoi = jusqu_au_numero(&registry).await;
            assert_eq!(lire().await, Some(EnvoiNumero::EnCours), "somebody holds it");
            registry.conclure_courriel(&envoi, issue, MINUTE).await.unwrap();
            assert_eq!(lire().await, Some(attendu));
            registry.renvoyer_courriel(&o, envoi.id).await.unwrap();
            assert_eq!(lire().await, Some(EnvoiNumero::EnCours));
        }
        let envoi = jusqu_au_numero(&registry).await;
        registry
            .conclure_courriel(&envoi, Issue::Envoye, MINUTE)
            .await
            .unwrap();
        assert!(matches!(lire().await, Some(EnvoiNumero::Envoye(_))));
    })
    .await;
}
