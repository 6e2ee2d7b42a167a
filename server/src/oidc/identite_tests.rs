use super::*;
use serde_json::json;

fn lire(dit: &Value) -> Map<String, Value> {
    dit.as_object().unwrap().clone()
}

#[test]
fn the_published_example_of_franceconnect() {
    let dit = json!({
        "sub": "b6048e95bb134ec5b1d1e1fa69f287172e91722b9354d637a1bcf2ebb0fd2ef5v1", "gender": "male",
        "birthdate": "1969-03-17", "birthcountry": "99100", "birthplace": "95277",
        "given_name": "Pierre", "family_name": "MERCIER", "preferred_username": "DUBOIS",
    });
    let Ok(identite) = franceconnect(&lire(&dit)) else {
        panic!("refused")
    };
    let attendu = SaisieEtatCivil {
        civilite: "M".to_owned(),
        sexe: "M".to_owned(),
        nom_naissance: "MERCIER".to_owned(),
        nom_usage: "DUBOIS".to_owned(),
        prenoms: "Pierre".to_owned(),
        naissance_jour: "17".to_owned(),
        naissance_mois: "3".to_owned(),
        naissance_annee: "1969".to_owned(),
        pays_naissance: "99100".to_owned(),
        commune_naissance: "95277".to_owned(),
        ville_naissance: String::new(),
    };
    assert_eq!(identite.etat_civil, attendu);
}

#[test]
fn what_is_missing_or_odd_is_left_to_the_person() {
    let dit = json!({
        "sub": "1", "gender": "other", "family_name": " N\u{0}GUYEN ", "given_name_array": ["Thi", 3, " Mai "],
        "birthdate": "1980-00-00", "birthplace": "", "birthcountry": "99243", "preferred_username": null,
    });
    let Ok(IdentiteFranceConnect { etat_civil, .. }) = franceconnect(&lire(&dit)) else {
        panic!("refused")
    };
    assert_eq!((etat_civil.civilite.as_str(), etat_civil.sexe.as_str()), ("", ""));
    assert_eq!(
        (etat_civil.nom_naissance.as_str(), etat_civil.prenoms.as_str()),
        ("NGUYEN", "Thi Mai")
    );
    assert_eq!(
        [
            etat_civil.naissance_annee,
            etat_civil.naissance_mois,
            etat_civil.naissance_jour
        ],
        ["1980", "", ""]
    );
    assert_eq!(
        [
            etat_civil.pays_naissance,
            etat_civil.commune_naissance,
            etat_civil.nom_usage
        ],
        ["99243", "", ""]
    );
    let sans_pays = json!({ "sub": "1", "family_name": "X", "birthplace": "01053", "birthdate": ["?"] });
    let Ok(identite) = franceconnect(&lire(&sans_pays)) else {
        panic!("refused")
    };
    assert_eq!(identite.etat_civil.pays_naissance, FRANCE);
}

#[test]
fn nobody_without_a_key_and_a_name() {
    for dit in [
        json!({}),
        json!({ "sub": "1" }),
        json!({ "family_name": "MERCIER" }),
        json!({ "sub": "", "family_name": "MERCIER" }),
        json!({ "sub": "a\u{0}", "family_name": "MERCIER" }),
        json!({ "sub": 12, "family_name": "MERCIER" }),
        json!({ "sub": "x".repeat(301), "family_name": "MERCIER" }),
    ] {
        assert!(
            matches!(franceconnect(&lire(&dit)), Err(Echec::SansIdentite)),
            "{dit}"
        );
    }
    let sans_carte = json!({ "sub": "1", "preferred_username": "810101234564", "family_name": "EXEMPLE" });
    assert!(matches!(prosante(&lire(&sans_carte)), Err(Echec::SansIdentite)));
}

#[test]
fn the_activities_of_a_card_are_kept_as_they_come() {
    let dit = json!({
        "sub": "f:1", "SubjectNameID": "810101234564", "given_name": "Camille", "family_name": "EXEMPLE",
        "SubjectRefPro": { "codeCivilite": "MME", "exercices": [
            { "codeProfession": "99", "codeCategorieProfessionnelle": "C", "activities": [
                { "codeRole": "328", "numeroFinessSite": "140012345", "autoriteDenregistrement": "ENREG" }, "?",
            ] },
            { "codeProfession": "10", "activities": { "codeRole": "319" } },
            { "activities": null }, 3,
        ] },
    });
    let Ok(identite) = prosante(&lire(&dit)) else {
        panic!("refused")
    };
    let activites: Value = serde_json::from_str(&identite.activites.unwrap()).unwrap();
    assert_eq!(activites.as_array().unwrap().len(), 2);
    assert_eq!(activites[0]["numeroFinessSite"], "140012345");
    assert_eq!(
        (&activites[0]["codeProfession"], &activites[1]["codeProfession"]),
        (&json!("99"), &json!("10"))
    );
    for odd in [json!(null), json!("x"), json!([]), json!({ "exercices": "x" })] {
        let mut dit = lire(&dit);
        dit.insert("SubjectRefPro".to_owned(), odd);
        let Ok(identite) = prosante(&dit) else {
            panic!("refused")
        };
        assert_eq!(identite.activites, None);
    }
    let sans_nom = json!({ "SubjectNameID": "3010000255/0017" });
    let Ok(identite) = prosante(&lire(&sans_nom)) else {
        panic!("refused")
    };
    assert_eq!(identite.nom, "3010000255/0017");
}
