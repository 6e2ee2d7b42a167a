//! A worker: finds the way to the server, takes a mail, walks it through, says what became of it; and again.
//!
//! The way comes first: a mail is taken only once there is one, so that a server that is away, or a wrong password, costs no
//! mail an attempt and ends none of them. Then, in the order of the exchange:
//!
//! | What happens | What becomes of the mail |
//! |---|---|
//! | the sender is refused (5xx) | given back untried; the worker waits |
//! | the person is refused, or the text (5xx) | given up, for an operator to see |
//! | « not now » (4xx), wherever | tried again later |
//! | the connection breaks before the text | tried again later: nothing had left |
//! | it breaks after the text began | uncertain: never again by itself |

use super::lettre_mime::composer;
use super::liaison::{Accident, Liaison, Sorte};
use super::reglage::Reglage;
use registry::Registry;
use registry::message::{Envoi, Issue, attente};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// The first wait after the way was found cut, in milliseconds, doubled each time.
const COUPURE: i64 = 2_000;
/// The longest one.
const COUPURE_MAX: i64 = 300_000;
/// How long a connection nobody needs is kept.
const REPOS: Duration = Duration::from_secs(30);
/// How often an outcome is written again when the register does not answer.
const ECRITURES: u32 = 5;

/// The worker.
pub(super) struct Facteur {
    registry: Registry,
    reglage: Arc<Reglage>,
    base: String,
    arret: watch::Receiver<bool>,
    /// whether the register was told that the way is open, or cut
    ouvert: Option<bool>,
    coupures: i64,
}

impl Facteur {
    /// A worker that stops when `arret` says so.
    pub(super) fn new(
        registry: Registry,
        reglage: Arc<Reglage>,
        base: String,
        arret: watch::Receiver<bool>,
    ) -> Self {
        Self {
            registry,
            reglage,
            base,
            arret,
            ouvert: None,
            coupures: 0,
        }
    }

    /// Works until told to stop.
    pub(super) async fn travailler(mut self) {
        let mut liaison: Option<Liaison> = None;
        let mut repos = Duration::ZERO;
        while !*self.arret.borrow() {
            if !self.quelque_chose_a_faire().await {
                if repos >= REPOS
                    && let Some(ouverte) = liaison.take()
                {
                    ouverte.quitter(self.reglage.delai).await;
                }
                repos = repos.saturating_add(self.reglage.releve);
                self.attendre(self.reglage.releve).await;
                continue;
            }
            repos = Duration::ZERO;
            let Some(ouverte) = self.liaison(liaison.take()).await else {
                continue;
            };
            liaison = self.un_mail(ouverte).await;
        }
        if let Some(ouverte) = liaison {
            ouverte.quitter(self.reglage.delai).await;
        }
    }

    async fn quelque_chose_a_faire(&self) -> bool {
        match self.registry.reprendre_courriels().await {
            Ok(0) => {}
            Ok(nombre) => tracing::warn!(nombre, "mails interrupted while leaving are uncertain"),
            Err(cause) => tracing::error!(%cause, "interrupted mails could not be taken back"),
        }
        match self.registry.courriel_du().await {
            Ok(du) => du,
            Err(cause) => {
                tracing::error!(%cause, "the outbox cannot be read");
                false
            }
        }
    }

    /// The connection that was open if it still answers, or a new one; none after an accident and a wait.
    async fn liaison(&mut self, ouverte: Option<Liaison>) -> Option<Liaison> {
        if let Some(mut ouverte) = ouverte {
            if ouverte.est_vive(self.reglage.delai).await {
                return Some(ouverte);
            }
            ouverte.quitter(self.reglage.delai).await;
        }
        match Liaison::ouvrir(&self.reglage).await {
            Ok(nouvelle) => Some(nouvelle),
            Err(accident) => {
                self.coupure(&accident).await;
                None
            }
        }
    }

    /// The way is cut: says so once, and waits longer each time.
    async fn coupure(&mut self, accident: &Accident) {
        tracing::error!(
            code = accident.code,
            "mails cannot leave: the SMTP server cannot be used"
        );
        self.noter(Some(&accident.code)).await;
        self.coupures += 1;
        let [alea, ..] = self.registry.contexte().entropy.secret();
        let duree = attente(COUPURE, self.coupures, alea).min(COUPURE_MAX);
        self.attendre(Duration::from_millis(u64::try_from(duree).unwrap_or_default()))
            .await;
    }

    /// Tells operators whether mails leave, when that changes.
    async fn noter(&mut self, erreur: Option<&str>) {
        let ouvert = erreur.is_none();
        if self.ouvert == Some(ouvert) {
            return;
        }
        match self.registry.noter_service_courriel(erreur).await {
            Ok(()) => self.ouvert = Some(ouvert),
            Err(cause) => tracing::error!(%cause, "the state of the mail service could not be written"),
        }
    }

    /// Takes a mail and walks it through. Gives the connection back when it can serve again.
    async fn un_mail(&mut self, mut liaison: Liaison) -> Option<Liaison> {
        let delai = self.reglage.delai;
        let de = self.reglage.expediteur.email.clone();
        // The portal's own name first: nothing is taken when the server will have nothing of it.
        if let Err(accident) = liaison.expediteur(delai, &de).await {
            self.coupure(&accident).await;
            return None;
        }
        self.coupures = 0;
        self.noter(None).await;
        let envoi = match self.registry.prendre_courriel(self.reglage.tenue()).await {
            Ok(Some(envoi)) => envoi,
            // Another worker was quicker.
            Ok(None) => return self.reposer(liaison).await,
            Err(cause) => {
                tracing::error!(%cause, "no mail can be taken from the outbox");
                self.attendre(self.reglage.releve).await;
                return self.reposer(liaison).await;
            }
        };
        let Ok((a, mail)) = composer(&envoi, &self.reglage, &self.base) else {
            self.conclure(&envoi, Issue::Refuse("adresse")).await;
            return self.reposer(liaison).await;
        };
        if let Err(accident) = liaison.destinataire(delai, &a).await {
            return self.echec(&envoi, &accident, liaison).await;
        }
        match self
            .registry
            .commencer_transmission(&envoi, self.reglage.tenue())
            .await
        {
            Ok(true) => {}
            Ok(false) => return self.reposer(liaison).await,
            Err(cause) => {
                // Nothing has left: the mail is due again when its hold ends.
                tracing::error!(%cause, "a mail was not sent: the outbox cannot be written");
                return self.reposer(liaison).await;
            }
        }
        if let Err(accident) = liaison.annoncer(delai).await {
            return self.echec(&envoi, &accident, liaison).await;
        }
        match liaison.transmettre(self.reglage.delai_final(), &mail).await {
            Ok(()) => {
                self.conclure(&envoi, Issue::Envoye).await;
                Some(liaison)
            }
            Err(Accident {
                code,
                sorte: Sorte::Rupture,
            }) => {
                tracing::warn!(id = %envoi.id, code, "a mail may have arrived or not");
                self.conclure(&envoi, Issue::Incertain(&code)).await;
                None
            }
            Err(accident) => self.echec(&envoi, &accident, liaison).await,
        }
    }

    /// The server said no, or the connection broke before the text.
    async fn echec(&self, envoi: &Envoi, accident: &Accident, liaison: Liaison) -> Option<Liaison> {
        tracing::warn!(id = %envoi.id, code = accident.code, "a mail was not taken");
        let issue = match accident.sorte {
            Sorte::Refus => Issue::Refuse(&accident.code),
            Sorte::PlusTard | Sorte::Rupture => Issue::Differe(&accident.code),
        };
        self.conclure(envoi, issue).await;
        if accident.sorte == Sorte::Rupture {
            return None;
        }
        self.reposer(liaison).await
    }

    /// Writes the outcome. A register that does not answer is asked again; in the end the hold ends by itself, and what had
    /// left is uncertain.
    async fn conclure(&self, envoi: &Envoi, issue: Issue<'_>) {
        for _ in 0..ECRITURES {
            match self
                .registry
                .conclure_courriel(envoi, issue, self.reglage.reessai)
                .await
            {
                Ok(()) => return,
                Err(cause) => {
                    tracing::error!(%cause, id = %envoi.id, "the outcome of a mail could not be written");
                }
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }

    /// The connection, ready for another mail.
    async fn reposer(&self, mut liaison: Liaison) -> Option<Liaison> {
        liaison.oublier(self.reglage.delai).await.then_some(liaison)
    }

    /// That long, or until told to stop.
    async fn attendre(&mut self, duree: Duration) {
        // The sender lives as long as the program.
        let _ = tokio::time::timeout(duree, self.arret.changed()).await;
    }
}
