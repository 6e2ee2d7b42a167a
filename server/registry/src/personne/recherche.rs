//! Finding a registered person, among those who work or have worked in the perimeter of who searches, and nobody else.

use super::fiche::{ORDRE, SituationVue, lecture, vue};
use super::rpps;
use crate::Registry;
use crate::cherche::Cherche;
use crate::db::{DbError, Places, Row, sql};
use crate::droit::LecteurFiches;
use crate::erreur::ActeError;
use crate::page::{limite, paginer};
use domain::date::Jour;
use domain::identifiant::Rpps;
use domain::ids::PersonneId;
use std::collections::HashMap;
use uuid::Uuid;

/// What is looked for; with neither number nor text, everybody of the perimeter.
#[derive(Clone, Default)]
pub struct Critere {
    /// This very number.
    pub rpps: Option<Rpps>,
    /// What was typed to find somebody: words of a name, the beginning of a number, a whole e-mail or mobile, a FINESS number.
    pub texte: Option<String>,
    /// From 1; 0 is read as 1, too high a number as the last page.
    pub page: u32,
}

/// A person found.
#[derive(Clone)]
pub struct LignePersonne {
    /// The person.
    pub id: PersonneId,
    /// The number.
    pub rpps: Rpps,
    /// The name used at work.
    pub nom: String,
    /// Tells homonyms apart.
    pub date_naissance: Jour,
    /// Situations in the perimeter, the latest start first.
    pub situations: Vec<SituationVue>,
}

/// A page of people found, by name.
#[derive(Clone)]
pub struct PagePersonnes {
    /// Its rows.
    pub lignes: Vec<LignePersonne>,
    /// How many people are found.
    pub total: i64,
    /// This page, from 1.
    pub page: u32,
    /// How many pages there are, at least 1.
    pub pages: u32,
}

/// What a list reads of a person.
pub(super) const COLONNES: &str =
    "personne.id, personne.rpps, personne.nom_exercice, personne.prenom_exercice, personne.date_naissance";

impl Registry {
    /// People of the perimeter, by number or by words of their name.
    pub async fn chercher_personnes(
        &self,
        g: &impl LecteurFiches,
        critere: &Critere,
    ) -> Result<PagePersonnes, ActeError> {
        let (places, conditions) = self.conditions_personnes(g, critere);
        let total = places
            .clone()
            .statement(format!("SELECT COUNT(*) AS n FROM personne WHERE {conditions}"))
            .one(&self.db)
            .await?
            .get("n")?;
        let (page, pages) = paginer(total, critere.page);
        let rows = places
            .statement(format!(
                "SELECT {COLONNES} FROM personne WHERE {conditions} ORDER BY personne.cle, personne.id {}",
                limite(page)
            ))
            .all(&self.db)
            .await?;
        let mut situations = self.situations_de(g, &rows).await?;
        let lignes = rows
            .iter()
            .map(|row| {
                let id: Uuid = row.get("id")?;
                Ok(LignePersonne {
                    id: PersonneId::new(id),
                    rpps: rpps(&row.get::<String>("rpps")?)?,
                    nom: format!(
                        "{} {}",
                        row.get::<String>("nom_exercice")?,
                        row.get::<String>("prenom_exercice")?
                    ),
                    date_naissance: row.get("date_naissance")?,
                    situations: situations.remove(&id).unwrap_or_default(),
                })
            })
            .collect::<Result<_, DbError>>()?;
        Ok(PagePersonnes {
            lignes,
            total,
            page,
            pages,
        })
    }

    /// The people of the perimeter who fit, with the values bound so far; `$1` is the account.
    pub(super) fn conditions_personnes(&self, g: &impl LecteurFiches, critere: &Critere) -> (Places, String) {
        let perimetre = g.perimetre();
        let mut places = Places::first(g.compte().uuid());
        let mut conditions = format!(
            "personne.id IN (SELECT situation.personne FROM situation WHERE situation.finess IN {perimetre})"
        );
        if let Some(rpps) = &critere.rpps {
            conditions = format!("{conditions} AND personne.rpps = {}", places.bind(rpps.as_str()));
        }
        if let Some(cherche) = critere.texte.as_deref().and_then(Cherche::lire) {
            conditions.push_str(" AND ");
            conditions.push_str(&cherche.personnes(self.db.engine(), &mut places, &perimetre));
        }
        (places, conditions)
    }

    /// The situations of these people in the perimeter, in one statement.
    pub(super) async fn situations_de(
        &self,
        g: &impl LecteurFiches,
        personnes: &[Row],
    ) -> Result<HashMap<Uuid, Vec<SituationVue>>, DbError> {
        let mut par_personne: HashMap<Uuid, Vec<SituationVue>> = HashMap::new();
        if personnes.is_empty() {
            return Ok(par_personne);
        }
        let perimetre = g.perimetre();
        let places: Vec<String> = (0..personnes.len()).map(|i| format!("${}", i + 2)).collect();
        let condition = format!(
            "situation.personne IN ({}) AND situation.finess IN {perimetre}",
            places.join(", ")
        );
        let mut requete = sql(format!("{} {ORDRE}", lecture(&condition))).bind(g.compte().uuid());
        for row in personnes {
            requete = requete.bind(row.get::<Uuid>("id")?);
        }
        let nomenclatures = self.nomenclatures();
        let aujourd_hui = self.aujourd_hui();
        for row in requete.all(&self.db).await? {
            par_personne.entry(row.get("personne")?).or_default().push(vue(
                &row,
                &nomenclatures,
                aujourd_hui,
            )?);
        }
        Ok(par_personne)
    }
}
