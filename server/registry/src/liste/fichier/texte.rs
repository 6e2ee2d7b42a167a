//! Text files: encoding and separator are guessed, quoted line breaks kept.

use super::{AVANT_ENTETE, CELLULE_MAX, COLONNES_MAX, FichierError, LigneLue, Recolte};
use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

/// Separators that people's spreadsheets write.
const SEPARATEURS: [u8; 4] = *b";,\t|";
/// Bytes of a row beyond which a quote was left open.
const RANGEE_MAX: usize = COLONNES_MAX * CELLULE_MAX * 4;

/// Whether these bytes can be a text: UTF-16 that says so, or no control character that texts do not have.
pub(super) fn est_du_texte(octets: &[u8]) -> bool {
    utf16(octets)
        || octets
            .iter()
            .all(|octet| !matches!(octet, 0..=8 | 0x0B | 0x0E..=0x1A | 0x1C..=0x1F))
            && !octets.starts_with(b"%PDF")
            && !octets.starts_with(b"{\\rtf")
            && !octets.trim_ascii_start().starts_with(b"<")
}

fn utf16(octets: &[u8]) -> bool {
    octets.starts_with(&[0xFF, 0xFE]) || octets.starts_with(&[0xFE, 0xFF])
}

fn decoder(octets: &[u8]) -> Cow<'_, str> {
    if octets.starts_with(&[0xFF, 0xFE]) {
        return UTF_16LE.decode(octets).0;
    }
    if octets.starts_with(&[0xFE, 0xFF]) {
        return UTF_16BE.decode(octets).0;
    }
    let (texte, _, fautif) = UTF_8.decode(octets);
    if fautif {
        WINDOWS_1252.decode(octets).0
    } else {
        texte
    }
}

/// Rows of a text file.
pub(super) fn lire(
    octets: &[u8],
    reconnues: &dyn Fn(&[String]) -> usize,
) -> Result<Vec<LigneLue>, FichierError> {
    let texte = decoder(octets);
    if texte.contains('\0') {
        return Err(FichierError::Inconnu);
    }
    let (texte, annonce) = annonce(&texte);
    let separateur = annonce.unwrap_or_else(|| separateur(texte, reconnues));
    rangees(texte, separateur, u32::from(annonce.is_some()))
}

/// Excel may say the separator on a first line of its own: `sep=;`.
fn annonce(texte: &str) -> (&str, Option<u8>) {
    let (premiere, reste) = texte.split_once('\n').unwrap_or((texte, ""));
    let dit = premiere.trim_end().strip_prefix("sep=").map(str::as_bytes);
    match dit {
        Some([octet]) if SEPARATEURS.contains(octet) => (reste, Some(*octet)),
        _ => (texte, None),
    }
}

/// The one under which the first rows have most known names; then most rows as wide as the first wide one; then most columns.
fn separateur(texte: &str, reconnues: &dyn Fn(&[String]) -> usize) -> u8 {
    let note = |separateur: u8| {
        let premieres = premieres(texte, separateur);
        let connues = premieres.iter().map(|cellules| reconnues(cellules)).max();
        let largeurs = || premieres.iter().map(Vec::len).filter(|largeur| *largeur > 1);
        let colonnes = largeurs().next();
        let regulieres = largeurs().filter(|largeur| Some(*largeur) == colonnes).count();
        (connues, regulieres, colonnes)
    };
    // The first one wins when all are equal.
    SEPARATEURS
        .into_iter()
        .rev()
        .max_by_key(|separateur| note(*separateur))
        .unwrap_or(b';')
}

/// The first rows under a separator, however wide.
fn premieres(texte: &str, separateur: u8) -> Vec<Vec<String>> {
    let mut lecteur = lecteur(texte, separateur);
    let mut premieres = Vec::new();
    let mut rangee = csv::StringRecord::new();
    while premieres.len() < AVANT_ENTETE
        && lecteur.read_record(&mut rangee).unwrap_or(false)
        && rangee.as_slice().len() <= RANGEE_MAX
    {
        premieres.push(rangee.iter().map(str::to_owned).collect());
    }
    premieres
}

fn lecteur(texte: &str, separateur: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separateur)
        .from_reader(texte.as_bytes())
}

fn rangees(texte: &str, separateur: u8, deja: u32) -> Result<Vec<LigneLue>, FichierError> {
    let mut lecteur = lecteur(texte, separateur);
    let mut recolte = Recolte::default();
    let mut rangee = csv::StringRecord::new();
    let octets = texte.as_bytes();
    let (mut vu, mut ligne) = (0, 1_u32);
    while lecteur.read_record(&mut rangee).unwrap_or(false) {
        let position = rangee
            .position()
            .and_then(|position| usize::try_from(position.byte()).ok());
        // The reader says where it stopped, which may be before the end of the line before and empty lines.
        let reste = octets.get(position.unwrap_or(vu)..).unwrap_or_default();
        let avance = reste
            .iter()
            .take_while(|octet| matches!(octet, b'\r' | b'\n'))
            .count();
        let debut = octets.len() - reste.len() + avance;
        let sauts = octets
            .get(vu..debut)
            .unwrap_or_default()
            .iter()
            .filter(|octet| **octet == b'\n');
        ligne = ligne.saturating_add(u32::try_from(sauts.count()).unwrap_or(u32::MAX));
        vu = debut;
        let numero = ligne.saturating_add(deja);
        // Before its cells are copied: a quote left open takes the rest of the file.
        if rangee.as_slice().len() > RANGEE_MAX {
            return Err(FichierError::CelluleTropLongue(numero));
        }
        recolte.ajouter(numero, rangee.iter().map(deneutraliser).collect())?;
    }
    Ok(recolte.lignes)
}

/// The apostrophe that keeps a spreadsheet from calculating (see `sortie`) is not part of the value.
fn deneutraliser(cellule: &str) -> String {
    match cellule.strip_prefix('\'') {
        Some(reste) if reste.starts_with(['=', '+', '-', '@', '\'']) => reste.to_owned(),
        _ => cellule.to_owned(),
    }
}
