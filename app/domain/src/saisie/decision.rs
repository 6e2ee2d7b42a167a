//! The refusal of a demande: a motif of the national list (R35) and the gestionnaire's own words.

use super::{Champ, Erreurs};
use crate::demande::Explication;
use crate::nomenclature::MotifRefus;

super::saisie! {
    /// The refusal as typed.
    pub struct SaisieDecision {
        /// code of the motif
        motif,
        /// why, in words
        explication,
    }
}

impl SaisieDecision {
    /// Motif and explanation, or everything that is wrong.
    pub fn valider(&self) -> Result<(MotifRefus, Explication), Erreurs> {
        let mut erreurs = Erreurs::new();
        let motif = super::lire::lire(
            &mut erreurs,
            Champ::Motif,
            &self.motif,
            "Choisissez un motif de refus.",
        );
        // The only long text: its own type knows its length.
        let explication = self
            .explication
            .parse::<Explication>()
            .map_err(|erreur| erreurs.push(Champ::Explication, erreur.to_string()))
            .ok();
        erreurs.ou(motif.zip(explication))
    }

    /// What is wrong in one field, for the browser.
    pub fn erreur(&self, champ: Champ) -> Option<String> {
        self.valider().err()?.pour(champ).map(str::to_owned)
    }
}
