//! Files that go out: the rows to correct, with what is wrong beside each. What people wrote is never taken by a spreadsheet
//! for a formula.

use super::colonne::{COLONNES, nom_colonne};
use super::modele::{Format, defaut};
use super::vue::LigneListe;
use crate::Registry;
use crate::db::DbError;
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use domain::ids::ListeId;
use rust_xlsxwriter::{Format as Style, Workbook, XlsxError};
use std::borrow::Cow;

/// The column of a file of errors that is not read back.
const ERREURS: &str = "erreurs";

impl Registry {
    /// The rows to correct, in the columns of the model, with a last column that says what is wrong. Brought back once
    /// corrected, it registers them.
    pub async fn fichier_erreurs(
        &self,
        g: &Gestionnaire,
        id: ListeId,
        format: Format,
    ) -> Result<Vec<u8>, ActeError> {
        let lignes = self.lignes_a_corriger(g, id).await?;
        let mut entete: Vec<&str> = COLONNES.map(nom_colonne).to_vec();
        entete.push(ERREURS);
        let rangees = lignes.iter().map(rangee);
        match format {
            Format::Csv => Ok(csv(&entete, rangees)?),
            Format::Xlsx => Ok(classeur(&entete, rangees).map_err(|_| defaut())?),
        }
    }
}

fn rangee(ligne: &LigneListe) -> Vec<String> {
    let mut cellules: Vec<String> = COLONNES
        .into_iter()
        .map(|champ| ligne.textes.get(&champ).cloned().unwrap_or_default())
        .collect();
    let erreurs: Vec<String> = ligne
        .erreurs
        .iter()
        .map(|erreur| format!("{} : {}", erreur.champ.libelle(), erreur.message))
        .collect();
    cellules.push(erreurs.join(" / "));
    cellules
}

/// A text file that French spreadsheets open right.
pub(super) fn csv(entete: &[&str], rangees: impl Iterator<Item = Vec<String>>) -> Result<Vec<u8>, DbError> {
    let mut sortie = "\u{feff}".as_bytes().to_vec();
    {
        let mut plume = csv::WriterBuilder::new()
            .delimiter(b';')
            .terminator(csv::Terminator::CRLF)
            .from_writer(&mut sortie);
        plume.write_record(entete).map_err(|_| defaut())?;
        for rangee in rangees {
            plume
                .write_record(rangee.iter().map(|cellule| neutraliser(cellule).into_owned()))
                .map_err(|_| defaut())?;
        }
        plume.flush().map_err(|_| defaut())?;
    }
    Ok(sortie)
}

/// Cells of a workbook have a type: a text is never calculated.
fn classeur(entete: &[&str], rangees: impl Iterator<Item = Vec<String>>) -> Result<Vec<u8>, XlsxError> {
    let mut classeur = Workbook::new();
    let texte = Style::new().set_num_format("@");
    let gras = Style::new().set_bold();
    let feuille = classeur.add_worksheet();
    feuille.set_name("À corriger")?;
    for (nom, colonne) in entete.iter().zip(0..) {
        feuille.write_string_with_format(0, colonne, *nom, &gras)?;
        feuille.set_column_width(colonne, if *nom == ERREURS { 100 } else { 20 })?;
        feuille.set_column_format(colonne, &texte)?;
    }
    feuille.set_freeze_panes(1, 0)?;
    for (rangee, ligne) in rangees.zip(1..) {
        for (cellule, colonne) in rangee.iter().zip(0..) {
            feuille.write_string_with_format(ligne, colonne, cellule, &texte)?;
        }
    }
    classeur.save_to_buffer()
}

/// A text that a spreadsheet would take for a formula begins with an apostrophe, which readers of lists drop.
fn neutraliser(cellule: &str) -> Cow<'_, str> {
    let actif = cellule.starts_with(['=', '+', '-', '@', '\t', '\r']);
    // A value that begins with such an apostrophe keeps it: reading drops one.
    let deja = cellule
        .strip_prefix('\'')
        .is_some_and(|reste| reste.starts_with(['=', '+', '-', '@', '\'']));
    if actif || deja {
        Cow::Owned(format!("'{cellule}"))
    } else {
        Cow::Borrowed(cellule)
    }
}

#[cfg(test)]
mod tests {
    use super::{csv, neutraliser};
    use crate::liste::fichier::lire;
    use proptest::prelude::*;

    #[test]
    fn formulas_become_text() {
        for formule in ["=1+1", "+33612345678", "-2", "@SUM(A1)", "=HYPERLINK(\"x\")"] {
            assert_eq!(neutraliser(formule), format!("'{formule}"));
        }
        assert_eq!(neutraliser("Élodie"), "Élodie");
        assert_eq!(neutraliser("<b>x</b>"), "<b>x</b>");
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(valeurs in prop::collection::vec("[=+@a-zé;\",\\- '0-9]{0,12}", 1..6)) {
            let mut rangee = vec!["x".to_owned()];
            rangee.extend(valeurs);
            rangee.push("fin".to_owned());
            let entete: Vec<&str> = std::iter::repeat_n("c", rangee.len()).collect();
            let octets = csv(&entete, std::iter::once(rangee.clone())).expect("a file");
            let tableau = lire(&octets, &|_| 0).expect("a table");
            prop_assert_eq!(&tableau.lignes[0].cellules, &rangee);
        }
    }
}
