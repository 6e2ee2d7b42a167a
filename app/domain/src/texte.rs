//! Text as people type it: cleaning it without changing what it says, and making search keys from it.
//!
//! Small tables of our own, for the letters of Western and Central Europe, keep the browser half light. Nothing here decides
//! whether a text is a valid name or address.

/// What every field answers to a text that hides an invisible character.
pub const PHRASE_INVISIBLE: &str = "Ce champ contient un caractère invisible, souvent venu d’un copier-coller. \
     Effacez tout et saisissez-le à nouveau au clavier.";

/// Combining marks, each with the letters it makes: base letters, then composed letters in the same order.
const COMPOSITIONS: [(char, &str, &str); 14] = [
    ('\u{300}', "AEIOUaeiou", "ÀÈÌÒÙàèìòù"),
    ('\u{301}', "AEIOUYCLNRSZaeiouyclnrsz", "ÁÉÍÓÚÝĆĹŃŔŚŹáéíóúýćĺńŕśź"),
    ('\u{302}', "AEIOUCGHJSWYaeioucghjswy", "ÂÊÎÔÛĈĜĤĴŜŴŶâêîôûĉĝĥĵŝŵŷ"),
    ('\u{303}', "ANOIUanoiu", "ÃÑÕĨŨãñõĩũ"),
    ('\u{304}', "AEIOUaeiou", "ĀĒĪŌŪāēīōū"),
    ('\u{306}', "AEGIOUaegiou", "ĂĔĞĬŎŬăĕğĭŏŭ"),
    ('\u{307}', "CEGIZcegz", "ĊĖĠİŻċėġż"),
    ('\u{308}', "AEIOUYaeiouy", "ÄËÏÖÜŸäëïöüÿ"),
    ('\u{30a}', "AUau", "ÅŮåů"),
    ('\u{30b}', "OUou", "ŐŰőű"),
    ('\u{30c}', "CDELNRSTZcdelnrstz", "ČĎĚĽŇŘŠŤŽčďěľňřšťž"),
    ('\u{326}', "STst", "ȘȚșț"),
    ('\u{327}', "CGKLNRSTcgklnrst", "ÇĢĶĻŅŖŞŢçģķļņŗşţ"),
    ('\u{328}', "AEIUaeiu", "ĄĘĮŲąęįų"),
];

/// Is this a character nobody sees but that changes a text: control characters, zero-width characters, marks that reverse
/// the reading direction, soft hyphen, invisible tags?
pub fn invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The same text, written one way: accents joined to their letter, straight apostrophes, plain hyphens, single spaces, none
/// at the ends. Tabs and line breaks count as spaces. Nothing else is removed. Applying it twice changes nothing more.
pub fn nettoyer(s: &str) -> String {
    let mut propre = String::with_capacity(s.len());
    for c in s.chars() {
        let c = match c {
            '’' | '‘' | '‛' | 'ʼ' => '\'',
            '\u{2010}'..='\u{2014}' | '\u{2212}' => '-',
            c if c.is_whitespace() => ' ',
            c => c,
        };
        if c == ' ' && (propre.is_empty() || propre.ends_with(' ')) {
            continue;
        }
        let composee = propre.chars().next_back().and_then(|base| composer(base, c));
        if let Some(composee) = composee {
            propre.pop();
            propre.push(composee);
        } else {
            propre.push(c);
        }
    }
    if propre.ends_with(' ') {
        propre.pop();
    }
    propre
}

/// The key under which a text is searched: small letters without accents, digits, single spaces for all the rest.
/// `Œuvre de l’Abbé` gives `oeuvre de l abbe`. Applying it twice changes nothing more.
pub fn cle(s: &str) -> String {
    let mut cle = String::with_capacity(s.len());
    for c in nettoyer(s).chars() {
        for c in c.to_lowercase() {
            if let Some(pliee) = plier(c) {
                cle.push_str(pliee);
            } else if c.is_alphanumeric() {
                cle.push(c);
            } else if !cle.is_empty() && !cle.ends_with(' ') {
                cle.push(' ');
            }
        }
    }
    if cle.ends_with(' ') {
        cle.pop();
    }
    cle
}

/// The words of the search key of a text.
pub fn mots(s: &str) -> Vec<String> {
    cle(s)
        .split(' ')
        .filter(|mot| !mot.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A name of several words written as one, from each of its words on: `De la Tour` gives `delatour` and `latour`. Kept beside
/// the words in a search key, so that the name is found however it was joined. A single word gives nothing.
pub fn soudures(s: &str) -> Vec<String> {
    let mots = mots(s);
    (0..mots.len().saturating_sub(1))
        .filter_map(|debut| mots.get(debut..).map(<[String]>::concat))
        .collect()
}

/// The same text with its first letter as a capital: a label of a list that opens a sentence.
pub fn majuscule(s: &str) -> String {
    let mut lettres = s.chars();
    let premiere = lettres.next().map(char::to_uppercase);
    premiere.into_iter().flatten().chain(lettres).collect()
}

/// The same text with a small first letter: a title quoted within a sentence.
pub fn minuscule(s: &str) -> String {
    let mut lettres = s.chars();
    let premiere = lettres.next().map(char::to_lowercase);
    premiere.into_iter().flatten().chain(lettres).collect()
}

/// The single letter made of a base letter and a combining mark, when there is one in the tables.
fn composer(base: char, marque: char) -> Option<char> {
    let (_, bases, composees) = COMPOSITIONS.iter().find(|(m, _, _)| *m == marque)?;
    bases
        .chars()
        .zip(composees.chars())
        .find(|(b, _)| *b == base)
        .map(|(_, composee)| composee)
}

/// What a small letter becomes in a search key; a combining mark left alone disappears. `None`: it stays as it is.
fn plier(c: char) -> Option<&'static str> {
    Some(match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ª' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'ĳ' => "ij",
        'ĵ' => "j",
        'ķ' | 'ĸ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' | 'ŉ' | 'ŋ' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'º' => "o",
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' | 'ſ' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'þ' => "th",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        '\u{300}'..='\u{36f}' => "",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn tables_are_aligned() {
        for (marque, bases, composees) in COMPOSITIONS {
            assert_eq!(
                bases.chars().count(),
                composees.chars().count(),
                "U+{:04X}",
                u32::from(marque)
            );
            for (base, composee) in bases.chars().zip(composees.chars()) {
                assert_eq!(cle(&base.to_string()), cle(&composee.to_string()), "{composee}");
            }
        }
    }

    #[test]
    fn writes_a_text_one_way() {
        assert_eq!(nettoyer("  Jean\u{a0}\u{2003}Luc\t"), "Jean Luc");
        assert_eq!(nettoyer("D’Artagnan"), "D'Artagnan");
        assert_eq!(nettoyer("Marie–Ange"), "Marie-Ange");
        assert_eq!(nettoyer("He\u{301}le\u{300}ne"), "Hélène");
        assert_eq!(nettoyer("François\u{200b}"), "François\u{200b}");
    }

    #[test]
    fn changes_only_the_first_letter() {
        assert_eq!(majuscule("éducateur de PMI"), "Éducateur de PMI");
        assert_eq!(minuscule("Écrire au FINESS"), "écrire au FINESS");
        assert_eq!((majuscule(""), minuscule("")), (String::new(), String::new()));
    }

    #[test]
    fn makes_search_keys() {
        assert_eq!(cle("Œuvre de l’Abbé (Saint-Éloi)"), "oeuvre de l abbe saint eloi");
        assert_eq!(cle("ŁÓDŹ İstanbul STRAẞE Ærø"), "lodz istanbul strasse aero");
        assert_eq!(
            mots("  E.H.P.A.D. « Les Pins » "),
            ["e", "h", "p", "a", "d", "les", "pins"]
        );
        assert_eq!(mots("…"), Vec::<String>::new());
    }

    #[test]
    fn joins_the_words_of_a_name() {
        assert_eq!(soudures("De la Tour"), ["delatour", "latour"]);
        assert_eq!(soudures("Jean-Baptiste"), ["jeanbaptiste"]);
        assert_eq!(soudures("D’ARTAGNAN"), ["dartagnan"]);
        assert_eq!(soudures("Zoé"), Vec::<String>::new());
        assert_eq!(soudures(" - "), Vec::<String>::new());
    }

    #[test]
    fn sees_the_invisible() {
        for c in [
            '\0', '\t', '\u{7f}', '\u{85}', '\u{200b}', '\u{200d}', '\u{202e}', '\u{2066}', '\u{feff}',
        ] {
            assert!(invisible(c), "U+{:04X}", u32::from(c));
        }
        assert!(!"Aé œ-'’\u{a0}🙂Ж".chars().any(invisible));
    }
}
