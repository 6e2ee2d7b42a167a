//! Mails leave from here: workers take messages from the outbox, one at a time, and hand them to an SMTP server. `reglage` reads
//! the configuration, `lettre_mime` makes a mail of a message, `liaison` speaks SMTP, `facteur` decides what becomes of each
//! message, `horloge` writes notifications and reminders when their time comes.
//!
//! What must never happen twice is the registry's business (`registry::message`): workers only say where they are. No address,
//! subject or answer of a server reaches the log: codes only. In demonstration nothing is sent.

mod facteur;
mod horloge;
mod lettre_mime;
mod liaison;
mod reglage;

pub(crate) use horloge::entretenir;
pub(crate) use reglage::{CourrielError, Reglage, Section};

use facteur::Facteur;
use registry::Registry;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// How long a stop waits for the mail that is under way. What is longer is found again, as uncertain.
const PATIENCE: Duration = Duration::from_secs(30);
/// The code that operators read when the portal has no SMTP server.
const NON_CONFIGURE: &str = "non_configure";

/// The workers of this process.
pub(crate) struct Poste {
    arret: watch::Sender<bool>,
    travail: JoinSet<()>,
}

impl Poste {
    /// Starts the workers; without a configuration, says so and lets mails wait. `base`: the portal's public address.
    pub(crate) async fn ouvrir(
        registry: &Registry,
        reglage: Option<Reglage>,
        base: &str,
        demonstration: bool,
    ) -> Self {
        let (arret, ordre) = watch::channel(false);
        let mut travail = JoinSet::new();
        match reglage {
            _ if demonstration => {}
            Some(reglage) => {
                // Until proved otherwise.
                if let Err(cause) = registry.noter_service_courriel(None).await {
                    tracing::error!(%cause, "the state of the mail service could not be written");
                }
                let reglage = Arc::new(reglage);
                for _ in 0..reglage.connexions {
                    let facteur = Facteur::new(
                        registry.clone(),
                        Arc::clone(&reglage),
                        base.to_owned(),
                        ordre.clone(),
                    );
                    travail.spawn(facteur.travailler());
                }
            }
            None => {
                tracing::warn!(
                    "no mail is sent: the configuration has no [courriel] section; mails wait in the outbox"
                );
                if let Err(cause) = registry.noter_service_courriel(Some(NON_CONFIGURE)).await {
                    tracing::error!(%cause, "the state of the mail service could not be written");
                }
            }
        }
        Self { arret, travail }
    }

    /// Stops: what is under way ends, nothing else begins.
    pub(crate) async fn fermer(mut self) {
        // Without workers nobody listens.
        let _ = self.arret.send(true);
        let fin = async { while self.travail.join_next().await.is_some() {} };
        if tokio::time::timeout(PATIENCE, fin).await.is_err() {
            tracing::warn!("a mail was still under way when the program stopped");
        }
    }
}
