//! Forms as typed, and the one reading of them: the same in the browser while typing and on the server on submission.
//!
//! A raw form holds strings only, named as the HTML fields, and keeps whatever was typed. `valider` turns it into domain
//! values or says everything that is wrong at once. Nothing here looks anything up: what the register knows is an argument.

mod autrui;
mod champ;
mod complete;
mod contact;
mod correction;
mod decision;
mod designation;
mod erreurs;
mod etape;
mod etat_civil;
mod fermeture;
mod inscription;
mod invitation;
mod legale;
mod lire;
mod message;
mod noms;
mod reponse;
mod situation;

pub use champ::{Champ, ChampInconnu};
pub use complete::{DemandeComplete, SaisieDemande};
pub use contact::{Contact, SaisieContact};
pub use correction::SaisieCorrection;
pub use decision::SaisieDecision;
pub use designation::{CguAcceptees, HabiliteValide, Inconnu, SaisieCgu, SaisieHabilite, SaisieInconnu};
pub use erreurs::{Erreur, Erreurs};
pub use etape::{Etape, EtapeInconnue};
pub use etat_civil::SaisieEtatCivil;
pub use fermeture::{Fermeture, SaisieFermeture};
pub use inscription::{
    FinPiece, FinPieceError, InscriptionComplete, Piece, SaisieEngagement, SaisieInscription, SaisiePiece,
    TypePiece, TypePieceError,
};
pub use invitation::{InvitationPrete, SaisieInvitation};
pub use legale::{AttestationLegale, SaisieLegale};
pub use lire::SAISIE_MAX;
pub use message::{ModeleValide, SaisieMessage, SaisieModele};
pub use noms::{NomsExercice, SaisieNoms};
pub use reponse::SaisieReponse;
pub use situation::{ContexteSituation, SaisieSituation, SituationExercice};

/// Declares a raw form: strings named as the HTML fields, all optional when read, hidden by `Debug` since they are personal.
macro_rules! saisie {
    ($(#[$doc:meta])* pub struct $nom:ident { $( $(#[$cdoc:meta])* $champ:ident ),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(default)]
        pub struct $nom {
            $( $(#[$cdoc])* pub $champ: String, )+
        }

        impl $nom {
            /// HTML names of its fields, in order.
            pub const NOMS: &'static [&'static str] = &[$( stringify!($champ) ),+];

            /// Fills the field of that HTML name; false when the form has none.
            pub fn set(&mut self, nom: &str, valeur: String) -> bool {
                match nom {
                    $( stringify!($champ) => self.$champ = valeur, )+
                    _ => return false,
                }
                true
            }

            /// What was typed in the field of that HTML name.
            pub fn get(&self, nom: &str) -> Option<&str> {
                match nom {
                    $( stringify!($champ) => Some(&self.$champ), )+
                    _ => None,
                }
            }

            /// Whether nothing was typed at all.
            pub fn est_vide(&self) -> bool {
                $( self.$champ.trim().is_empty() )&&+
            }
        }

        // `Debug` ends up in logs: never what was typed.
        impl std::fmt::Debug for $nom {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($nom), "(…)"))
            }
        }
    };
}

pub(crate) use saisie;
