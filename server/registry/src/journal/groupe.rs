//! Entries of what is only read, or refused: nothing else is in their transaction, so that those which arrive while one is being
//! written are written together after it. The chain has one end, and each transaction that holds it waits for the disk: fifty
//! people who open records at the same moment wait for two of them, not for fifty.

use super::ecrire_pretes;
use super::entree::{Entree, Prete};
use crate::contexte::Contexte;
use crate::db::{Db, DbError};
use std::sync::{Mutex, PoisonError};
use tokio::sync::oneshot;

/// What becomes of an entry.
type Suite = oneshot::Sender<Result<(), DbError>>;

/// The entries that wait for the one being written.
#[derive(Default)]
pub(crate) struct Groupe {
    attente: Mutex<Vec<(Vec<Prete>, Suite)>>,
    tour: tokio::sync::Mutex<()>,
}

impl Groupe {
    /// Writes entries, with those that wait at that moment. Returns once they are in the database to stay.
    pub(super) async fn ecrire(
        &self,
        db: &Db,
        contexte: &Contexte,
        entrees: Vec<Entree<'_>>,
    ) -> Result<(), DbError> {
        let (suite, mut issue) = oneshot::channel();
        let pretes = entrees.into_iter().map(Prete::new).collect();
        self.attente().push((pretes, suite));
        let tour = self.tour.lock().await;
        // Somebody else may have written it meanwhile.
        if let Ok(issue) = issue.try_recv() {
            return issue;
        }
        let ensemble = std::mem::take(&mut *self.attente());
        let (db, contexte) = (db.clone(), contexte.clone());
        // A task of its own: a request that is given up does not take the entries of the others with it.
        let ecriture = tokio::spawn(async move {
            let (entrees, suites): (Vec<Vec<_>>, Vec<_>) = ensemble.into_iter().unzip();
            let issue = ecrire_ensemble(&db, &contexte, entrees.into_iter().flatten().collect()).await;
            for suite in suites {
                // Who asked may have left.
                let _ = suite.send(issue.clone());
            }
        });
        let _ = ecriture.await;
        drop(tour);
        // Mine may be in the hands of somebody who was given up.
        issue.await.unwrap_or_else(|_| {
            Err(DbError::Defect(
                "une écriture du journal s’est interrompue".to_owned(),
            ))
        })
    }

    fn attente(&self) -> std::sync::MutexGuard<'_, Vec<(Vec<Prete>, Suite)>> {
        self.attente.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn ecrire_ensemble(db: &Db, contexte: &Contexte, entrees: Vec<Prete>) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    ecrire_pretes(&mut tx, contexte, entrees).await?;
    tx.commit().await
}
