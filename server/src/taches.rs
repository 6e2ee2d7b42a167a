//! What happens every hour without anybody asking, and once after an upgrade. A failure is told to the operator and tried again at
//! the next round.

use crate::journal::TetesDuJour;
use crate::taches_agir;
use registry::Registry;
use registry::donnees::{Conservation, Efface};
use std::time::{Duration, Instant};

/// What has to be done without anybody asking: pending demandes expire after 30 days, sessions that ended are forgotten, what
/// is kept for a while only is erased; the head of the journal is kept once a day.
pub(crate) async fn entretenir(registry: Registry, conservation: Conservation, tetes: Option<TetesDuJour>) {
    let mut heure = tokio::time::interval(Duration::from_secs(3600));
    loop {
        heure.tick().await;
        match registry.expirer_demandes().await {
            Ok(0) => {}
            Ok(nombre) => tracing::info!(nombre, "demandes expired"),
            Err(cause) => tracing::error!(%cause, "demandes could not be expired, next try in an hour"),
        }
        match registry.purger_sessions().await {
            Ok(0) => {}
            Ok(nombre) => tracing::info!(nombre, "sessions forgotten"),
            Err(cause) => tracing::error!(%cause, "sessions could not be forgotten, next try in an hour"),
        }
        taches_agir::passer(&registry, conservation).await;
        match registry.effacer_echues(conservation).await {
            Ok(efface) if efface == Efface::default() => {}
            Ok(Efface {
                demandes,
                comptes,
                traces,
            }) => {
                tracing::info!(demandes, comptes, traces, "what was kept long enough was erased");
            }
            Err(cause) => tracing::error!(%cause, "erasure failed, next try in an hour"),
        }
        match registry.effacer_listes().await {
            Ok(0) => {}
            Ok(nombre) => tracing::info!(nombre, "staff lists erased"),
            Err(cause) => tracing::error!(%cause, "staff lists could not be erased, next try in an hour"),
        }
        if let Some(tetes) = &tetes {
            match tetes.garder(&registry).await {
                Ok(true) => tracing::info!("the head of the journal is kept"),
                Ok(false) => {}
                Err(cause) => {
                    tracing::error!(%cause, "the head of the journal could not be kept, next try in an hour");
                }
            }
        }
    }
}

/// Computes again what an upgrade makes old, beside the requests: as much time is left to them as is taken.
pub(crate) async fn completer(registry: Registry) {
    let (debut, mut dit) = (Instant::now(), false);
    loop {
        let lot = Instant::now();
        match registry.avancer_doublons().await {
            Ok(false) => break,
            Ok(true) => tokio::time::sleep(lot.elapsed()).await,
            Err(cause) => {
                tracing::error!(%cause, "look-alikes could not be computed again, next try in a minute");
                tokio::time::sleep(Duration::from_secs(60)).await;
            }
        }
        if !dit && debut.elapsed() > Duration::from_secs(5) {
            tracing::info!("look-alikes are being computed again");
            dit = true;
        }
    }
    if dit {
        tracing::info!(secondes = debut.elapsed().as_secs(), "look-alikes are computed");
    }
}
