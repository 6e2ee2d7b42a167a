//! What a transaction tells once it has happened: short texts, heard by everybody who listens. On `SQLite` they are told by the
//! process that commits, just after the commit; on `PostgreSQL` they are notifications of the transaction itself, which one
//! connection per process listens to: every process of the portal hears all of them, its own included.
//!
//! What the texts mean is not known here. Nothing is kept: who was not listening, or listened too slowly, hears that something
//! was missed and reads the register again.

use super::DbError;
use sqlx::postgres::{PgListener, PgPoolOptions};
use sqlx::{PgPool, Postgres, Transaction};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OnceCell, broadcast, watch};

/// The channel of the notifications.
const CANAL: &str = "rppsplus_direct";
/// How many texts wait for a slow listener before it is told that it missed some.
const FILE: usize = 512;
/// Between two attempts to listen again.
const REPRISE: Duration = Duration::from_secs(1);

/// Who tells and who listens, in one process. Cheap to clone.
#[derive(Clone)]
pub struct Diffusion(Arc<Interieur>);

struct Interieur {
    dits: broadcast::Sender<Dit>,
    clos: watch::Sender<bool>,
    /// set once this process listens to `PostgreSQL`
    branchee: OnceCell<()>,
}

#[derive(Clone)]
enum Dit {
    Texte(Arc<str>),
    Lacune,
}

/// What a listener hears.
pub(crate) enum Entendu {
    /// a text, told by a transaction that has happened
    Texte(Arc<str>),
    /// some texts were missed
    Lacune,
    /// nothing more will be told: the program is about to stop
    Fin,
}

/// A listener.
pub(crate) struct Auditeur {
    dits: broadcast::Receiver<Dit>,
    clos: watch::Receiver<bool>,
}

impl std::fmt::Debug for Diffusion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Diffusion(…)")
    }
}

impl Diffusion {
    pub(super) fn new() -> Self {
        Self(Arc::new(Interieur {
            dits: broadcast::Sender::new(FILE),
            clos: watch::Sender::new(false),
            branchee: OnceCell::new(),
        }))
    }

    /// Listens from now on.
    pub(super) fn ecouter(&self) -> Auditeur {
        Auditeur {
            dits: self.0.dits.subscribe(),
            clos: self.0.clos.subscribe(),
        }
    }

    /// Every listener is told that nothing more will come.
    pub(super) fn clore(&self) {
        self.0.clos.send_replace(true);
    }

    /// Tells what happened, on `SQLite`.
    pub(super) fn dire(&self, textes: Vec<String>) {
        for texte in textes {
            // Nobody listens: nobody has to know.
            let _ = self.0.dits.send(Dit::Texte(texte.into()));
        }
    }

    /// Adds to the transaction what it will tell, on `PostgreSQL`.
    pub(super) async fn joindre(
        tx: &mut Transaction<'static, Postgres>,
        textes: Vec<String>,
    ) -> Result<(), DbError> {
        for texte in textes {
            sqlx::query("SELECT pg_notify($1, $2)")
                .bind(CANAL)
                .bind(texte)
                .execute(&mut **tx)
                .await?;
        }
        Ok(())
    }

    /// From the return of the first call on, what `PostgreSQL` notifies is heard in this process.
    pub(super) async fn brancher(&self, pool: &PgPool) -> Result<(), DbError> {
        self.0
            .branchee
            .get_or_try_init(|| async {
                let ecoute = connecter(pool).await?;
                tokio::spawn(relayer(self.clone(), ecoute, pool.clone()));
                Ok(())
            })
            .await
            .copied()
    }

    fn lacune(&self) {
        let _ = self.0.dits.send(Dit::Lacune);
    }
}

/// A connection of its own: acts do not have one less.
async fn connecter(pool: &PgPool) -> Result<PgListener, DbError> {
    let seule = PgPoolOptions::new()
        .max_connections(1)
        .max_lifetime(None)
        .idle_timeout(None)
        .acquire_timeout(Duration::from_secs(5))
        .connect_with((*pool.connect_options()).clone())
        .await?;
    let mut ecoute = PgListener::connect_with(&seule).await?;
    ecoute.listen(CANAL).await?;
    Ok(ecoute)
}

/// Passes on what is notified until the register is closed. A connection that is lost is opened again, and then listeners are told
/// that they may have missed something: not before, or they would read too early.
async fn relayer(diffusion: Diffusion, mut ecoute: PgListener, pool: PgPool) {
    let fermeture = pool.close_event();
    let relais = async {
        loop {
            while let Ok(Some(notification)) = ecoute.try_recv().await {
                let texte = notification.payload().into();
                let _ = diffusion.0.dits.send(Dit::Texte(texte));
            }
            tracing::warn!("the connection that listens to the register was lost");
            ecoute = loop {
                tokio::time::sleep(REPRISE).await;
                if let Ok(nouvelle) = connecter(&pool).await {
                    break nouvelle;
                }
            };
            diffusion.lacune();
        }
    };
    tokio::select! {
        () = fermeture => {}
        () = relais => {}
    }
}

impl Auditeur {
    /// The next thing heard. Can be dropped while waiting without losing anything.
    pub(crate) async fn entendre(&mut self) -> Entendu {
        tokio::select! {
            biased;
            _ = self.clos.wait_for(|clos| *clos) => Entendu::Fin,
            dit = self.dits.recv() => match dit {
                Ok(Dit::Texte(texte)) => Entendu::Texte(texte),
                Ok(Dit::Lacune) | Err(broadcast::error::RecvError::Lagged(_)) => Entendu::Lacune,
                Err(broadcast::error::RecvError::Closed) => Entendu::Fin,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_listens_too_slowly_hears_that_something_was_missed() {
        let diffusion = Diffusion::new();
        let (mut lent, mut vif) = (diffusion.ecouter(), diffusion.ecouter());
        for numero in 0..=FILE {
            diffusion.dire(vec![numero.to_string()]);
            assert!(matches!(vif.entendre().await, Entendu::Texte(_)));
        }
        assert!(matches!(lent.entendre().await, Entendu::Lacune));
        assert!(matches!(lent.entendre().await, Entendu::Texte(_)));
        diffusion.clore();
        assert!(matches!(lent.entendre().await, Entendu::Fin));
        assert!(matches!(diffusion.ecouter().entendre().await, Entendu::Fin));
    }
}
