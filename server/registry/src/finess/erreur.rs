//! Why a file could not be imported, in words for the person who brought it, and what an import did.

use crate::db::DbError;
use crate::journal::Detail;
use std::fmt;
use std::io::ErrorKind;

/// Where in a file: line and column from 1, and how many legal entities had been read by then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// line
    pub ligne: u64,
    /// column
    pub colonne: u64,
    /// legal entities read in full before that place
    pub entites: u64,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ligne {}, colonne {}", self.ligne, self.colonne)?;
        match self.entites {
            0 => Ok(()),
            1 => f.write_str(", après la première entité juridique"),
            n => write!(f, ", après {n} entités juridiques"),
        }
    }
}

/// A file that could not be imported. Whatever the cause, the register is as it was before.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// not one byte
    #[error("Le fichier est vide. Vérifiez que son téléchargement s’est bien terminé.")]
    Vide,
    /// the file ends in the middle of something
    #[error(
        "Le fichier s’arrête trop tôt ({0})\u{a0}: il a sans doute été coupé pendant son transfert. Téléchargez-le de nouveau, puis recommencez."
    )]
    Tronque(Place),
    /// not UTF-8
    #[error(
        "Le fichier n’est pas encodé en UTF-8 ({0}). Utilisez le fichier d’origine, sans l’avoir ouvert ni enregistré avec un tableur."
    )]
    Encodage(Place),
    /// not JSON
    #[error(
        "Le fichier n’est pas du JSON valide ({0}). Vérifiez que c’est bien le flux FINESS «\u{a0}structures\u{a0}»."
    )]
    Syntaxe(Place),
    /// JSON, and something else than a flux
    #[error(
        "Le fichier n’a pas la forme d’un flux FINESS «\u{a0}structures\u{a0}» ({0}). Vérifiez que vous avez choisi le bon fichier."
    )]
    Structure(Place),
    /// JSON without the list of legal entities
    #[error(
        "Le fichier ne contient pas la liste «\u{a0}pmej\u{a0}» des entités juridiques. Vérifiez que c’est bien le flux FINESS «\u{a0}structures\u{a0}»."
    )]
    SansEntites,
    /// a file of nothing
    #[error("Le fichier ne contient aucune ligne\u{a0}: il n’y a rien à importer.")]
    AucuneEntite,
    /// a string that no real file has
    #[error("Le fichier contient un texte d’une longueur anormale ({0}). Utilisez le fichier d’origine.")]
    TexteDemesure(Place),
    /// nested beyond what any real file has
    #[error(
        "Le fichier contient des éléments imbriqués de façon anormale ({0}). Utilisez le fichier d’origine."
    )]
    TropImbrique(Place),
    /// a line of a CSV file that is not what it should be
    #[error("La ligne {ligne} du fichier est incorrecte\u{a0}: {raison}. Corrigez-la, puis recommencez.")]
    Ligne {
        /// line, from 1
        ligne: u64,
        /// what is wrong
        raison: String,
    },
    /// the file itself could not be read
    #[error(
        "La lecture du fichier a échoué. Vérifiez que le fichier est toujours accessible, puis recommencez."
    )]
    Lecture(ErrorKind),
    /// the reading stopped by itself
    #[error("La lecture du fichier s’est interrompue. Recommencez.")]
    Interrompu,
    /// the operator is no longer one
    #[error("Votre droit d’opérateur a été retiré pendant l’import\u{a0}: rien n’a été modifié.")]
    SansDroit,
    /// the database
    #[error(
        "Le répertoire est indisponible pour le moment. Rien n’a été modifié\u{a0}; recommencez dans quelques minutes."
    )]
    Indisponible(#[from] DbError),
}

/// What an import did. `lues` = `ajoutees` + `modifiees` + `inchangees` + `ignorees.nombre`.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct BilanImport {
    /// lines read: establishments, or communes
    pub lues: u64,
    /// lines that the register did not have
    pub ajoutees: u64,
    /// lines that the register had otherwise
    pub modifiees: u64,
    /// lines that the register already had so
    pub inchangees: u64,
    /// among the modified ones, establishments that were open and no longer are
    pub fermees: u64,
    /// lines left out
    pub ignorees: Ignorees,
}

impl BilanImport {
    /// What the journal keeps of it.
    pub(crate) fn detail(&self) -> Detail {
        [
            ("Lignes ajoutées", self.ajoutees),
            ("Lignes modifiées", self.modifiees),
            ("Établissements fermés", self.fermees),
        ]
        .into_iter()
        .fold(Detail::default(), |detail, (quoi, nombre)| {
            detail.poser(quoi, &nombre.to_string())
        })
    }
}

/// Lines that were left out, with the first reasons.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Ignorees {
    /// how many
    pub nombre: u64,
    /// the first of them, at most [`Ignorees::MONTREES`]
    pub premieres: Vec<Ignoree>,
}

/// A line that was left out.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Ignoree {
    /// the legal entity of the file it belongs to, from 1
    pub entite: u64,
    /// what is wrong with it, in French
    pub raison: String,
}

impl Ignorees {
    /// How many reasons are kept.
    pub const MONTREES: usize = 10;

    /// Counts one more, and keeps its reason if it is among the first.
    pub fn ajouter(&mut self, entite: u64, raison: impl Into<String>) {
        self.nombre += 1;
        if self.premieres.len() < Self::MONTREES {
            self.premieres.push(Ignoree {
                entite,
                raison: raison.into(),
            });
        }
    }

    /// These, then those.
    #[must_use]
    pub fn reunir(mut self, autres: Self) -> Self {
        self.nombre += autres.nombre;
        self.premieres.extend(autres.premieres);
        self.premieres.truncate(Self::MONTREES);
        self
    }
}
