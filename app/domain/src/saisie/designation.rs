//! The forms of a designation (J6): somebody whom no search finds, how a new gestionnaire is reached and trained, the terms.

use super::lire::{cochee, lire, lire_date, lire_facultatif};
use super::{Champ, Erreurs};
use crate::contact::Email;
use crate::date::Jour;
use crate::designation::{GenreDesignation, IdentifiantCarte, ReferenceFormation, Telephone};
use crate::etat_civil::{Nom, Prenom};
use crate::ids::PersonneId;

super::saisie! {
    /// Somebody named by whoever designates them.
    pub struct SaisieInconnu {
        /// national identifier, as the card bears it
        identifiant,
        /// name used at work
        nom_exercice,
        /// first name used at work
        prenom_exercice,
    }
}

/// Somebody who can be designated without being known here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inconnu {
    /// of the card
    pub identifiant: IdentifiantCarte,
    /// name used at work
    pub nom: Nom,
    /// first name used at work
    pub prenom: Prenom,
}

impl SaisieInconnu {
    /// The three values, or everything that is wrong.
    pub fn valider(&self) -> Result<Inconnu, Erreurs> {
        let mut erreurs = Erreurs::new();
        let e = &mut erreurs;
        let vide = "Indiquez l’identifiant national inscrit sur la carte de la personne.";
        let identifiant = lire(e, Champ::Identifiant, &self.identifiant, vide);
        let nom = lire(
            e,
            Champ::NomExercice,
            &self.nom_exercice,
            "Indiquez le nom de la personne.",
        );
        let prenom = lire(
            e,
            Champ::PrenomExercice,
            &self.prenom_exercice,
            "Indiquez le prénom de la personne.",
        );
        let inconnu = (|| {
            Some(Inconnu {
                identifiant: identifiant?,
                nom: nom?,
                prenom: prenom?,
            })
        })();
        erreurs.ou(inconnu)
    }
}

super::saisie! {
    /// What is entrusted to somebody, how they are reached, how they were trained.
    pub struct SaisieHabilite {
        /// gestionnaire or mandataire
        genre_habilitation,
        /// e-mail address
        email,
        /// telephone
        telephone,
        /// box: the training was followed
        formation,
        /// day of the attestation: day
        formation_le_jour,
        /// day of the attestation: month
        formation_le_mois,
        /// day of the attestation: year
        formation_le_annee,
        /// reference of the attestation
        reference_formation,
        /// the registered person of the same name that they are, by id; empty when nobody said so
        meme_personne,
    }
}

/// What may be sent of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HabiliteValide {
    /// what is entrusted
    pub genre: GenreDesignation,
    /// mandatory: it tells them (domain.md §13)
    pub email: Email,
    /// when given
    pub telephone: Option<Telephone>,
    /// the training was confirmed (R43)
    pub formation: bool,
    /// day of the attestation, when given
    pub formation_le: Option<Jour>,
    /// its reference, when given
    pub reference: Option<ReferenceFormation>,
    /// the registered person that they are, when it was said
    pub meme_personne: Option<PersonneId>,
}

impl SaisieHabilite {
    /// Everything, or all that is wrong. A gestionnaire must have followed the training (R43); an attestation is never of
    /// tomorrow, and its reference comes with its day.
    pub fn valider(&self, aujourd_hui: Jour) -> Result<HabiliteValide, Erreurs> {
        let mut erreurs = Erreurs::new();
        let e = &mut erreurs;
        let vide = "Choisissez ce que vous confiez à cette personne.";
        let genre = lire(e, Champ::GenreHabilitation, &self.genre_habilitation, vide);
        let vide = "Indiquez l’adresse email de la personne\u{a0}: elle y sera prévenue de son habilitation.";
        let email = lire(e, Champ::Email, &self.email, vide);
        let telephone = lire_facultatif(e, Champ::Telephone, &self.telephone);
        let formation = cochee(&self.formation);
        if !formation && genre == Some(GenreDesignation::Gestionnaire) {
            e.push(
                Champ::Formation,
                "Cochez cette case\u{a0}: la formation est obligatoire pour être gestionnaire RPPS+.",
            );
        }
        let boites = [
            &*self.formation_le_jour,
            &*self.formation_le_mois,
            &*self.formation_le_annee,
        ];
        let reference = lire_facultatif(e, Champ::ReferenceFormation, &self.reference_formation);
        let datee = boites.iter().any(|boite| !boite.trim().is_empty());
        let vide = "Indiquez aussi la date de l’attestation.";
        let formation_le = if datee || reference.is_some() {
            lire_date(e, Champ::DateFormation, boites, vide)
        } else {
            None
        };
        if formation_le.is_some_and(|jour| jour > aujourd_hui) {
            e.push(
                Champ::DateFormation,
                "La date de l’attestation est dans le futur. Vérifiez-la.",
            );
        }
        let valide = (|| {
            Some(HabiliteValide {
                genre: genre?,
                email: email?,
                telephone,
                formation,
                formation_le,
                reference,
                meme_personne: self.meme_personne.parse().ok(),
            })
        })();
        erreurs.ou(valide)
    }
}

super::saisie! {
    /// The terms, as ticked.
    pub struct SaisieCgu {
        /// those of the portal
        cgu,
        /// those of mesHabilitations
        cgu_habilitations,
    }
}

/// Both terms were accepted: only [`SaisieCgu::valider`] makes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CguAcceptees {}

impl SaisieCgu {
    /// The acceptance, or the boxes that are missing.
    pub fn valider(&self) -> Result<CguAcceptees, Erreurs> {
        let mut erreurs = Erreurs::new();
        if !cochee(&self.cgu) {
            erreurs.push(
                Champ::Cgu,
                "Cochez cette case pour accepter les conditions du portail RPPS+.",
            );
        }
        if !cochee(&self.cgu_habilitations) {
            erreurs.push(
                Champ::CguHabilitations,
                "Cochez cette case pour accepter les conditions de mesHabilitations.",
            );
        }
        erreurs.ou(Some(CguAcceptees {}))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::jour;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn saisie() -> SaisieHabilite {
        SaisieHabilite {
            genre_habilitation: "gestionnaire".into(),
            email: "jeanne@example.org".into(),
            formation: "on".into(),
            ..SaisieHabilite::default()
        }
    }

    #[test]
    fn a_gestionnaire_is_reached_by_mail_and_was_trained() {
        let aujourd_hui = jour(2026, 11, 23).unwrap();
        let valide = saisie().valider(aujourd_hui).unwrap();
        assert_eq!((valide.telephone, valide.formation_le), (None, None));
        let vide = SaisieHabilite::default().valider(aujourd_hui).unwrap_err();
        assert!(vide.pour(Champ::Email).is_some() && vide.pour(Champ::GenreHabilitation).is_some());
        let sans_formation = SaisieHabilite {
            formation: String::new(),
            ..saisie()
        };
        let erreurs = sans_formation.valider(aujourd_hui).unwrap_err();
        assert_eq!(erreurs.len(), 1);
        assert!(erreurs.pour(Champ::Formation).is_some());
        let mandataire = SaisieHabilite {
            genre_habilitation: "mandataire".into(),
            ..sans_formation
        };
        assert!(mandataire.valider(aujourd_hui).is_ok());
    }

    #[test]
    fn an_attestation_has_a_day_that_has_come() {
        let aujourd_hui = jour(2026, 11, 23).unwrap();
        let datee = |j: &str, m: &str, a: &str, reference: &str| {
            SaisieHabilite {
                formation_le_jour: j.into(),
                formation_le_mois: m.into(),
                formation_le_annee: a.into(),
                reference_formation: reference.into(),
                ..saisie()
            }
            .valider(aujourd_hui)
        };
        assert_eq!(
            datee("23", "11", "2026", "AT-12").unwrap().formation_le,
            Some(aujourd_hui)
        );
        for (j, m, a, reference) in [
            ("24", "11", "2026", ""),
            ("", "", "", "AT-12"),
            ("31", "2", "2026", ""),
        ] {
            let erreurs = datee(j, m, a, reference).unwrap_err();
            assert!(erreurs.pour(Champ::DateFormation).is_some(), "{j}/{m}/{a}");
        }
    }

    #[test]
    fn both_terms_are_accepted_and_somebody_unknown_is_named() {
        let erreurs = SaisieCgu::default().valider().unwrap_err();
        assert_eq!(erreurs.len(), 2);
        assert_eq!(SaisieInconnu::default().valider().unwrap_err().len(), 3);
    }
}
