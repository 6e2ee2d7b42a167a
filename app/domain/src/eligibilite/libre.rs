//! Recognising a profession in free words: « infirmière diplômée d'État » is « infirmier ».
//!
//! Prudent on purpose: a missed match only delays the answer, a wrong one turns somebody away.

use crate::nomenclature::{Nomenclatures, ProfessionNonEligible};
use crate::texte;
use std::collections::BTreeSet;

/// Words that say nothing of the profession.
const VIDES: [&str; 15] = [
    "de", "du", "des", "d", "la", "le", "les", "l", "en", "et", "un", "une", "je", "suis", "etat",
];

/// Words that make another job of what follows: a student, a secretary, a director …
const AUTRES_METIERS: [&str; 13] = [
    "etudiant",
    "eleve",
    "externe",
    "secretaire",
    "assistant",
    "aide",
    "auxiliaire",
    "agent",
    "padhue",
    "ni",
    "futur",
    "ancien",
    "directeur",
];

/// Everyday names of listed professions, as roots of words.
const COURANTS: [(&str, &str); 14] = [
    ("assistant social", "assistant service social"),
    ("kine", "masseur kinesitherapeute"),
    ("kinesitherapeute", "masseur kinesitherapeute"),
    ("pedicure", "pedicure podologue"),
    ("podologue", "pedicure podologue"),
    ("dentiste", "chirurgien dentiste"),
    ("opticien", "opticien lunetier"),
    ("osteo", "osteopathe"),
    ("ergo", "ergotherapeute"),
    ("ide", "infirmier"),
    ("manip radio", "manipulateur electroradiologie medical"),
    ("manipulateur radio", "manipulateur electroradiologie medical"),
    ("technicien laboratoire", "technicien laboratoire medical"),
    ("laborantin", "technicien laboratoire medical"),
];

/// Feminine endings and the masculine they come from, longest first.
const FEMININS: [(&str, &str); 8] = [
    ("trice", "teur"),
    ("ienne", "ien"),
    ("euse", "eur"),
    ("iere", "ier"),
    ("ale", "al"),
    ("ante", "ant"),
    ("ente", "ent"),
    ("ine", "in"),
];

/// Masculine singular of a word that is already a key.
fn racine(mot: &str) -> String {
    if let Some(debut) = mot.strip_suffix("iaux") {
        return format!("{debut}ial");
    }
    let singulier = if mot.len() > 3 {
        mot.trim_end_matches(['s', 'x'])
    } else {
        mot
    };
    // « médecine » is a subject, « médecin » a person.
    if singulier == "medecine" {
        return singulier.to_owned();
    }
    let feminin = FEMININS
        .iter()
        .find_map(|(fin, masculin)| Some((singulier.strip_suffix(fin)?, masculin)));
    feminin.map_or_else(
        || singulier.to_owned(),
        |(debut, masculin)| format!("{debut}{masculin}"),
    )
}

/// The words that count, in masculine singular. « infirmier(e) » leaves a lone letter, which is dropped.
pub(super) fn racines(texte: &str) -> BTreeSet<String> {
    let mots = texte::mots(texte);
    mots.iter()
        .map(|mot| racine(mot))
        .filter(|mot| mot.len() > 1 && !VIDES.contains(&mot.as_str()))
        .collect()
}

/// The ways of naming a listed profession: « interne en médecine ou en odontologie » are two.
fn formes(libelle: &str) -> Vec<BTreeSet<String>> {
    let cle = texte::cle(libelle);
    let tete = cle.split(' ').next().unwrap_or_default();
    let formes = cle.split(" ou ").enumerate();
    formes
        .map(|(rang, forme)| {
            racines(&if rang == 0 {
                forme.to_owned()
            } else {
                format!("{tete} {forme}")
            })
        })
        .collect()
}

/// The listed profession that the text names, if any.
pub(super) fn non_eligible<'a>(
    texte: &str,
    nomenclatures: &'a Nomenclatures,
) -> Option<&'a ProfessionNonEligible> {
    let tape = racines(texte);
    if tape.is_empty() {
        return None;
    }
    let nommee = |mots: &BTreeSet<String>| {
        !mots.is_empty()
            && mots.is_subset(&tape)
            && !tape
                .difference(mots)
                .any(|mot| AUTRES_METIERS.contains(&mot.as_str()))
    };
    let courants = COURANTS.iter().filter(|(courant, _)| nommee(&racines(courant)));
    let courants: Vec<BTreeSet<String>> = courants.map(|(_, liste)| racines(liste)).collect();
    let trouvee = nomenclatures.non_eligibles.iter().find(|profession| {
        formes(&profession.libelle)
            .iter()
            .any(|forme| nommee(forme) || courants.contains(forme))
    })?;
    // A profession of the portal may hold the name of another: « biologiste médical ni médecin ni pharmacien ».
    let mut proposees = nomenclatures
        .professions
        .iter()
        .filter(|profession| profession.proposee && profession.active);
    if proposees.any(|profession| racines(&profession.libelle) == tape) {
        None
    } else {
        Some(trouvee)
    }
}
