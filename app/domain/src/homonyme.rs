//! Whether a name shown on a card may be that of a registered person. A question to ask, never an answer: two people may bear the
//! same name, and only somebody who knows them says whether they are one.

use crate::texte::{cle, mots};

/// Does the whole name `affiche` (« Louise MARTIN », in any order) fit somebody with these first names and these names (at birth, in
/// use, at work)? It does when it is made of their words only, one of each kind at least, or when it holds a whole first name and
/// a whole name of theirs: « Louise MARTIN-DUBOIS » fits Louise MARTIN. Accents, hyphens and capitals do not count, nor whether
/// words are joined.
pub fn homonyme(affiche: &str, prenoms: &[&str], noms: &[&str]) -> bool {
    let ecrits = mots(affiche);
    let (siens, familles) = (liste(prenoms), liste(noms));
    let fait_de = ecrits.len() > 1
        && ecrits.iter().any(|mot| siens.contains(mot))
        && ecrits.iter().any(|mot| familles.contains(mot))
        && ecrits
            .iter()
            .all(|mot| siens.contains(mot) || familles.contains(mot));
    fait_de || contient(&ecrits, prenoms, noms) || soude(affiche, prenoms, noms)
}

/// A name shown on a card, read once to be compared with many people.
#[derive(Clone, Debug)]
pub struct Affiche {
    nom: String,
    lettres: String,
}

impl Affiche {
    /// Reads it.
    pub fn lire(affiche: &str) -> Self {
        Self {
            nom: affiche.to_owned(),
            lettres: cle(affiche).replace(' ', ""),
        }
    }
}

/// The names of somebody, read once to be compared with many cards.
#[derive(Clone, Debug)]
pub struct Noms {
    prenoms: Vec<String>,
    familles: Vec<String>,
    mots: Vec<String>,
}

impl Noms {
    /// First names, and names at birth, in use, at work.
    pub fn new(prenoms: Vec<String>, familles: Vec<String>) -> Self {
        let mut mots = liste(&familles);
        mots.sort_unstable();
        mots.dedup();
        Self {
            prenoms,
            familles,
            mots,
        }
    }

    /// [`homonyme`]. Whatever fits holds the letters of a word of their names, which rules most cards out at once.
    pub fn sur(&self, affiche: &Affiche) -> bool {
        if !self.mots.iter().any(|mot| affiche.lettres.contains(mot)) {
            return false;
        }
        let prenoms: Vec<&str> = self.prenoms.iter().map(String::as_str).collect();
        let familles: Vec<&str> = self.familles.iter().map(String::as_str).collect();
        homonyme(&affiche.nom, &prenoms, &familles)
    }
}

fn liste<T: AsRef<str>>(textes: &[T]) -> Vec<String> {
    textes.iter().flat_map(|texte| mots(texte.as_ref())).collect()
}

/// A first name and a name, whole, are among the words, side by side with others.
fn contient(ecrits: &[String], prenoms: &[&str], noms: &[&str]) -> bool {
    prenoms.iter().any(|prenom| {
        let Some(reste) = retirer(ecrits, &mots(prenom)) else {
            return false;
        };
        noms.iter().any(|nom| retirer(&reste, &mots(nom)).is_some())
    })
}

/// The words left once those are taken out; none when one of them is not there, or when there is nothing to take.
fn retirer(ecrits: &[String], voulus: &[String]) -> Option<Vec<String>> {
    let mut reste = ecrits.to_vec();
    for voulu in voulus {
        let rang = reste.iter().position(|mot| mot == voulu)?;
        reste.remove(rang);
    }
    (!voulus.is_empty()).then_some(reste)
}

/// The same letters once spaces are gone: « Jean Baptiste LEGALL » is Jean-Baptiste LE GALL.
fn soude(affiche: &str, prenoms: &[&str], noms: &[&str]) -> bool {
    let lettres = |texte: &str| cle(texte).replace(' ', "");
    let ecrit = lettres(affiche);
    prenoms.iter().map(|prenom| lettres(prenom)).any(|prenom| {
        noms.iter().map(|nom| lettres(nom)).any(|nom| {
            !prenom.is_empty()
                && !nom.is_empty()
                && (ecrit == format!("{prenom}{nom}") || ecrit == format!("{nom}{prenom}"))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{Affiche, Noms};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    /// The rule, asked in both ways.
    fn homonyme(affiche: &str, prenoms: &[&str], noms: &[&str]) -> bool {
        let lus = |textes: &[&str]| textes.iter().map(|&texte| texte.to_owned()).collect();
        let un = super::homonyme(affiche, prenoms, noms);
        let lu = Noms::new(lus(prenoms), lus(noms)).sur(&Affiche::lire(affiche));
        assert_eq!(un, lu, "{affiche}");
        un
    }

    /// Louise Anne, born MARTIN, DUBOIS in use, at work Louise MARTIN-DUBOIS.
    fn elle(affiche: &str) -> bool {
        homonyme(
            affiche,
            &["Louise", "Louise Anne"],
            &["MARTIN", "DUBOIS", "MARTIN-DUBOIS"],
        )
    }

    #[test]
    fn every_name_of_somebody_is_theirs() {
        for affiche in [
            "Louise MARTIN",
            "louise martin",
            "DUBOIS Louise",
            "Louise Martin Dubois",
            "Anne DUBOIS",
            "Louise MARTIN-LEROY",
            "LOUISE  MÀRTIN",
        ] {
            assert!(elle(affiche), "{affiche}");
        }
        for affiche in [
            "Louise",
            "MARTIN",
            "MARTIN DUBOIS",
            "Louise MARTINEZ",
            "Louis MARTIN",
            "Louise LEROY",
            "",
            " - ",
        ] {
            assert!(!elle(affiche), "{affiche}");
        }
    }

    #[test]
    fn joined_words_and_names_that_are_first_names() {
        let le_gall = |affiche| homonyme(affiche, &["Jean-Baptiste"], &["LE GALL", ""]);
        for affiche in [
            "Jean Baptiste LEGALL",
            "LE GALL Jean-Baptiste",
            "Jeanbaptiste Le Gall",
        ] {
            assert!(le_gall(affiche), "{affiche}");
        }
        assert!(!le_gall("Jean-Baptiste"));
        assert!(!le_gall("Jean LEROY"));
        let thomas = |affiche| homonyme(affiche, &["Thomas"], &["THOMAS"]);
        assert!(thomas("Thomas THOMAS") && !thomas("Thomas MARTIN") && !thomas("Thomas"));
        assert!(!homonyme("Louise MARTIN", &[], &[]));
    }
}
