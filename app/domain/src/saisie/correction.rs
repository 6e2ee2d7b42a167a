//! A correction request as typed: a box and a remark for each field, and a message about the whole.

use super::{Champ, Erreurs};
use crate::demande::{
    Corrigible, DemandeDeCorrection, DemandeDeCorrectionError, PointACorriger, Remarque, TexteMessage,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// The request as typed, by HTML name: `corriger_email` is the box of a field, `remarque_email` what is said of it,
/// `message_general` the message. Other names are not read.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SaisieCorrection(BTreeMap<String, String>);

impl SaisieCorrection {
    /// The fields that may be asked for, in the order of the screens.
    pub fn champs() -> impl Iterator<Item = Champ> {
        Champ::TOUS
            .into_iter()
            .filter(|champ| Corrigible::de(*champ).is_some())
    }

    /// HTML name of the box of a field.
    pub fn nom_case(champ: Champ) -> String {
        format!("corriger_{}", champ.id())
    }

    /// HTML name of the remark on a field.
    pub fn nom_remarque(champ: Champ) -> String {
        format!("remarque_{}", champ.id())
    }

    /// Fills the field of that HTML name; false when the form has none.
    pub fn set(&mut self, nom: &str, valeur: String) -> bool {
        let connu = nom == Champ::MessageGeneral.id()
            || Self::champs().any(|champ| nom == Self::nom_case(champ) || nom == Self::nom_remarque(champ));
        if connu {
            self.0.insert(nom.to_owned(), valeur);
        }
        connu
    }

    /// What was typed in the field of that HTML name.
    pub fn get(&self, nom: &str) -> &str {
        self.0.get(nom).map_or("", String::as_str)
    }

    /// Whether the box of that field is ticked.
    pub fn est_coche(&self, champ: Champ) -> bool {
        super::lire::cochee(self.get(&Self::nom_case(champ)))
    }

    /// What was typed about that field.
    pub fn remarque(&self, champ: Champ) -> &str {
        self.get(&Self::nom_remarque(champ))
    }

    /// What was typed about the whole.
    pub fn message(&self) -> &str {
        self.get(Champ::MessageGeneral.id())
    }

    /// The request, or everything that is wrong. The remark on a field whose box is not ticked is not read.
    pub fn valider(&self) -> Result<DemandeDeCorrection, Erreurs> {
        let mut erreurs = Erreurs::new();
        let mut points = Vec::new();
        let mut coche = false;
        for champ in Self::champs().filter(|champ| self.est_coche(*champ)) {
            coche = true;
            match self.remarque(champ).parse::<Remarque>() {
                Ok(remarque) => points.push(PointACorriger { champ, remarque }),
                Err(erreur) => erreurs.push(champ, erreur.to_string()),
            }
        }
        if !coche {
            erreurs.push(Champ::Corrections, DemandeDeCorrectionError::Vide.to_string());
        }
        let message = match self.message().trim() {
            "" => None,
            texte => texte
                .parse::<TexteMessage>()
                .map_err(|erreur| erreurs.push(Champ::MessageGeneral, erreur.to_string()))
                .ok(),
        };
        if !erreurs.is_empty() {
            return Err(erreurs);
        }
        DemandeDeCorrection::new(points, message)
            .map_err(|erreur| Erreurs::une(Champ::Corrections, erreur.to_string()))
    }
}

impl From<&DemandeDeCorrection> for SaisieCorrection {
    /// What was typed for that request, to be typed again from there.
    fn from(demande: &DemandeDeCorrection) -> Self {
        let mut saisie = Self::default();
        for point in demande.points() {
            saisie.set(&Self::nom_case(point.champ), "on".to_owned());
            saisie.set(&Self::nom_remarque(point.champ), point.remarque.to_string());
        }
        if let Some(message) = demande.message() {
            saisie.set(Champ::MessageGeneral.id(), message.to_string());
        }
        saisie
    }
}

// `Debug` ends up in logs: never what was typed.
impl fmt::Debug for SaisieCorrection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SaisieCorrection(…)")
    }
}
