//! What the register keeps of a person, and for how long: the copy that a person may ask for (`export`), the erasure of what
//! is kept for a while only (`effacement`, `echeances`, `comptes`). `copie` is the shape of that copy.
//!
//! Nothing here reads anybody else's data: an export starts from an open session and follows its account only. What a person
//! has become (the record, the accepted demandes) is the register itself and is never erased here.

mod comptes;
mod copie;
mod echeances;
mod effacement;
mod export;
mod export_echanges;
mod export_structures;
mod mots;
#[cfg(test)]
mod plans;
mod rubriques;

pub use copie::{
    ChampExporte, CompteExporte, CorrectionExportee, DemandeExportee, ElementExporte, FicheExportee,
    HabilitationExportee, JournalExporte, MesDonnees, MessageExporte, MessageFilExporte, Moment,
    NotificationsExportees, PieceExportee, SessionExportee, SituationExportee, VueExportee,
};
pub use effacement::Efface;

use domain::date::Instant;
use domain::demande::Statut;

/// How long what leads nowhere is kept: drafts that nobody touches, demandes refused, withdrawn or expired, accepted ones whose
/// registration was removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conservation {
    jours: i64,
}

impl Default for Conservation {
    /// Thirty days.
    fn default() -> Self {
        Self { jours: 30 }
    }
}

/// How long what proves who had which right is kept once the right has ended, in days.
const AN_JOURS: i64 = 365;

/// What leads nowhere; the same as [`Conservation::concerne`] for a demande that is in the register.
const EFFACABLES: &str = "statut IN ('brouillon', 'refusee', 'annulee', 'expiree')";
/// An accepted demande whose registration the support removed.
const SANS_FICHE: &str = "statut = 'validee' AND personne IS NULL";

impl Conservation {
    /// That many days, at least one.
    pub fn jours(jours: i64) -> Self {
        Self { jours: jours.max(1) }
    }

    /// The number of days.
    pub fn nombre(self) -> i64 {
        self.jours
    }

    /// True for a demande that is kept for a while only. `sans_fiche`: nobody is registered by it, or not any more.
    pub fn concerne(statut: Statut, sans_fiche: bool) -> bool {
        match statut {
            Statut::Brouillon | Statut::Refusee | Statut::Annulee | Statut::Expiree => true,
            Statut::Validee => sans_fiche,
            Statut::ATraiter | Statut::ACorriger => false,
        }
    }

    /// When a demande in this state, last changed then, is erased; none when it is kept.
    pub fn efface_le(self, statut: Statut, sans_fiche: bool, modifiee_le: Instant) -> Option<Instant> {
        Self::concerne(statut, sans_fiche).then(|| modifiee_le.plus_days(self.jours))
    }
}

#[cfg(test)]
mod tests {
    use super::{Conservation, EFFACABLES, SANS_FICHE};
    use domain::date::Instant;
    use domain::demande::Statut;

    #[test]
    fn the_statements_and_the_rule_speak_of_the_same_states() {
        for &statut in Statut::TOUS {
            let dite = |condition: &str| condition.contains(&format!("'{}'", statut.code()));
            for (sans_fiche, dans) in [
                (false, dite(EFFACABLES)),
                (true, dite(EFFACABLES) || dite(SANS_FICHE)),
            ] {
                assert_eq!(dans, Conservation::concerne(statut, sans_fiche), "{statut}");
                let efface_le =
                    Conservation::default().efface_le(statut, sans_fiche, Instant::from_millis(0));
                assert_eq!(efface_le.map(Instant::millis), dans.then_some(30 * 86_400_000));
            }
        }
        assert_eq!(Conservation::jours(-3).nombre(), 1);
    }
}
