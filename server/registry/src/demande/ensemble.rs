//! What can be told of many demandes at once, for a decision on many: the same questions as in the queue, without its page.

use super::avertissement::{Avertissement, Examen, avertissements};
use crate::db::{DbError, Row};
use crate::{Registry, etablissement};
use domain::nomenclature::{CodeProfession, CodeRole};

impl Registry {
    /// Whether the rules refuse today what a row asks for. It has the columns of an establishment, `profession` and `role`.
    pub(crate) fn est_refusee_par_les_regles(&self, row: &Row) -> Result<bool, DbError> {
        let profession: CodeProfession = row.parse("profession")?;
        let role: CodeRole = row.parse("role")?;
        let now = self.now();
        let examen = Examen {
            nomenclatures: &self.nomenclatures(),
            profession: &profession,
            role: &role,
            etablissement: &etablissement::depuis(row)?,
            soumise_le: now,
            doublon: false,
        };
        Ok(avertissements(&examen, now).contains(&Avertissement::NonEligible))
    }
}
