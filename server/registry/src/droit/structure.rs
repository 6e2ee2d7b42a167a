//! Proofs of people who act on a structure: its gestionnaires, its head, those whom the head entrusts with designations. None
//! of them holds a perimeter: each act reads it, as it is on the day of the request.

use crate::journal::Auteur;
use crate::perimetre::{DESIGNATEURS, GESTIONNAIRES, REPRESENTANTS, habilitations, perimetre};
use domain::date::Jour;
use domain::etat_civil::EtatCivil;
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
    /// The account.
    pub fn compte(&self) -> CompteId {
        self.compte
    }

    /// Who acts, for the journal.
    pub fn auteur(&self) -> Auteur {
        Auteur::Session {
            compte: self.compte,
            session: self.session,
        }
    }

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
    /// The account.
    pub fn compte(&self) -> CompteId {
        self.compte
    }

    /// Who acts, for the journal.
    pub fn auteur(&self) -> Auteur {
        Auteur::Session {
            compte: self.compte,
            session: self.session,
        }
    }

    /// The session during which this person acts.
    pub(crate) fn session(&self) -> SessionId {
        self.session
    }

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
    /// The account.
    pub fn compte(&self) -> CompteId {
        self.compte
    }

    /// Who acts, for the journal.
    pub fn auteur(&self) -> Auteur {
        Auteur::Session {
            compte: self.compte,
            session: self.session,
        }
    }

    /// The session during which this person acts.
    pub(crate) fn session(&self) -> SessionId {
        self.session
    }

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
