//! Proofs of people who act on a structure: its gestionnaires, its head, those whom the head entrusts with designations. None
//! of them holds a perimeter: each act reads it, as it is on the day of the request.

use super::Soi;
use crate::db::{DbError, Row};
use crate::perimetre::{DESIGNATEURS, GESTIONNAIRES, REPRESENTANTS, habilitations, perimetre};
use domain::date::Jour;
use domain::identifiant::Finess;
use domain::ids::{CompteId, SessionId};

/// A gestionnaire with an habilitation, or somebody who holds that right natively: représentant légal, titulaire d'officine
/// (R42). The perimeter is not kept here: each act reads it, as it is on the day of the request.
#[derive(Clone)]
pub struct Gestionnaire {
    pub(super) compte: CompteId,
    pub(super) session: SessionId,
    pub(super) jour: Jour,
    pub(super) soi: Soi,
}

impl Gestionnaire {
    /// The session during which this person acts.
    pub(crate) fn session(&self) -> SessionId {
        self.session
    }

    /// The establishments of this person, as a query whose `$1` is the account (see [`perimetre`]).
    pub(crate) fn perimetre(&self) -> String {
        perimetre(self.jour, GESTIONNAIRES)
    }

    /// What this person has that perimeter from, as a query of `finess, portee` whose `$1` is the account.
    pub(crate) fn structures(&self) -> String {
        habilitations(self.jour, GESTIONNAIRES)
    }

    /// Who this person is: nobody treats their own demande or record as a gestionnaire (R38).
    pub(crate) fn soi(&self) -> &Soi {
        &self.soi
    }
}

/// The head of at least one structure: représentant légal, or titulaire of a pharmacy (R42). Reviews turnover, follows the path
/// of the structures, ends what people hold in them.
#[derive(Clone)]
pub struct Representant {
    pub(super) compte: CompteId,
    pub(super) session: SessionId,
    pub(super) jour: Jour,
}

impl Representant {
    /// The establishments (EG) that this person heads, as a query whose `$1` is the account (see [`perimetre`]).
    pub(crate) fn perimetre(&self) -> String {
        perimetre(self.jour, REPRESENTANTS)
    }

    /// The structures (EJ or EG) that this person heads, as a query of `finess, portee` whose `$1` is the account.
    pub(crate) fn structures(&self) -> String {
        habilitations(self.jour, REPRESENTANTS)
    }
}

/// Who may designate gestionnaires: the head of a structure, or a mandataire (R45).
#[derive(Clone)]
pub struct Designateur {
    pub(super) compte: CompteId,
    pub(super) session: SessionId,
    pub(super) jour: Jour,
}

impl Designateur {
    /// The establishments (EG) for which this person designates, as a query whose `$1` is the account (see [`perimetre`]).
    pub(crate) fn perimetre(&self) -> String {
        perimetre(self.jour, DESIGNATEURS)
    }

    /// The structures (EJ or EG) for which this person designates, as a query of `finess, portee` whose `$1` is the account.
    pub(crate) fn structures(&self) -> String {
        habilitations(self.jour, DESIGNATEURS)
    }

    /// Those of [`Designateur::perimetre`] that this person heads: there, and only there, they entrust designations (R45).
    pub(crate) fn perimetre_de_tete(&self) -> String {
        perimetre(self.jour, REPRESENTANTS)
    }

    /// Those of [`Designateur::structures`] that this person heads.
    pub(crate) fn structures_de_tete(&self) -> String {
        habilitations(self.jour, REPRESENTANTS)
    }
}

/// What somebody is to a structure whose path they follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Qualite {
    /// its recognised head: does the steps, holds the cards
    Tete,
    /// says that they head it, and their card has not come yet (J8): does the steps, sees nobody
    Candidate,
    /// heads the EJ it belongs to, while it has its own contract (R40): reads everything and does nothing
    Siege,
}

impl Qualite {
    /// From the column `dirige` of `structure::suivies`.
    pub(crate) fn de(dirige: i64) -> Self {
        match dirige {
            1.. => Self::Tete,
            0 => Self::Candidate,
            _ => Self::Siege,
        }
    }

    /// Does the steps of the path.
    pub fn agit(self) -> bool {
        self != Self::Siege
    }

    /// Sees the cards of the structure, which name people.
    pub fn voit_les_cartes(self) -> bool {
        self != Self::Candidate
    }
}

/// Somebody who reads the path of one structure and its contract. No act takes it.
#[derive(Clone)]
pub struct LecteurStructure {
    pub(super) compte: CompteId,
    pub(super) session: SessionId,
    jour: Jour,
    finess: Finess,
    qualite: Qualite,
}

impl LecteurStructure {
    /// The proof that a row of `structure` gives (`finess`, `dirige`), read for the account of that session: the only way to
    /// make one.
    pub(crate) fn lire(session: &super::SessionOuverte, row: &Row, jour: Jour) -> Result<Self, DbError> {
        Ok(Self {
            compte: session.compte(),
            session: session.id(),
            jour,
            finess: row.parse("finess")?,
            qualite: Qualite::de(row.get("dirige")?),
        })
    }

    /// The structure, and no other.
    pub fn finess(&self) -> &Finess {
        &self.finess
    }

    /// What this person is to it.
    pub fn qualite(&self) -> Qualite {
        self.qualite
    }

    /// The structures that this person heads, as a query of `finess, portee` whose `$1` is the account: read again each time, so
    /// that a right withdrawn meanwhile has no effect.
    pub(crate) fn structures(&self) -> String {
        habilitations(self.jour, REPRESENTANTS)
    }
}

/// Somebody who does the steps of the path of one structure: its head, or somebody who says that they are and whose card has not
/// come yet (J8). Opens the steps of that structure, no personal data and no right on people.
#[derive(Clone)]
pub struct Dirigeant {
    pub(super) compte: CompteId,
    pub(super) session: SessionId,
    lecteur: LecteurStructure,
}

impl Dirigeant {
    /// Of those who read, the ones who act.
    pub(crate) fn parmi(lecteur: LecteurStructure) -> Option<Self> {
        lecteur.qualite.agit().then_some(Self {
            compte: lecteur.compte,
            session: lecteur.session,
            lecteur,
        })
    }

    /// The structure, and no other.
    pub fn finess(&self) -> &Finess {
        &self.lecteur.finess
    }

    /// True for the recognised head; false for somebody whose card has not come yet.
    pub fn est_representant(&self) -> bool {
        self.lecteur.qualite == Qualite::Tete
    }

    /// Whoever acts may read.
    pub fn lecteur(&self) -> &LecteurStructure {
        &self.lecteur
    }

    /// See [`LecteurStructure::structures`].
    pub(crate) fn structures(&self) -> String {
        self.lecteur.structures()
    }
}
