//! What an entry says, in types: who, what act (see `acte`), on what, how it ended.

use super::{Acte, Detail};
use crate::direct;
use domain::date::Instant;
use domain::ids::{
    CarteId, CompteId, ContratId, DemandeId, DepartId, InvitationId, ListeId, LotId, MessageId, ModeleId,
    PersonneId, RevueId, SessionId, VueId,
};

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Auteur {
    /// the program itself: time passed, an operator ran a command
    Programme,
    /// somebody signed in
    Session {
        /// the account
        compte: CompteId,
        /// the stay during which it happened
        session: SessionId,
    },
}

impl Auteur {
    pub(super) fn compte(self) -> Option<CompteId> {
        match self {
            Self::Programme => None,
            Self::Session { compte, .. } => Some(compte),
        }
    }

    pub(super) fn session(self) -> Option<SessionId> {
        match self {
            Self::Programme => None,
            Self::Session { session, .. } => Some(session),
        }
    }
}

/// What an entry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Objet<'a> {
    /// a demande
    Demande(DemandeId),
    /// a registered person
    Personne(PersonneId),
    /// an account: its rights, or what was tried before there is anything else to name
    Compte(CompteId),
    /// a session
    Session(SessionId),
    /// a mail of the outbox
    Courriel(MessageId),
    /// a decision on many demandes
    Lot(LotId),
    /// a template of a structure
    Modele(ModeleId),
    /// a referential, by its name
    Referentiel(&'a str),
    /// a named view of the queue
    Vue(VueId),
    /// a list that was taken away as a file, by its name
    Export(&'a str),
    /// a staff list
    Liste(ListeId),
    /// an invitation to make a demande
    Invitation(InvitationId),
    /// a contract of a structure
    Contrat(ContratId),
    /// a card of a structure
    Carte(CarteId),
    /// a departure recorded in one act
    Depart(DepartId),
    /// a campaign of review
    Revue(RevueId),
    /// a structure, by its FINESS number
    Structure(&'a str),
    /// a page or an endpoint, by its route: never an address as it was typed
    Acces(&'a str),
}

impl Objet<'_> {
    /// The kind stored.
    pub fn genre(self) -> &'static str {
        match self {
            Self::Demande(_) => "demande",
            Self::Personne(_) => "personne",
            Self::Compte(_) => "compte",
            Self::Session(_) => "session",
            Self::Courriel(_) => "message",
            Self::Lot(_) => "lot",
            Self::Modele(_) => "modele",
            Self::Referentiel(_) => "referentiel",
            Self::Vue(_) => "vue",
            Self::Export(_) => "export",
            Self::Liste(_) => "liste",
            Self::Invitation(_) => "invitation",
            Self::Contrat(_) => "contrat",
            Self::Carte(_) => "carte",
            Self::Depart(_) => "depart",
            Self::Revue(_) => "revue",
            Self::Structure(_) => "structure",
            Self::Acces(_) => "acces",
        }
    }

    /// The id stored.
    pub fn id(self) -> String {
        match self {
            Self::Demande(id) => id.to_string(),
            Self::Personne(id) => id.to_string(),
            Self::Compte(id) => id.to_string(),
            Self::Session(id) => id.to_string(),
            Self::Vue(id) => id.to_string(),
            Self::Liste(id) => id.to_string(),
            Self::Invitation(id) => id.to_string(),
            Self::Depart(id) => id.to_string(),
            Self::Courriel(id) => id.to_string(),
            Self::Lot(id) => id.to_string(),
            Self::Contrat(id) => id.to_string(),
            Self::Carte(id) => id.to_string(),
            Self::Modele(id) => id.to_string(),
            Self::Revue(id) => id.to_string(),
            Self::Referentiel(nom) | Self::Export(nom) | Self::Acces(nom) | Self::Structure(nom) => {
                nom.to_owned()
            }
        }
    }
}

/// The outcome of an act that happened; any other is the code of a refusal.
pub(super) const FAIT: &str = "fait";

/// An entry with all that is stored of it, which can wait for its turn.
pub(super) struct Prete {
    pub(super) le: Instant,
    pub(super) auteur: Auteur,
    pub(super) acte: &'static str,
    pub(super) objet: &'static str,
    pub(super) objet_id: String,
    pub(super) issue: &'static str,
    pub(super) detail: Option<Detail>,
    /// told to those who follow, when it is written
    pub(super) annonce: Option<String>,
}

impl Prete {
    pub(super) fn new(entree: Entree<'_>) -> Self {
        Self {
            annonce: direct::annonce(&entree),
            le: entree.le,
            auteur: entree.auteur,
            acte: entree.acte.code(),
            objet: entree.objet.genre(),
            objet_id: entree.objet.id(),
            issue: entree.issue,
            detail: entree.detail,
        }
    }
}

/// An entry about to be written.
pub(crate) struct Entree<'a> {
    pub(super) le: Instant,
    pub(super) auteur: Auteur,
    pub(super) acte: Acte,
    pub(super) objet: Objet<'a>,
    pub(super) issue: &'static str,
    pub(super) detail: Option<Detail>,
}

impl<'a> Entree<'a> {
    /// Something done.
    pub(crate) fn new(le: Instant, auteur: Auteur, acte: Acte, objet: Objet<'a>) -> Self {
        Self {
            le,
            auteur,
            acte,
            objet,
            issue: FAIT,
            detail: None,
        }
    }

    /// With its personal side.
    pub(crate) fn avec(self, detail: Detail) -> Self {
        Self {
            detail: Some(detail),
            ..self
        }
    }

    /// When.
    pub(crate) fn le(&self) -> Instant {
        self.le
    }

    /// Who.
    pub(crate) fn auteur(&self) -> Auteur {
        self.auteur
    }

    /// What act.
    pub(crate) fn acte(&self) -> Acte {
        self.acte
    }

    /// On what.
    pub(crate) fn objet(&self) -> Objet<'a> {
        self.objet
    }

    /// True for what happened, false for what was tried and refused.
    pub(crate) fn est_faite(&self) -> bool {
        self.issue == FAIT
    }

    /// FINESS of the establishment in whose name it was done.
    pub(crate) fn etablissement(&self) -> Option<&str> {
        self.detail.as_ref()?.etablissement.as_deref()
    }

    /// Tried and refused, with the refusal's code.
    pub(super) fn refusee(self, code: &'static str) -> Self {
        Self { issue: code, ..self }
    }
}
