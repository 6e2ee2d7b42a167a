//! Reading one field: empty, too long, or through the door of its type.

use super::{Champ, Erreurs};
use crate::date::{self, Jour};
use std::fmt::Display;
use std::str::FromStr;

/// More characters than any short field needs: beyond, it was pasted by mistake and is not even read.
pub const SAISIE_MAX: usize = 300;

/// The sentence for a text that is too long to be read.
fn trop_long(valeur: &str) -> Option<&'static str> {
    let long = valeur.chars().nth(SAISIE_MAX).is_some();
    long.then_some("Ce texte est trop long\u{a0}: 300\u{a0}caractères au plus.")
}

/// A mandatory field. `vide` is the sentence when nothing was typed.
pub(super) fn lire<T>(erreurs: &mut Erreurs, champ: Champ, valeur: &str, vide: &str) -> Option<T>
where
    T: FromStr,
    T::Err: Display,
{
    if valeur.trim().is_empty() {
        erreurs.push(champ, vide);
        return None;
    }
    lire_non_vide(erreurs, champ, valeur)
}

/// An optional field: none when nothing was typed, and when it is wrong, which `erreurs` then says.
pub(super) fn lire_facultatif<T>(erreurs: &mut Erreurs, champ: Champ, valeur: &str) -> Option<T>
where
    T: FromStr,
    T::Err: Display,
{
    if valeur.trim().is_empty() {
        None
    } else {
        lire_non_vide(erreurs, champ, valeur)
    }
}

fn lire_non_vide<T>(erreurs: &mut Erreurs, champ: Champ, valeur: &str) -> Option<T>
where
    T: FromStr,
    T::Err: Display,
{
    if let Some(phrase) = trop_long(valeur) {
        erreurs.push(champ, phrase);
        return None;
    }
    valeur
        .parse()
        .map_err(|erreur: T::Err| erreurs.push(champ, erreur.to_string()))
        .ok()
}

/// A date in three boxes: day, month, year.
pub(super) fn lire_date(erreurs: &mut Erreurs, champ: Champ, boites: [&str; 3], vide: &str) -> Option<Jour> {
    if boites.iter().all(|boite| boite.trim().is_empty()) {
        erreurs.push(champ, vide);
        return None;
    }
    if let Some(phrase) = boites.iter().find_map(|boite| trop_long(boite)) {
        erreurs.push(champ, phrase);
        return None;
    }
    let [jour, mois, annee] = boites;
    date::jour_de_cases(jour, mois, annee)
        .map_err(|erreur| erreurs.push(champ, erreur.to_string()))
        .ok()
}

/// A box to tick: browsers send `on`.
pub(super) fn cochee(valeur: &str) -> bool {
    valeur.trim() == "on"
}
