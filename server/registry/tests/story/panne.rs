//! The database is locked, or can only be read: the person is told, and nothing that was acknowledged is lost.

use crate::commun::*;
use crate::decor::*;
use domain::demande::Statut;
use registry::db::{Db, DbError};
use registry::{ActeError, Registry};
use sqlx::{Connection as _, Executor as _, PgConnection, SqliteConnection};

fn indisponible<T>(resultat: Result<T, ActeError>) -> DbError {
    match resultat {
        Err(ActeError::Indisponible(cause)) => cause,
        Err(autre) => panic!("une autre erreur : {autre:?}"),
        Ok(_) => panic!("l’acte a réussi"),
    }
}

async fn decor_prepare(
    banc: &Banc,
) -> (
    registry::droit::Usager,
    registry::droit::Gestionnaire,
    domain::ids::DemandeId,
    i64,
) {
    let registry = &banc.registry;
    let u = usager_n(registry, 1).await;
    let g = gestionnaire(registry, "Nadia FERRAND", "EG", EG_A1).await;
    let id = deposer(registry, &u, EG_A1, 1).await.id;
    let version = version(registry, &g, id).await;
    (u, g, id, version)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_sqlite_database_makes_the_act_wait_then_fail() {
    sur_sqlite("base verrouillée", |banc| async move {
        let (u, g, id, version) = decor_prepare(&banc).await;
        let mut autre = SqliteConnection::connect(&banc.url).await.unwrap();
        autre.execute("BEGIN IMMEDIATE").await.unwrap();
        assert!(matches!(
            indisponible(banc.registry.valider(&g, id, version, true).await),
            DbError::Busy
        ));
        // Reading still works.
        assert_eq!(
            banc.registry
                .demande_de(&u, id)
                .await
                .unwrap_or_else(|e| panic!("{e}"))
                .statut,
            Statut::ATraiter
        );
        assert_eq!(banc.registry.nombre_a_traiter(&g).await.unwrap(), 1);
        autre.execute("ROLLBACK").await.unwrap();
        banc.registry
            .valider(&g, id, version, true)
            .await
            .expect("the same act, once the lock is gone");
        assert_eq!(compter(banc.registry.db(), "message").await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_postgres_table_makes_the_act_wait_then_fail() {
    sur_postgres("table verrouillée", |banc| async move {
        let (u, g, id, version) = decor_prepare(&banc).await;
        let mut autre = PgConnection::connect(&banc.url).await.unwrap();
        autre.execute("BEGIN").await.unwrap();
        autre
            .execute("LOCK TABLE demande IN EXCLUSIVE MODE")
            .await
            .unwrap();
        assert!(matches!(
            indisponible(banc.registry.valider(&g, id, version, true).await),
            DbError::Busy
        ));
        assert_eq!(
            banc.registry
                .demande_de(&u, id)
                .await
                .unwrap_or_else(|e| panic!("{e}"))
                .statut,
            Statut::ATraiter
        );
        autre.execute("ROLLBACK").await.unwrap();
        banc.registry
            .valider(&g, id, version, true)
            .await
            .expect("the same act, once the lock is gone");
    })
    .await;
}

/// What a register that can only be read does, and that it lost nothing.
async fn en_lecture_seule(banc: &Banc, lecture: &Registry) {
    let registry = &banc.registry;
    let u = usager_n(registry, 2).await;
    let g = gestionnaire(registry, "Paul GIRAUD", "EG", EG_A1).await;
    let brouillon = remplir(registry, &u, &situation(EG_A1), &contact(2))
        .await
        .expect("it works");
    let id = registry
        .file(&g, &registry::demande::FiltreFile::default())
        .await
        .unwrap_or_else(|e| panic!("{e}"))
        .lignes[0]
        .id;
    let version = version(registry, &g, id).await;
    for cause in [
        // Without its entry in the journal, nobody reads somebody else's demande.
        indisponible(lecture.dossier(&g, id).await),
        indisponible(lecture.valider(&g, id, version, true).await),
        indisponible(lecture.soumettre(&u, brouillon, &legale()).await),
        indisponible(lecture.enregistrer_contact(&u, brouillon, &contact(3)).await),
        indisponible(lecture.annuler(&u, brouillon).await),
    ] {
        assert!(matches!(cause, DbError::ReadOnly), "{cause:?}");
    }
    let garde = lecture
        .brouillon(&u)
        .await
        .expect("it works")
        .expect("the draft is there");
    assert_eq!(garde.saisie.contact, contact(2));
    // The same acts, where writing works again.
    registry.valider(&g, id, version, true).await.expect("accepted");
    registry
        .soumettre(&u, brouillon, &legale())
        .await
        .expect("submitted");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_only_sqlite_database_keeps_everything() {
    sur_sqlite("lecture seule", |banc| async move {
        decor_prepare(&banc).await;
        let db = Db::open(&format!("{}?mode=ro", banc.url)).await.unwrap();
        let lecture = Registry::new(db, banc.horloge.contexte()).await.unwrap();
        en_lecture_seule(&banc, &lecture).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_only_postgres_database_keeps_everything() {
    sur_postgres("lecture seule", |banc| async move {
        decor_prepare(&banc).await;
        let separateur = if banc.url.contains('?') { '&' } else { '?' };
        let url = format!(
            "{}{separateur}options=-c%20default_transaction_read_only%3Don",
            banc.url
        );
        let lecture = Registry::new(Db::open(&url).await.unwrap(), banc.horloge.contexte())
            .await
            .unwrap();
        en_lecture_seule(&banc, &lecture).await;
        lecture.db().close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_went_away_is_said_so() {
    chaque_banc("base disparue", |banc| async move {
        let (u, g, id, version) = decor_prepare(&banc).await;
        let registry = banc.registry.avec_contexte(banc.horloge.contexte());
        registry.db().close().await;
        for cause in [
            indisponible(registry.valider(&g, id, version, true).await),
            indisponible(registry.demande_de(&u, id).await),
        ] {
            assert!(cause.is_unavailable(), "{cause:?}");
        }
        let rouvert = Registry::open(&banc.url, banc.horloge.contexte()).await.unwrap();
        rouvert
            .valider(&g, id, version, true)
            .await
            .expect("nothing was lost");
        rouvert.db().close().await;
    })
    .await;
}

/// How many pages the file may have: SQLite then answers exactly as on a full disk.
async fn plafonner(registry: &Registry, pages: i64) {
    let mut tx = registry.db().begin().await.expect("a transaction");
    registry::db::sql(format!("PRAGMA max_page_count = {pages}"))
        .execute(&mut tx)
        .await
        .expect("a ceiling");
    tx.commit().await.expect("the ceiling is set");
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_full_disk_nothing_acknowledged_is_lost_and_room_is_enough_to_go_on() {
    sur_sqlite("disque plein", |banc| async move {
        let registry = &banc.registry;
        let (u, g, id, version) = decor_prepare(&banc).await;
        let seance = session(registry, u.compte()).await;
        // One is the least: SQLite takes it for « no page more than now ». What is left of the last pages is filled first.
        plafonner(registry, 1).await;
        let pleine = loop {
            match registry.noter_saisie(&seance, "x".repeat(5000)).await {
                Ok(_) => {}
                Err(error) => break error,
            }
        };
        assert!(matches!(pleine, DbError::Full), "{pleine:?}");
        plafonner(registry, 1).await;
        let refus = registry
            .valider(&g, id, version, true)
            .await
            .expect_err("no room for a number, a mail and a journal entry");
        assert!(refus.to_string().contains("Rien n’a été modifié"), "{refus}");
        assert!(
            matches!(refus, ActeError::Indisponible(DbError::Full)),
            "{refus:?}"
        );
        let suivi = registry
            .demande_de(&u, id)
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(suivi.statut, Statut::ATraiter);

        // The ceiling was that connection's own, and the register has opened another: there is room again.
        registry
            .valider(&g, id, version, true)
            .await
            .expect("the same act, once there is room");
    })
    .await;
}
