//! The FINESS import: a good flux, every kind of bad one, the same twice, and one far larger than memory should notice.

#[expect(dead_code, reason = "each test program uses its part of the bench")]
mod commun;

use commun::{Banc, chaque_banc, chaque_moteur, compter};
use domain::identifiant::Finess;
use registry::Registry;
use registry::db::sql;
use registry::finess::{BilanImport, ImportError, generateur, lire};
use std::io::{self, Cursor, Read};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

const MODELE: &str = include_str!("../../data/finess-structures-sample.json");

fn finess(texte: &str) -> Finess {
    texte.parse().expect("a FINESS number")
}

/// Everything the register knows of establishments, in a form that can be compared.
async fn photographie(registry: &Registry) -> Vec<String> {
    let rows = sql("SELECT e.finess, e.raison_sociale, e.finess_ej, e.cle, e.adresse, e.siret, e.ouvert, j.raison_sociale AS ej, \
         j.siren, j.ouverte FROM etablissement e JOIN entite_juridique j ON j.finess = e.finess_ej ORDER BY e.finess")
    .all(registry.db())
    .await
    .expect("rows");
    rows.iter()
        .map(|row| {
            let textes = ["finess", "raison_sociale", "finess_ej", "cle", "adresse", "ej"];
            let textes = textes
                .map(|colonne| row.get::<String>(colonne).expect("text"))
                .join("|");
            let options = ["siret", "siren"].map(|colonne| row.get::<Option<String>>(colonne).expect("text"));
            let etats = ["ouvert", "ouverte"].map(|colonne| row.get::<bool>(colonne).expect("bool"));
            format!("{textes}|{options:?}|{etats:?}")
        })
        .collect()
}

async fn importer(registry: &Registry, contenu: impl Into<Vec<u8>>) -> Result<BilanImport, ImportError> {
    registry.importer_finess(Cursor::new(contenu.into())).await
}

/// Reads a flux without a database.
fn parcourir(contenu: impl Read) -> Result<u64, ImportError> {
    lire(contenu, &mut |_, _| ControlFlow::Continue(())).map(|entete| entete.entites)
}

/// A flux of one legal entity and these establishments (FINESS, name, state).
fn petit_flux(ej: &str, etat_ej: &str, sites: &[(&str, &str, &str)]) -> String {
    let sites: Vec<String> = sites
        .iter()
        .map(|(finess, nom, etat)| {
            format!(
                r#"{{"informationsGeneralesEGE": {{"numFinessEge": "{finess}", "nomEgeLong": "{nom}"}},
                    "categorieentiteGeographiqueExercice": "500", "etatObjet": "{etat}",
                    "adresse": [{{"cogCommune": "01159", "codePostal": "01570", "ligneQuatre": "1 RUE NEUVE"}}]}}"#
            )
        })
        .collect();
    format!(
        r#"{{"generatedAt": "2026-11-01", "pmej": [{{"informationsGeneralesPMEJ": {{"numFinessPm": "{ej}",
            "denominationPm": "ASSOCIATION"}}, "etatObjet": "{etat_ej}", "ege": [{}]}}]}}"#,
        sites.join(", ")
    )
}

#[tokio::test]
async fn the_sample_is_loaded_at_the_first_start() {
    chaque_moteur("premier démarrage", |registry| async move {
        assert_eq!(parcourir(MODELE.as_bytes()).expect("a good flux"), 23);
        assert_eq!(compter(registry.db(), "import_etablissement").await, 0);

        let ehpad = registry
            .etablissement(&finess("010780914"))
            .await
            .expect("read")
            .expect("known");
        assert_eq!(ehpad.raison_sociale, "EHPAD RESIDENCE D'URFE");
        assert_eq!(ehpad.raison_sociale_ej, "LA RESIDENCE D'URFE");
        assert_eq!(
            (ehpad.categorie.as_str(), ehpad.libelle_categorie.as_str()),
            ("500", "EHPAD")
        );
        assert_eq!(
            (ehpad.commune.as_str(), ehpad.code_postal.as_str()),
            ("Feillens", "01570")
        );
        assert!(ehpad.ouvert && ehpad.ej_ouverte);

        let orphelin = registry
            .etablissement(&finess("010780906"))
            .await
            .expect("read")
            .expect("known");
        assert!(
            orphelin.ouvert && !orphelin.ej_ouverte,
            "open establishment of a closed legal entity"
        );

        let ferme = registry
            .etablissement(&finess("010787190"))
            .await
            .expect("read")
            .expect("closed ones too");
        assert!(!ferme.ouvert);
        assert_eq!(
            ferme.raison_sociale, "SMUR POLYCLINIQUE AMBERIEU EN BUGEY",
            "padding is gone"
        );
    })
    .await;
}

#[tokio::test]
async fn the_same_flux_again_changes_nothing() {
    chaque_moteur("deux fois", |registry| async move {
        let avant = photographie(&registry).await;
        let bilan = importer(&registry, MODELE).await.expect("import");
        assert_eq!(bilan.lues, bilan.inchangees);
        assert_eq!(
            (
                bilan.ajoutees,
                bilan.modifiees,
                bilan.fermees,
                bilan.ignorees.nombre
            ),
            (0, 0, 0, 0)
        );
        assert_eq!(photographie(&registry).await, avant);
        assert_eq!(compter(registry.db(), "import_etablissement").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_later_flux_adds_changes_and_closes() {
    chaque_moteur("mise à jour", |registry| async move {
        let ej = generateur::finess(0);
        let (a, b) = (generateur::finess(1), generateur::finess(2));
        let bilan = importer(
            &registry,
            petit_flux(&ej, "A", &[(&a, "EHPAD DU LAC", "A"), (&b, "SSIAD", "A")]),
        )
        .await;
        assert_eq!(bilan.expect("import").ajoutees, 2);
        assert_eq!(
            registry
                .chercher_etablissements("lac feillens", 5)
                .await
                .expect("search")
                .len(),
            1
        );

        let bilan = importer(
            &registry,
            petit_flux(&ej, "A", &[(&a, "EHPAD DES CIMES", "A"), (&b, "SSIAD", "I")]),
        )
        .await
        .expect("import");
        assert_eq!(
            (
                bilan.lues,
                bilan.ajoutees,
                bilan.modifiees,
                bilan.inchangees,
                bilan.fermees
            ),
            (2, 0, 2, 0, 1)
        );
        assert_eq!(
            registry
                .chercher_etablissements("lac feillens", 5)
                .await
                .expect("search")
                .len(),
            0
        );
        assert_eq!(
            registry
                .chercher_etablissements("cimes", 5)
                .await
                .expect("search")
                .len(),
            1
        );
        assert_eq!(
            registry
                .chercher_etablissements("ssiad feillens", 5)
                .await
                .expect("search")
                .len(),
            0,
            "closed"
        );

        // Only the legal entity closes; its establishments are not lines that changed, yet they are flagged.
        let bilan = importer(&registry, petit_flux(&ej, "I", &[(&a, "EHPAD DES CIMES", "A")]))
            .await
            .expect("import");
        assert_eq!((bilan.inchangees, bilan.fermees), (1, 0));
        let flagged = registry
            .etablissement(&finess(&a))
            .await
            .expect("read")
            .expect("known");
        assert!(flagged.ouvert && !flagged.ej_ouverte);
        let absent = registry.etablissement(&finess(&b)).await.expect("read");
        assert!(absent.is_some(), "what a flux does not mention stays");
    })
    .await;
}

#[tokio::test]
async fn bad_lines_are_left_out_and_reported() {
    chaque_moteur("lignes ignorées", |registry| async move {
        let ej = generateur::finess(0);
        let bon = generateur::finess(1);
        let long = "A".repeat(1_500);
        let sites = [
            (bon.as_str(), "EHPAD", "A"),
            ("010000001", "CLE FAUSSE", "A"),
            ("", "SANS NUMERO", "A"),
            (&generateur::finess(2), "", "A"),
            (&generateur::finess(3), &long, "A"),
            (&generateur::finess(4), "ETAT INCONNU", "X"),
            (bon.as_str(), "EN DOUBLE", "A"),
            (
                &generateur::finess(6),
                "AVEC\\u0000NUL\\u200b ET\\u0007CLOCHE",
                "A",
            ),
        ];
        let bilan = importer(&registry, petit_flux(&ej, "A", &sites))
            .await
            .expect("import");
        assert_eq!((bilan.lues, bilan.ajoutees, bilan.ignorees.nombre), (8, 2, 6));
        let raisons: Vec<&str> = bilan
            .ignorees
            .premieres
            .iter()
            .map(|ignoree| ignoree.raison.as_str())
            .collect();
        for attendu in [
            "010000001",
            "absent",
            "raison sociale absente",
            "trop longue",
            "état inconnu",
            "déjà donné",
        ] {
            assert!(
                raisons.iter().any(|raison| raison.contains(attendu)),
                "{attendu} dans {raisons:?}"
            );
        }
        let garde = registry
            .etablissement(&finess(&bon))
            .await
            .expect("read")
            .expect("known");
        assert_eq!(garde.raison_sociale, "EHPAD", "the first of two is kept");
        let propre = registry
            .etablissement(&finess(&generateur::finess(6)))
            .await
            .expect("read")
            .expect("known");
        assert_eq!(propre.raison_sociale, "AVECNUL ETCLOCHE");

        // An entity without a valid number takes its establishments with it.
        let bilan = importer(&registry, petit_flux("123456789", "A", &sites[..2]))
            .await
            .expect("import");
        assert_eq!((bilan.lues, bilan.ignorees.nombre), (2, 2));
    })
    .await;
}

#[tokio::test]
async fn a_bad_file_changes_nothing() {
    chaque_moteur("mauvais fichiers", |registry| async move {
        let avant = photographie(&registry).await;
        let coupe = MODELE.len() * 2 / 3;
        let latin1: Vec<u8> = MODELE
            .chars()
            .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'))
            .collect();
        for (contenu, attendu) in [
            (Vec::new(), "vide"),
            (MODELE.as_bytes()[..coupe].to_vec(), "s’arrête trop tôt"),
            (latin1, "UTF-8"),
            (b"{\"pmej\": []}".to_vec(), "rien à importer"),
        ] {
            let erreur = importer(&registry, contenu).await.expect_err(attendu).to_string();
            assert!(erreur.contains(attendu), "{erreur}");
        }
        assert_eq!(photographie(&registry).await, avant);
        assert_eq!(
            compter(registry.db(), "import_etablissement").await,
            0,
            "nothing is left behind"
        );
    })
    .await;
}

#[test]
fn cut_anywhere_it_is_refused_as_cut() {
    let octets = MODELE.trim_end().as_bytes();
    // Every offset of the beginning and of the end, then every 211th: inside keys, escapes, accents, numbers.
    let fin = octets.len();
    for coupe in (0..400).chain((400..fin).step_by(211)).chain(fin - 400..fin) {
        match parcourir(&octets[..coupe]) {
            Err(ImportError::Vide) if coupe == 0 => {}
            Err(ImportError::Tronque(place)) => assert!(place.ligne >= 1),
            autre => panic!("coupé à {coupe} : {autre:?}"),
        }
    }
}

#[test]
fn what_is_not_a_flux_is_named() {
    let profond = format!("{{\"gco\": {}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let objets = format!("{{\"gco\": {}", "{\"a\":".repeat(100_000));
    let enorme = format!("{{\"gco\": \"{}\", \"pmej\": []}}", "x".repeat(3_000_000));
    let cle_enorme = format!("{{\"{}\": 1, \"pmej\": []}}", "x".repeat(3_000_000));
    let trop_de_sites = format!("{{\"pmej\": [{{\"ege\": [{}]}}]}}", "{},".repeat(5_000) + "{}");
    let utf16: Vec<u8> = MODELE.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cas: [(&[u8], &str); 19] = [
        (b"", "Vide"),
        (b"   \n", "Tronque"),
        (b"<html><body>Erreur 500</body></html>", "Syntaxe"),
        (b"finess;etalab;2026\nstructureet;010000016", "Syntaxe"),
        (b"\x1f\x8b\x08\x00\x00", "Syntaxe"),
        (b"[]", "Structure"),
        (b"null", "Structure"),
        (b"{}", "SansEntites"),
        (b"{\"pmej\": 12}", "Structure"),
        (b"{\"pmej\": [12]}", "Structure"),
        (b"{\"pmej\": [{\"etatObjet\": 12}]}", "Structure"),
        (b"{\"pmej\": [], \"pmej\": []}", "Structure"),
        (b"{\"pmej\": [{}]} {}", "Syntaxe"),
        (&utf16, "Encodage"),
        (profond.as_bytes(), "TropImbrique"),
        (objets.as_bytes(), "TropImbrique"),
        (enorme.as_bytes(), "TexteDemesure"),
        (cle_enorme.as_bytes(), "TexteDemesure"),
        (trop_de_sites.as_bytes(), "Structure"),
    ];
    for (contenu, attendu) in cas {
        let erreur = parcourir(contenu).expect_err(attendu);
        assert!(
            format!("{erreur:?}").starts_with(attendu),
            "{attendu} attendu : {erreur:?}"
        );
        assert!(erreur.to_string().ends_with('.'), "a sentence: {erreur}");
    }
}

#[test]
fn a_disk_that_fails_is_not_a_short_file() {
    struct Panne;
    impl Read for Panne {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::ConnectionReset.into())
        }
    }
    let debut = &MODELE.as_bytes()[..10_000];
    let erreur = parcourir(debut.chain(Panne)).expect_err("the disk failed");
    assert!(
        matches!(erreur, ImportError::Lecture(io::ErrorKind::ConnectionReset)),
        "{erreur:?}"
    );
}

/// Counts what is read of a flux.
struct Compteur<R>(R, Arc<AtomicU64>);

impl<R: Read> Read for Compteur<R> {
    fn read(&mut self, tampon: &mut [u8]) -> io::Result<usize> {
        let lus = self.0.read(tampon)?;
        self.1.fetch_add(lus as u64, Ordering::SeqCst);
        Ok(lus)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_waits_for_the_database() {
    commun::sur_sqlite("lecture bornée", |Banc { registry, .. }| async move {
        let fermes = compter(registry.db(), "etablissement WHERE NOT ouvert").await;
        let lus = Arc::new(AtomicU64::new(0));
        let source = Compteur(generateur::flux(10_000), Arc::clone(&lus));
        let import = tokio::spawn({
            let registry = registry.clone();
            async move { registry.importer_finess(source).await }
        });
        while lus.load(Ordering::SeqCst) == 0 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        // Somebody else writes for a while: the reading must stop by itself, a few batches ahead.
        let tx = registry.db().begin().await.expect("the only writer");
        tokio::time::sleep(Duration::from_millis(300)).await;
        let un = lus.load(Ordering::SeqCst);
        tokio::time::sleep(Duration::from_millis(700)).await;
        let deux = lus.load(Ordering::SeqCst);
        assert_eq!(un, deux, "still reading while nothing is written");
        tx.commit().await.expect("done writing");
        let bilan = import.await.expect("no panic").expect("import");
        assert_eq!(
            (bilan.lues, bilan.ajoutees, bilan.ignorees.nombre),
            (10_000, 10_000, 0)
        );
        assert!(
            deux < lus.load(Ordering::SeqCst) * 3 / 4,
            "it had stopped before the end"
        );
        assert_eq!(
            compter(registry.db(), "etablissement WHERE NOT ouvert").await,
            fermes + 200
        );
    })
    .await;
}

#[tokio::test]
async fn a_broken_off_preparation_is_swept_away() {
    chaque_banc("balayage", |Banc { registry, horloge, .. }| async move {
        let mut tx = registry.db().begin().await.expect("a transaction");
        sql("INSERT INTO import_etablissement (import, genre, finess, finess_ej, raison_sociale, categorie, \
             libelle_categorie, secteur, adresse, code_postal, commune, ouvert, cle) \
             VALUES ($1, 'eg', '1', '1', '', '', '', '', '', '', '', $2, '')")
        .bind(registry.contexte().entropy.uuid(registry.now()))
        .bind(true)
        .execute(&mut tx)
        .await
        .expect("a leftover");
        tx.commit().await.expect("committed");
        importer(&registry, MODELE).await.expect("import");
        assert_eq!(compter(registry.db(), "import_etablissement").await, 1, "perhaps still at work");
        horloge.avancer_jours(2);
        importer(&registry, MODELE).await.expect("import");
        assert_eq!(compter(registry.db(), "import_etablissement").await, 0);
    })
    .await;
}
