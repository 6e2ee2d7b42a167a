//! Finding an establishment by what people have at hand: its FINESS number or the beginning of it, or words of its name, of
//! its commune, its post code.

use crate::Registry;
use crate::db::{DbError, sql};
use crate::etablissement::{COLONNES, TABLES, depuis, lire};
use domain::etablissement::EtablissementResume;
use domain::identifiant::Finess;
use domain::texte;

/// How many rows a search puts in order. A search that finds more is too vague for its order to matter, and is answered
/// just as fast.
const CANDIDATS: u32 = 1_000;
/// More words than any search needs.
const MOTS_MAX: usize = 10;

impl Registry {
    /// Open establishments for what has been typed so far: the FINESS number or its first digits (three at least, spaces
    /// ignored), else every word as the beginning of a word of the name, category, commune or post code. Those whose name
    /// begins so come first. A search of single letters finds nothing: it would find everything.
    pub async fn chercher_etablissements(
        &self,
        texte: &str,
        limite: u32,
    ) -> Result<Vec<EtablissementResume>, DbError> {
        if let Some(debut) = debut_finess(texte) {
            let rows = sql(format!(
                "SELECT {COLONNES} FROM {TABLES} WHERE etablissement.ouvert AND etablissement.finess >= $1
                     AND etablissement.finess <= $2 ORDER BY etablissement.finess LIMIT $3"
            ))
            .bind(debut.as_str())
            // Nine characters, letters after digits: the last number that begins so, whatever the collation.
            .bind(format!("{debut:Z<9}"))
            .bind(limite)
            .all(self.db())
            .await?;
            if !rows.is_empty() {
                return rows.iter().map(depuis).collect();
            }
        }
        // Single letters (the « d » of « maison d’accueil ») sort nothing out.
        let mots: Vec<String> = texte::mots(texte)
            .into_iter()
            .filter(|mot| mot.len() > 1)
            .take(MOTS_MAX)
            .collect();
        if mots.is_empty() {
            return Ok(Vec::new());
        }
        let moteur = self.db().engine();
        let rows = sql(format!(
            "SELECT {COLONNES} FROM (SELECT * FROM etablissement WHERE {} AND ouvert LIMIT $2) etablissement
                 JOIN entite_juridique ON entite_juridique.finess = etablissement.finess_ej
             ORDER BY CASE WHEN cle >= $3 AND cle < $4 THEN 0 ELSE 1 END, cle, etablissement.finess LIMIT $5",
            moteur.full_text("etablissement", 1)
        ))
        .bind(moteur.words(&mots))
        .bind(CANDIDATS)
        .bind(texte::cle(texte))
        .bind(format!("{}~", texte::cle(texte)))
        .bind(limite)
        .all(self.db())
        .await?;
        rows.iter().map(depuis).collect()
    }

    /// The establishment of that number, even closed.
    pub async fn etablissement(&self, finess: &Finess) -> Result<Option<EtablissementResume>, DbError> {
        lire(self.db(), finess).await
    }
}

/// What was typed, if it can be the beginning of a FINESS number: three to nine characters, digits but for the A or B of
/// Corsica, spaces and dots ignored.
fn debut_finess(texte: &str) -> Option<String> {
    let tape: String = texte
        .chars()
        .filter(|c| !matches!(c, ' ' | '.' | '-' | '\u{a0}' | '\u{202f}'))
        .collect();
    let tape = tape.to_ascii_uppercase();
    let corse = tape.starts_with("2A") || tape.starts_with("2B");
    let chiffres = |partie: &str| partie.bytes().all(|octet| octet.is_ascii_digit());
    let possible = (3..=9).contains(&tape.len()) && chiffres(tape.get(if corse { 2 } else { 0 }..)?);
    possible.then_some(tape)
}
