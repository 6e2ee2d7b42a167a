//! The server and the browser agree: the same thousands of inputs, sound and damaged, have the same outcome on both targets.
//!
//! Every outcome (what is kept, or the sentence shown) goes into one hash, pinned below and checked natively and in wasm. A
//! rule or a sentence that changes on purpose changes the hash: replace it by the one the failing test prints.

#[macro_use]
mod commun;
#[path = "commun/hasard.rs"]
mod hasard;
#[path = "commun/pieges.rs"]
mod pieges;

use std::fmt::Display;

use domain::{
    contact::{Email, Mobile},
    date::{Instant, anciennete, iso, jour_de_cases, long, parse_iso},
    identifiant::{Finess, IdNatPs, Rpps, Siren, Siret},
    ids::DemandeId,
    texte::{cle, nettoyer},
};
use hasard::{Empreinte, Hasard};

const ATTENDU: u64 = 0xefc4_a37d_beec_5865;
const ESSAIS: u32 = 5_000;

/// Sound inputs, which are damaged at random before being read.
const SEMENCES: [&str; 24] = [
    "10101234564",
    "101 0123 4564",
    "810101234564",
    "2A0000014",
    "2b 000 0020",
    "750001232",
    "732829320",
    "732 829 320 00074",
    "35600000049837",
    "06 12 34 56 78",
    "+33 (0)6 12 34 56 78",
    "0690 00 12 34",
    "+687 75 12 34",
    "87 12 34 56",
    "01 23 45 67 89",
    "camille.exemple@gmial.com",
    "Camille.Exemple@Medecin.MSSANTE.fr",
    "jean-luc+rpps@orange.ft",
    "2024-02-29",
    "1er",
    "février",
    "1985",
    "Hélène d’Œuvre–Łódź",
    "01920000-0000-7000-8000-000000000001",
];

/// What became of an input, in words.
fn issue<T: Display, E: Display>(lu: Result<T, E>) -> String {
    match lu {
        Ok(valeur) => format!("ok {valeur}"),
        Err(erreur) => format!("non {erreur}"),
    }
}

/// Every outcome of one input, or of three for a date.
fn issues(saisie: &str, m: &str, a: &str, millis: i64) -> Vec<String> {
    let instant = Instant::from_millis(millis);
    vec![
        nettoyer(saisie),
        cle(saisie),
        issue(saisie.parse::<Rpps>().map(|rpps| rpps.grouped())),
        issue(saisie.parse::<IdNatPs>()),
        issue(saisie.parse::<Finess>()),
        issue(saisie.parse::<Siren>()),
        issue(saisie.parse::<Siret>()),
        issue(saisie.parse::<DemandeId>()),
        issue(
            saisie
                .parse::<Mobile>()
                .map(|mobile| format!("{mobile} {}", mobile.national())),
        ),
        issue(saisie.parse::<Email>().map(|email| {
            let suggestion = email.suggestion().map_or_else(String::new, String::from);
            format!("{email} {} {suggestion}", email.mssante())
        })),
        issue(parse_iso(saisie).map(long)),
        issue(jour_de_cases(saisie, m, a).map(iso)),
        instant.affichage(),
        anciennete(instant, Instant::from_millis(1_795_000_000_000)),
    ]
}

partout! {
    fn native_and_wasm_agree() {
        let mut hasard = Hasard(2026);
        let mut empreinte = Empreinte::new();
        let mut acceptees = 0_u32;
        for _ in 0..ESSAIS {
            let saisie = hasard.abimer_une(&SEMENCES);
            let mois = hasard.abimer_une(&["2", "04", "mai", "juillet"]);
            let annee = hasard.abimer_une(&["1900", "1985", "2024"]);
            // Between 1970 and 2039, in milliseconds.
            let millis = i64::try_from(hasard.tirer() >> 23).unwrap();
            for issue in issues(&saisie, &mois, &annee, millis) {
                acceptees += u32::from(issue.starts_with("ok "));
                empreinte.ajouter(&issue);
            }
        }
        assert!(acceptees > ESSAIS / 4, "too few sound inputs to prove anything: {acceptees}");
        assert_eq!(empreinte.0, ATTENDU, "new hash: {:#x}", empreinte.0);
    }
}
