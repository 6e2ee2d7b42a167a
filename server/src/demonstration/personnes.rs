//! What each provider says of a person of the demonstration (domain.md §10.4, §10.5).

use domain::saisie::SaisieEtatCivil;
use registry::demonstration::{PersonneDemo, personnes};
use registry::droit::Fournisseur;
use serde_json::{Map, Value, json};

/// The persons that a provider knows.
pub(super) fn connues(fournisseur: Fournisseur) -> impl Iterator<Item = PersonneDemo> {
    personnes()
        .into_iter()
        .filter(move |personne| personne.fournisseur() == fournisseur)
}

/// What it says of one of them: all that is asked for by the portal's usual scopes.
pub(crate) fn dit(personne: &PersonneDemo) -> Map<String, Value> {
    let mut dit = match personne.fournisseur() {
        Fournisseur::FranceConnect => etat_civil(personne.identite_franceconnect().unwrap_or_default()),
        Fournisseur::ProSanteConnect => json!({
            "SubjectNameID": personne.identifiant(),
            "preferred_username": personne.identifiant(),
            "given_name": personne.prenom,
            "family_name": personne.nom,
            "SubjectRefPro": { "exercices": [] },
        }),
    };
    let mut dit = dit.as_object_mut().map(std::mem::take).unwrap_or_default();
    dit.insert("sub".to_owned(), sub(personne).into());
    dit
}

/// The key of a person at their provider. Pro Santé Connect's is a technical one, of no use to the portal.
pub(super) fn sub(personne: &PersonneDemo) -> String {
    match personne.fournisseur() {
        Fournisseur::FranceConnect => personne.identifiant(),
        Fournisseur::ProSanteConnect => format!("f:demonstration:{}", personne.cle),
    }
}

fn etat_civil(identite: SaisieEtatCivil) -> Value {
    let nombre = |texte: &str| texte.parse::<u16>().unwrap_or_default();
    let mut dit = json!({
        "given_name": identite.prenoms,
        "given_name_array": identite.prenoms.split_whitespace().collect::<Vec<_>>(),
        "family_name": identite.nom_naissance,
        "gender": if identite.sexe == "F" { "female" } else { "male" },
        "birthdate": format!(
            "{:04}-{:02}-{:02}",
            nombre(&identite.naissance_annee),
            nombre(&identite.naissance_mois),
            nombre(&identite.naissance_jour)
        ),
        "birthplace": identite.commune_naissance,
        "birthcountry": identite.pays_naissance,
    });
    if !identite.nom_usage.is_empty() {
        dit["preferred_username"] = identite.nom_usage.into();
    }
    dit
}
