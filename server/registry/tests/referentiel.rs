//! Reference data: what a first start loads, how people find a commune, a country, an establishment, and how a new list of
//! communes comes in.

#[expect(dead_code, reason = "each test program uses its part of the bench")]
mod commun;

use commun::{chaque_banc, chaque_moteur, compter};
use domain::etablissement::Secteur;
use registry::Registry;
use registry::db::sql;
use registry::finess::ImportError;
use registry::referentiel::Categories;
use std::io::Cursor;

/// Nothing found.
const AUCUN: [&str; 0] = [];

async fn communes(registry: &Registry, texte: &str) -> Vec<String> {
    let trouvees = registry.chercher_communes(texte, 8).await.expect("search");
    assert!(trouvees.len() <= 8);
    trouvees
        .into_iter()
        .map(|commune| format!("{} {}", commune.code, commune.nom))
        .collect()
}

async fn pays(registry: &Registry, texte: &str) -> Vec<String> {
    registry
        .chercher_pays(texte, 6)
        .await
        .expect("search")
        .into_iter()
        .map(|pays| pays.libelle)
        .collect()
}

async fn etablissements(registry: &Registry, texte: &str) -> Vec<String> {
    let trouves = registry.chercher_etablissements(texte, 8).await.expect("search");
    trouves
        .into_iter()
        .map(|etablissement| etablissement.finess.to_string())
        .collect()
}

#[tokio::test]
async fn everything_is_there_after_the_first_start() {
    chaque_banc("premier démarrage", |banc| async move {
        let registry = &banc.registry;
        assert_eq!(compter(registry.db(), "commune").await, 37_006);
        assert_eq!(
            compter(registry.db(), "commune WHERE genre = 'arrondissement'").await,
            45
        );
        assert_eq!(compter(registry.db(), "pays").await, 212);
        let nomenclatures = registry.nomenclatures();
        assert_eq!(
            nomenclatures
                .professions
                .iter()
                .filter(|profession| profession.proposee)
                .count(),
            60
        );
        assert_eq!(
            (nomenclatures.roles.len(), nomenclatures.documents.len()),
            (8, 38)
        );
        let documents = |code: &str| {
            nomenclatures
                .role(&code.parse().expect("a rôle"))
                .expect("known")
                .documents
                .len()
        };
        assert_eq!(
            ["GENR08", "GENR09", "GENR10", "GENR11", "GENR12"].map(documents),
            [34, 5, 9, 26, 13]
        );
        assert_eq!(["GENR01", "GENR13", "GENR99"].map(documents), [0, 0, 0]);
        let auxiliaire = nomenclatures
            .profession(&"318".parse().expect("a code"))
            .expect("known");
        assert!(!auxiliaire.active && !auxiliaire.proposee);
        assert_eq!(
            auxiliaire
                .remplacee_par
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>(),
            ["328", "371", "372"]
        );

        // A second start loads nothing again.
        let charges = || async {
            let rows = sql("SELECT nom, charge_le FROM referentiel ORDER BY nom")
                .all(registry.db())
                .await
                .expect("rows");
            rows.iter()
                .map(|row| row.get::<i64>("charge_le").expect("an instant"))
                .collect::<Vec<_>>()
        };
        let avant = charges().await;
        assert!(avant.len() >= 4);
        Registry::open(&banc.url, banc.horloge.contexte())
            .await
            .expect("opens again");
        assert_eq!(charges().await, avant);
    })
    .await;
}

#[tokio::test]
async fn a_commune_is_found_as_people_write_it() {
    chaque_moteur("communes", |registry| async move {
        let registry = &registry;
        assert_eq!(communes(registry, "brest").await[0], "29019 Brest");
        assert_eq!(communes(registry, "BREST ").await[0], "29019 Brest");
        assert_eq!(
            communes(registry, "Lyon 3").await[0],
            "69383 Lyon 3e Arrondissement"
        );
        assert_eq!(
            communes(registry, "lyon 3ème").await[0],
            "69383 Lyon 3e Arrondissement"
        );
        assert_eq!(communes(registry, "st etienne").await[0], "42218 Saint-Étienne");
        assert_eq!(communes(registry, "St-Étienne").await[0], "42218 Saint-Étienne");
        assert_eq!(
            communes(registry, "eu").await[0],
            "76255 Eu",
            "the very name comes first"
        );
        assert_eq!(
            communes(registry, "havre").await[0],
            "76351 Le Havre",
            "by a word inside"
        );
        assert_eq!(
            communes(registry, "bourg bresse").await[0],
            "01053 Bourg-en-Bresse",
            "by several words"
        );
        assert_eq!(
            communes(registry, "l'abergement cl").await[0],
            "01001 L'Abergement-Clémenciat"
        );
        assert_eq!(
            communes(registry, "bellegarde sur val").await,
            ["01033 Valserhône (Bellegarde-sur-Valserine)"]
        );
        assert_eq!(communes(registry, "2a004").await, ["2A004 Ajaccio"]);
        assert_eq!(
            communes(registry, " 69383 ").await,
            ["69383 Lyon 3e Arrondissement"]
        );
        let ste = communes(registry, "ste").await;
        assert!(ste.iter().any(|commune| commune.contains("Sainte-")), "{ste:?}");
        let stenay = communes(registry, "sten").await;
        assert!(
            stenay.iter().any(|commune| commune.contains("Stenay")),
            "{stenay:?}"
        );
        let villes = communes(registry, "p").await;
        assert_eq!(villes[0], "75056 Paris");
        assert_eq!(villes.len(), 8);
        for rien in [
            "",
            "   ",
            "'",
            "%",
            "_",
            "\0",
            "1234\0",
            "\u{0}1234",
            "xyzzy",
            "'; DROP TABLE commune; --",
            "99999",
            "Ω",
            "saint saint saint xx",
        ] {
            assert_eq!(communes(registry, rien).await, AUCUN, "{rien:?}");
        }
        let lyon = registry.commune("69383").await.expect("read").expect("known");
        assert_eq!(
            (lyon.departement.as_str(), lyon.genre.as_str()),
            ("69", "arrondissement")
        );
        let reunion = registry.commune("97411").await.expect("read").expect("known");
        assert_eq!(
            (reunion.nom.as_str(), reunion.departement.as_str()),
            ("Saint-Denis", "974")
        );
        // PostgreSQL keeps no NUL in a text, and takes none in a question.
        for inconnue in ["00000", "1234\0", "\0", ""] {
            assert!(
                registry.commune(inconnue).await.expect("read").is_none(),
                "{inconnue:?}"
            );
        }
        assert_eq!(registry.chercher_communes("paris", 0).await.expect("search"), []);
    })
    .await;
}

#[tokio::test]
async fn a_country_is_found_under_the_name_people_use() {
    chaque_moteur("pays", |registry| async move {
        let registry = &registry;
        for (tape, attendu) in [
            ("allemagne", "Allemagne"),
            ("ALGER", "Algérie"),
            ("republique federale d allemagne", "Allemagne"),
            ("cote d'ivoire", "Côte d’Ivoire"),
            ("ivoire", "Côte d’Ivoire"),
            ("usa", "États-Unis"),
            ("etats unis", "États-Unis"),
            ("angleterre", "Royaume-Uni"),
            ("hollande", "Pays-Bas"),
            ("viet", "Viêt Nam"),
            ("vietnam", "Viêt Nam"),
            ("zaire", "République démocratique du Congo"),
            ("congo", "Congo"),
            ("guinée", "Guinée"),
            ("niger", "Niger"),
            ("99352", "Algérie"),
        ] {
            assert_eq!(
                pays(registry, tape).await.first().map(String::as_str),
                Some(attendu),
                "{tape}"
            );
        }
        assert!(
            pays(registry, "yougoslavie").await.len() == 6,
            "all its successors, as many as asked for"
        );
        assert_eq!(pays(registry, "").await, AUCUN);
        assert_eq!(pays(registry, "atlantide").await, AUCUN);

        let tous = registry.pays().await.expect("read");
        assert_eq!(tous.len(), 212);
        assert_eq!(
            (tous[0].libelle.as_str(), tous[1].libelle.as_str()),
            ("Açores et Madère", "Afghanistan")
        );
        let noms: Vec<String> = tous
            .iter()
            .map(|pays| domain::texte::cle(&pays.libelle))
            .collect();
        assert!(noms.is_sorted());
        assert!(
            tous.iter()
                .all(|pays| pays.code.parse::<domain::etat_civil::CodePays>().is_ok())
        );
        assert_eq!(
            registry
                .pays_par_code("99100")
                .await
                .expect("read")
                .expect("known")
                .libelle,
            "France"
        );
        for inconnu in ["99999", "9910\0", "\0", ""] {
            assert!(
                registry.pays_par_code(inconnu).await.expect("read").is_none(),
                "{inconnu:?}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn an_establishment_is_found_by_number_or_words() {
    chaque_moteur("établissements", |registry| async move {
        let registry = &registry;
        assert_eq!(etablissements(registry, "010780914").await, ["010780914"]);
        assert_eq!(etablissements(registry, " 0107 80 914 ").await, ["010780914"]);
        let debut = etablissements(registry, "010780").await;
        assert!(
            debut.len() > 3 && debut.is_sorted() && debut.iter().all(|finess| finess.starts_with("010780"))
        );
        assert_eq!(etablissements(registry, "ehpad feillens").await, ["010780914"]);
        assert_eq!(etablissements(registry, "Résidence d’Urfé").await, ["010780914"]);
        assert_eq!(etablissements(registry, "urf 01570").await, ["010780914"]);
        assert_eq!(
            etablissements(registry, "jeunes sourds bourg").await,
            ["010780575"]
        );
        assert_eq!(
            etablissements(registry, "sessad bourg").await.len(),
            2,
            "by the name of the category too"
        );
        assert_eq!(
            etablissements(registry, "ehpad: feillens*").await,
            ["010780914"],
            "signs mean nothing"
        );
        assert_eq!(
            etablissements(registry, "ehpad fontelune").await,
            ["010780906", "010006401"]
        );
        for rien in [
            "",
            " ",
            "e",
            "010787190",
            "'",
            "\"",
            "*",
            "ehpad OR feillens",
            "\0",
            "a & b",
            "010999999",
        ] {
            assert_eq!(etablissements(registry, rien).await, AUCUN, "{rien:?}");
        }
        assert_eq!(
            registry
                .chercher_etablissements("ehpad", 2)
                .await
                .expect("search")
                .len(),
            2
        );
    })
    .await;
}

#[test]
fn categories_have_their_sector() {
    let categories = Categories::embarquees().expect("the files are good");
    for (code, secteur) in [
        ("500", Secteur::MedicoSocial),
        ("354", Secteur::MedicoSocial),
        ("606", Secteur::MedicoSocial),
        ("609", Secteur::MedicoSocial),
        ("355", Secteur::Sanitaire),
        ("101", Secteur::Sanitaire),
        ("365", Secteur::Sanitaire),
        ("620", Secteur::Officine),
        ("220", Secteur::Inconnu),
        ("", Secteur::Inconnu),
        ("999", Secteur::Inconnu),
    ] {
        assert_eq!(categories.trouver(code).1, secteur, "{code}");
    }
    assert_eq!(categories.trouver("999").0, "Catégorie 999");
}

#[tokio::test]
async fn a_new_list_of_communes_comes_in() {
    chaque_moteur("import des communes", |registry| async move {
        let importer = |texte: &str| registry.importer_communes(Cursor::new(texte.as_bytes().to_vec()));
        let fichier = include_str!("../../data/communes.csv");
        let bilan = importer(fichier).await.expect("import");
        assert_eq!((bilan.lues, bilan.inchangees), (37_006, 37_006));

        let entete = "code,nom,genre,population,autre_nom\n";
        let bilan = importer(&format!(
            "\u{feff}{entete}29019,Brest-sur-Mer,A,150000,Brest\n29999,Ville-Neuve,A,12,\n"
        ))
        .await
        .expect("import");
        assert_eq!(
            (bilan.lues, bilan.ajoutees, bilan.modifiees, bilan.inchangees),
            (2, 1, 1, 0)
        );
        assert_eq!(
            communes(&registry, "brest sur mer").await,
            ["29019 Brest-sur-Mer (Brest)"]
        );
        assert_eq!(
            compter(registry.db(), "commune").await,
            37_007,
            "none is ever removed"
        );

        for (lignes, attendu) in [
            ("2901,Brest,A,1,\n", "ligne 2"),
            ("29019,Brest,A,1,\n29019,Brest,A,1,\n", "ligne 3"),
            ("29019,Brest,Z,1,\n", "A, D, S ou M"),
            ("29019,Brest,A,beaucoup,\n", "population"),
            ("29019,,A,1,\n", "nom"),
            ("29019,Brest\u{200b},A,1,\n", "invisible"),
            ("29019,Brest,A\n", "cinq colonnes"),
            ("", "rien à importer"),
        ] {
            let erreur = importer(&format!("{entete}{lignes}"))
                .await
                .expect_err(attendu)
                .to_string();
            assert!(erreur.contains(attendu), "{erreur}");
        }
        assert!(matches!(importer("").await, Err(ImportError::Vide)));
        assert!(matches!(
            importer("nom;code\n").await,
            Err(ImportError::Ligne { ligne: 1, .. })
        ));
        let latin1 = [entete.as_bytes(), b"76255,\xC9u,A,1,\n"].concat();
        let erreur = registry.importer_communes(Cursor::new(latin1)).await;
        assert!(
            matches!(erreur, Err(ImportError::Encodage(place)) if place.ligne == 2 && place.colonne == 7)
        );
        assert_eq!(
            communes(&registry, "brest sur mer").await.len(),
            1,
            "a bad file changes nothing"
        );
    })
    .await;
}
