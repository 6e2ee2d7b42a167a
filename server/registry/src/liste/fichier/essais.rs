//! Files as people make them, and as nobody should.

use super::{CELLULE_MAX, COLONNES_MAX, FichierError, LIGNES_MAX, TAILLE_MAX, Tableau, lire};
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn reconnues(cellules: &[String]) -> usize {
    cellules
        .iter()
        .filter(|cellule| ["nom", "prénom", "mail"].contains(&cellule.as_str()))
        .count()
}

fn lu(octets: &[u8]) -> Result<Tableau, FichierError> {
    lire(octets, &reconnues)
}

fn cellules(octets: &[u8]) -> Vec<Vec<String>> {
    let tableau = lu(octets).expect("a table");
    std::iter::once(tableau.entetes)
        .chain(tableau.lignes.into_iter().map(|ligne| ligne.cellules))
        .collect()
}

fn zip(entrees: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (nom, contenu) in entrees {
        archive
            .start_file(*nom, SimpleFileOptions::default())
            .expect("an entry");
        archive.write_all(contenu).expect("its content");
    }
    archive.finish().expect("an archive").into_inner()
}

fn ods(lignes: &str) -> Vec<u8> {
    let contenu = format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body>\
         <office:spreadsheet><table:table table:name=\"F\">{lignes}</table:table></office:spreadsheet></office:body>\
         </office:document-content>"
    );
    zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        (
            "META-INF/manifest.xml",
            b"<manifest:manifest xmlns:manifest=\"m\"></manifest:manifest>",
        ),
        ("content.xml", contenu.as_bytes()),
    ])
}

fn cellule(texte: &str) -> String {
    format!("<table:table-cell office:value-type=\"string\"><text:p>{texte}</text:p></table:table-cell>")
}

#[test]
fn text_is_read_whatever_its_separator_and_its_encoding() {
    let attendu = [
        vec!["nom", "prénom", "mail"],
        vec!["LÉVÊQUE", "Zoé, Anne", "z@x.fr"],
    ];
    for separateur in [";", ",", "\t", "|"] {
        let texte = format!(
            "nom{separateur}prénom{separateur}mail\r\nLÉVÊQUE{separateur}\"Zoé, Anne\"{separateur}z@x.fr\r\n"
        );
        let latin = encoding_rs::WINDOWS_1252.encode(&texte).0.into_owned();
        let avec_marque = format!("\u{feff}{texte}").into_bytes();
        let utf16: Vec<u8> = [0xFEFF]
            .into_iter()
            .chain(texte.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        for octets in [texte.clone().into_bytes(), latin, avec_marque, utf16] {
            assert_eq!(cellules(&octets), attendu, "{separateur:?}");
        }
    }
    assert_eq!(cellules("sep=;\nnom;mail\nA;b,c\n".as_bytes())[1], ["A", "b,c"]);
}

#[test]
fn quoted_line_breaks_stay_in_their_cell_and_rows_keep_their_number() {
    for fin in ["\n", "\r\n"] {
        let texte = "Liste du personnel\n\nnom;mail\n\"A\nB\";x\n;;\nC;y\n".replace('\n', fin);
        let tableau = lu(texte.as_bytes()).expect("a table");
        assert_eq!(tableau.entetes, ["nom", "mail"]);
        let lignes: Vec<(u32, String)> = tableau
            .lignes
            .iter()
            .map(|l| (l.numero, l.cellules[0].replace('\r', "")))
            .collect();
        assert_eq!(lignes, [(4, "A\nB".to_owned()), (7, "C".to_owned())]);
    }
}

#[test]
fn typed_cells_of_a_workbook_read_as_people_write_them() {
    let mut classeur = Workbook::new();
    let feuille = classeur.add_worksheet();
    for (nom, colonne) in ["nom", "prénom", "mail"].into_iter().zip(0..) {
        feuille.write(0, colonne, nom).expect("a cell");
    }
    let date = Format::new().set_num_format("dd/mm/yyyy");
    let jour = ExcelDateTime::from_ymd(1990, 3, 12).expect("a day");
    feuille.write_with_format(2, 0, &jour, &date).expect("a date");
    feuille.write(2, 1, 612_345_678).expect("a phone");
    feuille.write(2, 2, 10_780_914).expect("a FINESS number");
    let tableau = lu(&classeur.save_to_buffer().expect("a workbook")).expect("a table");
    assert_eq!(tableau.lignes[0].numero, 3);
    assert_eq!(
        tableau.lignes[0].cellules,
        ["1990-03-12", "612345678", "10780914"]
    );
}

#[test]
fn open_document_workbooks_are_read() {
    let ligne = |cellules: &[&str]| {
        format!(
            "<table:table-row>{}</table:table-row>",
            cellules.iter().map(|c| cellule(c)).collect::<String>()
        )
    };
    let vides = "<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>";
    let octets = ods(&format!(
        "{}{}{vides}",
        ligne(&["nom", "mail"]),
        ligne(&["Zoé", "z@x.fr"])
    ));
    assert_eq!(cellules(&octets), [vec!["nom", "mail"], vec!["Zoé", "z@x.fr"]]);
}

#[test]
fn what_repeats_itself_without_end_is_refused() {
    let a = cellule("a");
    let large = format!(
        "<table:table-row>{a}<table:table-cell table:number-columns-repeated=\"16000\"/>{a}</table:table-row>"
    );
    assert_eq!(lu(&ods(&large.repeat(3))), Err(FichierError::TropDeColonnes));
    let longue = format!("<table:table-row table:number-rows-repeated=\"1000000\">{a}</table:table-row>");
    assert_eq!(lu(&ods(&longue)), Err(FichierError::TropDeLignes));
    let cachee = format!("<!-- <table:table-cell \" -->{large}");
    assert_eq!(lu(&ods(&cachee)), Err(FichierError::TropDeColonnes));
}

#[test]
fn archives_that_swell_are_refused_before_they_are_opened() {
    let gonfle = vec![b' '; 140 * 1024 * 1024];
    let bombe = zip(&[
        ("xl/workbook.xml", b"<w/>"),
        ("xl/worksheets/sheet1.xml", &gonfle),
    ]);
    assert!(bombe.len() < TAILLE_MAX, "the bomb passes the first door");
    assert_eq!(lu(&bombe), Err(FichierError::Bombe));
    // The same, lying about its size: 32 bits after « PK\x01\x02 » and 20 bytes in the directory.
    let mut menteuse = bombe;
    let ou = menteuse
        .windows(4)
        .rposition(|bout| bout == b"PK\x01\x02")
        .expect("the directory");
    menteuse[ou + 24..ou + 28].copy_from_slice(&10_u32.to_le_bytes());
    assert!(matches!(
        lu(&menteuse),
        Err(FichierError::Bombe | FichierError::Abime)
    ));
}

#[test]
fn what_is_no_list_is_named() {
    let chiffre: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let ole = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    let protege_ods = zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b"<manifest:encryption-data/>"),
        ("content.xml", b"chiffr\xE9"),
    ]);
    for (octets, refus) in [
        (b"".to_vec(), FichierError::Vide),
        (b" \r\n\t".to_vec(), FichierError::Vide),
        (b"nom;mail\n".to_vec(), FichierError::Vide),
        (b"\xEF\xBB\xBF".to_vec(), FichierError::Vide),
        (ole.clone(), FichierError::AncienExcel),
        ([ole, chiffre].concat(), FichierError::Protege),
        (protege_ods, FichierError::Protege),
        (b"PK\x03\x04pas une archive".to_vec(), FichierError::Abime),
        (zip(&[("mot/document.xml", b"x")]), FichierError::Inconnu),
        (b"%PDF-1.7".to_vec(), FichierError::Inconnu),
        (b"<html><table>".to_vec(), FichierError::Inconnu),
        (b"nom;mail\nA;\0\n".to_vec(), FichierError::Inconnu),
        (vec![b'a'; TAILLE_MAX + 1], FichierError::TropGros),
        (
            ";".repeat(COLONNES_MAX).replace(';', "a;").into_bytes(),
            FichierError::Vide,
        ),
        (
            format!("nom\n{}\n", "a;".repeat(200)).into_bytes(),
            FichierError::TropDeColonnes,
        ),
        (
            format!("nom\n{}", "A\n".repeat(LIGNES_MAX + 1)).into_bytes(),
            FichierError::TropDeLignes,
        ),
        (
            format!("nom\n{}\n", "a".repeat(CELLULE_MAX + 1)).into_bytes(),
            FichierError::CelluleTropLongue(2),
        ),
        (
            format!("nom\n\"{}", "a\n".repeat(100_000)).into_bytes(),
            FichierError::CelluleTropLongue(2),
        ),
    ] {
        assert_eq!(lu(&octets), Err(refus), "{refus:?}");
        assert_eq!(FichierError::de_code(&refus.code()), Some(refus));
    }
    assert!(lu(&zip(&[("xl/workbook.xml", b"pas du XML")])).is_err());
    // A sheet that never ends.
    assert_eq!(lu(&ods("<table:table>")), Err(FichierError::Abime));
    let au_plus = format!("nom\n{}", "A\n".repeat(LIGNES_MAX));
    assert_eq!(lu(au_plus.as_bytes()).expect("the most").lignes.len(), LIGNES_MAX);
}

proptest! {
    #[test]
    fn no_file_makes_it_panic(octets in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = lu(&octets);
    }

    #[test]
    fn no_damaged_workbook_makes_it_panic(ou in 0_usize..4_000, octet in any::<u8>(), coupe in 0_usize..4_000) {
        let mut classeur = Workbook::new();
        let feuille = classeur.add_worksheet();
        for ligne in 0..3 {
            feuille.write(ligne, 0, "nom").expect("a cell");
            feuille.write(ligne, 1, 12.5).expect("a cell");
        }
        let mut octets = classeur.save_to_buffer().expect("a workbook");
        let place = ou % octets.len();
        octets[place] = octet;
        let _ = lu(&octets);
        octets.truncate(coupe % octets.len());
        let _ = lu(&octets);
    }

    #[test]
    fn no_content_of_an_ods_makes_it_panic(lignes in "[<>/a-z:=\" -]{0,200}|(<table:table-row>|<table:table-cell>|</table:table-row>|a|<!--|\"){0,20}") {
        let _ = lu(&ods(&lignes));
    }
}
