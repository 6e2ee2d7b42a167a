//! A table that a person takes away: CSV that a French spreadsheet opens right, or a workbook. The rows come a page at a time
//! and leave at once, as long as whoever asked still may (`tenue`); memory does not depend on how many there are.
//!
//! What is exported, and who may, is decided by the use case that gives the [`Source`]. Nothing here knows HTTP.

mod csv;
mod tenue;
mod xlsx;

pub(crate) use tenue::Tenue;

use crate::erreur::ActeError;
use domain::date::Jour;
use domain::identifiant::Finess;
use std::io;
use tokio::sync::mpsc;
use uuid::Uuid;

/// Rows read at a time.
const PAR_PAGE: usize = 200;
/// Pages or pieces of the file that may wait for the client: a slow one slows the reading down.
const EN_ATTENTE: usize = 2;
/// Bytes of a piece of a workbook.
const MORCEAU: usize = 64 * 1024;

/// The kinds of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text, semicolons, UTF-8 with its mark.
    Csv,
    /// Office Open XML workbook.
    Xlsx,
}

impl Format {
    /// The end of the file's name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// The media type.
    pub fn media(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cellule {
    /// words, or digits that are a name and not a quantity
    Texte(String),
    /// a day
    Jour(Jour),
    /// a quantity
    Entier(i64),
    /// nothing
    Vide,
}

impl Cellule {
    /// A day that may not be known.
    pub fn jour(jour: Option<Jour>) -> Self {
        jour.map_or(Self::Vide, Self::Jour)
    }

    /// An establishment with its number in one cell: alone, a number that begins with a zero loses it in a spreadsheet.
    pub fn etablissement(nom: &str, finess: &Finess) -> Self {
        Self::Texte(format!("{nom} (FINESS {finess})"))
    }
}

/// What there is to export, in its order, read at once: sixteen bytes each. The rows themselves are read page by page.
pub(crate) struct Pages(std::vec::IntoIter<Uuid>);

impl Pages {
    /// All of them, in the order of the file.
    pub(crate) fn new(ids: Vec<Uuid>) -> Self {
        Self(ids.into_iter())
    }

    /// Those of the next page; none at the end.
    pub(crate) fn suivante(&mut self) -> Option<Vec<Uuid>> {
        let page: Vec<Uuid> = self.0.by_ref().take(PAR_PAGE).collect();
        (!page.is_empty()).then_some(page)
    }
}

/// Rows to export, a page at a time.
pub trait Source: Send {
    /// The titles of the columns.
    fn entetes(&self) -> &'static [&'static str];

    /// The next rows, each as long as the titles; none at the end.
    fn suivante(&mut self) -> impl Future<Output = Result<Option<Vec<Vec<Cellule>>>, ActeError>> + Send;
}

/// Why a file stops before its end.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// the register did not answer, or the right was withdrawn meanwhile
    #[error(transparent)]
    Lecture(#[from] ActeError),
    /// the file could not be written
    #[error("Le fichier n’a pas pu être préparé\u{a0}: recommencez dans quelques minutes.")]
    Ecriture(#[source] io::Error),
}

/// A piece of the file, or why there will be no more.
pub type Morceau = Result<Vec<u8>, ExportError>;

/// The file of those rows, in pieces. Dropping the receiver stops the reading.
pub fn ecouler(source: impl Source + 'static, format: Format) -> mpsc::Receiver<Morceau> {
    let (sortie, morceaux) = mpsc::channel(EN_ATTENTE);
    match format {
        Format::Csv => drop(tokio::spawn(csv::ecrire(source, sortie))),
        Format::Xlsx => {
            let (pages, a_ecrire) = mpsc::channel(EN_ATTENTE);
            let entetes = source.entetes();
            let fin = sortie.clone();
            tokio::spawn(lire(source, pages, fin));
            tokio::task::spawn_blocking(move || xlsx::ecrire(entetes, a_ecrire, &sortie));
        }
    }
    morceaux
}

/// A page for the thread that writes the workbook; `None` says that there are no more: without it, the reading has failed.
type Page = Option<Vec<Vec<Cellule>>>;

async fn lire(mut source: impl Source, pages: mpsc::Sender<Page>, sortie: mpsc::Sender<Morceau>) {
    loop {
        match source.suivante().await {
            Ok(page) => {
                let derniere = page.is_none();
                // Nobody listens any more: the client has left.
                if pages.send(page).await.is_err() || derniere {
                    return;
                }
            }
            Err(erreur) => {
                let _ = sortie.send(Err(erreur.into())).await;
                return;
            }
        }
    }
}
