//! Proofs of people who act on a structure: its gestionnaires, its head, those whom the head entrusts with designations. None
//! of them holds a perimeter: each act reads it, as it is on the day of the request.

use crate::db::{DbError, Row};
use crate::perimetre::{DESIGNATEURS, GESTIONNAIRES, REPRESENTANTS, habilitations, perimetre};
use domain::date::Jour;
use domain::etat_civil::EtatCivil;
use domain::identifiant::Finess;
use domain::ids::{CompteId, PersonneId, SessionId};

/// A gestionnaire with an habilitation, or somebody who holds that right natively: représentant légal, titulaire d'officine
/// (R42). The perimeter is not kept here: each act reads it, as it is on the day of the request.
#[derive(Clone)]
pub struct Gestionnaire {
    pub(super) compte: CompteId,
    pub(super) session: SessionId,
    pub(super) jour: Jour,
    pub(super) personne: Option<PersonneId>,
    pub(super) etat_civil: Option<EtatCivil>,
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

    /// The civil status of this person, when the account has one: nobody decides on their own demande (R38).
    pub(crate) fn etat_civil(&self) -> Option<&EtatCivil> {
        self.etat_civil.as_ref()
    }

    /// This person's own record, when the register ties the account to one: nobody acts on it as a gestionnaire (R38).
    pub(crate) fn personne(&self) -> Option<PersonneId> {
        self.personne
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

/// Somebody who follows the path of one structure: its head, or somebody who says that they are and whose card has not come
/// yet (J8). Opens the steps of that structure, no personal data and no right on people.
#[derive(Clone)]
pub struct Dirigeant {
    pub(super) compte: CompteId,
    pub(super) session: SessionId,
    jour: Jour,
    finess: Finess,
    representant: bool,
}

impl Dirigeant {
    /// The proof that a row of `structure` gives (`finess`, `dirige`), read for the account of that session: the only way to
    /// make one.
    pub(crate) fn lire(session: &super::SessionOuverte, row: &Row, jour: Jour) -> Result<Self, DbError> {
        Ok(Self {
            compte: session.compte(),
            session: session.id(),
            jour,
            finess: row.parse("finess")?,
            representant: row.get::<i64>("dirige")? > 0,
        })
    }

    /// The structure, and no other.
    pub fn finess(&self) -> &Finess {
        &self.finess
    }

    /// True for the recognised head; false for somebody whose card has not come yet.
    pub fn est_representant(&self) -> bool {
        self.representant
    }

    /// The structures of the recognised head, as a query of `finess, portee` whose `$1` is the account: read again by each
    /// act, so that a right withdrawn meanwhile has no effect.
    pub(crate) fn structures(&self) -> String {
        habilitations(self.jour, REPRESENTANTS)
    }
}
