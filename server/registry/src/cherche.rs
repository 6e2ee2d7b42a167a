//! What a gestionnaire types to find somebody, and every way in which it can be read: words of a name, a reference, a number of
//! the register or its beginning, a FINESS number, a whole e-mail, a whole mobile. The queue and the list of registered people
//! are searched alike.
//!
//! An e-mail or a mobile finds its only holder when it is typed whole; a part of one finds nobody. Nothing here decides who may
//! be found: the statements of the callers are narrowed by the perimeter.

use crate::db::{Engine, Places};
use domain::contact::{Email, Mobile};
use domain::demande::Reference;
use domain::identifiant::Finess;
use domain::texte;

/// More words than any name has.
const MOTS_MAX: usize = 10;
/// Bytes of a key: five names of a hundred letters, twice, and what identifies their holder.
const CLE_MAX: usize = 2_000;
/// Digits of an RPPS number.
const RPPS: usize = 11;
/// With fewer digits the beginning of a number would be anybody's.
const RPPS_DEBUT: usize = 6;
/// What comes before a name without being looked for: « de La Tour » is found at « Tour », and « Tour » at « de La Tour ».
const PARTICULES: [&str; 17] = [
    "d", "da", "de", "del", "der", "des", "di", "do", "dos", "du", "l", "la", "le", "les", "van", "vom",
    "von",
];

/// The search key of somebody: their names, what identifies them, then the names of several words written as one. It begins
/// with the name that lists show, which they are sorted by.
pub(crate) fn cle(noms: &[&str], identifiant: &str) -> String {
    let mut cle = texte::cle(&format!("{} {identifiant}", noms.join(" ")));
    let mut soudures: Vec<String> = noms.iter().flat_map(|nom| texte::soudures(nom)).collect();
    soudures.sort_unstable();
    soudures.dedup();
    for soudure in soudures {
        cle.push(' ');
        cle.push_str(&soudure);
    }
    // What an index cannot hold is written nowhere. A letter that does not fold has more than one byte.
    cle.truncate(cle.floor_char_boundary(CLE_MAX));
    cle
}

/// A text read in every way that makes sense. Somebody is found when one of them fits.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Cherche {
    /// each word with its other spellings; all the words are required
    mots: Vec<Vec<String>>,
    /// digits only: words of a name are not what is meant
    chiffres: bool,
    reference: Option<Reference>,
    /// the first and the last number that begin so
    rpps: Option<(String, String)>,
    finess: Option<Finess>,
    email: Option<String>,
    mobile: Option<String>,
}

impl Cherche {
    /// `None` for a text with nothing to look for in it: everything is shown.
    pub(crate) fn lire(saisi: &str) -> Option<Self> {
        let saisi = saisi.trim();
        if saisi.contains('@') {
            let email = saisi
                .parse::<Email>()
                .ok()
                .map(|email| email.as_str().to_lowercase());
            return Some(Self {
                email,
                ..Self::default()
            });
        }
        let mots = texte::mots(saisi);
        if mots.is_empty() {
            return None;
        }
        let chiffres: String = saisi.chars().filter(char::is_ascii_digit).collect();
        let numerique = !saisi.chars().any(char::is_alphabetic);
        Some(Self {
            mots: variantes(&mots),
            chiffres: numerique,
            reference: saisi.parse().ok(),
            rpps: numerique.then(|| plage_rpps(&chiffres)).flatten(),
            finess: saisi.parse().ok(),
            email: None,
            mobile: saisi
                .parse::<Mobile>()
                .ok()
                .map(|mobile| mobile.as_e164().to_owned()),
        })
    }

    /// The condition on `demande`, its values bound to `places`.
    pub(crate) fn demandes(&self, engine: Engine, places: &mut Places) -> String {
        let mut voies = Vec::new();
        if !self.mots.is_empty() {
            voies.push(commencent(&self.mots, "demande.cle", engine, places));
        }
        if let Some(reference) = &self.reference {
            voies.push(format!(
                "demande.reference = {}",
                places.bind(reference.to_string())
            ));
        }
        if let Some((premier, dernier)) = &self.rpps {
            // A demande has no number: its applicant may.
            let (premier, dernier) = (places.bind(premier), places.bind(dernier));
            voies.push(format!(
                "demande.demandeur IN (SELECT p.compte FROM personne p WHERE p.rpps BETWEEN {premier} AND {dernier} \
                 AND p.compte IS NOT NULL)"
            ));
            voies.push(format!(
                "demande.identite IN (SELECT p.identite FROM personne p WHERE p.rpps BETWEEN {premier} AND {dernier})"
            ));
        }
        if let Some(finess) = &self.finess {
            voies.push(format!("demande.finess IN {}", sites(places, finess)));
        }
        for (genre, valeur) in self.coordonnees() {
            // The pair is held by the first open demande of its applicant (R21): the others of the same person are found too.
            let valeur = places.bind(valeur);
            voies.push(format!(
                "demande.demandeur IN (SELECT d.demandeur FROM coordonnee c JOIN demande d ON d.id = c.demande \
                 WHERE c.genre = '{genre}' AND c.valeur = {valeur})"
            ));
            voies.push(format!(
                "demande.demandeur IN (SELECT p.compte FROM coordonnee c JOIN personne p ON p.id = c.personne \
                 WHERE c.genre = '{genre}' AND c.valeur = {valeur} AND p.compte IS NOT NULL)"
            ));
        }
        une_de(&voies)
    }

    /// The condition on `situation`: those of the people found, its values bound to `places`. `registre`: in the whole register, where an
    /// index of words leads to them; elsewhere the perimeter does, and their keys are read one by one.
    pub(crate) fn situations(&self, engine: Engine, places: &mut Places, registre: bool) -> String {
        let mut voies = Vec::new();
        if registre {
            voies.extend(self.noms(engine, places).map(|mots| de_personne(&mots)));
        } else if !self.mots.is_empty() && !self.chiffres {
            voies.push(commencent(&self.mots, "situation.cle", engine, places));
        }
        if let Some((premier, dernier)) = &self.rpps {
            let (premier, dernier) = (places.bind(premier), places.bind(dernier));
            voies.push(de_personne(&format!(
                "personne.rpps BETWEEN {premier} AND {dernier}"
            )));
        }
        if let Some(finess) = &self.finess {
            voies.push(format!("situation.finess IN {}", sites(places, finess)));
        }
        for (genre, valeur) in self.coordonnees() {
            voies.push(format!(
                "situation.personne IN (SELECT c.personne FROM coordonnee c WHERE c.genre = '{genre}' AND c.valeur = {} \
                 AND c.personne IS NOT NULL)",
                places.bind(valeur)
            ));
        }
        une_de(&voies)
    }

    /// The condition on `situation`: people of the perimeter one of whose names begins with one of the words. For who is looked for under
    /// a name of which they may bear a part only.
    pub(crate) fn un_des_noms(&self, engine: Engine, places: &mut Places) -> String {
        let mots: Vec<String> = self
            .mots
            .iter()
            .map(|ecrits| commencent(std::slice::from_ref(ecrits), "situation.cle", engine, places))
            .collect();
        une_de(&mots)
    }

    /// The condition on `personne`: the words of a name, in the index of words of the whole register.
    pub(crate) fn noms(&self, engine: Engine, places: &mut Places) -> Option<String> {
        (!self.mots.is_empty() && !self.chiffres)
            .then(|| engine.full_text_at("personne", &places.bind(engine.spellings(&self.mots))))
    }

    fn coordonnees(&self) -> impl Iterator<Item = (&'static str, &String)> {
        let email = self.email.iter().map(|valeur| ("email", valeur));
        email.chain(self.mobile.iter().map(|valeur| ("mobile", valeur)))
    }
}

/// Words of the key `colonne` begin so: one spelling of each word at least. What waits in a perimeter and who works there are found
/// by the perimeter: their keys are read one by one in the index that leads to them, however large the register is.
fn commencent(mots: &[Vec<String>], colonne: &str, engine: Engine, places: &mut Places) -> String {
    let mots = mots.iter().map(|ecrits| {
        let ecrits: Vec<String> = ecrits
            .iter()
            .map(|mot| engine.word_begins(colonne, &places.bind(format!(" {mot}"))))
            .collect();
        une_de(&ecrits)
    });
    mots.collect::<Vec<_>>().join(" AND ")
}

/// The situations of the people under a condition on `personne`.
pub(crate) fn de_personne(condition: &str) -> String {
    format!("situation.personne IN (SELECT personne.id FROM personne WHERE {condition})")
}

/// The establishment of that number, or those of the EJ of that number.
fn sites(places: &mut Places, finess: &Finess) -> String {
    let numero = places.bind(finess.as_str());
    format!(
        "(SELECT site.finess FROM etablissement site WHERE site.finess = {numero} OR site.finess_ej = {numero})"
    )
}

/// One of the conditions at least; with none, nothing fits.
fn une_de(voies: &[String]) -> String {
    match voies {
        [] => "1 = 0".to_owned(),
        voies => format!("({})", voies.join(" OR ")),
    }
}

/// The numbers that begin with those digits; the national identifier loses its 8.
fn plage_rpps(chiffres: &str) -> Option<(String, String)> {
    let debut = match chiffres.strip_prefix('8') {
        Some(numero) if numero.len() == RPPS => numero,
        _ => chiffres,
    };
    (RPPS_DEBUT..=RPPS)
        .contains(&debut.len())
        .then(|| (format!("{debut:0<RPPS$}"), format!("{debut:9<RPPS$}")))
}

/// Each word that counts with its other spellings: joined to the particles before it (« le gall », « legall »), to the word
/// before or to the word after (« jean baptiste », « jeanbaptiste »). Particles count when there is nothing else.
fn variantes(mots: &[String]) -> Vec<Vec<String>> {
    let mots = mots.get(..mots.len().min(MOTS_MAX)).unwrap_or_default();
    let particule = |mot: &String| PARTICULES.contains(&mot.as_str());
    if mots.iter().all(particule) {
        return mots.iter().map(|mot| vec![mot.clone()]).collect();
    }
    let mut variantes = Vec::new();
    for (rang, mot) in mots.iter().enumerate().filter(|(_, mot)| !particule(mot)) {
        let mut ecrits = vec![mot.clone()];
        let mut soude = mot.clone();
        for precedent in mots.iter().take(rang).rev() {
            soude = format!("{precedent}{soude}");
            ecrits.push(soude.clone());
            if !particule(precedent) {
                break;
            }
        }
        if let Some(suivant) = mots.get(rang + 1) {
            ecrits.push(format!("{mot}{suivant}"));
        }
        variantes.push(ecrits);
    }
    variantes
}

#[cfg(test)]
mod tests {
    use super::{Cherche, cle, variantes};
    use domain::texte::mots;

    #[test]
    fn the_key_begins_with_the_name_shown() {
        assert_eq!(
            cle(
                &["DE LA TOUR", "Zoé", "DE LA TOUR", "", "Zoé Anne-Lise"],
                "RP-1234-5678"
            ),
            "de la tour zoe de la tour zoe anne lise rp 1234 5678 annelise delatour latour zoeannelise"
        );
    }

    #[test]
    fn a_key_fits_in_an_index() {
        let noms: Vec<String> = (0..5)
            .map(|nom| {
                let lettres = ('a'..='z').cycle().skip(nom * 5).take(50);
                lettres.flat_map(|lettre| [lettre, ' ']).collect()
            })
            .collect();
        let noms: Vec<&str> = noms.iter().map(String::as_str).collect();
        let cle = cle(&noms, "RP-1234-5678");
        assert_eq!(cle.len(), super::CLE_MAX);
        assert!(cle.contains("rp 1234 5678"));
        // Never in the middle of a letter.
        let noms = ["\u{438}".repeat(700), "\u{438}".repeat(700)];
        for debut in ["", "a"] {
            let longue = super::cle(&[debut, &noms[0], &noms[1]], "RP-1234-5678");
            assert!((1_999..=2_000).contains(&longue.len()), "{}", longue.len());
        }
    }

    #[test]
    fn words_are_spelt_in_every_way() {
        let ecrits = |texte: &str| variantes(&mots(texte));
        assert_eq!(ecrits("Gall"), [["gall"]]);
        assert_eq!(ecrits("Le Gall"), [["gall", "legall"]]);
        assert_eq!(ecrits("de la Tour"), [["tour", "latour", "delatour"]]);
        assert_eq!(
            ecrits("jean baptiste"),
            [vec!["jean", "jeanbaptiste"], vec!["baptiste", "jeanbaptiste"]]
        );
        assert_eq!(ecrits("de la"), [["de"], ["la"]]);
    }

    #[test]
    fn a_text_is_read_in_every_way_that_makes_sense() {
        let lire = |texte: &str| Cherche::lire(texte).unwrap_or_default();
        assert_eq!(Cherche::lire(" - "), None);
        assert_eq!(
            lire("Camille.Moreau@Example.ORG").email.as_deref(),
            Some("camille.moreau@example.org")
        );
        for mobile in ["06 12 34 56 78", "+33 6.12.34.56.78", "0033612345678"] {
            assert_eq!(lire(mobile).mobile.as_deref(), Some("+33612345678"), "{mobile}");
        }
        let plage = |texte: &str| lire(texte).rpps;
        assert_eq!(
            plage("101 0123"),
            Some(("10101230000".to_owned(), "10101239999".to_owned()))
        );
        assert_eq!(plage("8 10101234564"), plage("10101234564"));
        assert_eq!(plage("10101"), None);
        assert_eq!(plage("Martin 101012"), None);
        assert!(lire("010780914").finess.is_some());
        // Half an address finds nobody: not even words.
        assert_eq!(lire("camille@"), Cherche::default());
    }
}
