//! What holds for every input: what is accepted reads back the same, nothing panics, keys catch slips, keys of search are
//! stable. Natively with new inputs at each run, in wasm with always the same.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[macro_use]
mod commun;
#[path = "commun/pieges.rs"]
mod pieges;

use std::{
    fmt::{Debug, Display},
    str::FromStr,
};

use domain::{
    contact::{Email, Mobile},
    date::{ANNEE_MAX, ANNEE_MIN, Instant, Jour, age, court, iso, jour, jour_de_cases, long, parse_iso},
    identifiant::{Cle, Finess, IdNatPs, Rpps, Siren, Siret, cle_luhn, luhn},
    ids::{CompteId, DemandeId},
    texte::{cle, invisible, mots, nettoyer},
};
use pieges::PIEGES;
use proptest::{
    prelude::*,
    sample::select,
    string::string_regex,
    test_runner::{Config, TestCaseResult, TestRunner},
};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

/// Checks a property on a few hundred values.
fn pour_tout<S: Strategy>(valeurs: S, propriete: impl Fn(S::Value) -> TestCaseResult) {
    let config = Config {
        cases: 300,
        failure_persistence: None,
        ..Config::default()
    };
    let mut essais = if cfg!(target_arch = "wasm32") {
        TestRunner::new_with_rng(config, graine())
    } else {
        TestRunner::new(config)
    };
    essais
        .run(&valeurs, propriete)
        .unwrap_or_else(|echec| panic!("{echec}"));
}

/// Always the same inputs where there is no source of randomness.
fn graine() -> proptest::test_runner::TestRng {
    proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha)
}

/// Texts made to hurt: any character, and more of the ones known for trouble.
fn soupe() -> impl Strategy<Value = String> {
    let lettre = prop_oneof![2 => select(PIEGES.as_slice()), 1 => any::<char>()];
    prop::collection::vec(lettre, 0..40).prop_map(String::from_iter)
}

fn selon(motif: &str) -> impl Strategy<Value = String> + use<> {
    string_regex(motif).unwrap()
}

/// Digits followed by their key.
fn avec_cle(motif: &str) -> impl Strategy<Value = String> + use<> {
    selon(motif).prop_map(|debut| {
        let cle = cle_luhn(&debut.replace('A', "1").replace('B', "2")).unwrap();
        format!("{debut}{cle}")
    })
}

fn numero_finess() -> impl Strategy<Value = String> {
    avec_cle("(0[1-9]|[1-8][0-9]|9[0-8]|2A|2B)[0-9]{6}")
}

fn numero_mobile() -> impl Strategy<Value = String> {
    selon(r"\+33(6[0-24-8]|7[3-9])[0-9]{7}|\+590690[0-9]{6}|\+262(692|6397)[0-9]{5}|\+68[17]8[23][0-9]{4}|\+68987[0-9]{6}")
        .prop_filter("as many digits as its territory wants", |e164| e164.parse::<Mobile>().is_ok())
}

fn adresse() -> impl Strategy<Value = String> {
    selon(r"[A-Za-z0-9_+-]{1,12}(\.[a-z0-9]{1,9}){0,2}@([a-z0-9]{1,9}(-[a-z0-9]{1,9})?\.){1,3}[a-z]{2,6}")
}

fn jours() -> impl Strategy<Value = Jour> {
    let (de, a) = (jour(ANNEE_MIN, 1, 1).unwrap(), jour(ANNEE_MAX, 12, 31).unwrap());
    (de.to_julian_day()..=a.to_julian_day()).prop_map(|julien| Jour::from_julian_day(julien).unwrap())
}

/// A value printed, read, sent as JSON and received is still itself, with or without spaces around.
fn revient<T>(valeur: &T) -> TestCaseResult
where
    T: FromStr + Display + Debug + PartialEq + Serialize + DeserializeOwned,
    T::Err: Debug + PartialEq,
{
    let texte = valeur.to_string();
    prop_assert!(texte.parse::<T>().as_ref() == Ok(valeur));
    let entoure = format!(" {texte}\u{a0}");
    prop_assert!(entoure.parse::<T>().as_ref() == Ok(valeur));
    let json = serde_json::to_string(valeur).unwrap();
    prop_assert_eq!(&serde_json::from_str::<T>(&json).unwrap(), valeur);
    Ok(())
}

/// Reading anything gives a value that comes back, or a sentence that ends and repeats nothing of what was typed.
fn lit_sans_panique<T>(saisie: &str) -> TestCaseResult
where
    T: FromStr + Display + Debug + PartialEq + Serialize + DeserializeOwned,
    T::Err: Debug + Display + PartialEq,
{
    match saisie.parse::<T>() {
        Ok(valeur) => revient(&valeur),
        Err(erreur) => {
            let phrase = erreur.to_string();
            prop_assert!(phrase.ends_with('.'), "{phrase}");
            prop_assert!(saisie.chars().count() < 6 || !phrase.contains(saisie), "{phrase}");
            Ok(())
        }
    }
}

fn lit_tout(saisie: &str) -> TestCaseResult {
    lit_sans_panique::<Rpps>(saisie)?;
    lit_sans_panique::<IdNatPs>(saisie)?;
    lit_sans_panique::<Finess>(saisie)?;
    lit_sans_panique::<Siren>(saisie)?;
    lit_sans_panique::<Siret>(saisie)?;
    lit_sans_panique::<Mobile>(saisie)?;
    lit_sans_panique::<Email>(saisie)?;
    lit_sans_panique::<DemandeId>(saisie)?;
    lit_sans_panique::<CompteId>(saisie)?;
    let _ = (
        parse_iso(saisie),
        Rpps::parse(saisie, Cle::Libre),
        Finess::parse(saisie, Cle::Libre),
    );
    let _ = (cle_luhn(saisie), luhn(saisie), mots(saisie));
    Ok(())
}

/// What was accepted, damaged by one character put somewhere.
fn presque(juste: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    (juste, any::<prop::sample::Index>(), select(PIEGES.as_slice())).prop_map(|(juste, rang, piege)| {
        let mut lettres: Vec<char> = juste.chars().collect();
        lettres.insert(rang.index(lettres.len() + 1), piege);
        lettres.into_iter().collect()
    })
}

partout! {
    fn rpps_numbers_come_back() {
        pour_tout(0..100_000_000_u64, |n| {
            let rpps = Rpps::from_sequence(n).unwrap();
            revient(&rpps)?;
            revient(&rpps.id_nat())?;
            prop_assert!(rpps.grouped().parse().as_ref() == Ok(&rpps));
            prop_assert_eq!(rpps.id_nat().rpps(), rpps);
            Ok(())
        });
    }

    fn finess_numbers_come_back() {
        pour_tout(numero_finess(), |s| {
            let finess: Finess = s.parse().unwrap();
            prop_assert!(s.to_lowercase().parse().as_ref() == Ok(&finess));
            revient(&finess)
        });
    }

    fn company_numbers_come_back() {
        pour_tout((avec_cle("[0-9]{8}"), avec_cle("[0-9]{13}")), |(siren, siret)| {
            revient(&siren.parse::<Siren>().unwrap())?;
            revient(&siret.parse::<Siret>().unwrap())
        });
    }

    fn mobiles_come_back() {
        pour_tout(numero_mobile(), |s| {
            let mobile: Mobile = s.parse().unwrap();
            prop_assert_eq!(mobile.as_e164(), &s);
            // The way it is written in its territory is understood everywhere, six-digit numbers aside.
            if mobile.national().len() > "55 12 34".len() {
                prop_assert!(mobile.national().parse().as_ref() == Ok(&mobile));
            }
            revient(&mobile)
        });
    }

    fn addresses_come_back() {
        pour_tout(adresse(), |s| {
            let email: Email = s.parse().unwrap();
            prop_assert_eq!(format!("{}@{}", email.local(), email.domaine()), email.as_str());
            if let Some(suggestion) = email.suggestion() {
                prop_assert_ne!(&suggestion, &email);
                prop_assert_eq!(suggestion.local(), email.local());
            }
            revient(&email)
        });
    }

    fn ids_come_back() {
        pour_tout(any::<u128>(), |n| revient(&DemandeId::new(Uuid::from_u128(n))));
    }

    fn days_come_back() {
        pour_tout((jours(), jours()), |(j, autre)| {
            prop_assert_eq!(parse_iso(&iso(j)), Ok(j));
            let court = court(j);
            let cases: Vec<&str> = court.split('/').collect();
            prop_assert_eq!(jour_de_cases(cases[0], cases[1], cases[2]), Ok(j));
            let long = long(j);
            let cases: Vec<&str> = long.split(' ').collect();
            prop_assert_eq!(jour_de_cases(cases[0], cases[1], cases[2]), Ok(j));
            // Ages go with days: who was born later is never older.
            let (aine, cadet) = (j.min(autre), j.max(autre));
            prop_assert!(age(aine, cadet) >= 0);
            prop_assert!(age(cadet, aine) <= 0);
            Ok(())
        });
    }

    fn paris_is_one_or_two_hours_ahead() {
        pour_tout(0..7_000_000_000_000_i64, |millis| {
            let instant = Instant::from_millis(millis);
            let (jour, heure, minute) = instant.paris();
            let jours = i64::from(jour.to_julian_day()) - 2_440_588;
            let minutes = (jours * 24 + i64::from(heure)) * 60 + i64::from(minute);
            prop_assert!([60, 120].contains(&(minutes - millis.div_euclid(60_000))));
            prop_assert_eq!(instant.plus_days(3).plus_millis(-3 * 86_400_000), instant);
            Ok(())
        });
    }

    fn no_input_panics() {
        pour_tout(soupe(), |s| lit_tout(&s));
        pour_tout(any::<String>(), |s| lit_tout(&s));
        pour_tout(selon("[0-9 +.()/-]{0,20}"), |s| lit_tout(&s));
        pour_tout((soupe(), soupe(), soupe()), |(j, m, a)| {
            let _ = jour_de_cases(&j, &m, &a);
            let _ = jour_de_cases("1", &m, "1985");
            Ok(())
        });
        pour_tout(any::<i64>(), |millis| {
            let _ = Instant::from_millis(millis).affichage();
            Ok(())
        });
    }

    fn almost_right_inputs_do_not_panic() {
        pour_tout(presque(numero_finess()), |s| lit_tout(&s));
        pour_tout(presque(numero_mobile()), |s| lit_tout(&s));
        pour_tout(presque(adresse()), |s| lit_tout(&s));
    }

    fn very_long_inputs_do_not_panic() {
        for morceau in ["a", "1", "é", "e\u{301}", " ", "@", ".", "+33", "\u{200b}", "🙂"] {
            lit_tout(&morceau.repeat(300)).unwrap();
            lit_tout(&morceau.repeat(20_000)).unwrap();
        }
    }

    fn invisible_characters_are_refused_everywhere() {
        let caches: Vec<char> = ('\0'..='\u{e0fff}').filter(|c| invisible(*c) && !c.is_whitespace()).collect();
        pour_tout((numero_mobile(), adresse(), any::<prop::sample::Index>(), select(caches)), |(m, e, rang, c)| {
            let glisser = |s: &str| {
                let (avant, apres) = s.split_at(rang.index(s.len() + 1));
                format!("{avant}{c}{apres}")
            };
            prop_assert!(glisser(&m).parse::<Mobile>().is_err());
            prop_assert!(glisser(&e).parse::<Email>().is_err());
            prop_assert!(glisser("10101234564").parse::<Rpps>().is_err());
            prop_assert!(glisser("750001232").parse::<Finess>().is_err());
            Ok(())
        });
    }

    fn luhn_catches_one_wrong_digit() {
        let cas = (avec_cle("[0-9]{1,15}"), any::<prop::sample::Index>(), 1..10_u8);
        pour_tout(cas, |(numero, rang, ecart)| {
            prop_assert!(luhn(&numero));
            let mut faux = numero.into_bytes();
            let rang = rang.index(faux.len());
            faux[rang] = b'0' + (faux[rang] - b'0' + ecart) % 10;
            prop_assert!(!luhn(&String::from_utf8(faux).unwrap()));
            Ok(())
        });
    }

    fn luhn_catches_neighbours_swapped() {
        pour_tout((avec_cle("[0-9]{1,15}"), any::<prop::sample::Index>()), |(numero, rang)| {
            let mut faux = numero.into_bytes();
            let rang = rang.index(faux.len() - 1);
            let pareils = faux[rang] == faux[rang + 1];
            let zero_et_neuf = [faux[rang], faux[rang + 1]].iter().all(|c| b"09".contains(c));
            faux.swap(rang, rang + 1);
            prop_assert_eq!(luhn(&String::from_utf8(faux).unwrap()), pareils || zero_et_neuf);
            Ok(())
        });
    }

    fn cleaning_twice_is_cleaning_once() {
        let verifier = |s: String| {
            let propre = nettoyer(&s);
            prop_assert_eq!(&nettoyer(&propre), &propre);
            prop_assert!(!propre.contains("  ") && !propre.starts_with(' ') && !propre.ends_with(' '));
            // Nothing is lost but spaces and accents that joined their letter.
            prop_assert_eq!(
                s.chars().filter(|c| c.is_alphanumeric()).count(),
                propre.chars().filter(|c| c.is_alphanumeric()).count()
            );
            Ok(())
        };
        pour_tout(soupe(), verifier);
        pour_tout(any::<String>(), verifier);
    }

    fn a_search_key_is_its_own_key() {
        let verifier = |s: String| {
            let cle_une_fois = cle(&s);
            prop_assert_eq!(&cle(&cle_une_fois), &cle_une_fois);
            prop_assert_eq!(&cle(&nettoyer(&s)), &cle_une_fois);
            prop_assert_eq!(mots(&s).join(" "), cle_une_fois.clone());
            prop_assert!(cle_une_fois.chars().all(|c| c == ' ' || c.is_alphanumeric()), "{cle_une_fois}");
            Ok(())
        };
        pour_tout(soupe(), verifier);
        pour_tout(any::<String>(), verifier);
        pour_tout(selon("[A-Za-zÀ-ſ '’.-]{0,30}"), |s| {
            prop_assert!(cle(&s).is_ascii(), "{}", cle(&s));
            Ok(())
        });
    }
}
