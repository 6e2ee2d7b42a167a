//! Finding a registered person, among those who work or have worked in the perimeter of who searches, and nobody else.

use super::fiche::{self, SituationVue, lecture_depuis, vue};
use super::rpps;
use crate::Registry;
use crate::cherche::{Cherche, de_personne};
use crate::db::{DbError, Places, Row};
use crate::droit::LecteurFiches;
use crate::erreur::ActeError;
use crate::journal::{Acte, Entree, Objet};
use crate::page::trouver;
use crate::perimetre::parmi;
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
const COLONNES: &str =
    "personne.id, personne.rpps, personne.nom_exercice, personne.prenom_exercice, personne.date_naissance";

/// By name, from [`une_fois`].
pub(super) const ORDRE: &str = "u.cle, u.personne";

/// The statement of a page of the people who have such a situation, by name. For [`trouver`].
pub(crate) fn enonce_page(conditions: &str, limite: &str) -> String {
    format!(
        "SELECT u.personne AS id, COUNT(*) OVER () AS total FROM {} ORDER BY {ORDRE} {limite}",
        une_fois(conditions)
    )
}

/// Each person who has such a situation, once, as a table `u`.
pub(super) fn une_fois(conditions: &str) -> String {
    format!("(SELECT DISTINCT situation.cle, situation.personne FROM situation WHERE {conditions}) AS u")
}

impl Registry {
    /// People of the perimeter, by number or by words of their name. An employer looks at its own staff; for the support, who has no
    /// perimeter, showing somebody is a consultation: each person of the page is in the journal, or nobody is shown.
    pub async fn chercher_personnes(
        &self,
        g: &impl LecteurFiches,
        critere: &Critere,
    ) -> Result<PagePersonnes, ActeError> {
        let (places, conditions) = self.conditions_personnes(g, critere);
        let trouvees = trouver(&self.db, &places, critere.page, |limite| {
            enonce_page(&conditions, limite)
        })
        .await?;
        let (rows, mut situations) = tokio::try_join!(
            self.personnes_choisies(&trouvees.ids),
            self.situations_de(g, &trouvees.ids),
        )?;
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
            .collect::<Result<Vec<LignePersonne>, DbError>>()?;
        if !g.est_employeur() {
            let now = self.now();
            let vues = lignes
                .iter()
                .map(|ligne| Entree::new(now, g.auteur(), Acte::Consulter, Objet::Personne(ligne.id)));
            self.consigner_toutes(vues.collect()).await?;
        }
        Ok(PagePersonnes {
            lignes,
            total: trouvees.total,
            page: trouvees.page,
            pages: trouvees.pages,
        })
    }

    /// The rows of these people, in this order.
    pub(super) async fn personnes_choisies(&self, ids: &[Uuid]) -> Result<Vec<Row>, DbError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut places = Places::default();
        let choisies = places.choisis("choisie", ids);
        places
            .statement(format!(
                "{choisies} SELECT {COLONNES} FROM choisie CROSS JOIN personne \
                 WHERE personne.id = choisie.id ORDER BY choisie.rang"
            ))
            .all(&self.db)
            .await
    }

    /// The condition on `situation` « this person of the perimeter fits », with the values bound so far; `$1` is the account.
    pub(super) fn conditions_personnes(&self, g: &impl LecteurFiches, critere: &Critere) -> (Places, String) {
        let mut places = Places::first(g.compte().uuid());
        let mut conditions = g.voit_situation();
        if let Some(rpps) = &critere.rpps {
            let rpps = places.bind(rpps.as_str());
            conditions.push_str(" AND ");
            conditions.push_str(&de_personne(&format!("personne.rpps = {rpps}")));
        }
        if let Some(cherche) = critere.texte.as_deref().and_then(Cherche::lire) {
            conditions.push_str(" AND ");
            conditions.push_str(&cherche.situations(self.db.engine(), &mut places, !g.est_employeur()));
        }
        (places, conditions)
    }

    /// The situations of these people in the perimeter, in one statement.
    pub(super) async fn situations_de(
        &self,
        g: &impl LecteurFiches,
        personnes: &[Uuid],
    ) -> Result<HashMap<Uuid, Vec<SituationVue>>, DbError> {
        let mut par_personne: HashMap<Uuid, Vec<SituationVue>> = HashMap::new();
        if personnes.is_empty() {
            return Ok(par_personne);
        }
        let mut places = Places::first(g.compte().uuid());
        let choisies = places.choisis("choisie", personnes);
        let condition = format!(
            "situation.personne = choisie.id AND {}",
            parmi("situation", &g.perimetre())
        );
        let requete = places.statement(format!(
            "{choisies} {} {}",
            lecture_depuis("choisie CROSS JOIN situation", &condition),
            fiche::ORDRE
        ));
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
