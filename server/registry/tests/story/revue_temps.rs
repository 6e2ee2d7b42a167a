//! Campaigns of review at their size, and in time: three hundred people at once, openings and reminders that come by themselves.

use crate::commun::*;
use crate::decor::*;
use crate::revue::{equipe, mails, ouvrir, tete};
use domain::date::jour;
use domain::revue::{EtatRevue, Frequence};
use registry::Registry;
use registry::db::sql;
use registry::revue::{Selection, VueRevue};
use uuid::Uuid;

#[tokio::test(flavor = "multi_thread")]
async fn three_hundred_people_are_confirmed_in_one_transaction() {
    chaque_moteur("revue, trois cents", |registry| async move {
        peupler(&registry, EG_A1, 300).await;
        let helene = tete(&registry, "Hélène CARPENTIER", "EJ", EJ_A).await;
        let r = ouvrir(&registry, &helene, EJ_A).await;
        let page = registry
            .lignes_revue(&r, None, VueRevue::ARevoir, 2)
            .await
            .unwrap();
        assert_eq!((page.total, page.pages, page.lignes.len()), (300, 6, 50));
        let avant = compter(registry.db(), "journal").await;
        let (nombre, avance) = registry
            .confirmer_presents(&r, &Selection::Tous(None))
            .await
            .unwrap();
        assert_eq!((nombre, avance.restantes()), (300, 0));
        assert_eq!(
            compter(registry.db(), "journal").await - avant,
            300,
            "each is traced"
        );
        assert_eq!(compter(registry.db(), "message").await, 0);
        assert_eq!(registry.revue(&r).await.unwrap().etat, EtatRevue::Terminee);
    })
    .await;
}

/// People registered straight into the database: their number matters here, not who they are.
pub(crate) async fn peupler(registry: &Registry, eg: &str, nombre: u128) {
    let mut tx = registry.db().begin().await.expect("done");
    for n in 0..nombre {
        sql("INSERT INTO personne (id, rpps, civilite, sexe, nom_naissance, prenoms, date_naissance, pays_naissance, certification, \
             identite, nom_exercice, prenom_exercice, email, mobile, cree_le, version, cle) \
             VALUES ($1, $2, 'MME', 'F', $3, 'Louise', $4, '99100', 'fc', $2, $3, 'Louise', $2, $2, 0, 1, $2)")
        .bind(Uuid::from_u128(1_000 + n))
        .bind(format!("{:011}", 10_000_000_000 + n))
        .bind(format!("PERSONNE {n}"))
        .bind(jour(1990, 3, 12).expect("done"))
        .execute(&mut tx)
        .await
        .expect("done");
        sql(
            "INSERT INTO situation (id, personne, finess, profession, role, mode, categorie, debut, cree_le) \
             VALUES ($1, $2, $3, '328', 'GENR10', 'S', 'C', $4, 0)",
        )
        .bind(Uuid::from_u128(900_000 + n))
        .bind(Uuid::from_u128(1_000 + n))
        .bind(eg)
        .bind(jour(2025, 9, 1).expect("done"))
        .execute(&mut tx)
        .await
        .expect("done");
    }
    tx.commit().await.expect("done");
}

#[tokio::test(flavor = "multi_thread")]
async fn campaigns_open_by_themselves_each_period_and_remind() {
    chaque_banc("revue, d’elle-même", |banc| async move {
        let registry = &banc.registry;
        equipe(registry).await;
        let helene = tete(registry, "Hélène CARPENTIER", "EJ", EJ_A).await;
        assert_eq!(
            registry.ouvrir_revues_dues().await.unwrap(),
            0,
            "a new head is left in peace"
        );
        banc.horloge.avancer_jours(41); // 2 January 2027
        assert_eq!(registry.ouvrir_revues_dues().await.unwrap(), 1);
        assert_eq!(registry.ouvrir_revues_dues().await.unwrap(), 0);
        let helene = session(registry, helene.compte()).await;
        let representant = helene.representant().unwrap();
        let r = ouvrir(registry, &helene, EJ_A).await;
        assert_eq!(
            compter(registry.db(), "revue").await,
            1,
            "the one that opened by itself"
        );

        // No address, no mail; then once a step.
        banc.horloge.avancer_jours(20);
        assert_eq!(registry.rappeler_revues().await.unwrap(), 0);
        adresse(registry, helene.compte().uuid()).await;
        assert_eq!(registry.rappeler_revues().await.unwrap(), 1);
        assert_eq!(registry.rappeler_revues().await.unwrap(), 0);
        banc.horloge.avancer_jours(8);
        assert_eq!(registry.rappeler_revues().await.unwrap(), 1);
        banc.horloge.avancer_jours(8);
        assert_eq!(registry.rappeler_revues().await.unwrap(), 1);
        assert_eq!(mails(registry, "rappel_revue").await, 3);

        // Ended and not wanted any more.
        let r = registry
            .reviseur(&session(registry, helene.compte()).await, r.revue())
            .await
            .unwrap();
        registry.terminer_revue(&r, true).await.unwrap();
        assert_eq!(
            registry
                .attestation_revue(&r)
                .await
                .unwrap()
                .attestation
                .sans_reponse
                .len(),
            4
        );
        registry
            .regler_revue(&representant, &finess(EJ_A), Frequence::Jamais)
            .await
            .unwrap();
        banc.horloge.avancer_jours(200);
        assert_eq!(registry.ouvrir_revues_dues().await.unwrap(), 0);
        assert_eq!(registry.rappeler_revues().await.unwrap(), 0);
    })
    .await;
}

/// A confirmed address for notifications.
pub(crate) async fn adresse(registry: &Registry, compte: Uuid) {
    let mut tx = registry.db().begin().await.expect("done");
    sql("INSERT INTO contact_notification (compte, contact, email, modifie_le) VALUES ($1, $2, 'helene@example.org', 0)")
        .bind(compte)
        .bind(nouvel_id(registry))
        .execute(&mut tx)
        .await
        .expect("done");
    tx.commit().await.expect("done");
}
