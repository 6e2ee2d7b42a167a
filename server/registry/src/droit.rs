//! Proofs of right. A use case asks for a [`Usager`] or a [`Gestionnaire`] as an argument, and only an open session can
//! produce one: forgetting the check does not compile. What a gestionnaire may see and do is narrowed again by
//! `PERIMETRE` in every statement, so that an habilitation withdrawn a second ago is already without effect.
//!
//! Nothing here decides on a demande, and nobody outside this room can build these values.

use crate::db::{DbError, Row};
use crate::session::Limites;
use domain::date::Jour;
use domain::etat_civil::{Certification, EtatCivil};
use domain::ids::{CompteId, SessionId};
use domain::saisie::SaisieEtatCivil;

/// The establishments of the live habilitations of an account, as a parenthesised query to put after `finess IN`. The
/// account is always `$1`. Centralised contract: the EJ and all its EG; decentralised: that EG only (R39, R40). The
/// représentant légal holds the right natively (R42) through a row of the same table.
pub(crate) const PERIMETRE: &str = "(SELECT h.finess FROM habilitation h \
     WHERE h.compte = $1 AND h.portee = 'EG' AND h.retiree_le IS NULL \
     UNION ALL \
     SELECT e.finess FROM habilitation h JOIN etablissement e ON e.finess_ej = h.finess \
     WHERE h.compte = $1 AND h.portee = 'EJ' AND h.retiree_le IS NULL)";

/// Who vouches for the person behind a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fournisseur {
    /// Citizens' identity provider: brings a certified civil status (R14).
    FranceConnect,
    /// Identity provider of the health sector: brings a professional's card.
    ProSanteConnect,
}

impl Fournisseur {
    /// The code stored in the register.
    pub fn code(self) -> &'static str {
        match self {
            Self::FranceConnect => "franceconnect",
            Self::ProSanteConnect => "prosanteconnect",
        }
    }

    /// The name people know.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::FranceConnect => "FranceConnect",
            Self::ProSanteConnect => "Pro Santé Connect",
        }
    }
}

impl std::str::FromStr for Fournisseur {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        match code {
            "franceconnect" => Ok(Self::FranceConnect),
            "prosanteconnect" => Ok(Self::ProSanteConnect),
            _ => Err(()),
        }
    }
}

/// The session does not carry the right that a page or an act needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Interdit {
    /// A civil status is needed, which only FranceConnect brings.
    #[error(
        "Cette page est destinée aux professionnels qui demandent leur numéro RPPS. Connectez-vous avec FranceConnect."
    )]
    PasUsager,
    /// No live habilitation.
    #[error(
        "Cette page est réservée aux gestionnaires habilités. Si votre habilitation a été retirée ou n’est pas encore \
         accordée, adressez-vous au représentant légal de votre structure."
    )]
    PasGestionnaire,
}

/// A session that exists and has not expired.
#[derive(Clone)]
pub struct SessionOuverte {
    id: SessionId,
    compte: CompteId,
    nom_affiche: String,
    fournisseur: Fournisseur,
    limites: Limites,
    identite: Option<Identite>,
    gestionnaire: bool,
    representant: bool,
}

impl SessionOuverte {
    /// The session that a row of `session.rs` describes: the only way to make one.
    pub(crate) fn lire(row: &Row, aujourd_hui: Jour) -> Result<Self, DbError> {
        let identite = row
            .get::<Option<String>>("etat_civil")?
            .map(|json| serde_json::from_str(&json).map_err(|_| DbError::stored("compte.etat_civil")))
            .transpose()?
            .map(|identite| Identite::lire(identite, aujourd_hui));
        Ok(Self {
            id: SessionId::new(row.get("id")?),
            compte: CompteId::new(row.get("compte")?),
            nom_affiche: row.get("nom_affiche")?,
            fournisseur: row.parse("fournisseur")?,
            limites: Limites::lire(row)?,
            identite,
            gestionnaire: row.get::<i64>("gestionnaire")? > 0,
            representant: row.get::<i64>("representant")? > 0,
        })
    }

    /// The session's id (not its secret).
    pub fn id(&self) -> SessionId {
        self.id
    }

    /// The account.
    pub fn compte(&self) -> CompteId {
        self.compte
    }

    /// The name shown in the header.
    pub fn nom_affiche(&self) -> &str {
        &self.nom_affiche
    }

    /// Who vouches for this person.
    pub fn fournisseur(&self) -> Fournisseur {
        self.fournisseur
    }

    /// When it ends.
    pub fn limites(&self) -> Limites {
        self.limites
    }

    /// The same session after a sign of the person, for `session` only.
    pub(crate) fn prolonger(&mut self, limites: Limites) {
        self.limites = limites;
    }

    /// True for a natural person known by a certified civil status.
    pub fn est_usager(&self) -> bool {
        self.fournisseur == Fournisseur::FranceConnect && self.identite.is_some()
    }

    /// True with at least one live habilitation, of whatever kind (R42).
    pub fn est_gestionnaire(&self) -> bool {
        self.gestionnaire || self.representant
    }

    /// True for the legal head of at least one structure.
    pub fn est_representant(&self) -> bool {
        self.representant
    }

    /// The proof that applicants' acts ask for.
    pub fn usager(&self) -> Result<Usager, Interdit> {
        match (&self.identite, self.fournisseur) {
            (Some(identite), Fournisseur::FranceConnect) => Ok(Usager {
                compte: self.compte,
                identite: identite.clone(),
            }),
            _ => Err(Interdit::PasUsager),
        }
    }

    /// The proof that acts on other people's demandes ask for.
    pub fn gestionnaire(&self) -> Result<Gestionnaire, Interdit> {
        if !self.est_gestionnaire() {
            return Err(Interdit::PasGestionnaire);
        }
        Ok(Gestionnaire {
            compte: self.compte,
            etat_civil: self
                .identite
                .as_ref()
                .and_then(|identite| identite.complete.clone()),
        })
    }
}

/// What an identity provider says of somebody.
#[derive(Clone)]
struct Identite {
    /// as form fields; an empty one was not given
    champs: SaisieEtatCivil,
    /// the civil status, when nothing is missing
    complete: Option<EtatCivil>,
}

impl Identite {
    fn lire(champs: SaisieEtatCivil, aujourd_hui: Jour) -> Self {
        let complete = champs.valider(aujourd_hui, Certification::Fc).ok();
        Self { champs, complete }
    }
}

/// A natural person authenticated by FranceConnect, acting for themselves.
#[derive(Clone)]
pub struct Usager {
    compte: CompteId,
    identite: Identite,
}

impl Usager {
    /// The account.
    pub fn compte(&self) -> CompteId {
        self.compte
    }

    /// The civil status as FranceConnect gave it (R14). What is empty it did not say: the usage name of somebody who has
    /// declared none, the town of a birth abroad (R16).
    pub fn identite(&self) -> &SaisieEtatCivil {
        &self.identite.champs
    }

    /// The civil status, when FranceConnect said all of it.
    pub(crate) fn etat_civil(&self) -> Option<&EtatCivil> {
        self.identite.complete.as_ref()
    }
}

/// A gestionnaire with an habilitation, or a représentant légal (R42). The perimeter is not kept here: each act reads it.
#[derive(Clone)]
pub struct Gestionnaire {
    compte: CompteId,
    etat_civil: Option<EtatCivil>,
}

impl Gestionnaire {
    /// The account.
    pub fn compte(&self) -> CompteId {
        self.compte
    }

    /// The civil status of this person, when the account has one: nobody decides on their own demande (R38).
    pub(crate) fn etat_civil(&self) -> Option<&EtatCivil> {
        self.etat_civil.as_ref()
    }
}
