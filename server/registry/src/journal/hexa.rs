//! Digests and signatures as text: two hexadecimal digits per byte.

use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};
use std::fmt::Write as _;

/// The bytes in hexadecimal.
pub(super) fn ecrire(octets: &[u8]) -> String {
    octets
        .iter()
        .fold(String::with_capacity(2 * octets.len()), |mut texte, octet| {
            // Writing to a String cannot fail.
            let _ = write!(texte, "{octet:02x}");
            texte
        })
}

/// Exactly `N` bytes, or nothing.
pub(super) fn lire<const N: usize>(texte: &str) -> Option<[u8; N]> {
    if texte.len() != 2 * N || !texte.is_ascii() {
        return None;
    }
    let mut octets = [0; N];
    for (rang, octet) in octets.iter_mut().enumerate() {
        let paire = texte.get(2 * rang..2 * rang + 2)?;
        // `from_str_radix` would take a sign.
        if !paire.bytes().all(|c| c.is_ascii_hexdigit()) {
            return None;
        }
        *octet = u8::from_str_radix(paire, 16).ok()?;
    }
    Some(octets)
}

/// For `#[serde(serialize_with)]`.
pub(super) fn serialize<S: Serializer, const N: usize>(octets: &[u8; N], s: S) -> Result<S::Ok, S::Error> {
    s.serialize_str(&ecrire(octets))
}

/// For `#[serde(deserialize_with)]`.
pub(super) fn deserialize<'de, D: Deserializer<'de>, const N: usize>(d: D) -> Result<[u8; N], D::Error> {
    let texte = String::deserialize(d)?;
    lire(&texte).ok_or_else(|| D::Error::custom("hexadécimal attendu"))
}

/// The same for what may be absent.
pub(super) mod option {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    /// For `#[serde(with)]`.
    pub(in super::super) fn serialize<S: Serializer, const N: usize>(
        octets: &Option<[u8; N]>,
        s: S,
    ) -> Result<S::Ok, S::Error> {
        match octets {
            Some(octets) => s.serialize_some(&super::ecrire(octets)),
            None => s.serialize_none(),
        }
    }

    /// For `#[serde(with)]`.
    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>, const N: usize>(
        d: D,
    ) -> Result<Option<[u8; N]>, D::Error> {
        Option::<String>::deserialize(d)?
            .map(|texte| super::lire(&texte).ok_or_else(|| D::Error::custom("hexadécimal attendu")))
            .transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::{ecrire, lire};

    #[test]
    fn reads_back_what_it_writes_and_nothing_else() {
        let octets = [0, 1, 0xab, 0xff];
        assert_eq!(ecrire(&octets), "0001abff");
        assert_eq!(lire("0001abff"), Some(octets));
        assert_eq!(lire("0001ABFF"), Some(octets));
        for faux in ["", "0001abf", "0001abff00", "+001abff", "0001abfé", "000 abff"] {
            assert_eq!(lire::<4>(faux), None, "{faux}");
        }
    }
}
