//! What holds for corrections, messages and templates: what is accepted reads back the same, what is not open never changes,
//! nothing panics. Natively with new inputs at each run, in wasm with always the same.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[macro_use]
mod commun;
#[path = "commun/pieges.rs"]
mod pieges;

use domain::date::Instant;
use domain::demande::{
    Corrigible, DemandeDeCorrection, PointACorriger, Remarque, TexteMessage, attente_apres, echeance,
};
use domain::modele::{TexteModele, TitreModele, Valeurs};
use domain::saisie::{Champ, SaisieCorrection, SaisieDemande, SaisieReponse};
use pieges::PIEGES;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseResult, TestRng, TestRunner};
use std::fmt::Debug;
use std::str::FromStr;

/// Checks a property on a few hundred values.
fn pour_tout<S: Strategy>(valeurs: &S, propriete: impl Fn(S::Value) -> TestCaseResult) {
    let config = Config {
        cases: 300,
        failure_persistence: None,
        ..Config::default()
    };
    let mut essais = if cfg!(target_arch = "wasm32") {
        // There is no source of randomness: always the same inputs.
        TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
    } else {
        TestRunner::new(config)
    };
    essais
        .run(valeurs, propriete)
        .unwrap_or_else(|echec| panic!("{echec}"));
}

/// Texts made to hurt: any character, braces, and more of the ones known for trouble.
fn soupe() -> impl Strategy<Value = String> {
    let lettre = prop_oneof![
        2 => select(PIEGES.as_slice()),
        1 => any::<char>(),
        2 => select(['{', '}', 'n', 'o', 'm', ' ', '\n', '\r', '\u{a0}'].as_slice())
    ];
    prop::collection::vec(lettre, 0..60).prop_map(String::from_iter)
}

fn fidele<T>(texte: &str) -> TestCaseResult
where
    T: FromStr<Err: Debug> + ToString + Debug + PartialEq,
{
    if let Ok(valeur) = texte.parse::<T>() {
        prop_assert_eq!(valeur.to_string().parse::<T>().unwrap(), valeur);
    }
    Ok(())
}

fn valeurs() -> Valeurs {
    Valeurs {
        prenom: "{nom}".to_owned(),
        nom: "P}".to_owned(),
        etablissement: "{".to_owned(),
        reference: "R".to_owned(),
        gestionnaire: "G".to_owned(),
        date: "D".to_owned(),
    }
}

partout! {
    fn texts_read_back_as_themselves() {
        pour_tout(&soupe(), |texte| {
            fidele::<Remarque>(&texte)?;
            fidele::<TexteMessage>(&texte)?;
            fidele::<TitreModele>(&texte)?;
            fidele::<TexteModele>(&texte)
        });
    }

    fn a_filled_template_loses_its_own_braces_only() {
        pour_tout(&soupe(), |texte| {
            if let Ok(modele) = texte.parse::<TexteModele>() {
                let rempli = modele.remplir(&valeurs());
                let attendu = modele
                    .as_str()
                    .replace("{nom}", "\u{1}")
                    .replace("{prenom}", "{nom}")
                    .replace('\u{1}', "P}");
                prop_assert_eq!(rempli, attendu);
            }
            Ok(())
        });
    }

    fn a_request_holds_each_field_once_in_screen_order() {
        let champs = prop::collection::vec(select(Champ::TOUS.as_slice()), 0..6);
        pour_tout(&champs, |champs| {
            let points: Vec<PointACorriger> = champs
                .iter()
                .map(|champ| PointACorriger { champ: *champ, remarque: "à revoir".parse().unwrap() })
                .collect();
            let mut distincts = champs.clone();
            distincts.sort_unstable();
            distincts.dedup();
            let possible = !champs.is_empty()
                && distincts.len() == champs.len()
                && champs.iter().all(|champ| Corrigible::de(*champ).is_some());
            let lue = DemandeDeCorrection::new(points, None);
            prop_assert_eq!(lue.is_ok(), possible);
            if let Ok(demande) = lue {
                prop_assert!(demande.points().is_sorted_by_key(|point| point.champ));
                let stockee = serde_json::to_string(&demande).unwrap();
                prop_assert_eq!(serde_json::from_str::<DemandeDeCorrection>(&stockee).unwrap(), demande);
            }
            Ok(())
        });
    }

    fn a_form_gives_a_request_or_names_every_field_that_is_wrong() {
        let champs: Vec<Champ> = SaisieCorrection::champs().collect();
        let saisies = (subsequence(champs.clone(), 0..champs.len()), prop::collection::vec(soupe(), 20), soupe());
        pour_tout(&saisies, |(coches, remarques, message)| {
            let mut saisie = SaisieCorrection::default();
            prop_assert!(!saisie.set("corriger_cgu", "on".to_owned()) && !saisie.set("email", String::new()));
            for (champ, remarque) in coches.iter().zip(&remarques) {
                saisie.set(&SaisieCorrection::nom_case(*champ), "on".to_owned());
                saisie.set(&SaisieCorrection::nom_remarque(*champ), remarque.clone());
            }
            saisie.set("message_general", message.clone());
            match saisie.valider() {
                Ok(demande) => prop_assert_eq!(demande.points().len(), coches.len()),
                Err(erreurs) => {
                    prop_assert!(!erreurs.is_empty());
                    for (champ, remarque) in coches.iter().zip(&remarques) {
                        prop_assert_eq!(erreurs.pour(*champ).is_some(), remarque.parse::<Remarque>().is_err());
                    }
                    prop_assert_eq!(erreurs.pour(Champ::Corrections).is_some(), coches.is_empty());
                }
            }
            Ok(())
        });
    }

    fn what_is_not_open_never_changes() {
        const NOMS: [&str; 9] =
            ["email", "mobile", "nom_naissance", "debut_jour", "debut_mois", "role", "cgu", "demande", "x"];
        let saisies = (
            prop::collection::vec((select(NOMS.as_slice()), soupe()), 0..8),
            subsequence(Champ::TOUS.to_vec(), 0..Champ::TOUS.len()),
        );
        pour_tout(&saisies, |(paires, ouverts)| {
            let mut reponse = SaisieReponse::default();
            for (nom, valeur) in &paires {
                reponse.set(nom, valeur.clone());
            }
            let mut demande = SaisieDemande::default();
            reponse.appliquer(&mut demande, &ouverts);
            let ferme = |champ: Champ| !ouverts.contains(&champ);
            prop_assert!(!ferme(Champ::Email) || demande.contact.email.is_empty());
            prop_assert!(!ferme(Champ::Mobile) || demande.contact.mobile.is_empty());
            prop_assert!(!ferme(Champ::NomNaissance) || demande.etat_civil.nom_naissance.is_empty());
            prop_assert!(!ferme(Champ::DateDebut) || demande.situation.debut_jour.is_empty());
            prop_assert!(!ferme(Champ::Role) || demande.situation.role.is_empty());
            // The boxes of the first sending are nobody's to change here.
            prop_assert!(demande.legale.est_vide());
            Ok(())
        });
    }

    fn the_limit_only_ever_moves_away() {
        const JOUR: i64 = 86_400_000;
        let tours = (0..JOUR * 30, 0..JOUR * 90, 0..JOUR * 31);
        pour_tout(&tours, |(demandee, attente, duree)| {
            let (soumise, demandee) = (Instant::from_millis(0), Instant::from_millis(demandee));
            let fin = demandee.plus_millis(duree);
            let apres = attente_apres(soumise, attente, demandee, fin);
            prop_assert!(apres >= attente + duree);
            prop_assert!(echeance(soumise, apres).millis() >= fin.millis() + 7 * JOUR);
            Ok(())
        });
    }
}
