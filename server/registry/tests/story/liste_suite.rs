//! A staff list over time: work that stops and starts again, files that come back, places as people write them, the end.

use crate::commun::*;
use crate::decor::*;
use crate::decor_liste::*;
use domain::date::jour;
use domain::saisie::Champ;
use registry::Registry;
use registry::db::sql;
use registry::journal::verifier;
use registry::liste::{EtatLigne, Format, StatutListe};
use std::fmt::Write as _;

#[tokio::test]
async fn work_that_stops_is_taken_up_and_two_machines_never_double_it() {
    chaque_banc("reprise", |banc| async move {
        let registry = &banc.registry;
        let g = gestionnaire(registry, "Nadia", "EJ", EJ_A).await;
        let rangees: Vec<String> = (1..=600).map(|n| rangee(n, EG_A1)).collect();
        let id = deposer_liste(registry, &g, &rangees).await;
        registry.inscrire_liste(&g, id, true, true).await.expect("sent");
        // A machine took it and died: nobody touches it until its lease is over.
        let mut tx = registry.db().begin().await.expect("a transaction");
        sql("UPDATE import_liste SET bail = $1")
            .bind(registry.now().millis() + 10_000)
            .execute(&mut tx)
            .await
            .expect("taken");
        tx.commit().await.expect("taken");
        assert!(!registry.avancer_listes().await.expect("nothing to take"));
        avancer_secondes(&banc.horloge, 20);
        let autre = Registry::open(&banc.url, banc.horloge.contexte())
            .await
            .expect("a second machine");
        let (ici, la) = tokio::join!(registry.avancer_listes(), autre.avancer_listes());
        assert!(ici.expect("no failure") || la.expect("no failure"));
        autre.db().close().await;
        assert_eq!(compter(registry.db(), "personne").await, 600);
        assert_eq!(compter(registry.db(), "message").await, 600);
        let distincts = sql("SELECT COUNT(DISTINCT rpps) AS n FROM personne")
            .one(registry.db())
            .await
            .expect("a count");
        assert_eq!(distincts.get::<i64>("n").expect("a number"), 600);
        let liste = registry.liste(&g, id).await.expect("the list");
        assert_eq!(
            (liste.resume.faites(), liste.resume.statut),
            (600, StatutListe::Controlee)
        );
        assert!(liste.terminee_le.is_some());
        verifier(registry.db(), Vec::new())
            .await
            .expect("the journal holds");
    })
    .await;
}

#[tokio::test]
async fn a_mail_taken_between_the_check_and_the_work_stops_that_row_only() {
    chaque_moteur("adresse prise entre-temps", |registry| async move {
        let g = gestionnaire(&registry, "Nadia", "EJ", EJ_A).await;
        let id = deposer_liste(&registry, &g, &[rangee(1, EG_A1), rangee(2, EG_A1)]).await;
        let u = usager(&registry, &etat_civil("AUTRE", "Zoé")).await;
        let brouillon = remplir(&registry, &u, &situation(EG_B2), &contact(1))
            .await
            .expect("a draft");
        registry
            .soumettre(&u, brouillon, &legale())
            .await
            .expect("a demande");
        inscrire(&registry, &g, id).await;
        assert_eq!(
            etats(&registry, &g, id).await,
            [EtatLigne::ACorriger, EtatLigne::Inscrite]
        );
        let vues = lignes(&registry, &g, id).await;
        assert!(vues[0].erreurs.pour(Champ::Email).is_some());
    })
    .await;
}

#[tokio::test]
async fn the_file_of_errors_brought_back_corrected_registers_the_rest() {
    chaque_moteur("fichier des erreurs", |registry| async move {
        let g = gestionnaire(&registry, "Nadia", "EJ", EJ_A).await;
        let rangees = [
            rangee(1, EG_A1),
            rangee(2, EG_A1)
                .replace("6 12", "+33 6 12")
                .replace("328", "=1+1"),
        ];
        let id = deposer_liste(&registry, &g, &rangees).await;
        let csv = registry
            .fichier_erreurs(&g, id, Format::Csv)
            .await
            .expect("a file");
        let texte = String::from_utf8(csv).expect("text");
        assert!(
            texte.contains(";'=1+1;") && texte.contains(";'+33 6 12"),
            "{texte}"
        );
        assert!(texte.contains("Profession : Valeur non reconnue"), "{texte}");
        let corrige = texte.replace("'=1+1", "328").into_bytes();
        let encore = registry
            .deposer_liste(&g, "corrige.csv", corrige)
            .await
            .expect("taken");
        assert_eq!(etats(&registry, &g, encore).await, [EtatLigne::Nouvelle]);
        let classeur = registry
            .fichier_erreurs(&g, id, Format::Xlsx)
            .await
            .expect("a workbook");
        let encore = registry
            .deposer_liste(&g, "erreurs.xlsx", classeur)
            .await
            .expect("taken");
        assert_eq!(etats(&registry, &g, encore).await, [EtatLigne::ACorriger]);
        let modele = registry.modele_liste(&g, Format::Xlsx).await.expect("a model");
        assert!(
            registry.deposer_liste(&g, "modele.xlsx", modele).await.is_err(),
            "an empty model is no list"
        );
    })
    .await;
}

#[tokio::test]
async fn places_and_dates_are_read_as_people_write_them() {
    chaque_moteur("lieux", |registry| async move {
        let g = gestionnaire(&registry, "Nadia", "EG", EG_A1).await;
        let mut texte = "nom;prenom;sexe;civilite;date de naissance;pays;lieu de naissance;mail;portable;date d'entrée;métier;role;mode\n".to_owned();
        for (n, (pays, lieu)) in [
            ("", "69383"),
            ("France", "Bourg-en-Bresse (01)"),
            ("", "01000 BOURG EN BRESSE"),
            ("Algérie", "Oran"),
            ("99350", "Rabat"),
            ("", "Saint-Denis"),
            ("", "Ville Imaginaire"),
        ]
        .into_iter()
        .enumerate()
        {
            writeln!(
                texte,
                "{};Anne;F;Mme;32944;{pays};{lieu};lieu{n}@example.org;061234560{n};1/9/2026;328 – AES;vie sociale;S",
                nom(u32::try_from(n).expect("small"))
            )
            .expect("a row");
        }
        let id = registry.deposer_liste(&g, "lieux.csv", texte.into_bytes()).await.expect("taken");
        let vues = lignes(&registry, &g, id).await;
        let faux: Vec<i64> = vues.iter().filter(|l| l.etat != EtatLigne::Nouvelle).map(|l| l.numero).collect();
        assert_eq!(faux, [7, 8], "several Saint-Denis, no Ville Imaginaire");
        assert!(vues[5].erreurs.pour(Champ::CommuneNaissance).is_some());
        // The only establishment of the perimeter needs no column.
        inscrire(&registry, &g, id).await;
        assert_eq!(compter(registry.db(), "situation WHERE finess = '990000028'").await, 5);
        let ne = sql("SELECT COUNT(*) AS n FROM personne WHERE date_naissance = $1 AND commune_naissance = '01053'")
            .bind(jour(1990, 3, 12).expect("a day"))
            .one(registry.db())
            .await
            .expect("a count");
        assert_eq!(ne.get::<i64>("n").expect("a number"), 2);
    })
    .await;
}

#[tokio::test]
async fn lists_are_erased_after_thirty_days() {
    chaque_banc("effacement des listes", |banc| async move {
        let registry = &banc.registry;
        let g = gestionnaire(registry, "Nadia", "EJ", EJ_A).await;
        let id = deposer_liste(registry, &g, &[rangee(1, EG_A1)]).await;
        inscrire(registry, &g, id).await;
        banc.horloge.avancer_jours(29);
        assert_eq!(registry.effacer_listes().await.expect("looked at"), 0);
        banc.horloge.avancer_jours(2);
        assert_eq!(registry.effacer_listes().await.expect("erased"), 1);
        for table in ["import_liste", "import_ligne"] {
            assert_eq!(compter(registry.db(), table).await, 0, "{table}");
        }
        assert_eq!(
            compter(registry.db(), "personne").await,
            1,
            "what was registered stays"
        );
        verifier(registry.db(), Vec::new())
            .await
            .expect("the journal holds");
    })
    .await;
}
