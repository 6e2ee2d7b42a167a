//! What an export rests on, looked at again for each page: the session that asked for it and the rights that gave it its rows;
//! and at the end, the establishments it covers. When one has changed the reading ends with an error: a file that lacks rows
//! must not look whole.

use crate::Registry;
use crate::db::{DbError, sql};
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use crate::journal::{Acte, Objet, Tentative};

/// The rights of an export and the establishments that it covers, as they were when it was asked for.
pub(crate) struct Tenue {
    objet: &'static str,
    structures: Vec<(String, String)>,
    /// there may be tens of thousands: as one text
    perimetre: Option<String>,
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
            structures: structures(registry, g).await?,
            perimetre: perimetre(registry, g).await?,
        })
    }

    /// To be asked after each page is read: [`ActeError::Interdit`], written in the journal, once the session is over or a
    /// right has changed.
    pub(crate) async fn verifier(&self, registry: &Registry, g: &Gestionnaire) -> Result<(), ActeError> {
        self.tenter(registry, g, async {
            let ouverte = sql(
                "SELECT id FROM session WHERE id = $1 AND compte = $2 AND expire_le > $3 AND vue_le + inactivite > $3",
            )
            .bind(g.session().uuid())
            .bind(g.compte().uuid())
            .bind(registry.now().millis())
            .optional(&registry.db)
            .await?
            .is_some();
            Ok(ouverte && structures(registry, g).await? == self.structures)
        })
        .await
    }

    /// To be asked when there are no more pages: the same, and [`ActeError::Interdit`] if the establishments are others, whatever changed
    /// them.
    pub(crate) async fn finir(&self, registry: &Registry, g: &Gestionnaire) -> Result<(), ActeError> {
        self.verifier(registry, g).await?;
        self.tenter(registry, g, async {
            Ok(perimetre(registry, g).await? == self.perimetre)
        })
        .await
    }

    async fn tenter(
        &self,
        registry: &Registry,
        g: &Gestionnaire,
        tient: impl Future<Output = Result<bool, ActeError>> + Send,
    ) -> Result<(), ActeError> {
        let tentative = Tentative {
            auteur: g.auteur(),
            acte: Acte::Exporter,
            objet: Objet::Export(self.objet),
        };
        registry
            .tenter(tentative, async {
                if tient.await? {
                    Ok(())
                } else {
                    Err(ActeError::Interdit)
                }
            })
            .await
    }
}

async fn structures(registry: &Registry, g: &Gestionnaire) -> Result<Vec<(String, String)>, DbError> {
    let rows = sql(format!(
        "SELECT s.finess, s.portee FROM {} s ORDER BY s.finess, s.portee",
        g.structures()
    ))
    .bind(g.compte().uuid())
    .all(&registry.db)
    .await?;
    rows.iter()
        .map(|row| Ok((row.get("finess")?, row.get("portee")?)))
        .collect()
}

async fn perimetre(registry: &Registry, g: &Gestionnaire) -> Result<Option<String>, DbError> {
    sql(format!(
        "SELECT string_agg(etablissement.finess, ' ' ORDER BY etablissement.finess) AS numeros \
         FROM etablissement WHERE etablissement.finess IN {}",
        g.perimetre()
    ))
    .bind(g.compte().uuid())
    .one(&registry.db)
    .await?
    .get("numeros")
}
