//! The doorkeeper of a file that comes from outside: passes the bytes on while they are UTF-8 and reasonable JSON, and
//! stops the reading at the first byte that is not, with its place.
//!
//! A JSON parser protects its own stack, not its memory: a string of one gigabyte or a million opened brackets would be
//! swallowed first and refused afterwards. This reader refuses them as they come, and so keeps the memory flat.

use std::io::{self, Chain, Cursor, Read};

/// The longest string a flux may hold, in bytes. The longest of the national file is under 300.
pub(super) const LONGUEUR_MAX: u32 = 64 * 1024;
/// The deepest nesting a flux may have. The schema needs 9.
pub(super) const PROFONDEUR_MAX: u32 = 64;

/// Why the reading was stopped, and where (line and column start at 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("lecture arrêtée ligne {ligne}, colonne {colonne}\u{a0}: {motif:?}")]
pub(super) struct Arret {
    /// what was met
    pub(super) motif: Motif,
    /// line
    pub(super) ligne: u64,
    /// column, in characters
    pub(super) colonne: u64,
}

/// What the doorkeeper does not let through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Motif {
    /// bytes that are not UTF-8
    Encodage,
    /// a string beyond [`LONGUEUR_MAX`]
    Longueur,
    /// brackets nested beyond [`PROFONDEUR_MAX`]
    Profondeur,
}

/// A reader that checks what it passes on. A leading byte order mark is dropped.
pub(super) struct Garde<R> {
    source: Chain<Cursor<Vec<u8>>, R>,
    ligne: u64,
    colonne: u64,
    utf8: Utf8,
    dans_chaine: bool,
    apres_barre: bool,
    longueur: u32,
    profondeur: u32,
    arret: Option<Arret>,
}

impl<R: Read> Garde<R> {
    /// Begins to read `source`.
    pub(super) fn new(mut source: R) -> io::Result<Self> {
        let mut debut = Vec::with_capacity(3);
        Read::by_ref(&mut source).take(3).read_to_end(&mut debut)?;
        let utf16 = matches!(
            debut.as_slice(),
            [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [0, ..] | [_, 0, ..]
        );
        if debut == [0xEF, 0xBB, 0xBF] {
            debut.clear();
        }
        Ok(Self {
            source: Cursor::new(debut).chain(source),
            ligne: 1,
            colonne: 0,
            utf8: Utf8::default(),
            dans_chaine: false,
            apres_barre: false,
            longueur: 0,
            profondeur: 0,
            arret: utf16.then_some(Arret {
                motif: Motif::Encodage,
                ligne: 1,
                colonne: 1,
            }),
        })
    }

    fn voir(&mut self, octet: u8) -> Result<(), Motif> {
        if !self.utf8.voir(octet) {
            return Err(Motif::Encodage);
        }
        if octet == b'\n' {
            self.ligne += 1;
            self.colonne = 0;
        } else if octet & 0xC0 != 0x80 {
            self.colonne += 1;
        }
        if self.dans_chaine {
            self.longueur += 1;
            if self.longueur > LONGUEUR_MAX {
                return Err(Motif::Longueur);
            }
            if self.apres_barre {
                self.apres_barre = false;
            } else if octet == b'\\' {
                self.apres_barre = true;
            } else if octet == b'"' {
                self.dans_chaine = false;
            }
            return Ok(());
        }
        match octet {
            b'"' => {
                self.dans_chaine = true;
                self.longueur = 0;
            }
            b'{' | b'[' => {
                self.profondeur += 1;
                if self.profondeur > PROFONDEUR_MAX {
                    return Err(Motif::Profondeur);
                }
            }
            b'}' | b']' => self.profondeur = self.profondeur.saturating_sub(1),
            _ => {}
        }
        Ok(())
    }
}

impl<R: Read> Read for Garde<R> {
    fn read(&mut self, tampon: &mut [u8]) -> io::Result<usize> {
        if let Some(arret) = self.arret {
            return Err(io::Error::other(arret));
        }
        let recus = self.source.read(tampon)?;
        for (rang, octet) in tampon.iter().take(recus).enumerate() {
            if let Err(motif) = self.voir(*octet) {
                let arret = Arret {
                    motif,
                    ligne: self.ligne,
                    colonne: self.colonne.max(1),
                };
                self.arret = Some(arret);
                if rang == 0 {
                    return Err(io::Error::other(arret));
                }
                return Ok(rang);
            }
        }
        Ok(recus)
    }
}

/// Where we are inside a character of several bytes.
#[derive(Default)]
struct Utf8 {
    restants: u8,
    min: u8,
    max: u8,
}

impl Utf8 {
    /// False when `octet` cannot follow what came before (Unicode, table 3-7).
    fn voir(&mut self, octet: u8) -> bool {
        if self.restants > 0 {
            let attendu = (self.min..=self.max).contains(&octet);
            (self.restants, self.min, self.max) = (self.restants - 1, 0x80, 0xBF);
            return attendu;
        }
        (self.restants, self.min, self.max) = match octet {
            0x00..0x80 => return octet != 0,
            0xC2..0xE0 => (1, 0x80, 0xBF),
            0xE0 => (2, 0xA0, 0xBF),
            0xED => (2, 0x80, 0x9F),
            0xE1..0xF0 => (2, 0x80, 0xBF),
            0xF0 => (3, 0x90, 0xBF),
            0xF1..0xF4 => (3, 0x80, 0xBF),
            0xF4 => (3, 0x80, 0x8F),
            _ => return false,
        };
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lire(octets: &[u8]) -> Result<Vec<u8>, Arret> {
        let mut garde = Garde::new(octets).expect("lecture");
        let mut sortie = Vec::new();
        match garde.read_to_end(&mut sortie) {
            Ok(_) => Ok(sortie),
            Err(erreur) => Err(*erreur
                .get_ref()
                .and_then(|e| e.downcast_ref::<Arret>())
                .expect("un arrêt")),
        }
    }

    #[test]
    fn what_is_utf8_goes_through_whatever_the_characters() {
        for texte in [
            "",
            "a",
            "{}",
            "é",
            "{\"é\":\"\u{10FFFF}\u{7FF}\u{800}\u{FFFF}\u{10000}\u{D7FF}\"}",
        ] {
            assert_eq!(lire(texte.as_bytes()).as_deref(), Ok(texte.as_bytes()));
        }
        assert_eq!(
            lire(b"\xEF\xBB\xBF{}").as_deref(),
            Ok(&b"{}"[..]),
            "byte order mark"
        );
    }

    #[test]
    fn what_is_not_utf8_is_stopped_where_it_is() {
        for mauvais in [
            &b"\xC0\x80"[..],
            b"\xED\xA0\x80",
            b"\xF5\x80\x80\x80",
            b"\xE9t",
            b"\x80",
            b"\xF4\x90\x80\x80",
        ] {
            let arret = lire(&[b"{\n \"", mauvais].concat()).expect_err("refused");
            assert_eq!((arret.motif, arret.ligne), (Motif::Encodage, 2));
        }
        for utf16 in [&b"\xFF\xFE{\0"[..], b"\xFE\xFF\0{", b"{\0}\0", b"\0{\0}"] {
            assert_eq!(lire(utf16).expect_err("refused").motif, Motif::Encodage);
        }
    }

    #[test]
    fn long_strings_and_deep_nesting_are_stopped() {
        let limite = LONGUEUR_MAX as usize;
        assert!(lire(format!("\"{}\"", "a".repeat(limite - 1)).as_bytes()).is_ok());
        assert_eq!(
            lire(format!("\"{}\"", "a".repeat(limite)).as_bytes())
                .expect_err("long")
                .motif,
            Motif::Longueur
        );
        assert!(lire("[".repeat(64).as_bytes()).is_ok());
        assert_eq!(
            lire("[".repeat(65).as_bytes()).expect_err("deep").motif,
            Motif::Profondeur
        );
        assert!(
            lire("\"[[\\\"[[\"".repeat(100).as_bytes()).is_ok(),
            "brackets inside a string are text"
        );
    }
}
