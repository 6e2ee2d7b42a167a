//! Opening a departure again, continued: what cannot be put back does not prevent the rest. And whom a departure concerns when it
//! only withdraws a right.

use crate::agir::inscrire;
use crate::commun::*;
use crate::decor::*;
use crate::depart::{Cheffe, Partante, cheffe, fiche, habiliter_inscrit, ouverte, partante, partir, tout};
use crate::depart_perimetre::rien_a_voir;
use crate::depart_suite::est_gestionnaire;
use crate::sursis::avec_sursis;
use domain::ids::PersonneId;
use domain::saisie::SaisieSituation;
use registry::db::sql;
use registry::depart::EtatDepart;
use registry::situation::ActeSituation;
use registry::{ActeError, Registry};

/// Somebody is back where they had left, on that day of November, in a new situation.
async fn revenir(registry: &Registry, c: &Cheffe, id: PersonneId, eg: &str, jour: u8) {
    let lue = fiche(registry, &c.g, id).await;
    let saisie = SaisieSituation {
        nom_exercice: lue.nom_exercice.to_string(),
        prenom_exercice: lue.prenom_exercice.to_string(),
        debut_jour: jour.to_string(),
        debut_mois: "11".to_owned(),
        ..situation(eg)
    };
    registry
        .agir_sur_situation(&c.g, id, lue.version, &ActeSituation::Ajouter { saisie })
        .await
        .unwrap_or_else(|e| panic!("{e}"));
}

async fn ouvertes(registry: &Registry, c: &Cheffe, id: PersonneId) -> Vec<String> {
    let lue = fiche(registry, &c.g, id).await;
    let mut ouvertes: Vec<String> = lue
        .situations
        .iter()
        .filter(|s| s.fin.is_none())
        .map(|s| s.etablissement.finess.to_string())
        .collect();
    ouvertes.sort();
    ouvertes
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_back_in_one_place_does_not_prevent_the_rest_from_being_put_back() {
    chaque_banc("départ rouvert, place prise", |banc| async move {
        let registry = avec_sursis(&banc.registry);
        let c = cheffe(&registry, "EJ", EJ_A).await;
        let p = partante(&registry, &c.g, 1).await;
        let saisie = tout(&fiche(&registry, &c.g, p.id).await, 22);
        let depart = partir(&registry, &c, p.id, &saisie).await.unwrap();
        banc.horloge.avancer_jours(3);
        revenir(&registry, &c, p.id, EG_A1, 24).await;
        let refus = registry.rouvrir_depart(&c.g, Some(&c.d), depart).await.unwrap();
        assert!(
            matches!(refus.as_slice(), [ActeError::SituationExistante]),
            "{refus:?}"
        );
        assert_eq!(ouvertes(&registry, &c, p.id).await, [EG_A1, EG_A2]);
        let lue = fiche(&registry, &c.g, p.id).await;
        assert_eq!(lue.situations.len(), 3, "the old one stays closed");
        assert!(est_gestionnaire(&registry, &p).await);
        // Nothing of it is left to put back.
        let ligne = registry.depart(&c.g, None, depart).await.unwrap().ligne;
        assert_eq!((ligne.etat, ligne.rouvrable), (EtatDepart::Rouvert, false));

        // When that is all there was, it is the reason.
        let (_, seule) = inscrire(&registry, &c.g, EG_A1, 5).await;
        let saisie = tout(&fiche(&registry, &c.g, seule).await, 25);
        let depart = partir(&registry, &c, seule, &saisie).await.unwrap();
        banc.horloge.avancer_jours(3);
        revenir(&registry, &c, seule, EG_A1, 27).await;
        let refus = registry.rouvrir_depart(&c.g, Some(&c.d), depart).await;
        assert!(matches!(refus, Err(ActeError::SituationExistante)), "{refus:?}");
        let ligne = registry.depart(&c.g, None, depart).await.unwrap().ligne;
        assert_eq!((ligne.etat, ligne.rouvrable), (EtatDepart::Fait, false));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_establishment_that_has_closed_does_not_prevent_it_either() {
    chaque_banc("départ rouvert, établissement fermé", |banc| async move {
        let registry = avec_sursis(&banc.registry);
        let c = cheffe(&registry, "EJ", EJ_A).await;
        let p = partante(&registry, &c.g, 1).await;
        let saisie = tout(&fiche(&registry, &c.g, p.id).await, 22);
        let depart = partir(&registry, &c, p.id, &saisie).await.unwrap();
        banc.horloge.avancer_jours(3);
        let mut tx = registry.db().begin().await.unwrap();
        sql("UPDATE etablissement SET ouvert = $2 WHERE finess = $1")
            .bind(EG_A2)
            .bind(false)
            .execute(&mut tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let refus = registry.rouvrir_depart(&c.g, Some(&c.d), depart).await.unwrap();
        assert!(
            matches!(refus.as_slice(), [ActeError::NonEligible(_)]),
            "{refus:?}"
        );
        assert_eq!(ouvertes(&registry, &c, p.id).await, [EG_A1]);
        assert!(est_gestionnaire(&registry, &p).await);
        let vu = registry.depart(&c.g, None, depart).await.unwrap();
        assert_eq!(vu.ligne.etat, EtatDepart::Fait, "a part of it stands");
        assert_eq!(vu.etablissements.iter().filter(|lieu| lieu.fermee).count(), 1);
        let refus = registry.rouvrir_depart(&c.g, Some(&c.d), depart).await;
        assert!(matches!(refus, Err(ActeError::NonEligible(_))), "{refus:?}");
    })
    .await;
}

/// Somebody who works in the second establishment only, with a right on that structure.
async fn travaillant_ailleurs(registry: &Registry, c: &Cheffe, n: u32, structure: &str) -> Partante {
    let (_, id) = inscrire(registry, &c.g, EG_A2, n).await;
    let compte = habiliter_inscrit(registry, &c.g, id, structure).await;
    Partante { id, compte }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_right_withdrawn_is_the_business_of_those_who_designate_there_only() {
    chaque_banc("départ d’ailleurs", |banc| async move {
        let registry = avec_sursis(&banc.registry);
        let chef = cheffe(&registry, "EJ", EJ_A).await;
        let paul = gestionnaire(&registry, "Paul GIRAUD", "EG", EG_A1).await;
        let compte = compte_carte(&registry, "Yasmine HADDAD").await;
        habiliter(&registry, compte, "mandataire", "EG", EG_A1).await;
        habiliter(&registry, compte, "gestionnaire", "EG", EG_A1).await;
        let yasmine = ouverte(&registry, compte).await;
        let (g, d) = (yasmine.gestionnaire().unwrap(), yasmine.designateur().unwrap());
        // A right on the whole association, held by somebody who never worked where Paul and Yasmine are.
        let p = travaillant_ailleurs(&registry, &chef, 1, EJ_A).await;
        let saisie = tout(&fiche(&registry, &chef.g, p.id).await, 22);
        let depart = partir(&registry, &chef, p.id, &saisie).await.unwrap();
        assert!(!est_gestionnaire(&registry, &p).await);
        rien_a_voir(&registry, (&paul, None), depart).await;
        rien_a_voir(&registry, (&g, Some(&d)), depart).await;
        let vu = registry.depart(&chef.g, None, depart).await.unwrap();
        assert_eq!((vu.habilitations, vu.ligne.visible), (1, true));

        // On their own establishment: Yasmine designates there, and knows of it; the record is not hers to open.
        let q = travaillant_ailleurs(&registry, &chef, 5, EG_A1).await;
        let saisie = tout(&fiche(&registry, &chef.g, q.id).await, 22);
        let depart = partir(&registry, &chef, q.id, &saisie).await.unwrap();
        rien_a_voir(&registry, (&paul, None), depart).await;
        let ligne = registry.depart(&g, None, depart).await.unwrap().ligne;
        assert_eq!((ligne.visible, ligne.rouvrable), (false, false));
        assert_eq!(registry.departs_recents(&g).await.unwrap(), [ligne]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_departure_prepared_by_somebody_else_is_recognised_without_opening_the_record() {
    chaque_moteur("départ d’un autre", |registry: Registry| async move {
        let c = cheffe(&registry, "EJ", EJ_A).await;
        let dehors = cheffe(&registry, "EJ", EJ_B).await;
        let p = partante(&registry, &c.g, 1).await;
        let avant = compter(registry.db(), "journal").await;
        registry.partant_du_perimetre(&c.g, p.id).await.unwrap();
        let refus = registry.partant_du_perimetre(&dehors.g, p.id).await;
        assert!(matches!(refus, Err(ActeError::Introuvable)), "{refus:?}");
        assert_eq!(compter(registry.db(), "journal").await, avant);
    })
    .await;
}
