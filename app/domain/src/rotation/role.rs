//! Rôles wider than the job suggests.

use crate::eligibilite::conseil::roles_du_metier;
use crate::nomenclature::{CodeProfession, CodeRole, Nomenclatures, Role};

/// The rôles that are enough for that job, when the rôle held opens documents that none of them opens. Empty when there is nothing
/// to say: the rôle held is one of them, opens no more than they do, or the lists suggest no rôle that opens documents.
///
/// A hint, never a fault: the rôle says what the person does here, and the structure may have good reasons (R25).
pub fn roles_suffisants<'a>(
    profession: &CodeProfession,
    role: &CodeRole,
    nomenclatures: &'a Nomenclatures,
) -> Vec<&'a Role> {
    let (Some(metier), Some(tenu)) = (nomenclatures.profession(profession), nomenclatures.role(role)) else {
        return Vec::new();
    };
    let suffisants: Vec<&Role> = roles_du_metier(metier, nomenclatures)
        .into_iter()
        .filter(|role| !role.documents.is_empty())
        .collect();
    let ouvert = |document: &String| suffisants.iter().any(|role| role.documents.contains(document));
    let plus_large =
        suffisants.iter().all(|role| role.code != tenu.code) && !tenu.documents.iter().all(ouvert);
    if plus_large { suffisants } else { Vec::new() }
}
