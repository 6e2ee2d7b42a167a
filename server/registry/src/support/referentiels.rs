//! How old the reference data is.

use crate::Registry;
use crate::db::sql;
use crate::droit::Operateur;
use crate::erreur::ActeError;
use domain::date::Instant;

/// A list of reference, as last loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Referentiel {
    /// Its name: `finess`, `communes`, `pays`, `nomenclatures`.
    pub nom: String,
    /// Date or digest of its source.
    pub version: String,
    /// When it was loaded.
    pub charge_le: Instant,
    /// How many rows it has.
    pub lignes: i64,
}

impl Registry {
    /// The reference data of this register, by name.
    pub async fn referentiels(&self, _o: &Operateur) -> Result<Vec<Referentiel>, ActeError> {
        let rows = sql("SELECT nom, version, charge_le, lignes FROM referentiel \
                        WHERE nom IN ('finess', 'communes', 'pays', 'nomenclatures') ORDER BY nom")
        .all(&self.db)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(Referentiel {
                    nom: row.get("nom")?,
                    version: row.get("version")?,
                    charge_le: Instant::from_millis(row.get("charge_le")?),
                    lignes: row.get("lignes")?,
                })
            })
            .collect()
    }
}
