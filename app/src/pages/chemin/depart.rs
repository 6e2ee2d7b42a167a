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

/// Who leaves, where cards under the name of somebody gone are listed.
pub const A_VERIFIER: &str = "/departs#a-verifier";

/// Who leaves, when what was filled in belongs to another session: nothing of anybody is read before somebody is chosen again.
pub fn departs_perdu() -> String {
    format!("{DEPARTS}?perdu=1")
}

/// Who leaves, after an answer about a card under somebody's name: what it did (`code_reponse`).
pub fn departs_repondu(suite: &str) -> String {
    format!("{DEPARTS}?meme={suite}#reponse")
}

/// A departure that was recorded.
pub fn depart(id: DepartId) -> String {
    format!("{DEPARTS}/faits/{id}")
}

/// The same departure, after such an answer.
pub fn depart_repondu(id: DepartId, suite: &str) -> String {
    format!("{DEPARTS}/faits/{id}?meme={suite}#reponse")
}

/// A departure, with what could not be done to it: `trop-tard`, `change`, `demande`, `delai`, `rien`, `existante`,
/// `fermee`, `non`; or to a part of it: `sauf-existante`, `sauf-fermee`.
pub fn depart_a_revoir(id: DepartId, raison: &str) -> String {
    format!("{DEPARTS}/faits/{id}?a-revoir={raison}")
}
