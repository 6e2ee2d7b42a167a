//! The templates of a structure: who keeps them, and that nobody overwrites a colleague.

use crate::commun::*;
use crate::decor::*;
use domain::saisie::{ModeleValide, SaisieModele};
use registry::ActeError;

fn modele(genre: &str, titre: &str, texte: &str) -> ModeleValide {
    SaisieModele {
        genre: genre.to_owned(),
        titre_modele: titre.to_owned(),
        texte_modele: texte.to_owned(),
    }
    .valider()
    .expect("it is accepted")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_structure_keeps_its_templates_together() {
    chaque_moteur("modèles", |registry| async move {
        let nadia = gestionnaire(&registry, "Nadia FERRAND", "EG", EG_A1).await;
        let sophie = gestionnaire(&registry, "Sophie LAMBERT", "EJ", EJ_A).await;
        let paul = gestionnaire(&registry, "Paul GIRAUD", "EG", EG_B2).await;
        let (a, b) = (finess(EJ_A), finess(EJ_B));
        let structures = registry.structures(&nadia).await.unwrap();
        assert_eq!((structures.len(), &structures[0].finess), (1, &a));

        let contenu = modele(
            "refus",
            "Contrat terminé",
            "Bonjour {prenom}, votre contrat est terminé.",
        );
        let refus = registry.creer_modele(&nadia, &b, &contenu).await;
        assert!(matches!(refus, Err(ActeError::Introuvable)), "{refus:?}");
        let id = registry.creer_modele(&nadia, &a, &contenu).await.unwrap();
        let refus = registry.creer_modele(&sophie, &a, &contenu).await;
        assert!(matches!(refus, Err(ActeError::ModeleExistant)), "{refus:?}");
        // The same name for another use, or for another structure, is another template.
        let message = modele("message", "Contrat terminé", "Votre contrat est-il terminé ?");
        registry.creer_modele(&sophie, &a, &message).await.unwrap();
        registry.creer_modele(&paul, &b, &contenu).await.unwrap();

        let lus = registry.modeles(&sophie, None).await.unwrap();
        assert_eq!(lus.len(), 2);
        assert_eq!(registry.modeles(&paul, Some(&a)).await.unwrap(), []);
        let lu = lus.iter().find(|lu| lu.id == id).unwrap();
        assert_eq!((lu.version, lu.par.as_str()), (1, "Nadia FERRAND"));

        let change = modele(
            "refus",
            "Fin de contrat",
            "Votre contrat à {etablissement} est terminé.",
        );
        registry.modifier_modele(&sophie, id, 1, &change).await.unwrap();
        let refus = registry.modifier_modele(&nadia, id, 1, &contenu).await;
        assert!(matches!(refus, Err(ActeError::ModeleChange)), "{refus:?}");
        let refus = registry.supprimer_modele(&nadia, id, 1).await;
        assert!(matches!(refus, Err(ActeError::ModeleChange)), "{refus:?}");
        for refus in [
            registry.modifier_modele(&paul, id, 2, &contenu).await,
            registry.supprimer_modele(&paul, id, 2).await,
        ] {
            assert!(matches!(refus, Err(ActeError::Introuvable)), "{refus:?}");
        }
        let homonyme = modele("message", "Fin de contrat", "Votre contrat est-il terminé ?");
        let autre = registry.creer_modele(&nadia, &a, &homonyme).await.unwrap();
        let refus = registry.modifier_modele(&nadia, autre, 1, &change).await;
        assert!(matches!(refus, Err(ActeError::ModeleExistant)), "{refus:?}");
        registry.supprimer_modele(&nadia, id, 2).await.unwrap();
        assert_eq!(registry.modeles(&nadia, Some(&a)).await.unwrap().len(), 2);
        assert_eq!(
            compter(registry.db(), "journal WHERE objet = 'modele' AND issue = 'fait'").await,
            6
        );
    })
    .await;
}
