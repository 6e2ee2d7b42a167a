//! The addresses of the reference data, for the support.

use domain::ids::RechercheId;
use registry::support::ReferentielImporte;

/// How old the reference data is, and where a newer file is brought.
pub const REFERENTIELS: &str = "/support/referentiels";

/// Where the file of that list is sent.
pub fn depot_referentiel(quoi: ReferentielImporte) -> String {
    format!("{REFERENTIELS}/{}", quoi.code())
}

/// The reference data, with what an import did, kept on the server.
pub fn referentiels_bilan(note: RechercheId) -> String {
    format!("{REFERENTIELS}?bilan={note}")
}
