//! The number that an applicant notes, reads on the telephone and types again.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Digits and letters that cannot be taken for one another: no I, L, O, U (Crockford's alphabet).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Symbols after the prefix: seven of data (35 bits) and one key.
const LONGUEUR: usize = 8;

/// Reference of a demande, `RP-XXXX-XXXX`.
///
/// The last symbol is a key: the eight symbols, seen as a polynomial over the field of 32 elements, vanish at a generator.
/// Every single wrong symbol and every exchange of two symbols is therefore refused, key included.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reference([u8; LONGUEUR]);

/// Why the text is no reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReferenceError {
    /// nothing typed
    #[error("Indiquez la référence de la demande.")]
    Vide,
    /// not eight symbols of the alphabet
    #[error("Une référence s’écrit RP, puis deux groupes de quatre lettres ou chiffres\u{a0}: RP-XXXX-XXXX.")]
    Forme,
    /// the key does not match
    #[error("Cette référence n’existe pas. Vérifiez chaque lettre et chaque chiffre.")]
    Cle,
}

/// Product by the generator in the field of 32 elements (x⁵ = x² + 1).
const fn doubler(element: u8) -> u8 {
    let double = element << 1;
    if double & 0x20 == 0 { double } else { double ^ 0x25 }
}

/// Value at the generator of the polynomial with those coefficients.
fn somme(valeurs: &[u8]) -> u8 {
    valeurs.iter().fold(0, |somme, valeur| doubler(somme) ^ valeur)
}

/// Value of a typed symbol, letters that look like digits included.
fn valeur(symbole: u8) -> Option<u8> {
    let symbole = match symbole.to_ascii_uppercase() {
        b'O' => b'0',
        b'I' | b'L' => b'1',
        autre => autre,
    };
    (0_u8..)
        .zip(ALPHABET)
        .find_map(|(rang, lettre)| (*lettre == symbole).then_some(rang))
}

impl Reference {
    /// The reference made of 64 random bits, of which it keeps 35: the caller checks that it is free.
    pub fn from_entropy(entropie: u64) -> Self {
        // Mixed first (splitmix64), so that neighbouring numbers do not give references that look alike.
        let mut melange = entropie.wrapping_add(0x9e37_79b9_7f4a_7c15);
        melange = (melange ^ (melange >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        melange = (melange ^ (melange >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        melange ^= melange >> 31;
        let mut valeurs = [0_u8; LONGUEUR];
        for (rang, place) in valeurs.iter_mut().take(LONGUEUR - 1).enumerate() {
            *place = melange.to_le_bytes()[rang] & 0x1f;
        }
        // With the key at zero the sum is what the key must cancel.
        valeurs[LONGUEUR - 1] = somme(&valeurs);
        Self(valeurs)
    }
}

impl FromStr for Reference {
    type Err = ReferenceError;

    fn from_str(texte: &str) -> Result<Self, Self::Err> {
        // Dictated or copied: spaces and any kind of dash between the groups, lower case.
        let liant = |c: &char| c.is_whitespace() || matches!(c, '-' | '.' | '_' | '\u{2010}'..='\u{2015}');
        let symboles: String = texte.chars().filter(|c| !liant(c)).collect();
        if symboles.is_empty() {
            return Err(ReferenceError::Vide);
        }
        let symboles = match symboles.as_bytes() {
            [b'R' | b'r', b'P' | b'p', reste @ ..] if reste.len() == LONGUEUR => reste,
            entier => entier,
        };
        if symboles.len() != LONGUEUR {
            return Err(ReferenceError::Forme);
        }
        let mut valeurs = [0_u8; LONGUEUR];
        for (place, symbole) in valeurs.iter_mut().zip(symboles) {
            *place = valeur(*symbole).ok_or(ReferenceError::Forme)?;
        }
        if somme(&valeurs) == 0 {
            Ok(Self(valeurs))
        } else {
            Err(ReferenceError::Cle)
        }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut texte = String::from("RP");
        for (rang, valeur) in self.0.iter().enumerate() {
            if rang % 4 == 0 {
                texte.push('-');
            }
            texte.push(char::from(ALPHABET[usize::from(valeur & 0x1f)]));
        }
        f.pad(&texte)
    }
}

impl fmt::Debug for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reference({self})")
    }
}

impl TryFrom<String> for Reference {
    type Error = ReferenceError;

    fn try_from(texte: String) -> Result<Self, Self::Error> {
        texte.parse()
    }
}

impl From<Reference> for String {
    fn from(reference: Reference) -> Self {
        reference.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn reads_what_people_type() {
        let reference = Reference::from_entropy(20_261_122);
        let ecrite = reference.to_string();
        assert_eq!(ecrite.len(), 12);
        let nue = ecrite.trim_start_matches("RP").replace('-', "");
        let variantes = [
            ecrite.to_lowercase(),
            ecrite.replace('-', " "),
            ecrite.replace('-', "–"),
            format!("  {nue} "),
            nue.replace('0', "o").replace('1', "l"),
        ];
        for variante in variantes {
            assert_eq!(variante.parse(), Ok(reference), "{variante}");
        }
    }

    #[test]
    fn refuses_every_wrong_symbol_and_every_exchange() {
        for entropie in 0..64 {
            let reference = Reference::from_entropy(entropie);
            for i in 0..LONGUEUR {
                for autre in (0..32).filter(|&autre| autre != reference.0[i]) {
                    let mut fausse = reference;
                    fausse.0[i] = autre;
                    assert_eq!(fausse.to_string().parse::<Reference>(), Err(ReferenceError::Cle));
                }
                for j in (0..i).filter(|&j| reference.0[i] != reference.0[j]) {
                    let mut fausse = reference;
                    fausse.0.swap(i, j);
                    assert_eq!(fausse.to_string().parse::<Reference>(), Err(ReferenceError::Cle));
                }
            }
        }
    }

    #[test]
    fn says_what_is_wrong() {
        assert_eq!("".parse::<Reference>(), Err(ReferenceError::Vide));
        assert_eq!("RP-1234".parse::<Reference>(), Err(ReferenceError::Forme));
        assert_eq!("RP-UUUU-UUUU".parse::<Reference>(), Err(ReferenceError::Forme));
        assert_eq!("é".repeat(4).parse::<Reference>(), Err(ReferenceError::Forme));
    }
}
