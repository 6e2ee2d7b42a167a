//! The civil status of a person: what an identity document says, in types that cannot hold anything else (R12–R16).
//!
//! `Debug` of every type here hides the value. Nothing here says who may read or change a civil status (R13): that is a
//! matter of rights.

mod homonyme;
mod lieu;
mod naissance;
mod nom;

pub use lieu::{LieuNaissance, LieuNaissanceError};
pub use naissance::{
    CodeCommune, CodeCommuneError, CodePays, CodePaysError, DateNaissance, DateNaissanceError, FRANCE,
    VilleError, VilleEtrangere,
};
pub use nom::{NOM_MAX, Nom, NomError, Prenom, Prenoms};

use crate::texte;
use serde::{Deserialize, Serialize};

crate::nomenclature::codes::codes! {
    /// How the person is addressed (list J113).
    pub enum Civilite, CiviliteError = "Choisissez une civilité." {
        /// Mrs.
        Mme = "MME", "Madame";
        /// Mr.
        M = "M", "Monsieur";
    }
}

crate::nomenclature::codes::codes! {
    /// Administrative sex (list J112).
    pub enum Sexe, SexeError = "Choisissez le sexe indiqué sur votre pièce d’identité." {
        /// Female.
        F = "F", "Féminin";
        /// Male.
        M = "M", "Masculin";
    }
}

crate::nomenclature::codes::codes! {
    /// How far a civil status has been checked (R15, list J111).
    pub enum Certification, CertificationError = "Cet état de certification n’est pas connu." {
        /// By `FranceConnect`.
        Fc = "FC", "Certifié par FranceConnect";
        /// By `FranceConnect+`.
        Fcp = "FCP", "Certifié par FranceConnect+";
        /// By the INSEE.
        C = "C", "Certifié par l’INSEE";
        /// Cannot be certified.
        Nc = "NC", "Non certifiable";
        /// Not certified: the INSEE is still registering the person.
        Nci = "NCI", "Non certifié par l’INSEE, immatriculation en cours";
        /// Certification was asked for.
        Di = "DI", "Demande de certification normale";
        /// Certification was forced by the desk.
        Ac = "AC", "Demande de certification forcée par le guichet";
        /// The request was cancelled.
        An = "AN", "Demande annulée";
    }
}

/// The civil status of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EtatCivil {
    /// how the person is addressed
    pub civilite: Civilite,
    /// administrative sex
    pub sexe: Sexe,
    /// name at birth
    pub nom_naissance: Nom,
    /// name in use, when it differs
    pub nom_usage: Option<Nom>,
    /// all first names
    pub prenoms: Prenoms,
    /// date of birth
    pub date_naissance: DateNaissance,
    /// place of birth
    pub lieu_naissance: LieuNaissance,
    /// how far all this has been checked
    pub certification: Certification,
}

impl EtatCivil {
    /// Whether both say the same identity: birth name, first names, sex, date and place of birth, whatever the case, the
    /// accents and the punctuation. The usage name and the civilité may change during a life and do not count.
    pub fn meme_personne(&self, autre: &Self) -> bool {
        self.sexe == autre.sexe
            && self.date_naissance == autre.date_naissance
            && self.lieu_naissance.meme_lieu(&autre.lieu_naissance)
            && texte::cle(self.nom_naissance.as_str()) == texte::cle(autre.nom_naissance.as_str())
            && texte::cle(self.prenoms.as_str()) == texte::cle(autre.prenoms.as_str())
    }
}
