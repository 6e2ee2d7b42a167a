//! The sessions of an account: where somebody is signed in, and how to close what was left open elsewhere. Only one's own:
//! anybody else's answers like one that does not exist.

use crate::Registry;
use crate::db::{DbError, sql};
use crate::droit::SessionOuverte;
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Entree, Objet, Tentative};
use domain::date::Instant;
use domain::ids::SessionId;

/// One of the open sessions of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionVue {
    /// Its id (not its secret).
    pub id: SessionId,
    /// The device in coarse words, empty when unknown.
    pub appareil: String,
    /// When it was opened.
    pub ouverte_le: Instant,
    /// The last sign of the person, a minute more or less.
    pub vue_le: Instant,
    /// The one that asks.
    pub courante: bool,
}

/// The session has not ended at `$3`: one that has is kept for a while, and there is nothing in it to close.
const OUVERTE_A: &str = "expire_le > $3 AND vue_le + inactivite > $3";

impl Registry {
    /// The open sessions of this account, the one that asks first, then the latest used.
    pub async fn mes_sessions(&self, session: &SessionOuverte) -> Result<Vec<SessionVue>, DbError> {
        let rows = sql(format!(
            "SELECT id, appareil, ouverte_le, vue_le FROM session WHERE compte = $1 AND {OUVERTE_A} \
             ORDER BY CASE WHEN id = $2 THEN 0 ELSE 1 END, vue_le DESC, id LIMIT 100"
        ))
        .bind(session.compte().uuid())
        .bind(session.id().uuid())
        .bind(self.now().millis())
        .all(&self.db)
        .await?;
        rows.iter()
            .map(|row| {
                let id = SessionId::new(row.get("id")?);
                Ok(SessionVue {
                    id,
                    appareil: row.get("appareil")?,
                    ouverte_le: Instant::from_millis(row.get("ouverte_le")?),
                    vue_le: Instant::from_millis(row.get("vue_le")?),
                    courante: id == session.id(),
                })
            })
            .collect()
    }

    /// Closes one of the sessions of this account, with its searches. Anybody else's is [`ActeError::Introuvable`], and so
    /// is one that has ended.
    pub async fn fermer_une_session(&self, session: &SessionOuverte, id: SessionId) -> Result<(), ActeError> {
        let tentative = Tentative {
            auteur: session.auteur(),
            acte: Acte::FermerSession,
            objet: Objet::Session(id),
        };
        self.tenter(tentative, self.fermer_si_permis(session, id)).await
    }

    async fn fermer_si_permis(&self, session: &SessionOuverte, id: SessionId) -> Result<(), ActeError> {
        let mut tx = self.db.begin().await?;
        let fermees = sql(format!(
            "DELETE FROM session WHERE id = $1 AND compte = $2 AND {OUVERTE_A}"
        ))
        .bind(id.uuid())
        .bind(session.compte().uuid())
        .bind(self.now().millis())
        .execute(&mut tx)
        .await?;
        if fermees == 0 {
            return Err(ActeError::Introuvable);
        }
        let entree = Entree::new(
            self.now(),
            session.auteur(),
            Acte::FermerSession,
            Objet::Session(id),
        );
        journal::ecrire(&mut tx, &self.contexte, entree).await?;
        Ok(tx.commit().await?)
    }

    /// Closes every session of this account but the one that asks. Returns how many.
    pub async fn fermer_autres_sessions(&self, session: &SessionOuverte) -> Result<usize, DbError> {
        let mut tx = self.db.begin().await?;
        let fermees = sql(format!(
            "DELETE FROM session WHERE id <> $1 AND compte = $2 AND {OUVERTE_A} RETURNING id"
        ))
        .bind(session.id().uuid())
        .bind(session.compte().uuid())
        .bind(self.now().millis())
        .all(&mut tx)
        .await?;
        for row in &fermees {
            let fermee = Objet::Session(SessionId::new(row.get("id")?));
            let entree = Entree::new(self.now(), session.auteur(), Acte::FermerSession, fermee);
            journal::ecrire(&mut tx, &self.contexte, entree).await?;
        }
        tx.commit().await?;
        Ok(fermees.len())
    }
}
