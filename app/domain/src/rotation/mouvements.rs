//! Arrivals, departures and headcount, month by month, and the figures drawn from them.

use super::{Mois, Sejour};
use crate::date::Jour;

/// Complete months that the figures are about; the month in progress comes after them and counts in none.
pub const MOIS_COMPLETS: u8 = 12;

/// A month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LigneMois {
    /// which
    pub mois: Mois,
    /// not over yet: counted until today
    pub en_cours: bool,
    /// people whose stay began in it
    pub arrivees: u32,
    /// people whose last day was in it; today's is not over yet
    pub departs: u32,
    /// people still there when it was over; today, for the month in progress
    pub presents: u32,
}

/// The turnover of a structure on a day. A person who left and came back counts once for each move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mouvements {
    /// twelve complete months, then the one in progress; each headcount is the one before, plus arrivals, minus departures
    pub mois: Vec<LigneMois>,
    /// people whose stay begins after today
    pub a_venir: u32,
    /// mean days since arrival of those present, today included
    pub anciennete: Option<i64>,
    /// mean days of the stays that ended within these months
    pub duree_des_partis: Option<i64>,
}

/// Counts stays, each a person's own. Stays of the same person do not overlap (see [`super::sejours`]).
pub fn compter<'a>(sejours: impl IntoIterator<Item = &'a Sejour>, aujourd_hui: Jour) -> Mouvements {
    let en_cours = Mois::de(aujourd_hui);
    let premier = en_cours.moins(MOIS_COMPLETS.into());
    let mut mois: Vec<LigneMois> = (0..=MOIS_COMPLETS)
        .map(|rang| {
            let mois = en_cours.moins(i32::from(MOIS_COMPLETS - rang));
            LigneMois {
                mois,
                en_cours: mois == en_cours,
                arrivees: 0,
                departs: 0,
                presents: 0,
            }
        })
        .collect();
    let place = |jour: Jour| usize::try_from(Mois::de(jour).depuis(premier)).ok();
    let (mut avant, mut a_venir) = (0_u32, 0_u32);
    let (mut presents, mut partis) = (Moyenne::default(), Moyenne::default());
    for sejour in sejours {
        if sejour.debut > aujourd_hui {
            a_venir += 1;
            continue;
        }
        let arrivee = place(sejour.debut);
        match arrivee.and_then(|rang| mois.get_mut(rang)) {
            Some(ligne) => ligne.arrivees += 1,
            // Arrived before these months: present at their beginning unless the stay was over by then.
            None if sejour.fin.is_none_or(|fin| place(fin).is_some()) => avant += 1,
            None => continue,
        }
        if sejour.couvre(aujourd_hui) {
            presents.ajouter(sejour.jours_jusqu_au(aujourd_hui));
        } else if let Some(ligne) = sejour.fin.and_then(place).and_then(|rang| mois.get_mut(rang)) {
            ligne.departs += 1;
            partis.ajouter(sejour.jours_jusqu_au(aujourd_hui));
        }
    }
    let mut presents_avant = avant;
    for ligne in &mut mois {
        ligne.presents = (presents_avant + ligne.arrivees).saturating_sub(ligne.departs);
        presents_avant = ligne.presents;
    }
    Mouvements {
        mois,
        a_venir,
        anciennete: presents.valeur(),
        duree_des_partis: partis.valeur(),
    }
}

impl Mouvements {
    /// People present today.
    pub fn presents(&self) -> u32 {
        self.mois.last().map_or(0, |ligne| ligne.presents)
    }

    /// Arrivals of the twelve complete months.
    pub fn arrivees(&self) -> u32 {
        self.complets().map(|ligne| ligne.arrivees).sum()
    }

    /// Departures of the twelve complete months.
    pub fn departs(&self) -> u32 {
        self.complets().map(|ligne| ligne.departs).sum()
    }

    /// Whether somebody is there, came, went or is expected: there is something to say.
    pub fn a_bouge(&self) -> bool {
        self.a_venir > 0
            || self
                .mois
                .iter()
                .any(|ligne| ligne.presents + ligne.arrivees + ligne.departs > 0)
    }

    /// The month in progress.
    pub fn en_cours(&self) -> Option<&LigneMois> {
        self.mois.iter().find(|ligne| ligne.en_cours)
    }

    /// Mean of the twelve headcounts at the end of a month, in tenths of a person.
    pub fn effectif_moyen_dixiemes(&self) -> u64 {
        diviser(self.somme_des_effectifs() * 10, MOIS_COMPLETS.into()).unwrap_or(0)
    }

    /// The turnover rate in tenths of a percent: half the sum of arrivals and departures, over the mean headcount. None when nobody
    /// was ever there at the end of a month: there is nothing to compare with.
    pub fn taux_pour_mille(&self) -> Option<u64> {
        let mouvements = u64::from(self.arrivees()) + u64::from(self.departs());
        diviser(
            mouvements * 1_000 * u64::from(MOIS_COMPLETS),
            2 * self.somme_des_effectifs(),
        )
    }

    fn complets(&self) -> impl Iterator<Item = &LigneMois> {
        self.mois.iter().filter(|ligne| !ligne.en_cours)
    }

    fn somme_des_effectifs(&self) -> u64 {
        self.complets().map(|ligne| u64::from(ligne.presents)).sum()
    }
}

/// The nearest whole number.
fn diviser(numerateur: u64, denominateur: u64) -> Option<u64> {
    (numerateur + denominateur / 2).checked_div(denominateur)
}

/// A mean being made.
#[derive(Default)]
struct Moyenne {
    somme: i64,
    nombre: i64,
}

impl Moyenne {
    fn ajouter(&mut self, valeur: i64) {
        self.somme = self.somme.saturating_add(valeur);
        self.nombre += 1;
    }

    fn valeur(&self) -> Option<i64> {
        self.somme.checked_div(self.nombre)
    }
}
