//! When and where: typed wrong, day and month swapped, a district for its city.

use super::noms::Mot;
use super::{Accord, TraitCompare, phrase};
use crate::date::Jour;
use crate::etat_civil::{CodeCommune, LieuNaissance};
use crate::saisie::Champ;

/// Dates of birth.
pub(super) fn date(a: Jour, b: Jour) -> TraitCompare {
    let (accord, points, phrase) = if a == b {
        (Accord::Identique, 25, phrase::DATE_EGALE)
    } else if inversees(a, b) {
        (Accord::Proche, 17, phrase::DATE_INVERSEE)
    } else {
        let (ici, la) = (chiffres(a), chiffres(b));
        let differents: Vec<usize> = (0..ici.len()).filter(|&rang| ici[rang] != la[rang]).collect();
        match differents.as_slice() {
            [_] => (Accord::Proche, 11, phrase::DATE_CHIFFRE),
            [un, deux] if *deux == un + 1 && ici[*un] == la[*deux] && ici[*deux] == la[*un] => {
                (Accord::Proche, 13, phrase::DATE_TRANSPOSEE)
            }
            _ if voisines(a, b) => (Accord::Proche, 11, phrase::DATE_VOISINE),
            _ if a.year() == b.year() && (premier_janvier(a) || premier_janvier(b)) => {
                (Accord::Proche, 6, phrase::DATE_INCERTAINE)
            }
            _ if a.year() == b.year() => (Accord::Different, -22, phrase::DATE_ANNEE),
            _ => (Accord::Different, -30, phrase::DATE_DIFFERENTE),
        }
    };
    TraitCompare::new(Champ::DateNaissance, accord, points, phrase)
}

fn inversees(a: Jour, b: Jour) -> bool {
    a.year() == b.year() && a.day() == u8::from(b.month()) && b.day() == u8::from(a.month())
}

/// The day before or after, or the same day of the year before or after.
fn voisines(a: Jour, b: Jour) -> bool {
    (a - b).whole_days().abs() == 1
        || (a.day(), a.month()) == (b.day(), b.month()) && (a.year() - b.year()).abs() == 1
}

fn premier_janvier(jour: Jour) -> bool {
    jour.ordinal() == 1
}

/// The eight digits of a date, day first, as people type them.
fn chiffres(jour: Jour) -> [u8; 8] {
    let texte = format!("{:02}{:02}{:04}", jour.day(), u8::from(jour.month()), jour.year());
    texte.as_bytes().try_into().unwrap_or_default()
}

/// Places of birth.
pub(super) fn lieu(a: &LieuNaissance, b: &LieuNaissance) -> TraitCompare {
    let (accord, points, phrase) = match (a, b) {
        _ if a.meme_lieu(b) => (Accord::Identique, 10, phrase::LIEU_EGAL),
        (LieuNaissance::France { commune: ici }, LieuNaissance::France { commune: la }) => {
            communes(*ici, *la)
        }
        (
            LieuNaissance::Etranger { pays, ville },
            LieuNaissance::Etranger {
                pays: autre,
                ville: la,
            },
        ) if pays == autre => {
            if Mot::new(ville.as_str()).proche(&Mot::new(la.as_str())) {
                (Accord::Proche, 8, phrase::LIEU_ECRITURE)
            } else {
                (Accord::Different, -5, phrase::LIEU_PAYS)
            }
        }
        _ => (Accord::Different, -14, phrase::LIEU_DIFFERENT),
    };
    TraitCompare::new(Champ::CommuneNaissance, accord, points, phrase)
}

fn communes(a: CodeCommune, b: CodeCommune) -> (Accord, i32, &'static str) {
    if ville(a.as_str()) == ville(b.as_str()) {
        (Accord::Proche, 8, phrase::LIEU_ARRONDISSEMENT)
    } else if departement(a.as_str()) == departement(b.as_str()) {
        (Accord::Different, -2, phrase::LIEU_DEPARTEMENT)
    } else {
        (Accord::Different, -14, phrase::LIEU_DIFFERENT)
    }
}

/// The commune that a code stands for: arrondissements of Paris, Lyon and Marseille are their city, and Corsica had one
/// number before 1976.
pub(super) fn ville(code: &str) -> String {
    match code {
        "75056" => "75101".to_owned(),
        _ if code.starts_with("751") => "75101".to_owned(),
        "69123" => "69381".to_owned(),
        _ if code.starts_with("6938") => "69381".to_owned(),
        "13055" => "13201".to_owned(),
        _ if code.starts_with("132") => "13201".to_owned(),
        _ => match code.strip_prefix("2A").or_else(|| code.strip_prefix("2B")) {
            Some(reste) => format!("20{reste}"),
            None => code.to_owned(),
        },
    }
}

fn departement(code: &str) -> &str {
    // Overseas, three characters; old codes of Paris's region have kept their number.
    code.get(
        ..if code.starts_with("97") || code.starts_with("98") {
            3
        } else {
            2
        },
    )
    .unwrap_or(code)
}
