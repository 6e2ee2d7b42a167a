//! One decision on many demandes: what is left aside and why, what is done, what can be taken back, what survives a stop.

use crate::commun::*;
use crate::decor::*;
use crate::sursis::{avec_sursis, refuser};
use domain::ids::{DemandeId, LotId};
use registry::demande::{Choix, FiltreFile};
use registry::droit::Gestionnaire;
use registry::lot::{ActeLot, EtatLot, Selection, Sort};
use registry::{ActeError, Registry};
use std::collections::{BTreeMap, HashSet};

const ACCEPTER: Choix = Choix::Valider { confirmee: true };

async fn deposer_n(registry: &Registry, combien: u32) -> Vec<DemandeId> {
    let mut ids = Vec::new();
    for n in 0..combien {
        let u = usager_d_une_foule(registry, n).await;
        ids.push(
            deposer(registry, &u, if n % 2 == 0 { EG_A1 } else { EG_A2 }, n)
                .await
                .id,
        );
    }
    ids
}

async fn preparer(registry: &Registry, g: &Gestionnaire, acte: ActeLot, selection: Selection) -> LotId {
    registry
        .preparer_lot(g, acte, &selection)
        .await
        .unwrap_or_else(|error| panic!("{error}"))
        .expect("something was chosen")
}

/// How many demandes by what became of them.
async fn comptes(registry: &Registry, g: &Gestionnaire, lot: LotId) -> BTreeMap<(Sort, Option<String>), i64> {
    match registry.lot(g, lot, 1).await {
        Ok(lot) => lot
            .groupes
            .into_iter()
            .map(|g| ((g.sort, g.raison), g.nombre))
            .collect(),
        Err(error) => panic!("{error}"),
    }
}

async fn etat(registry: &Registry, g: &Gestionnaire, lot: LotId) -> EtatLot {
    registry
        .avancement_lot(g, lot)
        .await
        .expect("the author reads it")
        .etat
}

fn raison(sort: Sort, raison: &str) -> (Sort, Option<String>) {
    (sort, Some(raison.to_owned()))
}

#[tokio::test(flavor = "multi_thread")]
async fn three_hundred_demandes_in_one_decision() {
    chaque_banc("lot de trois cents", |banc| async move {
        let registry = avec_sursis(&banc.registry);
        let nadia = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let paul = gestionnaire(&registry, "Paul GIRAUD", "EG", EG_A1).await;
        let mut ids = deposer_n(&registry, 296).await;
        // Two that look like one person, one's own, and one of another structure, which is as if it had not been chosen.
        let identite = etat_civil("LE GALL", "Jean-Baptiste");
        for n in [301, 302] {
            let u = usager(&registry, &identite).await;
            ids.push(deposer(&registry, &u, EG_A1, n).await.id);
        }
        let soi = usager_d_une_foule(&registry, 303).await;
        ids.push(deposer(&registry, &soi, EG_A1, 303).await.id);
        let soi = gestionnaire_aussi(&registry, &soi, None, "EJ", EJ_A).await;
        ids.push(
            deposer(&registry, &usager_d_une_foule(&registry, 304).await, EG_B1, 304)
                .await
                .id,
        );

        let tout = || Selection::Filtre(FiltreFile::default());
        let lot = preparer(&registry, &soi, ActeLot::Valider, tout()).await;
        assert_eq!(etat(&registry, &soi, lot).await, EtatLot::Prepare);
        let attendus = BTreeMap::from([
            ((Sort::AFaire, None), 296),
            (raison(Sort::Ecartee, "doublon"), 2),
            (raison(Sort::Ecartee, "propre_demande"), 1),
        ]);
        assert_eq!(comptes(&registry, &soi, lot).await, attendus);
        let coche = preparer(
            &registry,
            &soi,
            ActeLot::Valider,
            Selection::Demandes(ids.clone()),
        )
        .await;
        assert_eq!(
            comptes(&registry, &soi, coche).await,
            attendus,
            "chosen one by one"
        );
        let lu = registry
            .lot(&soi, lot, 1)
            .await
            .unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(
            lu.groupes[0].elements.len(),
            200,
            "a page shows the first of them"
        );
        assert_eq!((lu.page, lu.pages), (1, 2));
        let vus = |lu: &registry::lot::LotVu| -> Vec<DemandeId> {
            lu.groupes[0].elements.iter().map(|e| e.demande).collect()
        };
        let suite = registry
            .lot(&soi, lot, 9)
            .await
            .unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(suite.page, 2, "after the last page, the last one");
        let distinctes: HashSet<DemandeId> = vus(&lu).into_iter().chain(vus(&suite)).collect();
        let nombre = usize::try_from(lu.groupes[0].nombre).unwrap();
        assert_eq!(
            (distinctes.len(), vus(&suite).len()),
            (nombre, nombre - 200),
            "each once"
        );
        assert_eq!(
            registry.nombre_a_traiter(&nadia).await.unwrap(),
            299,
            "nothing is decided"
        );

        // Somebody decides one, closes another, between the preparation and the work.
        let v = version(&registry, &paul, ids[0]).await;
        registry.decider(&paul, ids[0], v, &refuser()).await.unwrap();
        let v = version(&registry, &nadia, ids[1]).await;
        registry
            .refuser(
                &nadia,
                ids[1],
                v,
                domain::nomenclature::MotifRefus::Autre,
                &"Plus ici depuis mai.".parse().unwrap(),
            )
            .await
            .unwrap();

        let refus = registry
            .lancer_lot(&soi, lot, &Choix::Valider { confirmee: false })
            .await;
        assert!(
            matches!(refus, Err(ActeError::NonConfirmee)),
            "R34 once for all: {refus:?}"
        );
        for _ in 0..2 {
            registry.lancer_lot(&soi, lot, &ACCEPTER).await.unwrap();
        }
        for refus in [
            registry.lancer_lot(&nadia, lot, &ACCEPTER).await,
            registry.annuler_lot(&nadia, lot).await,
            registry.lot(&nadia, lot, 1).await.map(|_| ()),
            registry.lancer_lot(&soi, coche, &refuser()).await,
        ] {
            assert!(matches!(refus, Err(ActeError::Introuvable)), "{refus:?}");
        }
        // Two machines at once.
        let (a, b) = tokio::join!(registry.avancer_lots(), registry.avancer_lots());
        a.unwrap();
        b.unwrap();
        assert_eq!(etat(&registry, &soi, lot).await, EtatLot::EnSursis);
        assert_eq!(
            comptes(&registry, &soi, lot).await,
            BTreeMap::from([
                ((Sort::Decidee, None), 294),
                (raison(Sort::Ecartee, "conflit"), 1),
                (raison(Sort::Ecartee, "decision_prise"), 1),
                (raison(Sort::Ecartee, "doublon"), 2),
                (raison(Sort::Ecartee, "propre_demande"), 1),
            ])
        );
        assert_eq!(registry.nombre_a_traiter(&nadia).await.unwrap(), 3);
        assert_eq!(compter(registry.db(), "personne").await, 0);
        assert_eq!(registry.lots_recents(&soi).await.unwrap().len(), 1);

        avancer_secondes(&banc.horloge, 31);
        let (a, b) = tokio::join!(registry.appliquer_decisions(), registry.appliquer_decisions());
        assert_eq!(a.unwrap() + b.unwrap(), 295, "Paul's too");
        assert_eq!(etat(&registry, &soi, lot).await, EtatLot::Termine);
        assert_eq!(comptes(&registry, &soi, lot).await[&(Sort::Faite, None)], 294);
        assert_eq!(compter(registry.db(), "personne").await, 294);
        assert_eq!(
            compter(registry.db(), "message WHERE genre = 'demande_validee'").await,
            294
        );
        let refus = registry.annuler_lot(&soi, lot).await;
        assert!(matches!(refus, Err(ActeError::TropTard)), "{refus:?}");
        assert_eq!(registry.avancer_lots().await.unwrap(), 0);
        registry::journal::verifier(registry.db(), Vec::new())
            .await
            .unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lot_is_taken_back_whole() {
    chaque_banc("lot repris", |banc| async move {
        let registry = avec_sursis(&banc.registry);
        let nadia = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let ids = deposer_n(&registry, 30).await;
        let lot = preparer(
            &registry,
            &nadia,
            ActeLot::Refuser,
            Selection::Demandes(ids.clone()),
        )
        .await;
        registry.lancer_lot(&nadia, lot, &refuser()).await.unwrap();
        registry.avancer_lots().await.unwrap();
        // One of them is taken back alone, the others together.
        registry.annuler_decision(&nadia, ids[3]).await.unwrap();
        registry.annuler_lot(&nadia, lot).await.unwrap();
        registry.annuler_lot(&nadia, lot).await.unwrap();
        // From now on nothing takes effect, even before everything is put back.
        avancer_secondes(&banc.horloge, 60);
        assert_eq!(registry.appliquer_decisions().await.unwrap(), 0);
        assert_eq!(etat(&registry, &nadia, lot).await, EtatLot::EnAnnulation);
        let (a, b) = tokio::join!(registry.avancer_lots(), registry.avancer_lots());
        a.unwrap();
        b.unwrap();
        assert_eq!(etat(&registry, &nadia, lot).await, EtatLot::Annule);
        assert_eq!(
            comptes(&registry, &nadia, lot).await,
            BTreeMap::from([((Sort::Annulee, None), 30)])
        );
        assert_eq!(registry.nombre_a_traiter(&nadia).await.unwrap(), 30);
        assert_eq!(
            compter(
                registry.db(),
                "journal WHERE acte = 'reprendre_decision' AND issue = 'fait'"
            )
            .await,
            30
        );
        assert_eq!(
            compter(registry.db(), "message WHERE genre = 'demande_refusee'").await,
            0
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lot_stopped_half_way_goes_on_and_two_lots_go_together() {
    chaque_banc("lot repris après un arrêt", |banc| async move {
        let registry = avec_sursis(&banc.registry);
        let nadia = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let ids = deposer_n(&registry, 40).await;
        let a = preparer(
            &registry,
            &nadia,
            ActeLot::Valider,
            Selection::Demandes(ids[..25].to_vec()),
        )
        .await;
        // Five are in both: the first to come decides.
        let b = preparer(
            &registry,
            &nadia,
            ActeLot::Refuser,
            Selection::Demandes(ids[20..].to_vec()),
        )
        .await;
        registry.lancer_lot(&nadia, a, &ACCEPTER).await.unwrap();
        registry.lancer_lot(&nadia, b, &refuser()).await.unwrap();
        // The program is stopped in the middle of its work, several times.
        for _ in 0..4 {
            let registry = registry.clone();
            let travail = tokio::spawn(async move { registry.avancer_lots().await });
            tokio::time::sleep(std::time::Duration::from_millis(15)).await;
            travail.abort();
            let _ = travail.await;
        }
        let reprise = avec_sursis(&Registry::open(&banc.url, banc.horloge.contexte()).await.unwrap());
        reprise.avancer_lots().await.unwrap();
        avancer_secondes(&banc.horloge, 31);
        assert_eq!(reprise.appliquer_decisions().await.unwrap(), 40);
        reprise.db().close().await;
        for lot in [a, b] {
            assert_eq!(etat(&registry, &nadia, lot).await, EtatLot::Termine);
        }
        let faites = comptes(&registry, &nadia, a).await[&(Sort::Faite, None)]
            + comptes(&registry, &nadia, b).await[&(Sort::Faite, None)];
        assert_eq!(faites, 40, "each once");
        assert_eq!(
            compter(registry.db(), "demande WHERE statut = 'a_traiter'").await,
            0
        );
        assert_eq!(
            compter(
                registry.db(),
                "message WHERE genre IN ('demande_validee', 'demande_refusee')"
            )
            .await,
            40
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rights_and_rules_are_asked_again_for_each_demande() {
    chaque_banc("lot et droits", |banc| async move {
        let registry = avec_sursis(&banc.registry);
        let nadia = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let ids = deposer_n(&registry, 6).await;
        let tout = || Selection::Demandes(ids.clone());
        assert!(
            registry
                .preparer_lot(&nadia, ActeLot::Valider, &Selection::Demandes(Vec::new()))
                .await
                .unwrap()
                .is_none()
        );
        // Withdrawn before the work.
        let avant = preparer(&registry, &nadia, ActeLot::Valider, tout()).await;
        registry.lancer_lot(&nadia, avant, &ACCEPTER).await.unwrap();
        retirer_habilitations(&registry, nadia.compte()).await;
        registry.avancer_lots().await.unwrap();
        assert_eq!(
            comptes(&registry, &nadia, avant).await,
            BTreeMap::from([(raison(Sort::Ecartee, "interdit"), 6)])
        );
        // Withdrawn between the work and its effect; a lot of another day.
        let helene = gestionnaire(&registry, "Hélène CARPENTIER", "EJ", EJ_A).await;
        let apres = preparer(&registry, &helene, ActeLot::Valider, tout()).await;
        registry.lancer_lot(&helene, apres, &ACCEPTER).await.unwrap();
        registry.avancer_lots().await.unwrap();
        retirer_habilitations(&registry, helene.compte()).await;
        avancer_secondes(&banc.horloge, 31);
        registry.appliquer_decisions().await.unwrap();
        assert_eq!(
            comptes(&registry, &helene, apres).await,
            BTreeMap::from([(raison(Sort::SansEffet, "interdit"), 6)])
        );
        assert_eq!(compter(registry.db(), "personne").await, 0);
        assert_eq!(compter(registry.db(), "decision_empechee").await, 6);
        // Closed since: not eligible any more.
        let paul = gestionnaire(&registry, "Paul GIRAUD", "EJ", EJ_A).await;
        let ordre = match registry.db().engine() {
            registry::db::Engine::Sqlite => "UPDATE etablissement SET ouvert = 0 WHERE finess = '990000028'",
            registry::db::Engine::Postgres => {
                "UPDATE etablissement SET ouvert = FALSE WHERE finess = '990000028'"
            }
        };
        executer(registry.db(), &[ordre]).await;
        let lot = preparer(&registry, &paul, ActeLot::Valider, tout()).await;
        assert_eq!(
            comptes(&registry, &paul, lot).await,
            BTreeMap::from([
                ((Sort::AFaire, None), 3),
                (raison(Sort::Ecartee, "non_eligible"), 3)
            ])
        );
        // What nobody confirmed is forgotten.
        banc.horloge.avancer_jours(2);
        assert_eq!(registry.purger_lots().await.unwrap(), 1);
        banc.horloge.avancer_jours(29);
        assert_eq!(registry.purger_lots().await.unwrap(), 2);
    })
    .await;
}
