//! The rows of a list that look like each other, found in memory by the same keys as registered people.

use crate::demande::empreinte_paire;
use domain::doublon::{NiveauDoublon, Portrait, cles, comparer};
use std::collections::{BTreeSet, HashMap};

/// A key that so many rows share is no clue.
const FOULE: usize = 30;

/// A row that may be registered, as it is compared.
pub(super) struct Comparee {
    pub(super) identite: String,
    pub(super) portrait: Portrait,
}

/// Another row that looks like one.
pub(super) struct Voisine {
    /// its rank among the rows
    pub(super) rang: usize,
    pub(super) niveau: NiveauDoublon,
    /// of the pair, seen from this row
    pub(super) numero: i64,
}

/// For each row, those that look like it without being of the same civil status.
pub(super) fn chercher(cle: &[u8], lignes: &[Option<Comparee>]) -> Vec<Vec<Voisine>> {
    let mut par_cle: HashMap<i64, Vec<usize>> = HashMap::new();
    for (rang, ligne) in lignes.iter().enumerate() {
        for valeur in ligne.iter().flat_map(|ligne| cles(&ligne.portrait)) {
            par_cle.entry(valeur).or_default().push(rang);
        }
    }
    let mut paires = BTreeSet::new();
    for rangs in par_cle
        .values()
        .filter(|rangs| (2..=FOULE).contains(&rangs.len()))
    {
        for (place, rang) in rangs.iter().enumerate() {
            paires.extend(rangs[place + 1..].iter().map(|autre| (*rang, *autre)));
        }
    }
    let mut voisines: Vec<Vec<Voisine>> = lignes.iter().map(|_| Vec::new()).collect();
    for (rang, autre) in paires {
        let (Some(ici), Some(la)) = (&lignes[rang], &lignes[autre]) else {
            continue;
        };
        if ici.identite == la.identite {
            continue;
        }
        let niveau = comparer(&ici.portrait, &la.portrait).niveau;
        if niveau == NiveauDoublon::Aucune {
            continue;
        }
        for (rang, autre, ici, la) in [(rang, autre, ici, la), (autre, rang, la, ici)] {
            voisines[rang].push(Voisine {
                rang: autre,
                niveau,
                numero: empreinte_paire(cle, &ici.portrait, &la.portrait),
            });
        }
    }
    voisines
}
