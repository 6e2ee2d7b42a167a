//! A correction request can be taken back as long as its mail has not left; and who has a week left to answer is reminded, once.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use crate::commun::*;
use crate::correction::{demande, demander, reponse, statut};
use crate::decor::*;
use crate::sursis::avec_sursis;
use domain::demande::Statut;
use domain::saisie::Champ;
use registry::demande::{DecisionAnnulable, EtatDecision, FinTour};
use registry::{ActeError, Registry};

async fn mails(registry: &Registry, genre: &str) -> i64 {
    compter(registry.db(), &format!("message WHERE genre = '{genre}'")).await
}

/// Everything that may leave now, as a worker takes it.
async fn envoyer(registry: &Registry) -> Vec<String> {
    let mut partis = Vec::new();
    while let Some(envoi) = registry.prendre_courriel(60_000).await.unwrap() {
        assert!(registry.commencer_transmission(&envoi, 60_000).await.unwrap());
        partis.push(envoi.sujet.clone());
        registry
            .conclure_courriel(&envoi, registry::message::Issue::Envoye, 60_000)
            .await
            .unwrap();
    }
    partis
}

#[tokio::test(flavor = "multi_thread")]
async fn taken_back_in_time_it_sends_nothing_at_all() {
    chaque_banc("correction reprise", |banc| async move {
        let registry = avec_sursis(&banc.registry);
        let nadia = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let paul = gestionnaire(&registry, "Paul GIRAUD", "EG", EG_A1).await;
        let u = usager_n(&registry, 1).await;
        let id = deposer(&registry, &u, EG_A1, 1).await.id;
        envoyer(&registry).await;
        demander(&registry, &nadia, id, &[Champ::Email]).await;

        // The mail waits; everything else is done.
        assert_eq!(envoyer(&registry).await, Vec::<String>::new());
        assert!(!registry.courriel_du().await.unwrap());
        assert_eq!(statut(&registry, &u, id).await, Statut::ACorriger);
        assert!(
            registry
                .messages_a_lire(10)
                .await
                .unwrap()
                .iter()
                .all(|mail| mail.genre != "correction_demandee")
        );
        for (qui, mienne) in [(&nadia, true), (&paul, false)] {
            let dossier = registry.dossier(qui, id).await.unwrap_or_else(|e| panic!("{e}"));
            let attend = dossier.sursis.unwrap();
            assert_eq!((attend.statut, attend.mienne), (Statut::ACorriger, mienne));
            assert_eq!(attend.par, "Nadia FERRAND");
            assert!(
                attend
                    .secondes(registry.now())
                    .is_some_and(|s| (29..=30).contains(&s))
            );
        }
        let Ok(EtatDecision::EnSursis(Some(_))) = registry.etat_decision(&nadia, id).await else {
            panic!("it waits")
        };

        // Only its author takes it back so.
        let refus = registry.annuler_correction(&paul, id).await;
        assert!(matches!(refus, Err(ActeError::TropTard)), "{refus:?}");
        assert_eq!(statut(&registry, &u, id).await, Statut::ACorriger);
        // Pressed twice: asked once.
        let lue = version(&registry, &nadia, id).await;
        let encore = registry
            .demander_correction(&nadia, id, lue - 1, &demande(&[Champ::Email]))
            .await;
        assert!(encore.is_ok(), "{encore:?}");
        let refus = registry
            .demander_correction(&nadia, id, lue - 1, &demande(&[Champ::Role]))
            .await;
        assert!(matches!(refus, Err(ActeError::Conflit { .. })), "{refus:?}");
        assert_eq!(compter(registry.db(), "correction").await, 1);
        let annulables = |decisions: Vec<DecisionAnnulable>| -> Vec<_> {
            decisions
                .into_iter()
                .map(|une| (une.demande, une.statut))
                .collect()
        };
        let siennes = registry.decisions_annulables(&nadia).await.unwrap();
        assert_eq!(annulables(siennes), [(id, Statut::ACorriger)]);
        assert!(registry.decisions_annulables(&paul).await.unwrap().is_empty());
        let rendue = registry.annuler_correction(&nadia, id).await.unwrap();
        assert_eq!(rendue, (demande(&[Champ::Email]), false));
        assert!(registry.decisions_annulables(&nadia).await.unwrap().is_empty());
        assert_eq!(statut(&registry, &u, id).await, Statut::ATraiter);
        assert_eq!(registry.nombre_a_traiter(&nadia).await.unwrap(), 1);
        let tours = registry.tours(&nadia, id).await.unwrap();
        assert!(matches!(tours[0].fin, FinTour::Retiree { .. }));
        let refus = registry.annuler_correction(&nadia, id).await;
        assert!(matches!(refus, Err(ActeError::TropTard)), "{refus:?}");
        avancer_secondes(&banc.horloge, 60);
        assert_eq!(envoyer(&registry).await, Vec::<String>::new());
        for genre in ["correction_demandee", "correction_retiree"] {
            assert_eq!(mails(&registry, genre).await, 0, "{genre}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn once_its_mail_has_left_it_is_given_up_and_said() {
    chaque_banc("correction partie", |banc| async move {
        let registry = avec_sursis(&banc.registry);
        let nadia = gestionnaire(&registry, "Nadia FERRAND", "EG", EG_A1).await;
        let u = usager_n(&registry, 1).await;
        let id = deposer(&registry, &u, EG_A1, 1).await.id;
        envoyer(&registry).await;
        demander(&registry, &nadia, id, &[Champ::Email]).await;
        avancer_secondes(&banc.horloge, 30);
        // At the very moment when a worker may have it.
        let envoi = registry.prendre_courriel(60_000).await.unwrap().unwrap();
        let refus = registry.annuler_correction(&nadia, id).await;
        assert!(matches!(refus, Err(ActeError::TropTard)), "{refus:?}");
        assert!(registry.commencer_transmission(&envoi, 60_000).await.unwrap());
        let dossier = registry
            .dossier(&nadia, id)
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        assert!(dossier.sursis.is_none());
        let etat = registry.etat_decision(&nadia, id).await;
        assert!(matches!(etat, Ok(EtatDecision::CorrectionDemandee)), "{etat:?}");
        registry
            .retirer_correction(&nadia, id, dossier.version)
            .await
            .unwrap();
        assert_eq!(mails(&registry, "correction_retiree").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_and_a_gestionnaire_never_both_win() {
    chaque_banc("correction disputée", |banc| async move {
        let registry = avec_sursis(&banc.registry);
        let nadia = gestionnaire(&registry, "Nadia FERRAND", "EG", EG_A1).await;
        let u = usager_n(&registry, 1).await;
        let id = deposer(&registry, &u, EG_A1, 1).await.id;
        envoyer(&registry).await;
        for tour in 0..6 {
            demander(&registry, &nadia, id, &[Champ::Email]).await;
            // The last instant of the delay, or the first one after it.
            avancer_secondes(&banc.horloge, 29 + tour % 2);
            let (pris, annulee) = tokio::join!(
                registry.prendre_courriel(60_000),
                registry.annuler_correction(&nadia, id)
            );
            let (pris, annulee) = (pris.unwrap(), annulee.is_ok());
            assert!(pris.is_some() != annulee, "turn {tour}: {annulee}");
            if let Some(envoi) = pris {
                registry
                    .conclure_courriel(&envoi, registry::message::Issue::Envoye, 60_000)
                    .await
                    .unwrap();
                let version = version(&registry, &nadia, id).await;
                registry.retirer_correction(&nadia, id, version).await.unwrap();
                envoyer(&registry).await;
            }
            assert_eq!(statut(&registry, &u, id).await, Statut::ATraiter);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_quicker_than_the_mail_is_not_asked_any_more() {
    chaque_banc("correction devancée", |banc| async move {
        let registry = avec_sursis(&banc.registry);
        let nadia = gestionnaire(&registry, "Nadia FERRAND", "EG", EG_A1).await;
        let u = usager_n(&registry, 1).await;
        let id = deposer(&registry, &u, EG_A1, 1).await.id;
        let saisie = reponse(&[("email", "nouvelle@example.org")]);

        // Begun, then taken back: what was begun is left aside, and they are told.
        demander(&registry, &nadia, id, &[Champ::Email]).await;
        registry.enregistrer_reponse(&u, id, &saisie).await.unwrap();
        let (_, commencee) = registry.annuler_correction(&nadia, id).await.unwrap();
        assert!(commencee, "the gestionnaire is told that they were");
        assert_eq!(mails(&registry, "correction_demandee").await, 0);
        assert_eq!(mails(&registry, "correction_retiree").await, 1);

        // Sent back already.
        demander(&registry, &nadia, id, &[Champ::Email]).await;
        registry.enregistrer_reponse(&u, id, &saisie).await.unwrap();
        registry.resoumettre(&u, id).await.unwrap();
        let refus = registry.annuler_correction(&nadia, id).await;
        assert!(matches!(refus, Err(ActeError::TropTard)), "{refus:?}");
        assert_eq!(mails(&registry, "correction_demandee").await, 0);

        // Withdrawn.
        demander(&registry, &nadia, id, &[Champ::Role]).await;
        registry.annuler(&u, id).await.unwrap();
        assert_eq!(mails(&registry, "correction_demandee").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_a_week_left_is_reminded_once_for_each_round() {
    chaque_banc("rappel de correction", |banc| async move {
        let (registry, horloge) = (&banc.registry, &banc.horloge);
        let g = gestionnaire(registry, "Nadia FERRAND", "EG", EG_A1).await;
        let u = usager_n(registry, 1).await;
        let id = deposer(registry, &u, EG_A1, 1).await.id;
        demander(registry, &g, id, &[Champ::Email]).await;
        horloge.avancer_jours(22);
        assert_eq!(registry.rappeler_expirations().await.unwrap(), 0);
        horloge.avancer_jours(1);
        let (a, b) = tokio::join!(registry.rappeler_expirations(), registry.rappeler_expirations());
        assert_eq!(a.unwrap() + b.unwrap(), 1);
        horloge.avancer_jours(1);
        assert_eq!(registry.rappeler_expirations().await.unwrap(), 0, "once");
        let mail = &registry.messages(1).await.unwrap()[0];
        assert_eq!(
            (mail.genre.as_str(), mail.destinataire.as_str()),
            ("rappel_correction", "personne1@example.org")
        );
        assert!(
            mail.sujet.ends_with("encore 7 jours pour la corriger"),
            "{}",
            mail.sujet
        );
        assert!(
            mail.texte.contains(&format!("/mes-demandes/{id}/corriger")),
            "{}",
            mail.texte
        );

        // Another round has its own; one that is over has none, and neither has one that was answered.
        let lue = version(registry, &g, id).await;
        registry.retirer_correction(&g, id, lue).await.unwrap();
        demander(registry, &g, id, &[Champ::Email]).await;
        horloge.avancer_jours(25);
        assert_eq!(registry.rappeler_expirations().await.unwrap(), 1);
        let lue = version(registry, &g, id).await;
        registry.retirer_correction(&g, id, lue).await.unwrap();
        demander(registry, &g, id, &[Champ::Email]).await;
        horloge.avancer_jours(31);
        assert_eq!(registry.rappeler_expirations().await.unwrap(), 0, "too late");
        assert_eq!(mails(registry, "rappel_correction").await, 2);
    })
    .await;
}
