//! Notifications, digests and reminders are written when their time comes, in demonstration too: the outbox shows them.

use registry::Registry;
use registry::db::DbError;
use std::time::Duration;

/// How often those who want to know at once are told.
const TOUR: Duration = Duration::from_secs(10);
/// Turns between two looks at the digests that are due: a minute.
const RELEVES: u32 = 6;
/// Turns between two looks at the reminders: an hour.
const RAPPELS: u32 = 360;

/// Writes them for as long as the program lives.
pub(crate) async fn entretenir(registry: Registry) {
    let mut tour = tokio::time::interval(TOUR);
    let mut rang: u32 = 0;
    loop {
        tour.tick().await;
        if rang.is_multiple_of(RAPPELS) {
            dire("reminders", registry.rappeler_expirations().await.map(u64::from));
            dire("forgotten events", registry.oublier_evenements().await);
        }
        if rang.is_multiple_of(RELEVES) {
            dire("digests", registry.ecrire_releves().await.map(u64::from));
            dire("weekly summaries", registry.ecrire_resumes().await.map(u64::from));
        }
        dire(
            "notifications",
            registry.repartir_notifications().await.map(u64::from),
        );
        rang = rang.wrapping_add(1);
    }
}

fn dire(quoi: &'static str, fait: Result<u64, DbError>) {
    match fait {
        Ok(0) => {}
        Ok(nombre) => tracing::info!(nombre, quoi, "written"),
        Err(cause) => tracing::error!(%cause, quoi, "could not be written, next try soon"),
    }
}
