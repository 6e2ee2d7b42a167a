//! Step 1: who the person is (R12–R16).

use super::lire::{lire, lire_date, lire_facultatif};
use super::{Champ, Erreurs};
use crate::date::Jour;
use crate::etat_civil::{Certification, CodePays, DateNaissance, EtatCivil, LieuNaissance, Nom};

super::saisie! {
    /// Step 1 as typed.
    pub struct SaisieEtatCivil {
        /// code of the civilité
        civilite,
        /// code of the sex
        sexe,
        /// name at birth
        nom_naissance,
        /// name in use; may be empty
        nom_usage,
        /// all first names
        prenoms,
        /// day of birth
        naissance_jour,
        /// month of birth
        naissance_mois,
        /// year of birth
        naissance_annee,
        /// code of the country of birth
        pays_naissance,
        /// code of the commune of birth, read when the country is France
        commune_naissance,
        /// town of birth, read otherwise
        ville_naissance,
    }
}

impl SaisieEtatCivil {
    /// The civil status, or everything that is wrong. The certification does not come from the form (R15).
    pub fn valider(&self, aujourd_hui: Jour, certification: Certification) -> Result<EtatCivil, Erreurs> {
        let mut erreurs = Erreurs::new();
        let e = &mut erreurs;
        let civilite = lire(e, Champ::Civilite, &self.civilite, "Choisissez votre civilité.");
        let sexe = lire(
            e,
            Champ::Sexe,
            &self.sexe,
            "Choisissez le sexe indiqué sur votre pièce d’identité.",
        );
        let nom_naissance = lire(
            e,
            Champ::NomNaissance,
            &self.nom_naissance,
            "Indiquez votre nom de naissance.",
        );
        let nom_usage = lire_facultatif::<Nom>(e, Champ::NomUsage, &self.nom_usage);
        let prenoms = lire(
            e,
            Champ::Prenoms,
            &self.prenoms,
            "Indiquez vos prénoms, comme sur votre pièce d’identité.",
        );
        let date_naissance = self.lire_naissance(e, aujourd_hui);
        let lieu_naissance = self.lire_lieu(e);
        let etat_civil = (|| {
            Some(EtatCivil {
                civilite: civilite?,
                sexe: sexe?,
                nom_naissance: nom_naissance?,
                nom_usage,
                prenoms: prenoms?,
                date_naissance: date_naissance?,
                lieu_naissance: lieu_naissance?,
                certification,
            })
        })();
        erreurs.ou(etat_civil)
    }

    /// What is wrong in one field, for the browser.
    pub fn erreur(&self, champ: Champ, aujourd_hui: Jour) -> Option<String> {
        self.valider(aujourd_hui, Certification::Nc)
            .err()?
            .pour(champ)
            .map(str::to_owned)
    }

    fn lire_naissance(&self, erreurs: &mut Erreurs, aujourd_hui: Jour) -> Option<DateNaissance> {
        let boites = [
            &*self.naissance_jour,
            &*self.naissance_mois,
            &*self.naissance_annee,
        ];
        let jour = lire_date(
            erreurs,
            Champ::DateNaissance,
            boites,
            "Indiquez votre date de naissance\u{a0}: le jour, le mois et l’année.",
        )?;
        DateNaissance::new(jour, aujourd_hui)
            .map_err(|erreur| erreurs.push(Champ::DateNaissance, erreur.to_string()))
            .ok()
    }

    /// The commune when the country is France, the town otherwise: the other field may hold an old answer and is ignored.
    fn lire_lieu(&self, erreurs: &mut Erreurs) -> Option<LieuNaissance> {
        let pays: CodePays = lire(
            erreurs,
            Champ::PaysNaissance,
            &self.pays_naissance,
            "Choisissez votre pays de naissance.",
        )?;
        if pays.est_france() {
            let vide = "Choisissez votre commune de naissance.";
            let commune = lire(erreurs, Champ::CommuneNaissance, &self.commune_naissance, vide)?;
            return Some(LieuNaissance::France { commune });
        }
        let ville = lire(
            erreurs,
            Champ::VilleNaissance,
            &self.ville_naissance,
            "Indiquez votre ville de naissance.",
        )?;
        LieuNaissance::etranger(pays, ville)
            .map_err(|erreur| erreurs.push(Champ::PaysNaissance, erreur.to_string()))
            .ok()
    }
}

impl From<&EtatCivil> for SaisieEtatCivil {
    fn from(etat_civil: &EtatCivil) -> Self {
        let jour = etat_civil.date_naissance.jour();
        let (commune_naissance, ville_naissance) = match &etat_civil.lieu_naissance {
            LieuNaissance::France { commune } => (commune.to_string(), String::new()),
            LieuNaissance::Etranger { ville, .. } => (String::new(), ville.to_string()),
        };
        Self {
            civilite: etat_civil.civilite.code().to_owned(),
            sexe: etat_civil.sexe.code().to_owned(),
            nom_naissance: etat_civil.nom_naissance.to_string(),
            nom_usage: etat_civil
                .nom_usage
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            prenoms: etat_civil.prenoms.to_string(),
            naissance_jour: jour.day().to_string(),
            naissance_mois: u8::from(jour.month()).to_string(),
            naissance_annee: format!("{:04}", jour.year()),
            pays_naissance: etat_civil.lieu_naissance.pays().to_string(),
            commune_naissance,
            ville_naissance,
        }
    }
}
