//! Who is reminded, and where: the end of a card is told to each person once, whoever was told before; whoever is reminded of something
//! can say where, and nobody else.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use crate::commun::*;
use crate::decor::*;
use crate::structures::tete;
use crate::structures_cartes::carte;
use domain::ids::CompteId;
use registry::Registry;
use registry::db::sql;

async fn adresse(registry: &Registry, compte: CompteId, email: &str) {
    let mut tx = registry.db().begin().await.unwrap();
    sql("INSERT INTO contact_notification (compte, contact, email, modifie_le) VALUES ($1, $1, $2, 0)")
        .bind(compte.uuid())
        .bind(email)
        .execute(&mut tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn prevenus(registry: &Registry) -> Vec<String> {
    let mut gens: Vec<String> = registry
        .messages(50)
        .await
        .unwrap()
        .into_iter()
        .filter(|mail| mail.genre == "carte_expire")
        .map(|mail| mail.destinataire)
        .collect();
    gens.sort();
    gens
}

#[tokio::test(flavor = "multi_thread")]
async fn telling_the_holder_does_not_silence_the_head() {
    chaque_banc("cartes, chacun son rappel", |banc| async move {
        let (registry, horloge) = (&banc.registry, &banc.horloge);
        let s = tete(registry, "rl", EG_A1).await;
        let nadia = compte_carte(registry, "Nadia FERRAND").await;
        habiliter(registry, nadia, "gestionnaire", "EG", EG_A1).await;
        carte(registry, &s.representant().unwrap(), EG_A1, Some(nadia), None, 60).await;
        adresse(registry, nadia, "nadia@example.org").await;
        assert_eq!(registry.alerter_cartes().await.unwrap(), 1);
        assert_eq!(registry.alerter_cartes().await.unwrap(), 0);
        assert_eq!(prevenus(registry).await, ["nadia@example.org"]);

        // The head says where, days later: they are told, and nobody else again.
        horloge.avancer_jours(12);
        adresse(registry, s.compte(), "rl@example.org").await;
        let (a, b) = tokio::join!(registry.alerter_cartes(), registry.alerter_cartes());
        assert_eq!(a.unwrap() + b.unwrap(), 1);
        assert_eq!(prevenus(registry).await, ["nadia@example.org", "rl@example.org"]);
        let mail = &registry.messages(1).await.unwrap()[0];
        assert!(mail.sujet.contains("expire dans 48\u{a0}jours"), "{}", mail.sujet);
        horloge.avancer_jours(18);
        assert_eq!(registry.alerter_cartes().await.unwrap(), 1);
        assert_eq!(prevenus(registry).await.len(), 4);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_reminded_says_where() {
    chaque_moteur("adresse d’un réviseur", |registry| async move {
        // Somebody to review.
        let g = gestionnaire(&registry, "Nadia FERRAND", "EG", EG_A1).await;
        crate::agir::inscrire(&registry, &g, EG_A1, 1).await;
        let helene = crate::revue::tete(&registry, "Hélène CARPENTIER", "EJ", EJ_A).await;
        assert!(registry.destinataire(&helene).await.unwrap().is_some());
        let r = crate::revue::ouvrir(&registry, &helene, EJ_A).await;
        let jeton = registry.partager_revue(&r, &finess(EG_A1)).await.unwrap();
        let zoe = compte_carte(&registry, "Zoé DIRECTRICE").await;
        let zoe = session(&registry, zoe).await;
        registry.demander_partage(&zoe, jeton.as_str()).await.unwrap();
        assert!(
            registry.destinataire(&zoe).await.unwrap().is_none(),
            "not accepted yet"
        );
        let partage = registry
            .revue(&r)
            .await
            .unwrap()
            .parts
            .iter()
            .find_map(|part| part.partage.clone());
        let partage = partage.unwrap().id;
        registry
            .repondre_reviseur(&r, partage, zoe.compte(), true)
            .await
            .unwrap();
        let qui = registry.destinataire(&zoe).await.unwrap().unwrap();
        registry
            .demander_code_notification(&qui, "zoe@example.org")
            .await
            .unwrap();
        let texte = registry.messages(1).await.unwrap()[0].texte.clone();
        let code: String = texte
            .split("Votre code")
            .nth(1)
            .unwrap()
            .chars()
            .filter(char::is_ascii_digit)
            .take(6)
            .collect();
        registry
            .confirmer_adresse_notification(&qui, &code)
            .await
            .unwrap();
        let reglages = registry.reglages_notification(&qui).await.unwrap();
        assert_eq!(reglages.adresse.unwrap().as_str(), "zoe@example.org");
        registry.revoquer_partage(&r, partage).await.unwrap();
        assert!(registry.destinataire(&zoe).await.unwrap().is_none());
    })
    .await;
}
