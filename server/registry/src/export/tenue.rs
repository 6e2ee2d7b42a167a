//! What an export rests on, looked at again for each page: the session that asked for it and the establishments it covers. When
//! either has changed the reading ends with an error: a file that lacks rows must not look whole.

use crate::Registry;
use crate::db::{DbError, sql};
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use crate::journal::{Acte, Objet, Tentative};

/// The establishments that an export covers, as they were when it was asked for.
pub(crate) struct Tenue {
    objet: &'static str,
    perimetre: Vec<String>,
}

impl Tenue {
    /// Reads them. `objet`: the name of the list, for the journal.
    pub(crate) async fn lire(
        registry: &Registry,
        g: &Gestionnaire,
        objet: &'static str,
    ) -> Result<Self, DbError> {
        Ok(Self {
            objet,
            perimetre: perimetre(registry, g).await?,
        })
    }

    /// To be asked after each page is read: [`ActeError::Interdit`], written in the journal, once the session is over or the
    /// perimeter is another one.
    pub(crate) async fn verifier(&self, registry: &Registry, g: &Gestionnaire) -> Result<(), ActeError> {
        let tentative = Tentative {
            auteur: g.auteur(),
            acte: Acte::Exporter,
            objet: Objet::Export(self.objet),
        };
        registry
            .tenter(tentative, async {
                let ouverte = sql(
                    "SELECT id FROM session WHERE id = $1 AND compte = $2 AND expire_le > $3 AND vue_le + inactivite > $3",
                )
                .bind(g.session().uuid())
                .bind(g.compte().uuid())
                .bind(registry.now().millis())
                .optional(&registry.db)
                .await?
                .is_some();
                if ouverte && perimetre(registry, g).await? == self.perimetre {
                    Ok(())
                } else {
                    Err(ActeError::Interdit)
                }
            })
            .await
    }
}

async fn perimetre(registry: &Registry, g: &Gestionnaire) -> Result<Vec<String>, DbError> {
    let rows = sql(format!(
        "SELECT etablissement.finess FROM etablissement WHERE etablissement.finess IN {} ORDER BY etablissement.finess",
        g.perimetre()
    ))
    .bind(g.compte().uuid())
    .all(&registry.db)
    .await?;
    rows.iter().map(|row| row.get("finess")).collect()
}
