//! Thirty seconds to change one's mind: what is decided, what can be taken back, what became impossible meanwhile.

use crate::commun::*;
use crate::decor::*;
use domain::demande::Statut;
use domain::ids::DemandeId;
use domain::nomenclature::MotifRefus;
use registry::demande::{Choix, EtatDecision, Sursis};
use registry::droit::{Gestionnaire, Usager};
use registry::journal::Acte;
use registry::{ActeError, Registry};

/// The register of a story, whose decisions wait thirty seconds.
pub(crate) fn avec_sursis(registry: &Registry) -> Registry {
    registry.avec_sursis(Sursis::secondes(30))
}

fn accepter() -> Choix {
    Choix::Valider { confirmee: true }
}

pub(crate) fn refuser() -> Choix {
    Choix::Refuser {
        motif: MotifRefus::Autre,
        explication: "Nous ne vous connaissons pas.".parse().expect("an explanation"),
    }
}

async fn decider(registry: &Registry, g: &Gestionnaire, id: DemandeId, choix: &Choix) {
    let version = version(registry, g, id).await;
    registry
        .decider(g, id, version, choix)
        .await
        .unwrap_or_else(|error| panic!("{error}"));
}

async fn statut_de(registry: &Registry, u: &Usager, id: DemandeId) -> Statut {
    match registry.demande_de(u, id).await {
        Ok(suivi) => suivi.statut,
        Err(error) => panic!("{error}"),
    }
}

async fn messages(registry: &Registry, genre: &str) -> i64 {
    compter(registry.db(), &format!("message WHERE genre = '{genre}'")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent_nor_numbered_before_the_delay_is_over() {
    chaque_banc("sursis", |banc| async move {
        let registry = avec_sursis(&banc.registry);
        let (nadia, paul) = (
            gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await,
            gestionnaire(&registry, "Paul GIRAUD", "EG", EG_A1).await,
        );
        let u = usager_n(&registry, 1).await;
        let premiere = deposer(&registry, &u, EG_A1, 1).await.id;
        let seconde = deposer(&registry, &usager_n(&registry, 2).await, EG_A2, 2)
            .await
            .id;
        let lue = version(&registry, &paul, premiere).await;
        registry
            .decider(&nadia, premiere, lue, &accepter())
            .await
            .unwrap();
        let suivante = registry
            .suivante(&nadia, premiere, &registry::demande::FiltreFile::default())
            .await;
        assert_eq!(suivante.unwrap(), Some(seconde));

        // It keeps its statut and is in nobody's queue.
        assert_eq!(statut_de(&registry, &u, premiere).await, Statut::ATraiter);
        assert_eq!(registry.nombre_a_traiter(&nadia).await.unwrap(), 1);
        assert_eq!(registry.nombre_a_traiter(&paul).await.unwrap(), 0);
        let Ok(file) = registry
            .file(&paul, &registry::demande::FiltreFile::default())
            .await
        else {
            panic!("the queue is read")
        };
        assert!(file.lignes.is_empty());
        assert_eq!(compter(registry.db(), "personne").await, 0);
        assert_eq!(
            compter(registry.db(), "compteur WHERE nom = 'rpps' AND valeur = 100000").await,
            1
        );
        assert_eq!(messages(&registry, "demande_validee").await, 0);
        let Ok(dossier) = registry.dossier(&paul, premiere).await else {
            panic!("the colleague sees it")
        };
        let sursis = dossier.sursis.expect("decided");
        assert_eq!((sursis.statut, sursis.mienne), (Statut::Validee, false));
        assert_eq!(sursis.par, "Nadia FERRAND");
        let Ok(EtatDecision::EnSursis(Some(secondes))) = registry.etat_decision(&nadia, premiere).await
        else {
            panic!("the author is told")
        };
        assert!((29..=30).contains(&secondes), "{secondes}");

        // A colleague who has it open cannot decide, and cannot take it back.
        for version in [lue, lue + 1] {
            let refus = registry.decider(&paul, premiere, version, &refuser()).await;
            assert!(
                matches!(&refus, Err(ActeError::DecisionPrise { par }) if par == "Nadia FERRAND"),
                "{refus:?}"
            );
        }
        let refus = registry.annuler_decision(&paul, premiere).await;
        assert!(matches!(refus, Err(ActeError::DecisionPrise { .. })), "{refus:?}");
        assert_eq!(registry.appliquer_decisions().await.unwrap(), 0);
        // Nor does its author decide otherwise; the same decision, on the same version, is a button pressed twice.
        let refus = registry.decider(&nadia, premiere, lue, &refuser()).await;
        assert!(matches!(refus, Err(ActeError::DecisionPrise { .. })), "{refus:?}");
        let ecrites = compter(registry.db(), "journal").await;
        registry
            .decider(&nadia, premiere, lue, &accepter())
            .await
            .unwrap();
        assert_eq!(compter(registry.db(), "journal").await, ecrites);

        // Two machines at once, and one more for a restart: once.
        avancer_secondes(&banc.horloge, 31);
        let (a, b) = tokio::join!(registry.appliquer_decisions(), registry.appliquer_decisions());
        assert_eq!(a.unwrap() + b.unwrap(), 1);
        let reprise = Registry::open(&banc.url, banc.horloge.contexte()).await.unwrap();
        assert_eq!(reprise.appliquer_decisions().await.unwrap(), 0);
        reprise.db().close().await;
        assert_eq!(statut_de(&registry, &u, premiere).await, Statut::Validee);
        assert_eq!(messages(&registry, "demande_validee").await, 1);
        // Pressed again once it has taken effect.
        registry
            .decider(&nadia, premiere, lue, &accepter())
            .await
            .unwrap();
        let refus = registry.decider(&paul, premiere, lue, &accepter()).await;
        assert!(matches!(refus, Err(ActeError::Conflit { .. })), "{refus:?}");
        assert_eq!(messages(&registry, "demande_validee").await, 1);
        let Ok(EtatDecision::Validee(rpps)) = registry.etat_decision(&nadia, premiere).await else {
            panic!("it is done")
        };
        assert_eq!(
            registry.ma_fiche(&u).await.unwrap().expect("registered").rpps,
            rpps
        );
        let Ok(dossier) = registry.dossier(&nadia, premiere).await else {
            panic!("it is read")
        };
        assert!(dossier.sursis.is_none());
        assert_eq!(
            dossier.decision.expect("decided").par.as_deref(),
            Some("Nadia FERRAND")
        );
        let historique = registry.historique_demande(&nadia, premiere, 1).await.unwrap();
        let actes: Vec<_> = historique
            .lignes
            .iter()
            .map(|l| (l.acte, l.par.as_deref()))
            .take(2)
            .collect();
        assert_eq!(
            actes,
            [
                (Acte::Valider, Some("Nadia FERRAND")),
                (Acte::PrendreDecision, Some("Nadia FERRAND"))
            ]
        );
        let refus = registry.annuler_decision(&nadia, premiere).await;
        assert!(matches!(refus, Err(ActeError::TropTard)), "{refus:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn taken_back_in_time_it_is_as_if_nothing_had_happened() {
    chaque_banc("repris", |banc| async move {
        let registry = avec_sursis(&banc.registry);
        let nadia = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let dehors = gestionnaire(&registry, "Sophie LAMBERT", "EJ", EJ_B).await;
        let u = usager_n(&registry, 1).await;
        let id = deposer(&registry, &u, EG_A1, 1).await.id;
        decider(&registry, &nadia, id, &refuser()).await;
        for refus in [
            registry.annuler_decision(&dehors, id).await.map(|_| ()),
            registry.etat_decision(&dehors, id).await.map(|_| ()),
        ] {
            assert!(matches!(refus, Err(ActeError::Introuvable)), "{refus:?}");
        }
        // What had been typed comes back.
        assert_eq!(registry.annuler_decision(&nadia, id).await.unwrap(), refuser());
        assert_eq!(registry.nombre_a_traiter(&nadia).await.unwrap(), 1);
        let encore = registry.annuler_decision(&nadia, id).await;
        assert!(matches!(encore, Err(ActeError::TropTard)), "{encore:?}");
        avancer_secondes(&banc.horloge, 60);
        assert_eq!(registry.appliquer_decisions().await.unwrap(), 0);
        assert_eq!(statut_de(&registry, &u, id).await, Statut::ATraiter);
        assert_eq!(
            compter(registry.db(), "message WHERE genre <> 'demande_recue'").await,
            0
        );
        // And everything can be decided again, taken back again, decided at last.
        decider(&registry, &nadia, id, &accepter()).await;
        registry.annuler_decision(&nadia, id).await.unwrap();
        decider(&registry, &nadia, id, &refuser()).await;
        avancer_secondes(&banc.horloge, 31);
        assert_eq!(registry.appliquer_decisions().await.unwrap(), 1);
        assert_eq!(statut_de(&registry, &u, id).await, Statut::Refusee);
        assert_eq!(messages(&registry, "demande_refusee").await, 1);
        assert_eq!(
            compter(
                registry.db(),
                "journal WHERE acte = 'reprendre_decision' AND issue = 'fait'"
            )
            .await,
            2
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_refuses_the_act_refuses_the_decision() {
    chaque_moteur("refusé tout de suite", |registry| async move {
        let registry = avec_sursis(&registry);
        let nadia = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let dehors = gestionnaire(&registry, "Sophie LAMBERT", "EJ", EJ_B).await;
        let u = usager_n(&registry, 1).await;
        let id = deposer(&registry, &u, EG_A1, 1).await.id;
        let version = version(&registry, &nadia, id).await;
        let refus = registry.decider(&dehors, id, version, &accepter()).await;
        assert!(matches!(refus, Err(ActeError::Introuvable)), "{refus:?}");
        let refus = registry
            .decider(&nadia, id, version, &Choix::Valider { confirmee: false })
            .await;
        assert!(matches!(refus, Err(ActeError::NonConfirmee)), "{refus:?}");
        let refus = registry.decider(&nadia, id, version - 1, &accepter()).await;
        assert!(matches!(refus, Err(ActeError::Conflit { .. })), "{refus:?}");
        let soi = gestionnaire_aussi(&registry, &u, None, "EJ", EJ_A).await;
        let refus = registry.decider(&soi, id, version, &accepter()).await;
        assert!(matches!(refus, Err(ActeError::PropreDemande)), "{refus:?}");
        assert_eq!(compter(registry.db(), "decision_en_sursis").await, 0);
        // Pressed several times at once: recorded once, and every answer is that it is.
        let mut taches = Vec::new();
        for _ in 0..6 {
            let (registry, nadia) = (registry.clone(), nadia.clone());
            taches.push(tokio::spawn(async move {
                registry.decider(&nadia, id, version, &accepter()).await.is_ok()
            }));
        }
        let mut prises = 0;
        for tache in taches {
            prises += usize::from(tache.await.expect("no panic"));
        }
        assert_eq!(prises, 6);
        assert_eq!(compter(registry.db(), "decision_en_sursis").await, 1);
        let ecrites = "journal WHERE acte = 'prendre_decision'";
        assert_eq!(
            compter(registry.db(), &format!("{ecrites} AND issue = 'fait'")).await,
            1
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_applicant_withdraws_meanwhile() {
    chaque_banc("retrait entre-temps", |banc| async move {
        let registry = avec_sursis(&banc.registry);
        let nadia = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let u = usager_n(&registry, 1).await;
        let id = deposer(&registry, &u, EG_A1, 1).await.id;
        decider(&registry, &nadia, id, &accepter()).await;
        registry.annuler(&u, id).await.unwrap();
        assert_eq!(
            registry.etat_decision(&nadia, id).await.unwrap(),
            EtatDecision::Autre(Statut::Annulee)
        );
        avancer_secondes(&banc.horloge, 31);
        assert_eq!(registry.appliquer_decisions().await.unwrap(), 1);
        assert_eq!(statut_de(&registry, &u, id).await, Statut::Annulee);
        assert_eq!(compter(registry.db(), "personne").await, 0);
        assert_eq!(messages(&registry, "demande_validee").await, 0);
        assert_eq!(compter(registry.db(), "decision_en_sursis").await, 0);
        assert_eq!(compter(registry.db(), "decision_empechee").await, 0);
        assert_eq!(
            compter(registry.db(), "journal WHERE acte = 'decision_sans_effet'").await,
            1
        );
        // Nothing keeps the demande from being erased, decided or not.
        registry.effacer_demande(&u, id).await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_right_is_withdrawn_meanwhile() {
    chaque_banc("droit retiré entre-temps", |banc| async move {
        let registry = avec_sursis(&banc.registry);
        let nadia = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let paul = gestionnaire(&registry, "Paul GIRAUD", "EG", EG_A1).await;
        let id = deposer(&registry, &usager_n(&registry, 1).await, EG_A1, 1)
            .await
            .id;
        decider(&registry, &nadia, id, &accepter()).await;
        retirer_habilitations(&registry, nadia.compte()).await;
        avancer_secondes(&banc.horloge, 31);
        assert_eq!(registry.appliquer_decisions().await.unwrap(), 1);
        assert_eq!(compter(registry.db(), "personne").await, 0);
        assert_eq!(registry.nombre_a_traiter(&paul).await.unwrap(), 1);
        let Ok(dossier) = registry.dossier(&paul, id).await else {
            panic!("the colleague sees it")
        };
        let empechee = dossier.empechee.expect("said");
        assert!(
            empechee.raison.contains("n’a plus le droit"),
            "{}",
            empechee.raison
        );
        // The colleague decides: the story of the first decision is over.
        decider(&registry, &paul, id, &refuser()).await;
        assert_eq!(compter(registry.db(), "decision_empechee").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rules_refuse_meanwhile_and_the_author_is_told() {
    chaque_banc("fermé entre-temps", |banc| async move {
        let registry = avec_sursis(&banc.registry);
        let nadia = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let identite = etat_civil("LE GALL", "Jean-Baptiste");
        let (a, b) = (
            usager(&registry, &identite).await,
            usager(&registry, &identite).await,
        );
        let premiere = deposer(&registry, &a, EG_A1, 1).await.id;
        let seconde = deposer(&registry, &b, EG_A1, 2).await.id;
        // Each of the two can be accepted; not both (R23).
        decider(&registry, &nadia, premiere, &accepter()).await;
        decider(&registry, &nadia, seconde, &accepter()).await;
        avancer_secondes(&banc.horloge, 31);
        assert_eq!(registry.appliquer_decisions().await.unwrap(), 2);
        assert_eq!(compter(registry.db(), "situation").await, 1);
        let empechees = registry.decisions_empechees(&nadia).await.unwrap();
        assert_eq!(empechees.len(), 1);
        assert_eq!(empechees[0].demande, seconde);
        assert!(
            empechees[0].raison.contains("exerce déjà"),
            "{}",
            empechees[0].raison
        );
        assert!(matches!(
            registry.etat_decision(&nadia, seconde).await,
            Ok(EtatDecision::SansEffet(_))
        ));
        // Signed out since: a decision taken is a decision taken.
        let troisieme = deposer(&registry, &usager_n(&registry, 3).await, EG_A2, 3)
            .await
            .id;
        decider(&registry, &nadia, troisieme, &accepter()).await;
        executer(registry.db(), &["DELETE FROM session"]).await;
        avancer_secondes(&banc.horloge, 31);
        registry.appliquer_decisions().await.unwrap();
        assert_eq!(compter(registry.db(), "personne").await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn taking_back_and_taking_effect_meet() {
    chaque_banc("reprise contre effet", |banc| async move {
        let registry = avec_sursis(&banc.registry);
        let nadia = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        for n in 0..6 {
            let id = deposer(&registry, &usager_n(&registry, n).await, EG_A1, n)
                .await
                .id;
            decider(&registry, &nadia, id, &accepter()).await;
            avancer_secondes(&banc.horloge, 31);
            let (reprise, appliquees) = tokio::join!(
                registry.annuler_decision(&nadia, id),
                registry.appliquer_decisions()
            );
            let appliquees = appliquees.unwrap();
            assert!(
                reprise.is_ok() == (appliquees == 0),
                "exactly one: {reprise:?} {appliquees}"
            );
        }
        let inscrites = compter(registry.db(), "personne").await;
        assert_eq!(messages(&registry, "demande_validee").await, inscrites);
        assert_eq!(registry.nombre_a_traiter(&nadia).await.unwrap(), 6 - inscrites);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_delay_everything_happens_at_once() {
    chaque_moteur("sans délai", |registry| async move {
        let nadia = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let u = usager_n(&registry, 1).await;
        let id = deposer(&registry, &u, EG_A1, 1).await.id;
        decider(&registry, &nadia, id, &accepter()).await;
        assert_eq!(statut_de(&registry, &u, id).await, Statut::Validee);
        assert_eq!(messages(&registry, "demande_validee").await, 1);
    })
    .await;
}
