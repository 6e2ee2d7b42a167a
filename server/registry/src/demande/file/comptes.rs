//! How many demandes each of several filters finds: one reading of the open demandes of the perimeter for all of them.

use super::conditions::{condition, tables_des_conditions};
use super::filtre::FiltreFile;
use crate::Registry;
use crate::db::{DbError, Places, sql};
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use domain::nomenclature::CodeProfession;

impl Registry {
    /// How many demandes of the perimeter each filter finds, in the order of the filters. One statement.
    pub async fn comptes_des_filtres(
        &self,
        g: &Gestionnaire,
        filtres: &[FiltreFile],
    ) -> Result<Vec<i64>, ActeError> {
        if filtres.is_empty() {
            return Ok(Vec::new());
        }
        let now = self.now();
        let mut places = Places::first(g.compte().uuid());
        let perimetre = g.perimetre();
        let colonnes: Vec<String> = filtres
            .iter()
            .enumerate()
            .map(|(rang, filtre)| {
                let condition = condition(self, filtre, now, &mut places);
                format!("COUNT(CASE WHEN {condition} THEN 1 END) AS n{rang}")
            })
            .collect();
        let row = places
            .statement(format!(
                "SELECT {} FROM {} WHERE demande.finess IN {perimetre} AND demande.statut IN ('a_traiter', 'a_corriger')",
                colonnes.join(", "),
                tables_des_conditions(filtres)
            ))
            .one(&self.db)
            .await?;
        let compte = |rang: usize| row.get(&format!("n{rang}"));
        Ok((0..filtres.len()).map(compte).collect::<Result<_, DbError>>()?)
    }

    /// The professions of the open demandes of the perimeter: those that a filter can usefully name.
    pub async fn professions_de_la_file(&self, g: &Gestionnaire) -> Result<Vec<CodeProfession>, ActeError> {
        let perimetre = g.perimetre();
        let rows = sql(format!(
            "SELECT DISTINCT demande.profession FROM demande WHERE demande.finess IN {perimetre} \
             AND demande.statut IN ('a_traiter', 'a_corriger') AND demande.profession IS NOT NULL"
        ))
        .bind(g.compte().uuid())
        .all(&self.db)
        .await?;
        Ok(rows
            .iter()
            .map(|row| row.parse("profession"))
            .collect::<Result<_, DbError>>()?)
    }
}
