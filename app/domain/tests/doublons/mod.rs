//! Labelled pairs of made-up people: the same person written twice with realistic mistakes, and two people who look alike
//! without being one. The same seed gives the same pairs on every target.

mod erreurs;
mod gens;
mod voisins;

pub(crate) use gens::Gens;

use domain::doublon::{NiveauDoublon, Portrait, Ressemblance, cles, comparer};
use std::collections::BTreeMap;

/// Two records and the truth.
pub(crate) struct Paire {
    /// what happened between the two
    pub(crate) genre: &'static str,
    /// whether they are one person
    pub(crate) meme: bool,
    /// one
    pub(crate) a: Portrait,
    /// the other
    pub(crate) b: Portrait,
}

/// Rules were tuned on pairs of this seed.
pub(crate) const REGLAGE: u64 = 20_261_122;
/// Figures are published on pairs of this one, never looked at while tuning.
pub(crate) const PUBLICATION: u64 = 7_041_962;

/// `par_genre` pairs of each kind of mistake, and as many of each kind of look-alike.
pub(crate) fn paires(graine: u64, par_genre: usize) -> Vec<Paire> {
    let mut gens = Gens::new(graine);
    let mut paires = Vec::new();
    for (genre, abimer) in erreurs::ERREURS {
        for _ in 0..par_genre {
            let a = gens.personne();
            let mut b = a.clone();
            gens.autre_contact(&mut b);
            abimer(&mut gens, &mut b);
            paires.push(Paire {
                genre,
                meme: true,
                a,
                b,
            });
        }
    }
    for (genre, imiter) in voisins::VOISINS {
        for _ in 0..par_genre {
            let a = gens.personne();
            let b = imiter(&mut gens, &a);
            paires.push(Paire {
                genre,
                meme: false,
                a,
                b,
            });
        }
    }
    paires
}

/// What the register would say of a pair: nothing when no key brings the two together. E-mails and mobiles are left out, as
/// they are there (R20).
pub(crate) fn juger(paire: &Paire) -> Option<Ressemblance> {
    let sans_contact = |portrait: &Portrait| Portrait {
        contact: None,
        ..portrait.clone()
    };
    let (a, b) = (sans_contact(&paire.a), sans_contact(&paire.b));
    let connues = cles(&a);
    cles(&b)
        .iter()
        .any(|cle| connues.binary_search(cle).is_ok())
        .then(|| comparer(&a, &b))
}

/// How many pairs of a kind got which answer.
#[derive(Clone, Copy, Default)]
pub(crate) struct Compte {
    /// pairs
    pub(crate) paires: u32,
    /// that somebody is told of
    pub(crate) signalees: u32,
    /// that somebody must decide on
    pub(crate) fortes: u32,
    /// that no key brings together
    pub(crate) sans_cle: u32,
}

/// The whole evaluation.
pub(crate) struct Bilan {
    /// by kind, the same person or not
    pub(crate) genres: BTreeMap<(bool, &'static str), Compte>,
}

impl Bilan {
    pub(crate) fn new(paires: &[Paire]) -> Self {
        let mut genres: BTreeMap<(bool, &'static str), Compte> = BTreeMap::new();
        for paire in paires {
            let compte = genres.entry((paire.meme, paire.genre)).or_default();
            compte.paires += 1;
            match juger(paire).map(|ressemblance| ressemblance.niveau) {
                None => compte.sans_cle += 1,
                Some(NiveauDoublon::Exacte | NiveauDoublon::Forte) => {
                    compte.signalees += 1;
                    compte.fortes += 1;
                }
                Some(NiveauDoublon::Possible) => compte.signalees += 1,
                Some(NiveauDoublon::Aucune) => {}
            }
        }
        Self { genres }
    }

    fn somme(&self, meme: bool, lire: fn(&Compte) -> u32) -> f64 {
        self.genres
            .iter()
            .filter(|((genre, _), _)| *genre == meme)
            .map(|(_, compte)| f64::from(lire(compte)))
            .sum()
    }

    /// Of the pairs of one person, the part that is told.
    pub(crate) fn rappel(&self, lire: fn(&Compte) -> u32) -> f64 {
        self.somme(true, lire) / self.somme(true, |compte| compte.paires)
    }

    /// Of the pairs that are told, the part that is one person.
    pub(crate) fn precision(&self, lire: fn(&Compte) -> u32) -> f64 {
        let vraies = self.somme(true, lire);
        vraies / (vraies + self.somme(false, lire))
    }
}
