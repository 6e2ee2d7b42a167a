//! Step 4: what the person attests (R36).

use super::lire::cochee;
use super::{Champ, Erreurs};

super::saisie! {
    /// Step 4 as sent: `on` for a ticked box.
    pub struct SaisieLegale {
        /// the information is exact
        exactitude,
        /// the terms are accepted
        cgu,
    }
}

/// Both boxes were ticked: only [`SaisieLegale::valider`] makes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AttestationLegale {}

impl SaisieLegale {
    /// The attestation, or the boxes that are missing.
    pub fn valider(&self) -> Result<AttestationLegale, Erreurs> {
        let mut erreurs = Erreurs::new();
        if !cochee(&self.exactitude) {
            erreurs.push(
                Champ::Exactitude,
                "Cochez cette case pour attester que les informations sont exactes.",
            );
        }
        if !cochee(&self.cgu) {
            erreurs.push(
                Champ::Cgu,
                "Cochez cette case pour accepter les conditions générales d’utilisation.",
            );
        }
        erreurs.ou(Some(AttestationLegale {}))
    }

    /// What is wrong in one field, for the browser.
    pub fn erreur(&self, champ: Champ) -> Option<String> {
        self.valider().err()?.pour(champ).map(str::to_owned)
    }
}
