//! Each rule of eligibility, and the order of what is said.

use super::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn profession_de(code: &str, sanitaire_autorisee: bool) -> Profession {
    Profession {
        code: code.parse().unwrap(),
        libelle: "Métier".to_owned(),
        proposee: true,
        active: true,
        note: String::new(),
        sanitaire_autorisee,
        remplacee_par: Vec::new(),
    }
}

fn site(secteur: Secteur) -> EtablissementResume {
    EtablissementResume {
        finess: "140012345".parse().unwrap(),
        finess_ej: "750001232".parse().unwrap(),
        raison_sociale: String::new(),
        raison_sociale_ej: String::new(),
        categorie: String::new(),
        libelle_categorie: String::new(),
        commune: String::new(),
        code_postal: String::new(),
        adresse: String::new(),
        secteur,
        ouvert: true,
        ej_ouverte: true,
    }
}

#[test]
fn the_sector_is_a_warning_never_a_refusal() {
    use Niveau::{Avertissement, Information};
    let lire = |code, autorisee, secteur| {
        let constats = situation(Some(&profession_de(code, autorisee)), None, Some(&site(secteur)));
        constats
            .into_iter()
            .map(|constat| (constat.niveau, constat.regle))
            .collect::<Vec<_>>()
    };
    let attendu = |constats: &[(Niveau, &str)]| {
        constats
            .iter()
            .map(|(niveau, regle)| (*niveau, (*regle).to_owned()))
            .collect::<Vec<_>>()
    };
    assert_eq!(lire("313", false, Secteur::MedicoSocial), []);
    assert_eq!(
        lire("313", false, Secteur::Sanitaire),
        attendu(&[(Avertissement, "R6"), (Information, "R7")])
    );
    assert_eq!(
        lire("316", true, Secteur::Sanitaire),
        attendu(&[(Information, "R7")])
    );
    assert_eq!(
        lire("316", true, Secteur::Officine),
        attendu(&[(Avertissement, "R5"), (Information, "R7")])
    );
    assert_eq!(
        lire("317", true, Secteur::Officine),
        attendu(&[(Information, "R7")])
    );
}

#[test]
fn what_is_not_chosen_is_not_judged() {
    assert_eq!(situation(None, None, None), []);
}

#[test]
fn the_most_serious_comes_first() {
    let mut etablissement = site(Secteur::Sanitaire);
    etablissement.ouvert = false;
    let aide = profession_de("371", false);
    let constats = situation(Some(&aide), None, Some(&etablissement));
    assert_eq!(
        (constats[0].niveau, constats[0].regle.as_str()),
        (Niveau::Refus, "R4")
    );
    assert!(constats.is_sorted_by_key(|constat| constat.niveau));
}

#[test]
fn a_retired_profession_names_its_successors() {
    let mut retiree = profession_de("318", false);
    retiree.active = false;
    retiree.remplacee_par = ["328", "371", "372"].map(|code| code.parse().unwrap()).to_vec();
    let dire = |listes| profession(&retiree, listes)[0].que_faire.clone();
    assert_eq!(
        dire(None),
        "Choisissez à la place le code 328, le code 371 ou le code 372."
    );
    let listes = Nomenclatures {
        professions: vec![profession_de("328", false)],
        ..Nomenclatures::default()
    };
    assert!(dire(Some(&listes)).contains("«\u{a0}Métier\u{a0}», le code 371"));
}
