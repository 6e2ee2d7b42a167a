//! A workbook, written row by row to a temporary file (its format has its table of contents at the end), then sent in pieces.
//! Runs on a thread of its own: compressing is work.

use super::{Cellule, ExportError, MORCEAU, Morceau, Page};
use domain::date::Jour;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use std::fs::File;
use std::io::{self, Read as _, Seek as _};
use tokio::sync::mpsc;

/// Width of a column, in characters.
const LARGEUR: f64 = 24.0;

/// Writes every page, then sends the file. Says why when it cannot; says nothing when the reading failed, for it has said so.
pub(super) fn ecrire(
    entetes: &'static [&'static str],
    pages: mpsc::Receiver<Page>,
    sortie: &mpsc::Sender<Morceau>,
) {
    match composer(entetes, pages) {
        Ok(Some(fichier)) => envoyer(fichier, sortie),
        Ok(None) => {}
        Err(erreur) => {
            let erreur = ExportError::Ecriture(io::Error::other(erreur));
            // The client may have left.
            let _ = sortie.blocking_send(Err(erreur));
        }
    }
}

/// The workbook in a file without a name, gone with its handle; none when the pages stop before the last one.
fn composer(
    entetes: &'static [&'static str],
    mut pages: mpsc::Receiver<Page>,
) -> Result<Option<File>, XlsxError> {
    let mut classeur = Workbook::new();
    let feuille = classeur.add_worksheet_with_constant_memory()?;
    let titre = Format::new().set_bold();
    let date = Format::new().set_num_format("dd/mm/yyyy");
    feuille.set_freeze_panes(1, 0)?;
    for (colonne, texte) in (0_u16..).zip(entetes) {
        feuille.set_column_width(colonne, LARGEUR)?;
        feuille.write_string_with_format(0, colonne, *texte, &titre)?;
    }
    let mut rang: u32 = 1;
    loop {
        match pages.blocking_recv() {
            None => return Ok(None),
            Some(None) => break,
            Some(Some(page)) => {
                for ligne in page {
                    for (colonne, cellule) in (0_u16..).zip(&ligne) {
                        poser(feuille, rang, colonne, cellule, &date)?;
                    }
                    rang += 1;
                }
            }
        }
    }
    let mut fichier = tempfile::tempfile()?;
    classeur.save_to_writer(&mut fichier)?;
    fichier.rewind()?;
    Ok(Some(fichier))
}

/// Texts are written as texts: a workbook never runs one as a formula.
fn poser(
    feuille: &mut Worksheet,
    rang: u32,
    colonne: u16,
    cellule: &Cellule,
    date: &Format,
) -> Result<(), XlsxError> {
    match cellule {
        Cellule::Texte(texte) => {
            feuille.write_string(rang, colonne, texte)?;
        }
        Cellule::Jour(jour) => {
            feuille.write_datetime_with_format(rang, colonne, jour_excel(*jour)?, date)?;
        }
        Cellule::Entier(nombre) => {
            // A workbook holds numbers of 53 bits; a count of days has fewer than 31.
            feuille.write_number(rang, colonne, i32::try_from(*nombre).unwrap_or(i32::MAX))?;
        }
        Cellule::Vide => {}
    }
    Ok(())
}

fn jour_excel(jour: Jour) -> Result<ExcelDateTime, XlsxError> {
    let annee = u16::try_from(jour.year()).unwrap_or_default();
    ExcelDateTime::from_ymd(annee, u8::from(jour.month()), jour.day())
}

fn envoyer(mut fichier: File, sortie: &mpsc::Sender<Morceau>) {
    loop {
        let mut morceau = vec![0; MORCEAU];
        let lu = match fichier.read(&mut morceau) {
            Ok(0) => return,
            Ok(lu) => Ok(lu),
            Err(erreur) => Err(ExportError::Ecriture(erreur)),
        };
        let dernier = lu.is_err();
        let envoi = lu.map(|lu| {
            morceau.truncate(lu);
            morceau
        });
        if sortie.blocking_send(envoi).is_err() || dernier {
            return;
        }
    }
}
