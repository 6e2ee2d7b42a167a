//! What a card carries when the right went and came back meanwhile: cancelled or followed by another in between, it says so.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use crate::commun::*;
use crate::decor::*;
use crate::depart::{cheffe, fiche, partante, partir, tout};
use crate::designation::droit_de;
use crate::structures::{dans, session_de, tete};
use crate::structures_cartes::{JEANNE, agit, carte, commande, designer};
use domain::designation::MotifRetrait;
use registry::structure::Reception;

#[tokio::test(flavor = "multi_thread")]
async fn a_right_comes_back_with_the_cards_of_the_day() {
    chaque_banc(
        "carte et droit rétabli",
        |Banc {
             registry, horloge, ..
         }| async move {
            let s = tete(&registry, "rl", EG_A1).await;
            let (r, d) = (s.representant().unwrap(), s.designateur().unwrap());
            designer(&registry, &d, EG_A1).await;
            let jeanne = session_de(&registry, JEANNE).await.compte();
            let premiere = carte(&registry, &r, EG_A1, Some(jeanne), None, 100).await;
            let suivante = registry
                .commander_carte(&r, &finess(EG_A1), &commande(&registry, Some(jeanne)))
                .await
                .unwrap();
            let droit = droit_de(&registry, JEANNE, "gestionnaire").await;
            let retirer = || registry.retirer_designation(&d, droit, MotifRetrait::Fonction, false);

            // Cancelled while the right was withdrawn.
            retirer().await.unwrap();
            registry.annuler_carte(&r, premiere, 2).await.unwrap();
            registry.retablir_designation(&d, droit).await.unwrap();
            assert!(!agit(&registry).await, "the right, without a card");

            // The next one came while the right was withdrawn.
            retirer().await.unwrap();
            let reception = Reception {
                numero: "2800001235".parse().unwrap(),
                recue_le: dans(&registry, 0),
                expire_le: Some(dans(&registry, 200)),
                identifiant: None,
            };
            registry
                .recevoir_carte(&r, suivante, 1, &reception)
                .await
                .unwrap();
            registry.retablir_designation(&d, droit).await.unwrap();
            assert!(agit(&registry).await);
            horloge.avancer_jours(101);
            assert!(agit(&registry).await, "carried by the next one");

            // Too late to come back: what it was stays as it was.
            let d = session_de(&registry, "rl").await.designateur().unwrap();
            registry
                .retirer_designation(&d, droit, MotifRetrait::Fonction, false)
                .await
                .unwrap();
            horloge.avancer_jours(31);
            let r = session_de(&registry, "rl").await.representant().unwrap();
            registry.annuler_carte(&r, suivante, 2).await.unwrap();
            let mut places = registry::db::sql("SELECT carte_jusqu_au FROM habilitation WHERE id = $1");
            places = places.bind(droit.uuid());
            let row = places.one(registry.db()).await.unwrap();
            assert_eq!(
                row.get::<Option<domain::date::Jour>>("carte_jusqu_au").unwrap(),
                reception.expire_le
            );
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn being_designated_again_does_not_replace_the_card_that_was_cancelled() {
    chaque_moteur("désignée sans carte", |registry| async move {
        let s = tete(&registry, "rl", EG_A1).await;
        let (r, d) = (s.representant().unwrap(), s.designateur().unwrap());
        designer(&registry, &d, EG_A1).await;
        let jeanne = session_de(&registry, JEANNE).await.compte();
        let id = carte(&registry, &r, EG_A1, Some(jeanne), None, 100).await;
        registry.annuler_carte(&r, id, 2).await.unwrap();
        assert!(!agit(&registry).await);
        let droit = droit_de(&registry, JEANNE, "gestionnaire").await;
        registry
            .retirer_designation(&d, droit, MotifRetrait::Erreur, false)
            .await
            .unwrap();
        designer(&registry, &d, EG_A1).await;
        assert!(!agit(&registry).await, "her only card here was cancelled");
        // No card is known elsewhere: the right there is not suspended.
        let b = tete(&registry, "rl-b", EG_B2).await.designateur().unwrap();
        designer(&registry, &b, EG_B2).await;
        assert!(agit(&registry).await);
        registry
            .retirer_designation(
                &b,
                dernier_droit(&registry, EG_B2).await,
                MotifRetrait::Erreur,
                false,
            )
            .await
            .unwrap();
        assert!(!agit(&registry).await);
        carte(&registry, &r, EG_A1, Some(jeanne), None, 100).await;
        assert!(agit(&registry).await);
    })
    .await;
}

/// The habilitation in force of a gestionnaire on that structure.
async fn dernier_droit(registry: &registry::Registry, ou: &str) -> domain::ids::HabilitationId {
    let row = registry::db::sql(
        "SELECT id FROM habilitation WHERE finess = $1 AND genre = 'gestionnaire' AND retiree_le IS NULL",
    )
    .bind(ou)
    .one(registry.db())
    .await
    .unwrap();
    domain::ids::HabilitationId::new(row.get("id").unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_departure_opened_again_does_not_give_back_a_card_that_was_cancelled() {
    chaque_moteur("carte rendue au départ", |registry| async move {
        let c = cheffe(&registry, "EJ", EJ_A).await;
        let p = partante(&registry, &c.g, 1).await;
        let r = session(&registry, c.g.compte()).await.representant().unwrap();
        let id = carte(&registry, &r, EJ_A, Some(p.compte), None, 100).await;
        assert!(session(&registry, p.compte).await.gestionnaire().is_ok());
        let saisie = tout(&fiche(&registry, &c.g, p.id).await, 22);
        let depart = partir(&registry, &c, p.id, &saisie).await.unwrap();
        registry.annuler_carte(&r, id, 2).await.unwrap();
        registry.rouvrir_depart(&c.g, Some(&c.d), depart).await.unwrap();
        let en_vigueur = "habilitation WHERE genre = 'gestionnaire' AND retiree_le IS NULL";
        assert_eq!(compter(registry.db(), en_vigueur).await, 1, "given back");
        assert!(
            session(&registry, p.compte).await.gestionnaire().is_err(),
            "without a card"
        );
    })
    .await;
}
