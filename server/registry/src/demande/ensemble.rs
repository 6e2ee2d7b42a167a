//! What can be told of many demandes at once, for a decision on many: the same questions as in the queue, without its page.

use super::avertissement::{Avertissement, Examen, avertissements};
use super::doublon::{self, Cherchee};
use crate::db::{DbError, Row};
use crate::{Registry, etablissement};
use domain::ids::{CompteId, DemandeId};
use domain::nomenclature::{CodeProfession, CodeRole};
use std::collections::HashSet;

/// A demande of which one asks whether it may be decided with others.
pub(crate) struct Examine {
    /// The demande.
    pub(crate) id: DemandeId,
    /// Whose it is.
    pub(crate) demandeur: CompteId,
    /// The folded civil status.
    pub(crate) identite: String,
}

impl Registry {
    /// Those that have a possible duplicate, in two statements.
    pub(crate) async fn demandes_suspectes(
        &self,
        examinees: &[Examine],
    ) -> Result<HashSet<DemandeId>, DbError> {
        let cherchees: Vec<Cherchee> = examinees
            .iter()
            .map(|e| Cherchee {
                id: e.id,
                demandeur: e.demandeur,
            })
            .collect();
        doublon::suspectes(&self.db, &cherchees).await
    }

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
