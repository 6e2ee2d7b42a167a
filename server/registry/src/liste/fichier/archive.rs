//! The doorkeeper of workbooks, which are zip archives: nothing opens one before it has been counted here.

use super::FichierError;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// More entries than any workbook has.
const ENTREES_MAX: usize = 2_000;
/// The most that all entries together may hold once opened, in bytes: twenty thousand rows need a third of it.
const OUVERT_MAX: u64 = 128 * 1024 * 1024;

/// What the archive is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Contenu {
    /// Excel since 2007
    Xlsx,
    /// `OpenDocument`
    Ods,
}

/// Opens every entry and throws it away, counting: sizes that the archive declares are checked first, then the real ones.
pub(super) fn verifier(octets: &[u8]) -> Result<Contenu, FichierError> {
    let mut archive = ZipArchive::new(Cursor::new(octets)).map_err(|_| FichierError::Abime)?;
    if archive.len() > ENTREES_MAX {
        return Err(FichierError::Bombe);
    }
    let mut annonce: u64 = 0;
    for rang in 0..archive.len() {
        let entree = archive.by_index_raw(rang).map_err(|_| FichierError::Abime)?;
        if entree.encrypted() {
            return Err(FichierError::Protege);
        }
        annonce = annonce.saturating_add(entree.size());
    }
    if annonce > OUVERT_MAX {
        return Err(FichierError::Bombe);
    }
    let mut restant = OUVERT_MAX;
    for rang in 0..archive.len() {
        let entree = archive.by_index(rang).map_err(|_| FichierError::Abime)?;
        let lus = std::io::copy(&mut entree.take(restant + 1), &mut std::io::sink())
            .map_err(|_| FichierError::Abime)?;
        restant = restant.checked_sub(lus).ok_or(FichierError::Bombe)?;
    }
    if archive.index_for_name("xl/workbook.xml").is_some() {
        return Ok(Contenu::Xlsx);
    }
    if archive.index_for_name("content.xml").is_none() {
        return Err(FichierError::Inconnu);
    }
    let manifeste = entree(octets, "META-INF/manifest.xml").unwrap_or_default();
    let chiffre = b"manifest:encryption-data";
    if manifeste.windows(chiffre.len()).any(|bout| bout == chiffre) {
        return Err(FichierError::Protege);
    }
    Ok(Contenu::Ods)
}

/// One entry of an archive that was verified.
pub(super) fn entree(octets: &[u8], nom: &str) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(octets)).ok()?;
    let entree = archive.by_name(nom).ok()?;
    let mut contenu = Vec::new();
    entree.take(OUVERT_MAX).read_to_end(&mut contenu).ok()?;
    Some(contenu)
}
