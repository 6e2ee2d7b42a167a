//! Proof of somebody whom the portal writes to: gestionnaires, heads of structures, and whoever answers in a campaign of review. Good for
//! saying where, and for nothing else.

use super::ouverte::SessionOuverte;
use super::reviseur::confies;
use super::structure::Gestionnaire;
use crate::db::{DbError, Run, sql};
use domain::date::Jour;
use domain::ids::{CompteId, SessionId};

/// Who may give, confirm and withdraw an address of their own.
#[derive(Clone)]
pub struct Destinataire {
    pub(super) compte: CompteId,
    pub(super) session: SessionId,
}

impl Destinataire {
    /// The proof, when this session may have it.
    pub(crate) async fn lire(
        on: impl Run<'_>,
        session: &SessionOuverte,
        jour: Jour,
    ) -> Result<Option<Self>, DbError> {
        let proche = session.est_gestionnaire()
            || session.est_representant()
            || sql(format!("{} LIMIT 1", confies(jour)))
                .bind(session.compte().uuid())
                .optional(on)
                .await?
                .is_some();
        Ok(proche.then(|| Self {
            compte: session.compte(),
            session: session.id(),
        }))
    }
}

impl From<&Gestionnaire> for Destinataire {
    fn from(g: &Gestionnaire) -> Self {
        Self {
            compte: g.compte,
            session: g.session,
        }
    }
}

impl From<&Self> for Destinataire {
    fn from(autre: &Self) -> Self {
        autre.clone()
    }
}
