//! How many demandes each of several filters finds: one reading of the open demandes of the perimeter for all of them.

use super::conditions::{arrivee, condition, tables_des_conditions};
use super::filtre::{FiltreFile, VueFile};
use crate::Registry;
use crate::db::{DbError, Places, sql};
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use domain::date::Instant;
use domain::ids::{DemandeId, VueId};
use domain::nomenclature::CodeProfession;

/// The counts of a page of the queue that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComptesSuivis {
    /// how many demandes each view of the portal holds under its filter, in their order
    pub vues: Vec<i64>,
    /// how many it shows itself, all pages together
    pub total: i64,
    /// how many of these arrived since it was drawn, besides the rows it shows
    pub arrivees: i64,
    /// how many each named view finds
    pub nommees: Vec<(VueId, i64)>,
}

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
        let conditions = filtres
            .iter()
            .map(|filtre| condition(self, filtre, now, &mut places))
            .collect();
        self.compter(g, filtres, conditions, places).await
    }

    /// The counts of a page of that filter, drawn at that moment, which shows these rows. Two statements, the second of which reads
    /// the open demandes of the perimeter once for everything.
    pub async fn comptes_suivis(
        &self,
        g: &Gestionnaire,
        filtre: &FiltreFile,
        depuis: Instant,
        montrees: &[DemandeId],
    ) -> Result<ComptesSuivis, ActeError> {
        let nommees = self.vues_visibles(g).await?;
        let filtres: Vec<FiltreFile> = VueFile::TOUS
            .iter()
            .map(|&vue| filtre.dans(vue))
            .chain(nommees.iter().map(|vue| vue.filtre.clone()))
            .collect();
        let now = self.now();
        let mut places = Places::first(g.compte().uuid());
        let mut conditions: Vec<String> = filtres
            .iter()
            .map(|filtre| condition(self, filtre, now, &mut places))
            .collect();
        let mut arrivees = format!(
            "{} AND {}",
            arrivee(filtre.vue, depuis, &mut places),
            condition(self, filtre, now, &mut places)
        );
        if !montrees.is_empty() {
            let montrees = places.list(montrees.iter().map(|id| id.uuid()));
            arrivees = format!("{arrivees} AND demande.id NOT IN {montrees}");
        }
        conditions.push(arrivees);
        let mut nombres = self.compter(g, &filtres, conditions, places).await?.into_iter();
        let vues: Vec<i64> = nombres.by_ref().take(VueFile::TOUS.len()).collect();
        let nommees = nommees.iter().map(|vue| vue.id).zip(nombres.by_ref()).collect();
        let ici = VueFile::TOUS.iter().position(|vue| *vue == filtre.vue);
        Ok(ComptesSuivis {
            total: ici.and_then(|rang| vues.get(rang).copied()).unwrap_or_default(),
            arrivees: nombres.next().unwrap_or_default(),
            vues,
            nommees,
        })
    }

    /// How many open demandes of the perimeter each condition keeps; `filtres` are what the conditions come from.
    async fn compter(
        &self,
        g: &Gestionnaire,
        filtres: &[FiltreFile],
        conditions: Vec<String>,
        places: Places,
    ) -> Result<Vec<i64>, ActeError> {
        let perimetre = g.perimetre();
        let nombre = conditions.len();
        let colonnes: Vec<String> = conditions
            .into_iter()
            .enumerate()
            .map(|(rang, condition)| format!("COUNT(CASE WHEN {condition} THEN 1 END) AS n{rang}"))
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
        Ok((0..nombre).map(compte).collect::<Result<_, DbError>>()?)
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
