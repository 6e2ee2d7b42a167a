//! Categories of establishments: their label, and the sector that decides what registration opens (R5, R6).

use super::embarque;
use crate::db::DbError;
use domain::etablissement::Secteur;
use std::collections::HashMap;

/// Label and sector of every known category, by code.
#[derive(Clone, Debug)]
pub struct Categories(HashMap<String, (String, Secteur)>);

impl Categories {
    /// The categories of `categories_etablissement.csv`, corrected and completed by `categories_complement.csv`.
    pub fn embarquees() -> Result<Self, DbError> {
        let mut categories = HashMap::new();
        for ligne in embarque::lignes("categories_etablissement.csv", embarque::CATEGORIES)? {
            let secteur = match ligne.champ("code")? {
                "620" => Secteur::Officine,
                _ if ligne.champ("esms")?.starts_with("oui") => Secteur::MedicoSocial,
                _ if ligne.champ("esms")?.starts_with("non") => Secteur::Sanitaire,
                _ => Secteur::Inconnu,
            };
            categories.insert(ligne.texte("code")?, (ligne.texte("libelle_abrege")?, secteur));
        }
        for ligne in embarque::lignes("categories_complement.csv", embarque::CATEGORIES_COMPLEMENT)? {
            let secteur = ligne
                .champ("secteur")?
                .parse()
                .map_err(|_| ligne.incorrecte("secteur"))?;
            categories.insert(ligne.texte("code")?, (ligne.texte("libelle_abrege")?, secteur));
        }
        Ok(Self(categories))
    }

    /// Every category whose sector is known: code, label, sector; by label.
    pub fn situees(&self) -> Vec<(&str, &str, Secteur)> {
        let mut situees: Vec<_> = self
            .0
            .iter()
            .filter(|(_, (_, secteur))| *secteur != Secteur::Inconnu)
            .map(|(code, (libelle, secteur))| (code.as_str(), libelle.as_str(), *secteur))
            .collect();
        situees.sort_by_key(|(code, libelle, _)| (domain::texte::cle(libelle), *code));
        situees
    }

    /// Label and sector of a category; one that is not known says so and has no sector.
    pub fn trouver(&self, code: &str) -> (String, Secteur) {
        match self.0.get(code) {
            Some((libelle, secteur)) => (libelle.clone(), *secteur),
            None if code.is_empty() => ("Catégorie non précisée".to_owned(), Secteur::Inconnu),
            None => (format!("Catégorie {code}"), Secteur::Inconnu),
        }
    }
}
