//! From what a provider says of a person to what the register keeps: the mappings of domain.md §10.4 and §10.5. What is
//! missing stays empty; what has another shape than expected is missing.

use super::echec::Echec;
use domain::saisie::SaisieEtatCivil;
use registry::connexion::{IdentiteFranceConnect, IdentiteProSante};
use serde_json::{Map, Value};

/// Longer than any name or identifier.
const TEXTE_MAX: usize = 300;
/// More than any professional's activities, in bytes of JSON.
const ACTIVITES_MAX: usize = 64 * 1024;
/// France in the COG.
const FRANCE: &str = "99100";

/// What `FranceConnect` says (§10.5, R14, R16).
pub(super) fn franceconnect(dit: &Map<String, Value>) -> Result<IdentiteFranceConnect, Echec> {
    let sub = identifiant(dit, "sub").ok_or(Echec::SansIdentite)?;
    let (civilite, sexe) = match texte(dit, "gender").as_str() {
        "male" => ("M", "M"),
        "female" => ("MME", "F"),
        _ => ("", ""),
    };
    let [naissance_annee, naissance_mois, naissance_jour] = naissance(&texte(dit, "birthdate"));
    let commune_naissance = texte(dit, "birthplace");
    let mut pays_naissance = texte(dit, "birthcountry");
    if pays_naissance.is_empty() && !commune_naissance.is_empty() {
        FRANCE.clone_into(&mut pays_naissance);
    }
    let etat_civil = SaisieEtatCivil {
        civilite: civilite.to_owned(),
        sexe: sexe.to_owned(),
        nom_naissance: texte(dit, "family_name"),
        nom_usage: texte(dit, "preferred_username"),
        prenoms: prenoms(dit),
        naissance_jour,
        naissance_mois,
        naissance_annee,
        commune_naissance: if pays_naissance == FRANCE {
            commune_naissance
        } else {
            String::new()
        },
        pays_naissance,
        ville_naissance: String::new(),
    };
    if etat_civil.nom_naissance.is_empty() && etat_civil.prenoms.is_empty() {
        return Err(Echec::SansIdentite);
    }
    Ok(IdentiteFranceConnect { sub, etat_civil })
}

/// What Pro Santé Connect says (§10.4).
pub(super) fn prosante(dit: &Map<String, Value>) -> Result<IdentiteProSante, Echec> {
    let subject_name_id = identifiant(dit, "SubjectNameID").ok_or(Echec::SansIdentite)?;
    let (prenom, nom) = (texte(dit, "given_name"), texte(dit, "family_name"));
    Ok(IdentiteProSante {
        // Somebody has to be called by something.
        nom: if prenom.is_empty() && nom.is_empty() {
            subject_name_id.clone()
        } else {
            nom
        },
        prenom,
        subject_name_id,
        activites: activites(dit),
    })
}

/// The activities of all the professions of a card holder, each with its profession: a flat list of objects.
fn activites(dit: &Map<String, Value>) -> Option<String> {
    let liste = |valeur: Option<&Value>| match valeur {
        Some(Value::Array(liste)) => liste.clone(),
        // A list of one is sometimes sent bare.
        Some(Value::Object(seul)) => vec![Value::Object(seul.clone())],
        _ => Vec::new(),
    };
    let mut activites = Vec::new();
    for exercice in liste(
        dit.get("SubjectRefPro")
            .and_then(|reference| reference.get("exercices")),
    ) {
        for activite in liste(exercice.get("activities")) {
            let Value::Object(mut activite) = activite else {
                continue;
            };
            for cle in ["codeProfession", "codeCategorieProfessionnelle"] {
                if let Some(valeur) = exercice.get(cle) {
                    activite.insert(cle.to_owned(), valeur.clone());
                }
            }
            activites.push(Value::Object(activite));
        }
    }
    if activites.is_empty() {
        return None;
    }
    let json = Value::Array(activites).to_string();
    (json.len() <= ACTIVITES_MAX).then_some(json)
}

/// A key of an account: taken whole or not at all.
fn identifiant(dit: &Map<String, Value>, cle: &str) -> Option<String> {
    let texte = dit.get(cle)?.as_str()?;
    let propre = !texte.is_empty() && texte.len() <= TEXTE_MAX && !texte.chars().any(char::is_control);
    propre.then(|| texte.to_owned())
}

fn texte(dit: &Map<String, Value>, cle: &str) -> String {
    dit.get(cle)
        .and_then(Value::as_str)
        .map(propre)
        .unwrap_or_default()
}

fn propre(texte: &str) -> String {
    texte
        .trim()
        .chars()
        .filter(|c| !c.is_control())
        .take(TEXTE_MAX)
        .collect()
}

/// The list keeps apart what the text joins with spaces; the text is there for all.
fn prenoms(dit: &Map<String, Value>) -> String {
    match dit.get("given_name_array") {
        Some(Value::Array(liste)) if !liste.is_empty() => propre(
            &liste
                .iter()
                .filter_map(Value::as_str)
                .map(str::trim)
                .collect::<Vec<_>>()
                .join(" "),
        ),
        _ => texte(dit, "given_name"),
    }
}

/// Year, month, day. A birth whose day is not known is said with zeros, or cut short: those parts are empty.
fn naissance(date: &str) -> [String; 3] {
    let mut parties = date.split('-').map(|partie| {
        partie
            .parse::<u16>()
            .ok()
            .filter(|nombre| *nombre > 0)
            .map(|nombre| nombre.to_string())
    });
    [(); 3].map(|()| parties.next().flatten().unwrap_or_default())
}

#[cfg(test)]
#[path = "identite_tests.rs"]
mod tests;
