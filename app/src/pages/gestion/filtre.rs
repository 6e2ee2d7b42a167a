//! The filter of the queue as codes: what a form sends back when it speaks of all the demandes that the filter finds. The text
//! of a search is no code: it stays on the server, and only its id travels.

use domain::identifiant::Finess;
use registry::demande::FiltreFile;

/// `etablissement=010780914`
pub(super) fn codes_du_filtre(filtre: &FiltreFile) -> String {
    filtre
        .finess
        .as_ref()
        .map(|finess| format!("etablissement={finess}"))
        .unwrap_or_default()
}

/// The filter that was written so, with the text of a search. None when it cannot be read: nothing rather than everything.
pub(crate) fn filtre_des_codes(codes: &str, texte: Option<String>) -> Option<FiltreFile> {
    let finess = match codes.strip_prefix("etablissement=") {
        Some(finess) => Some(finess.parse::<Finess>().ok()?),
        None if codes.is_empty() => None,
        None => return None,
    };
    Some(FiltreFile {
        texte,
        finess,
        page: 1,
    })
}
