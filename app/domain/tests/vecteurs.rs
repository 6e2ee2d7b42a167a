//! The parsers against the data files of the project and the examples of the domain notes (§7).
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[macro_use]
mod commun;
#[path = "commun/csv.rs"]
mod csv;

use csv::lignes_csv;
use domain::{
    contact::{Mobile, MobileError},
    identifiant::{Finess, IdNatPs, Rpps, Siren, Siret},
};

const IDENTIFIANTS: &str = include_str!("../../../server/data/exemples_identifiants.csv");
const MOBILES: &str = include_str!("../../../server/data/telephones_mobiles.csv");

/// Does a national number match one of the patterns of the data file? A reader of just the syntax they use: digits, `\d`,
/// `[0-24-8]`, `(?:…)`, `|`, `{n}`.
fn correspond(motif: &str, texte: &str) -> bool {
    fins(motif, texte).contains(&"")
}

/// What may be left of the text after the pattern has taken its part.
fn fins<'t>(motif: &str, texte: &'t str) -> Vec<&'t str> {
    let mut profondeur = 0;
    for (i, c) in motif.char_indices() {
        match c {
            '(' => profondeur += 1,
            ')' => profondeur -= 1,
            '|' if profondeur == 0 => {
                let mut toutes = fins(&motif[..i], texte);
                toutes.extend(fins(&motif[i + 1..], texte));
                return toutes;
            }
            _ => {}
        }
    }
    if motif.is_empty() {
        return vec![texte];
    }
    let largeur = match motif.as_bytes()[0] {
        b'(' => fermante(motif),
        b'[' => motif.find(']').unwrap() + 1,
        b'\\' => 2,
        _ => 1,
    };
    let (atome, mut suite) = motif.split_at(largeur);
    let mut fois = 1;
    if let Some(reste) = suite.strip_prefix('{') {
        let (n, reste) = reste.split_once('}').unwrap();
        (fois, suite) = (n.parse().unwrap(), reste);
    }
    let mut restes = vec![texte];
    for _ in 0..fois {
        restes = restes
            .into_iter()
            .flat_map(|reste| apres_atome(atome, reste))
            .collect();
    }
    restes.into_iter().flat_map(|reste| fins(suite, reste)).collect()
}

fn apres_atome<'t>(atome: &str, texte: &'t str) -> Vec<&'t str> {
    if let Some(groupe) = atome.strip_prefix("(?:") {
        return fins(groupe.strip_suffix(')').unwrap(), texte);
    }
    let Some(chiffre) = texte.bytes().next() else {
        return Vec::new();
    };
    let convient = match atome.as_bytes() {
        [b'\\', b'd'] => chiffre.is_ascii_digit(),
        [b'[', classe @ .., b']'] => dans_classe(classe, chiffre),
        [exact] => *exact == chiffre,
        _ => panic!("unknown syntax: {atome}"),
    };
    if convient { vec![&texte[1..]] } else { Vec::new() }
}

fn dans_classe(classe: &[u8], chiffre: u8) -> bool {
    match classe {
        [de, b'-', a, suite @ ..] => (*de..=*a).contains(&chiffre) || dans_classe(suite, chiffre),
        [seul, suite @ ..] => *seul == chiffre || dans_classe(suite, chiffre),
        [] => false,
    }
}

/// Width of the group that opens a pattern.
fn fermante(motif: &str) -> usize {
    let mut profondeur = 0;
    for (i, c) in motif.char_indices() {
        match c {
            '(' => profondeur += 1,
            ')' => profondeur -= 1,
            _ => {}
        }
        if profondeur == 0 {
            return i + 1;
        }
    }
    panic!("unbalanced pattern: {motif}")
}

partout! {
    fn every_identifier_of_the_file() {
        let lignes = lignes_csv(IDENTIFIANTS);
        assert!(lignes.len() >= 45, "the file has shrunk");
        for ligne in lignes {
            let [genre, valeur, attendu, ..] = ligne.as_slice() else { panic!("{ligne:?}") };
            let lu = match genre.as_str() {
                "RPPS" => valeur.parse::<Rpps>().map(String::from).map_err(|e| e.to_string()),
                "FINESS" => valeur.parse::<Finess>().map(String::from).map_err(|e| e.to_string()),
                "SIREN" => valeur.parse::<Siren>().map(String::from).map_err(|e| e.to_string()),
                "SIRET" => valeur.parse::<Siret>().map(String::from).map_err(|e| e.to_string()),
                "IDNAT_PS" => valeur.parse::<IdNatPs>().map(String::from).map_err(|e| e.to_string()),
                autre => panic!("unknown kind {autre}"),
            };
            assert_eq!(lu.is_ok(), attendu == "valide", "{genre} {valeur}: {lu:?}");
            if let Ok(lu) = lu {
                assert_eq!(&lu, valeur);
            }
        }
    }

    fn every_territory_of_the_file() {
        let lignes = lignes_csv(MOBILES);
        assert_eq!(lignes.len(), 10);
        for ligne in lignes {
            let [territoire, indicatif, _, _, national, e164, ..] = ligne.as_slice() else { panic!("{ligne:?}") };
            let mobile: Mobile = e164.parse().unwrap();
            assert_eq!(mobile.as_e164(), e164);
            assert_eq!(mobile.territoire(), territoire);
            assert_eq!(&mobile.national(), national);
            assert_eq!(format!("{indicatif} {national}").parse().as_ref(), Ok(&mobile), "{territoire}");
            // Six digits alone exist in three territories.
            let sans_indicatif = if national.len() == "55 12 34".len() {
                Err(MobileError::IndicatifManquant)
            } else {
                Ok(mobile)
            };
            assert_eq!(national.parse(), sans_indicatif, "{territoire}");
        }
    }

    fn the_pattern_reader_reads_patterns() {
        let motif = r"708(?:4[0-5]|5[0-6])\d{2}|[236-9]\d";
        for (texte, attendu) in
            [("7084512", true), ("7084612", false), ("70845", false), ("29", true), ("59", false), ("290", false)]
        {
            assert_eq!(correspond(motif, texte), attendu, "{texte}");
        }
    }

    /// No allocated range is missing from our table, and none was added: every beginning is tried.
    fn our_ranges_are_those_of_the_file() {
        for ligne in lignes_csv(MOBILES) {
            let (territoire, indicatif, motif) = (&ligne[0], &ligne[1], &ligne[3]);
            let neuf = (10_000..100_000).step_by(if ligne[2].starts_with('9') { 1 } else { 7 });
            let debuts = neuf.map(|n| format!("{n}1234")).chain((10..100).flat_map(|n| {
                [format!("{n}1234"), format!("{n}123456")]
            }));
            // Other beginnings than 6 and 7 fill nobody's nine digits: one in a thousand is enough.
            let utiles = debuts.filter(|n| n.len() < 9 || n.starts_with(['6', '7']) || n[2..5] == *"000");
            for national in utiles {
                let lu = format!("{indicatif}{national}").parse::<Mobile>();
                let lu_ici = lu.as_ref().is_ok_and(|mobile| mobile.territoire() == territoire);
                assert_eq!(lu_ici, correspond(motif, &national), "{territoire} {national}: {lu:?}");
            }
        }
    }

    fn examples_of_the_notes() {
        for s in ["06 12 34 56 78", "+33 (0)6 12 34 56 78", "0033612345678", "06.12.34.56.78"] {
            assert_eq!(s.parse::<Mobile>().unwrap().as_e164(), "+33612345678", "{s}");
        }
        for (s, cause) in [
            ("0123456789", MobileError::Fixe),
            ("0936123456", MobileError::Fixe),
            ("0701234567", MobileError::NonAttribue),
            ("0712345678", MobileError::NonAttribue),
            ("061234567", MobileError::TropCourt),
            ("06123456789", MobileError::TropLong),
        ] {
            assert_eq!(s.parse::<Mobile>(), Err(cause), "{s}");
        }
        for (s, attendu) in [
            ("0690 00 12 34", "+590690001234"),
            ("0639 01 23 45", "+262639012345"),
            ("0692 00 12 34", "+262692001234"),
            ("0694 20 12 34", "+594694201234"),
            ("0696 30 12 34", "+596696301234"),
        ] {
            assert_eq!(s.parse::<Mobile>().unwrap().as_e164(), attendu, "{s}");
        }
    }
}
