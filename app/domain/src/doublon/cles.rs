//! Who is worth comparing: two records that may be one person share at least one of these keys, and strangers hardly ever
//! do. A register keeps them indexed and compares only those who share one.
//!
//! A key is a number, so that an index of keys spells nobody's name. The same text gives the same number for ever, natively
//! and in wasm: what is stored stays comparable. Changing what goes into a key means computing all of them again.

use super::naissance::ville;
use super::noms::{Mot, Plie};
use super::{Portrait, phonetique};
use crate::date::{Jour, iso};
use crate::etat_civil::LieuNaissance;

/// The keys of a portrait, sorted, each once (a dozen for most people).
pub fn cles(portrait: &Portrait) -> Vec<i64> {
    let plie = Plie::new(portrait);
    let jour = portrait.jour();
    let (date, annee, jour_mois) = (iso(jour), jour.year().to_string(), jour_mois(jour));
    let lieu = lieu(&portrait.etat_civil.lieu_naissance);
    let mut cles = vec![cle(&["date-lieu", &date, &lieu])];
    let noms = sons(plie.noms().chain(&plie.parties));
    let prenoms = sons(plie.prenoms.iter().take(1).chain([&plie.prenom_exercice]));
    for nom in &noms {
        cles.push(cle(&["date-nom", &date, nom]));
        for prenom in &prenoms {
            // In alphabetical order: a name and a first name typed the wrong way round have the same key.
            let (un, deux) = if nom <= prenom {
                (nom, prenom)
            } else {
                (prenom, nom)
            };
            cles.push(cle(&["noms-annee", un, deux, &annee]));
            cles.push(cle(&["noms-jour", un, deux, &jour_mois]));
        }
    }
    for prenom in &prenoms {
        cles.push(cle(&["date-prenom", &date, prenom]));
        cles.push(cle(&["lieu-prenom-annee", &lieu, prenom, &annee]));
        cles.push(cle(&["lieu-prenom-jour", &lieu, prenom, &jour_mois]));
    }
    if let Some(contact) = &portrait.contact {
        cles.push(cle(&["email", &contact.email.sans_casse()]));
        cles.push(cle(&["mobile", contact.mobile.as_e164()]));
    }
    cles.sort_unstable();
    cles.dedup();
    cles
}

/// A number that changes when anything that is compared does: a decision taken on a pair holds as long as the two numbers
/// stay.
pub fn empreinte(portrait: &Portrait) -> i64 {
    let civil = &portrait.etat_civil;
    let (email, mobile) = match &portrait.contact {
        Some(contact) => (contact.email.sans_casse(), contact.mobile.as_e164()),
        None => (String::new(), ""),
    };
    cle(&[
        "portrait",
        civil.nom_naissance.as_str(),
        civil.nom_usage.as_ref().map_or("", |nom| nom.as_str()),
        civil.prenoms.as_str(),
        civil.sexe.code(),
        &iso(civil.date_naissance.jour()),
        &lieu(&civil.lieu_naissance),
        portrait.nom_exercice.as_str(),
        portrait.prenom_exercice.as_str(),
        &email,
        mobile,
    ])
}

fn sons<'a>(mots: impl Iterator<Item = &'a Mot>) -> Vec<&'a str> {
    let mut sons: Vec<&str> = mots
        .map(|mot| mot.son.as_str())
        .filter(|son| !son.is_empty())
        .collect();
    sons.sort_unstable();
    sons.dedup();
    sons
}

/// Day and month, the smaller first: the same once swapped.
fn jour_mois(jour: Jour) -> String {
    let (j, m) = (jour.day(), u8::from(jour.month()));
    format!("{:02}{:02}", j.min(m), j.max(m))
}

fn lieu(lieu: &LieuNaissance) -> String {
    match lieu {
        LieuNaissance::France { commune } => ville(commune.as_str()),
        LieuNaissance::Etranger { pays, ville } => format!("{}{}", pays.as_str(), phonetique(ville.as_str())),
    }
}

/// FNV-1a on 64 bits, with an end mark after each part, as the signed number that both engines store.
fn cle(parties: &[&str]) -> i64 {
    let mut hachage = 0xcbf2_9ce4_8422_2325_u64;
    for partie in parties {
        for octet in partie.bytes().chain([0xff]) {
            hachage = (hachage ^ u64::from(octet)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    i64::from_ne_bytes(hachage.to_ne_bytes())
}
