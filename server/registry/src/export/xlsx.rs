//! A workbook (Office Open XML, ECMA-376), written and compressed row by row as the rows come, with its table of contents at the end:
//! it leaves from the first page and is never whole anywhere. Runs on a thread of its own: compressing is work.
//!
//! Only what a list needs: texts, days and whole numbers, bold titles that stay in sight. Workbooks that people fill in are made
//! by a library, in `liste`: it needs the whole file before its first byte can leave.

use super::{Cellule, ExportError, MORCEAU, Morceau, Page};
use domain::date::{Jour, court};
use std::cell::Cell;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::rc::Rc;
use tokio::sync::mpsc;
use zip::ZipWriter;
use zip::result::ZipResult;
use zip::write::{SimpleFileOptions, StreamWriter};

/// Width of a column, in characters.
const LARGEUR: u32 = 24;
/// Rows of a sheet, titles included; what comes after goes to another sheet.
const LIGNES_MAX: u32 = 1_048_576;
/// Bytes of the first piece: something leaves before the first page is read.
const PREMIER: usize = 256;
/// The number of this day is 61 for every spreadsheet; before it, one counts a 29 February 1900 that never was.
const MARS_1900: Jour = time::macros::date!(1900 - 03 - 01);

const ENTETE_XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const FEUILLE: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const BUREAU: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";
const TYPE_FEUILLE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// How a cell looks: its rank among those of [`styles`].
#[derive(Clone, Copy)]
enum Style {
    Titre = 1,
    Jour = 2,
}

/// Writes every page as it comes. Says why when it cannot; says nothing when the reading failed, for it has said so.
pub(super) fn ecrire(
    entetes: &'static [&'static str],
    pages: mpsc::Receiver<Page>,
    sortie: &mpsc::Sender<Morceau>,
) {
    if let Err(erreur) = composer(entetes, pages, sortie) {
        let erreur = ExportError::Ecriture(io::Error::other(erreur));
        // The client may have left.
        let _ = sortie.blocking_send(Err(erreur));
    }
}

fn composer(
    entetes: &'static [&'static str],
    mut pages: mpsc::Receiver<Page>,
    sortie: &mpsc::Sender<Morceau>,
) -> ZipResult<()> {
    let ouverte = Rc::new(Cell::new(true));
    let mut classeur = Classeur::new(entetes, Sortie::new(sortie.clone(), Rc::clone(&ouverte)))?;
    while let Some(page) = pages.blocking_recv() {
        let Some(page) = page else {
            return classeur.finir();
        };
        for ligne in &page {
            classeur.ligne(ligne)?;
        }
        if !ouverte.get() {
            return Ok(());
        }
    }
    // The reading failed: what there is of the file must not be finished.
    ouverte.set(false);
    Ok(())
}

/// The workbook being written.
struct Classeur {
    zip: ZipWriter<StreamWriter<Sortie>>,
    entetes: &'static [&'static str],
    /// sheets begun
    feuilles: u32,
    /// rows of the last one
    lignes: u32,
    /// of the row being written
    xml: String,
}

impl Classeur {
    fn new(entetes: &'static [&'static str], sortie: Sortie) -> ZipResult<Self> {
        let mut classeur = Self {
            zip: ZipWriter::new_stream(sortie),
            entetes,
            feuilles: 0,
            lignes: 0,
            xml: String::new(),
        };
        classeur.partie("xl/styles.xml", &styles())?;
        let relations = format!(
            "<Relationships xmlns=\"{RELATIONS}\"><Relationship Id=\"rId1\" Type=\"{BUREAU}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        );
        classeur.partie("_rels/.rels", &relations)?;
        classeur.ouvrir_feuille()?;
        Ok(classeur)
    }

    fn partie(&mut self, nom: &str, xml: &str) -> ZipResult<()> {
        self.zip.start_file(nom, SimpleFileOptions::default())?;
        self.zip.write_all(ENTETE_XML.as_bytes())?;
        self.zip.write_all(xml.as_bytes())?;
        Ok(())
    }

    fn ouvrir_feuille(&mut self) -> ZipResult<()> {
        self.feuilles += 1;
        self.lignes = 0;
        let debut = format!(
            "<worksheet xmlns=\"{FEUILLE}\"><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" \
             activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><cols><col min=\"1\" max=\"{}\" \
             width=\"{LARGEUR}\" customWidth=\"1\"/></cols><sheetData>",
            self.entetes.len()
        );
        self.partie(&format!("xl/worksheets/sheet{}.xml", self.feuilles), &debut)?;
        self.lignes += 1;
        self.xml.push_str("<row>");
        for titre in self.entetes {
            texte(&mut self.xml, titre, Some(Style::Titre));
        }
        self.fermer_ligne()
    }

    fn ligne(&mut self, cellules: &[Cellule]) -> ZipResult<()> {
        if self.lignes == LIGNES_MAX {
            self.fermer_feuille()?;
            self.ouvrir_feuille()?;
        }
        self.lignes += 1;
        self.xml.push_str("<row>");
        for contenu in cellules {
            cellule(&mut self.xml, contenu);
        }
        self.fermer_ligne()
    }

    fn fermer_ligne(&mut self) -> ZipResult<()> {
        self.xml.push_str("</row>");
        self.zip.write_all(self.xml.as_bytes())?;
        self.xml.clear();
        Ok(())
    }

    fn fermer_feuille(&mut self) -> ZipResult<()> {
        Ok(self.zip.write_all(b"</sheetData></worksheet>")?)
    }

    /// What says how many sheets there are comes last.
    fn finir(mut self) -> ZipResult<()> {
        self.fermer_feuille()?;
        let (mut feuilles, mut liens, mut types) = (String::new(), String::new(), String::new());
        for rang in 1..=self.feuilles {
            let nom = if rang == 1 {
                "Liste".to_owned()
            } else {
                format!("Liste {rang}")
            };
            ecrire_dans(
                &mut feuilles,
                format_args!("<sheet name=\"{nom}\" sheetId=\"{rang}\" r:id=\"rId{rang}\"/>"),
            );
            ecrire_dans(
                &mut liens,
                format_args!(
                    "<Relationship Id=\"rId{rang}\" Type=\"{BUREAU}/worksheet\" Target=\"worksheets/sheet{rang}.xml\"/>"
                ),
            );
            ecrire_dans(
                &mut types,
                format_args!(
                    "<Override PartName=\"/xl/worksheets/sheet{rang}.xml\" ContentType=\"{TYPE_FEUILLE}.worksheet+xml\"/>"
                ),
            );
        }
        let classeur = format!(
            "<workbook xmlns=\"{FEUILLE}\" xmlns:r=\"{BUREAU}\"><bookViews><workbookView/></bookViews><sheets>{feuilles}</sheets></workbook>"
        );
        self.partie("xl/workbook.xml", &classeur)?;
        let liens = format!(
            "<Relationships xmlns=\"{RELATIONS}\">{liens}<Relationship Id=\"rId{}\" Type=\"{BUREAU}/styles\" \
             Target=\"styles.xml\"/></Relationships>",
            self.feuilles + 1
        );
        self.partie("xl/_rels/workbook.xml.rels", &liens)?;
        let types = format!(
            "<Types xmlns=\"{TYPES}\"><Default Extension=\"rels\" \
             ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" \
             ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" \
             ContentType=\"{TYPE_FEUILLE}.sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" \
             ContentType=\"{TYPE_FEUILLE}.styles+xml\"/>{types}</Types>"
        );
        self.partie("[Content_Types].xml", &types)?;
        self.zip.finish()?.into_inner().finir();
        Ok(())
    }
}

/// The looks of cells: as they are, titles, days.
fn styles() -> String {
    format!(
        "<styleSheet xmlns=\"{FEUILLE}\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy\"/></numFmts>\
         <fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>\
         <fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>\
         <borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
         <cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
         <cellXfs count=\"3\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>\
         <xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\"/>\
         <xf numFmtId=\"164\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>"
    )
}

/// Texts are written as texts: a workbook never runs one as a formula.
fn cellule(xml: &mut String, cellule: &Cellule) {
    match cellule {
        Cellule::Texte(contenu) => texte(xml, contenu, None),
        Cellule::Jour(jour) if *jour < MARS_1900 => texte(xml, &court(*jour), None),
        Cellule::Jour(jour) => {
            let rang = (*jour - MARS_1900).whole_days() + 61;
            let style = Style::Jour as u8;
            ecrire_dans(xml, format_args!("<c s=\"{style}\"><v>{rang}</v></c>"));
        }
        Cellule::Entier(nombre) => ecrire_dans(xml, format_args!("<c><v>{nombre}</v></c>")),
        Cellule::Vide => xml.push_str("<c/>"),
    }
}

fn texte(xml: &mut String, contenu: &str, style: Option<Style>) {
    match style {
        Some(style) => ecrire_dans(xml, format_args!("<c s=\"{}\" t=\"inlineStr\">", style as u8)),
        None => xml.push_str("<c t=\"inlineStr\">"),
    }
    xml.push_str("<is><t xml:space=\"preserve\">");
    echapper(xml, contenu);
    xml.push_str("</t></is></c>");
}

/// The letters of a text as XML has them. `_x0041_` is how workbooks write a letter that XML has not: written by somebody, it stays
/// what they wrote.
fn echapper(xml: &mut String, contenu: &str) {
    for (debut, lettre) in contenu.char_indices() {
        match lettre {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '_' if est_un_code(contenu.get(debut..).unwrap_or_default()) => xml.push_str("_x005F_"),
            '\t' | '\n' => xml.push(lettre),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => xml.push('\u{fffd}'),
            lettre => xml.push(lettre),
        }
    }
}

fn est_un_code(contenu: &str) -> bool {
    matches!(contenu.as_bytes(), [b'_', b'x', a, b, c, d, b'_', ..] if [a, b, c, d].iter().all(|chiffre| chiffre.is_ascii_hexdigit()))
}

fn ecrire_dans(xml: &mut String, quoi: std::fmt::Arguments<'_>) {
    // Writing to a text cannot fail.
    let _ = xml.write_fmt(quoi);
}

/// Where the bytes go, in pieces. Closed, it swallows them: nobody reads them any more, or nobody must.
struct Sortie {
    canal: mpsc::Sender<Morceau>,
    ouverte: Rc<Cell<bool>>,
    attente: Vec<u8>,
    /// bytes of the next piece
    prochain: usize,
}

impl Sortie {
    fn new(canal: mpsc::Sender<Morceau>, ouverte: Rc<Cell<bool>>) -> Self {
        Self {
            canal,
            ouverte,
            attente: Vec::with_capacity(MORCEAU),
            prochain: PREMIER,
        }
    }

    fn envoyer(&mut self, morceau: Vec<u8>) {
        if self.ouverte.get() && self.canal.blocking_send(Ok(morceau)).is_err() {
            self.ouverte.set(false);
        }
    }

    fn finir(mut self) {
        let reste = std::mem::take(&mut self.attente);
        if !reste.is_empty() {
            self.envoyer(reste);
        }
    }
}

impl Write for Sortie {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        let lus = octets.len().min(MORCEAU - self.attente.len());
        self.attente
            .extend_from_slice(octets.get(..lus).unwrap_or_default());
        if self.attente.len() >= self.prochain {
            self.prochain = MORCEAU;
            let morceau = std::mem::replace(&mut self.attente, Vec::with_capacity(MORCEAU));
            self.envoyer(morceau);
        }
        Ok(lus)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Cellule, ecrire};
    use calamine::{Data, Reader as _, Xlsx};
    use domain::date::jour;
    use std::io::Cursor;
    use tokio::sync::mpsc;

    const ENTETES: &[&str] = &["Nom", "Début"];

    /// The pieces of the file of those pages; `fin`: the reading goes to its end.
    fn morceaux(lues: Vec<Vec<Vec<Cellule>>>, fin: bool) -> Vec<Vec<u8>> {
        let (envoi, pages) = mpsc::channel(lues.len() + 1);
        for page in lues {
            envoi.try_send(Some(page)).expect("room");
        }
        if fin {
            envoi.try_send(None).expect("room");
        }
        drop(envoi);
        let (sortie, mut morceaux) = mpsc::channel(1_000);
        ecrire(ENTETES, pages, &sortie);
        drop(sortie);
        let mut recus = Vec::new();
        while let Some(morceau) = morceaux.blocking_recv() {
            recus.push(morceau.expect("a piece"));
        }
        recus
    }

    #[test]
    fn cells_keep_what_they_hold() {
        let textes = [
            "L’« Étoile » & <b>",
            "=1+1",
            " deux  espaces ",
            "_x0041_ _x00_",
            "a\tb\nc",
            "\u{7}cloche",
        ];
        let page = textes
            .iter()
            .map(|texte| {
                vec![
                    Cellule::Texte((*texte).to_owned()),
                    Cellule::Jour(jour(2026, 11, 2).expect("a day")),
                    Cellule::Entier(-3),
                    Cellule::Vide,
                    Cellule::Jour(jour(1899, 12, 31).expect("a day")),
                ]
            })
            .collect();
        let fichier = morceaux(vec![page], true).concat();
        let mut classeur: Xlsx<_> =
            calamine::open_workbook_from_rs(Cursor::new(fichier)).expect("a workbook");
        assert_eq!(classeur.sheet_names(), ["Liste"]);
        let feuille = classeur.worksheet_range("Liste").expect("a sheet");
        assert_eq!(feuille.get_value((0, 1)), Some(&Data::String("Début".to_owned())));
        for (texte, ligne) in textes.iter().zip(feuille.rows().skip(1)) {
            let attendu = texte.replace('\u{7}', "\u{fffd}");
            assert_eq!(ligne[0], Data::String(attendu));
            let Data::DateTime(date) = ligne[1] else {
                panic!("{:?}", ligne[1])
            };
            assert_eq!(date.to_ymd_hms_milli().0, 2026);
            assert_eq!((date.to_ymd_hms_milli().1, date.to_ymd_hms_milli().2), (11, 2));
            assert_eq!(ligne[2], Data::Float(-3.0));
            assert_eq!(ligne[3], Data::Empty);
            assert_eq!(ligne[4], Data::String("31/12/1899".to_owned()));
        }
        assert!(classeur.worksheet_formula("Liste").expect("formulas").is_empty());
    }

    #[test]
    fn something_leaves_at_once_and_a_reading_that_failed_leaves_no_workbook() {
        let debut = morceaux(Vec::new(), false);
        assert!(!debut.is_empty(), "before any page");
        let page = vec![vec![Cellule::Texte("MARTIN".to_owned()), Cellule::Vide]];
        let fichier = morceaux(vec![page], false).concat();
        assert!(calamine::open_workbook_from_rs::<Xlsx<_>, _>(Cursor::new(fichier)).is_err());
    }

    #[test]
    fn rows_beyond_what_a_sheet_holds_go_to_the_next() {
        let ligne = || vec![Cellule::Entier(1)];
        // One row for the titles of each sheet.
        let pages = (0..1_049)
            .map(|_| (0..1_000).map(|_| ligne()).collect())
            .collect();
        let fichier = morceaux(pages, true).concat();
        let mut classeur: Xlsx<_> =
            calamine::open_workbook_from_rs(Cursor::new(fichier)).expect("a workbook");
        assert_eq!(classeur.sheet_names(), ["Liste", "Liste 2"]);
        let suite = classeur.worksheet_range("Liste 2").expect("a sheet");
        assert_eq!(suite.height(), 1_049_000 - 1_048_575 + 1);
        assert_eq!(suite.get_value((0, 0)), Some(&Data::String("Nom".to_owned())));
    }
}
