//! Proofs of right. A use case asks for a [`Usager`] or a [`Gestionnaire`] as an argument, and only an open session can
//! produce one (or, in `retour`, a decision taken with one a moment ago): forgetting the check does not compile. What a
//! gestionnaire may see and do is narrowed again by `perimetre` in every statement, so that an habilitation withdrawn a second
//! ago is already without effect.
//!
//! `ouverte` is the session and what it gives, `soi` who holds a proof (R38); one file per family of proofs. Nothing here decides on a demande, and nobody
//! outside this room can build these values.

mod destinataire;
mod lecteur;
mod ouverte;
mod personne;
mod retour;
mod reviseur;
mod soi;
mod structure;

pub use destinataire::Destinataire;
pub use lecteur::LecteurFiches;
pub(crate) use lecteur::scelle;
pub use ouverte::SessionOuverte;
pub(crate) use ouverte::{PERSONNE_DU_COMPTE, personne_dite};
pub use personne::{Inscrit, Operateur, Usager};
pub use reviseur::Reviseur;
pub(crate) use reviseur::{arretee, confiee};
pub(crate) use soi::{Soi, colonnes as colonnes_soi};
pub use structure::{Designateur, Dirigeant, Gestionnaire, LecteurStructure, Qualite, Representant};

use crate::journal::Auteur;
use domain::date::{Jour, court};
use domain::ids::CompteId;

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
    /// The card that carries the habilitation is not valid any more (R43, R48).
    #[error(
        "Votre carte a expiré le {}\u{a0}: vos droits de gestionnaire sont suspendus. Ils reviennent dès que votre nouvelle \
         carte est enregistrée\u{a0}; le représentant légal de votre structure peut suivre son envoi.",
        court(*.0)
    )]
    CarteExpiree(Jour),
    /// Designates gestionnaires, is not one (R45).
    #[error(
        "Votre rôle de mandataire permet de désigner des gestionnaires, pas de traiter les demandes. Pour les traiter \
         vous-même, faites-vous désigner gestionnaire RPPS+."
    )]
    Mandataire,
    /// Not the head of a structure (R45).
    #[error(
        "Cette page est réservée aux représentants légaux. Si vous dirigez une structure, connectez-vous avec la carte de \
         directeur d’établissement reçue après la signature du contrat. Pas encore de carte\u{a0}? Ouvrez d’abord le chemin de \
         votre structure à la page «\u{a0}Mes structures\u{a0}»."
    )]
    PasRepresentant,
    /// Neither the head of a structure nor a mandataire (R45).
    #[error(
        "Seuls le représentant légal et ses mandataires désignent les gestionnaires RPPS+. Adressez-vous à celui de votre structure."
    )]
    PasDesignateur,
    /// Not registered, or with an account that the register does not tie to anybody.
    #[error(
        "Cette page est réservée aux professionnels inscrits au répertoire. Si vous l’êtes, connectez-vous avec votre e-CPS, ou \
         avec le compte FranceConnect qui a servi à votre demande."
    )]
    PasInscrit,
    /// Not the support of the register.
    #[error("Cette page est réservée au support du répertoire.")]
    PasOperateur,
}

/// What every proof says of who holds it.
macro_rules! porteur {
    ($($preuve:ty),+) => {$(
        impl $preuve {
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
        }
    )+};
}

porteur!(
    Usager,
    Inscrit,
    Operateur,
    Gestionnaire,
    Representant,
    Designateur,
    Reviseur,
    LecteurStructure,
    Dirigeant,
    Destinataire
);
