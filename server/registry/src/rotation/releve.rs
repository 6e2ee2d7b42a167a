//! Everybody of some establishments, person by person, with the stays that their situations make.

use super::lecture::Metier;
use domain::date::Jour;
use domain::identifiant::Finess;
use domain::nomenclature::{CodeRole, MotifFin};
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
        self.sejours_par(self.lieux.len(), |passage| Some(passage.lieu))
    }

    /// The stays in each rôle alone: whoever changes rôle leaves one and arrives in the other.
    pub(super) fn sejours_par_role(&self) -> Vec<(&CodeRole, Vec<Sejour>)> {
        let mut roles: Vec<&CodeRole> = self.metiers.iter().map(|(_, role)| role).collect();
        roles.sort_unstable();
        roles.dedup();
        // Several jobs have the same rôle.
        let rangs: Vec<Option<usize>> = self
            .metiers
            .iter()
            .map(|(_, role)| roles.binary_search(&role).ok())
            .collect();
        let sejours = self.sejours_par(roles.len(), |passage| {
            rangs.get(passage.metier).copied().flatten()
        });
        roles.into_iter().zip(sejours).collect()
    }

    /// The stays that the situations of each kind make, person by person; `rang` says which of the `nombre` kinds a situation is of.
    fn sejours_par(&self, nombre: usize, rang: impl Fn(&Passage) -> Option<usize>) -> Vec<Vec<Sejour>> {
        let mut par_rang = vec![Vec::new(); nombre];
        let mut rangs = Vec::new();
        for personne in self.gens() {
            rangs.clear();
            rangs.extend(personne.passages.iter().filter_map(&rang));
            let toutes = rangs.len() == personne.passages.len();
            rangs.sort_unstable();
            rangs.dedup();
            // Nearly everybody: all of one kind, whose stays are those of the person.
            if let (true, [un]) = (toutes, rangs.as_slice()) {
                if let Some(siens) = par_rang.get_mut(*un) {
                    siens.extend_from_slice(personne.sejours);
                }
                continue;
            }
            for un in rangs.iter().copied() {
                let ici = personne
                    .passages
                    .iter()
                    .filter(|passage| rang(passage) == Some(un));
                if let Some(siens) = par_rang.get_mut(un) {
                    siens.extend(sejours(ici.map(Passage::periode)));
                }
            }
        }
        par_rang
    }

    /// The name of an establishment of the reading.
    pub(super) fn nom_du_lieu(&self, rang: usize) -> &str {
        self.lieux.get(rang).map_or("", |lieu| lieu.nom.as_str())
    }
}
