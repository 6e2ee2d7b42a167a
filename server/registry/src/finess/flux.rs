//! Reads a FINESS « structures » flux one legal entity at a time, as it is written: strings, unjudged. What they are worth
//! is decided in [`super::ligne`].
//!
//! Nothing here keeps more than one legal entity in memory, and that one is bounded: see [`ENTITE_MAX`] and
//! [`CHAMP_MAX`]. Fields that the register has no use for are skipped without being stored.

use super::erreur::{ImportError, Place};
use super::garde::{Arret, Garde, Motif};
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;
use std::io::{BufReader, Read};
use std::ops::ControlFlow;

/// The most establishments one legal entity may have. The largest real one has about a thousand.
pub(super) const ENTITE_MAX: usize = 5_000;
/// The longest field that is kept whole, in bytes. A longer one is cut there, and its line is then refused as too long.
pub(super) const CHAMP_MAX: usize = 1_000;

/// A legal entity and its establishments, as written.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Entite {
    /// identity of the legal entity
    #[serde(rename = "informationsGeneralesPMEJ")]
    pub infos: InfosEntite,
    /// « A » or « I »
    pub etat_objet: Champ,
    /// its establishments
    pub ege: Liste<Site, ENTITE_MAX>,
}

/// The identity of a legal entity, as written.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct InfosEntite {
    /// FINESS of the legal entity
    pub num_finess_pm: Champ,
    /// short name
    pub denomination_pm: Champ,
    /// long name
    pub denomination_longue_pm_smsse: Champ,
    /// SIREN
    pub siren: Champ,
    /// day of closing
    pub date_fermeture: Champ,
}

/// An establishment, as written.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Site {
    /// identity of the establishment
    #[serde(rename = "informationsGeneralesEGE")]
    pub infos: InfosSite,
    /// its category (R397, formerly R66)
    #[serde(rename = "categorieentiteGeographiqueExercice")]
    pub categorie: Champ,
    /// its addresses; the first one counts
    pub adresse: Liste<Adresse, 1>,
    /// « A » or « I »
    pub etat_objet: Champ,
}

/// The identity of an establishment, as written.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct InfosSite {
    /// FINESS of the establishment
    pub num_finess_ege: Champ,
    /// short name
    pub nom_ege_court: Champ,
    /// long name
    pub nom_ege_long: Champ,
    /// SIRET
    pub siret: Champ,
    /// day of closing
    pub date_fermeture: Champ,
}

/// An address, as written.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Adresse {
    /// number in the street
    pub numero_voie: Champ,
    /// kind of street, abbreviated
    pub type_voie: Champ,
    /// name of the street
    pub libelle_voie: Champ,
    /// the same three, as printed on an envelope
    pub ligne_quatre: Champ,
    /// hamlet
    pub lieu_dit: Champ,
    /// INSEE code of the commune
    pub cog_commune: Champ,
    /// post code
    pub code_postal: Champ,
    /// name of the post office
    pub ligne_acheminement: Champ,
}

/// A text field: absent, `null` and blank are the same; never longer than [`CHAMP_MAX`] plus one character.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Champ(String);

impl Champ {
    /// The text, padding included.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Champ {
    fn from(texte: &str) -> Self {
        let fin = texte
            .char_indices()
            .find(|(debut, _)| *debut > CHAMP_MAX)
            .map_or(texte.len(), |(debut, _)| debut);
        Self(texte.get(..fin).unwrap_or_default().to_owned())
    }
}

impl<'de> Deserialize<'de> for Champ {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Texte;
        impl Visitor<'_> for Texte {
            type Value = Champ;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("un texte")
            }
            fn visit_str<E>(self, texte: &str) -> Result<Champ, E> {
                Ok(Champ::from(texte))
            }
            fn visit_unit<E>(self) -> Result<Champ, E> {
                Ok(Champ::default())
            }
        }
        deserializer.deserialize_any(Texte)
    }
}

/// The first `N` elements of a list; more are an error, except that a list of one forgets the others.
#[derive(Debug)]
pub struct Liste<T, const N: usize>(Vec<T>);

impl<T, const N: usize> Default for Liste<T, N> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T, const N: usize> std::ops::Deref for Liste<T, N> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<'de, T: Deserialize<'de>, const N: usize> Deserialize<'de> for Liste<T, N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Elements<T, const N: usize>(Vec<T>);
        impl<'de, T: Deserialize<'de>, const N: usize> Visitor<'de> for Elements<T, N> {
            type Value = Liste<T, N>;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("une liste")
            }
            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(Liste::default())
            }
            fn visit_seq<A: SeqAccess<'de>>(mut self, mut liste: A) -> Result<Self::Value, A::Error> {
                while self.0.len() < N {
                    match liste.next_element()? {
                        Some(element) => self.0.push(element),
                        None => return Ok(Liste(self.0)),
                    }
                }
                while liste.next_element::<IgnoredAny>()?.is_some() {
                    if N > 1 {
                        return Err(A::Error::custom("liste trop longue"));
                    }
                }
                Ok(Liste(self.0))
            }
        }
        deserializer.deserialize_any(Elements::<T, N>(Vec::new()))
    }
}

/// What is known of a flux once it has been read to its end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entete {
    /// when it was generated, as written
    pub genere_le: String,
    /// how many legal entities it holds
    pub entites: u64,
}

/// Reads a flux to its end and hands over each legal entity with its number in the file, from 1. `recevoir` may break
/// off; what has been read so far then stands as the answer.
///
/// # Errors
/// Every way in which a file can fail to be a flux, see [`ImportError`].
pub fn lire(
    source: impl Read,
    recevoir: &mut dyn FnMut(u64, Entite) -> ControlFlow<()>,
) -> Result<Entete, ImportError> {
    let garde = Garde::new(source).map_err(|erreur| ImportError::Lecture(erreur.kind()))?;
    let mut suivi = Suivi {
        recevoir,
        entites: 0,
        vu: false,
        interrompu: false,
    };
    let mut json = serde_json::Deserializer::from_reader(BufReader::with_capacity(64 * 1024, garde));
    let lu = Flux(&mut suivi)
        .deserialize(&mut json)
        .and_then(|genere_le| json.end().map(|()| genere_le));
    let (entites, vu, interrompu) = (suivi.entites, suivi.vu, suivi.interrompu);
    match lu {
        Ok(_) if !vu => Err(ImportError::SansEntites),
        Ok(_) if entites == 0 => Err(ImportError::AucuneEntite),
        Ok(genere_le) => Ok(Entete {
            genere_le: genere_le.0,
            entites,
        }),
        Err(_) if interrompu => Ok(Entete {
            genere_le: String::new(),
            entites,
        }),
        Err(erreur) => Err(nommer(erreur, entites)),
    }
}

/// Says what a parsing error means for the person who brought the file.
fn nommer(erreur: serde_json::Error, entites: u64) -> ImportError {
    use serde_json::error::Category;
    let place = Place {
        ligne: erreur.line() as u64,
        colonne: erreur.column() as u64,
        entites,
    };
    match erreur.classify() {
        Category::Eof if entites == 0 && erreur.line() <= 1 && erreur.column() == 0 => ImportError::Vide,
        Category::Eof => ImportError::Tronque(place),
        Category::Syntax => ImportError::Syntaxe(place),
        Category::Data => ImportError::Structure(place),
        Category::Io => {
            let erreur = std::io::Error::from(erreur);
            let Some(arret) = erreur
                .get_ref()
                .and_then(|interne| interne.downcast_ref::<Arret>())
            else {
                return ImportError::Lecture(erreur.kind());
            };
            let place = Place {
                ligne: arret.ligne,
                colonne: arret.colonne,
                entites,
            };
            match arret.motif {
                Motif::Encodage => ImportError::Encodage(place),
                Motif::Longueur => ImportError::TexteDemesure(place),
                Motif::Profondeur => ImportError::TropImbrique(place),
            }
        }
    }
}

struct Suivi<'a> {
    recevoir: &'a mut dyn FnMut(u64, Entite) -> ControlFlow<()>,
    entites: u64,
    vu: bool,
    interrompu: bool,
}

/// The keys of the whole document.
#[derive(Deserialize)]
enum Cle {
    #[serde(rename = "pmej")]
    Entites,
    #[serde(rename = "generatedAt")]
    GenereLe,
    #[serde(other)]
    Autre,
}

/// The whole document: gives back when it was generated.
struct Flux<'a, 'b>(&'a mut Suivi<'b>);

impl<'de> DeserializeSeed<'de> for Flux<'_, '_> {
    type Value = Champ;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Champ, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Flux<'_, '_> {
    type Value = Champ;
    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("un flux de structures")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut document: A) -> Result<Champ, A::Error> {
        let mut genere_le = Champ::default();
        while let Some(cle) = document.next_key()? {
            match cle {
                Cle::Entites if self.0.vu => return Err(A::Error::duplicate_field("pmej")),
                Cle::Entites => {
                    self.0.vu = true;
                    document.next_value_seed(Entites(self.0))?;
                }
                Cle::GenereLe => genere_le = document.next_value()?,
                Cle::Autre => {
                    document.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(genere_le)
    }
}

/// The list of legal entities: handed over one by one, never kept.
struct Entites<'a, 'b>(&'a mut Suivi<'b>);

impl<'de> DeserializeSeed<'de> for Entites<'_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Entites<'_, '_> {
    type Value = ();
    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("une liste d’entités juridiques")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut liste: A) -> Result<(), A::Error> {
        while let Some(entite) = liste.next_element()? {
            self.0.entites += 1;
            if (self.0.recevoir)(self.0.entites, entite).is_break() {
                self.0.interrompu = true;
                return Err(A::Error::custom("lecture interrompue"));
            }
        }
        Ok(())
    }
}
