//! How far a campaign is, and the state that follows from it.

use serde::{Deserialize, Serialize};

/// Answers counted. Every number counts people of the campaign.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Avancement {
    /// people to answer for
    pub total: i64,
    /// still there
    pub presents: i64,
    /// left
    pub partis: i64,
    /// have another rôle
    pub roles: i64,
}

impl Avancement {
    /// People somebody has answered for.
    pub const fn repondues(self) -> i64 {
        self.presents + self.partis + self.roles
    }

    /// People nobody has answered for yet.
    pub const fn restantes(self) -> i64 {
        self.total - self.repondues()
    }

    /// Whether nobody is left. A structure without anybody is reviewed as soon as it is looked at.
    pub const fn est_complete(self) -> bool {
        self.restantes() <= 0
    }

    /// The same with another part of the structure.
    #[must_use]
    pub const fn et(self, autre: Self) -> Self {
        Self {
            total: self.total + autre.total,
            presents: self.presents + autre.presents,
            partis: self.partis + autre.partis,
            roles: self.roles + autre.roles,
        }
    }

    /// « 12 personnes revues sur 300 »
    pub fn phrase(self) -> String {
        let (faites, total) = (self.repondues(), self.total);
        match (faites, total) {
            (_, 0) => "Personne à revoir".to_owned(),
            (0 | 1, _) => format!("{faites}\u{a0}personne revue sur {total}"),
            _ => format!("{faites}\u{a0}personnes revues sur {total}"),
        }
    }
}

/// « 1 personne », « 12 personnes »
pub fn personnes(nombre: i64) -> String {
    let s = if nombre > 1 { "s" } else { "" };
    format!("{nombre}\u{a0}personne{s}")
}

/// Where a campaign stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EtatRevue {
    /// opened, nobody has answered
    Prete,
    /// some answers are there
    EnCours,
    /// an answer for everybody: it may be attested
    Terminee,
    /// over, attestation written: nothing changes any more
    Attestee,
    /// over by itself, nobody having attested it in time: nothing changes any more either
    NonTerminee,
}

impl EtatRevue {
    /// From what is known of it.
    pub const fn de(attestee: bool, avancement: Avancement) -> Self {
        if attestee {
            Self::Attestee
        } else if avancement.est_complete() {
            Self::Terminee
        } else if avancement.repondues() == 0 {
            Self::Prete
        } else {
            Self::EnCours
        }
    }

    /// In words.
    pub const fn libelle(self) -> &'static str {
        match self {
            Self::Prete => "À commencer",
            Self::EnCours => "En cours",
            Self::Terminee => "Toutes les réponses sont là",
            Self::Attestee => "Attestée",
            Self::NonTerminee => "Non terminée",
        }
    }

    /// Whether answers may still be given or changed.
    pub const fn est_ouverte(self) -> bool {
        !matches!(self, Self::Attestee | Self::NonTerminee)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    const fn compte(total: i64, presents: i64, partis: i64, roles: i64) -> Avancement {
        Avancement {
            total,
            presents,
            partis,
            roles,
        }
    }

    #[test]
    fn the_state_follows_from_the_answers() {
        for (attestee, avancement, etat) in [
            (false, compte(3, 0, 0, 0), EtatRevue::Prete),
            (false, compte(3, 0, 1, 0), EtatRevue::EnCours),
            (false, compte(3, 1, 1, 1), EtatRevue::Terminee),
            (false, compte(0, 0, 0, 0), EtatRevue::Terminee),
            // Ended with people left aside.
            (true, compte(3, 1, 0, 0), EtatRevue::Attestee),
        ] {
            assert_eq!(EtatRevue::de(attestee, avancement), etat);
        }
    }

    #[test]
    fn counts_are_said_in_words() {
        assert_eq!(compte(0, 0, 0, 0).phrase(), "Personne à revoir");
        assert_eq!(
            (personnes(0), personnes(1)),
            ("0\u{a0}personne".to_owned(), "1\u{a0}personne".to_owned())
        );
        assert_eq!(personnes(2), "2\u{a0}personnes");
        assert_eq!(compte(3, 1, 0, 0).phrase(), "1\u{a0}personne revue sur 3");
        assert_eq!(
            compte(3, 1, 1, 0).et(compte(2, 0, 0, 1)).phrase(),
            "3\u{a0}personnes revues sur 5"
        );
    }
}
