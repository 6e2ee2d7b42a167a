//! E-mail and mobile: two people share one by mistake only (R19), so that an equality weighs more than anything else.

use super::{Accord, TraitCompare, phrase};
use crate::contact::{Email, Mobile};
use crate::saisie::Champ;
use strsim::damerau_levenshtein;

/// Nothing when one of the two is not known.
pub(super) fn email(a: Option<&Email>, b: Option<&Email>) -> Option<TraitCompare> {
    let (a, b) = (a?, b?);
    let (accord, points, phrase) = if a.sans_casse() == b.sans_casse() {
        (Accord::Identique, 30, phrase::EMAIL_EGAL)
    } else if a.local().len().min(b.local().len()) >= 6
        && damerau_levenshtein(&a.sans_casse(), &b.sans_casse()) <= 1
    {
        (Accord::Proche, 4, phrase::EMAIL_PROCHE)
    } else {
        (Accord::Different, -1, phrase::EMAIL_DIFFERENT)
    };
    Some(TraitCompare::new(Champ::Email, accord, points, phrase))
}

/// Nothing when one of the two is not known.
pub(super) fn mobile(a: Option<&Mobile>, b: Option<&Mobile>) -> Option<TraitCompare> {
    let (a, b) = (a?, b?);
    let (accord, points, phrase) = if a == b {
        (Accord::Identique, 30, phrase::MOBILE_EGAL)
    } else if damerau_levenshtein(a.as_e164(), b.as_e164()) <= 1 {
        (Accord::Proche, 4, phrase::MOBILE_PROCHE)
    } else {
        (Accord::Different, -1, phrase::MOBILE_DIFFERENT)
    };
    Some(TraitCompare::new(Champ::Mobile, accord, points, phrase))
}
