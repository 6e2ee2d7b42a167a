//! Named views: one's own, shared with those who have an establishment in common, counted in the perimeter of who looks.

use crate::commun::*;
use crate::decor::*;
use registry::demande::FiltreFile;
use registry::droit::Gestionnaire;
use registry::vue::{NomVue, VUES_MAX};
use registry::{ActeError, Registry};

fn nom(texte: &str) -> NomVue {
    texte.parse().expect("a name")
}

async fn vues(registry: &Registry, g: &Gestionnaire) -> Vec<(String, bool, i64)> {
    let vues = registry.vues(g).await.unwrap_or_else(|e| panic!("{e}"));
    vues.into_iter()
        .map(|vue| (vue.nom, vue.mienne, vue.nombre))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shared_view_is_seen_where_establishments_are_shared() {
    chaque_moteur("vues partagées", |registry| async move {
        let registry = &registry;
        let nadia = gestionnaire(registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let jean = gestionnaire(registry, "Jean PETIT", "EG", EG_A1).await;
        let lea = gestionnaire(registry, "Léa ROUX", "EG", EG_A2).await;
        let paul = gestionnaire(registry, "Paul GIRAUD", "EJ", EJ_B).await;
        for (n, finess) in (0..).zip([EG_A1, EG_A1, EG_A2, EG_B2]) {
            deposer(registry, &usager_n(registry, n).await, finess, n).await;
        }
        let tout = FiltreFile::default();
        let id = registry
            .creer_vue(&nadia, &nom("Tout"), &tout, true)
            .await
            .unwrap();
        registry
            .creer_vue(&nadia, &nom("À moi"), &tout, false)
            .await
            .unwrap();
        registry
            .creer_vue(&jean, &nom("Petits"), &tout, true)
            .await
            .unwrap();
        let v = |nom: &str, mienne: bool, nombre: i64| (nom.to_owned(), mienne, nombre);
        assert_eq!(
            vues(registry, &nadia).await,
            [v("À moi", true, 3), v("Tout", true, 3), v("Petits", false, 3)]
        );
        assert_eq!(
            vues(registry, &jean).await,
            [v("Petits", true, 2), v("Tout", false, 2)]
        );
        assert_eq!(
            vues(registry, &lea).await,
            [v("Tout", false, 1)],
            "Jean and Léa share nothing"
        );
        assert_eq!(vues(registry, &paul).await, []);

        // Nobody else changes or removes it, whether they see it or not.
        for autre in [&jean, &paul] {
            let issue = registry.modifier_vue(autre, id, &nom("Autre"), false).await;
            assert!(matches!(issue, Err(ActeError::Introuvable)), "{issue:?}");
            let issue = registry.supprimer_vue(autre, id).await;
            assert!(matches!(issue, Err(ActeError::Introuvable)), "{issue:?}");
        }
        registry
            .modifier_vue(&nadia, id, &nom("Toute la file"), false)
            .await
            .unwrap();
        assert_eq!(vues(registry, &lea).await, []);
        registry
            .modifier_vue(&nadia, id, &nom("Toute la file"), true)
            .await
            .unwrap();
        assert_eq!(vues(registry, &lea).await, [v("Toute la file", false, 1)]);

        // Without a right any more, the author shares nothing.
        retirer_habilitations(registry, nadia.compte()).await;
        assert_eq!(vues(registry, &lea).await, []);
        registry.supprimer_vue(&nadia, id).await.unwrap();
        assert!(matches!(
            registry.supprimer_vue(&nadia, id).await,
            Err(ActeError::Introuvable)
        ));
        assert_eq!(
            compter(registry.db(), "journal WHERE objet = 'vue' AND issue = 'fait'").await,
            6
        );
        assert_eq!(
            compter(
                registry.db(),
                "journal WHERE objet = 'vue' AND issue = 'introuvable'"
            )
            .await,
            5
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn names_are_unique_and_views_are_few() {
    chaque_moteur("noms de vues", |registry| async move {
        let nadia = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let jean = gestionnaire(&registry, "Jean PETIT", "EG", EG_A1).await;
        let urgentes: FiltreFile = "vue=urgentes&etablissement=990000028".parse().unwrap();
        let avec_texte = FiltreFile {
            texte: Some("MOREAU".to_owned()),
            page: 3,
            ..urgentes.clone()
        };
        let id = registry
            .creer_vue(&nadia, &nom("Urgences"), &avec_texte, false)
            .await
            .unwrap();
        // A second click is the same view; another filter under the same name is not.
        let encore = registry
            .creer_vue(&nadia, &nom(" URGENCES "), &urgentes, false)
            .await;
        assert_eq!(encore.unwrap(), id);
        let autre = registry
            .creer_vue(&nadia, &nom("urgencés"), &FiltreFile::default(), false)
            .await;
        assert!(matches!(autre, Err(ActeError::VueExistante)));
        registry
            .creer_vue(&jean, &nom("Urgences"), &urgentes, false)
            .await
            .unwrap();
        let vues = registry.vues(&nadia).await.unwrap();
        assert_eq!(vues[0].filtre, urgentes, "no search is kept");
        for n in 1..VUES_MAX {
            registry
                .creer_vue(&nadia, &nom(&format!("Vue {n}")), &urgentes, true)
                .await
                .unwrap();
        }
        let trop = registry
            .creer_vue(&nadia, &nom("Une de trop"), &urgentes, true)
            .await;
        assert!(matches!(trop, Err(ActeError::TropDeVues)));
        let prise = registry.modifier_vue(&nadia, id, &nom("vue 1"), false).await;
        assert!(matches!(prise, Err(ActeError::VueExistante)));
        assert_eq!(compter(registry.db(), "vue").await, VUES_MAX + 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_windows_do_not_pass_the_limit() {
    chaque_moteur("vues à la fois", |registry| async move {
        let nadia = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let mut taches = Vec::new();
        for n in 0..VUES_MAX + 4 {
            let (registry, nadia) = (registry.clone(), nadia.clone());
            taches.push(tokio::spawn(async move {
                let nom = nom(&format!("Vue {n}"));
                registry
                    .creer_vue(&nadia, &nom, &FiltreFile::default(), false)
                    .await
                    .is_ok()
            }));
        }
        let mut faites = 0;
        for tache in taches {
            faites += i64::from(tache.await.expect("an answer"));
        }
        assert_eq!(faites, VUES_MAX);
    })
    .await;
}
