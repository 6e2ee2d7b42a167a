//! How somebody likes to work. It belongs to the account and follows it from one machine to another; it concerns nobody else,
//! so that the journal says nothing of it.

use crate::Registry;
use crate::db::{DbError, sql};
use crate::droit::Gestionnaire;

/// Whether the keys of the queue do something.
const RACCOURCIS: &str = "raccourcis";

impl Registry {
    /// Whether this person wants the keyboard shortcuts (WCAG 2.1.4): yes, unless they said no.
    pub async fn raccourcis_clavier(&self, g: &Gestionnaire) -> Result<bool, DbError> {
        let row = sql("SELECT valeur FROM preference WHERE compte = $1 AND cle = $2")
            .bind(g.compte().uuid())
            .bind(RACCOURCIS)
            .optional(&self.db)
            .await?;
        let valeur: Option<String> = row.map(|row| row.get("valeur")).transpose()?;
        Ok(valeur.as_deref() != Some("non"))
    }

    /// Keeps what this person wants of the keyboard shortcuts.
    pub async fn regler_raccourcis_clavier(&self, g: &Gestionnaire, actifs: bool) -> Result<(), DbError> {
        let mut tx = self.db.begin().await?;
        sql(
            "INSERT INTO preference (compte, cle, valeur) VALUES ($1, $2, $3) \
             ON CONFLICT (compte, cle) DO UPDATE SET valeur = excluded.valeur",
        )
        .bind(g.compte().uuid())
        .bind(RACCOURCIS)
        .bind(if actifs { "oui" } else { "non" })
        .execute(&mut tx)
        .await?;
        tx.commit().await
    }
}
