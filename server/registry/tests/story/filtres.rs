//! Views, filters and orders of the queue: each finds what it says, nothing outside the perimeter, and counts agree with lists.

use crate::commun::*;
use crate::decor::*;
use domain::ids::DemandeId;
use domain::nomenclature::MotifRefus;
use registry::Registry;
use registry::demande::{Anciennete, Delais, FiltreFile, Tri, VueFile};
use registry::droit::{Gestionnaire, Usager};

async fn noms(registry: &Registry, g: &Gestionnaire, filtre: &FiltreFile) -> Vec<String> {
    let page = registry.file(g, filtre).await.unwrap_or_else(|e| panic!("{e}"));
    page.lignes.into_iter().map(|ligne| ligne.nom).collect()
}

async fn envoyer(
    registry: &Registry,
    u: &Usager,
    n: u32,
    finess: &str,
    profession: &str,
    role: &str,
) -> DemandeId {
    let mut situation = situation(finess);
    situation.profession = profession.to_owned();
    situation.role = role.to_owned();
    let id = remplir(registry, u, &situation, &contact(n))
        .await
        .expect("a draft");
    registry.soumettre(u, id, &legale()).await.expect("a demande").id
}

fn codes(texte: &str) -> FiltreFile {
    texte.parse().expect("codes")
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_combine_and_sort() {
    chaque_banc("filtres", |banc| async move {
        let registry = &banc.registry;
        let g = gestionnaire(registry, "Nadia FERRAND", "EJ", EJ_A).await;
        for (n, (nom, finess, profession, role, jours)) in [
            ("ZOLA", EG_A1, "328", "GENR10", 14),
            ("ÉLUARD", EG_A2, "312", "GENR10", 4),
            ("DE LA BOÉTIE", EG_A1, "328", "GENR09", 5),
            ("MARTIN", EG_A2, "328", "GENR10", 0),
        ]
        .into_iter()
        .enumerate()
        {
            let n = u32::try_from(n).unwrap();
            let u = usager(registry, &nee_un_autre_jour(etat_civil(nom, "Camille"), n)).await;
            envoyer(registry, &u, n, finess, profession, role).await;
            banc.horloge.avancer_jours(jours);
        }
        // Ages: 23, 9, 5 and 0 days.
        let tous = [
            "ZOLA Camille",
            "ÉLUARD Camille",
            "DE LA BOÉTIE Camille",
            "MARTIN Camille",
        ];
        let choisis = |rangs: &[usize]| rangs.iter().map(|&rang| tous[rang]).collect::<Vec<_>>();
        for (filtre, attendus) in [
            ("", choisis(&[0, 1, 2, 3])),
            ("tri=recentes", choisis(&[3, 2, 1, 0])),
            ("tri=nom", choisis(&[2, 1, 3, 0])),
            ("tri=etablissement", choisis(&[0, 2, 1, 3])),
            ("tri=profession", choisis(&[0, 2, 3, 1])),
            ("vue=a-corriger", vec![]),
            ("vue=urgentes", choisis(&[0, 1])),
            ("age=0-2", choisis(&[3])),
            ("age=3-7", choisis(&[2])),
            ("age=8-20", choisis(&[1])),
            ("age=21-30", choisis(&[0])),
            ("profession=328", choisis(&[0, 2, 3])),
            ("profession=328&role=GENR10", choisis(&[0, 3])),
            ("profession=312&profession=328&age=3-7", choisis(&[2])),
            ("etablissement=990000028", choisis(&[0, 2])),
            (
                "etablissement=990000028&etablissement=990000036&tri=nom",
                choisis(&[2, 1, 3, 0]),
            ),
            ("etablissement=990000069", vec![]),
            ("avertissement=oui", choisis(&[1])),
            ("avertissement=oui&etablissement=990000028", vec![]),
        ] {
            let filtre = codes(filtre);
            assert_eq!(noms(registry, &g, &filtre).await, attendus, "{filtre}");
            let compte = registry
                .comptes_des_filtres(&g, std::slice::from_ref(&filtre))
                .await;
            assert_eq!(
                compte.unwrap(),
                [i64::try_from(attendus.len()).unwrap()],
                "{filtre}"
            );
            let listees = registry.demandes_du_filtre(&g, &filtre, 100).await.unwrap();
            assert_eq!(listees.len(), attendus.len(), "{filtre}");
        }
        let deux = registry
            .demandes_du_filtre(&g, &codes("tri=recentes"), 2)
            .await
            .unwrap();
        assert_eq!(deux.len(), 2);
        let derniere = registry
            .dossier(&g, deux[0].0)
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(
            (
                derniere.version,
                derniere.complete.situation.nom_exercice.as_str()
            ),
            (deux[0].1, "MARTIN")
        );
        let professions = registry.professions_de_la_file(&g).await.unwrap();
        assert_eq!(professions.len(), 2);
        let avec_texte = FiltreFile {
            texte: Some("boetie".to_owned()),
            ..codes("profession=328")
        };
        assert_eq!(noms(registry, &g, &avec_texte).await, [tous[2]]);
        let comptes = registry
            .comptes_des_filtres(&g, &[avec_texte, FiltreFile::default()])
            .await;
        assert_eq!(comptes.unwrap(), [1, 4]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_signalled_is_what_the_filter_keeps() {
    chaque_banc("avertissements filtrés", |banc| async move {
        let registry = &banc.registry;
        let b = gestionnaire(registry, "Paul GIRAUD", "EJ", EJ_B).await;
        // Hospital and home, expected and unexpected professions, social and other rôles, twins, an old one.
        let mut n = 0;
        let vieux = usager_n(registry, 900).await;
        envoyer(registry, &vieux, 900, EG_B2, "328", "GENR10").await;
        banc.horloge.avancer_jours(26);
        for finess in [EG_B1, EG_B2] {
            for profession in ["312", "317", "328", "371"] {
                for role in ["GENR10", "GENR01"] {
                    n += 1;
                    let u = usager_n(registry, n).await;
                    let mut situation = situation(finess);
                    situation.profession = profession.to_owned();
                    situation.role = role.to_owned();
                    if let Ok(id) = remplir(registry, &u, &situation, &contact(n)).await {
                        let _ = registry.soumettre(&u, id, &legale()).await;
                    }
                }
            }
        }
        let jumelle = usager(
            registry,
            &nee_un_autre_jour(etat_civil("MARTIN AAAAB", "Louise Marie"), 1),
        )
        .await;
        envoyer(registry, &jumelle, 950, EG_B2, "328", "GENR10").await;
        let page = registry
            .file(&b, &codes("tri=recentes"))
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        assert!(page.total > 8 && page.total <= 20, "one page: {}", page.total);
        let attendues: Vec<DemandeId> = page
            .lignes
            .iter()
            .filter(|ligne| !ligne.avertissements.is_empty())
            .map(|ligne| ligne.id)
            .collect();
        assert!(attendues.len() > 3 && attendues.len() < page.lignes.len());
        let listees = async |filtre: &str| {
            let liste = registry
                .demandes_du_filtre(&b, &codes(filtre), 100)
                .await
                .unwrap();
            liste.into_iter().map(|(id, _)| id).collect::<Vec<_>>()
        };
        assert_eq!(listees("avertissement=oui&tri=recentes").await, attendues);
        let doublons: Vec<DemandeId> = page
            .lignes
            .iter()
            .filter(|ligne| {
                ligne
                    .avertissements
                    .contains(&registry::demande::Avertissement::DoublonPossible)
            })
            .map(|ligne| ligne.id)
            .collect();
        assert_eq!(doublons.len(), 2);
        assert_eq!(listees("vue=doublons&tri=recentes").await, doublons);
        // Seen from another perimeter, nothing.
        let a = gestionnaire(registry, "Nadia FERRAND", "EJ", EJ_A).await;
        assert_eq!(
            registry
                .demandes_du_filtre(&a, &codes("vue=doublons"), 9)
                .await
                .unwrap(),
            []
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mine_are_those_i_touched_last() {
    chaque_moteur("miennes", |registry| async move {
        let nadia = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let jean = gestionnaire(&registry, "Jean PETIT", "EG", EG_A1).await;
        let premiere = deposer(&registry, &usager_n(&registry, 1).await, EG_A1, 1)
            .await
            .id;
        let seconde = deposer(&registry, &usager_n(&registry, 2).await, EG_A1, 2)
            .await
            .id;
        let miennes = async |g: &Gestionnaire| {
            let liste = registry
                .demandes_du_filtre(g, &codes("vue=miennes"), 9)
                .await
                .unwrap();
            liste.into_iter().map(|(id, _)| id).collect::<Vec<_>>()
        };
        assert_eq!(miennes(&nadia).await, []);
        for id in [premiere, seconde] {
            assert!(registry.dossier(&nadia, id).await.is_ok());
        }
        assert_eq!(miennes(&nadia).await, [premiere, seconde]);
        assert!(registry.dossier(&jean, seconde).await.is_ok());
        assert_eq!(miennes(&nadia).await, [premiere]);
        assert_eq!(miennes(&jean).await, [seconde]);
        // In hand at this moment, whoever looked last.
        let page = registry.jeton_prise();
        registry.prendre(&nadia, seconde, page).await.unwrap();
        assert_eq!(miennes(&nadia).await, [premiere, seconde]);
        assert_eq!(miennes(&jean).await, [seconde]);
        registry.liberer(&nadia, seconde, page).await.unwrap();
        assert_eq!(miennes(&nadia).await, [premiere]);
        // Waiting for the corrections that one asked for, whoever looked last.
        let points = vec![domain::demande::PointACorriger {
            champ: domain::saisie::Champ::Email,
            remarque: "Une boîte partagée.".parse().unwrap(),
        }];
        let correction = domain::demande::DemandeDeCorrection::new(points, None).unwrap();
        let lue = version(&registry, &jean, seconde).await;
        registry
            .demander_correction(&jean, seconde, lue, &correction)
            .await
            .unwrap();
        assert!(registry.dossier(&nadia, seconde).await.is_ok());
        assert_eq!(miennes(&jean).await, [seconde]);
        let version = version(&registry, &nadia, premiere).await;
        registry.valider(&nadia, premiere, version, true).await.unwrap();
        assert_eq!(miennes(&nadia).await, [seconde], "decided: nobody's any more");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn delays_are_said_when_there_are_enough_of_them() {
    chaque_banc("délais", |banc| async move {
        let registry = &banc.registry;
        let g = gestionnaire(registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let b = gestionnaire(registry, "Paul GIRAUD", "EJ", EJ_B).await;
        let explication = "Une explication assez longue.".parse().expect("an explanation");
        // Decided after 1, 2, 3 and 4 days.
        for jours in 1..=4_i64 {
            let n = u32::try_from(jours).unwrap();
            let id = deposer(registry, &usager_n(registry, n).await, EG_A1, n).await.id;
            banc.horloge.avancer_jours(jours);
            let version = version(registry, &g, id).await;
            if jours == 3 {
                let issue = registry
                    .refuser(&g, id, version, MotifRefus::Autre, &explication)
                    .await;
                assert!(issue.is_ok());
            } else {
                registry.valider(&g, id, version, true).await.unwrap();
            }
        }
        let vus = registry.delais(&g).await.unwrap();
        assert_eq!(
            (vus.decidees, vus.mediane, vus.decile, vus.expirent),
            (4, None, None, 0)
        );
        let id = deposer(registry, &usager_n(registry, 5).await, EG_A2, 5).await.id;
        deposer(registry, &usager_n(registry, 6).await, EG_A2, 6).await;
        banc.horloge.avancer_jours(24);
        let version = version(registry, &g, id).await;
        registry.valider(&g, id, version, true).await.unwrap();
        let vus = registry.delais(&g).await.unwrap();
        let jours = |millis: Option<i64>| millis.map(|millis| millis / 86_400_000);
        assert_eq!(
            (vus.decidees, jours(vus.mediane), jours(vus.decile), vus.expirent),
            (5, Some(3), Some(24), 1)
        );
        let ailleurs = registry.delais(&b).await.unwrap();
        assert_eq!((ailleurs.decidees, ailleurs.expirent), (0, 0));
        banc.horloge.avancer_jours(Delais::PERIODE_JOURS + 1);
        assert_eq!(registry.delais(&g).await.unwrap().decidees, 0);
    })
    .await;
}

#[test]
fn the_sentences_agree_with_the_codes() {
    assert!(
        VueFile::Urgentes
            .definition()
            .contains(&registry::demande::URGENTE_JOURS.to_string())
    );
    assert_eq!(Tri::TOUS.len(), 5);
    assert_eq!(Anciennete::TOUS.len(), 4);
}
