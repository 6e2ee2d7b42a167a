//! The reference files that the program carries with it, so that a first start needs nothing else.

use crate::db::DbError;
use std::collections::HashMap;
use std::rc::Rc;

pub(super) const CATEGORIES: &str = include_str!("../../../data/categories_etablissement.csv");
pub(super) const CATEGORIES_COMPLEMENT: &str = include_str!("../../../data/categories_complement.csv");
pub(super) const COMMUNES: &str = include_str!("../../../data/communes.csv");
pub(super) const DOCUMENTS: &str = include_str!("../../../data/document_types.csv");
pub(super) const FINESS: &str = include_str!("../../../data/finess-structures-sample.json");
pub(super) const NON_ELIGIBLES: &str = include_str!("../../../data/professions_non_eligibles.csv");
pub(super) const PAYS: &str = include_str!("../../../data/pays.csv");
pub(super) const PAYS_COURTS: &str = include_str!("../../../data/pays_courts.csv");
pub(super) const PROFESSIONS: &str = include_str!("../../../data/professions.csv");
pub(super) const PROFESSIONS_REMPLACEES: &str = include_str!("../../../data/professions_remplacees.csv");
pub(super) const ROLES: &str = include_str!("../../../data/roles.csv");
pub(super) const ROLES_EXEMPLES: &str = include_str!("../../../data/roles_exemples.csv");
pub(super) const ROLE_DOCUMENTS: &str = include_str!("../../../data/role_documents.csv");

/// A line of a CSV file whose columns are asked for by name.
pub(super) struct LigneCsv {
    fichier: &'static str,
    colonnes: Rc<HashMap<String, usize>>,
    ligne: csv::StringRecord,
}

impl LigneCsv {
    /// The column of that name.
    pub(super) fn champ(&self, colonne: &str) -> Result<&str, DbError> {
        self.colonnes
            .get(colonne)
            .and_then(|rang| self.ligne.get(*rang))
            .ok_or_else(|| self.incorrecte(colonne))
    }

    /// The column of that name, to keep.
    pub(super) fn texte(&self, colonne: &str) -> Result<String, DbError> {
        self.champ(colonne).map(str::to_owned)
    }

    /// A defect of the file itself, which is part of the program.
    pub(super) fn incorrecte(&self, colonne: &str) -> DbError {
        let ligne = self.ligne.position().map_or(0, csv::Position::line);
        DbError::Defect(format!("{}, ligne {ligne}, colonne {colonne}", self.fichier))
    }
}

/// All lines of one of the files above.
pub(super) fn lignes(fichier: &'static str, contenu: &str) -> Result<Vec<LigneCsv>, DbError> {
    let defaut = |erreur: csv::Error| DbError::Defect(format!("{fichier}\u{a0}: {erreur}"));
    let mut lecteur = csv::Reader::from_reader(contenu.as_bytes());
    let entete = lecteur.headers().map_err(defaut)?.clone();
    let colonnes: Rc<HashMap<String, usize>> = Rc::new(
        entete
            .iter()
            .enumerate()
            .map(|(rang, nom)| (nom.to_owned(), rang))
            .collect(),
    );
    lecteur
        .into_records()
        .map(|ligne| {
            Ok(LigneCsv {
                fichier,
                colonnes: Rc::clone(&colonnes),
                ligne: ligne.map_err(defaut)?,
            })
        })
        .collect()
}
