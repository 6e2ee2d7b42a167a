//! The gestionnaire's queue: what waits for an answer in the perimeter, oldest first, with what is wrong said beforehand.
//! A page costs the same number of statements however many rows it has.

use super::avertissement::{Avertissement, Examen, avertissements};
use super::doublon::{self, Cherchee};
use super::sursis::A_DECIDER;
use crate::db::{DbError, Row, Statement, sql};
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use crate::page::{limite, paginer};
use crate::{Registry, etablissement};
use domain::date::Instant;
use domain::demande::Reference;
use domain::etablissement::EtablissementResume;
use domain::identifiant::Finess;
use domain::ids::{CompteId, DemandeId};
use domain::nomenclature::{CodeProfession, CodeRole};
use domain::texte;

/// What part of the queue to show.
#[derive(Clone, Default)]
pub struct FiltreFile {
    /// Words of a name or of a reference, each possibly cut short.
    pub texte: Option<String>,
    /// One establishment of the perimeter; one that is not gives an empty list.
    pub finess: Option<Finess>,
    /// From 1; 0 is read as 1, too high a number as the last page.
    pub page: u32,
}

/// A row of the queue.
#[derive(Clone)]
pub struct LigneFile {
    /// The demande.
    pub id: DemandeId,
    /// Its reference.
    pub reference: Reference,
    /// The applicant, by the name used at work.
    pub nom: String,
    /// Profession code.
    pub profession: CodeProfession,
    /// Profession in words; the code when the lists do not know it any more.
    pub profession_libelle: String,
    /// Rôle code.
    pub role: CodeRole,
    /// Rôle in words.
    pub role_libelle: String,
    /// The establishment.
    pub finess: Finess,
    /// Its name.
    pub etablissement: String,
    /// When it was submitted.
    pub soumise_le: Instant,
    /// What to look at before deciding.
    pub avertissements: Vec<Avertissement>,
}

/// A page of the queue.
#[derive(Clone)]
pub struct PageFile {
    /// Its rows, oldest first.
    pub lignes: Vec<LigneFile>,
    /// How many demandes the filter finds.
    pub total: i64,
    /// This page, from 1.
    pub page: u32,
    /// How many pages there are, at least 1.
    pub pages: u32,
}

impl Registry {
    /// How many demandes wait for an answer in the perimeter.
    pub async fn nombre_a_traiter(&self, g: &Gestionnaire) -> Result<i64, ActeError> {
        let perimetre = g.perimetre();
        let row = sql(format!(
            "SELECT COUNT(*) AS n FROM demande WHERE {A_DECIDER} AND finess IN {perimetre}"
        ))
        .bind(g.compte().uuid())
        .one(&self.db)
        .await?;
        Ok(row.get("n")?)
    }

    /// The establishments of the perimeter, open or closed, by name.
    pub async fn etablissements_du_perimetre(
        &self,
        g: &Gestionnaire,
    ) -> Result<Vec<EtablissementResume>, ActeError> {
        let perimetre = g.perimetre();
        let rows = sql(format!(
            "SELECT {} FROM {} WHERE etablissement.finess IN {perimetre} \
             ORDER BY etablissement.cle, etablissement.finess",
            etablissement::COLONNES,
            etablissement::TABLES
        ))
        .bind(g.compte().uuid())
        .all(&self.db)
        .await?;
        Ok(rows.iter().map(etablissement::depuis).collect::<Result<_, _>>()?)
    }

    /// A page of the queue.
    pub async fn file(&self, g: &Gestionnaire, filtre: &FiltreFile) -> Result<PageFile, ActeError> {
        let total = self
            .requete_file(g, filtre, "COUNT(*) AS n", "")
            .one(&self.db)
            .await?
            .get("n")?;
        let (page, pages) = paginer(total, filtre.page);
        let colonnes = format!(
            "demande.id, demande.reference, demande.nom, demande.profession, demande.role, demande.soumise_le, \
             demande.demandeur, demande.identite, {}",
            etablissement::COLONNES
        );
        let suite = format!("ORDER BY demande.soumise_le, demande.id {}", limite(page));
        let rows = self
            .requete_file(g, filtre, &colonnes, &suite)
            .all(&self.db)
            .await?;
        let cherchees = rows.iter().map(cherchee).collect::<Result<Vec<_>, _>>()?;
        let suspectes = doublon::suspectes(&self.db, &cherchees).await?;
        let now = self.now();
        let lignes = rows
            .iter()
            .zip(&cherchees)
            .map(|(row, demande)| self.ligne_file(row, suspectes.contains(&demande.id), now))
            .collect::<Result<_, _>>()?;
        Ok(PageFile {
            lignes,
            total,
            page,
            pages,
        })
    }

    /// The demandes of a filter with their versions, oldest first, at most `max`: for acts on all of them. Its page does not
    /// count.
    pub async fn demandes_du_filtre(
        &self,
        g: &Gestionnaire,
        filtre: &FiltreFile,
        max: u32,
    ) -> Result<Vec<(DemandeId, i64)>, ActeError> {
        let suite = format!("ORDER BY demande.soumise_le, demande.id LIMIT {max}");
        let rows = self
            .requete_file(g, filtre, "demande.id, demande.version", &suite)
            .all(&self.db)
            .await?;
        let ligne = |row: &Row| Ok((DemandeId::new(row.get("id")?), row.get("version")?));
        Ok(rows.iter().map(ligne).collect::<Result<_, DbError>>()?)
    }

    fn requete_file(&self, g: &Gestionnaire, filtre: &FiltreFile, colonnes: &str, suite: &str) -> Statement {
        let perimetre = g.perimetre();
        let mut conditions = format!("{A_DECIDER} AND demande.finess IN {perimetre}");
        let mut valeurs: Vec<String> = Vec::new();
        if let Some(finess) = &filtre.finess {
            valeurs.push(finess.as_str().to_owned());
            conditions.push_str(" AND demande.finess = $2");
        }
        let mots = texte::mots(filtre.texte.as_deref().unwrap_or_default());
        if !mots.is_empty() {
            let engine = self.db.engine();
            valeurs.push(engine.words(&mots));
            conditions.push_str(" AND ");
            conditions.push_str(&engine.full_text("demande", if valeurs.len() == 2 { 3 } else { 2 }));
        }
        let texte = format!(
            "SELECT {colonnes} FROM demande JOIN ({}) ON etablissement.finess = demande.finess WHERE {conditions} {suite}",
            etablissement::TABLES
        );
        valeurs
            .iter()
            .fold(sql(texte).bind(g.compte().uuid()), Statement::bind)
    }

    fn ligne_file(&self, row: &Row, doublon: bool, now: Instant) -> Result<LigneFile, DbError> {
        let etablissement = etablissement::depuis(row)?;
        let nomenclatures = self.nomenclatures();
        let profession: CodeProfession = row.parse("profession")?;
        let role: CodeRole = row.parse("role")?;
        let soumise_le = Instant::from_millis(row.get("soumise_le")?);
        let examen = Examen {
            nomenclatures: &nomenclatures,
            profession: &profession,
            role: &role,
            etablissement: &etablissement,
            soumise_le,
            doublon,
        };
        let avertissements = avertissements(&examen, now);
        Ok(LigneFile {
            id: DemandeId::new(row.get("id")?),
            reference: row.parse("reference")?,
            nom: row.get("nom")?,
            profession_libelle: nomenclatures
                .profession(&profession)
                .map_or_else(|| profession.as_str().to_owned(), |connue| connue.libelle.clone()),
            role_libelle: nomenclatures
                .role(&role)
                .map_or_else(|| role.as_str().to_owned(), |connu| connu.court.clone()),
            profession,
            role,
            finess: etablissement.finess,
            etablissement: etablissement.raison_sociale,
            soumise_le,
            avertissements,
        })
    }
}

fn cherchee(row: &Row) -> Result<Cherchee, DbError> {
    Ok(Cherchee {
        id: DemandeId::new(row.get("id")?),
        demandeur: CompteId::new(row.get("demandeur")?),
        identite: row.get("identite")?,
    })
}
