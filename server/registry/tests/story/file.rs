//! The queue and the search for people: order, filters, pages, warnings.

use crate::commun::*;
use crate::decor::*;
use registry::Registry;
use registry::demande::{Avertissement, FiltreFile, PageFile};
use registry::droit::Gestionnaire;
use registry::personne::Critere;

async fn file(registry: &Registry, g: &Gestionnaire, filtre: FiltreFile) -> PageFile {
    registry
        .file(g, &filtre)
        .await
        .unwrap_or_else(|error| panic!("{error}"))
}

fn noms(page: &PageFile) -> Vec<&str> {
    page.lignes.iter().map(|ligne| ligne.nom.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_queue_is_oldest_first_and_can_be_narrowed() {
    chaque_banc("file", |banc| async move {
        let registry = &banc.registry;
        let g = gestionnaire(registry, "Nadia FERRAND", "EJ", EJ_A).await;
        assert_eq!(file(registry, &g, FiltreFile::default()).await.pages, 1);
        let mut references = Vec::new();
        for (n, (nom, prenom, etablissement)) in [
            ("MARTIN", "Zoé", EG_A1),
            ("L'HÉRITIER", "Élise", EG_A2),
            ("MARTINEZ", "Anne", EG_A1),
        ]
        .into_iter()
        .enumerate()
        {
            let u = usager(registry, &etat_civil(nom, prenom)).await;
            references.push(
                deposer(registry, &u, etablissement, u32::try_from(n).unwrap())
                    .await
                    .reference,
            );
            banc.horloge.avancer_jours(1);
        }
        let toutes = file(registry, &g, FiltreFile::default()).await;
        assert_eq!(noms(&toutes), ["MARTIN Zoé", "L'HÉRITIER Élise", "MARTINEZ Anne"]);
        assert_eq!(
            (toutes.total, registry.nombre_a_traiter(&g).await.unwrap()),
            (3, 3)
        );
        assert_eq!(toutes.lignes[1].etablissement, "SESSAD LES TILLEULS");
        assert!(!toutes.lignes[1].profession_libelle.is_empty() && toutes.lignes[1].role_libelle != "GENR10");

        for (texte, attendus) in [
            ("martin", vec!["MARTIN Zoé", "MARTINEZ Anne"]),
            ("  ZOE mart ", vec!["MARTIN Zoé"]),
            ("l’heritier", vec!["L'HÉRITIER Élise"]),
            ("durand", vec![]),
            (" - ", vec!["MARTIN Zoé", "L'HÉRITIER Élise", "MARTINEZ Anne"]),
            ("\" OR 1=1 --", vec![]),
        ] {
            let trouvees = file(
                registry,
                &g,
                FiltreFile {
                    texte: Some(texte.to_owned()),
                    ..FiltreFile::default()
                },
            )
            .await;
            assert_eq!(noms(&trouvees), attendus, "{texte}");
        }
        let par_reference = FiltreFile {
            texte: Some(references[2].to_string()),
            ..FiltreFile::default()
        };
        assert_eq!(noms(&file(registry, &g, par_reference).await), ["MARTINEZ Anne"]);
        let ici = FiltreFile {
            etablissements: [finess(EG_A1)].into(),
            ..FiltreFile::default()
        };
        assert_eq!(file(registry, &g, ici).await.total, 2);
        let ici = FiltreFile {
            etablissements: [finess(EG_A2)].into(),
            texte: Some("martin".to_owned()),
            page: 3,
            ..FiltreFile::default()
        };
        let vide = file(registry, &g, ici).await;
        assert_eq!((vide.total, vide.page, vide.pages), (0, 1, 1));
        let ailleurs = FiltreFile {
            etablissements: [finess(EG_B2)].into(),
            ..FiltreFile::default()
        };
        assert_eq!(
            file(registry, &g, ailleurs).await.total,
            0,
            "not in the perimeter"
        );

        // The next one is the oldest after this one, then the oldest.
        let [premiere, deuxieme, troisieme] = [0, 1, 2].map(|i| toutes.lignes[i].id);
        for (ouverte, suivante) in [(premiere, deuxieme), (deuxieme, troisieme), (troisieme, premiere)] {
            let apres = registry.suivante(&g, ouverte, &FiltreFile::default()).await;
            assert_eq!(apres.unwrap(), Some(suivante));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_twenty() {
    chaque_moteur("pages", |registry| async move {
        let g = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        for n in 0..23 {
            let u = usager_n(&registry, n).await;
            let id = deposer(&registry, &u, EG_A1, n).await.id;
            registry
                .valider(&g, id, version(&registry, &g, id).await, true)
                .await
                .unwrap();
            deposer(&registry, &usager_n(&registry, 100 + n).await, EG_A2, 100 + n).await;
        }
        let premiere = file(
            &registry,
            &g,
            FiltreFile {
                page: 1,
                ..FiltreFile::default()
            },
        )
        .await;
        let seconde = file(
            &registry,
            &g,
            FiltreFile {
                page: 2,
                ..FiltreFile::default()
            },
        )
        .await;
        let trop_loin = file(
            &registry,
            &g,
            FiltreFile {
                page: 99,
                ..FiltreFile::default()
            },
        )
        .await;
        assert_eq!(
            (
                premiere.lignes.len(),
                premiere.page,
                premiere.pages,
                premiere.total
            ),
            (20, 1, 2, 23)
        );
        assert_eq!((seconde.lignes.len(), seconde.page), (3, 2));
        assert_eq!(trop_loin.page, 2);
        assert!(
            seconde
                .lignes
                .iter()
                .all(|ligne| premiere.lignes.iter().all(|autre| autre.id != ligne.id))
        );

        let personnes = registry
            .chercher_personnes(
                &g,
                &Critere {
                    texte: Some("mart lou".to_owned()),
                    page: 2,
                    ..Critere::default()
                },
            )
            .await
            .unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(
            (personnes.total, personnes.lignes.len(), personnes.pages),
            (23, 3, 2)
        );
        assert!(personnes.lignes.iter().all(|ligne| ligne.situations.len() == 1));
        let une = Critere {
            rpps: Some(personnes.lignes[0].rpps.clone()),
            ..Critere::default()
        };
        let trouvee = registry
            .chercher_personnes(&g, &une)
            .await
            .unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(trouvee.lignes.len(), 1);
        assert_eq!(trouvee.lignes[0].id, personnes.lignes[0].id);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_in_the_queue() {
    chaque_banc("avertissements", |banc| async move {
        let registry = &banc.registry;
        let a = gestionnaire(registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let b = gestionnaire(registry, "Paul GIRAUD", "EJ", EJ_B).await;
        let avertissements = async |g: &Gestionnaire, n: usize| {
            file(registry, g, FiltreFile::default()).await.lignes[n]
                .avertissements
                .clone()
        };
        // A registered person, then somebody of the same name and birth date.
        let zoe = usager(registry, &etat_civil("DUVAL", "Zoé")).await;
        let id = deposer(registry, &zoe, EG_A1, 1).await.id;
        registry
            .valider(&a, id, version(registry, &a, id).await, true)
            .await
            .unwrap();
        let jumelle = usager(registry, &etat_civil("DUVALL", "Zoé Anne")).await;
        let id = deposer(registry, &jumelle, EG_A1, 2).await.id;
        assert_eq!(avertissements(&a, 0).await, [Avertissement::DoublonPossible]);
        let dossier = registry
            .dossier(&a, id)
            .await
            .unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(dossier.doublons.len(), 1);
        assert!(
            dossier.doublons[0].motif.contains("deux personnes"),
            "{}",
            dossier.doublons[0].motif
        );

        // A hospital ward, and « autre professionnel ».
        let mut hopital = situation(EG_B1);
        hopital.profession = "312".to_owned();
        let u = usager_n(registry, 3).await;
        let id = remplir(registry, &u, &hopital, &contact(3)).await.unwrap();
        registry.soumettre(&u, id, &legale()).await.unwrap();
        let trouves = avertissements(&b, 0).await;
        assert!(trouves.contains(&Avertissement::Sanitaire), "R6: {trouves:?}");
        assert!(
            trouves.contains(&Avertissement::ProfessionImprecise),
            "R9: {trouves:?}"
        );

        // Another demande of the same person elsewhere is no duplicate; two accounts of the same person are.
        let u = usager_n(registry, 4).await;
        deposer(registry, &u, EG_B2, 4).await;
        deposer(registry, &u, EG_A2, 4).await;
        assert_eq!(avertissements(&b, 1).await, []);
        deposer(registry, &usager_n(registry, 4).await, EG_A1, 5).await;
        assert_eq!(avertissements(&b, 1).await, [Avertissement::DoublonPossible]);

        // An establishment closed since: said before anybody opens the demande.
        let ordre = match registry.db().engine() {
            registry::db::Engine::Sqlite => "UPDATE etablissement SET ouvert = 0 WHERE finess = '990000028'",
            registry::db::Engine::Postgres => {
                "UPDATE etablissement SET ouvert = FALSE WHERE finess = '990000028'"
            }
        };
        executer(registry.db(), &[ordre]).await;
        let trouves = avertissements(&a, 0).await;
        assert!(trouves.contains(&Avertissement::NonEligible), "{trouves:?}");
        assert_eq!(Avertissement::NonEligible.libelle(), "Non éligible");

        banc.horloge.avancer_jours(26);
        assert!(
            avertissements(&b, 1)
                .await
                .contains(&Avertissement::BientotExpiree)
        );
    })
    .await;
}
