//! The addresses of turnover: structures and lists are named by codes.

use super::{ROTATION, avec};
use domain::identifiant::Finess;
use domain::ids::{PersonneId, RechercheId};
use domain::nomenclature::CodeRole;
use domain::rotation::Mois;

/// The figures of one structure, or of all of them.
pub fn rotation(structure: Option<&Finess>) -> String {
    structure.map_or_else(|| ROTATION.to_owned(), |finess| format!("{ROTATION}/{finess}"))
}

/// Where the departure of somebody is prepared.
pub fn rotation_depart(personne: PersonneId) -> String {
    format!("/departs/{personne}")
}

/// A list behind a number.
#[derive(Clone, Debug, Default)]
pub struct AdresseRotation {
    /// the word that names the list
    pub liste: &'static str,
    /// one structure only
    pub structure: Option<Finess>,
    /// one rôle only
    pub role: Option<CodeRole>,
    /// one month only
    pub mois: Option<Mois>,
    /// months without a sign
    pub sans_signe: Option<u8>,
    /// a search kept on the server
    pub note: Option<RechercheId>,
    /// from 1
    pub page: u32,
}

impl AdresseRotation {
    /// The first page of a list of that structure.
    pub fn de(liste: &'static str, structure: Option<Finess>) -> Self {
        Self {
            liste,
            structure,
            ..Self::default()
        }
    }

    /// The address itself.
    pub fn adresse(&self) -> String {
        let parametres = [
            self.structure
                .as_ref()
                .map(|finess| format!("structure={finess}")),
            self.role.as_ref().map(|role| format!("role={role}")),
            self.mois.map(|mois| format!("mois={mois}")),
            self.sans_signe.map(|mois| format!("n={mois}")),
            self.note.map(|note| format!("recherche={note}")),
        ];
        let base = format!("{ROTATION}/listes/{}", self.liste);
        avec(&base, parametres.into_iter().flatten().collect(), self.page)
    }
}
