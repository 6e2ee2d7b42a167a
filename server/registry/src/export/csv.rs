//! Comma-separated values as French spreadsheets read them: UTF-8 with its mark, semicolons, CRLF, days as `22/11/2026`. A text
//! that a spreadsheet would take for a formula is preceded by an apostrophe.

use super::{Cellule, ExportError, Morceau, Source};
use csv::{Terminator, WriterBuilder};
use domain::date::court;
use std::borrow::Cow;
use std::io;
use tokio::sync::mpsc;

/// Tells spreadsheets that the text is UTF-8.
const MARQUE: &[u8] = "\u{feff}".as_bytes();

/// Writes the titles at once, then each page as it is read.
pub(super) async fn ecrire(mut source: impl Source, sortie: mpsc::Sender<Morceau>) {
    let titres = source
        .entetes()
        .iter()
        .map(|titre| Cellule::Texte((*titre).to_owned()))
        .collect();
    let debut = lignes(&[titres]).map(|texte| [MARQUE, &texte].concat());
    if sortie.send(debut).await.is_err() {
        return;
    }
    loop {
        let morceau = match source.suivante().await {
            Ok(None) => return,
            Ok(Some(page)) => lignes(&page),
            Err(erreur) => Err(erreur.into()),
        };
        let dernier = morceau.is_err();
        if sortie.send(morceau).await.is_err() || dernier {
            return;
        }
    }
}

fn lignes(page: &[Vec<Cellule>]) -> Morceau {
    let mut lignes = WriterBuilder::new()
        .delimiter(b';')
        .terminator(Terminator::CRLF)
        .from_writer(Vec::new());
    for ligne in page {
        lignes
            .write_record(ligne.iter().map(|cellule| texte(cellule).into_owned()))
            .map_err(|erreur| ExportError::Ecriture(io::Error::other(erreur)))?;
    }
    lignes
        .into_inner()
        .map_err(|erreur| ExportError::Ecriture(erreur.into_error()))
}

fn texte(cellule: &Cellule) -> Cow<'_, str> {
    match cellule {
        Cellule::Texte(texte) => neutraliser(texte),
        Cellule::Jour(jour) => Cow::Owned(court(*jour)),
        Cellule::Entier(nombre) => Cow::Owned(nombre.to_string()),
        Cellule::Vide => Cow::Borrowed(""),
    }
}

/// A text that no spreadsheet runs: one that begins, after spaces, by the sign of a formula, or by a tab or a line break,
/// is preceded by an apostrophe.
fn neutraliser(texte: &str) -> Cow<'_, str> {
    let signe = |c: char| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    if texte.starts_with(['\t', '\r', '\n']) || texte.trim_start().starts_with(signe) {
        Cow::Owned(format!("'{texte}"))
    } else {
        Cow::Borrowed(texte)
    }
}

#[cfg(test)]
mod tests {
    use super::{Cellule, lignes, neutraliser};
    use domain::date::jour;

    #[test]
    fn no_text_is_a_formula() {
        for formule in [
            "=1+1",
            "+33612345678",
            "-2",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            "  =cmd|' /C calc'!A0",
            "\u{a0}=1",
            "＝1+1",
        ] {
            assert_eq!(neutraliser(formule), format!("'{formule}"));
        }
        for texte in ["MARTIN", "L'HÉRITIER", "1-2", "", "06 12 34 56 78", "a=b"] {
            assert_eq!(neutraliser(texte), texte);
        }
    }

    #[test]
    fn cells_keep_what_they_hold() {
        let page = [vec![
            Cellule::Texte("L’« Étoile »; \"bis\"\nsuite".to_owned()),
            Cellule::Jour(jour(2026, 11, 2).expect("a day")),
            Cellule::Entier(-3),
            Cellule::Vide,
        ]];
        let texte = String::from_utf8(lignes(&page).expect("lines")).expect("UTF-8");
        assert_eq!(texte, "\"L’« Étoile »; \"\"bis\"\"\nsuite\";02/11/2026;-3;\r\n");
    }
}
