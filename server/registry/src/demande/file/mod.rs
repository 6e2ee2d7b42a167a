//! The gestionnaire's queue: what waits for an answer in the perimeter, with what is wrong said beforehand. One file per side
//! of it: `filtre` (what is shown, as codes), `conditions` (the same as SQL), `comptes` (how many in each view), `suivante` (which one
//! to open next), `delais` (how long decisions take), `export` (the same rows as a file).
//!
//! A page costs the same number of statements however many rows it has. Nothing here decides on a demande.

mod comptes;
mod conditions;
mod delais;
mod export;
mod filtre;
mod suivante;

pub use comptes::ComptesSuivis;
pub use delais::Delais;
pub use export::ExportDemandes;
pub use filtre::{Anciennete, FiltreFile, FiltreIllisible, OrigineDemande, Tri, URGENTE_JOURS, VueFile};

use self::conditions::{Ordre, tables_de_l_ordre};
use super::avertissement::{Avertissement, Examen, avertissements};
use super::doublon::A_UN_DOUBLON;
use super::sursis::A_DECIDER;
use crate::db::{DbError, Places, Row, sql};
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use crate::invitation::{ORIGINE, Origine};
use crate::page::trouver;
use crate::perimetre::parmi;
use crate::{Registry, etablissement};
use domain::date::Instant;
use domain::demande::{Reference, Statut, expire_le};
use domain::etablissement::EtablissementResume;
use domain::identifiant::Finess;
use domain::ids::DemandeId;
use domain::nomenclature::{CodeProfession, CodeRole};
use uuid::Uuid;

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
    /// Where it stands: [`Statut::ATraiter`] or [`Statut::ACorriger`].
    pub statut: Statut,
    /// The version to act on.
    pub version: i64,
    /// When it was submitted.
    pub soumise_le: Instant,
    /// Who invited the applicant; none when they came by themselves.
    pub invitation: Option<Origine>,
    /// When it expires, if nobody answers.
    pub expire_le: Instant,
    /// What to look at before deciding.
    pub avertissements: Vec<Avertissement>,
}

/// A page of the queue.
#[derive(Clone)]
pub struct PageFile {
    /// Its rows, in the order of the filter.
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
        let now = self.now();
        let (places, conditions) = self.conditions(g, filtre, now);
        let ordre = Ordre::new(filtre, &self.nomenclatures());
        let trouvees = trouver(&self.db, &places, filtre.page, |limite| {
            format!(
                "SELECT demande.id, COUNT(*) OVER () AS total FROM {} WHERE {conditions} ORDER BY {} {limite}",
                tables_de_l_ordre(filtre),
                ordre.colonnes()
            )
        })
        .await?;
        Ok(PageFile {
            lignes: self.lignes_file(g, &trouvees.ids, now).await?,
            total: trouvees.total,
            page: trouvees.page,
            pages: trouvees.pages,
        })
    }

    /// The demandes of a filter with their versions, in its order, at most `max`: for acts on all of them. Its page does not
    /// count.
    pub async fn demandes_du_filtre(
        &self,
        g: &Gestionnaire,
        filtre: &FiltreFile,
        max: u32,
    ) -> Result<Vec<(DemandeId, i64)>, ActeError> {
        let (mut places, conditions) = self.conditions(g, filtre, self.now());
        let ordre = Ordre::new(filtre, &self.nomenclatures());
        let max = places.bind(max);
        let rows = places
            .statement(format!(
                "SELECT demande.id, demande.version FROM {} WHERE {conditions} ORDER BY {} LIMIT {max}",
                tables_de_l_ordre(filtre),
                ordre.colonnes()
            ))
            .all(&self.db)
            .await?;
        let ligne = |row: &Row| Ok((DemandeId::new(row.get("id")?), row.get("version")?));
        Ok(rows.iter().map(ligne).collect::<Result<_, DbError>>()?)
    }

    /// The rows of the filter within the perimeter, with the values bound so far; `$1` is the account.
    fn conditions(&self, g: &Gestionnaire, filtre: &FiltreFile, now: Instant) -> (Places, String) {
        let mut places = Places::first(g.compte().uuid());
        let perimetre = g.perimetre();
        let condition = conditions::condition(self, filtre, now, &mut places);
        let dedans = if filtre.etablissements.is_empty() {
            format!("demande.finess IN {perimetre}")
        } else {
            // The establishments asked for lead to the rows.
            parmi("demande", &perimetre)
        };
        (places, format!("{dedans} AND {condition}"))
    }

    /// These demandes in this order with their warnings, those of the perimeter that are still open: one statement, however
    /// many there are.
    async fn lignes_file(
        &self,
        g: &Gestionnaire,
        ids: &[Uuid],
        now: Instant,
    ) -> Result<Vec<LigneFile>, DbError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut places = Places::first(g.compte().uuid());
        let choisies = places.choisis("choisie", ids);
        let rows = places
            .statement(format!(
                "{choisies} SELECT {} FROM choisie CROSS JOIN {} WHERE demande.id = choisie.id \
                 AND demande.statut IN ('a_traiter', 'a_corriger') AND {} ORDER BY choisie.rang",
                colonnes(),
                tables(),
                parmi("demande", &g.perimetre())
            ))
            .all(&self.db)
            .await?;
        rows.iter().map(|row| self.ligne_file(row, now)).collect()
    }

    fn ligne_file(&self, row: &Row, now: Instant) -> Result<LigneFile, DbError> {
        let etablissement = etablissement::depuis(row)?;
        let nomenclatures = self.nomenclatures();
        let profession: CodeProfession = row.parse("profession")?;
        let role: CodeRole = row.parse("role")?;
        let soumise_le = Instant::from_millis(row.get("soumise_le")?);
        // The days spent waiting for the applicant do not count.
        let compte_depuis = soumise_le.plus_millis(row.get("attente")?);
        let examen = Examen {
            nomenclatures: &nomenclatures,
            profession: &profession,
            role: &role,
            etablissement: &etablissement,
            soumise_le: compte_depuis,
            doublon: row.get::<i32>("doublon")? == 1,
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
            statut: row.parse("statut")?,
            version: row.get("version")?,
            soumise_le,
            invitation: Origine::lire(row)?,
            expire_le: expire_le(compte_depuis),
            avertissements,
        })
    }
}

/// The columns of a row of the queue.
fn colonnes() -> String {
    format!(
        "demande.id, demande.reference, demande.nom, demande.profession, demande.role, demande.soumise_le, demande.attente, \
         demande.statut, demande.version, CASE WHEN {A_UN_DOUBLON} THEN 1 ELSE 0 END AS doublon, {ORIGINE}, {}",
        etablissement::COLONNES
    )
}

/// Where they come from.
fn tables() -> String {
    format!(
        "demande JOIN ({}) ON etablissement.finess = demande.finess",
        etablissement::TABLES
    )
}
