//! The names used at work, changed by the person they are (R17, R22).

use super::situation::{lire_nom_exercice, lire_prenom_exercice};
use super::{Champ, Erreurs};
use crate::etat_civil::{EtatCivil, Nom, Prenom};

super::saisie! {
    /// Both names as typed.
    pub struct SaisieNoms {
        /// public name
        nom_exercice,
        /// public first name
        prenom_exercice,
    }
}

/// Names that may be registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NomsExercice {
    /// public name
    pub nom: Nom,
    /// public first name
    pub prenom: Prenom,
}

impl SaisieNoms {
    /// The names, taken from that civil status, or everything that is wrong.
    pub fn valider(&self, etat_civil: &EtatCivil) -> Result<NomsExercice, Erreurs> {
        let mut erreurs = Erreurs::new();
        let connus: Vec<&str> = super::complete::noms(etat_civil).collect();
        let nom = lire_nom_exercice(&mut erreurs, &self.nom_exercice, &connus);
        let prenom = lire_prenom_exercice(&mut erreurs, &self.prenom_exercice, etat_civil.prenoms.as_str());
        erreurs.ou(nom.zip(prenom).map(|(nom, prenom)| NomsExercice { nom, prenom }))
    }

    /// What is wrong in one field.
    pub fn erreur(&self, champ: Champ, etat_civil: &EtatCivil) -> Option<String> {
        self.valider(etat_civil).err()?.pour(champ).map(str::to_owned)
    }
}
