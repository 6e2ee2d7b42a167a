//! Everybody of some establishments, person by person, with the stays that their situations make.

use super::lecture::Metier;
use domain::date::Jour;
use domain::identifiant::Finess;
use domain::nomenclature::MotifFin;
use domain::rotation::{Periode, Sejour, sejours};
use std::ops::Range;
use uuid::Uuid;

/// An establishment concerned.
#[derive(Clone)]
pub(super) struct Lieu {
    pub(super) finess: Finess,
    pub(super) nom: String,
    pub(super) finess_ej: Finess,
    pub(super) nom_ej: String,
    pub(super) ouvert: bool,
}

/// A situation, as far as turnover is concerned.
pub(super) struct Passage {
    pub(super) personne: Uuid,
    /// rank among the establishments of the reading
    pub(super) lieu: usize,
    /// rank among the jobs of the reading
    pub(super) metier: usize,
    pub(super) debut: Jour,
    pub(super) fin: Option<Jour>,
    pub(super) motif: Option<MotifFin>,
    /// when it was written, in UTC milliseconds
    pub(super) cree_le: i64,
    /// the last sign of the person, likewise
    pub(super) signe: Option<i64>,
}

impl Passage {
    pub(super) fn periode(&self) -> Periode {
        Periode {
            debut: self.debut,
            fin: self.fin,
        }
    }

    pub(super) fn est_ouvert(&self, jour: Jour) -> bool {
        self.periode().couvre(jour)
    }
}

/// What was read.
pub(super) struct Releve {
    pub(super) lieux: Vec<Lieu>,
    pub(super) metiers: Vec<Metier>,
    passages: Vec<Passage>,
    sejours: Vec<Sejour>,
    gens: Vec<(Range<usize>, Range<usize>)>,
}

/// Somebody, with what they have and had in the establishments concerned.
#[derive(Clone, Copy)]
pub(super) struct Personne<'a> {
    pub(super) id: Uuid,
    /// in order of their first day
    pub(super) passages: &'a [Passage],
    /// in order of time
    pub(super) sejours: &'a [Sejour],
}

impl Personne<'_> {
    /// The stay of that day.
    pub(super) fn sejour_du(&self, jour: Jour) -> Option<&Sejour> {
        self.sejours.iter().find(|sejour| sejour.couvre(jour))
    }

    /// The situations open that day.
    pub(super) fn ouverts(&self, jour: Jour) -> impl Iterator<Item = &Passage> {
        self.passages
            .iter()
            .filter(move |passage| passage.est_ouvert(jour))
    }
}

impl Releve {
    pub(super) fn new(lieux: Vec<Lieu>, metiers: Vec<Metier>, mut passages: Vec<Passage>) -> Self {
        passages.sort_unstable_by_key(|passage| (passage.personne, passage.debut, passage.fin));
        let (mut tous, mut gens) = (Vec::with_capacity(passages.len()), Vec::new());
        let mut de = 0;
        for siens in passages.chunk_by(|un, autre| un.personne == autre.personne) {
            let premier = tous.len();
            tous.extend(sejours(siens.iter().map(Passage::periode)));
            gens.push((de..de + siens.len(), premier..tous.len()));
            de += siens.len();
        }
        Self {
            lieux,
            metiers,
            passages,
            sejours: tous,
            gens,
        }
    }

    /// Everybody, in no order that means something.
    pub(super) fn gens(&self) -> impl Iterator<Item = Personne<'_>> {
        self.gens.iter().filter_map(|(passages, sejours)| {
            let passages = self.passages.get(passages.clone())?;
            Some(Personne {
                id: passages.first()?.personne,
                passages,
                sejours: self.sejours.get(sejours.clone())?,
            })
        })
    }

    /// Somebody among them.
    pub(super) fn personne(&self, id: Uuid) -> Option<Personne<'_>> {
        let rang = self
            .gens
            .binary_search_by_key(&Some(id), |(passages, _)| {
                self.passages.get(passages.start).map(|passage| passage.personne)
            })
            .ok()?;
        let (passages, sejours) = self.gens.get(rang)?;
        Some(Personne {
            id,
            passages: self.passages.get(passages.clone())?,
            sejours: self.sejours.get(sejours.clone())?,
        })
    }

    /// The stays of everybody.
    pub(super) fn sejours(&self) -> &[Sejour] {
        &self.sejours
    }

    /// The stays in each establishment alone, in the order of the establishments.
    pub(super) fn sejours_par_lieu(&self) -> Vec<Vec<Sejour>> {
        let mut par_lieu = vec![Vec::new(); self.lieux.len()];
        for personne in self.gens() {
            let mut lieux: Vec<usize> = personne.passages.iter().map(|passage| passage.lieu).collect();
            lieux.sort_unstable();
            lieux.dedup();
            for lieu in lieux {
                let ici = personne.passages.iter().filter(|passage| passage.lieu == lieu);
                if let Some(siens) = par_lieu.get_mut(lieu) {
                    siens.extend(sejours(ici.map(Passage::periode)));
                }
            }
        }
        par_lieu
    }

    /// The name of an establishment of the reading.
    pub(super) fn nom_du_lieu(&self, rang: usize) -> &str {
        self.lieux.get(rang).map_or("", |lieu| lieu.nom.as_str())
    }
}
