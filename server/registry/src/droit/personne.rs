//! Proofs of people who act for themselves, and of the support.

use super::ouverte::Identite;
use domain::ids::{CompteId, PersonneId, SessionId};
use domain::saisie::SaisieEtatCivil;

/// A natural person authenticated by FranceConnect, acting for themselves.
#[derive(Clone)]
pub struct Usager {
    pub(super) compte: CompteId,
    pub(super) session: SessionId,
    pub(super) identite: Identite,
}

impl Usager {
    /// The civil status as FranceConnect gave it (R14). What is empty it did not say: the usage name of somebody who has
    /// declared none, the town of a birth abroad (R16).
    pub fn identite(&self) -> &SaisieEtatCivil {
        &self.identite.champs
    }
}

/// A registered professional, acting on their own record (J5): an e-CPS holder, or somebody signed in with the account that
/// their demande came from.
#[derive(Clone)]
pub struct Inscrit {
    pub(super) compte: CompteId,
    pub(super) session: SessionId,
    pub(super) personne: PersonneId,
}

impl Inscrit {
    /// Their record: the only one that this proof opens.
    pub(crate) fn personne(&self) -> PersonneId {
        self.personne
    }
}

/// Somebody of the support of the register (domain.md §2): corrects a civil status, removes what was registered out of scope.
/// Has no perimeter and treats no demande.
#[derive(Clone)]
pub struct Operateur {
    pub(super) compte: CompteId,
    pub(super) session: SessionId,
}
