//! What the program does with decisions that wait: those whose delay is over take effect, and lots are worked through. Two
//! tasks, so that a long lot does not hold up a decision taken alone. Several machines may run them at once.

use registry::Registry;
use registry::db::DbError;
use registry::demande::Sursis;
use serde::Deserialize;
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};

/// How often decisions that wait are looked at.
const REGARD: Duration = Duration::from_secs(1);
/// How often lots that nobody will read again are forgotten.
const OUBLI: Duration = Duration::from_secs(3600);

/// The section `[decisions]` of the configuration file.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Reglages {
    /// how long a decision can be taken back, in seconds; 0 for decisions that take effect at once
    sursis_secondes: u16,
}

impl Default for Reglages {
    fn default() -> Self {
        Self { sursis_secondes: 30 }
    }
}

impl Reglages {
    /// The delay.
    pub(crate) fn sursis(self) -> Sursis {
        Sursis::secondes(self.sursis_secondes)
    }
}

/// Runs for as long as the program.
pub(crate) async fn entretenir(registry: Registry) {
    let (effets, lots, oubli) = (registry.clone(), registry.clone(), registry);
    tokio::join!(
        repeter(REGARD, || {
            let registry = effets.clone();
            async move { registry.appliquer_decisions().await.map(drop) }
        }),
        repeter(REGARD, || {
            let registry = lots.clone();
            async move { registry.avancer_lots().await.map(drop) }
        }),
        repeter(OUBLI, || {
            let registry = oubli.clone();
            async move { registry.purger_lots().await.map(drop) }
        }),
    );
}

/// Does something again and again. A register that does not answer is asked again; the log says it once per silence.
async fn repeter<F, Fut>(rythme: Duration, tache: F)
where
    F: Fn() -> Fut,
    Fut: Future<Output = Result<(), DbError>>,
{
    let mut rythme = interval(rythme);
    rythme.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut muet = false;
    loop {
        rythme.tick().await;
        match tache().await {
            Ok(()) => muet = false,
            Err(cause) if !muet => {
                muet = true;
                tracing::error!(%cause, "decisions could not be gone through, they will be as soon as the register answers");
            }
            Err(_) => {}
        }
    }
}
