//! Lines of the long lists, as the server loads them and the browser receives them.

use super::{CodeProfession, CodeRole};
use serde::{Deserialize, Serialize};

/// One profession (list R85). It says what the person is and opens no access by itself (R25).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profession {
    /// its code
    pub code: CodeProfession,
    /// its published label
    pub libelle: String,
    /// whether the portal offers it (list J121)
    pub proposee: bool,
    /// false once the code is retired (R9)
    pub active: bool,
    /// what to know before choosing it; may be empty
    pub note: String,
    /// whether it may be registered in the sanitary sector (R6)
    pub sanitaire_autorisee: bool,
    /// what to choose instead of a retired code
    pub remplacee_par: Vec<CodeProfession>,
}

/// One rôle RPPS+ (list R22). It decides which documents may be read (R25).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// its code
    pub code: CodeRole,
    /// its published label
    pub libelle: String,
    /// a shorter label, for lists
    pub court: String,
    /// one of the five social and medico-social rôles; the others open no document of the DMP
    pub social: bool,
    /// jobs that usually hold it
    pub exemples: String,
    /// ids of the documents that it opens
    pub documents: Vec<String>,
}

/// A profession that somebody else registers (R2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfessionNonEligible {
    /// the profession, in plain words
    pub libelle: String,
    /// who registers it, as published
    pub autorite: String,
}

/// One kind of document of the DMP.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentType {
    /// its line in the matrix, such as `D05`
    pub id: String,
    /// its label
    pub libelle: String,
    /// its published code
    pub code: String,
}

/// The long lists, as they stood at one version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nomenclatures {
    /// which version this is
    pub version: String,
    /// professions, retired ones included so that old records can be read
    pub professions: Vec<Profession>,
    /// rôles
    pub roles: Vec<Role>,
    /// professions registered elsewhere
    pub non_eligibles: Vec<ProfessionNonEligible>,
    /// documents of the matrix
    pub documents: Vec<DocumentType>,
}

impl Nomenclatures {
    /// The profession of that code, retired or not.
    pub fn profession(&self, code: &CodeProfession) -> Option<&Profession> {
        self.professions
            .iter()
            .find(|profession| profession.code == *code)
    }

    /// The rôle of that code.
    pub fn role(&self, code: &CodeRole) -> Option<&Role> {
        self.roles.iter().find(|role| role.code == *code)
    }

    /// The document of that id.
    pub fn document(&self, id: &str) -> Option<&DocumentType> {
        self.documents.iter().find(|document| document.id == id)
    }

    /// What somebody who holds these rôles may read. The matrix is not nested, so « the widest rôle » (R24) is taken as
    /// the union of the lists. Each document once, in the order of the matrix.
    pub fn documents_ouverts(&self, roles: &[CodeRole]) -> Vec<&DocumentType> {
        let tenus: Vec<&Role> = roles.iter().filter_map(|code| self.role(code)).collect();
        let ouvert =
            |document: &&DocumentType| tenus.iter().any(|role| role.documents.contains(&document.id));
        self.documents.iter().filter(ouvert).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn role(code: &str, documents: &[&str]) -> Role {
        Role {
            code: code.parse().unwrap(),
            libelle: String::new(),
            court: String::new(),
            social: true,
            exemples: String::new(),
            documents: documents.iter().map(|&id| id.to_owned()).collect(),
        }
    }

    #[test]
    fn two_roles_open_the_union_without_repetition() {
        let document = |id: &str| DocumentType {
            id: id.into(),
            libelle: id.into(),
            code: id.into(),
        };
        let nomenclatures = Nomenclatures {
            roles: vec![role("GENR08", &["D01", "D15"]), role("GENR11", &["D35", "D01"])],
            documents: vec![document("D01"), document("D15"), document("D35"), document("D37")],
            ..Nomenclatures::default()
        };
        let codes = ["GENR08", "GENR11", "GENR99"].map(|code| code.parse().unwrap());
        let ids: Vec<&str> = nomenclatures
            .documents_ouverts(&codes)
            .iter()
            .map(|d| d.id.as_str())
            .collect();
        assert_eq!(ids, ["D01", "D15", "D35"]);
        assert_eq!(nomenclatures.documents_ouverts(&[]).len(), 0);
    }
}
