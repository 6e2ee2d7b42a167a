//! What a gestionnaire knows of somebody who is invited to make a demande: where to write to them and, as far as it is known,
//! their situation. Only the e-mail and the establishment are needed: the person completes and corrects the rest.

use super::lire::lire;
use super::{Champ, ContexteSituation, Erreur, Erreurs, SaisieContact, SaisieSituation};
use crate::contact::Email;
use crate::identifiant::Finess;
use crate::nomenclature::CategorieProfessionnelle;

super::saisie! {
    /// An invitation as typed.
    pub struct SaisieInvitation {
        /// e-mail address of the person
        email,
        /// name, for the beginning of the mail; may be empty
        nom_exercice,
        /// first name, likewise
        prenom_exercice,
        /// FINESS number of the site
        etablissement,
        /// first day: day; the three boxes may be empty
        debut_jour,
        /// first day: month
        debut_mois,
        /// first day: year
        debut_annee,
        /// code of the profession; may be empty
        profession,
        /// code of the rôle; may be empty
        role,
        /// code of the mode d'exercice; may be empty
        mode_exercice,
    }
}

/// An invitation that may be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct InvitationPrete {
    /// where it goes
    pub email: Email,
    /// the establishment that invites
    pub etablissement: Finess,
}

impl SaisieInvitation {
    /// The invitation, or everything that is wrong. What was left empty is for the person to say; what was filled in follows the
    /// rules of step 3.
    pub fn valider(&self, ctx: &ContexteSituation<'_>) -> Result<InvitationPrete, Erreurs> {
        let mut erreurs = Erreurs::new();
        let email = lire(
            &mut erreurs,
            Champ::Email,
            &self.email,
            "Indiquez l’adresse email de la personne\u{a0}: l’invitation y sera envoyée.",
        );
        let vide = "Choisissez l’établissement qui invite.";
        let etablissement = lire(&mut erreurs, Champ::Etablissement, &self.etablissement, vide);
        if let Err(autres) = self.situation().valider(ctx) {
            for Erreur { champ, message } in autres.pour_autrui() {
                if champ == Champ::Etablissement || self.est_rempli(champ) {
                    erreurs.push(champ, message);
                }
            }
        }
        let prete = (|| {
            Some(InvitationPrete {
                email: email?,
                etablissement: etablissement?,
            })
        })();
        erreurs.ou(prete)
    }

    /// The step 3 that it prepares. The names are not part of it: those of the civil status count (R17).
    pub fn situation(&self) -> SaisieSituation {
        SaisieSituation {
            nom_exercice: self.nom_exercice.clone(),
            prenom_exercice: self.prenom_exercice.clone(),
            etablissement: self.etablissement.clone(),
            debut_jour: self.debut_jour.clone(),
            debut_mois: self.debut_mois.clone(),
            debut_annee: self.debut_annee.clone(),
            profession: self.profession.clone(),
            role: self.role.clone(),
            mode_exercice: self.mode_exercice.clone(),
            // R32: the general case; the person may say otherwise.
            categorie: CategorieProfessionnelle::Civil.code().to_owned(),
            ..SaisieSituation::default()
        }
    }

    /// The step 2 that it prepares.
    pub fn contact(&self) -> SaisieContact {
        SaisieContact {
            email: self.email.clone(),
            ..SaisieContact::default()
        }
    }

    fn est_rempli(&self, champ: Champ) -> bool {
        let saisis: &[&String] = match champ {
            Champ::NomExercice => &[&self.nom_exercice],
            Champ::PrenomExercice => &[&self.prenom_exercice],
            Champ::DateDebut => &[&self.debut_jour, &self.debut_mois, &self.debut_annee],
            Champ::Profession => &[&self.profession],
            Champ::Role => &[&self.role],
            Champ::ModeExercice => &[&self.mode_exercice],
            _ => &[],
        };
        saisis.iter().any(|saisi| !saisi.trim().is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::jour;
    use crate::nomenclature::Nomenclatures;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn what_is_not_known_is_left_to_the_person_and_what_is_typed_is_read() {
        let nomenclatures = Nomenclatures::default();
        let ctx = ContexteSituation {
            nomenclatures: &nomenclatures,
            aujourd_hui: jour(2026, 11, 23).unwrap(),
            etablissement: None,
            naissance: None,
            noms: &[],
            prenoms: "",
        };
        let champs = |saisie: &SaisieInvitation| -> Vec<Champ> {
            let erreurs = saisie.valider(&ctx).err().unwrap_or_default();
            erreurs.iter().map(|erreur| erreur.champ).collect()
        };
        assert_eq!(
            champs(&SaisieInvitation::default()),
            [Champ::Email, Champ::Etablissement]
        );
        let saisie = SaisieInvitation {
            email: "a@".to_owned(),
            debut_jour: "32".to_owned(),
            role: "ZZZ".to_owned(),
            ..SaisieInvitation::default()
        };
        let vus = champs(&saisie);
        for champ in [Champ::Email, Champ::Etablissement, Champ::DateDebut, Champ::Role] {
            assert!(vus.contains(&champ), "{champ:?}");
        }
        assert_eq!(vus.len(), 4);
    }
}
