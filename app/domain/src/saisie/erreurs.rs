//! What is wrong in a form: all of it at once, each sentence with its field.

use super::Champ;
use serde::{Deserialize, Serialize};
use std::fmt;

/// One sentence about one field. It never repeats what was typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erreur {
    /// the field
    pub champ: Champ,
    /// what is wrong and what to do
    pub message: String,
}

/// Everything that is wrong, in the order of the screen. A validation never returns an empty one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erreurs(Vec<Erreur>);

impl Erreurs {
    /// Nothing wrong yet.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// A single error.
    pub fn une(champ: Champ, message: impl Into<String>) -> Self {
        let mut erreurs = Self::new();
        erreurs.push(champ, message);
        erreurs
    }

    /// Adds one. A field that already has a sentence keeps it: one problem at a time on each field.
    pub fn push(&mut self, champ: Champ, message: impl Into<String>) {
        if self.pour(champ).is_none() {
            let rang = self.0.partition_point(|erreur| erreur.champ < champ);
            self.0.insert(
                rang,
                Erreur {
                    champ,
                    message: message.into(),
                },
            );
        }
    }

    /// Adds all those of another step.
    pub fn extend(&mut self, autres: Self) {
        for Erreur { champ, message } in autres.0 {
            self.push(champ, message);
        }
    }

    /// The sentence of a field.
    pub fn pour(&self, champ: Champ) -> Option<&str> {
        self.iter()
            .find(|erreur| erreur.champ == champ)
            .map(|erreur| erreur.message.as_str())
    }

    /// Each of them, in the order of the screen.
    pub fn iter(&self) -> std::slice::Iter<'_, Erreur> {
        self.0.iter()
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many fields are wrong.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The value, or what is wrong. A missing value always comes with an error: `lire` pushed it.
    pub(super) fn ou<T>(self, valeur: Option<T>) -> Result<T, Self> {
        match valeur {
            Some(valeur) if self.is_empty() => Ok(valeur),
            _ => Err(self),
        }
    }
}

impl<'a> IntoIterator for &'a Erreurs {
    type Item = &'a Erreur;
    type IntoIter = std::slice::Iter<'a, Erreur>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for Erreurs {
    type Item = Erreur;
    type IntoIter = std::vec::IntoIter<Erreur>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl fmt::Display for Erreurs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (rang, erreur) in self.iter().enumerate() {
            let separateur = if rang == 0 { "" } else { "\n" };
            write!(
                f,
                "{separateur}{}\u{a0}: {}",
                erreur.champ.libelle(),
                erreur.message
            )?;
        }
        Ok(())
    }
}

impl std::error::Error for Erreurs {}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn one_sentence_per_field_in_screen_order() {
        let mut erreurs = Erreurs::une(Champ::Mobile, "b");
        erreurs.push(Champ::Sexe, "a");
        erreurs.push(Champ::Mobile, "c");
        let ordre: Vec<Champ> = erreurs.iter().map(|erreur| erreur.champ).collect();
        assert_eq!(ordre, [Champ::Sexe, Champ::Mobile]);
        assert_eq!(erreurs.pour(Champ::Mobile), Some("b"));
        assert_eq!(erreurs.to_string(), "Sexe\u{a0}: a\nTéléphone mobile\u{a0}: b");
    }
}
