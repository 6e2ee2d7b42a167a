//! A departure planned ahead: recorded once whoever confirms it again, kept only where the person stays, found until it has taken
//! effect and for thirty days more.

use crate::agir::inscrire;
use crate::commun::*;
use crate::decor::*;
use crate::depart::{Cheffe, cheffe, fiche, partante, partir, tout};
use crate::depart_suite::{donner_une_adresse, est_gestionnaire};
use crate::sursis::avec_sursis;
use domain::date::jour;
use domain::ids::{DepartId, PersonneId};
use registry::depart::{DepartVu, EtatDepart, LigneDepart, SaisieDepart};
use registry::droit::Gestionnaire;
use registry::situation::{ActeSituation, DELAI_REOUVERTURE_JOURS};
use registry::{ActeError, Registry};

/// Everything ticked, on that day of that month of 2026.
fn jusqu_au(tout: SaisieDepart, jour: u8, mois: u8) -> SaisieDepart {
    SaisieDepart {
        fermeture: fermeture(jour, mois, 2026),
        ..tout
    }
}

/// The end of the situation in that establishment is put off to that day of December.
async fn repousser(registry: &Registry, g: &Gestionnaire, id: PersonneId, eg: &str, jour: u8) {
    let lue = fiche(registry, g, id).await;
    let situation = lue
        .situations
        .iter()
        .find(|s| s.etablissement.finess.as_str() == eg)
        .expect("a situation there");
    let repousser = ActeSituation::Fermer {
        situation: situation.id,
        saisie: fermeture(jour, 12, 2026),
    };
    registry
        .agir_sur_situation(g, id, lue.version, &repousser)
        .await
        .unwrap_or_else(|e| panic!("{e}"));
}

async fn retraits(registry: &Registry, c: &Cheffe, id: PersonneId, saisie: &SaisieDepart) -> usize {
    let apercu = registry.apercu_depart(&c.g, Some(&c.d), id, saisie).await;
    apercu.unwrap_or_else(|e| panic!("{e}")).retirees.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn confirmed_again_from_another_page_it_is_not_recorded_twice() {
    chaque_banc("départ prévu deux fois", |banc| async move {
        let registry = avec_sursis(&banc.registry);
        let c = cheffe(&registry, "EJ", EJ_A).await;
        let p = partante(&registry, &c.g, 1).await;
        let saisie = tout(&fiche(&registry, &c.g, p.id).await, 30);
        let depart = partir(&registry, &c, p.id, &saisie).await.unwrap();
        // Another tab, another designator, the way back of the browser: another intention, for the same thing or a later day.
        for encore in [saisie.clone(), jusqu_au(saisie.clone(), 5, 12)] {
            let refus = partir(&registry, &c, p.id, &encore).await;
            assert!(matches!(refus, Err(ActeError::SansChangement)), "{refus:?}");
        }
        assert_eq!(compter(registry.db(), "depart").await, 1);
        assert_eq!(compter(registry.db(), "depart_habilitation").await, 1);
        let preparation = registry.preparer_depart(&c.g, Some(&c.d), p.id).await.unwrap();
        assert_eq!(preparation.habilitations[0].prevue, jour(2026, 11, 30).ok());
        // Sooner is another departure, and who leaves today leaves today.
        assert_eq!(
            retraits(&registry, &c, p.id, &jusqu_au(saisie.clone(), 26, 11)).await,
            1
        );
        assert_eq!(
            retraits(&registry, &c, p.id, &jusqu_au(saisie.clone(), 22, 11)).await,
            1
        );

        // Given up once, it is given up: nothing is left to withdraw her right.
        avancer_minutes(&banc.horloge, 1);
        registry.rouvrir_depart(&c.g, Some(&c.d), depart).await.unwrap();
        banc.horloge.avancer_jours(10);
        assert_eq!(registry.appliquer_departs().await.unwrap(), 0);
        assert!(est_gestionnaire(&registry, &p).await);

        // What was given up, or is held back by an end put off, can be planned again.
        let depart = partir(&registry, &c, p.id, &jusqu_au(saisie.clone(), 10, 12))
            .await
            .unwrap();
        avancer_minutes(&banc.horloge, 1);
        repousser(&registry, &c.g, p.id, EG_A1, 20).await;
        assert_eq!(
            retraits(&registry, &c, p.id, &jusqu_au(saisie.clone(), 20, 12)).await,
            1
        );
        partir(&registry, &c, p.id, &jusqu_au(saisie, 20, 12))
            .await
            .unwrap();
        banc.horloge.avancer_jours(10);
        assert_eq!(registry.appliquer_departs().await.unwrap(), 0);
        assert!(est_gestionnaire(&registry, &p).await);
        assert_eq!(vu(&registry, &c.g, depart).await.ligne.etat, EtatDepart::Empeche);
        banc.horloge.avancer_jours(10);
        assert_eq!(registry.appliquer_departs().await.unwrap(), 1);
        assert!(!est_gestionnaire(&registry, &p).await);
    })
    .await;
}

async fn vu(registry: &Registry, g: &Gestionnaire, depart: DepartId) -> DepartVu {
    registry
        .depart(g, None, depart)
        .await
        .unwrap_or_else(|e| panic!("{e}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn one_end_put_off_keeps_what_goes_with_that_place_and_the_rest_is_done() {
    chaque_banc("départ appliqué en partie", |banc| async move {
        let registry = avec_sursis(&banc.registry);
        let c = cheffe(&registry, "EJ", EJ_A).await;
        donner_une_adresse(&registry, &c.g, "helene@example.org").await;
        let nadia = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let paul = gestionnaire(&registry, "Paul GIRAUD", "EG", EG_A1).await;
        let rose = gestionnaire(&registry, "Rose PETIT", "EG", EG_A2).await;
        let p = partante(&registry, &c.g, 1).await;
        habiliter(&registry, p.compte, "gestionnaire", "EG", EG_A2).await;
        let louise = crate::depart::ouverte(&registry, p.compte)
            .await
            .gestionnaire()
            .unwrap();
        for (n, eg) in [(2, EG_A1), (3, EG_A2)] {
            let demande = deposer(&registry, &usager_n(&registry, n).await, eg, n).await.id;
            version(&registry, &louise, demande).await;
        }
        let saisie = SaisieDepart {
            collegue: Some(nadia.compte()),
            ..tout(&fiche(&registry, &c.g, p.id).await, 24)
        };
        let depart = partir(&registry, &c, p.id, &saisie).await.unwrap();
        avancer_minutes(&banc.horloge, 1);
        assert!(!vu(&registry, &c.g, depart).await.ligne.gardee);
        repousser(&registry, &paul, p.id, EG_A1, 15).await;
        // Announced before the day, to those whom it concerns.
        let avant = vu(&registry, &c.g, depart).await;
        assert_eq!(
            (
                avant.ligne.etat,
                avant.ligne.gardee,
                avant.habilitations,
                avant.gardees
            ),
            (EtatDepart::Planifie, true, 2, 1)
        );
        let fermees: Vec<_> = avant.etablissements.iter().filter(|lieu| lieu.fermee).collect();
        assert_eq!((avant.etablissements.len(), fermees.len()), (2, 1));
        assert!(vu(&registry, &paul, depart).await.ligne.gardee);
        assert!(!vu(&registry, &rose, depart).await.ligne.gardee);

        banc.horloge.avancer_jours(3);
        assert_eq!(registry.appliquer_departs().await.unwrap(), 1);
        for (eg, retirees) in [(EG_A1, 0), (EG_A2, 1)] {
            let condition = format!("habilitation WHERE motif_retrait = 'depart' AND finess = '{eg}'");
            assert_eq!(compter(registry.db(), &condition).await, retirees, "{eg}");
            let condition =
                format!("confiee JOIN demande ON demande.id = confiee.demande WHERE demande.finess = '{eg}'");
            assert_eq!(compter(registry.db(), &condition).await, retirees, "{eg}");
        }
        assert!(est_gestionnaire(&registry, &p).await, "where she stays");
        let apres = vu(&registry, &c.g, depart).await;
        assert_eq!(
            (
                apres.ligne.etat,
                apres.habilitations,
                apres.gardees,
                apres.confiees
            ),
            (EtatDepart::Partiel, 2, 1, 1)
        );
        assert_eq!(vu(&registry, &paul, depart).await.ligne.etat, EtatDepart::Empeche);
        assert_eq!(vu(&registry, &rose, depart).await.ligne.etat, EtatDepart::Fait);
        assert_eq!(registry.appliquer_departs().await.unwrap(), 0);
        let condition = "message WHERE genre = 'depart_empeche' AND destinataire = 'helene@example.org'";
        assert_eq!(compter(registry.db(), condition).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_right_over_several_places_goes_with_those_that_the_departure_closes() {
    chaque_banc("départ et droits larges", |banc| async move {
        let registry = avec_sursis(&banc.registry);
        let c = cheffe(&registry, "EJ", EJ_A).await;
        // She leaves the first establishment only, with a right on each: the second goes with the departure as a whole.
        let p = partante(&registry, &c.g, 1).await;
        habiliter(&registry, p.compte, "gestionnaire", "EG", EG_A2).await;
        let lue = fiche(&registry, &c.g, p.id).await;
        let mut saisie = tout(&lue, 24);
        saisie.situations = lue
            .situations
            .iter()
            .filter(|s| s.etablissement.finess.as_str() == EG_A1)
            .map(|s| s.id)
            .collect();
        let depart = partir(&registry, &c, p.id, &saisie).await.unwrap();
        avancer_minutes(&banc.horloge, 1);
        repousser(&registry, &c.g, p.id, EG_A1, 15).await;
        // She leaves both, with a right on the association, and stays in one.
        let q = partante(&registry, &c.g, 5).await;
        retirer_habilitations(&registry, q.compte).await;
        habiliter(&registry, q.compte, "gestionnaire", "EJ", EJ_A).await;
        let saisie = tout(&fiche(&registry, &c.g, q.id).await, 24);
        partir(&registry, &c, q.id, &saisie).await.unwrap();
        avancer_minutes(&banc.horloge, 1);
        repousser(&registry, &c.g, q.id, EG_A2, 15).await;
        // Nothing that could be kept: closed as planned where it stands, and nothing to tell.
        let (_, sans_droit) = inscrire(&registry, &c.g, EG_A1, 8).await;
        let saisie = tout(&fiche(&registry, &c.g, sans_droit).await, 24);
        let simple = partir(&registry, &c, sans_droit, &saisie).await.unwrap();
        avancer_minutes(&banc.horloge, 1);
        repousser(&registry, &c.g, sans_droit, EG_A1, 15).await;

        banc.horloge.avancer_jours(3);
        assert_eq!(registry.appliquer_departs().await.unwrap(), 1);
        assert!(est_gestionnaire(&registry, &p).await && est_gestionnaire(&registry, &q).await);
        let retires = "habilitation WHERE motif_retrait = 'depart'";
        assert_eq!(compter(registry.db(), retires).await, 0);
        assert_eq!(vu(&registry, &c.g, depart).await.gardees, 2);
        let simple = vu(&registry, &c.g, simple).await.ligne;
        assert_eq!((simple.etat, simple.fin_changee), (EtatDepart::Fait, true));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn planned_far_ahead_it_is_found_until_its_day_and_for_thirty_days_more() {
    chaque_banc("départ prévu de loin", |banc| async move {
        let registry = avec_sursis(&banc.registry);
        let c = cheffe(&registry, "EJ", EJ_A).await;
        let trouve = |depart: DepartId| {
            let (registry, g) = (registry.clone(), c.g.clone());
            async move {
                let recents = registry
                    .departs_recents(&g)
                    .await
                    .unwrap_or_else(|e| panic!("{e}"));
                recents.into_iter().find(|ligne: &LigneDepart| ligne.id == depart)
            }
        };
        let mut departs = Vec::new();
        for (n, jour) in [(1, 31), (5, 31), (9, 25)] {
            let p = partante(&registry, &c.g, n).await;
            let saisie = tout(&fiche(&registry, &c.g, p.id).await, 22);
            let depart = partir(&registry, &c, p.id, &jusqu_au(saisie, jour, 12))
                .await
                .unwrap();
            departs.push((depart, p));
        }
        let [(prevu, p), (applique, q), (annule, _)] = departs.as_slice() else {
            panic!("three departures")
        };
        registry.annuler_depart(&c.g, *annule).await.unwrap();
        assert_eq!(trouve(*annule).await.unwrap().etat, EtatDepart::Annule);
        // Thirty-five days later, the day is still to come: it shows, and can be given up.
        banc.horloge.avancer_jours(DELAI_REOUVERTURE_JOURS + 5);
        assert!(trouve(*annule).await.is_none(), "one that was undone gets old");
        let ligne = trouve(*prevu).await.expect("planned still");
        assert_eq!((ligne.etat, ligne.rouvrable), (EtatDepart::Planifie, true));
        registry.rouvrir_depart(&c.g, Some(&c.d), *prevu).await.unwrap();
        let lue = fiche(&registry, &c.g, p.id).await;
        assert!(
            lue.situations
                .iter()
                .all(|s| s.fin.is_none() && s.motif_fin.is_none())
        );
        assert!(trouve(*prevu).await.is_none(), "given up, it gets old too");

        // The other one takes effect, and can be opened again for thirty days from then.
        banc.horloge.avancer_jours(5);
        assert_eq!(registry.appliquer_departs().await.unwrap(), 1);
        assert!(est_gestionnaire(&registry, p).await && !est_gestionnaire(&registry, q).await);
        banc.horloge.avancer_jours(DELAI_REOUVERTURE_JOURS - 1);
        let ligne = trouve(*applique).await.expect("less than thirty days ago");
        assert_eq!((ligne.etat, ligne.rouvrable), (EtatDepart::Fait, true));
        registry
            .rouvrir_depart(&c.g, Some(&c.d), *applique)
            .await
            .unwrap();
        assert!(est_gestionnaire(&registry, q).await);
        let lue = fiche(&registry, &c.g, q.id).await;
        assert!(lue.situations.iter().all(|s| s.fin.is_none()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn thirty_days_after_its_day_it_stands() {
    chaque_banc("départ prévu, trop tard", |banc| async move {
        let registry = avec_sursis(&banc.registry);
        let c = cheffe(&registry, "EJ", EJ_A).await;
        let p = partante(&registry, &c.g, 1).await;
        let saisie = tout(&fiche(&registry, &c.g, p.id).await, 22);
        let depart = partir(&registry, &c, p.id, &jusqu_au(saisie, 10, 12))
            .await
            .unwrap();
        banc.horloge.avancer_jours(19);
        assert_eq!(registry.appliquer_departs().await.unwrap(), 1);
        banc.horloge.avancer_jours(DELAI_REOUVERTURE_JOURS + 1);
        let recents = registry.departs_recents(&c.g).await.unwrap();
        assert_eq!(recents, []);
        assert!(!vu(&registry, &c.g, depart).await.ligne.rouvrable);
        let refus = registry.rouvrir_depart(&c.g, Some(&c.d), depart).await;
        assert!(matches!(refus, Err(ActeError::NonRouvrable)), "{refus:?}");
    })
    .await;
}
