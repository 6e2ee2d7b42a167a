//! A flux far larger than memory should notice. Alone in its program, so that nothing else is measured.

use registry::finess::{ImportError, generateur, lire};
use std::io::{self, Read};
use std::ops::ControlFlow;

/// The bytes of an iterator.
struct Octets<I>(I);

impl<I: Iterator<Item = u8>> Read for Octets<I> {
    fn read(&mut self, tampon: &mut [u8]) -> io::Result<usize> {
        Ok(tampon
            .iter_mut()
            .zip(&mut self.0)
            .map(|(place, octet)| *place = octet)
            .count())
    }
}

fn parcourir(contenu: impl Read) -> Result<u64, ImportError> {
    lire(contenu, &mut |_, _| ControlFlow::Continue(())).map(|entete| entete.entites)
}

/// The most memory this process ever held, in kilobytes (Linux; elsewhere nothing is measured).
fn pic() -> u64 {
    let statut = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ligne = statut
        .lines()
        .find_map(|ligne| ligne.strip_prefix("VmHWM:"))
        .unwrap_or("0");
    ligne
        .split_whitespace()
        .next()
        .and_then(|nombre| nombre.parse().ok())
        .unwrap_or(0)
}

#[test]
fn memory_does_not_grow_with_the_file() {
    assert_eq!(parcourir(generateur::flux(500)).expect("a flux"), 100);
    let avant = pic();
    assert_eq!(parcourir(generateur::flux(150_000)).expect("a flux"), 30_000);
    // What nobody asks for is as harmless as what is kept.
    let groupes = b"{\"gco\": [".iter().copied();
    let groupes = groupes.chain(std::iter::repeat_n(*b"{\"pmSmsseId\": \"1\"},", 1_500_000).flatten());
    assert!(matches!(parcourir(Octets(groupes)), Err(ImportError::Tronque(_))));
    let apres = pic();
    assert!(
        apres <= avant + 2_000,
        "{avant} ko avant, {apres} ko après 130 Mo"
    );
}
