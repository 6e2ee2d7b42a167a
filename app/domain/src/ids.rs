//! Typed identifiers, so that the id of a person can never be passed where the id of a demande is expected.
//!
//! An id says nothing about what it names. This room never makes one: a new UUID is an argument that comes from outside.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

/// Why a text is not an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum IdError {
    /// The text is not a UUID: most often a link cut in two by a mail program.
    #[error("Ce lien est incomplet ou abîmé. Revenez à la page précédente et suivez-le à nouveau.")]
    Illisible,
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Gives its type to a UUID.
            pub const fn new(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The bare UUID, for storage.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(s: &str) -> Result<Self, Self::Err> {
                Uuid::try_parse(s.trim()).map(Self).map_err(|_| IdError::Illisible)
            }
        }
    )+};
}

ids! {
    /// A request to be registered or modified (§5).
    DemandeId;
    /// A person of the register; not the RPPS number, which comes with validation.
    PersonneId;
    /// A link between a person and an establishment.
    SituationId;
    /// Somebody who can sign in.
    CompteId;
    /// One stay of a signed-in person.
    SessionId;
    /// The right given to a gestionnaire on a structure (R43).
    HabilitationId;
    /// A demande d’habilitation: people chosen to act for a structure (J6).
    DesignationId;
    /// One of those people.
    LigneDesignationId;
    /// A message waiting to be sent, or sent.
    MessageId;
    /// A staff list brought by a gestionnaire.
    ListeId;
    /// A registration that a gestionnaire does from end to end (J3).
    EnregistrementId;
    /// Somebody who looks like the person of a demande: a person of the register, or another demande.
    SujetId;
    /// One search made by a gestionnaire.
    RechercheId;
    /// A filter of the queue that a gestionnaire gave a name.
    VueId;
    /// One decision taken on many demandes at once.
    LotId;
    /// A template of a structure.
    ModeleId;
    /// An invitation to make a demande.
    InvitationId;
    /// A contract of a structure with the national agency (R39).
    ContratId;
    /// A card of a structure (R46).
    CarteId;
    /// A departure recorded in one act, and the intention of it before that.
    DepartId;
    /// A campaign in which each person of a structure is confirmed or not.
    RevueId;
    /// A part of a campaign entrusted to somebody by link.
    PartageId;
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn prints_and_reads_back() {
        let id = DemandeId::new(Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0001));
        assert_eq!(id.to_string(), "01920000-0000-7000-8000-000000000001");
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(serde_json::to_string(&id).unwrap(), format!("\"{id}\""));
    }

    #[test]
    fn refuses_what_is_not_a_uuid() {
        assert_eq!("".parse::<CompteId>(), Err(IdError::Illisible));
        assert_eq!(
            "01920000-0000-7000-8000".parse::<CompteId>(),
            Err(IdError::Illisible)
        );
    }
}
