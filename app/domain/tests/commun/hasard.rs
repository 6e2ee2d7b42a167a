//! Inputs that are the same on every target, and the hash of what became of them.

use crate::pieges::PIEGES;

/// A small generator of our own (splitmix64): the same numbers on every target, for ever.
pub(crate) struct Hasard(pub(crate) u64);

impl Hasard {
    /// Sixty-four new bits.
    pub(crate) fn tirer(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`; 0 when `n` is 0.
    pub(crate) fn sous(&mut self, n: usize) -> usize {
        usize::try_from(self.tirer() % u64::try_from(n).unwrap_or(1).max(1)).unwrap_or_default()
    }

    /// One of these.
    pub(crate) fn parmi<'a, T>(&mut self, choix: &'a [T]) -> &'a T {
        &choix[self.sous(choix.len())]
    }

    /// One of these texts, with a few characters added, removed, replaced or swapped.
    pub(crate) fn abimer_une(&mut self, semences: &[&str]) -> String {
        let mut lettres: Vec<char> = self.parmi(semences).chars().collect();
        for _ in 0..self.sous(3) {
            let rang = self.sous(lettres.len());
            match self.sous(4) {
                0 => lettres.insert(rang, *self.parmi(&PIEGES)),
                1 if rang < lettres.len() => drop(lettres.remove(rang)),
                2 if rang < lettres.len() => lettres[rang] = *self.parmi(&PIEGES),
                3 if rang + 1 < lettres.len() => lettres.swap(rang, rang + 1),
                _ => {}
            }
        }
        lettres.into_iter().collect()
    }
}

/// An FNV-1a hash that eats texts one after the other.
pub(crate) struct Empreinte(pub(crate) u64);

impl Empreinte {
    /// The hash of nothing.
    pub(crate) fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    /// Adds a text and an end mark, so that `ab`, `c` is not `a`, `bc`.
    pub(crate) fn ajouter(&mut self, texte: &str) {
        for octet in texte.bytes().chain([0xff]) {
            self.0 = (self.0 ^ u64::from(octet)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
