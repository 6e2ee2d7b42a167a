//! The journal: an entry per act and per refusal, a chain that cannot be changed unseen, details that can be erased.

use crate::commun::*;
use crate::decor::*;
use domain::ids::{DemandeId, PersonneId};
use domain::nomenclature::MotifRefus;
use registry::db::{DbError, Engine, sql};
use registry::journal::{self, Acte, Objet, Raison, VerificationError};
use registry::{ActeError, Registry};

/// What the journal says of an object, oldest first: « acte issue ».
async fn ecritures(registry: &Registry, objet: Objet<'_>) -> Vec<String> {
    sql("SELECT acte, issue FROM journal WHERE objet = $1 AND objet_id = $2 ORDER BY numero")
        .bind(objet.genre())
        .bind(objet.id())
        .all(registry.db())
        .await
        .expect("the journal is read")
        .iter()
        .map(|row| {
            let mot = |colonne| row.get::<String>(colonne).expect("a word");
            format!("{} {}", mot("acte"), mot("issue"))
        })
        .collect()
}

/// The journal is intact, and as long as the table.
pub(crate) async fn intact(registry: &Registry) -> i64 {
    let tete = journal::verifier(registry.db(), Vec::new())
        .await
        .unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(tete.numero, compter(registry.db(), "journal").await);
    assert_eq!(tete, journal::tete(registry.db()).await.expect("a head"));
    tete.numero
}

async fn rupture(registry: &Registry) -> (i64, Raison) {
    match journal::verifier(registry.db(), Vec::new()).await {
        Err(VerificationError::Rupture(rupture)) => (rupture.numero, rupture.raison),
        autre => panic!("a break: {autre:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_act_leaves_an_entry_in_a_chain_that_holds() {
    chaque_banc("une écriture par acte", |banc| async move {
        let registry = &banc.registry;
        let u = usager_n(registry, 1).await;
        let g = gestionnaire(registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let validee = deposer(registry, &u, EG_A1, 1).await.id;
        let version_lue = version(registry, &g, validee).await;
        registry.valider(&g, validee, version_lue, true).await.unwrap();
        let personne = registry.ma_fiche(&u).await.unwrap().expect("registered").id;
        registry
            .fiche(&g, personne)
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        let autre = usager_n(registry, 2).await;
        let refusee = deposer(registry, &autre, EG_A2, 2).await.id;
        let explication = "Je ne connais pas cette personne.".parse().unwrap();
        let version_lue = version(registry, &g, refusee).await;
        registry
            .refuser(&g, refusee, version_lue, MotifRefus::Autre, &explication)
            .await
            .unwrap();
        let retiree = deposer(registry, &autre, EG_A2, 2).await.id;
        registry.annuler(&autre, retiree).await.unwrap();
        let expiree = deposer(registry, &autre, EG_A2, 2).await.id;
        banc.horloge.avancer_jours(31);
        registry.expirer_demandes().await.unwrap();

        for (demande, suite) in [
            (validee, vec!["consulter fait", "valider fait"]),
            (refusee, vec!["consulter fait", "refuser fait"]),
            (retiree, vec!["annuler fait"]),
            (expiree, vec!["expirer fait"]),
        ] {
            let mut attendues = vec!["commencer fait", "soumettre fait"];
            attendues.extend(suite);
            assert_eq!(ecritures(registry, Objet::Demande(demande)).await, attendues);
        }
        assert_eq!(
            ecritures(registry, Objet::Personne(personne)).await,
            ["inscrire fait", "consulter fait"]
        );
        assert_eq!(
            ecritures(registry, Objet::Referentiel("finess")).await,
            ["import fait"]
        );
        // Whoever is signed in acts within a session that was opened.
        assert_eq!(
            compter(
                registry.db(),
                "journal j WHERE j.acteur IS NOT NULL AND NOT EXISTS (SELECT 1 FROM journal o \
                 WHERE o.acte = 'ouvrir_session' AND o.session = j.session AND o.acteur = j.acteur)"
            )
            .await,
            0
        );
        let jeton = registry.ouvrir_session(u.compte(), 60).await.unwrap();
        let session = registry
            .session_ouverte(jeton.as_str())
            .await
            .unwrap()
            .expect("open")
            .id();
        registry.fermer_session(jeton.as_str()).await.unwrap();
        registry.fermer_session(jeton.as_str()).await.unwrap();
        assert_eq!(
            ecritures(registry, Objet::Session(session)).await,
            ["ouvrir_session fait", "fermer_session fait"]
        );
        intact(registry).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_refusal_leaves_an_entry_and_nothing_else() {
    chaque_moteur("une écriture par refus", |registry| async move {
        let (u, autre) = (usager_n(&registry, 1).await, usager_n(&registry, 2).await);
        let g = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let ailleurs = gestionnaire(&registry, "Paul GIRAUD", "EJ", EJ_B).await;
        let id = deposer(&registry, &u, EG_A1, 1).await.id;
        let vue = version(&registry, &g, id).await;
        let explication = "Je ne connais pas cette personne.".parse().unwrap();

        registry.dossier(&ailleurs, id).await.err().expect("outside");
        registry
            .valider(&ailleurs, id, vue, true)
            .await
            .expect_err("outside");
        registry
            .demande_de(&autre, id)
            .await
            .err()
            .expect("somebody else's");
        registry.annuler(&autre, id).await.expect_err("somebody else's");
        registry
            .enregistrer_contact(&u, id, &contact(1))
            .await
            .expect_err("sent already");
        registry.valider(&g, id, vue, false).await.expect_err("R34");
        registry
            .refuser(&g, id, vue + 7, MotifRefus::Autre, &explication)
            .await
            .expect_err("another version");
        assert_eq!(
            ecritures(&registry, Objet::Demande(id)).await[3..],
            [
                "consulter introuvable",
                "valider introuvable",
                "consulter introuvable",
                "annuler introuvable",
                "enregistrer conflit",
                "valider non_confirmee",
                "refuser conflit",
            ]
        );
        registry.valider(&g, id, vue, true).await.unwrap();
        registry
            .valider(&g, id, vue + 1, true)
            .await
            .expect_err("decided");
        assert_eq!(
            ecritures(&registry, Objet::Demande(id)).await.last().unwrap(),
            "valider transition"
        );
        registry.commencer_demande(&u).await.expect_err("registered");
        assert_eq!(
            ecritures(&registry, Objet::Compte(u.compte())).await,
            ["commencer deja_inscrit"]
        );

        // A form to correct is no attempt; an e-mail that somebody else has is one.
        let brouillon = remplir(&registry, &autre, &situation(EG_FERME), &contact(1))
            .await
            .unwrap();
        registry
            .soumettre(&autre, brouillon, &legale())
            .await
            .expect_err("closed");
        assert_eq!(
            ecritures(&registry, Objet::Demande(brouillon)).await,
            ["commencer fait"]
        );
        registry
            .enregistrer_situation(&autre, brouillon, &nommee(&autre, &situation(EG_A1)))
            .await
            .unwrap();
        registry
            .soumettre(&autre, brouillon, &legale())
            .await
            .expect_err("R19");
        assert_eq!(
            ecritures(&registry, Objet::Demande(brouillon)).await,
            ["commencer fait", "soumettre deja_utilise"]
        );

        let inconnue = PersonneId::new(nouvel_id(&registry));
        registry.fiche(&g, inconnue).await.err().expect("unknown");
        assert_eq!(
            ecritures(&registry, Objet::Personne(inconnue)).await,
            ["consulter introuvable"]
        );
        let route = "/gestion/demandes/{id}";
        registry
            .consigner_refus_de_droit(u.auteur(), route)
            .await
            .unwrap();
        assert_eq!(
            ecritures(&registry, Objet::Acces(route)).await,
            ["acceder interdit"]
        );
        intact(&registry).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_itself_refuses_to_change_it() {
    chaque_moteur("journal immuable", |registry| async move {
        let mut ordres = vec![
            "UPDATE journal SET issue = 'autre' WHERE numero = 1",
            "DELETE FROM journal WHERE numero = 1",
            "UPDATE journal_detail SET contenu = '{}'",
        ];
        ordres.push(match registry.db().engine() {
            Engine::Sqlite => {
                "INSERT OR REPLACE INTO journal SELECT 1, le, acteur, session, 'autre', objet, objet_id, issue, engagement, maillon FROM journal WHERE numero = 1"
            }
            Engine::Postgres => "TRUNCATE journal CASCADE",
        });
        for ordre in ordres {
            let mut tx = registry.db().begin().await.unwrap();
            let refus = sql(ordre).execute(&mut tx).await;
            assert!(matches!(refus, Err(DbError::Defect(_))), "{ordre} : {refus:?}");
        }
        intact(&registry).await;
    })
    .await;
}

/// What somebody who owns the database can do all the same.
async fn forcer(registry: &Registry, ordre: &'static str) {
    match registry.db().engine() {
        Engine::Sqlite => {
            executer(
                registry.db(),
                &[
                    "DROP TRIGGER IF EXISTS journal_jamais_modifie",
                    "DROP TRIGGER IF EXISTS journal_jamais_efface",
                    "DROP TRIGGER IF EXISTS journal_detail_jamais_modifie",
                    "PRAGMA defer_foreign_keys = ON",
                    "DELETE FROM journal_detail WHERE numero >= 4",
                    ordre,
                ],
            )
            .await;
        }
        Engine::Postgres => {
            executer(
                registry.db(),
                &[
                    "ALTER TABLE journal DISABLE TRIGGER USER",
                    "ALTER TABLE journal_detail DISABLE TRIGGER USER",
                    "DELETE FROM journal_detail WHERE numero >= 4",
                    ordre,
                ],
            )
            .await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forced_change_is_found_where_it_is() {
    for (ordre, attendue) in [
        (
            "UPDATE journal SET acte = 'refuser' WHERE numero = 5",
            (5, Raison::Maillon),
        ),
        (
            "UPDATE journal SET acteur = NULL WHERE numero = 4",
            (4, Raison::Maillon),
        ),
        (
            "DELETE FROM journal WHERE numero = 4",
            (4, Raison::Numero { trouve: 5 }),
        ),
        (
            "UPDATE journal_detail SET contenu = '{}' WHERE numero = 1",
            (1, Raison::Detail),
        ),
        (
            "DELETE FROM journal WHERE numero > 5",
            (6, Raison::Coupe { tete: 8 }),
        ),
        ("UPDATE journal_tete SET numero = 4", (5, Raison::HorsTete)),
        (
            "UPDATE journal_tete SET maillon = (SELECT maillon FROM journal WHERE numero = 1)",
            (8, Raison::Tete),
        ),
    ] {
        chaque_moteur(ordre, move |registry| async move {
            // 1 and 2 are the imports of the communes and of the establishments; then three sessions, two drafts, a submission.
            let u = usager_n(&registry, 1).await;
            deposer(&registry, &u, EG_A1, 1).await;
            session(&registry, u.compte()).await;
            registry.commencer_demande(&u).await.unwrap();
            session(&registry, u.compte()).await;
            assert_eq!(intact(&registry).await, 8);
            forcer(&registry, ordre).await;
            assert_eq!(rupture(&registry).await, attendue, "{ordre}");
            // The export tells the same.
            let mut fichier = Vec::new();
            journal::exporter(registry.db(), true, &mut fichier)
                .await
                .unwrap();
            let Err(VerificationError::Rupture(rupture)) =
                journal::verifier_export(fichier.as_slice(), Vec::new())
            else {
                panic!("the export is as broken as the journal")
            };
            assert_eq!((rupture.numero, rupture.raison), attendue);
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_verifies_without_the_database() {
    chaque_moteur("export", |registry| async move {
        let u = usager_n(&registry, 1).await;
        let id = deposer(&registry, &u, EG_A1, 1).await.id;
        let tete = journal::tete(registry.db()).await.unwrap();
        let mut complet = Vec::new();
        journal::exporter(registry.db(), true, &mut complet)
            .await
            .unwrap();
        let mut sans_detail = Vec::new();
        journal::exporter(registry.db(), false, &mut sans_detail)
            .await
            .unwrap();
        let lisible = String::from_utf8(complet.clone()).unwrap();
        assert!(lisible.contains("EHPAD LES TILLEULS") && lisible.contains(&id.to_string()));
        assert!(!String::from_utf8_lossy(&sans_detail).contains("TILLEULS"));
        for export in [&complet, &sans_detail] {
            assert_eq!(
                journal::verifier_export(export.as_slice(), vec![tete]).unwrap(),
                tete
            );
        }
        // An export cut anywhere is not an export.
        let lignes: Vec<_> = lisible.lines().collect();
        for reste in 0..lignes.len() {
            let coupe = lignes[..reste].join("\n");
            let fin = journal::verifier_export(coupe.as_bytes(), Vec::new());
            assert!(
                matches!(fin, Err(VerificationError::SansTete)),
                "{reste}: {fin:?}"
            );
        }
        let continue_ = format!("{lisible}{}\n", lignes[0]);
        assert!(matches!(
            journal::verifier_export(continue_.as_bytes(), Vec::new()),
            Err(VerificationError::ApresTete(_))
        ));
        assert!(matches!(
            journal::verifier_export("{}\n".as_bytes(), Vec::new()),
            Err(VerificationError::Illisible(1))
        ));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn erased_details_leave_a_chain_that_holds() {
    chaque_moteur("détails effacés", |registry| async move {
        let u = usager_n(&registry, 1).await;
        let g = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let (effacee, gardee) = (
            deposer(&registry, &u, EG_A1, 1).await.id,
            deposer(&registry, &u, EG_A2, 1).await.id,
        );
        let mut tx = registry.db().begin().await.unwrap();
        let nombre = journal::effacer_details(&mut tx, Objet::Demande(effacee))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(nombre, 1);
        intact(&registry).await;
        let changements = async |id: DemandeId| {
            let historique = registry.historique_demande(&g, id, 1).await.unwrap();
            assert_eq!(historique.lignes[0].acte, Acte::Soumettre);
            historique.lignes[0].changements.len()
        };
        assert_eq!(changements(effacee).await, 0);
        assert!(changements(gardee).await > 3);
        assert!(matches!(
            registry
                .historique_demande(&g, DemandeId::new(nouvel_id(&registry)), 1)
                .await,
            Err(ActeError::Introuvable)
        ));
    })
    .await;
}
