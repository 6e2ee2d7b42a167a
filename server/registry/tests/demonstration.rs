//! The demonstration: sown once whatever happens, always the same, and good enough to show every screen.

#[expect(dead_code, reason = "each test program uses its part of the bench")]
mod commun;

use commun::{Banc, chaque_banc, compter};
use domain::identifiant::Rpps;
use domain::ids::CompteId;
use registry::Registry;
use registry::db::sql;
use registry::demande::{Avertissement, FiltreFile, LigneFile};
use registry::demonstration::{GroupeDemo, compte_de, personnes, semer, semer_a_l_echelle};
use registry::droit::{Gestionnaire, SessionOuverte};
use registry::habilitation::{GenreHabilitation, Octroi};
use registry::rotation::Portee;
use std::collections::BTreeSet;
use std::time::Duration;

async fn session(registry: &Registry, cle: &str) -> SessionOuverte {
    let compte = compte_de(registry, cle).await.expect("read").expect("sown");
    let jeton = registry.ouvrir_session(compte, 10).await.expect("a session");
    registry
        .session_ouverte(jeton.as_str())
        .await
        .expect("read")
        .expect("open")
}

async fn file(registry: &Registry, gestionnaire: &Gestionnaire) -> Vec<LigneFile> {
    let mut lignes = Vec::new();
    for page in 1.. {
        let filtre = FiltreFile {
            page,
            ..FiltreFile::default()
        };
        let vue = registry.file(gestionnaire, &filtre).await.expect("a page");
        lignes.extend(vue.lignes);
        if page >= vue.pages {
            break;
        }
    }
    lignes
}

#[tokio::test]
async fn sown_twice_it_is_there_once() {
    chaque_banc(
        "semis",
        |Banc {
             registry, horloge, ..
         }| async move {
            assert!(
                compte_de(&registry, "camille").await.expect("read").is_none(),
                "nothing before"
            );
            semer(&registry).await.expect("sown");
            let tables = [
                "compte",
                "habilitation",
                "personne",
                "situation",
                "demande",
                "coordonnee",
                "message",
                "session",
            ];
            let mut avant = Vec::new();
            for table in tables {
                avant.push(compter(registry.db(), table).await);
            }
            horloge.avancer_jours(1);
            semer(&registry).await.expect("sown again");
            for (table, nombre) in tables.into_iter().zip(&avant) {
                assert_eq!(compter(registry.db(), table).await, *nombre, "{table}");
            }
            assert_eq!(avant.last(), Some(&0), "no session is left open");
            assert_eq!(
                compter(registry.db(), "demande WHERE statut = 'a_traiter'").await,
                40
            );
            assert_eq!(
                compter(
                    registry.db(),
                    "demande WHERE statut IN ('validee', 'refusee', 'annulee')"
                )
                .await,
                9
            );
            assert_eq!(compter(registry.db(), "personne").await, 302 + 5);
            assert!(compter(registry.db(), "situation").await > 310);

            // Two people of the same name, sex and date may be found in the file; the same identity twice may not.
            let rows = sql("SELECT identite, rpps, email, mobile FROM personne")
                .all(registry.db())
                .await
                .expect("rows");
            for colonne in ["identite", "rpps", "email", "mobile"] {
                let valeurs: BTreeSet<String> =
                    rows.iter().map(|row| row.get(colonne).expect("text")).collect();
                assert_eq!(valeurs.len(), rows.len(), "{colonne}");
            }
            for row in &rows {
                row.parse::<Rpps>("rpps").expect("a valid number");
                assert!(row.get::<String>("email").expect("text").contains("@example."));
            }
        },
    )
    .await;
}

#[tokio::test]
async fn interrupted_it_goes_on() {
    chaque_banc("reprise", |Banc { registry, .. }| async move {
        let mut interruptions = 0;
        for milliemes in (0..40).map(|tour| 30 + tour * 60) {
            match tokio::time::timeout(Duration::from_millis(milliemes), semer(&registry)).await {
                Ok(Ok(())) => break,
                // Cut short, or refused because the act that was cut still holds the base: begin again.
                Ok(Err(_)) | Err(_) => interruptions += 1,
            }
        }
        assert!(interruptions > 0, "it was never interrupted");
        semer(&registry).await.expect("sown again");
        assert_eq!(
            compter(registry.db(), "demande WHERE statut = 'a_traiter'").await,
            40
        );
        assert_eq!(
            compter(
                registry.db(),
                "demande WHERE statut IN ('validee', 'refusee', 'annulee')"
            )
            .await,
            9
        );
        assert_eq!(compter(registry.db(), "demande").await, 49);
        assert_eq!(compter(registry.db(), "personne").await, 302 + 5);
    })
    .await;
}

#[tokio::test]
async fn every_persona_finds_something_to_do() {
    chaque_banc("personas", |Banc { registry, .. }| async move {
        semer(&registry).await.expect("sown");
        assert!(compte_de(&registry, "personne").await.expect("read").is_none());
        for personne in personnes() {
            let session = session(&registry, personne.cle).await;
            assert_eq!(
                session.nom_affiche(),
                format!("{} {}", personne.prenom, personne.nom)
            );
            assert_eq!(session.est_usager(), personne.groupe == GroupeDemo::Professionnel);
            let inscrit = personne.groupe == GroupeDemo::Inscrit || personne.cle == "zoe";
            assert_eq!(session.est_inscrit(), inscrit, "{}", personne.cle);
            let suspendu = ["marc", "yasmine", "thomas"].contains(&personne.cle);
            let groupe = personne.groupe;
            let gestionnaire = matches!(groupe, GroupeDemo::Gestionnaire | GroupeDemo::RepresentantLegal);
            assert_eq!(session.est_gestionnaire(), gestionnaire && !suspendu);
            assert_eq!(session.est_operateur(), groupe == GroupeDemo::Support);
            assert_eq!(
                session.est_representant(),
                personne.groupe == GroupeDemo::RepresentantLegal && personne.cle != "thomas"
            );
            let suivies = registry.structures_suivies(&session).await.expect("read");
            assert_eq!(
                suivies.len(),
                usize::from(personne.groupe == GroupeDemo::RepresentantLegal),
                "{}",
                personne.cle
            );
        }
        for cle in ["camille", "aicha", "jean-baptiste"] {
            let usager = session(&registry, cle).await.usager().expect("a citizen");
            registry.commencer_demande(&usager).await.expect("may ask");
        }
        let zoe = session(&registry, "zoe").await.usager().expect("a citizen");
        assert!(registry.ma_fiche(&zoe).await.expect("read").is_some());
        assert!(
            registry.commencer_demande(&zoe).await.is_err(),
            "she has a number"
        );
    })
    .await;
}

#[tokio::test]
async fn every_queue_has_something_to_decide() {
    chaque_banc("files", |Banc { registry, .. }| async move {
        semer(&registry).await.expect("sown");
        let nadia = session(&registry, "nadia")
            .await
            .gestionnaire()
            .expect("a gestionnaire");
        let paul = session(&registry, "paul")
            .await
            .gestionnaire()
            .expect("a gestionnaire");
        let sophie = session(&registry, "sophie")
            .await
            .gestionnaire()
            .expect("a gestionnaire");
        let helene = session(&registry, "helene")
            .await
            .gestionnaire()
            .expect("the native right");
        assert!(
            registry
                .etablissements_du_perimetre(&nadia)
                .await
                .expect("read")
                .len()
                >= 4
        );
        assert_eq!(
            registry
                .etablissements_du_perimetre(&paul)
                .await
                .expect("read")
                .len(),
            1
        );
        let (de_nadia, de_paul) = (file(&registry, &nadia).await, file(&registry, &paul).await);
        assert!(de_nadia.len() > 20, "more than a page: {}", de_nadia.len());
        assert_eq!(de_nadia.len(), file(&registry, &helene).await.len());
        assert!(de_paul.len() >= 6);
        let de_sophie = file(&registry, &sophie).await;
        assert!(
            de_sophie
                .iter()
                .any(|ligne| ligne.avertissements.contains(&Avertissement::Sanitaire))
        );
        assert!(
            de_sophie
                .iter()
                .any(|ligne| !ligne.avertissements.contains(&Avertissement::Sanitaire))
        );
        for attendu in [
            Avertissement::DoublonPossible,
            Avertissement::ProfessionImprecise,
            Avertissement::AVerifier,
            Avertissement::BientotExpiree,
        ] {
            assert!(
                de_nadia
                    .iter()
                    .chain(&de_paul)
                    .any(|ligne| ligne.avertissements.contains(&attendu)),
                "{attendu:?}"
            );
        }
        assert!(
            de_nadia
                .iter()
                .filter(|ligne| ligne.avertissements.is_empty())
                .count()
                > 10,
            "most are ordinary"
        );
        assert!(
            de_nadia.is_sorted_by_key(|ligne| ligne.soumise_le),
            "oldest first"
        );
    })
    .await;
}

#[tokio::test]
async fn the_association_has_a_history_and_forgotten_departures() {
    chaque_banc("rotation", |Banc { registry, .. }| async move {
        semer(&registry).await.expect("sown");
        let helene = session(&registry, "helene").await.representant().expect("a head");
        let tableau = registry.rotation(&helene, &Portee::Toutes).await.expect("read");
        let m = &tableau.ensemble;
        assert!((80..220).contains(&m.presents()), "{} people", m.presents());
        assert!(
            m.arrivees() >= 12 && m.departs() >= 12,
            "{} {}",
            m.arrivees(),
            m.departs()
        );
        assert!(
            (80..450).contains(&m.taux_pour_mille().expect("a rate")),
            "{:?}",
            m.taux_pour_mille()
        );
        assert!(m.a_venir > 0 && m.anciennete > Some(365), "{:?}", m.anciennete);
        let busiest = m.mois.iter().map(|mois| mois.arrivees.max(mois.departs)).max();
        assert!(
            busiest < Some(15),
            "no month in which everybody moves: {:?}",
            m.mois
        );
        let a = tableau.attention;
        assert!(
            a.restes >= 2 && a.fins >= 2 && a.roles_larges >= 1 && a.cartes >= 1,
            "{a:?}"
        );
        assert!(a.gestionnaires == 2 && a.sans_signe > 10, "{a:?}");
    })
    .await;
}

#[tokio::test]
async fn it_is_the_same_everywhere() {
    let (envoi, reception) = std::sync::mpsc::channel();
    chaque_banc("toujours le même", |Banc { registry, .. }| {
        let envoi = envoi.clone();
        async move {
            semer(&registry).await.expect("sown");
            let rows =
                sql("SELECT reference, nom, finess, profession, statut FROM demande ORDER BY reference")
                    .all(registry.db())
                    .await
                    .expect("rows");
            let colonnes = ["reference", "nom", "finess", "profession", "statut"];
            let lignes: Vec<String> = rows
                .iter()
                .map(|row| {
                    colonnes
                        .map(|colonne| row.get::<String>(colonne).expect("text"))
                        .join("|")
                })
                .collect();
            envoi.send(lignes).expect("received below");
        }
    })
    .await;
    let (sqlite, postgres) = (
        reception.recv().expect("SQLite"),
        reception.recv().expect("PostgreSQL"),
    );
    assert_eq!(sqlite, postgres);
}

#[tokio::test]
async fn a_register_made_to_measure_is_one_that_people_can_work_in() {
    chaque_banc("echelle", |Banc { registry, .. }| async move {
        let echelle = semer_a_l_echelle(&registry, 300).await.expect("sown");
        assert_eq!(
            echelle,
            semer_a_l_echelle(&registry, 300).await.expect("sown once")
        );
        let db = registry.db();
        assert_eq!(compter(db, "personne").await, 300);
        assert_eq!(compter(db, "demande").await, 60);
        let situations = compter(db, "situation").await;
        assert!((390..=480).contains(&situations), "{situations} situations");
        let sans_cle =
            sql("SELECT COUNT(*) AS n FROM personne WHERE id NOT IN (SELECT personne FROM cle_personne)")
                .one(db)
                .await
                .expect("read");
        assert_eq!(
            sans_cle.get::<i64>("n").expect("a number"),
            0,
            "look-alikes are looked for"
        );

        let lieu =
            sql("SELECT finess, COUNT(*) AS n FROM demande GROUP BY finess ORDER BY COUNT(*) DESC LIMIT 1")
                .one(db)
                .await
                .expect("read");
        let octroi = Octroi {
            identifiant: "echelle".to_owned(),
            nom: "Dominique PETIT".to_owned(),
            genre: GenreHabilitation::Gestionnaire,
            finess: lieu
                .get::<String>("finess")
                .expect("a number")
                .parse()
                .expect("FINESS"),
            carte_jusqu_au: None,
        };
        registry.accorder_habilitation(&octroi).await.expect("granted");
        let compte = sql("SELECT id FROM compte WHERE sujet = 'psc:echelle'")
            .one(db)
            .await
            .expect("read");
        let compte = CompteId::new(compte.get("id").expect("an id"));
        let jeton = registry.ouvrir_session(compte, 10).await.expect("a session");
        let session = registry
            .session_ouverte(jeton.as_str())
            .await
            .expect("read")
            .expect("open");
        let gestionnaire = session.gestionnaire().expect("a right");
        let lignes = file(&registry, &gestionnaire).await;
        assert_eq!(
            i64::try_from(lignes.len()).expect("few"),
            lieu.get::<i64>("n").expect("a number")
        );
        let simple = lignes
            .iter()
            .find(|ligne| ligne.avertissements.is_empty())
            .expect("a demande without a remark");
        let dossier = registry.dossier(&gestionnaire, simple.id).await.expect("opened");
        let validee = registry
            .valider(&gestionnaire, simple.id, dossier.version, true)
            .await
            .expect("accepted");
        let pris = sql("SELECT COUNT(*) AS n FROM personne WHERE rpps = $1")
            .bind(validee.rpps.as_str())
            .one(db)
            .await
            .expect("read");
        assert_eq!(
            pris.get::<i64>("n").expect("a number"),
            1,
            "the numbers follow those that were sown"
        );
    })
    .await;
}
