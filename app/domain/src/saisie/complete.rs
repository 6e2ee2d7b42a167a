//! The four steps together: what is submitted.

use super::{
    Contact, ContexteSituation, Erreurs, SaisieContact, SaisieEtatCivil, SaisieLegale, SaisieSituation,
    SituationExercice,
};
use crate::date::Jour;
use crate::etat_civil::{Certification, EtatCivil};
use serde::{Deserialize, Serialize};

/// A whole demande as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SaisieDemande {
    /// step 1
    pub etat_civil: SaisieEtatCivil,
    /// step 2
    pub contact: SaisieContact,
    /// step 3
    pub situation: SaisieSituation,
    /// step 4
    pub legale: SaisieLegale,
}

/// A demande that may be submitted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemandeComplete {
    /// who the person is
    pub etat_civil: EtatCivil,
    /// how to reach the person
    pub contact: Contact,
    /// where and as what the person works
    pub situation: SituationExercice,
}

impl SaisieDemande {
    /// The demande, or everything that is wrong in the four steps. Names and date of birth typed at step 1 take the place
    /// of those of the context, once step 1 is right (R17).
    pub fn valider(
        &self,
        aujourd_hui: Jour,
        certification: Certification,
        ctx: &ContexteSituation<'_>,
    ) -> Result<DemandeComplete, Erreurs> {
        let mut erreurs = Erreurs::new();
        let etat_civil = garder(&mut erreurs, self.etat_civil.valider(aujourd_hui, certification));
        let contact = garder(&mut erreurs, self.contact.valider());
        let noms: Vec<&str> = etat_civil.iter().flat_map(noms).collect();
        let ctx = etat_civil.as_ref().map_or(*ctx, |etat_civil| ContexteSituation {
            naissance: Some(etat_civil.date_naissance.jour()),
            noms: &noms,
            prenoms: etat_civil.prenoms.as_str(),
            ..*ctx
        });
        let situation = garder(&mut erreurs, self.situation.valider(&ctx));
        garder(&mut erreurs, self.legale.valider());
        let complete = (|| {
            Some(DemandeComplete {
                etat_civil: etat_civil?,
                contact: contact?,
                situation: situation?,
            })
        })();
        erreurs.ou(complete)
    }

    /// Fills the field of that HTML name, whichever step it belongs to; false when no step has it.
    pub fn set(&mut self, nom: &str, valeur: String) -> bool {
        if SaisieEtatCivil::NOMS.contains(&nom) {
            self.etat_civil.set(nom, valeur)
        } else if SaisieContact::NOMS.contains(&nom) {
            self.contact.set(nom, valeur)
        } else if SaisieSituation::NOMS.contains(&nom) {
            self.situation.set(nom, valeur)
        } else {
            self.legale.set(nom, valeur)
        }
    }
}

/// Birth name and usage name.
pub(super) fn noms(etat_civil: &EtatCivil) -> impl Iterator<Item = &str> {
    std::iter::once(&etat_civil.nom_naissance)
        .chain(&etat_civil.nom_usage)
        .map(crate::etat_civil::Nom::as_str)
}

/// The value, its errors put aside with the others.
pub(super) fn garder<T>(erreurs: &mut Erreurs, lu: Result<T, Erreurs>) -> Option<T> {
    lu.map_err(|autres| erreurs.extend(autres)).ok()
}
