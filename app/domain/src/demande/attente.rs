//! Who a demande waits for, and until when.
//!
//! The thirty days of the gestionnaire do not run while the applicant corrects: that time is added to the limit. The applicant
//! has thirty days of their own for each correction. A demande that comes back is never due the next day: the gestionnaire
//! has at least a week. The age of a demande is always counted from its first submission.

use super::DELAI_EXPIRATION_JOURS;
use crate::date::Instant;

/// A correction that the applicant did not send within this many days ends the demande.
pub const DELAI_CORRECTION_JOURS: i64 = 30;

/// Days that are left to the applicant when they are reminded of a correction that has not come.
pub const RAPPEL_CORRECTION_JOURS: i64 = 7;

/// Days that a gestionnaire has at least when a demande comes back corrected.
pub const RESTE_MIN_JOURS: i64 = 7;

const JOUR: i64 = 86_400_000;

/// When a demande that waits for the gestionnaire expires: `attente` is how long it has waited for its applicant so far, in
/// milliseconds.
pub fn echeance(soumise: Instant, attente: i64) -> Instant {
    super::expire_le(soumise).plus_millis(attente)
}

/// When a correction asked for at that instant is not waited for any longer.
pub fn echeance_correction(demandee: Instant) -> Instant {
    demandee.plus_days(DELAI_CORRECTION_JOURS)
}

/// How long the demande has waited for its applicant in all, in milliseconds, once a correction asked for at `demandee` ends at
/// `fin`: at least what leaves the gestionnaire a week.
pub fn attente_apres(soumise: Instant, attente: i64, demandee: Instant, fin: Instant) -> i64 {
    let attendu = attente + (fin.millis() - demandee.millis()).max(0);
    let au_moins = fin.millis() - soumise.millis() + (RESTE_MIN_JOURS - DELAI_EXPIRATION_JOURS) * JOUR;
    attendu.max(au_moins)
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn le(jour: i64) -> Instant {
        Instant::from_millis(jour * JOUR)
    }

    #[test]
    fn the_clock_stops_while_the_applicant_corrects() {
        // Asked on day 3, sent back on day 13: ten days more.
        let attente = attente_apres(le(0), 0, le(3), le(13));
        assert_eq!(echeance(le(0), attente), le(40));
        // A second round adds to the first.
        let attente = attente_apres(le(0), attente, le(20), le(25));
        assert_eq!(echeance(le(0), attente), le(45));
    }

    #[test]
    fn a_demande_that_comes_back_has_a_week() {
        let attente = attente_apres(le(0), 0, le(29), le(40));
        assert_eq!(echeance(le(0), attente), le(47));
        assert_eq!(echeance_correction(le(29)), le(59));
    }
}
