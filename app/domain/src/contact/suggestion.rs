//! Slips of the finger on the end of an e-mail address: which common domain was probably meant.
//!
//! A wrong address means an RPPS number sent to nobody, or to somebody else (R18): better ask than wait for a mail.

/// Domains most people have, most common first.
const COURANTS: [&str; 22] = [
    "gmail.com",
    "orange.fr",
    "hotmail.fr",
    "hotmail.com",
    "yahoo.fr",
    "outlook.fr",
    "outlook.com",
    "laposte.net",
    "wanadoo.fr",
    "free.fr",
    "icloud.com",
    "live.fr",
    "yahoo.com",
    "bbox.fr",
    "neuf.fr",
    "numericable.fr",
    "club-internet.fr",
    "protonmail.com",
    "aliceadsl.fr",
    "googlemail.com",
    "hotmail.be",
    "outlook.be",
];

/// Real domains that look like a slip on a common one.
const VOISINS: [&str; 15] = [
    "mail.com",
    "email.com",
    "ymail.com",
    "gmx.fr",
    "sfr.fr",
    "live.com",
    "live.be",
    "yahoo.be",
    "hotmail.it",
    "hotmail.es",
    "hotmail.de",
    "outlook.es",
    "outlook.de",
    "orange.com",
    "free.org",
];

/// Endings that do not exist and what they stand for.
const FINS: [(&str, &str); 22] = [
    ("con", "com"),
    ("cmo", "com"),
    ("ocm", "com"),
    ("vom", "com"),
    ("xom", "com"),
    ("cpm", "com"),
    ("comm", "com"),
    ("coom", "com"),
    ("ccom", "com"),
    ("clm", "com"),
    ("fre", "fr"),
    ("frr", "fr"),
    ("ffr", "fr"),
    ("ft", "fr"),
    ("rf", "fr"),
    ("dr", "fr"),
    ("fe", "fr"),
    ("ent", "net"),
    ("nte", "net"),
    ("ner", "net"),
    ("ogr", "org"),
    ("rog", "org"),
];

/// The domain probably meant; `None` when this one looks right.
pub(super) fn domaine_probable(domaine: &str) -> Option<String> {
    if COURANTS.contains(&domaine) || VOISINS.contains(&domaine) {
        return None;
    }
    let proche = COURANTS
        .iter()
        .map(|courant| (distance(domaine, courant), *courant))
        .filter(|(ecart, courant)| *ecart <= tolerance(courant))
        .min_by_key(|(ecart, _)| *ecart);
    if let Some((_, courant)) = proche {
        return Some(courant.to_owned());
    }
    let (nom, fin) = domaine.rsplit_once('.')?;
    if let Some((_, bonne_fin)) = FINS.iter().find(|(fausse, _)| *fausse == fin) {
        return Some(format!("{nom}.{bonne_fin}"));
    }
    // gmail.fr, wanadoo.com: the name is right and exists with one ending only.
    let mut meme_nom = COURANTS
        .iter()
        .filter(|c| c.rsplit_once('.').is_some_and(|(courant, _)| courant == nom));
    match (meme_nom.next(), meme_nom.next()) {
        (Some(courant), None) => Some((*courant).to_owned()),
        _ => None,
    }
}

/// How many slips to forgive: short names have too many honest neighbours for two.
fn tolerance(courant: &str) -> usize {
    let nom = courant.split('.').next().unwrap_or_default();
    if nom.len() <= 4 { 1 } else { 2 }
}

/// Fewest letters to add, remove, replace or swap with their neighbour to go from one text to the other.
fn distance(a: &str, b: &str) -> usize {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    // A big difference of length is a big distance: no need to count it exactly.
    if a.len().abs_diff(b.len()) > 2 {
        return 3;
    }
    let mut avant: Vec<usize> = vec![0; b.len() + 1];
    let mut precedente: Vec<usize> = (0..=b.len()).collect();
    for (i, lettre_a) in a.iter().enumerate() {
        let mut ligne = vec![i + 1; b.len() + 1];
        for (j, lettre_b) in b.iter().enumerate() {
            let remplacer = precedente[j] + usize::from(lettre_a != lettre_b);
            ligne[j + 1] = remplacer.min(precedente[j + 1] + 1).min(ligne[j] + 1);
            if i > 0 && j > 0 && *lettre_a == b[j - 1] && a[i - 1] == *lettre_b {
                ligne[j + 1] = ligne[j + 1].min(avant[j - 1] + 1);
            }
        }
        avant = precedente;
        precedente = ligne;
    }
    precedente.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn finds_the_slip() {
        for (faux, juste) in [
            ("gmial.com", "gmail.com"),
            ("gmail.con", "gmail.com"),
            ("gmail.cmo", "gmail.com"),
            ("gmail.fr", "gmail.com"),
            ("gmail.co", "gmail.com"),
            ("hotmial.com", "hotmail.com"),
            ("hotmial.fr", "hotmail.fr"),
            ("orange.ft", "orange.fr"),
            ("ornage.fr", "orange.fr"),
            ("wanado.fr", "wanadoo.fr"),
            ("wanadoo.com", "wanadoo.fr"),
            ("laposte.ent", "laposte.net"),
            ("laposte.fr", "laposte.net"),
            ("yaho.fr", "yahoo.fr"),
            ("yahooo.fr", "yahoo.fr"),
            ("chu-exemple.fre", "chu-exemple.fr"),
            ("exemple.con", "exemple.com"),
        ] {
            assert_eq!(domaine_probable(faux).as_deref(), Some(juste), "{faux}");
        }
    }

    #[test]
    fn leaves_honest_domains_alone() {
        for domaine in COURANTS.iter().chain(&VOISINS).chain(&[
            "chu-lille.fr",
            "adapei01.org",
            "fhf.fr",
            "apf.asso.fr",
            "croix-rouge.fr",
        ]) {
            assert_eq!(domaine_probable(domaine), None, "{domaine}");
        }
    }

    #[test]
    fn counts_slips() {
        assert_eq!(distance("abcd", "abcd"), 0);
        assert_eq!(distance("abdc", "abcd"), 1);
        assert_eq!(distance("abc", "abcd"), 1);
        assert_eq!(distance("xbcy", "abcd"), 2);
        assert_eq!(distance("", "ab"), 2);
    }
}
