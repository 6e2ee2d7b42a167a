//! Reading our compact file of communes: UTF-8, header `code,nom,genre,population,autre_nom`. One wrong line refuses it all:
//! the file is ours, so a wrong line is a mistake to correct where it was made.

use crate::finess::{ImportError, Place};
use domain::texte;
use std::collections::BTreeSet;

/// The largest file that is read, in bytes. Ours is under one megabyte.
pub(super) const TAILLE_MAX: u64 = 32 * 1024 * 1024;
const ENTETE: [&str; 5] = ["code", "nom", "genre", "population", "autre_nom"];
/// Letter of the file, word of the register.
pub(super) const GENRES: [(&str, &str); 4] = [
    ("A", "actuelle"),
    ("D", "deleguee"),
    ("S", "associee"),
    ("M", "arrondissement"),
];

/// What a line says, as it is stored.
#[derive(PartialEq, Eq)]
pub(super) struct Ligne {
    pub(super) nom: String,
    pub(super) autre_nom: Option<String>,
    pub(super) genre: &'static str,
    pub(super) population: i64,
}

/// All lines of the file with their INSEE codes, or the first thing that is wrong with it.
pub(super) fn analyser(octets: &[u8]) -> Result<Vec<(String, Ligne)>, ImportError> {
    if octets.is_empty() {
        return Err(ImportError::Vide);
    }
    if octets.len() as u64 > TAILLE_MAX {
        return Err(ImportError::Ligne {
            ligne: 1,
            raison: "le fichier est beaucoup trop gros".to_owned(),
        });
    }
    let texte = std::str::from_utf8(octets).map_err(|erreur| {
        let avant = octets.get(..erreur.valid_up_to()).unwrap_or_default();
        let (mut ligne, mut colonne) = (1, 1);
        for octet in avant {
            (ligne, colonne) = if *octet == b'\n' {
                (ligne + 1, 1)
            } else {
                (ligne, colonne + 1)
            };
        }
        ImportError::Encodage(Place {
            ligne,
            colonne,
            entites: 0,
        })
    })?;
    let mut lecteur = csv::Reader::from_reader(texte.trim_start_matches('\u{feff}').as_bytes());
    if !lecteur.headers().is_ok_and(|entete| entete == ENTETE.as_slice()) {
        let raison = format!("les colonnes attendues sont {}", ENTETE.join(","));
        return Err(ImportError::Ligne { ligne: 1, raison });
    }
    let mut lues = Vec::new();
    let mut codes = BTreeSet::new();
    for enregistrement in lecteur.records() {
        let enregistrement = enregistrement.map_err(|erreur| ImportError::Ligne {
            ligne: erreur.position().map_or(0, csv::Position::line),
            raison: "elle n’a pas cinq colonnes".to_owned(),
        })?;
        let incorrecte = |raison: &str| ImportError::Ligne {
            ligne: enregistrement.position().map_or(0, csv::Position::line),
            raison: raison.to_owned(),
        };
        let champ = |rang: usize| enregistrement.get(rang).unwrap_or_default().trim();
        let code = champ(0).to_owned();
        if !est_code(&code) {
            return Err(incorrecte("le code INSEE n’a pas la forme attendue"));
        }
        if !codes.insert(code.clone()) {
            return Err(incorrecte(
                "ce code INSEE est déjà donné par une ligne précédente",
            ));
        }
        let (nom, autre) = (texte::nettoyer(champ(1)), texte::nettoyer(champ(4)));
        if nom.is_empty()
            || [&nom, &autre]
                .iter()
                .any(|nom| nom.len() > 200 || nom.chars().any(texte::invisible))
        {
            return Err(incorrecte(
                "le nom est absent, trop long ou contient un caractère invisible",
            ));
        }
        let genre = GENRES.iter().find(|(lettre, _)| *lettre == champ(2));
        let (_, genre) = genre.ok_or_else(|| incorrecte("le genre doit être A, D, S ou M"))?;
        let population = champ(3)
            .parse::<u32>()
            .map_err(|_| incorrecte("la population doit être un nombre"))?;
        let autre_nom = (!autre.is_empty()).then_some(autre);
        lues.push((
            code,
            Ligne {
                nom,
                autre_nom,
                genre,
                population: population.into(),
            },
        ));
    }
    if lues.is_empty() {
        Err(ImportError::AucuneEntite)
    } else {
        Ok(lues)
    }
}

/// Two digits, or 2A and 2B, then three digits. The list goes further than places of birth: it has desert islands.
fn est_code(code: &str) -> bool {
    let suite = code
        .strip_prefix("2A")
        .or_else(|| code.strip_prefix("2B"))
        .unwrap_or(code.get(2..).unwrap_or_default());
    code.len() == 5
        && code.starts_with(|c: char| c.is_ascii_digit())
        && suite.bytes().all(|octet| octet.is_ascii_digit())
}
