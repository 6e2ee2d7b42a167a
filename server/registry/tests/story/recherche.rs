//! Finding somebody, in the queue and among the registered: however their name is joined, by what identifies them, and never
//! outside the perimeter nor by half an address.

use crate::commun::*;
use crate::decor::*;
use domain::saisie::SaisieContact;
use registry::Registry;
use registry::demande::FiltreFile;
use registry::droit::Gestionnaire;
use registry::personne::Critere;

async fn dans_la_file(registry: &Registry, g: &Gestionnaire, texte: &str) -> Vec<String> {
    let filtre = FiltreFile {
        texte: Some(texte.to_owned()),
        ..FiltreFile::default()
    };
    let page = registry
        .file(g, &filtre)
        .await
        .unwrap_or_else(|e| panic!("{texte}: {e}"));
    page.lignes.into_iter().map(|ligne| ligne.nom).collect()
}

async fn inscrits(registry: &Registry, g: &Gestionnaire, texte: &str) -> Vec<String> {
    let critere = Critere {
        texte: Some(texte.to_owned()),
        ..Critere::default()
    };
    let page = registry
        .chercher_personnes(g, &critere)
        .await
        .unwrap_or_else(|e| panic!("{texte}: {e}"));
    page.lignes.into_iter().map(|ligne| ligne.nom).collect()
}

const PERSONNES: [(&str, &str); 4] = [
    ("DE LA TOUR", "Jean-Baptiste"),
    ("LEGALL", "Maëlys"),
    ("D'ARTAGNAN", "Zoé"),
    ("MARTIN-DUPONT", "Anne Lise"),
];

/// What is typed, and the rank of who is found.
const TEXTES: [(&str, &[usize]); 22] = [
    ("de la tour", &[0]),
    ("Tour", &[0]),
    ("delatour", &[0]),
    ("la tour jean", &[0]),
    ("jeanbaptiste tour", &[0]),
    ("Baptiste de la Tou", &[0]),
    ("Le Gall", &[1]),
    ("legall maelys", &[1]),
    ("MAËLYS LE-GALL", &[1]),
    ("artagnan", &[2]),
    ("d’Artagnan", &[2]),
    ("dartagnan zoé", &[2]),
    ("de artagnan", &[2]),
    ("dupont martin", &[3]),
    ("martindupont", &[3]),
    ("mart dup anne", &[3]),
    ("anne-lise", &[3]),
    ("annelise", &[3]),
    ("gall dupont", &[]),
    ("tour artagnan", &[]),
    ("\" OR 1=1 --", &[]),
    ("gall:* | tour", &[]),
];

#[tokio::test(flavor = "multi_thread")]
async fn names_are_found_however_they_are_joined() {
    chaque_moteur("noms cherchés", |registry| async move {
        let g = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let b = gestionnaire(&registry, "Paul GIRAUD", "EJ", EJ_B).await;
        let mut demandes = Vec::new();
        for (n, (nom, prenom)) in (0..).zip(PERSONNES) {
            let u = usager(&registry, &etat_civil(nom, prenom)).await;
            demandes.push(deposer(&registry, &u, EG_A1, n).await.id);
        }
        let attendus = |rangs: &[usize]| -> Vec<String> {
            rangs
                .iter()
                .map(|&rang| {
                    let (nom, prenom) = PERSONNES[rang];
                    format!("{nom} {}", prenom.split(' ').next().unwrap())
                })
                .collect()
        };
        for (texte, rangs) in TEXTES {
            assert_eq!(
                dans_la_file(&registry, &g, texte).await,
                attendus(rangs),
                "{texte}"
            );
            assert_eq!(
                dans_la_file(&registry, &b, texte).await,
                Vec::<String>::new(),
                "{texte}"
            );
        }
        for id in demandes {
            let version = version(&registry, &g, id).await;
            registry.valider(&g, id, version, true).await.unwrap();
        }
        for (texte, rangs) in TEXTES {
            assert_eq!(inscrits(&registry, &g, texte).await, attendus(rangs), "{texte}");
            assert_eq!(
                inscrits(&registry, &b, texte).await,
                Vec::<String>::new(),
                "{texte}"
            );
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_and_addresses_are_found_whole() {
    chaque_moteur("numéros cherchés", |registry| async move {
        let g = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let b = gestionnaire(&registry, "Paul GIRAUD", "EJ", EJ_B).await;
        let coordonnees = SaisieContact {
            email: "Camille.Moreau@example.org".to_owned(),
            mobile: "06 12 34 56 78".to_owned(),
        };
        let u = usager(&registry, &etat_civil("MOREAU", "Camille")).await;
        let id = remplir(&registry, &u, &situation(EG_A1), &coordonnees)
            .await
            .unwrap();
        let soumise = registry.soumettre(&u, id, &legale()).await.unwrap();
        deposer(&registry, &usager_n(&registry, 2).await, EG_A2, 2).await;
        let moreau = ["MOREAU Camille"];
        let reference = soumise.reference.to_string();
        let nue = reference.replace('-', "").to_lowercase();
        for texte in [
            "camille.moreau@example.org",
            " CAMILLE.MOREAU@EXAMPLE.ORG ",
            "0612345678",
            "06.12.34.56.78",
            "+33 6 12 34 56 78",
            "0033612345678",
            EG_A1,
            "990 000 028",
            &reference,
            &nue,
        ] {
            assert_eq!(dans_la_file(&registry, &g, texte).await, moreau, "{texte}");
            assert!(dans_la_file(&registry, &b, texte).await.is_empty(), "{texte}");
        }
        assert_eq!(
            dans_la_file(&registry, &g, EJ_A).await.len(),
            2,
            "the EJ has both"
        );
        for rien in ["camille.moreau@", "@example.org", "061234567", "06 12", EG_B1] {
            assert!(dans_la_file(&registry, &g, rien).await.is_empty(), "{rien}");
        }

        let version = version(&registry, &g, id).await;
        let rpps = registry.valider(&g, id, version, true).await.unwrap().rpps;
        let numero = rpps.as_str().to_owned();
        for texte in [
            numero.clone(),
            rpps.grouped(),
            format!("8{numero}"),
            numero[..8].to_owned(),
            "camille.moreau@example.org".to_owned(),
            "06 12 34 56 78".to_owned(),
            EG_A1.to_owned(),
            "moreau cam".to_owned(),
        ] {
            assert_eq!(inscrits(&registry, &g, &texte).await, moreau, "{texte}");
            assert!(inscrits(&registry, &b, &texte).await.is_empty(), "{texte}");
        }
        for rien in ["1010", "camille.moreau@", "0612345679", EG_A2, "10"] {
            assert!(inscrits(&registry, &g, rien).await.is_empty(), "{rien}");
        }
    })
    .await;
}
