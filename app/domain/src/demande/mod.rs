//! The life of a demande: which act is possible when.
//!
//! `brouillon → à traiter ⇄ à corriger → validée | refusée | retirée | expirée`. The last four are final. Who may act is
//! decided elsewhere (a proof of right); what was typed is checked in `saisie`. This room only knows the order of things.

mod attente;
mod correction;
pub(crate) mod ecrit;
mod explication;
mod reference;

pub use crate::ids::DemandeId;
pub use attente::{
    DELAI_CORRECTION_JOURS, RAPPEL_CORRECTION_JOURS, RESTE_MIN_JOURS, attente_apres, echeance,
    echeance_correction,
};
pub use correction::{Corrigible, DemandeDeCorrection, DemandeDeCorrectionError, PointACorriger};
pub use ecrit::{Remarque, RemarqueError, TexteMessage, TexteMessageError};
pub use explication::{Explication, ExplicationError};
pub use reference::{Reference, ReferenceError};

use crate::date::Instant;
use crate::nomenclature::MotifRefus;

/// A demande that nobody decided expires after this many days, as an account of the neighbouring identity service does.
pub const DELAI_EXPIRATION_JOURS: i64 = 30;

/// When a demande submitted at that instant expires.
pub fn expire_le(soumise: Instant) -> Instant {
    soumise.plus_days(DELAI_EXPIRATION_JOURS)
}

crate::nomenclature::codes::codes! {
    /// Where a demande stands.
    pub enum Statut, StatutError = "Ce statut de demande n’est pas connu." {
        /// Being typed; nobody else sees it.
        Brouillon = "brouillon", "Brouillon";
        /// Waits for the gestionnaire.
        ATraiter = "a_traiter", "En attente de votre établissement";
        /// Waits for the applicant.
        ACorriger = "a_corriger", "À corriger";
        /// Accepted.
        Validee = "validee", "Validée";
        /// Refused, with a motif (R35).
        Refusee = "refusee", "Refusée";
        /// Withdrawn by the applicant.
        Annulee = "annulee", "Retirée";
        /// Nobody decided in time.
        Expiree = "expiree", "Expirée";
    }
}

/// What happens to a demande.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evenement {
    /// The applicant sends it.
    Soumettre,
    /// The gestionnaire accepts it.
    Valider,
    /// The gestionnaire refuses it (R35).
    Refuser {
        /// why, from the national list
        motif: MotifRefus,
        /// why, in the gestionnaire's words
        explication: Explication,
    },
    /// The gestionnaire sends it back.
    DemanderCorrection,
    /// The gestionnaire does not wait for the correction any longer.
    RetirerCorrection,
    /// The applicant sends the corrected demande.
    Resoumettre,
    /// The applicant withdraws it.
    Annuler,
    /// The delay is over.
    Expirer,
}

/// The act is not possible any more, or not yet. The sentence says where the demande stands, which is what the person who
/// acted did not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.phrase())]
pub struct TransitionInterdite {
    /// where the demande stood
    pub depuis: Statut,
}

impl TransitionInterdite {
    const fn phrase(self) -> &'static str {
        match self.depuis {
            Statut::Brouillon => "Cette demande est encore un brouillon\u{a0}: elle n’a pas été envoyée.",
            Statut::ATraiter => {
                "Cette demande a déjà été envoyée\u{a0}: elle attend la décision de l’établissement."
            }
            Statut::ACorriger => "Cette demande attend d’être corrigée par la personne qui l’a faite.",
            Statut::Validee => "Cette demande a déjà été validée\u{a0}: elle ne peut plus changer.",
            Statut::Refusee => "Cette demande a déjà été refusée\u{a0}: elle ne peut plus changer.",
            Statut::Annulee => {
                "Cette demande a été retirée par la personne qui l’a faite\u{a0}: elle ne peut plus changer."
            }
            Statut::Expiree => {
                "Cette demande a expiré faute de réponse\u{a0}: il faut en faire une nouvelle."
            }
        }
    }
}

impl Statut {
    /// Whether somebody still has something to do.
    pub const fn est_ouverte(self) -> bool {
        matches!(self, Self::ATraiter | Self::ACorriger)
    }

    /// Whether nothing can happen any more.
    pub const fn est_finale(self) -> bool {
        matches!(
            self,
            Self::Validee | Self::Refusee | Self::Annulee | Self::Expiree
        )
    }

    /// Where the demande stands after the event.
    pub fn appliquer(self, evenement: &Evenement) -> Result<Self, TransitionInterdite> {
        match (self, evenement) {
            (Self::Brouillon, Evenement::Soumettre)
            | (Self::ACorriger, Evenement::Resoumettre | Evenement::RetirerCorrection) => Ok(Self::ATraiter),
            (Self::ATraiter, Evenement::Valider) => Ok(Self::Validee),
            // A correction may never come: the gestionnaire can still say no.
            (Self::ATraiter | Self::ACorriger, Evenement::Refuser { .. }) => Ok(Self::Refusee),
            (Self::ATraiter, Evenement::DemanderCorrection) => Ok(Self::ACorriger),
            (Self::Brouillon | Self::ATraiter | Self::ACorriger, Evenement::Annuler) => Ok(Self::Annulee),
            (Self::ATraiter | Self::ACorriger, Evenement::Expirer) => Ok(Self::Expiree),
            _ => Err(TransitionInterdite { depuis: self }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn tous() -> Vec<Evenement> {
        vec![
            Evenement::Soumettre,
            Evenement::Valider,
            Evenement::Refuser {
                motif: MotifRefus::Autre,
                explication: "La personne ne travaille pas ici.".parse().unwrap(),
            },
            Evenement::DemanderCorrection,
            Evenement::RetirerCorrection,
            Evenement::Resoumettre,
            Evenement::Annuler,
            Evenement::Expirer,
        ]
    }

    #[test]
    fn a_final_statut_accepts_nothing() {
        for &statut in Statut::TOUS {
            let possibles = tous()
                .iter()
                .filter(|evenement| statut.appliquer(evenement).is_ok())
                .count();
            assert_eq!(possibles == 0, statut.est_finale(), "{statut}");
            assert!(!(statut.est_ouverte() && statut.est_finale()));
        }
    }

    #[test]
    fn only_what_was_sent_can_be_accepted() {
        for &statut in Statut::TOUS {
            assert_eq!(
                statut.appliquer(&Evenement::Valider).is_ok(),
                statut == Statut::ATraiter
            );
        }
    }

    #[test]
    fn the_correction_goes_round() {
        let renvoyee = Statut::ATraiter
            .appliquer(&Evenement::DemanderCorrection)
            .unwrap();
        assert_eq!(renvoyee.appliquer(&Evenement::Resoumettre), Ok(Statut::ATraiter));
    }

    #[test]
    fn codes_read_back() {
        for &statut in Statut::TOUS {
            assert_eq!(statut.code().parse(), Ok(statut));
        }
    }
}
