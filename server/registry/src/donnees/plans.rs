//! What erasing and copying read on SQLite, whose planner takes an index only where the condition is written as the index says it.

use super::effacement::{A_EFFACER, echues};
use super::export_echanges::courriels;
use crate::db::{Db, Statement, sql};
use uuid::Uuid;

/// An empty register.
async fn base() -> (tempfile::TempDir, Db) {
    let dossier = tempfile::tempdir().expect("a temporary folder");
    let db = Db::open(&format!("sqlite:{}", dossier.path().join("plans.db").display()))
        .await
        .expect("a database");
    db.migrate().await.expect("its schema");
    (dossier, db)
}

async fn plan(db: &Db, enonce: Statement) -> String {
    let rows = enonce.all(db).await.expect("a plan");
    let etapes: Vec<String> = rows
        .iter()
        .map(|row| row.get("detail").expect("a step"))
        .collect();
    etapes.join("\n")
}

fn expliquer(enonce: &str) -> Statement {
    sql(format!("EXPLAIN QUERY PLAN {enonce}"))
}

#[tokio::test]
async fn what_is_over_is_found_by_index_oldest_first() {
    let (_dossier, db) = base().await;
    for condition in A_EFFACER {
        let plan = plan(&db, expliquer(&echues(condition)).bind(1_i64)).await;
        assert!(
            plan.contains("USING INDEX demande_") && !plan.contains("TEMP B-TREE") && !plan.contains("SCAN"),
            "{condition} : {plan}"
        );
    }
    db.close().await;
}

#[tokio::test]
async fn a_copy_reads_the_mails_of_one_person_only() {
    let (_dossier, db) = base().await;
    let personne = Uuid::nil();
    let enonce = expliquer(&courriels())
        .bind(personne)
        .bind(personne)
        .bind(personne);
    let plan = plan(&db, enonce).await;
    assert!(!plan.contains("SCAN"), "{plan}");
    for index in ["message_demande", "message_compte", "message_personne"] {
        assert!(plan.contains(index), "{index} : {plan}");
    }
    db.close().await;
}

/// Erasing a row looks for it wherever it may be named: with a question like this one.
#[tokio::test]
async fn erasing_somebody_reads_no_whole_table() {
    let (_dossier, db) = base().await;
    let liens = sql(
        "SELECT t.name AS nom, f.\"from\" AS colonne FROM sqlite_master t, pragma_foreign_key_list(t.name) f \
         WHERE t.type = 'table' AND f.\"table\" IN ('compte', 'personne') ORDER BY 1, 2",
    )
    .all(&db)
    .await
    .expect("the foreign keys");
    assert!(liens.len() > 30);
    for lien in &liens {
        let (table, colonne): (String, String) = (
            lien.get("nom").expect("a table"),
            lien.get("colonne").expect("a column"),
        );
        let enonce = expliquer(&format!("SELECT 1 FROM {table} WHERE {colonne} = $1")).bind(Uuid::nil());
        let plan = plan(&db, enonce).await;
        assert!(!plan.contains("SCAN"), "{table}.{colonne} : {plan}");
    }
    db.close().await;
}
