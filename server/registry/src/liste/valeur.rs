//! What people and spreadsheets write in a cell, brought to what the form holds: « Madame » is MME, « 12/03/1990 » fills three
//! boxes, a number that lost its leading zero finds it again. What is not understood stays as it is: the rules say what is
//! wrong with it.

use domain::date::{self, Jour, jour};
use domain::nomenclature::{CategorieProfessionnelle, ModeExercice, Nomenclatures};
use domain::texte::cle;
use time::Duration;

/// M or Mme.
pub(super) fn civilite(texte: &str) -> String {
    match cle(texte).as_str() {
        "m" | "mr" | "monsieur" => "M".to_owned(),
        "mme" | "madame" | "mlle" | "mademoiselle" => "MME".to_owned(),
        _ => texte.trim().to_owned(),
    }
}

/// F or M.
pub(super) fn sexe(texte: &str) -> String {
    match cle(texte).as_str() {
        "f" | "feminin" | "femme" | "2" => "F".to_owned(),
        "m" | "masculin" | "homme" | "h" | "1" => "M".to_owned(),
        _ => texte.trim().to_owned(),
    }
}

/// The three boxes of a date: day first, year first, month in letters, or the number that a spreadsheet keeps.
pub(super) fn date(texte: &str) -> [String; 3] {
    let propre = domain::texte::nettoyer(texte);
    if let Some(jour) = serie(&propre) {
        return [
            jour.day().to_string(),
            u8::from(jour.month()).to_string(),
            format!("{:04}", jour.year()),
        ];
    }
    // The hour that a spreadsheet adds is not part of the day.
    let sans_heure = propre
        .split_once('T')
        .filter(|(avant, _)| avant.len() == 10)
        .map_or(propre.as_str(), |(avant, _)| avant);
    let morceaux: Vec<&str> = sans_heure
        .split(['/', '-', '.', ' '])
        .filter(|morceau| !morceau.is_empty() && !morceau.contains(':'))
        .collect();
    match morceaux.as_slice() {
        [annee, mois, jour] if annee.len() == 4 => [*jour, *mois, *annee].map(str::to_owned),
        [jour, mois, annee] => [*jour, *mois, *annee].map(str::to_owned),
        [] => Default::default(),
        _ => [propre, String::new(), String::new()],
    }
}

/// The day of a spreadsheet's serial number, from 1920 to 2099.
fn serie(texte: &str) -> Option<Jour> {
    let nombre: i64 = texte.parse().ok()?;
    let origine = jour(1899, 12, 30).ok()?;
    (7_306..=73_050)
        .contains(&nombre)
        .then(|| origine.checked_add(Duration::days(nombre)))
        .flatten()
}

/// A mobile: nine or eleven digits are what remains of a number that a spreadsheet took for a quantity.
pub(super) fn mobile(texte: &str) -> String {
    let compact: String = texte
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '.')
        .collect();
    let nombre = compact.bytes().all(|octet| octet.is_ascii_digit());
    match (nombre, compact.len()) {
        (true, 9) => format!("0{compact}"),
        (true, 11) => format!("+{compact}"),
        _ => texte.trim().to_owned(),
    }
}

/// The code before the label: the lists of the model write « 328 – Accompagnant éducatif et social ».
pub(super) fn code(texte: &str) -> &str {
    let texte = texte.trim();
    [" – ", " - ", " : "]
        .iter()
        .find_map(|separateur| texte.split_once(separateur))
        .map_or(texte, |(code, _)| code.trim())
}

/// A FINESS number; eight digits have lost their leading zero.
pub(super) fn finess(texte: &str) -> String {
    let numero: String = code(texte).chars().filter(|c| !c.is_whitespace()).collect();
    if numero.len() == 8 && numero.bytes().all(|octet| octet.is_ascii_digit()) {
        format!("0{numero}")
    } else {
        numero
    }
}

/// The code of a profession, given by itself or by its label.
pub(super) fn profession(texte: &str, listes: &Nomenclatures) -> String {
    let (code, cle) = (code(texte), cle(texte));
    if listes
        .professions
        .iter()
        .any(|profession| profession.code.as_str() == code)
    {
        return code.to_owned();
    }
    let candidates = || {
        listes
            .professions
            .iter()
            .filter(|profession| self::cle_egale(&profession.libelle, &cle))
    };
    candidates()
        .find(|profession| profession.active && profession.proposee)
        .or_else(|| candidates().next())
        .map_or_else(
            || texte.trim().to_owned(),
            |profession| profession.code.to_string(),
        )
}

/// The code of a rôle, given by itself or by one of its labels.
pub(super) fn role(texte: &str, listes: &Nomenclatures) -> String {
    let (code, cle) = (code(texte).to_ascii_uppercase(), cle(texte));
    listes
        .roles
        .iter()
        .find(|role| {
            role.code.as_str() == code || cle_egale(&role.libelle, &cle) || cle_egale(&role.court, &cle)
        })
        .map_or_else(|| texte.trim().to_owned(), |role| role.code.to_string())
}

/// Whether a label reads like that, « aide-soignante » and « aide-soignant(e) » included.
fn cle_egale(libelle: &str, cherchee: &str) -> bool {
    let connue = cle(libelle);
    if cherchee.is_empty() || connue == cherchee {
        return !cherchee.is_empty();
    }
    let sans = |texte: &str| {
        texte
            .split(' ')
            .filter(|mot| *mot != "e")
            .map(|mot| mot.strip_suffix('e').unwrap_or(mot).to_owned())
            .collect::<Vec<_>>()
    };
    sans(&connue) == sans(cherchee)
}

/// The code of a mode d'exercice.
pub(super) fn mode(texte: &str) -> String {
    let code_lu = code(texte).to_uppercase();
    if let Some(mode) = ModeExercice::TOUS.iter().find(|mode| mode.code() == code_lu) {
        return mode.code().to_owned();
    }
    let mode = match cle(texte).as_str() {
        "salarie" | "salariee" | "salarie e" => ModeExercice::Salarie,
        "liberal" | "liberale" | "independant" | "independante" | "artisan" | "commercant" => {
            ModeExercice::Liberal
        }
        "benevole" => ModeExercice::Benevole,
        autre => match ModeExercice::TOUS
            .iter()
            .find(|mode| cle(mode.libelle()) == autre)
        {
            Some(mode) => *mode,
            None => return texte.trim().to_owned(),
        },
    };
    mode.code().to_owned()
}

/// The code of a professional category.
pub(super) fn categorie(texte: &str) -> String {
    let code_lu = code(texte).to_uppercase();
    let cherchee = cle(texte);
    CategorieProfessionnelle::TOUS
        .iter()
        .find(|categorie| categorie.code() == code_lu || cle_egale(categorie.libelle(), &cherchee))
        .map_or_else(
            || texte.trim().to_owned(),
            |categorie| categorie.code().to_owned(),
        )
}

/// A day as a cell shows it.
pub(super) fn affichee(boites: [&str; 3]) -> String {
    date::jour_de_cases(boites[0], boites[1], boites[2]).map_or_else(|_| boites.join("/"), date::court)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_and_spreadsheets_write_them() {
        for ecrit in [
            "12/03/1990",
            "12-3-1990",
            "12.03.1990",
            "1990-03-12",
            "1990-03-12T00:00:00",
            "1990-03-12 00:00:00",
            " 12 mars 1990 ",
            "32944",
        ] {
            let [j, m, a] = date(ecrit);
            assert_eq!(date::jour_de_cases(&j, &m, &a), jour(1990, 3, 12), "{ecrit}");
        }
        assert_eq!(date(""), ["", "", ""]);
        let [j, m, a] = date("12/03/90");
        assert_eq!(
            date::jour_de_cases(&j, &m, &a),
            Err(date::DateError::AnneeIllisible)
        );
        assert!(date::jour_de_cases(&date("hier")[0], &date("hier")[1], &date("hier")[2]).is_err());
    }

    #[test]
    fn numbers_find_their_leading_zero_again() {
        assert_eq!(finess("10780914"), "010780914");
        assert_eq!(finess("010780914 – EHPAD"), "010780914");
        assert_eq!(mobile("612345678"), "0612345678");
        assert_eq!(mobile("33612345678"), "+33612345678");
        assert_eq!(mobile("06 12 34 56 78"), "06 12 34 56 78");
    }

    #[test]
    fn words_become_codes() {
        assert_eq!(civilite("Madame"), "MME");
        assert_eq!(civilite("M."), "M");
        assert_eq!(sexe("Femme"), "F");
        assert_eq!(mode("Salariée"), "S");
        assert_eq!(mode("l"), "L");
        assert_eq!(categorie("étudiante"), "E");
        assert_eq!(mode("intérim"), "intérim");
    }
}
