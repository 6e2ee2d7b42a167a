//! Searching the help. The index is built once; a search compares stems without accents, forgives one slip of the finger in
//! words of five letters or more, and knows that a « mail » is an « email ». A title weighs more than keywords, keywords more
//! than the answer.

use super::balisage::texte_nu;
use super::fonds::{Fonds, fonds};
use super::marque::marquer;
use crate::api::TrouvailleAide;
use crate::pages::chemin;
use domain::texte;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// How many answers are worth reading.
const LIMITE: usize = 12;
/// Words of a search beyond these are not read.
const MOTS_MAX: usize = 12;
/// From that many letters on, one slip is forgiven.
const LONG: usize = 5;

/// Words that say nothing of what is searched.
const VIDES: [&str; 52] = [
    "a", "ai", "au", "aux", "avec", "c", "ce", "ces", "cette", "comment", "d", "dans", "de", "des", "du",
    "elle", "en", "est", "et", "faire", "faut", "il", "j", "je", "l", "la", "le", "les", "ma", "mes", "mon",
    "n", "ne", "on", "ou", "par", "pas", "peut", "pour", "puis", "qu", "que", "quel", "quelle", "qui",
    "quoi", "s", "sa", "son", "sur", "un", "une",
];

/// Something that can be found.
struct Document {
    adresse: String,
    titre: String,
    extrait: String,
    /// title, keywords, answer, each as stems between spaces
    champs: [String; 3],
}

/// What a field is worth, in the order of [`Document::champs`].
const POIDS: [u32; 3] = [8, 5, 2];

struct Index {
    documents: Vec<Document>,
    /// for each stem, the documents that hold it and in which field
    mots: BTreeMap<String, Vec<(usize, usize)>>,
    synonymes: Vec<Vec<String>>,
}

static INDEX: LazyLock<Index> = LazyLock::new(|| Index::new(fonds()));

/// The stem of a folded word: its plural taken off.
pub(super) fn racine(mot: &str) -> String {
    if mot.chars().count() <= 3 {
        return mot.to_owned();
    }
    mot.strip_suffix(['s', 'x']).unwrap_or(mot).to_owned()
}

/// The stems of a text.
fn racines(texte: &str) -> Vec<String> {
    texte::mots(texte).iter().map(|mot| racine(mot)).collect()
}

/// The stems of a text in one line, so that an expression is found as one.
fn suite(texte: &str) -> String {
    format!(" {} ", racines(texte).join(" "))
}

impl Index {
    fn new(fonds: &Fonds) -> Self {
        let questions = fonds.fiches.iter().map(|fiche| Document {
            adresse: chemin::aide_question(&fiche.slug),
            titre: fiche.question.clone(),
            extrait: fiche.courte.clone(),
            champs: [
                suite(&fiche.question),
                suite(&fiche.mots.join(" . ")),
                suite(&format!("{} {}", fiche.courte, texte_nu(&fiche.reponse))),
            ],
        });
        let mots = fonds.mots.iter().map(|mot| {
            let developpe = mot.developpe.as_deref().unwrap_or_default();
            Document {
                adresse: chemin::aide_terme(&mot.slug),
                titre: format!("{}\u{a0}: le sens de ce mot", mot.nom),
                extrait: mot.sens.clone(),
                champs: [suite(&mot.nom), suite(developpe), suite(&mot.sens)],
            }
        });
        let documents: Vec<Document> = questions.chain(mots).chain(pages()).collect();
        let mut mots: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
        for (rang, document) in documents.iter().enumerate() {
            for (champ, texte) in document.champs.iter().enumerate() {
                for mot in texte.split_whitespace().collect::<BTreeSet<_>>() {
                    mots.entry(mot.to_owned()).or_default().push((rang, champ));
                }
            }
        }
        let synonymes = fonds
            .synonymes
            .iter()
            .map(|groupe| groupe.iter().map(|mot| suite(mot)).collect())
            .collect();
        Self {
            documents,
            mots,
            synonymes,
        }
    }

    fn chercher(&self, demande: &str) -> Vec<TrouvailleAide> {
        let notions = self.notions(demande);
        let mut notes: BTreeMap<usize, (usize, u32)> = BTreeMap::new();
        let mut vus: BTreeSet<String> = BTreeSet::new();
        for notion in &notions {
            let mut meilleures: BTreeMap<usize, u32> = BTreeMap::new();
            for (ecrit, certitude) in self.ecritures(notion) {
                let places = self.places(&ecrit);
                if !places.is_empty() {
                    vus.extend(ecrit.split_whitespace().map(str::to_owned));
                }
                for (document, champ) in places {
                    let note = POIDS.get(champ).copied().unwrap_or_default() * certitude;
                    let garde = meilleures.entry(document).or_default();
                    // A word that is in two fields is worth a little more than one that is in the better one.
                    *garde = (*garde).max(note) + note / 8;
                }
            }
            for (document, note) in meilleures {
                let (trouvees, somme) = notes.entry(document).or_default();
                *trouvees += 1;
                *somme += note;
            }
        }
        // What holds every notion comes before what holds some; then the best, then the order of the help.
        let mut rangs: Vec<(usize, usize, u32)> = notes
            .into_iter()
            .map(|(document, (trouvees, note))| (document, trouvees, note))
            .collect();
        rangs.sort_by_key(|&(document, trouvees, note)| (std::cmp::Reverse((trouvees, note)), document));
        rangs
            .into_iter()
            .filter_map(|(document, ..)| self.documents.get(document))
            .take(LIMITE)
            .map(|document| TrouvailleAide {
                adresse: document.adresse.clone(),
                titre: marquer(&document.titre, &vus),
                extrait: marquer(&document.extrait, &vus),
            })
            .collect()
    }

    /// What is searched: expressions that have synonyms first, then each word left.
    fn notions(&self, demande: &str) -> Vec<Notion> {
        let mut reste = suite(demande);
        let mut notions = Vec::new();
        let mut expressions: Vec<(usize, &String)> = self
            .synonymes
            .iter()
            .enumerate()
            .flat_map(|(groupe, mots)| mots.iter().map(move |mot| (groupe, mot)))
            .collect();
        expressions.sort_by_key(|(_, mot)| std::cmp::Reverse(mot.len()));
        for (groupe, mot) in expressions {
            if reste.contains(mot.as_str()) {
                reste = reste.replacen(mot.as_str(), " ", 1);
                notions.push(Notion {
                    mot: mot.clone(),
                    groupe: Some(groupe),
                });
            }
        }
        for mot in reste.split_whitespace().filter(|mot| !VIDES.contains(mot)) {
            notions.push(Notion {
                mot: format!(" {mot} "),
                groupe: None,
            });
        }
        notions.truncate(MOTS_MAX);
        notions
    }

    /// How the notion may be written in the help, each with how sure it is, of 10.
    fn ecritures(&self, notion: &Notion) -> Vec<(String, u32)> {
        let mot = notion.mot.trim();
        let mut ecritures = vec![(notion.mot.clone(), 10)];
        if let Some(groupe) = notion.groupe.and_then(|groupe| self.synonymes.get(groupe)) {
            ecritures.extend(
                groupe
                    .iter()
                    .filter(|autre| **autre != notion.mot)
                    .map(|autre| (autre.clone(), 6)),
            );
            return ecritures;
        }
        let lettres = mot.chars().count();
        for connu in self.mots.keys().filter(|connu| *connu != mot) {
            if lettres >= 3 && connu.starts_with(mot) {
                ecritures.push((format!(" {connu} "), 7));
            } else if lettres >= LONG && connu.chars().count() >= LONG && proches(mot, connu) {
                ecritures.push((format!(" {connu} "), 6));
            }
        }
        // A slip in a word that has synonyms.
        if ecritures.len() == 1 && lettres >= LONG {
            for groupe in &self.synonymes {
                if groupe.iter().any(|connu| proches(mot, connu.trim())) {
                    ecritures.extend(groupe.iter().map(|autre| (autre.clone(), 5)));
                }
            }
        }
        ecritures
    }

    /// Where an expression is.
    fn places(&self, ecrit: &str) -> Vec<(usize, usize)> {
        let mut mots = ecrit.split_whitespace();
        let Some(premier) = mots.next() else {
            return Vec::new();
        };
        let places = self.mots.get(premier).cloned().unwrap_or_default();
        if mots.next().is_none() {
            return places;
        }
        let contient = |&(document, champ): &(usize, usize)| {
            self.documents
                .get(document)
                .and_then(|document| document.champs.get(champ))
                .is_some_and(|texte| texte.contains(ecrit))
        };
        places.into_iter().filter(contient).collect()
    }
}

/// Something searched.
struct Notion {
    /// stems between spaces
    mot: String,
    /// its group of synonyms
    groupe: Option<usize>,
}

/// One letter added, left out, changed, or two swapped.
fn proches(a: &str, b: &str) -> bool {
    a.len().abs_diff(b.len()) <= 2 && strsim::osa_distance(a, b) <= 1
}

/// The pages that are not questions.
fn pages() -> [Document; 5] {
    let page = |adresse: &str, titre: &str, extrait: &str, mots: &str| Document {
        adresse: adresse.to_owned(),
        titre: titre.to_owned(),
        extrait: extrait.to_owned(),
        champs: [suite(titre), suite(mots), suite(extrait)],
    };
    [
        page(
            chemin::CONSEIL,
            "Suis-je concerné, et quel rôle choisir\u{a0}?",
            "Cinq questions, dont une facultative, sans vous connecter, et une réponse avec sa raison.",
            "conseiller eligible test simulateur",
        ),
        page(
            chemin::COMPARAISON,
            "Ce que chaque rôle permet de lire",
            "Les rôles côte à côte, document par document.",
            "matrice dmp comparer documents",
        ),
        page(
            chemin::AIDE_CONTACTS,
            "Contacts et liens officiels",
            "À qui écrire, où lire\u{a0}: support, contrats, FINESS, guides et formulaires.",
            "adresse support telephone formulaire f101 f301 f502 annuaire assistance",
        ),
        page(
            chemin::AIDE_SECTEUR,
            "Fiche du secteur sanitaire",
            "Hôpital, clinique, pharmacie\u{a0}: qui inscrire, comment s’organiser, les deux façons de faire.",
            "hopital clinique pharmacie sanitaire",
        ),
        page(
            chemin::AIDE_GLOSSAIRE,
            "Glossaire",
            "Tous les mots et les sigles du RPPS+, expliqués.",
            "definition sigle lexique vocabulaire",
        ),
    ]
}

/// What the help says about that, best first; at most twelve. Nothing when nothing is searched.
pub fn chercher(demande: &str) -> Vec<TrouvailleAide> {
    let courte: String = demande.chars().take(200).collect();
    INDEX.chercher(&courte)
}
