//! The answer to a correction request, as typed: steps 2 and 3 on one screen, and what of step 1 FranceConnect did not give.

use super::{ContexteSituation, Erreurs, SaisieContact, SaisieDemande, SaisieEtatCivil, SaisieSituation};
use crate::saisie::Champ;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// The answer as typed, by HTML name. Which of the names may be written is for the register to say: see [`Self::appliquer`].
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SaisieReponse(BTreeMap<String, String>);

impl SaisieReponse {
    fn connu(nom: &str) -> bool {
        [SaisieEtatCivil::NOMS, SaisieContact::NOMS, SaisieSituation::NOMS]
            .iter()
            .any(|noms| noms.contains(&nom))
    }

    /// Fills the field of that HTML name; false when the form has none.
    pub fn set(&mut self, nom: &str, valeur: String) -> bool {
        let connu = Self::connu(nom);
        if connu {
            self.0.insert(nom.to_owned(), valeur);
        }
        connu
    }

    /// Each name of the form with what was typed.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .filter(|(nom, _)| Self::connu(nom))
            .map(|(nom, valeur)| (nom.as_str(), valeur.as_str()))
    }

    /// Writes into a demande what was typed in the fields that are open, and nothing else.
    pub fn appliquer(&self, demande: &mut SaisieDemande, ouverts: &[Champ]) {
        for (nom, valeur) in self.iter() {
            if Champ::de_nom(nom).is_some_and(|champ| ouverts.contains(&champ)) {
                demande.set(nom, valeur.to_owned());
            }
        }
    }

    /// What is wrong in steps 2 and 3, for the browser; the form holds all their fields, open or not.
    pub fn erreurs(&self, ctx: &ContexteSituation<'_>) -> Option<Erreurs> {
        let mut demande = SaisieDemande::default();
        for (nom, valeur) in self.iter() {
            demande.set(nom, valeur.to_owned());
        }
        let mut erreurs = Erreurs::new();
        if let Err(contact) = demande.contact.valider() {
            erreurs.extend(contact);
        }
        if let Err(situation) = demande.situation.valider(ctx) {
            erreurs.extend(situation);
        }
        (!erreurs.is_empty()).then_some(erreurs)
    }
}

// `Debug` ends up in logs: never what was typed.
impl fmt::Debug for SaisieReponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SaisieReponse(…)")
    }
}
