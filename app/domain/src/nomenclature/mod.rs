//! The national lists (professions, rôles, documents, short lists) as values.
//!
//! Long lists are dated data that the caller loads; this room only says what a line looks like and how to find one. Short
//! lists that the rules themselves name are enums. No label of a long list is written here.
//!
//! Naming trap: the portal's *profession* is the list R85, its *rôle* is the list R22.

pub(crate) mod codes;

mod code;
mod table;

pub use code::{CodeProfession, CodeProfessionError, CodeRole, CodeRoleError};
pub use table::{DocumentType, Nomenclatures, Profession, ProfessionNonEligible, Role};

codes::codes! {
    /// How the person works in the establishment (list J117).
    pub enum ModeExercice, ModeExerciceError = "Choisissez un mode d’exercice dans la liste." {
        /// Employed by the establishment.
        Salarie = "S", "Salarié";
        /// Self-employed.
        Liberal = "L", "Libéral, indépendant, artisan, commerçant";
        /// Unpaid.
        Benevole = "B", "Bénévole";
    }
}

impl ModeExercice {
    /// The type of self-employed activity that the mode implies (R29, association table A24); none for the other modes.
    pub const fn activite_liberale(self) -> Option<&'static str> {
        match self {
            Self::Liberal => Some("ACT-LIB-05"),
            Self::Salarie | Self::Benevole => None,
        }
    }
}

codes::codes! {
    /// Professional category (R32, list J118).
    #[derive(Default)]
    pub enum CategorieProfessionnelle, CategorieProfessionnelleError =
        "Choisissez une catégorie professionnelle dans la liste."
    {
        /// Neither student nor public agent; what is assumed when nothing is said.
        #[default]
        Civil = "C", "Civil";
        /// Still studying.
        Etudiant = "E", "Étudiant";
        /// Employed by the State, a local authority or a public hospital.
        AgentPublic = "M", "Agent public";
    }
}

codes::codes! {
    /// Why a demande is refused (R35, list J125).
    pub enum MotifRefus, MotifRefusError = "Choisissez un motif de refus dans la liste." {
        /// Refused by the establishment's gestionnaire.
        RejetGestionnaire = "def", "Rejet par votre gestionnaire d’autorité d’enregistrement";
        /// The person no longer does what the demande says.
        ChangementActivite = "CHA", "Changement d’activité";
        /// None of the others; the explanation says which.
        Autre = "AUT", "Autre motif";
    }
}

codes::codes! {
    /// Why a situation d'exercice ends (list J92).
    pub enum MotifFin, MotifFinError = "Choisissez un motif de fin dans la liste." {
        /// The person does something else.
        ChangementActivite = "CHA", "Changement d’activité";
        /// The person works elsewhere.
        ChangementLieu = "CHL", "Changement de lieu d’exercice";
        /// The person has another profession.
        ChangementProfession = "CHP", "Changement de profession";
        /// The person left the country.
        DepartEtranger = "ETR", "Départ à l’étranger";
        /// Retirement from a hospital.
        RetraiteHospitaliere = "RH", "Retraite hospitalière";
        /// Retirement of a self-employed person.
        RetraiteLiberale = "RL", "Retraite libérale";
        /// Retirement of an employee.
        RetraiteSalariee = "RS", "Retraite salariée";
        /// The person died.
        Deces = "DCD", "Décès";
        /// None of the others.
        Autre = "AUT", "Autre motif";
    }
}

#[cfg(test)]
mod tests {
    use super::ModeExercice;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn only_the_self_employed_have_a_type_of_self_employed_activity() {
        let de = |code: &str| code.parse::<ModeExercice>().unwrap().activite_liberale();
        assert_eq!(["S", "L", "B"].map(de), [None, Some("ACT-LIB-05"), None], "R29");
    }
}
