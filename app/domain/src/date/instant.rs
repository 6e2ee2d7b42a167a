//! A point in time, and how the time of Paris shows it.

use serde::{Deserialize, Serialize};
use time::Month;

use super::{Jour, court, long};

const SECONDE: i64 = 1_000;
const MINUTE: i64 = 60 * SECONDE;
const HEURE: i64 = 60 * MINUTE;
const JOURNEE: i64 = 24 * HEURE;
/// Julian day of 1 January 1970, where Unix time starts.
const JULIEN_1970: i64 = 2_440_588;

/// A point in time: milliseconds since 1 January 1970 at midnight UTC, leap seconds ignored as Unix time does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(i64);

impl Instant {
    /// The instant that many milliseconds after the start of 1970 (UTC).
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the start of 1970 (UTC).
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// That many milliseconds later, or earlier when negative; stops at the ends of time instead of overflowing.
    #[must_use]
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// That many times 24 hours later, or earlier when negative.
    #[must_use]
    pub const fn plus_days(self, jours: i64) -> Self {
        self.plus_millis(jours.saturating_mul(JOURNEE))
    }

    /// Day, hour and minute on a clock in Paris, with the summer time rule the European Union follows since 1996.
    pub fn paris(self) -> (Jour, u8, u8) {
        let heure_paris = self.plus_millis(if self.est_en_ete() { 2 * HEURE } else { HEURE });
        let millis_du_jour = heure_paris.0.rem_euclid(JOURNEE);
        // Both are smaller than 60, so the fallback is never taken.
        let petit = |n: i64| u8::try_from(n).unwrap_or(0);
        (
            heure_paris.jour_utc(),
            petit(millis_du_jour / HEURE),
            petit(millis_du_jour % HEURE / MINUTE),
        )
    }

    /// The day on a calendar in Paris.
    pub fn jour_paris(self) -> Jour {
        self.paris().0
    }

    /// `22 novembre 2026 à 19 h 34`, time of Paris, for sentences.
    pub fn affichage(self) -> String {
        let (jour, heure, minute) = self.paris();
        format!("{} à {heure}\u{a0}h\u{a0}{minute:02}", long(jour))
    }

    /// `22/11/2026 19:34`, time of Paris, for tables.
    pub fn court(self) -> String {
        let (jour, heure, minute) = self.paris();
        format!("{} {heure:02}:{minute:02}", court(jour))
    }

    /// Summer time runs from the last Sunday of March at 01:00 UTC to the last Sunday of October at 01:00 UTC.
    fn est_en_ete(self) -> bool {
        let annee = self.jour_utc().year();
        let (Some(debut), Some(fin)) = (bascule(annee, Month::March), bascule(annee, Month::October)) else {
            return false;
        };
        (debut..fin).contains(&self)
    }

    /// The day in UTC; an instant outside the calendar takes its first or last day.
    fn jour_utc(self) -> Jour {
        let bord = if self.0 < 0 { Jour::MIN } else { Jour::MAX };
        i32::try_from(self.0.div_euclid(JOURNEE) + JULIEN_1970)
            .ok()
            .and_then(|julien| Jour::from_julian_day(julien).ok())
            .unwrap_or(bord)
    }
}

/// When clocks change at the end of this month of 31 days; `None` at the ends of the calendar.
fn bascule(annee: i32, mois: Month) -> Option<Instant> {
    let dernier = Jour::from_calendar_date(annee, mois, 31).ok()?;
    let julien = i64::from(dernier.to_julian_day()) - i64::from(dernier.weekday().number_days_from_sunday());
    Some(Instant((julien - JULIEN_1970) * JOURNEE + HEURE))
}

/// How long ago, as people say it: « à l’instant », « il y a 5 minutes », « il y a 3 heures », « hier », « il y a 12 jours ».
/// Days are those of Paris. An instant still to come reads « à l’instant »: two clocks seldom agree to the second.
pub fn anciennete(depuis: Instant, maintenant: Instant) -> String {
    let ecoule = maintenant.0.saturating_sub(depuis.0);
    if ecoule < MINUTE {
        return "à l’instant".to_owned();
    }
    if ecoule < HEURE {
        return il_y_a(ecoule / MINUTE, "minute");
    }
    let jours = maintenant.jour_paris().to_julian_day() - depuis.jour_paris().to_julian_day();
    // Last evening is « il y a 3 heures » rather than « hier » when it is just past midnight.
    if ecoule < JOURNEE / 2 || jours == 0 {
        return il_y_a(ecoule / HEURE, "heure");
    }
    if jours == 1 {
        return "hier".to_owned();
    }
    il_y_a(i64::from(jours), "jour")
}

fn il_y_a(nombre: i64, unite: &str) -> String {
    format!(
        "il y a {nombre}\u{a0}{unite}{}",
        if nombre > 1 { "s" } else { "" }
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::{iso, jour};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    /// An instant from a UTC reading, the long way round.
    fn utc(a: i32, m: u8, j: u8, heure: i64, minute: i64) -> Instant {
        let jours = i64::from(jour(a, m, j).unwrap().to_julian_day()) - JULIEN_1970;
        Instant(jours * JOURNEE + heure * HEURE + minute * MINUTE)
    }

    #[test]
    fn changes_clocks_on_the_last_sundays() {
        // 2026: 29 March and 25 October. 2027: 28 March and 31 October.
        for (instant, heure) in [
            (utc(2026, 3, 29, 0, 59), (1, 59)),
            (utc(2026, 3, 29, 1, 0), (3, 0)),
            (utc(2026, 10, 25, 0, 59), (2, 59)),
            (utc(2026, 10, 25, 1, 0), (2, 0)),
            (utc(2027, 3, 28, 1, 0), (3, 0)),
            (utc(2027, 10, 31, 1, 0), (2, 0)),
            (utc(2026, 7, 14, 10, 0), (12, 0)),
            (utc(2026, 1, 1, 10, 0), (11, 0)),
        ] {
            let (_, h, m) = instant.paris();
            assert_eq!((h, m), heure, "{instant:?}");
        }
    }

    #[test]
    fn shows_the_day_of_paris() {
        let reveillon = utc(2026, 12, 31, 23, 30);
        assert_eq!(iso(reveillon.jour_paris()), "2027-01-01");
        assert_eq!(reveillon.affichage(), "1er janvier 2027 à 0\u{a0}h\u{a0}30");
        assert_eq!(utc(2026, 11, 22, 18, 34).court(), "22/11/2026 19:34");
        assert_eq!(
            utc(2026, 11, 22, 18, 34).affichage(),
            "22 novembre 2026 à 19\u{a0}h\u{a0}34"
        );
    }

    #[test]
    fn survives_the_ends_of_time() {
        for millis in [i64::MIN, -1, 0, 1, i64::MAX] {
            let instant = Instant::from_millis(millis);
            let _ = (
                instant.affichage(),
                instant.plus_days(i64::MAX),
                instant.plus_millis(i64::MIN),
            );
            let _ = anciennete(instant, Instant::from_millis(i64::MAX));
        }
    }

    #[test]
    fn says_how_long_ago() {
        let maintenant = utc(2026, 11, 22, 9, 0);
        let il_y_a = |millis: i64| anciennete(maintenant.plus_millis(-millis), maintenant);
        assert_eq!(il_y_a(-5 * JOURNEE), "à l’instant");
        assert_eq!(il_y_a(59 * SECONDE), "à l’instant");
        assert_eq!(il_y_a(MINUTE), "il y a 1\u{a0}minute");
        assert_eq!(il_y_a(5 * MINUTE), "il y a 5\u{a0}minutes");
        assert_eq!(il_y_a(11 * HEURE), "il y a 11\u{a0}heures");
        assert_eq!(il_y_a(13 * HEURE), "hier");
        assert_eq!(il_y_a(30 * HEURE), "hier");
        assert_eq!(il_y_a(12 * JOURNEE), "il y a 12\u{a0}jours");
    }
}
