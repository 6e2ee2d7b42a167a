//! An e-mail address.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::suggestion::domaine_probable;
use crate::texte::{PHRASE_INVISIBLE, invisible, nettoyer};

/// Longest address, in characters.
const LONGUEUR: usize = 254;
/// Longest part before the @.
const LONGUEUR_LOCALE: usize = 64;
/// Longest part of a domain between two dots.
const LONGUEUR_ETIQUETTE: usize = 63;

/// An e-mail address as people have them: plain letters, one @, a domain with a dot, written in small letters. It receives
/// the RPPS number (R18). Addresses with quotes, accents or a bare IP address, legal but unused, are refused.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

/// Why a text is not an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum EmailError {
    /// Nothing was typed.
    #[error("Saisissez votre adresse e-mail, par exemple prenom.nom@exemple.fr.")]
    Vide,
    /// It hides an invisible character.
    #[error("{PHRASE_INVISIBLE}")]
    Invisible,
    /// It is longer than an address may be.
    #[error("Cette adresse e-mail est trop longue. Vérifiez qu’elle ne contient rien d’autre que l’adresse.")]
    TropLongue,
    /// There is a space inside.
    #[error("Une adresse e-mail ne contient pas d’espace. Retirez les espaces.")]
    Espace,
    /// There are accents or other letters than a to z.
    #[error(
        "Une adresse e-mail s’écrit sans accent ni lettre spéciale. Remplacez-les, par exemple é par\u{a0}e."
    )]
    Accent,
    /// There is no @.
    #[error("Il manque le signe\u{a0}@. L’adresse doit ressembler à prenom.nom@exemple.fr.")]
    SansArobase,
    /// There is more than one @.
    #[error("L’adresse contient plusieurs signes\u{a0}@. Saisissez une seule adresse, avec un seul\u{a0}@.")]
    PlusieursArobases,
    /// What comes before the @ is missing, too long or badly written.
    #[error("Ce qui précède le signe\u{a0}@ n’est pas correct. Vérifiez l’adresse.")]
    Locale,
    /// The domain has no dot.
    #[error(
        "La fin de l’adresse est incomplète\u{a0}: après le signe\u{a0}@, il faut par exemple exemple.fr."
    )]
    DomaineIncomplet,
    /// The domain is badly written.
    #[error("Ce qui suit le signe\u{a0}@ n’est pas correct. Vérifiez l’adresse.")]
    Domaine,
}

impl Email {
    /// The address, its domain in small letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before the @.
    pub fn local(&self) -> &str {
        self.0.split_once('@').map_or("", |(local, _)| local)
    }

    /// The part after the @.
    pub fn domaine(&self) -> &str {
        self.0.split_once('@').map_or("", |(_, domaine)| domaine)
    }

    /// All in small letters: two people with the same value share one mailbox (R19), whatever capitals they type.
    pub fn sans_casse(&self) -> String {
        self.0.to_ascii_lowercase()
    }

    /// The address the person probably meant, when the domain looks like a slip of the finger on a common one. Only ever
    /// proposed: the address typed stays valid.
    pub fn suggestion(&self) -> Option<Self> {
        let domaine = domaine_probable(self.domaine())?;
        format!("{}@{domaine}", self.local()).parse().ok()
    }

    /// Is it a secure health mailbox? They are advised against here (R21): without an e-CPS yet, nobody can open one.
    pub fn mssante(&self) -> bool {
        let domaine = self.domaine();
        domaine == "mssante.fr" || domaine.ends_with(".mssante.fr")
    }

    /// What to look at again in an address that is accepted: a probable slip, a secure health mailbox (R21).
    pub fn conseil(&self) -> Option<String> {
        match self.suggestion() {
            Some(suggestion) => Some(format!(
                "Vouliez-vous écrire {suggestion}\u{a0}? Vérifiez l’adresse."
            )),
            None => self.mssante().then(|| {
                "Une adresse MSSanté est déconseillée ici\u{a0}: cette messagerie ne s’ouvre qu’une fois l’inscription faite."
                    .to_owned()
            }),
        }
    }
}

impl FromStr for Email {
    type Err = EmailError;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let s = nettoyer(s);
        if s.is_empty() {
            return Err(EmailError::Vide);
        }
        if s.chars().any(invisible) {
            return Err(EmailError::Invisible);
        }
        if s.chars().count() > LONGUEUR {
            return Err(EmailError::TropLongue);
        }
        if s.contains(' ') {
            return Err(EmailError::Espace);
        }
        if !s.is_ascii() {
            return Err(EmailError::Accent);
        }
        let (local, domaine) = s.split_once('@').ok_or(EmailError::SansArobase)?;
        if domaine.contains('@') {
            return Err(EmailError::PlusieursArobases);
        }
        if !locale_correcte(local) {
            return Err(EmailError::Locale);
        }
        let domaine = domaine.to_ascii_lowercase();
        if !domaine.contains('.') {
            return Err(EmailError::DomaineIncomplet);
        }
        if !domaine_correct(&domaine) {
            return Err(EmailError::Domaine);
        }
        Ok(Self(format!("{local}@{domaine}")))
    }
}

/// Words of letters, digits and the signs of RFC 5322, joined by single dots.
fn locale_correcte(local: &str) -> bool {
    let mot = |mot: &str| {
        !mot.is_empty()
            && mot
                .bytes()
                .all(|c| c.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~-".contains(&c))
    };
    local.len() <= LONGUEUR_LOCALE && local.split('.').all(mot)
}

/// Labels of letters, digits and inner hyphens; the last one is not a number.
fn domaine_correct(domaine: &str) -> bool {
    let etiquette = |s: &str| {
        (1..=LONGUEUR_ETIQUETTE).contains(&s.len())
            && !s.starts_with('-')
            && !s.ends_with('-')
            && s.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-')
    };
    let fin = domaine.rsplit('.').next().unwrap_or_default();
    domaine.split('.').all(etiquette) && fin.len() >= 2 && fin.bytes().any(|c| c.is_ascii_alphabetic())
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Hides the address: what is printed for debugging ends up in logs.
impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(…)")
    }
}

impl AsRef<str> for Email {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Email {
    type Error = EmailError;

    fn try_from(s: String) -> Result<Self, Self::Error> {
        s.parse()
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn reads_ordinary_addresses() {
        for (s, attendu) in [
            ("camille.exemple@exemple.fr", "camille.exemple@exemple.fr"),
            (" Camille.Exemple@EXEMPLE.FR ", "Camille.Exemple@exemple.fr"),
            (
                "a+b_c-d'e@sous.domaine-1.exemple.org",
                "a+b_c-d'e@sous.domaine-1.exemple.org",
            ),
            ("jean–luc@exemple.fr", "jean-luc@exemple.fr"),
        ] {
            assert_eq!(s.parse::<Email>().unwrap().as_str(), attendu);
        }
    }

    #[test]
    fn gives_each_cause_its_sentence() {
        let trop_longue = format!("a@{}.fr", "b".repeat(300));
        let locale_longue = format!("{}@exemple.fr", "a".repeat(65));
        let etiquette_longue = format!("a@{}.fr", "b".repeat(64));
        for (s, cause) in [
            ("  ", EmailError::Vide),
            ("a\u{200b}@exemple.fr", EmailError::Invisible),
            (&trop_longue, EmailError::TropLongue),
            ("a b@exemple.fr", EmailError::Espace),
            ("hélène@exemple.fr", EmailError::Accent),
            ("a@bücher.de", EmailError::Accent),
            ("camille.exemple.fr", EmailError::SansArobase),
            ("a@b@exemple.fr", EmailError::PlusieursArobases),
            ("@exemple.fr", EmailError::Locale),
            (".a@exemple.fr", EmailError::Locale),
            ("a..b@exemple.fr", EmailError::Locale),
            ("a\"b@exemple.fr", EmailError::Locale),
            ("a,b@exemple.fr", EmailError::Locale),
            (&locale_longue, EmailError::Locale),
            ("a@", EmailError::DomaineIncomplet),
            ("a@exemple", EmailError::DomaineIncomplet),
            ("a@exemple.", EmailError::Domaine),
            ("a@.fr", EmailError::Domaine),
            ("a@-exemple.fr", EmailError::Domaine),
            ("a@exemple.f", EmailError::Domaine),
            ("a@127.0.0.12", EmailError::Domaine),
            ("a@[127.0.0.1]", EmailError::Domaine),
            (&etiquette_longue, EmailError::Domaine),
        ] {
            assert_eq!(s.parse::<Email>(), Err(cause), "{s}");
        }
    }

    #[test]
    fn sees_secure_mailboxes() {
        let mssante = |s: &str| s.parse::<Email>().unwrap().mssante();
        assert!(mssante("a.b@Medecin.MSSANTE.fr"));
        assert!(mssante("a@mssante.fr"));
        assert!(!mssante("a@pasmssante.fr"));
    }

    #[test]
    fn debug_hides_the_address() {
        assert_eq!(
            format!("{:?}", "a@exemple.fr".parse::<Email>().unwrap()),
            "Email(…)"
        );
    }

    #[test]
    fn an_accepted_address_may_deserve_a_second_look() {
        let conseil = |s: &str| s.parse::<Email>().unwrap().conseil();
        assert!(conseil("a@gmial.com").unwrap().contains("a@gmail.com"));
        assert!(conseil("a@pro.mssante.fr").unwrap().contains("MSSanté"), "R21");
        assert_eq!(conseil("a@gmail.com"), None);
    }
}
