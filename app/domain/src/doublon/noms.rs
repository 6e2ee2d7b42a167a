//! Names: at birth, in use, at work, first names; typed wrong, left out, married, swapped.

use super::{Accord, Portrait, TraitCompare, phonetique, phrase};
use crate::saisie::Champ;
use crate::texte;
use strsim::damerau_levenshtein;

/// A word of a name, folded, and how it is said.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Mot {
    /// letters only, words run together
    pub(super) lettres: String,
    /// its phonetic key
    pub(super) son: String,
}

impl Mot {
    pub(super) fn new(brut: &str) -> Self {
        Self {
            lettres: texte::cle(brut).replace(' ', ""),
            son: phonetique(brut),
        }
    }

    fn meme(&self, autre: &Self) -> bool {
        self.lettres == autre.lettres
    }

    fn sonne_comme(&self, autre: &Self) -> bool {
        self.son == autre.son && !self.son.is_empty()
    }

    /// One slip of the keyboard, two in a long name: a letter left out, added, replaced, or two swapped.
    fn a_une_faute_pres(&self, autre: &Self) -> bool {
        let court = self.lettres.len().min(autre.lettres.len());
        let permises = match court {
            0..=3 => return false,
            4..=7 => 1,
            _ => 2,
        };
        damerau_levenshtein(&self.lettres, &autre.lettres) <= permises
    }

    /// The same, or a mistake away.
    pub(super) fn proche(&self, autre: &Self) -> bool {
        self.meme(autre) || self.sonne_comme(autre) || self.a_une_faute_pres(autre)
    }
}

/// Names of a portrait, ready to be compared many times.
pub(super) struct Plie {
    /// at birth
    pub(super) naissance: Mot,
    /// every other one: in use, at work
    pub(super) autres: Vec<Mot>,
    /// words of all of them, particles left out: « Martin-Dubois » is two
    pub(super) parties: Vec<Mot>,
    /// first names in order
    pub(super) prenoms: Vec<Mot>,
    /// the one used at work
    pub(super) prenom_exercice: Mot,
}

/// Words that come and go in front of names.
const PARTICULES: [&str; 16] = [
    "de", "du", "des", "d", "la", "le", "les", "l", "van", "von", "der", "den", "ben", "el", "al", "da",
];

impl Plie {
    pub(super) fn new(portrait: &Portrait) -> Self {
        let civil = &portrait.etat_civil;
        let naissance = Mot::new(civil.nom_naissance.as_str());
        let mut autres: Vec<Mot> = Vec::new();
        let mut parties: Vec<Mot> = Vec::new();
        let noms = std::iter::once(civil.nom_naissance.as_str())
            .chain(civil.nom_usage.as_ref().map(crate::etat_civil::Nom::as_str))
            .chain([portrait.nom_exercice.as_str()]);
        for nom in noms {
            let mot = Mot::new(nom);
            if mot != naissance && !autres.contains(&mot) {
                autres.push(mot);
            }
            for partie in texte::mots(nom) {
                let mot = Mot::new(&partie);
                if !PARTICULES.contains(&partie.as_str()) && !parties.contains(&mot) {
                    parties.push(mot);
                }
            }
        }
        Self {
            naissance,
            autres,
            parties,
            prenoms: civil.prenoms.iter().map(Mot::new).collect(),
            prenom_exercice: Mot::new(portrait.prenom_exercice.as_str()),
        }
    }

    /// Every name of family, the one at birth first.
    pub(super) fn noms(&self) -> impl Iterator<Item = &Mot> {
        std::iter::once(&self.naissance).chain(&self.autres)
    }

    fn premier(&self) -> &Mot {
        self.prenoms.first().unwrap_or(&self.prenom_exercice)
    }

    fn a_pour_prenom(&self, mot: &Mot) -> bool {
        self.prenoms.iter().any(|prenom| prenom.meme(mot))
    }
}

/// Family names, then first names.
pub(super) fn comparer(a: &Plie, b: &Plie) -> [TraitCompare; 2] {
    if inverses(a, b) {
        return [
            TraitCompare::new(Champ::NomNaissance, Accord::Proche, 19, phrase::NOM_INVERSE),
            TraitCompare::new(Champ::Prenoms, Accord::Proche, 18, phrase::PRENOM_INVERSE),
        ];
    }
    let (accord, points, phrase) = noms(a, b);
    let nom = TraitCompare::new(Champ::NomNaissance, accord, points, phrase);
    let (accord, points, phrase) = prenoms(a, b);
    [nom, TraitCompare::new(Champ::Prenoms, accord, points, phrase)]
}

/// The name of each is the first name of the other, and not its own.
fn inverses(a: &Plie, b: &Plie) -> bool {
    let croise = |x: &Plie, y: &Plie| x.noms().any(|nom| nom.proche(y.premier()));
    croise(a, b) && croise(b, a) && !a.naissance.proche(&b.naissance)
}

type Verdict = (Accord, i32, &'static str);

fn noms(a: &Plie, b: &Plie) -> Verdict {
    if a.naissance.meme(&b.naissance) {
        return (Accord::Identique, 22, phrase::NOM_EGAL);
    }
    if a.naissance.sonne_comme(&b.naissance) {
        return (Accord::Proche, 18, phrase::NOM_SONNE);
    }
    if a.naissance.a_une_faute_pres(&b.naissance) {
        return (Accord::Proche, 17, phrase::NOM_FAUTE);
    }
    let commun = |pareil: fn(&Mot, &Mot) -> bool| a.noms().any(|x| b.noms().any(|y| pareil(x, y)));
    if commun(Mot::meme) {
        return (Accord::Proche, 15, phrase::NOM_USAGE);
    }
    let partie =
        |pareil: fn(&Mot, &Mot) -> bool| a.parties.iter().any(|x| b.parties.iter().any(|y| pareil(x, y)));
    if partie(Mot::meme) || attaches(a, b) {
        return (Accord::Proche, 13, phrase::NOM_PARTIE);
    }
    if commun(Mot::proche) {
        return (Accord::Proche, 11, phrase::NOM_USAGE_PROCHE);
    }
    if partie(|x, y| x.sonne_comme(y) || x.a_une_faute_pres(y)) {
        return (Accord::Proche, 9, phrase::NOM_PARTIE_PROCHE);
    }
    (Accord::Different, -20, phrase::NOM_DIFFERENT)
}

/// « Latour » and « de la Tour »: one ends with the other, and what is left is particles.
fn attaches(a: &Plie, b: &Plie) -> bool {
    let (court, long) = if a.naissance.lettres.len() < b.naissance.lettres.len() {
        (&a.naissance.lettres, &b.naissance.lettres)
    } else {
        (&b.naissance.lettres, &a.naissance.lettres)
    };
    court.len() >= 4
        && long
            .strip_suffix(court.as_str())
            .is_some_and(|debut| PARTICULES.contains(&debut) || debut == "dela")
}

fn prenoms(a: &Plie, b: &Plie) -> Verdict {
    let recolles = |plie: &Plie| {
        plie.prenoms
            .iter()
            .map(|prenom| prenom.lettres.as_str())
            .collect::<String>()
    };
    if recolles(a) == recolles(b) {
        let points = if a.prenoms.len() > 1 { 24 } else { 20 };
        return (Accord::Identique, points, phrase::PRENOMS_EGAUX);
    }
    let premiers = a.premier().meme(b.premier());
    let contient = |x: &Plie, y: &Plie| y.prenoms.iter().all(|prenom| x.a_pour_prenom(prenom));
    if contient(a, b) && contient(b, a) {
        return (Accord::Proche, 18, phrase::PRENOMS_ORDRE);
    }
    if premiers && (contient(a, b) || contient(b, a)) {
        return (Accord::Proche, 18, phrase::PRENOM_MANQUE);
    }
    if premiers {
        return (Accord::Proche, 15, phrase::PREMIER_EGAL);
    }
    if a.premier().proche(b.premier()) {
        return (Accord::Proche, 14, phrase::PREMIER_PROCHE);
    }
    // The first name of one is another first name of the other: the one somebody really goes by.
    let usuel = |x: &Plie, y: &Plie| x.a_pour_prenom(y.premier()) || x.a_pour_prenom(&y.prenom_exercice);
    if usuel(a, b) || usuel(b, a) {
        return (Accord::Proche, 11, phrase::PRENOM_USUEL);
    }
    if compose(a.premier(), b.premier()) {
        return (Accord::Proche, 10, phrase::PRENOM_COMPOSE);
    }
    if a.prenoms.iter().any(|prenom| b.a_pour_prenom(prenom)) {
        // Sisters and brothers share the names of their grandparents.
        return (Accord::Different, -22, phrase::SECOND_COMMUN);
    }
    (Accord::Different, -30, phrase::PRENOMS_DIFFERENTS)
}

/// « Marie » and « Marie-Hélène »: one begins or ends with the other.
fn compose(a: &Mot, b: &Mot) -> bool {
    let (court, long) = if a.lettres.len() < b.lettres.len() {
        (&a.lettres, &b.lettres)
    } else {
        (&b.lettres, &a.lettres)
    };
    court.len() >= 4
        && long.len() >= court.len() + 3
        && (long.starts_with(court.as_str()) || long.ends_with(court.as_str()))
}
