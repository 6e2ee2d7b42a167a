//! Which national numbers are mobiles, territory by territory (§7.4, libphonenumber 9.0.43).
//!
//! Numbering plans change about once a year: this table and `telephones_mobiles.csv` change together.

/// A territory with its own numbering plan.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Territoire {
    /// Name shown to people.
    pub(super) nom: &'static str,
    /// Country calling code, without the plus sign.
    pub(super) indicatif: &'static str,
    /// Where people put spaces, for each length a number may have, without its leading 0.
    pub(super) groupes: &'static [&'static [usize]],
    /// Is the number dialled with a leading 0 inside the territory?
    pub(super) zero: bool,
    /// First digits of mobile numbers: from, to (both included, same width), length of the whole number.
    tranches: &'static [(&'static str, &'static str, usize)],
}

impl Territoire {
    /// Is this national number, without its leading 0, a mobile of this territory?
    pub(super) fn a_pour_mobile(&self, national: &str) -> bool {
        self.tranches.iter().any(|(de, a, longueur)| {
            national.len() == *longueur
                && national
                    .get(..de.len())
                    .is_some_and(|debut| (*de..=*a).contains(&debut))
        })
    }

    /// Does a number of this territory have that many digits?
    pub(super) fn longueurs(&self) -> impl Iterator<Item = usize> {
        self.groupes.iter().map(|groupes| groupes.iter().sum())
    }
}

/// European France, which every number typed without a calling code is tried against first.
pub(super) const METROPOLE: &Territoire = &TERRITOIRES[0];

/// Every territory, European France first.
pub(super) const TERRITOIRES: &[Territoire] = &[
    Territoire {
        nom: "France métropolitaine",
        indicatif: "33",
        groupes: &[&[1, 2, 2, 2, 2]],
        zero: true,
        tranches: &[
            ("600", "638", 9),
            ("640", "689", 9),
            ("695", "695", 9),
            ("698", "699", 9),
            ("730", "799", 9),
        ],
    },
    Territoire {
        nom: "Guadeloupe, Saint-Barthélemy, Saint-Martin",
        indicatif: "590",
        groupes: &[&[3, 2, 2, 2]],
        zero: true,
        tranches: &[("690", "690", 9), ("69122", "69135", 9), ("70900", "70904", 9)],
    },
    Territoire {
        nom: "Guyane",
        indicatif: "594",
        groupes: &[&[3, 2, 2, 2]],
        zero: true,
        tranches: &[
            ("69400", "69438", 9),
            ("69440", "69449", 9),
            ("69490", "69499", 9),
            ("70930", "70933", 9),
        ],
    },
    Territoire {
        nom: "Martinique",
        indicatif: "596",
        groupes: &[&[3, 2, 2, 2]],
        zero: true,
        tranches: &[("696", "697", 9), ("70910", "70913", 9)],
    },
    Territoire {
        nom: "La Réunion",
        indicatif: "262",
        groupes: &[&[3, 2, 2, 2]],
        zero: true,
        tranches: &[
            ("692", "692", 9),
            ("69300", "69306", 9),
            ("69310", "69313", 9),
            ("69320", "69322", 9),
            ("69330", "69333", 9),
            ("69339", "69355", 9),
            ("69360", "69366", 9),
            ("69370", "69373", 9),
            ("69377", "69377", 9),
            ("69380", "69388", 9),
            ("69390", "69394", 9),
            ("69397", "69397", 9),
            ("69399", "69399", 9),
            ("70920", "70923", 9),
        ],
    },
    Territoire {
        nom: "Mayotte",
        indicatif: "262",
        groupes: &[&[3, 2, 2, 2]],
        zero: true,
        tranches: &[
            ("63900", "63907", 9),
            ("63909", "63911", 9),
            ("63919", "63930", 9),
            ("63939", "63940", 9),
            ("63950", "63950", 9),
            ("63955", "63979", 9),
            ("63990", "63990", 9),
            ("63994", "63997", 9),
            ("63999", "63999", 9),
            ("70935", "70937", 9),
        ],
    },
    Territoire {
        nom: "Saint-Pierre-et-Miquelon",
        indicatif: "508",
        groupes: &[&[2, 2, 2], &[3, 2, 2, 2]],
        zero: true,
        tranches: &[
            ("70840", "70845", 9),
            ("70850", "70856", 9),
            ("2", "3", 6),
            ("40", "40", 6),
            ("42", "44", 6),
            ("48", "50", 6),
            ("52", "59", 6),
            ("6", "9", 6),
        ],
    },
    Territoire {
        nom: "Nouvelle-Calédonie",
        indicatif: "687",
        groupes: &[&[2, 2, 2]],
        zero: false,
        tranches: &[("5", "5", 6), ("7", "7", 6), ("80", "87", 6), ("89", "99", 6)],
    },
    Territoire {
        nom: "Polynésie française",
        indicatif: "689",
        groupes: &[&[2, 2, 2, 2]],
        zero: false,
        tranches: &[("87", "89", 8)],
    },
    Territoire {
        nom: "Wallis-et-Futuna",
        indicatif: "681",
        groupes: &[&[2, 2, 2]],
        zero: false,
        tranches: &[("72", "72", 6), ("82", "83", 6)],
    },
];
