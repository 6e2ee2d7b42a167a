//! Campaigns of review that nobody ends, how many are listed, how their reminders are stopped, and what one that cannot be opened does
//! to the others.

use crate::commun::*;
use crate::decor::*;
use crate::revue::{equipe, mails, ouvrir, tete};
use crate::revue_temps::adresse;
use domain::revue::EtatRevue;
use registry::ActeError;
use registry::db::sql;
use registry::notification::Portee;
use registry::revue::{Donnee, RevueError};

#[tokio::test(flavor = "multi_thread")]
async fn a_campaign_that_nobody_attests_ends_as_it_is_and_the_next_one_opens() {
    chaque_banc("revue abandonnée", |banc| async move {
        let registry = &banc.registry;
        let (_, ids) = equipe(registry).await;
        let helene = tete(registry, "Hélène CARPENTIER", "EJ", EJ_A).await;
        let r = ouvrir(registry, &helene, EJ_A).await;
        let lue = crate::revue::ligne(registry, &r, ids[0]).await;
        registry
            .repondre_revue(&r, lue.situation, lue.version, &Donnee::Present)
            .await
            .unwrap();
        banc.horloge.avancer_jours(59);
        assert_eq!(registry.clore_revues().await.unwrap(), 0, "not yet");
        assert_eq!(
            registry.ouvrir_revues_dues().await.unwrap(),
            0,
            "one is under way"
        );
        banc.horloge.avancer_jours(1);
        assert_eq!(registry.clore_revues().await.unwrap(), 1);
        assert_eq!(registry.clore_revues().await.unwrap(), 0);

        let session = session(registry, helene.compte()).await;
        let r = registry.reviseur(&session, r.revue()).await.unwrap();
        let vue = registry.attestation_revue(&r).await.unwrap();
        let constat = vue.attestation;
        assert!(vue.intacte && constat.non_terminee && constat.par.is_empty());
        assert_eq!((constat.comptes.total, constat.sans_reponse.len()), (4, 3));
        assert_eq!(constat.reviseurs, ["Hélène CARPENTIER"]);
        let tard = registry
            .repondre_revue(&r, lue.situation, 1, &Donnee::Present)
            .await;
        assert!(
            matches!(tard, Err(ActeError::Revue(RevueError::Terminee))),
            "{tard:?}"
        );
        assert_eq!(
            compter(
                registry.db(),
                "journal WHERE acte = 'clore_revue' AND acteur IS NULL"
            )
            .await,
            1
        );
        // January 2027: the campaign of that quarter.
        assert_eq!(registry.ouvrir_revues_dues().await.unwrap(), 1);
        let listees = registry
            .mes_revues(&session.representant().unwrap())
            .await
            .unwrap();
        assert!(listees[0].en_cours.is_some());
        assert_eq!(listees[0].passees[0].etat, EtatRevue::NonTerminee);

        // What is attested says nothing of it, as before.
        let r = ouvrir(registry, &session, EJ_A).await;
        registry.terminer_revue(&r, true).await.unwrap();
        let attestation = registry.attestation_revue(&r).await.unwrap().attestation;
        assert!(!attestation.non_terminee);
        assert!(
            !serde_json::to_string(&attestation)
                .unwrap()
                .contains("non_terminee")
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn campaigns_under_way_are_all_listed_and_those_of_an_establishment_too() {
    chaque_banc("revues listées", |banc| async move {
        let registry = &banc.registry;
        equipe(registry).await;
        let helene = tete(registry, "Hélène CARPENTIER", "EJ", EJ_A).await;
        let association = ouvrir(registry, &helene, EJ_A).await;
        let seul = ouvrir(registry, &helene, EG_A1).await;
        // More than a list of old ones would hold, all later.
        for _ in 0..41 {
            avancer_minutes(&banc.horloge, 1);
            let r = ouvrir(registry, &helene, EG_A2).await;
            registry.terminer_revue(&r, true).await.unwrap();
        }
        let liste = registry
            .mes_revues(&helene.representant().unwrap())
            .await
            .unwrap();
        let de = |numero: &str| {
            liste
                .iter()
                .find(|structure| structure.finess.as_str() == numero)
                .expect("listed")
        };
        assert_eq!(liste.len(), 3);
        assert_eq!(
            de(EJ_A).en_cours.as_ref().map(|revue| revue.id),
            Some(association.revue())
        );
        let a1 = de(EG_A1);
        assert_eq!(
            a1.en_cours
                .as_ref()
                .map(|revue| (revue.id, revue.avancement.total)),
            Some((seul.revue(), 3))
        );
        assert!(!a1.reglable && a1.prochaine.is_none() && de(EJ_A).reglable);
        assert_eq!(de(EG_A2).passees.len(), 20);
        assert!(de(EG_A2).passees[0].ouverte_le > de(EG_A2).passees[1].ouverte_le);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reminders_of_a_campaign_stop_in_one_click() {
    chaque_banc("revue, désabonnement", |banc| async move {
        let registry = &banc.registry;
        equipe(registry).await;
        let helene = tete(registry, "Hélène CARPENTIER", "EJ", EJ_A).await;
        let r = ouvrir(registry, &helene, EJ_A).await;
        adresse(registry, helene.compte().uuid()).await;
        banc.horloge.avancer_jours(17);
        assert_eq!(registry.rappeler_revues().await.unwrap(), 1);
        let jeton: String = sql("SELECT desabonnement FROM message WHERE genre = 'rappel_revue'")
            .one(registry.db())
            .await
            .unwrap()
            .get("desabonnement")
            .unwrap();
        assert_eq!(
            registry.lire_desabonnement(&jeton).await.unwrap(),
            Some(Portee::Revue(r.revue()))
        );
        for _ in 0..2 {
            registry.desabonner(&jeton).await.unwrap();
        }
        assert_eq!(
            compter(registry.db(), "journal WHERE acte = 'desabonner'").await,
            1
        );
        for jours in [11, 4, 10] {
            banc.horloge.avancer_jours(jours);
            assert_eq!(registry.rappeler_revues().await.unwrap(), 0);
        }
        // Of that campaign only.
        let session = session(registry, helene.compte()).await;
        let r = registry.reviseur(&session, r.revue()).await.unwrap();
        registry.terminer_revue(&r, true).await.unwrap();
        ouvrir(registry, &session, EJ_A).await;
        banc.horloge.avancer_jours(17);
        assert_eq!(registry.rappeler_revues().await.unwrap(), 1);
        assert_eq!(mails(registry, "rappel_revue").await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_campaign_that_cannot_be_opened_leaves_the_others_alone() {
    chaque_banc("revue, ligne abîmée", |banc| async move {
        let registry = &banc.registry;
        equipe(registry).await;
        let helene = tete(registry, "Hélène CARPENTIER", "EJ", EJ_A).await;
        // A structure whose number cannot be read, before every other one.
        executer(
            registry.db(),
            &["INSERT INTO entite_juridique (finess, raison_sociale, ouverte) VALUES ('0', 'ABIMEE', TRUE)"],
        )
        .await;
        habiliter(registry, helene.compte(), "representant_legal", "EJ", "0").await;
        banc.horloge.avancer_jours(41);
        assert_eq!(registry.ouvrir_revues_dues().await.unwrap(), 1);
        assert_eq!(compter(registry.db(), "revue").await, 1);
    })
    .await;
}
