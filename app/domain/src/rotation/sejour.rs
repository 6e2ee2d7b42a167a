//! From the situations of a person to the unbroken runs of days during which they are present.

use crate::date::Jour;

/// The days of a situation, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Periode {
    /// first day
    pub debut: Jour,
    /// last day, when known (R26)
    pub fin: Option<Jour>,
}

impl Periode {
    /// Whether that day is one of them.
    pub fn couvre(self, jour: Jour) -> bool {
        self.debut <= jour && self.fin.is_none_or(|fin| fin >= jour)
    }
}

/// An unbroken run of days on which at least one situation of the person is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sejour {
    /// the day of arrival
    pub debut: Jour,
    /// the last day, planned or past; none while nothing says when it ends
    pub fin: Option<Jour>,
}

impl Sejour {
    /// Whether the person is present that day.
    pub fn couvre(self, jour: Jour) -> bool {
        Periode {
            debut: self.debut,
            fin: self.fin,
        }
        .couvre(jour)
    }

    /// Whether the person had left by that day: their last day is before it.
    pub fn est_fini(self, jour: Jour) -> bool {
        self.fin.is_some_and(|fin| fin < jour)
    }

    /// Days of the stay until that day, both ends included; 0 before it begins.
    pub fn jours_jusqu_au(self, jour: Jour) -> i64 {
        let fin = self.fin.map_or(jour, |fin| fin.min(jour));
        i64::from(fin.to_julian_day() - self.debut.to_julian_day() + 1).max(0)
    }
}

/// The stays of one person, in order of time. A period that ends before it begins holds no day and counts for nothing.
pub fn sejours(periodes: impl IntoIterator<Item = Periode>) -> Vec<Sejour> {
    let mut periodes: Vec<Periode> = periodes
        .into_iter()
        .filter(|periode| periode.fin.is_none_or(|fin| fin >= periode.debut))
        .collect();
    periodes.sort_unstable();
    let mut sejours: Vec<Sejour> = Vec::with_capacity(1);
    for Periode { debut, fin } in periodes {
        match sejours.last_mut() {
            Some(dernier) if suit(dernier.fin, debut) => {
                dernier.fin = match (dernier.fin, fin) {
                    (Some(avant), Some(fin)) => Some(avant.max(fin)),
                    _ => None,
                };
            }
            _ => sejours.push(Sejour { debut, fin }),
        }
    }
    sejours
}

/// Whether a period that begins then goes on with a stay that ends so: no day between the two.
fn suit(fin: Option<Jour>, debut: Jour) -> bool {
    fin.is_none_or(|fin| fin.next_day().is_none_or(|lendemain| debut <= lendemain))
}
