//! How long a session lasts: until a moment fixed when it was opened, or until the person has given no sign for too long.

use crate::Registry;
use crate::db::{DbError, Row, sql};
use crate::droit::SessionOuverte;
use domain::date::Instant;

const MINUTE: i64 = 60_000;
/// The last sign of a person is written down at most this often (milliseconds): a page costs no write.
const PAS: i64 = MINUTE;

/// The terms on which a session is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ouverture {
    /// how long it lasts whatever happens, in minutes
    pub minutes: i64,
    /// how long it lasts without a sign of the person, in minutes
    pub inactivite_minutes: i64,
    /// the device in coarse words (« Chrome sur Windows »), empty when unknown
    pub appareil: String,
    /// what the identity provider wants back to end its own session
    pub id_token: Option<String>,
}

/// That many minutes, busy or not, on an unknown device.
impl From<i64> for Ouverture {
    fn from(minutes: i64) -> Self {
        Self {
            minutes,
            inactivite_minutes: minutes,
            appareil: String::new(),
            id_token: None,
        }
    }
}

impl Ouverture {
    /// In milliseconds.
    pub(super) fn duree(&self) -> i64 {
        self.minutes.saturating_mul(MINUTE)
    }

    /// In milliseconds.
    pub(super) fn inactivite(&self) -> i64 {
        self.inactivite_minutes.saturating_mul(MINUTE)
    }
}

/// The moments at which an open session ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limites {
    vue_le: Instant,
    inactivite: i64,
    expire_le: Instant,
}

impl Limites {
    /// From the columns `vue_le`, `inactivite`, `expire_le`.
    pub(crate) fn lire(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            vue_le: Instant::from_millis(row.get("vue_le")?),
            inactivite: row.get("inactivite")?,
            expire_le: Instant::from_millis(row.get("expire_le")?),
        })
    }

    /// When it ends if the person gives no sign from now on.
    pub fn fin(&self) -> Instant {
        self.vue_le.plus_millis(self.inactivite).min(self.expire_le)
    }

    /// True when nothing can put the end off any more: it is the one fixed when the session was opened.
    pub fn absolue(&self) -> bool {
        self.vue_le.plus_millis(self.inactivite) >= self.expire_le
    }

    /// Whole seconds left before the end, 0 once it is over.
    pub fn secondes(&self, maintenant: Instant) -> i64 {
        ((self.fin().millis() - maintenant.millis()) / 1000).max(0)
    }

    /// True when the last sign is old enough to be written down again.
    fn a_noter(&self, maintenant: Instant) -> bool {
        maintenant.millis() - self.vue_le.millis() >= PAS.min(self.inactivite / 4)
    }
}

impl Registry {
    /// The person gave a sign: the idle delay begins again. Written at most once a minute.
    pub async fn noter_activite(&self, session: &mut SessionOuverte) -> Result<(), DbError> {
        if session.limites().a_noter(self.now()) {
            self.prolonger_session(session).await?;
        }
        Ok(())
    }

    /// The person asked to stay connected: the idle delay begins again, never beyond the end fixed when the session was
    /// opened.
    pub async fn prolonger_session(&self, session: &mut SessionOuverte) -> Result<(), DbError> {
        let now = self.now();
        let mut tx = self.db.begin().await?;
        sql("UPDATE session SET vue_le = $2 WHERE id = $1 AND vue_le < $2")
            .bind(session.id().uuid())
            .bind(now.millis())
            .execute(&mut tx)
            .await?;
        tx.commit().await?;
        session.prolonger(Limites {
            vue_le: now,
            ..session.limites()
        });
        Ok(())
    }
}
