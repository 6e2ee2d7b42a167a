//! A departure, continued: who may withdraw what, the day of a planned one, opening again, and whom it is refused for.

use crate::agir::inscrire;
use crate::commun::*;
use crate::decor::*;
use crate::depart::{Partante, cheffe, fiche, ouverte, partante, partir, tout};
use crate::sursis::avec_sursis;
use domain::ids::{DepartId, PersonneId};
use registry::db::sql;
use registry::depart::{EtatDepart, SaisieDepart};
use registry::droit::Gestionnaire;
use registry::situation::DELAI_REOUVERTURE_JOURS;
use registry::{ActeError, Registry};

/// The departure that a plain gestionnaire records, who may designate nobody.
pub(crate) async fn partir_seul(
    registry: &Registry,
    g: &Gestionnaire,
    id: PersonneId,
    saisie: &SaisieDepart,
) -> Result<DepartId, ActeError> {
    let depart = registry.intention_de_depart();
    let version = registry.apercu_depart(g, None, id, saisie).await?.version;
    registry
        .enregistrer_depart(g, None, (depart, id), version, saisie)
        .await?;
    Ok(depart)
}

pub(crate) async fn est_gestionnaire(registry: &Registry, p: &Partante) -> bool {
    ouverte(registry, p.compte).await.gestionnaire().is_ok()
}

/// That person gave an address for notifications.
pub(crate) async fn donner_une_adresse(registry: &Registry, g: &Gestionnaire, email: &'static str) {
    let mut tx = registry.db().begin().await.expect("done");
    sql("INSERT INTO contact_notification (compte, contact, email, codes_depuis, codes, modifie_le) VALUES ($1, $1, $2, 0, 0, 0)")
        .bind(g.compte().uuid())
        .bind(email)
        .execute(&mut tx)
        .await
        .expect("done");
    tx.commit().await.expect("done");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_designates_withdraws_and_otherwise_the_head_is_told() {
    chaque_banc("départ sans désigner", |banc| async move {
        let registry = avec_sursis(&banc.registry);
        let cheffe = cheffe(&registry, "EJ", EJ_A).await;
        donner_une_adresse(&registry, &cheffe.g, "helene@example.org").await;
        let nadia = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let p = partante(&registry, &nadia, 1).await;
        let preparation = registry.preparer_depart(&nadia, None, p.id).await.unwrap();
        assert!(!preparation.habilitations[0].retirable);
        let saisie = tout(&preparation.fiche, 22);
        let apercu = registry.apercu_depart(&nadia, None, p.id, &saisie).await.unwrap();
        assert_eq!((apercu.retirees.len(), apercu.laissees.len()), (0, 1));
        // The proof of somebody else adds nothing.
        let apercu = registry
            .apercu_depart(&nadia, Some(&cheffe.d), p.id, &saisie)
            .await
            .unwrap();
        assert_eq!(apercu.retirees.len(), 0);
        let depart = partir_seul(&registry, &nadia, p.id, &saisie).await.unwrap();
        assert!(est_gestionnaire(&registry, &p).await);
        let mail = "message WHERE genre = 'habilitation_a_retirer' AND destinataire = 'helene@example.org'";
        assert_eq!(compter(registry.db(), mail).await, 1);
        assert!(registry.departs_recents(&cheffe.g).await.unwrap()[0].habilitation_restante);
        registry.annuler_depart(&nadia, depart).await.unwrap();
        assert_eq!(compter(registry.db(), mail).await, 0);
        assert!(!registry.departs_recents(&cheffe.g).await.unwrap()[0].habilitation_restante);

        // A mandataire who is a gestionnaire too withdraws a gestionnaire's, never another mandataire's.
        let compte = compte_carte(&registry, "Yasmine HADDAD").await;
        habiliter(&registry, compte, "mandataire", "EJ", EJ_A).await;
        habiliter(&registry, compte, "gestionnaire", "EJ", EJ_A).await;
        let yasmine = ouverte(&registry, compte).await;
        let (g, d) = (yasmine.gestionnaire().unwrap(), yasmine.designateur().unwrap());
        habiliter(&registry, p.compte, "mandataire", "EG", EG_A1).await;
        let apercu = registry.apercu_depart(&g, Some(&d), p.id, &saisie).await.unwrap();
        let genres = |liste: &[registry::depart::HabilitationDepart]| {
            liste.iter().map(|h| h.genre.code()).collect::<Vec<_>>()
        };
        assert_eq!(
            (genres(&apercu.retirees), genres(&apercu.laissees)),
            (vec!["gestionnaire"], vec!["mandataire"])
        );
        let apercu = registry
            .apercu_depart(&cheffe.g, Some(&cheffe.d), p.id, &saisie)
            .await
            .unwrap();
        assert_eq!(apercu.retirees.len(), 2);
        // Elsewhere, an habilitation of the same person is nobody's business here.
        habiliter(&registry, p.compte, "gestionnaire", "EJ", EJ_B).await;
        let apercu = registry
            .apercu_depart(&cheffe.g, Some(&cheffe.d), p.id, &saisie)
            .await
            .unwrap();
        assert_eq!((apercu.retirees.len(), apercu.laissees.len()), (2, 0));
        partir(&registry, &cheffe, p.id, &saisie).await.unwrap();
        assert_eq!(
            compter(
                registry.db(),
                &format!(
                    "habilitation WHERE retiree_le IS NULL AND finess = '{EJ_B}' AND genre = 'gestionnaire'"
                )
            )
            .await,
            1
        );
        // A suspended habilitation is withdrawn like another: a new card would wake it.
        let q = partante(&registry, &cheffe.g, 5).await;
        let mut tx = registry.db().begin().await.unwrap();
        sql("UPDATE habilitation SET carte_jusqu_au = $2 WHERE compte = $1")
            .bind(q.compte.uuid())
            .bind(domain::date::jour(2026, 1, 1).unwrap())
            .execute(&mut tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let saisie = tout(&fiche(&registry, &cheffe.g, q.id).await, 22);
        let apercu = registry
            .apercu_depart(&cheffe.g, Some(&cheffe.d), q.id, &saisie)
            .await
            .unwrap();
        assert_eq!(apercu.retirees.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_planned_departure_withdraws_after_the_last_day_once() {
    chaque_banc("départ prévu", |banc| async move {
        let registry = avec_sursis(&banc.registry);
        let cheffe = cheffe(&registry, "EJ", EJ_A).await;
        let paul = gestionnaire(&registry, "Paul GIRAUD", "EG", EG_A1).await;
        let p = partante(&registry, &cheffe.g, 1).await;
        let louise = ouverte(&registry, p.compte).await.gestionnaire().unwrap();
        let demande = deposer(&registry, &usager_n(&registry, 2).await, EG_A1, 2)
            .await
            .id;
        let saisie = SaisieDepart {
            collegue: Some(paul.compte()),
            ..tout(&fiche(&registry, &cheffe.g, p.id).await, 24)
        };
        let depart = partir(&registry, &cheffe, p.id, &saisie).await.unwrap();
        // Until then she works, and what she takes in hand meanwhile is handed over too.
        version(&registry, &louise, demande).await;
        banc.horloge.avancer_jours(2);
        assert_eq!(registry.appliquer_departs().await.unwrap(), 0);
        assert!(est_gestionnaire(&registry, &p).await);
        assert_eq!(
            registry.depart(&cheffe.g, None, depart).await.unwrap().ligne.etat,
            EtatDepart::Planifie
        );
        banc.horloge.avancer_jours(1);
        let (a, b) = tokio::join!(registry.appliquer_departs(), registry.appliquer_departs());
        assert_eq!(a.unwrap() + b.unwrap(), 1);
        assert_eq!(registry.appliquer_departs().await.unwrap(), 0);
        assert!(!est_gestionnaire(&registry, &p).await);
        let vu = registry.depart(&cheffe.g, None, depart).await.unwrap();
        assert_eq!((vu.ligne.etat, vu.confiees), (EtatDepart::Fait, 1));

        // Given up before the day: nothing is withdrawn when it comes.
        let q = partante(&registry, &cheffe.g, 5).await;
        let saisie = tout(&fiche(&registry, &cheffe.g, q.id).await, 28);
        let depart = partir(&registry, &cheffe, q.id, &saisie).await.unwrap();
        avancer_minutes(&banc.horloge, 1);
        registry
            .rouvrir_depart(&cheffe.g, Some(&cheffe.d), depart)
            .await
            .unwrap();
        banc.horloge.avancer_jours(5);
        assert_eq!(registry.appliquer_departs().await.unwrap(), 0);
        assert!(est_gestionnaire(&registry, &q).await);
        assert!(
            fiche(&registry, &cheffe.g, q.id)
                .await
                .situations
                .iter()
                .all(|s| s.fin.is_none())
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mistake_is_opened_again_for_thirty_days_and_told() {
    chaque_banc("départ rouvert", |banc| async move {
        let registry = avec_sursis(&banc.registry);
        let cheffe = cheffe(&registry, "EJ", EJ_A).await;
        let nadia = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let p = partante(&registry, &cheffe.g, 1).await;
        let saisie = tout(&fiche(&registry, &cheffe.g, p.id).await, 20);
        let depart = partir(&registry, &cheffe, p.id, &saisie).await.unwrap();
        banc.horloge.avancer_jours(10);
        let dehors = crate::depart::cheffe(&registry, "EJ", EJ_B).await;
        let refus = registry.rouvrir_depart(&dehors.g, Some(&dehors.d), depart).await;
        assert!(matches!(refus, Err(ActeError::Introuvable)), "{refus:?}");
        registry
            .rouvrir_depart(&cheffe.g, Some(&cheffe.d), depart)
            .await
            .unwrap();
        registry
            .rouvrir_depart(&cheffe.g, Some(&cheffe.d), depart)
            .await
            .unwrap();
        assert!(est_gestionnaire(&registry, &p).await);
        assert_eq!(
            compter(registry.db(), "message WHERE genre = 'depart_rouvert'").await,
            1
        );
        assert_eq!(
            compter(
                registry.db(),
                "journal WHERE acte = 'rouvrir_situation' AND issue = 'fait'"
            )
            .await,
            2
        );
        let vue = fiche(&registry, &cheffe.g, p.id).await;
        assert!(
            vue.situations
                .iter()
                .all(|s| s.fin.is_none() && s.motif_fin.is_none())
        );
        let refus = registry.annuler_depart(&cheffe.g, depart).await;
        assert!(matches!(refus, Err(ActeError::TropTard)), "{refus:?}");

        // Opened again by somebody who designates nobody: the situations only.
        let depart = partir(&registry, &cheffe, p.id, &tout(&vue, 30)).await.unwrap();
        avancer_minutes(&banc.horloge, 1);
        registry
            .rouvrir_depart(&nadia, Some(&cheffe.d), depart)
            .await
            .unwrap();
        assert!(!est_gestionnaire(&registry, &p).await);
        let vue = fiche(&registry, &cheffe.g, p.id).await;
        assert!(vue.situations.iter().all(|s| s.fin.is_none()));

        // Granted again in between, it is not given twice; after thirty days nothing opens.
        let depart = partir(&registry, &cheffe, p.id, &tout(&vue, 30)).await.unwrap();
        banc.horloge.avancer_jours(DELAI_REOUVERTURE_JOURS + 1);
        assert!(
            registry
                .departs_recents(&cheffe.g)
                .await
                .unwrap()
                .iter()
                .all(|l| l.id != depart)
        );
        let refus = registry.rouvrir_depart(&cheffe.g, Some(&cheffe.d), depart).await;
        assert!(matches!(refus, Err(ActeError::NonRouvrable)), "{refus:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_records_their_own_departure_nor_one_that_waits_for_a_demande() {
    chaque_moteur("départ de soi", |registry| async move {
        let cheffe = cheffe(&registry, "EJ", EJ_A).await;
        // R38: the head has a record of her own, tied by the number of her card.
        let (_, id) = inscrire(&registry, &cheffe.g, EG_A1, 1).await;
        let mut tx = registry.db().begin().await.unwrap();
        sql("UPDATE compte SET rpps = (SELECT rpps FROM personne WHERE id = $2) WHERE id = $1")
            .bind(cheffe.g.compte().uuid())
            .bind(id.uuid())
            .execute(&mut tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let soi = ouverte(&registry, cheffe.g.compte()).await;
        let (g, d) = (soi.gestionnaire().unwrap(), soi.designateur().unwrap());
        let saisie = tout(&fiche(&registry, &g, id).await, 22);
        let refus = registry.apercu_depart(&g, Some(&d), id, &saisie).await.err();
        assert!(matches!(refus, Some(ActeError::PropreFiche)), "{refus:?}");
        let intention = registry.intention_de_depart();
        let refus = registry
            .enregistrer_depart(&g, Some(&d), (intention, id), 1, &saisie)
            .await;
        assert!(matches!(refus, Err(ActeError::PropreFiche)), "{refus:?}");

        // R33: two demandes, one accepted; the other has to be dealt with first.
        let v = usager_n(&registry, 2).await;
        let ici = deposer(&registry, &v, EG_A1, 2).await.id;
        let la = deposer(&registry, &v, EG_A2, 2).await.id;
        let lue = version(&registry, &g, ici).await;
        registry.valider(&g, ici, lue, true).await.unwrap();
        let autre = registry.ma_fiche(&v).await.unwrap().unwrap().id;
        let saisie = tout(&fiche(&registry, &g, autre).await, 22);
        let refus = registry.apercu_depart(&g, Some(&d), autre, &saisie).await.err();
        assert!(
            matches!(refus, Some(ActeError::DemandeEnCours { demande, .. }) if demande == la),
            "{refus:?}"
        );
        registry.annuler(&v, la).await.unwrap_or_else(|e| panic!("{e}"));
        assert!(registry.apercu_depart(&g, Some(&d), autre, &saisie).await.is_ok());
    })
    .await;
}
