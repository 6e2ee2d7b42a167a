//! When campaigns come: the first day of a period, the last day to answer, the days on which people are reminded.

use super::Frequence;
use crate::date::{Jour, jour};
use time::Duration;

/// How long a campaign is meant to last, in days.
pub const DUREE_JOURS: i64 = 30;

impl Frequence {
    /// How many months a period lasts; none when there are no periods.
    const fn mois(self) -> Option<u8> {
        match self {
            Self::Trimestrielle => Some(3),
            Self::Semestrielle => Some(6),
            Self::Annuelle => Some(12),
            Self::Jamais => None,
        }
    }
}

/// The first day of the period in which that day is; none when campaigns do not come by themselves.
pub fn debut_de_periode(frequence: Frequence, aujourd_hui: Jour) -> Option<Jour> {
    let duree = frequence.mois()?;
    let mois = u8::from(aujourd_hui.month()) - 1;
    jour(aujourd_hui.year(), mois - mois % duree + 1, 1).ok()
}

/// The first day of the next period: when the next campaign opens by itself.
pub fn prochaine_periode(frequence: Frequence, aujourd_hui: Jour) -> Option<Jour> {
    let debut = debut_de_periode(frequence, aujourd_hui)?;
    let mois = u8::from(debut.month()) + frequence.mois()?;
    if mois > 12 {
        jour(debut.year() + 1, mois - 12, 1).ok()
    } else {
        jour(debut.year(), mois, 1).ok()
    }
}

/// « 4e trimestre 2026 », the quarter in which that day is.
pub fn nom_de_periode(jour: Jour) -> String {
    let rang = match (u8::from(jour.month()) - 1) / 3 {
        0 => "1er",
        1 => "2e",
        2 => "3e",
        _ => "4e",
    };
    format!("{rang}\u{a0}trimestre {}", jour.year())
}

/// The last day to answer, for a campaign opened on that day.
pub fn echeance(ouverte_le: Jour) -> Jour {
    ouverte_le
        .checked_add(Duration::days(DUREE_JOURS))
        .unwrap_or(ouverte_le)
}

/// How long after its last day a campaign that nobody attests is still open, in days.
pub const ATTENTE_JOURS: i64 = 30;

/// The day on which a campaign that nobody has attested ends by itself, so that the next one may open.
pub fn cloture(echeance: Jour) -> Jour {
    echeance
        .checked_add(Duration::days(ATTENTE_JOURS))
        .unwrap_or(echeance)
}

/// The latest last day of the campaigns that end by themselves on that day: the other direction of [`cloture`].
pub fn echeance_close(aujourd_hui: Jour) -> Jour {
    aujourd_hui
        .checked_sub(Duration::days(ATTENTE_JOURS))
        .unwrap_or(aujourd_hui)
}

/// A reminder to those whose part is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rappel {
    /// two weeks are left
    DeuxSemaines,
    /// three days are left
    TroisJours,
    /// the last day has passed
    Depasse,
}

impl Rappel {
    /// Every one, in the order in which they come.
    pub const TOUS: [Self; 3] = [Self::DeuxSemaines, Self::TroisJours, Self::Depasse];

    /// What is stored once it was given.
    pub const fn code(self) -> &'static str {
        match self {
            Self::DeuxSemaines => "j-14",
            Self::TroisJours => "j-3",
            Self::Depasse => "depasse",
        }
    }
}

/// The reminder that is due on that day, the latest one only: one that was missed is not given after the next.
pub fn rappel_du(echeance: Jour, aujourd_hui: Jour) -> Option<Rappel> {
    match (echeance - aujourd_hui).whole_days() {
        ..0 => Some(Rappel::Depasse),
        0..=3 => Some(Rappel::TroisJours),
        4..=14 => Some(Rappel::DeuxSemaines),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn le(a: i32, m: u8, j: u8) -> Jour {
        jour(a, m, j).unwrap()
    }

    #[test]
    fn periods_begin_on_the_first_of_a_month() {
        use Frequence::{Annuelle, Jamais, Semestrielle, Trimestrielle};
        for (frequence, debut, suite) in [
            (Trimestrielle, le(2026, 10, 1), le(2027, 1, 1)),
            (Semestrielle, le(2026, 7, 1), le(2027, 1, 1)),
            (Annuelle, le(2026, 1, 1), le(2027, 1, 1)),
        ] {
            for jour in [le(2026, 10, 1), le(2026, 11, 22), le(2026, 12, 31)] {
                assert_eq!(debut_de_periode(frequence, jour), Some(debut));
                assert_eq!(prochaine_periode(frequence, jour), Some(suite));
            }
        }
        assert_eq!(
            prochaine_periode(Trimestrielle, le(2026, 5, 31)),
            Some(le(2026, 7, 1))
        );
        assert_eq!(debut_de_periode(Jamais, le(2026, 11, 22)), None);
        assert_eq!(prochaine_periode(Jamais, le(2026, 11, 22)), None);
    }

    #[test]
    fn every_day_is_in_its_period_and_the_next_one_follows() {
        let mut jour = le(2024, 1, 1);
        while jour < le(2028, 1, 1) {
            for &frequence in Frequence::TOUS {
                let debut = debut_de_periode(frequence, jour);
                let suite = prochaine_periode(frequence, jour);
                assert_eq!(debut.is_none(), frequence == Frequence::Jamais);
                assert!(debut.is_none_or(|debut| debut <= jour));
                assert!(suite.is_none_or(|suite| suite > jour && debut_de_periode(frequence, suite) == Some(suite)));
            }
            jour = jour.next_day().unwrap();
        }
    }

    #[test]
    fn quarters_have_names() {
        assert_eq!(nom_de_periode(le(2026, 3, 31)), "1er\u{a0}trimestre 2026");
        assert_eq!(nom_de_periode(le(2026, 11, 22)), "4e\u{a0}trimestre 2026");
    }

    #[test]
    fn a_campaign_that_nobody_attests_ends_thirty_days_after_its_last_day() {
        let fin = le(2027, 2, 1);
        assert_eq!(cloture(fin), le(2027, 3, 3));
        assert_eq!(echeance_close(cloture(fin)), fin);
        assert!(echeance_close(le(2027, 3, 2)) < fin);
    }

    #[test]
    fn reminders_come_two_weeks_and_three_days_before_then_after() {
        let fin = echeance(le(2026, 11, 1));
        assert_eq!(fin, le(2026, 12, 1));
        for (jour, attendu) in [
            (le(2026, 11, 16), None),
            (le(2026, 11, 17), Some(Rappel::DeuxSemaines)),
            (le(2026, 11, 27), Some(Rappel::DeuxSemaines)),
            (le(2026, 11, 28), Some(Rappel::TroisJours)),
            (le(2026, 12, 1), Some(Rappel::TroisJours)),
            (le(2026, 12, 2), Some(Rappel::Depasse)),
        ] {
            assert_eq!(rappel_du(fin, jour), attendu, "{jour}");
        }
    }
}
