//! The addresses of departures.

use domain::ids::{DepartId, PersonneId, RechercheId};

/// Who leaves, and the latest departures.
pub const DEPARTS: &str = "/departs";

/// The people found by a search, to say who leaves.
pub fn departs(note: Option<RechercheId>, page: u32) -> String {
    let recherche = note.map(|note| format!("recherche={note}"));
    let page = (page > 1).then(|| format!("page={page}"));
    let parametres: Vec<String> = recherche.into_iter().chain(page).collect();
    if parametres.is_empty() {
        DEPARTS.to_owned()
    } else {
        format!("{DEPARTS}?{}", parametres.join("&"))
    }
}

/// The departure of somebody, to fill in.
pub fn partir(id: PersonneId) -> String {
    format!("{DEPARTS}/{id}")
}

/// The same, with what was filled in, kept on the server.
pub fn partir_a_revoir(id: PersonneId, note: RechercheId) -> String {
    format!("{DEPARTS}/{id}?saisie={note}")
}

/// What it would do, to confirm; `change` when the record changed meanwhile.
pub fn partir_confirmer(id: PersonneId, note: RechercheId, change: bool) -> String {
    let change = if change { "&change=1" } else { "" };
    format!("{DEPARTS}/{id}?saisie={note}&etape=confirmer{change}")
}

/// The same form, when what was filled in belongs to a session that has ended.
pub fn partir_perdu(id: PersonneId) -> String {
    format!("{DEPARTS}/{id}?perdu=1")
}

/// A departure that was recorded.
pub fn depart(id: DepartId) -> String {
    format!("{DEPARTS}/faits/{id}")
}

/// The same, with what could not be done to it: `trop-tard`, `change`, `demande`, `non`.
pub fn depart_a_revoir(id: DepartId, raison: &str) -> String {
    format!("{DEPARTS}/faits/{id}?a-revoir={raison}")
}
