//! Days and instants: reading what people type, writing what people read.
//!
//! Nothing here asks what time it is: today and now are always arguments. A day has no time zone; an instant is UTC and is
//! shown in the time of Paris.

mod instant;
mod lecture;

pub use instant::{Instant, anciennete};
pub use lecture::{DateError, Manque, jour_de_cases, parse_iso};

use time::Month;

/// A calendar day, without hour or time zone.
pub type Jour = time::Date;

/// First year a date may have: nobody living was born before.
pub const ANNEE_MIN: i32 = 1880;
/// Last year a date may have; beyond, it is a typing mistake.
pub const ANNEE_MAX: i32 = 2200;

/// Month names as French writes them, January first.
pub(crate) const MOIS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// The day of this year, month (1 to 12) and day of month, or why there is none.
pub fn jour(a: i32, m: u8, j: u8) -> Result<Jour, DateError> {
    if !(ANNEE_MIN..=ANNEE_MAX).contains(&a) {
        return Err(DateError::AnneeHorsBornes);
    }
    let mois = Month::try_from(m).map_err(|_| DateError::MoisHorsBornes)?;
    if !(1..=31).contains(&j) {
        return Err(DateError::JourHorsBornes);
    }
    Jour::from_calendar_date(a, mois, j).map_err(|_| DateError::inexistante(a, m, j))
}

/// `2026-11-22`, the form that is stored and exchanged.
pub fn iso(jour: Jour) -> String {
    format!(
        "{:04}-{:02}-{:02}",
        jour.year(),
        u8::from(jour.month()),
        jour.day()
    )
}

/// `22/11/2026`, for tables.
pub fn court(jour: Jour) -> String {
    format!(
        "{:02}/{:02}/{:04}",
        jour.day(),
        u8::from(jour.month()),
        jour.year()
    )
}

/// `22 novembre 2026`, for sentences; the first of the month is `1er`.
pub fn long(jour: Jour) -> String {
    let quantieme = if jour.day() == 1 {
        "1er".to_owned()
    } else {
        jour.day().to_string()
    };
    format!("{quantieme} {} {}", nom_mois(u8::from(jour.month())), jour.year())
}

/// Completed years between two days; negative when `aujourd_hui` comes first. Born on 29 February: ages on 1 March.
pub fn age(naissance: Jour, aujourd_hui: Jour) -> i32 {
    let annees = aujourd_hui.year() - naissance.year();
    let rang = |jour: Jour| (u8::from(jour.month()), jour.day());
    if rang(aujourd_hui) < rang(naissance) {
        annees - 1
    } else {
        annees
    }
}

/// Name of a month given by its number, 1 to 12; empty outside.
pub(crate) fn nom_mois(m: u8) -> &'static str {
    usize::from(m)
        .checked_sub(1)
        .and_then(|rang| MOIS.get(rang))
        .copied()
        .unwrap_or_default()
}

/// For `#[serde(with = "domain::date::serde_iso")]`: a day travels as `2026-11-22`.
pub mod serde_iso {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use super::{Jour, iso, parse_iso};

    /// Writes the day in its ISO form.
    pub fn serialize<S: Serializer>(jour: &Jour, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&iso(*jour))
    }

    /// Reads the ISO form, with the same rules as everywhere.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Jour, D::Error> {
        parse_iso(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

/// The same as [`serde_iso`] for a day that may be absent.
pub mod serde_iso_option {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    use super::{Jour, iso, parse_iso};

    /// Writes the day in its ISO form, or nothing.
    pub fn serialize<S: Serializer>(jour: &Option<Jour>, serializer: S) -> Result<S::Ok, S::Error> {
        jour.map(iso).serialize(serializer)
    }

    /// Reads the ISO form if there is one.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Jour>, D::Error> {
        let texte = Option::<String>::deserialize(deserializer)?;
        texte
            .map(|texte| parse_iso(&texte).map_err(D::Error::custom))
            .transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn writes_days_the_french_way() {
        let j = jour(2026, 11, 22).unwrap();
        assert_eq!(iso(j), "2026-11-22");
        assert_eq!(court(j), "22/11/2026");
        assert_eq!(long(j), "22 novembre 2026");
        assert_eq!(long(jour(2026, 8, 1).unwrap()), "1er août 2026");
    }

    #[test]
    fn counts_ages_by_birthdays() {
        let naissance = jour(2000, 2, 29).unwrap();
        assert_eq!(age(naissance, jour(2016, 2, 28).unwrap()), 15);
        assert_eq!(age(naissance, jour(2017, 2, 28).unwrap()), 16);
        assert_eq!(age(naissance, jour(2017, 3, 1).unwrap()), 17);
        assert_eq!(age(naissance, jour(1999, 3, 1).unwrap()), -1);
    }

    #[test]
    fn refuses_days_that_do_not_exist() {
        assert_eq!(jour(1, 1, 1), Err(DateError::AnneeHorsBornes));
        assert_eq!(jour(2026, 13, 1), Err(DateError::MoisHorsBornes));
        assert_eq!(jour(2026, 1, 32), Err(DateError::JourHorsBornes));
        assert_eq!(
            jour(2026, 2, 30).unwrap_err().to_string(),
            "Le 30\u{a0}février n’existe pas. Vérifiez la date."
        );
        assert_eq!(
            jour(1900, 2, 29).unwrap_err().to_string(),
            "Le 29\u{a0}février 1900 n’existe pas. Vérifiez la date."
        );
    }

    #[test]
    fn travels_as_iso_text() {
        #[derive(serde::Serialize, serde::Deserialize, PartialEq, Debug)]
        struct Fiche {
            #[serde(with = "serde_iso")]
            debut: Jour,
            #[serde(with = "serde_iso_option")]
            fin: Option<Jour>,
        }
        let fiche = Fiche {
            debut: jour(2026, 1, 2).unwrap(),
            fin: None,
        };
        let texte = serde_json::to_string(&fiche).unwrap();
        assert_eq!(texte, r#"{"debut":"2026-01-02","fin":null}"#);
        assert_eq!(serde_json::from_str::<Fiche>(&texte).unwrap(), fiche);
        assert!(serde_json::from_str::<Fiche>(r#"{"debut":"2026-02-30","fin":null}"#).is_err());
    }
}
