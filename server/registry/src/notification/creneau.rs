//! When digests are written: nine o'clock on the clocks of Paris, summer and winter; eight for the summary of the week.

use super::Rythme;
use domain::date::{Instant, Jour};
use time::Weekday;

const HEURE: i64 = 3_600_000;
const JOURNEE: i64 = 24 * HEURE;
/// Julian day of 1 January 1970.
const JULIEN_1970: i64 = 2_440_588;
/// The hour of digests, in Paris.
const NEUF_HEURES: u8 = 9;
/// The hour of the summary of the week, in Paris.
const HUIT_HEURES: u8 = 8;

/// The latest moment, not after `now`, at which that digest is due; none for the rhythms that have no digest.
pub(super) fn dernier(rythme: Rythme, now: Instant) -> Option<Instant> {
    let du = |jour: Jour| match rythme {
        Rythme::Quotidien => !matches!(jour.weekday(), Weekday::Saturday | Weekday::Sunday),
        Rythme::Hebdomadaire => jour.weekday() == Weekday::Monday,
        Rythme::Maintenant | Rythme::Jamais => false,
    };
    dernier_a(NEUF_HEURES, du, now)
}

/// The latest Monday at eight in Paris, not after `now`: when the summary of the week is due.
pub(crate) fn lundi_huit_heures(now: Instant) -> Option<Instant> {
    dernier_a(HUIT_HEURES, |jour| jour.weekday() == Weekday::Monday, now)
}

fn dernier_a(heure: u8, du: impl Fn(Jour) -> bool, now: Instant) -> Option<Instant> {
    let mut jour = now.jour_paris();
    for _ in 0..8 {
        if du(jour)
            && let Some(instant) = a(heure, jour)
            && instant <= now
        {
            return Some(instant);
        }
        jour = jour.previous_day()?;
    }
    None
}

/// That hour of that day in Paris, by day: clocks change at night, so that one offset is right.
fn a(heure: u8, jour: Jour) -> Option<Instant> {
    let minuit = (i64::from(jour.to_julian_day()) - JULIEN_1970) * JOURNEE;
    [1, 2]
        .into_iter()
        .map(|decalage| Instant::from_millis(minuit + (i64::from(heure) - decalage) * HEURE))
        .find(|instant| instant.paris() == (jour, heure, 0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::date::jour;

    fn paris(a: i32, m: u8, j: u8, heure: i64, decalage: i64) -> Instant {
        let jours = i64::from(jour(a, m, j).unwrap().to_julian_day()) - JULIEN_1970;
        Instant::from_millis(jours * JOURNEE + (heure - decalage) * HEURE)
    }

    #[test]
    fn nine_in_paris_whatever_the_season() {
        // Friday 27 March 2026 is winter time, Monday 30 is summer time; clocks change back on Sunday 25 October.
        for (now, attendu) in [
            (paris(2026, 3, 27, 9, 1), paris(2026, 3, 27, 9, 1)),
            (paris(2026, 3, 29, 12, 2), paris(2026, 3, 27, 9, 1)),
            (paris(2026, 3, 30, 9, 2), paris(2026, 3, 30, 9, 2)),
            (paris(2026, 10, 23, 23, 2), paris(2026, 10, 23, 9, 2)),
            (paris(2026, 10, 26, 8, 1), paris(2026, 10, 23, 9, 2)),
            (paris(2026, 10, 26, 9, 1), paris(2026, 10, 26, 9, 1)),
        ] {
            assert_eq!(dernier(Rythme::Quotidien, now), Some(attendu), "{now:?}");
        }
    }

    #[test]
    fn one_millisecond_early_is_the_day_before() {
        let mardi = paris(2026, 11, 24, 9, 1);
        assert_eq!(
            dernier(Rythme::Quotidien, mardi.plus_millis(-1)),
            Some(paris(2026, 11, 23, 9, 1))
        );
    }

    #[test]
    fn the_week_begins_on_monday() {
        for jour in 23..=29 {
            let now = paris(2026, 11, jour, 10, 1);
            assert_eq!(
                dernier(Rythme::Hebdomadaire, now),
                Some(paris(2026, 11, 23, 9, 1))
            );
        }
        assert_eq!(
            dernier(Rythme::Hebdomadaire, paris(2026, 11, 23, 8, 1)),
            Some(paris(2026, 11, 16, 9, 1))
        );
        assert_eq!(dernier(Rythme::Jamais, paris(2026, 11, 23, 8, 1)), None);
    }

    #[test]
    fn the_summary_comes_on_monday_at_eight() {
        let lundi = paris(2026, 11, 23, 8, 1);
        assert_eq!(lundi_huit_heures(lundi), Some(lundi));
        assert_eq!(lundi_huit_heures(paris(2026, 11, 29, 23, 1)), Some(lundi));
        assert_eq!(
            lundi_huit_heures(lundi.plus_millis(-1)),
            Some(paris(2026, 11, 16, 8, 1))
        );
    }

    #[test]
    fn survives_the_ends_of_time() {
        for millis in [i64::MIN, 0, i64::MAX] {
            let _ = dernier(Rythme::Quotidien, Instant::from_millis(millis));
            let _ = lundi_huit_heures(Instant::from_millis(millis));
        }
    }
}
