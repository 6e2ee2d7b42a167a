//! Are these two records the same person? Trait by trait, with a score and the reasons in words.
//!
//! Each trait gives points, for or against, as much as it tells the same person from two people (a log-likelihood ratio in
//! bits, rounded, tuned on made-up pairs: see `tests/doublons_evaluation.rs`). The sum over what five perfect traits give is the
//! score. `cles` says how a register finds who is worth comparing without comparing everybody.
//!
//! Deterministic and symmetric. Nothing here looks anybody up, and nothing here decides: a person does.

mod cles;
mod contact;
mod naissance;
mod noms;
mod phonetique;
mod phrase;

pub use cles::{cles, empreinte};
pub use phonetique::phonetique;

use crate::contact::{Email, Mobile};
use crate::date::Jour;
use crate::etat_civil::{EtatCivil, Nom, Prenom};
use crate::saisie::{Champ, Contact, DemandeComplete};
use noms::Plie;

/// What is compared of somebody.
#[derive(Clone, PartialEq, Eq)]
pub struct Portrait {
    /// the civil status
    pub etat_civil: EtatCivil,
    /// name used at work
    pub nom_exercice: Nom,
    /// first name used at work
    pub prenom_exercice: Prenom,
    /// how to reach the person; none when it is not to be compared
    pub contact: Option<Contact>,
}

// `Debug` ends up in logs: never whose portrait it is.
impl std::fmt::Debug for Portrait {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Portrait(…)")
    }
}

impl From<&DemandeComplete> for Portrait {
    fn from(complete: &DemandeComplete) -> Self {
        Self {
            etat_civil: complete.etat_civil.clone(),
            nom_exercice: complete.situation.nom_exercice.clone(),
            prenom_exercice: complete.situation.prenom_exercice.clone(),
            contact: Some(complete.contact.clone()),
        }
    }
}

impl Portrait {
    fn jour(&self) -> Jour {
        self.etat_civil.date_naissance.jour()
    }

    fn email(&self) -> Option<&Email> {
        self.contact.as_ref().map(|contact| &contact.email)
    }

    fn mobile(&self) -> Option<&Mobile> {
        self.contact.as_ref().map(|contact| &contact.mobile)
    }
}

crate::nomenclature::codes::codes! {
    /// How much two records look like one person.
    pub enum NiveauDoublon, NiveauDoublonError = "Ce niveau de ressemblance n’est pas connu." {
        /// The same civil status (R3).
        Exacte = "exacte", "Même identité";
        /// Somebody must say whether they are one person.
        Forte = "forte", "Forte ressemblance";
        /// Worth a look.
        Possible = "possible", "Ressemblance possible";
        /// Two people.
        Aucune = "aucune", "Pas de ressemblance";
    }
}

crate::nomenclature::codes::codes! {
    /// What a gestionnaire said of two records that look alike.
    pub enum ChoixDoublon, ChoixDoublonError = "Dites s’il s’agit de la même personne ou de deux personnes." {
        /// One person: accepting the demande adds a situation to the number that exists (R3).
        Meme = "meme", "C’est la même personne";
        /// Two people.
        Differente = "differente", "Ce n’est pas un doublon";
    }
}

/// How two values of one trait agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Accord {
    /// the same, however it is written
    Identique,
    /// not the same, in a way that a mistake or a life explains
    Proche,
    /// two different values
    Different,
}

impl Accord {
    /// In one word, for the margin of a comparison.
    pub const fn libelle(self) -> &'static str {
        match self {
            Self::Identique => "Identique",
            Self::Proche => "Proche",
            Self::Different => "Différent",
        }
    }
}

/// One trait compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TraitCompare {
    /// which
    pub champ: Champ,
    /// how the two agree
    pub accord: Accord,
    /// the same in a plain sentence that quotes neither value
    pub phrase: &'static str,
    points: i32,
}

impl TraitCompare {
    const fn new(champ: Champ, accord: Accord, points: i32, phrase: &'static str) -> Self {
        Self {
            champ,
            accord,
            phrase,
            points,
        }
    }
}

/// What the comparison of two records says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ressemblance {
    /// what to do about it
    pub niveau: NiveauDoublon,
    /// from 0 to 100; 100 for the same civil status only
    pub score: u8,
    /// trait by trait, in the order of the forms
    pub traits: Vec<TraitCompare>,
}

/// Points of five traits of the civil status that agree perfectly, contacts aside.
const PARFAIT: i32 = 79;
/// From this score on, two records are worth a look.
pub const SEUIL_POSSIBLE: u8 = 45;
/// From this score on, somebody must say whether they are one person.
pub const SEUIL_FORTE: u8 = 62;

/// Compares two records. `comparer(a, b)` and `comparer(b, a)` say the same.
pub fn comparer(a: &Portrait, b: &Portrait) -> Ressemblance {
    let (plie_a, plie_b) = (Plie::new(a), Plie::new(b));
    let mut traits = Vec::with_capacity(7);
    traits.extend(noms::comparer(&plie_a, &plie_b));
    traits.push(sexe(a, b));
    traits.push(naissance::date(a.jour(), b.jour()));
    traits.push(naissance::lieu(
        &a.etat_civil.lieu_naissance,
        &b.etat_civil.lieu_naissance,
    ));
    traits.extend(contact::email(a.email(), b.email()));
    traits.extend(contact::mobile(a.mobile(), b.mobile()));
    if a.etat_civil.meme_personne(&b.etat_civil) {
        return Ressemblance {
            niveau: NiveauDoublon::Exacte,
            score: 100,
            traits,
        };
    }
    let points: i32 = traits.iter().map(|compare| compare.points).sum();
    let score = u8::try_from((points * 100 / PARFAIT).clamp(0, 99)).unwrap_or_default();
    let niveau = match score {
        SEUIL_FORTE.. => NiveauDoublon::Forte,
        SEUIL_POSSIBLE.. => NiveauDoublon::Possible,
        _ => NiveauDoublon::Aucune,
    };
    Ressemblance {
        niveau,
        score,
        traits,
    }
}

fn sexe(a: &Portrait, b: &Portrait) -> TraitCompare {
    if a.etat_civil.sexe == b.etat_civil.sexe {
        TraitCompare::new(Champ::Sexe, Accord::Identique, 2, "Le sexe est le même.")
    } else {
        TraitCompare::new(Champ::Sexe, Accord::Different, -12, "Le sexe est différent.")
    }
}
