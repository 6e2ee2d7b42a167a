//! Thirty days without an answer.

use crate::commun::*;
use crate::decor::*;
use domain::demande::Statut;
use registry::ActeError;

#[tokio::test(flavor = "multi_thread")]
async fn a_demande_expires_after_thirty_days_and_can_be_made_again() {
    chaque_banc("expiration", |banc| async move {
        let registry = &banc.registry;
        let g = gestionnaire(registry, "Nadia FERRAND", "EG", EG_A1).await;
        let (u, autre) = (usager_n(registry, 1).await, usager_n(registry, 2).await);
        let ancienne = deposer(registry, &u, EG_A1, 1).await;
        banc.horloge.avancer_jours(20);
        let recente = deposer(registry, &autre, EG_A1, 2).await;
        let version = version(registry, &g, ancienne.id).await;
        assert_eq!(registry.expirer_demandes().await.unwrap(), 0);
        banc.horloge.avancer_jours(10);
        // Two machines run the task at the same time.
        let (a, b) = tokio::join!(registry.expirer_demandes(), registry.expirer_demandes());
        assert_eq!(a.unwrap() + b.unwrap(), 1);
        assert_eq!(registry.expirer_demandes().await.unwrap(), 0);

        let suivi = registry
            .demande_de(&u, ancienne.id)
            .await
            .unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(suivi.statut, Statut::Expiree);
        assert!(suivi.decidee_le.is_some() && suivi.expire_le.is_none());
        let message = &registry.messages(1).await.unwrap()[0];
        assert_eq!(
            (message.genre.as_str(), message.destinataire.as_str()),
            ("demande_expiree", "personne1@example.org")
        );
        let refus = registry.valider(&g, ancienne.id, version, true).await;
        let Err(ActeError::Conflit {
            statut: Statut::Expiree,
            par: None,
            le: Some(_),
            ..
        }) = refus
        else {
            panic!("the gestionnaire is told: {refus:?}")
        };
        assert_eq!(registry.nombre_a_traiter(&g).await.unwrap(), 1);
        assert_eq!(
            registry
                .demande_de(&autre, recente.id)
                .await
                .unwrap_or_else(|error| panic!("{error}"))
                .statut,
            Statut::ATraiter
        );
        deposer(registry, &u, EG_A1, 1).await;
    })
    .await;
}
