//! From bare digits to the mobile they are, or to the reason why they are none.

use super::{
    mobile::{Mobile, MobileError},
    territoires::{METROPOLE, TERRITOIRES, Territoire},
};

/// Digits after `+` or `00`.
pub(super) fn international(chiffres: &str) -> Result<Mobile, MobileError> {
    if chiffres.len() < 4 {
        return Err(MobileError::TropCourt);
    }
    // Réunion and Mayotte share a code: their mobiles differ, so the first territory that has the number wins.
    let mut refus = MobileError::Etranger;
    for territoire in TERRITOIRES {
        let Some(reste) = chiffres.strip_prefix(territoire.indicatif) else {
            continue;
        };
        // « +33 (0)6 … »: the 0 is only dialled inside the country.
        let reste = if territoire.zero {
            reste.strip_prefix('0').unwrap_or(reste)
        } else {
            reste
        };
        if territoire.a_pour_mobile(reste) {
            return Ok(Mobile::new(territoire, reste));
        }
        // Software that adds +33 to every number it meets adds it to overseas mobiles too.
        if territoire == METROPOLE
            && let Some(mobile) = outre_mer(reste)
        {
            return Ok(mobile);
        }
        refus = pourquoi(territoire, reste);
    }
    Err(refus)
}

/// Digits typed without any sign of a calling code.
pub(super) fn national(chiffres: &str) -> Result<Mobile, MobileError> {
    if let Some(reste) = chiffres.strip_prefix('0') {
        if METROPOLE.a_pour_mobile(reste) {
            return Ok(Mobile::new(METROPOLE, reste));
        }
        return outre_mer(reste).ok_or_else(|| pourquoi(METROPOLE, reste));
    }
    match chiffres.len() {
        6 if TERRITOIRES
            .iter()
            .any(|territoire| territoire.a_pour_mobile(chiffres)) =>
        {
            Err(MobileError::IndicatifManquant)
        }
        // Only French Polynesia has eight digits.
        8 => TERRITOIRES
            .iter()
            .find(|territoire| territoire.a_pour_mobile(chiffres))
            .map(|territoire| Mobile::new(territoire, chiffres))
            .ok_or(MobileError::TropCourt),
        0..=9 => Err(MobileError::TropCourt),
        10 => Err(MobileError::Debut),
        // « 33 6 12 … », the plus sign forgotten. Anything else of that length only has a digit too many.
        _ => international(chiffres).map_err(|refus| match refus {
            MobileError::Etranger | MobileError::TropCourt => MobileError::TropLong,
            autre => autre,
        }),
    }
}

/// The overseas mobile with this nine-digit national number. No two territories share one.
fn outre_mer(reste: &str) -> Option<Mobile> {
    (reste.len() == 9)
        .then(|| {
            TERRITOIRES
                .iter()
                .find(|territoire| territoire.a_pour_mobile(reste))
        })?
        .map(|territoire| Mobile::new(territoire, reste))
}

/// Why this national number, without its leading 0, is not a mobile of that territory.
fn pourquoi(territoire: &Territoire, reste: &str) -> MobileError {
    let longueur = reste.len();
    if territoire.longueurs().all(|juste| longueur < juste) {
        return MobileError::TropCourt;
    }
    if territoire.longueurs().all(|juste| longueur > juste) {
        return MobileError::TropLong;
    }
    if longueur != 9 {
        return MobileError::NonAttribue;
    }
    match reste.as_bytes().first() {
        Some(b'1'..=b'5' | b'9') => MobileError::Fixe,
        Some(b'8') => MobileError::Service,
        _ => MobileError::NonAttribue,
    }
}
