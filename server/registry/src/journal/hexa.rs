//! Digests and signatures as text: two hexadecimal digits per byte.

use serde::de::{Error, Visitor};
use serde::{Deserializer, Serializer};
use std::fmt;
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
    let (paires, []) = texte.as_bytes().as_chunks::<2>() else {
        return None;
    };
    if paires.len() != N {
        return None;
    }
    let mut octets = [0; N];
    for (octet, [fort, faible]) in octets.iter_mut().zip(paires) {
        *octet = chiffre(*fort)? << 4 | chiffre(*faible)?;
    }
    Some(octets)
}

fn chiffre(c: u8) -> Option<u8> {
    match c {
        b'0'..=b'9' => Some(c - b'0'),
        b'a'..=b'f' => Some(c - b'a' + 10),
        b'A'..=b'F' => Some(c - b'A' + 10),
        _ => None,
    }
}

/// For `#[serde(with)]`.
pub(super) fn serialize<S: Serializer, const N: usize>(octets: &[u8; N], s: S) -> Result<S::Ok, S::Error> {
    s.serialize_str(&ecrire(octets))
}

/// For `#[serde(with)]`.
pub(super) fn deserialize<'de, D: Deserializer<'de>, const N: usize>(d: D) -> Result<[u8; N], D::Error> {
    d.deserialize_str(Octets)
}

struct Octets<const N: usize>;

impl<const N: usize> Visitor<'_> for Octets<N> {
    type Value = [u8; N];

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{N} octets en hexadécimal")
    }

    fn visit_str<E: Error>(self, texte: &str) -> Result<Self::Value, E> {
        lire(texte).ok_or_else(|| E::invalid_length(texte.len(), &self))
    }
}

/// The same for what may be absent.
pub(super) mod option {
    use super::Octets;
    use serde::de::{Error, Visitor};
    use serde::{Deserializer, Serializer};
    use std::fmt;

    /// For `#[serde(with)]`.
    #[expect(clippy::ref_option, reason = "the signature that serde calls")]
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
        d.deserialize_option(Facultatif)
    }

    struct Facultatif<const N: usize>;

    impl<'de, const N: usize> Visitor<'de> for Facultatif<N> {
        type Value = Option<[u8; N]>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            Octets::<N>.expecting(f)
        }

        fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_some<D: Deserializer<'de>>(self, d: D) -> Result<Self::Value, D::Error> {
            d.deserialize_str(Octets).map(Some)
        }
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
