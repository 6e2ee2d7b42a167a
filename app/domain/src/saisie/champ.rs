//! The fields of the forms: one name for the screen, the errors and the summary.

use super::Etape;
use std::fmt;
use std::str::FromStr;

/// One field as a person sees it. The three boxes of a date are one field. The order is that of the screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Champ {
    /// how the person is addressed
    Civilite,
    /// administrative sex
    Sexe,
    /// name at birth
    NomNaissance,
    /// name in use
    NomUsage,
    /// all first names
    Prenoms,
    /// date of birth, three boxes
    DateNaissance,
    /// country of birth
    PaysNaissance,
    /// commune of birth, in France
    CommuneNaissance,
    /// town of birth, elsewhere
    VilleNaissance,
    /// identity document that was looked at
    TypePiece,
    /// last characters of its number
    FinPiece,
    /// e-mail address
    Email,
    /// mobile number
    Mobile,
    /// public name
    NomExercice,
    /// public first name
    PrenomExercice,
    /// site where the person works
    Etablissement,
    /// first day, three boxes
    DateDebut,
    /// last day, three boxes
    DateFin,
    /// what the person is
    Profession,
    /// what the person does there
    Role,
    /// how the person is employed
    ModeExercice,
    /// professional category
    Categorie,
    /// box: the information is exact
    Exactitude,
    /// box: terms accepted
    Cgu,
    /// why a demande is refused
    Motif,
    /// the same, in words
    Explication,
    /// box: identity, quality and activity were checked
    Confirmation,
    /// why a situation ends
    MotifFin,
    /// the fields of a correction request, as a whole
    Corrections,
    /// what is said about the whole of a correction request
    MessageGeneral,
    /// a message of the thread
    Message,
    /// the name of a template
    TitreModele,
    /// the words of a template
    TexteModele,
    /// the national identifier of a card
    Identifiant,
    /// gestionnaire or mandataire
    GenreHabilitation,
    /// telephone, of a desk or of a pocket
    Telephone,
    /// box: the training was followed
    Formation,
    /// day of the attestation of the training, three boxes
    DateFormation,
    /// reference of that attestation
    ReferenceFormation,
    /// box: terms of mesHabilitations accepted
    CguHabilitations,
    /// why an habilitation is withdrawn
    MotifRetrait,
}

impl Champ {
    /// Every field, in the order of the screens.
    pub const TOUS: [Self; 41] = [
        Self::Civilite,
        Self::Sexe,
        Self::NomNaissance,
        Self::NomUsage,
        Self::Prenoms,
        Self::DateNaissance,
        Self::PaysNaissance,
        Self::CommuneNaissance,
        Self::VilleNaissance,
        Self::TypePiece,
        Self::FinPiece,
        Self::Email,
        Self::Mobile,
        Self::NomExercice,
        Self::PrenomExercice,
        Self::Etablissement,
        Self::DateDebut,
        Self::DateFin,
        Self::Profession,
        Self::Role,
        Self::ModeExercice,
        Self::Categorie,
        Self::Exactitude,
        Self::Cgu,
        Self::Motif,
        Self::Explication,
        Self::Confirmation,
        Self::MotifFin,
        Self::Corrections,
        Self::MessageGeneral,
        Self::Message,
        Self::TitreModele,
        Self::TexteModele,
        Self::Identifiant,
        Self::GenreHabilitation,
        Self::Telephone,
        Self::Formation,
        Self::DateFormation,
        Self::ReferenceFormation,
        Self::CguHabilitations,
        Self::MotifRetrait,
    ];

    /// The HTML id of the field; also its HTML name, unless it is a date, whose boxes add `_jour`, `_mois`, `_annee`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Civilite => "civilite",
            Self::Sexe => "sexe",
            Self::NomNaissance => "nom_naissance",
            Self::NomUsage => "nom_usage",
            Self::Prenoms => "prenoms",
            Self::DateNaissance => "naissance",
            Self::PaysNaissance => "pays_naissance",
            Self::CommuneNaissance => "commune_naissance",
            Self::VilleNaissance => "ville_naissance",
            Self::TypePiece => "type_piece",
            Self::FinPiece => "fin_piece",
            Self::Email => "email",
            Self::Mobile => "mobile",
            Self::NomExercice => "nom_exercice",
            Self::PrenomExercice => "prenom_exercice",
            Self::Etablissement => "etablissement",
            Self::DateDebut => "debut",
            Self::DateFin => "fin",
            Self::Profession => "profession",
            Self::Role => "role",
            Self::ModeExercice => "mode_exercice",
            Self::Categorie => "categorie",
            Self::Exactitude => "exactitude",
            Self::Cgu => "cgu",
            Self::Motif => "motif",
            Self::Explication => "explication",
            Self::Confirmation => "confirmation",
            Self::MotifFin => "motif_fin",
            Self::Corrections => "corrections",
            Self::MessageGeneral => "message_general",
            Self::Message => "message",
            Self::TitreModele => "titre_modele",
            Self::TexteModele => "texte_modele",
            Self::Identifiant => "identifiant",
            Self::GenreHabilitation => "genre_habilitation",
            Self::Telephone => "telephone",
            Self::Formation => "formation",
            Self::DateFormation => "formation_le",
            Self::ReferenceFormation => "reference_formation",
            Self::CguHabilitations => "cgu_habilitations",
            Self::MotifRetrait => "motif_retrait",
        }
    }

    /// The label that a person reads (domain notes §4.1).
    pub const fn libelle(self) -> &'static str {
        match self {
            Self::Civilite => "Civilité",
            Self::Sexe => "Sexe",
            Self::NomNaissance => "Nom de naissance",
            Self::NomUsage => "Nom d’usage",
            Self::Prenoms => "Prénoms",
            Self::DateNaissance => "Date de naissance",
            Self::PaysNaissance => "Pays de naissance",
            Self::CommuneNaissance => "Commune de naissance",
            Self::VilleNaissance => "Ville de naissance",
            Self::TypePiece => "Pièce d’identité vérifiée",
            Self::FinPiece => "Derniers caractères du numéro de la pièce",
            Self::Email => "Adresse email",
            Self::Mobile => "Téléphone mobile",
            Self::NomExercice => "Nom d’exercice",
            Self::PrenomExercice => "Prénom d’exercice",
            Self::Etablissement => "Établissement",
            Self::DateDebut => "Date de prise de fonction",
            Self::DateFin => "Date de fin",
            Self::Profession => "Profession",
            Self::Role => "Rôle RPPS+",
            Self::ModeExercice => "Mode d’exercice",
            Self::Categorie => "Catégorie professionnelle",
            Self::Exactitude => "Exactitude des informations",
            Self::Cgu => "Conditions générales d’utilisation",
            Self::Motif => "Motif de refus",
            Self::Explication => "Explication",
            Self::Confirmation => "J’ai rencontré le professionnel",
            Self::MotifFin => "Motif de fin",
            Self::Corrections => "Champs à corriger",
            Self::MessageGeneral => "Message d’ensemble",
            Self::Message => "Votre message",
            Self::TitreModele => "Nom du modèle",
            Self::TexteModele => "Texte du modèle",
            Self::Identifiant => "Identifiant national",
            Self::GenreHabilitation => "Ce que vous lui confiez",
            Self::Telephone => "Téléphone",
            Self::Formation => "Formation suivie",
            Self::DateFormation => "Date de l’attestation",
            Self::ReferenceFormation => "Référence de l’attestation",
            Self::CguHabilitations => "Conditions de mesHabilitations",
            Self::MotifRetrait => "Motif du retrait",
        }
    }

    /// The step of the demande where the field stands; none for the fields of a decision.
    pub const fn etape(self) -> Option<Etape> {
        match self {
            Self::Civilite
            | Self::Sexe
            | Self::NomNaissance
            | Self::NomUsage
            | Self::Prenoms
            | Self::DateNaissance
            | Self::PaysNaissance
            | Self::CommuneNaissance
            | Self::VilleNaissance
            | Self::TypePiece
            | Self::FinPiece => Some(Etape::EtatCivil),
            Self::Email | Self::Mobile => Some(Etape::Contact),
            Self::NomExercice
            | Self::PrenomExercice
            | Self::Etablissement
            | Self::DateDebut
            | Self::DateFin
            | Self::Profession
            | Self::Role
            | Self::ModeExercice
            | Self::Categorie => Some(Etape::Situation),
            Self::Exactitude | Self::Cgu => Some(Etape::InformationsLegales),
            Self::Motif
            | Self::Explication
            | Self::Confirmation
            | Self::MotifFin
            | Self::Corrections
            | Self::MessageGeneral
            | Self::Message
            | Self::TitreModele
            | Self::TexteModele
            | Self::Identifiant
            | Self::GenreHabilitation
            | Self::Telephone
            | Self::Formation
            | Self::DateFormation
            | Self::ReferenceFormation
            | Self::CguHabilitations
            | Self::MotifRetrait => None,
        }
    }

    /// The field that an HTML name belongs to: `naissance_jour` is a box of [`Champ::DateNaissance`], `remarque_email` is said
    /// of [`Champ::Email`].
    pub fn de_nom(nom: &str) -> Option<Self> {
        if let Some(sujet) = ["corriger_", "remarque_"]
            .iter()
            .find_map(|mot| nom.strip_prefix(mot))
        {
            return Self::TOUS.into_iter().find(|champ| champ.id() == sujet);
        }
        let groupe = ["_jour", "_mois", "_annee"]
            .iter()
            .find_map(|boite| nom.strip_suffix(boite));
        let date = groupe.filter(|groupe| matches!(*groupe, "naissance" | "debut" | "fin" | "formation_le"));
        let id = date.unwrap_or(nom);
        Self::TOUS.into_iter().find(|champ| champ.id() == id)
    }
}

impl fmt::Display for Champ {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// The text is the name of no field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Ce champ n’existe pas dans le formulaire.")]
pub struct ChampInconnu;

impl FromStr for Champ {
    type Err = ChampInconnu;

    fn from_str(nom: &str) -> Result<Self, Self::Err> {
        Self::de_nom(nom).ok_or(ChampInconnu)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn every_name_finds_its_field() {
        for champ in Champ::TOUS {
            assert_eq!(champ.id().parse(), Ok(champ));
        }
        for boite in ["jour", "mois", "annee"] {
            assert_eq!(
                Champ::de_nom(&format!("naissance_{boite}")),
                Some(Champ::DateNaissance)
            );
            assert_eq!(Champ::de_nom(&format!("debut_{boite}")), Some(Champ::DateDebut));
            assert_eq!(Champ::de_nom(&format!("fin_{boite}")), Some(Champ::DateFin));
            assert_eq!(Champ::de_nom(&format!("email_{boite}")), None);
        }
    }

    #[test]
    fn fields_come_in_the_order_of_the_screens() {
        assert!(Champ::TOUS.is_sorted());
        assert!(Champ::TOUS.iter().filter_map(|champ| champ.etape()).is_sorted());
    }
}
