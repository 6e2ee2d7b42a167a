//! Sessions end when they must, and what was searched stays in its session.

use crate::commun::*;
use crate::decor::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_session_lives_as_long_as_said() {
    chaque_banc("session", |banc| async move {
        let registry = &banc.registry;
        let compte = compte_carte(registry, "Nadia FERRAND").await;
        let jeton = registry.ouvrir_session(compte, 30).await.unwrap();
        assert_eq!(jeton.as_str().len(), 64);
        assert_eq!(format!("{jeton:?}"), "JetonSession(…)", "no secret in a log");
        let ouverte = registry
            .session_ouverte(jeton.as_str())
            .await
            .unwrap()
            .expect("open");
        assert_eq!(
            (ouverte.compte(), ouverte.nom_affiche()),
            (compte, "Nadia FERRAND")
        );
        assert!(!ouverte.est_usager() && !ouverte.est_gestionnaire() && !ouverte.est_representant());
        for faux in [
            "",
            "0",
            &"0".repeat(64),
            &jeton.as_str()[..63],
            &jeton.as_str().to_uppercase(),
        ] {
            if *faux != *jeton.as_str() {
                assert!(registry.session_ouverte(faux).await.unwrap().is_none());
            }
        }
        avancer_minutes(&banc.horloge, 31);
        assert!(registry.session_ouverte(jeton.as_str()).await.unwrap().is_none());
        assert_eq!(registry.purger_sessions().await.unwrap(), 1);

        let jeton = registry.ouvrir_session(compte, 30).await.unwrap();
        registry.fermer_session(jeton.as_str()).await.unwrap();
        registry.fermer_session(jeton.as_str()).await.unwrap();
        assert!(registry.session_ouverte(jeton.as_str()).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_belongs_to_its_session() {
    chaque_moteur("recherche", |registry| async move {
        let compte = compte_carte(&registry, "Nadia FERRAND").await;
        let jeton = registry.ouvrir_session(compte, 30).await.unwrap();
        let mienne = registry
            .session_ouverte(jeton.as_str())
            .await
            .unwrap()
            .expect("open");
        let autre = session(&registry, compte).await;
        let id = registry
            .noter_recherche(&mienne, "  Moreau\u{0} Camille ")
            .await
            .unwrap();
        assert_eq!(
            registry.recherche(&mienne, id).await.unwrap().as_deref(),
            Some("Moreau Camille")
        );
        assert_eq!(registry.recherche(&autre, id).await.unwrap(), None);
        let longue = registry.noter_recherche(&mienne, &"é".repeat(500)).await.unwrap();
        assert_eq!(
            registry
                .recherche(&mienne, longue)
                .await
                .unwrap()
                .map(|texte| texte.chars().count()),
            Some(200)
        );
        registry.fermer_session(jeton.as_str()).await.unwrap();
        assert_eq!(
            compter(registry.db(), "recherche").await,
            0,
            "forgotten with the session"
        );
    })
    .await;
}
