//! What waits, in the storage of the session of the tab: ids, nothing of anybody.

use leptos::prelude::window;
use serde::{Deserialize, Serialize};
use web_sys::Storage;

const CLE: &str = "depart-en-attente";

/// A confirmation that waits.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Gardee {
    /// where to send it
    pub(super) action: String,
    /// its fields
    pub(super) corps: String,
    /// who leaves
    pub(super) personne: String,
    /// what the server knows it by
    pub(super) intention: String,
    /// it has been sent already, and the answer did not come
    #[serde(default)]
    pub(super) essayee: bool,
}

/// None in a browser that keeps nothing: what is in the page is all there is.
fn reserve() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

/// Those that wait, the first confirmed first.
pub(super) fn lire() -> Vec<Gardee> {
    reserve()
        .and_then(|reserve| reserve.get_item(CLE).ok().flatten())
        .and_then(|texte| serde_json::from_str(&texte).ok())
        .unwrap_or_default()
}

/// Whether that intention still waits.
pub(super) fn attend(intention: &str) -> bool {
    lire().iter().any(|gardee| gardee.intention == intention)
}

/// Keeps one more; confirmed again, an intention keeps its turn, and whether it was sent before. False in a browser that keeps nothing.
pub(super) fn garder(gardee: Gardee) -> bool {
    let mut gardees = lire();
    match gardees
        .iter_mut()
        .find(|autre| autre.intention == gardee.intention)
    {
        Some(place) => {
            *place = Gardee {
                essayee: place.essayee || gardee.essayee,
                ..gardee
            }
        }
        None => gardees.push(gardee),
    }
    ecrire(&gardees)
}

/// That intention does not wait any more.
pub(super) fn oublier(intention: &str) {
    let mut gardees = lire();
    gardees.retain(|gardee| gardee.intention != intention);
    ecrire(&gardees);
}

/// Nothing waits any more.
pub(super) fn vider() {
    ecrire(&[]);
}

fn ecrire(gardees: &[Gardee]) -> bool {
    let Some(reserve) = reserve() else { return false };
    if gardees.is_empty() {
        return reserve.remove_item(CLE).is_ok();
    }
    serde_json::to_string(gardees).is_ok_and(|texte| reserve.set_item(CLE, &texte).is_ok())
}
