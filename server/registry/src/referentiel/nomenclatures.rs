//! Professions (R85), rôles (R22), documents and non-eligible professions, put together from their files and kept as one
//! JSON document, which is how the browser receives them.

use super::{embarque, empreinte, noter};
use crate::db::{Db, DbError};
use domain::date::Instant;
use domain::nomenclature::{
    CodeProfession, DocumentType, Nomenclatures, Profession, ProfessionNonEligible, Role,
};
use std::collections::HashMap;

/// Digest of the files.
pub(super) fn version() -> String {
    let fichiers = [
        embarque::PROFESSIONS,
        embarque::PROFESSIONS_REMPLACEES,
        embarque::ROLES,
        embarque::ROLES_EXEMPLES,
        embarque::ROLE_DOCUMENTS,
        embarque::DOCUMENTS,
        embarque::NON_ELIGIBLES,
    ];
    empreinte(&fichiers.map(str::as_bytes))
}

/// Replaces the nomenclatures by those of the files.
pub(super) async fn charger(db: &Db, le: Instant) -> Result<(), DbError> {
    let nomenclatures = embarquees()?;
    let lignes = nomenclatures.professions.len() + nomenclatures.roles.len();
    let json = serde_json::to_string(&nomenclatures).map_err(|_| DbError::stored("nomenclatures"))?;
    let mut tx = db.begin().await?;
    noter(
        &mut tx,
        "nomenclatures",
        &nomenclatures.version,
        le,
        lignes as u64,
        Some(json),
    )
    .await?;
    tx.commit().await
}

/// The nomenclatures of the files.
pub(super) fn embarquees() -> Result<Nomenclatures, DbError> {
    Ok(Nomenclatures {
        version: version(),
        professions: professions()?,
        roles: roles()?,
        non_eligibles: non_eligibles()?,
        documents: documents()?,
    })
}

fn professions() -> Result<Vec<Profession>, DbError> {
    let mut remplacees: HashMap<String, Vec<CodeProfession>> = HashMap::new();
    for ligne in embarque::lignes("professions_remplacees.csv", embarque::PROFESSIONS_REMPLACEES)? {
        let codes = ligne
            .champ("remplacee_par")?
            .split_whitespace()
            .map(str::parse)
            .collect::<Result<Vec<_>, _>>();
        remplacees.insert(
            ligne.texte("code")?,
            codes.map_err(|_| ligne.incorrecte("remplacee_par"))?,
        );
    }
    embarque::lignes("professions.csv", embarque::PROFESSIONS)?
        .into_iter()
        .map(|ligne| {
            Ok(Profession {
                code: ligne
                    .champ("code")?
                    .parse()
                    .map_err(|_| ligne.incorrecte("code"))?,
                libelle: ligne.texte("libelle")?,
                proposee: ligne.champ("proposee_portail")? == "oui",
                active: ligne.champ("statut")? == "actif",
                note: ligne.texte("note")?,
                sanitaire_autorisee: ligne.champ("secteur_sanitaire_autorise")? == "oui",
                remplacee_par: remplacees.remove(ligne.champ("code")?).unwrap_or_default(),
            })
        })
        .collect()
}

fn roles() -> Result<Vec<Role>, DbError> {
    let mut exemples = HashMap::new();
    for ligne in embarque::lignes("roles_exemples.csv", embarque::ROLES_EXEMPLES)? {
        exemples.insert(ligne.texte("code")?, ligne.texte("exemples")?);
    }
    let mut documents: HashMap<String, Vec<String>> = HashMap::new();
    for ligne in embarque::lignes("role_documents.csv", embarque::ROLE_DOCUMENTS)? {
        if ligne.champ("acces")? == "1" {
            documents
                .entry(ligne.texte("role")?)
                .or_default()
                .push(ligne.texte("document_id")?);
        }
    }
    embarque::lignes("roles.csv", embarque::ROLES)?
        .into_iter()
        .map(|ligne| {
            let code = ligne.champ("code")?;
            Ok(Role {
                code: code.parse().map_err(|_| ligne.incorrecte("code"))?,
                libelle: ligne.texte("libelle")?,
                court: ligne.texte("libelle_court_propose")?,
                social: ligne.champ("role_social_medico_social")? == "oui",
                exemples: exemples.remove(code).unwrap_or_default(),
                documents: documents.remove(code).unwrap_or_default(),
            })
        })
        .collect()
}

fn non_eligibles() -> Result<Vec<ProfessionNonEligible>, DbError> {
    embarque::lignes("professions_non_eligibles.csv", embarque::NON_ELIGIBLES)?
        .into_iter()
        .map(|ligne| {
            Ok(ProfessionNonEligible {
                libelle: ligne.texte("profession")?,
                autorite: ligne.texte("autorite_enregistrement")?,
            })
        })
        .collect()
}

fn documents() -> Result<Vec<DocumentType>, DbError> {
    embarque::lignes("document_types.csv", embarque::DOCUMENTS)?
        .into_iter()
        .map(|ligne| {
            Ok(DocumentType {
                id: ligne.texte("id")?,
                libelle: ligne.texte("libelle_matrice")?,
                code: ligne.texte("code")?,
            })
        })
        .collect()
}
