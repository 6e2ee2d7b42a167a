//! Lists taken away: what is in the file is what the filter finds, in the perimeter; it comes in pieces and the journal says so.

use crate::commun::*;
use crate::decor::*;
use calamine::{Data, Reader as _, Xlsx};
use domain::saisie::SaisieSituation;
use registry::db::sql;
use registry::demande::FiltreFile;
use registry::droit::Gestionnaire;
use registry::export::{Cellule, Format, Source as _, ecouler};
use registry::personne::Critere;
use registry::{ActeError, Registry};

async fn csv(registry: &Registry, g: &Gestionnaire, filtre: &FiltreFile) -> (String, usize) {
    let source = registry
        .exporter_demandes(g, filtre, Format::Csv)
        .await
        .unwrap_or_else(|e| panic!("{e}"));
    let mut morceaux = ecouler(source, Format::Csv);
    let (mut fichier, mut nombre) = (Vec::new(), 0);
    while let Some(morceau) = morceaux.recv().await {
        fichier.extend(morceau.unwrap_or_else(|e| panic!("{e}")));
        nombre += 1;
    }
    (String::from_utf8(fichier).expect("UTF-8"), nombre)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filtered_queue_is_taken_away() {
    chaque_banc("export de la file", |banc| async move {
        let registry = &banc.registry;
        let g = gestionnaire(registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let b = gestionnaire(registry, "Paul GIRAUD", "EJ", EJ_B).await;
        for (n, (nom, finess)) in (0..).zip([("ZOLA", EG_A1), ("ABELARD", EG_A2), ("MARTIN", EG_B2)]) {
            let u = usager(registry, &etat_civil(nom, "Louise")).await;
            deposer(registry, &u, finess, n).await;
        }
        banc.horloge.avancer_jours(9);
        // The sessions of nine days ago are over.
        let g = session(registry, g.compte()).await.gestionnaire().unwrap();
        let b = session(registry, b.compte()).await.gestionnaire().unwrap();
        let (fichier, _) = csv(registry, &g, &"vue=urgentes&tri=nom".parse().unwrap()).await;
        let lignes: Vec<&str> = fichier.split("\r\n").collect();
        assert!(
            lignes[0].starts_with("\u{feff}Référence;Nom d’exercice;Statut;"),
            "{}",
            lignes[0]
        );
        assert_eq!(lignes.len(), 4, "titles, two rows, the end of the last line");
        assert!(lignes[1].contains(";ABELARD Louise;À traiter;"), "{}", lignes[1]);
        assert!(
            lignes[1].contains(";SESSAD LES TILLEULS (FINESS 990000036);Spontanée;22/11/2026;22/12/2026;9;"),
            "{}",
            lignes[1]
        );
        assert!(lignes[2].contains(";ZOLA Louise;"), "{}", lignes[2]);
        let recherche = FiltreFile {
            texte: Some("zola".to_owned()),
            ..FiltreFile::default()
        };
        assert_eq!(
            csv(registry, &b, &recherche).await.0.split("\r\n").count(),
            2,
            "outside: titles only"
        );
        assert_eq!(
            compter(
                registry.db(),
                "journal WHERE acte = 'exporter' AND objet = 'export' AND objet_id = 'demandes'"
            )
            .await,
            2
        );
        let details = sql(
            "SELECT contenu FROM journal_detail JOIN journal ON journal.numero = journal_detail.numero \
             WHERE journal.acte = 'exporter' ORDER BY journal.numero",
        )
        .all(registry.db())
        .await
        .expect("the details");
        let contenu = |rang: usize| details[rang].get::<String>("contenu").expect("a detail");
        assert!(
            contenu(0).contains("vue=urgentes&tri=nom") && contenu(0).contains("\"2\""),
            "{}",
            contenu(0)
        );
        assert!(
            contenu(1).contains("recherche") && !contenu(1).to_lowercase().contains("zola"),
            "{}",
            contenu(1)
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_order_is_read_to_its_end() {
    chaque_moteur("export par pages", |registry| async move {
        let g = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        semer(&registry, 450).await;
        for tri in ["anciennes", "recentes", "nom", "etablissement", "profession"] {
            let filtre: FiltreFile = format!("tri={tri}").parse().unwrap();
            let mut source = registry
                .exporter_demandes(&g, &filtre, Format::Csv)
                .await
                .unwrap_or_else(|e| panic!("{e}"));
            let mut references = Vec::new();
            while let Some(page) = source.suivante().await.unwrap_or_else(|e| panic!("{e}")) {
                assert!(page.len() <= 200);
                references.extend(page.into_iter().map(|ligne| match &ligne[0] {
                    Cellule::Texte(reference) => reference.clone(),
                    autre => panic!("{autre:?}"),
                }));
            }
            let attendues = registry.demandes_du_filtre(&g, &filtre, 1_000).await.unwrap();
            assert_eq!((references.len(), attendues.len()), (451, 451), "{tri}");
            references.sort_unstable();
            references.dedup();
            assert_eq!(references.len(), 451, "{tri}: each once");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_ends_with_the_right_or_the_session_and_does_not_look_whole() {
    chaque_moteur("export interrompu", |registry| async move {
        let compte = compte_carte(&registry, "Nadia FERRAND").await;
        habiliter(&registry, compte, "gestionnaire", "EG", EG_A1).await;
        habiliter(&registry, compte, "gestionnaire", "EG", EG_A2).await;
        semer(&registry, 450).await;
        let tout = FiltreFile::default();
        for quoi in ["one of two rights", "the session"] {
            let jeton = registry.ouvrir_session(compte, 60).await.unwrap();
            let session = registry.session_ouverte(jeton.as_str()).await.unwrap().unwrap();
            let g = session.gestionnaire().unwrap();
            let mut demandes = registry
                .exporter_demandes(&g, &tout, Format::Csv)
                .await
                .unwrap_or_else(|e| panic!("{e}"));
            let mut personnes = registry
                .exporter_personnes(&g, &Critere::default(), Format::Csv)
                .await
                .unwrap_or_else(|e| panic!("{e}"));
            assert_eq!(
                demandes.suivante().await.unwrap().map(|page| page.len()),
                Some(200)
            );
            if quoi == "the session" {
                registry.fermer_session(jeton.as_str()).await.unwrap();
            } else {
                // Nothing of the queue is there: the rows are the same, the perimeter is not.
                let ordre = "UPDATE habilitation SET retiree_le = 1 WHERE finess = '990000036'";
                executer(registry.db(), &[ordre]).await;
            }
            let fin = demandes.suivante().await;
            assert!(matches!(fin, Err(ActeError::Interdit)), "{quoi}");
            let fin = personnes.suivante().await;
            assert!(matches!(fin, Err(ActeError::Interdit)), "{quoi}");
        }
        let refus = "journal WHERE acte = 'exporter' AND issue = 'interdit'";
        assert_eq!(compter(registry.db(), refus).await, 4);
    })
    .await;
}

/// One demande sent, and `nombre` copies of it: same establishment, other names and times.
async fn semer(registry: &Registry, nombre: i64) {
    let modele = deposer(registry, &usager_n(registry, 1).await, EG_A1, 1).await;
    let mut tx = registry.db().begin().await.expect("a transaction");
    for n in 0..nombre {
        // One applicant each: one open demande per applicant and establishment.
        let compte = nouvel_id(registry);
        sql("INSERT INTO compte (id, sujet, fournisseur, nom_affiche, cree_le) VALUES ($1, $2, 'franceconnect', 'Copie', 0)")
            .bind(compte)
            .bind(format!("copie:{n}"))
            .execute(&mut tx)
            .await
            .expect("an account");
        let reference =
            domain::demande::Reference::from_entropy(u64::try_from(n).expect("a rank")).to_string();
        sql(
            "INSERT INTO demande (id, reference, demandeur, statut, version, saisie, cree_le, modifiee_le, soumise_le, \
             finess, nom, profession, role, identite, complete, cle) \
             SELECT $2, $3, $4, statut, version, saisie, cree_le, modifiee_le, soumise_le - $5, finess, $6, profession, \
             role, $7, complete, $8 FROM demande WHERE id = $1",
        )
        .bind(modele.id.uuid())
        .bind(nouvel_id(registry))
        .bind(reference)
        .bind(compte)
        .bind(n / 3)
        .bind(if n % 7 == 0 { "=HYPERLINK(\"x\")".to_owned() } else { format!("NOM {n}") })
        .bind(format!("1990-03-12|F|nom {n}|louise|69383"))
        .bind(format!("nom {}", n % 50))
        .execute(&mut tx)
        .await
        .expect("a copy");
    }
    tx.commit().await.expect("the copies are there");
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_rows_come_in_pieces() {
    sur_sqlite("export long", |banc| async move {
        let registry = &banc.registry;
        let g = gestionnaire(registry, "Nadia FERRAND", "EJ", EJ_A).await;
        semer(registry, 10_000).await;
        let source = registry
            .exporter_demandes(&g, &FiltreFile::default(), Format::Csv)
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        let mut morceaux = ecouler(source, Format::Csv);
        let (mut nombre, mut plus_gros, mut lignes) = (0, 0, 0);
        while let Some(morceau) = morceaux.recv().await {
            let texte = String::from_utf8(morceau.unwrap_or_else(|e| panic!("{e}"))).expect("UTF-8");
            // The titles leave before anything is read; no piece holds more than a page.
            assert!(nombre > 0 || texte.lines().count() == 1);
            for ligne in texte.lines() {
                assert!(
                    !ligne
                        .split(';')
                        .any(|cellule| cellule.trim_matches('"').starts_with('=')),
                    "{ligne}"
                );
            }
            nombre += 1;
            plus_gros = plus_gros.max(texte.len());
            lignes += texte.lines().count();
        }
        assert_eq!(lignes, 10_002, "titles, the model, its copies");
        assert!(
            nombre >= 50 && plus_gros < 64 * 1024,
            "{nombre} pieces, {plus_gros} bytes at most"
        );

        let source = registry
            .exporter_demandes(&g, &FiltreFile::default(), Format::Xlsx)
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        let mut morceaux = ecouler(source, Format::Xlsx);
        let mut fichier = Vec::new();
        while let Some(morceau) = morceaux.recv().await {
            let morceau = morceau.unwrap_or_else(|e| panic!("{e}"));
            assert!(morceau.len() <= 64 * 1024);
            fichier.extend(morceau);
        }
        let mut classeur: Xlsx<_> =
            calamine::open_workbook_from_rs(std::io::Cursor::new(fichier)).expect("a workbook");
        let feuille = classeur
            .worksheet_range_at(0)
            .expect("a sheet")
            .expect("readable");
        assert_eq!(feuille.height(), 10_002);
        assert_eq!(
            feuille.get_value((0, 0)),
            Some(&Data::String("Référence".to_owned()))
        );
        let formules = classeur.worksheet_formula("Liste").expect("formulas");
        assert!(formules.is_empty(), "no text is a formula");
        assert!(
            feuille
                .rows()
                .any(|ligne| ligne[1] == Data::String("=HYPERLINK(\"x\")".to_owned()))
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_taken_away_with_their_situations_of_the_perimeter() {
    chaque_moteur("export des inscrits", |registry| async move {
        let g = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let b = gestionnaire(&registry, "Paul GIRAUD", "EJ", EJ_B).await;
        let u = usager(&registry, &etat_civil("MOREAU", "Camille")).await;
        for (g, finess) in [(&g, EG_A1), (&g, EG_A2), (&b, EG_B2)] {
            // A registered person does not ask again: the demandes are sent first.
            let situation = SaisieSituation {
                mode_exercice: if finess == EG_A2 { "L" } else { "S" }.to_owned(),
                ..situation(finess)
            };
            let autre = remplir(&registry, &u, &situation, &contact(1)).await.unwrap();
            registry.soumettre(&u, autre, &legale()).await.unwrap();
            assert!(registry.dossier(g, autre).await.is_ok());
        }
        let toutes = registry
            .demandes_du_filtre(&g, &FiltreFile::default(), 9)
            .await
            .unwrap();
        let ailleurs = registry
            .demandes_du_filtre(&b, &FiltreFile::default(), 9)
            .await
            .unwrap();
        for (g, demandes) in [(&g, toutes), (&b, ailleurs)] {
            for (id, version) in demandes {
                registry.valider(g, id, version, true).await.unwrap();
            }
        }
        let lignes = async |g: &Gestionnaire, texte: Option<&str>| {
            let critere = Critere {
                texte: texte.map(str::to_owned),
                ..Critere::default()
            };
            let mut source = registry
                .exporter_personnes(g, &critere, Format::Xlsx)
                .await
                .unwrap_or_else(|e| panic!("{e}"));
            let mut lignes = Vec::new();
            while let Some(page) = source.suivante().await.unwrap_or_else(|e| panic!("{e}")) {
                lignes.extend(page);
            }
            lignes
        };
        let siennes = lignes(&g, None).await;
        assert_eq!(siennes.len(), 2);
        for ligne in &siennes {
            assert_eq!(ligne[1], Cellule::Texte("MOREAU".to_owned()));
            assert!(matches!(&ligne[5], Cellule::Texte(etablissement) if etablissement.contains("TILLEULS")));
        }
        let mut liberales: Vec<_> = siennes
            .iter()
            .map(|ligne| match (&ligne[6], &ligne[7]) {
                (Cellule::Texte(mode), Cellule::Texte(activite)) => (mode.as_str(), activite.as_str()),
                _ => panic!("two texts"),
            })
            .collect();
        liberales.sort_unstable();
        assert_eq!(
            liberales,
            [
                ("Libéral, indépendant, artisan, commerçant", "ACT-LIB-05"),
                ("Salarié", "")
            ],
            "R29"
        );
        assert_eq!(lignes(&b, Some("moreau")).await.len(), 1);
        assert_eq!(lignes(&g, Some("durand")).await, Vec::<Vec<Cellule>>::new());
        assert_eq!(
            compter(registry.db(), "journal WHERE objet_id = 'professionnels'").await,
            3
        );
    })
    .await;
}
