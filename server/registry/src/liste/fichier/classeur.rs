//! Workbooks: the first visible sheet where the portal recognises something, its numbers and dates as a person would type
//! them. Cells are read as they come, never as the rectangle that the farthest one would need.

use super::{COLONNES_MAX, FichierError, LIGNES_MAX, Recolte, archive, ods};
use crate::liste::fichier::LigneLue;
use calamine::{Data, DataRef, ExcelDateTime, Ods, Reader, SheetVisible, Xlsx};
use std::io::Cursor;

/// Sheets looked at; a list is never the twentieth.
const FEUILLES_MAX: usize = 10;

/// Rows of an Excel workbook.
pub(super) fn xlsx(
    octets: &[u8],
    reconnues: &dyn Fn(&[String]) -> usize,
) -> Result<Vec<LigneLue>, FichierError> {
    let mut classeur: Xlsx<_> = Xlsx::new(Cursor::new(octets)).map_err(|erreur| match erreur {
        calamine::XlsxError::Password => FichierError::Protege,
        _ => FichierError::Abime,
    })?;
    let feuilles = visibles(classeur.sheets_metadata());
    choisir(feuilles, reconnues, |feuille| {
        let mut lecteur = classeur
            .worksheet_cells_reader(feuille)
            .map_err(|_| FichierError::Abime)?;
        let (mut recolte, mut courante, mut cellules) = (Recolte::default(), 0_u32, Vec::new());
        while let Some(cellule) = lecteur.next_cell().map_err(|_| FichierError::Abime)? {
            let valeur = valeur_ref(cellule.get_value());
            if valeur.trim().is_empty() {
                continue;
            }
            let (ligne, colonne) = cellule.get_position();
            if ligne != courante {
                recolte.ajouter(courante.saturating_add(1), std::mem::take(&mut cellules))?;
                courante = ligne;
            }
            poser(&mut cellules, colonne as usize, valeur)?;
        }
        recolte.ajouter(courante.saturating_add(1), cellules)?;
        Ok(recolte.lignes)
    })
}

/// Rows of an `OpenDocument` workbook.
pub(super) fn ods(
    octets: &[u8],
    reconnues: &dyn Fn(&[String]) -> usize,
) -> Result<Vec<LigneLue>, FichierError> {
    ods::mesurer(&archive::entree(octets, "content.xml").ok_or(FichierError::Abime)?)?;
    let mut classeur: Ods<_> = Ods::new(Cursor::new(octets)).map_err(|erreur| match erreur {
        calamine::OdsError::Password => FichierError::Protege,
        _ => FichierError::Abime,
    })?;
    let feuilles = visibles(classeur.sheets_metadata());
    choisir(feuilles, reconnues, |feuille| {
        let plage = classeur
            .worksheet_range(feuille)
            .map_err(|_| FichierError::Abime)?;
        let (haut, gauche) = plage.start().unwrap_or_default();
        let mut recolte = Recolte::default();
        for (ligne, numero) in plage.rows().zip(haut.saturating_add(1)..) {
            let mut cellules = Vec::new();
            for (valeur, colonne) in ligne.iter().zip(gauche as usize..) {
                let valeur = valeur_lue(valeur);
                if !valeur.trim().is_empty() {
                    poser(&mut cellules, colonne, valeur)?;
                }
            }
            recolte.ajouter(numero, cellules)?;
        }
        Ok(recolte.lignes)
    })
}

fn visibles(feuilles: &[calamine::Sheet]) -> Vec<String> {
    feuilles
        .iter()
        .filter(|feuille| feuille.visible == SheetVisible::Visible)
        .take(FEUILLES_MAX)
        .map(|feuille| feuille.name.clone())
        .collect()
}

/// The first sheet whose header is known; otherwise the first that holds rows.
fn choisir(
    feuilles: Vec<String>,
    reconnues: &dyn Fn(&[String]) -> usize,
    mut lire: impl FnMut(&str) -> Result<Vec<LigneLue>, FichierError>,
) -> Result<Vec<LigneLue>, FichierError> {
    let mut premiere = None;
    for feuille in feuilles {
        let lignes = match lire(&feuille) {
            Ok(lignes) => lignes,
            // A sheet of charts, or one that is damaged, may stand beside the list.
            Err(FichierError::Abime) => continue,
            Err(autre) => return Err(autre),
        };
        // Even without a row under it: the sheets that explain a model are no lists.
        if lignes
            .iter()
            .take(super::AVANT_ENTETE)
            .any(|ligne| reconnues(&ligne.cellules) >= 3)
        {
            return Ok(lignes);
        }
        if lignes.len() > 1 {
            premiere.get_or_insert(lignes);
        }
    }
    premiere.ok_or(FichierError::Vide)
}

fn poser(cellules: &mut Vec<String>, colonne: usize, valeur: String) -> Result<(), FichierError> {
    if colonne >= COLONNES_MAX {
        return Err(FichierError::TropDeColonnes);
    }
    if cellules.len() <= colonne {
        cellules.resize(colonne + 1, String::new());
    }
    cellules[colonne] = valeur;
    Ok(())
}

fn valeur_ref(valeur: &DataRef<'_>) -> String {
    match valeur {
        DataRef::SharedString(texte) => (*texte).to_owned(),
        DataRef::String(texte) | DataRef::DateTimeIso(texte) | DataRef::DurationIso(texte) => texte.clone(),
        DataRef::Int(nombre) => nombre.to_string(),
        DataRef::Float(nombre) => decimal(*nombre),
        DataRef::Bool(vrai) => booleen(*vrai),
        DataRef::DateTime(date) => jour(*date),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

fn valeur_lue(valeur: &Data) -> String {
    match valeur {
        Data::String(texte) | Data::DateTimeIso(texte) | Data::DurationIso(texte) => texte.clone(),
        Data::Int(nombre) => nombre.to_string(),
        Data::Float(nombre) => decimal(*nombre),
        Data::Bool(vrai) => booleen(*vrai),
        Data::DateTime(date) => jour(*date),
        _ => String::new(),
    }
}

/// A whole number without a decimal part: a phone, a FINESS number.
fn decimal(nombre: f64) -> String {
    format!("{nombre}")
}

fn booleen(vrai: bool) -> String {
    if vrai { "vrai" } else { "faux" }.to_owned()
}

fn jour(date: ExcelDateTime) -> String {
    if !date.is_datetime() {
        return decimal(date.as_f64());
    }
    let (annee, mois, jour, ..) = date.to_ymd_hms_milli();
    format!("{annee:04}-{mois:02}-{jour:02}")
}

// A list cannot be longer than what one transaction of the dry run reads.
const _: () = assert!(LIGNES_MAX <= 100_000);
