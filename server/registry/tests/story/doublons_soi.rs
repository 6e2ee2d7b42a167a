//! Nobody answers for themselves when people look alike (R38), and whoever is compared can read it.

use crate::commun::*;
use crate::decor::*;
use crate::doublons::{seul, valider};
use domain::doublon::ChoixDoublon;
use registry::ActeError;
use registry::droit::Gestionnaire;

#[tokio::test(flavor = "multi_thread")]
async fn one_does_not_answer_for_oneself_and_comparing_is_noted() {
    chaque_moteur("R38", |registry| async move {
        let g = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let anne = usager(&registry, &etat_civil("LEFÈVRE", "Anne")).await;
        let id = deposer(&registry, &anne, EG_A1, 1).await.id;
        let rpps = valider(&registry, &g, id).await.unwrap().parse().unwrap();
        // Somebody of the structure asks for herself.
        let elle = usager(&registry, &etat_civil("LEFEBVRE", "Anne")).await;
        let id = deposer(&registry, &elle, EG_A2, 2).await.id;
        let la_meme = gestionnaire_aussi(&registry, &elle, None, "EJ", EJ_A).await;
        let vu = seul(&registry, &la_meme, id).await;
        let dire = async |qui: &Gestionnaire, choix: ChoixDoublon| {
            registry
                .trancher_doublon(qui, id, vu.sujet.id(), vu.empreinte, Some(choix))
                .await
        };
        let refus = dire(&la_meme, ChoixDoublon::Meme).await;
        assert!(matches!(refus, Err(ActeError::PropreDemande)), "{refus:?}");
        // Said by a colleague to be Anne, whose number is on this card: it would be a situation of her own.
        dire(&g, ChoixDoublon::Meme).await.unwrap();
        let inscrite = gestionnaire_aussi(&registry, &anne, Some(&rpps), "EJ", EJ_A).await;
        let refus = valider(&registry, &inscrite, id).await;
        assert!(matches!(refus, Err(ActeError::PropreFiche)), "{refus:?}");
        let refus = dire(&inscrite, ChoixDoublon::Differente).await;
        assert!(matches!(refus, Err(ActeError::PropreFiche)), "{refus:?}");
        // Nor with a card without a number, at a name of hers that the demande does not give.
        executer(
            registry.db(),
            &["UPDATE personne SET nom_usage = 'FERRAND', nom_exercice = 'FERRAND'"],
        )
        .await;
        let sans_numero = gestionnaire(&registry, "Anne FERRAND", "EJ", EJ_A).await;
        let vu = seul(&registry, &g, id).await;
        let refus = registry
            .trancher_doublon(
                &sans_numero,
                id,
                vu.sujet.id(),
                vu.empreinte,
                Some(ChoixDoublon::Differente),
            )
            .await;
        assert!(matches!(refus, Err(ActeError::PropreFiche)), "{refus:?}");

        registry
            .comparer_doublon(&g, id, vu.sujet.id())
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        let lues = registry.consultations(&anne, 1).await.unwrap();
        assert!(lues.lignes.iter().any(|ligne| ligne.acte.code() == "comparer"));
    })
    .await;
}
