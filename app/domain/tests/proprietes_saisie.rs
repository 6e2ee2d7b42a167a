//! What holds for every form: what is accepted reads back the same, nothing panics, the life of a demande ends.
//! Natively with new inputs at each run, in wasm with always the same.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[macro_use]
mod commun;
#[path = "commun/csv.rs"]
mod csv;
mod donnees;
#[path = "commun/pieges.rs"]
mod pieges;

use domain::demande::{Evenement, Explication, Reference, Statut};
use domain::eligibilite;
use domain::etat_civil::{
    Certification, Civilite, CodeCommune, CodePays, DateNaissance, EtatCivil, LieuNaissance, Nom, Prenom,
    Prenoms, Sexe, VilleEtrangere,
};
use domain::nomenclature::{
    CategorieProfessionnelle, CodeProfession, CodeRole, ModeExercice, MotifFin, MotifRefus,
};
use domain::saisie::{Contact, SaisieContact, SaisieDecision, SaisieEtatCivil, SaisieSituation};
use donnees::{aujourd_hui, demande, lire, nomenclatures, noms};
use pieges::PIEGES;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::string::string_regex;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseResult, TestRng, TestRunner};
use serde::{Serialize, de::DeserializeOwned};
use std::fmt::{Debug, Display};
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

/// Texts made to hurt: any character, and more of the ones known for trouble.
fn soupe() -> impl Strategy<Value = String> {
    let lettre =
        prop_oneof![2 => select(PIEGES.as_slice()), 1 => any::<char>(), 1 => proptest::char::range('0', 'z')];
    prop::collection::vec(lettre, 0..40).prop_map(String::from_iter)
}

fn selon<T>(motif: &str) -> impl Strategy<Value = T> + use<T>
where
    T: FromStr + Debug,
{
    string_regex(motif)
        .unwrap()
        .prop_filter_map("not of the type", |texte| texte.parse().ok())
}

/// What is accepted prints, stores and reads back as itself.
fn fidele<T>(texte: &str) -> TestCaseResult
where
    T: FromStr<Err: Debug> + Display + Debug + PartialEq + Clone + Serialize + DeserializeOwned,
{
    if let Ok(valeur) = texte.parse::<T>() {
        prop_assert_eq!(valeur.to_string().parse::<T>().unwrap(), valeur.clone());
        let stockee = serde_json::to_string(&valeur).unwrap();
        prop_assert_eq!(serde_json::from_str::<T>(&stockee).unwrap(), valeur);
    }
    Ok(())
}

const NOM: &str = "[A-Za-zÀ-ÖØ-öø-ž][A-Za-zÀ-ÖØ-öø-ž '’-]{0,30}[a-zà-ö]";

fn lieu() -> impl Strategy<Value = LieuNaissance> {
    let france = selon::<CodeCommune>("(0[1-9]|[1-8][0-9]|2[AB]|9[0-5])[0-9]{3}|97[1-8][0-9]{2}|988[0-9]{2}")
        .prop_map(|commune| LieuNaissance::France { commune });
    let etranger = (
        selon::<CodePays>("99[0-9]{3}"),
        selon::<VilleEtrangere>("[A-ZÉ][a-zé ,.()/0-9-]{0,40}"),
    )
        .prop_filter_map("France", |(pays, ville)| {
            LieuNaissance::etranger(pays, ville).ok()
        });
    prop_oneof![france, etranger]
}

fn naissance() -> impl Strategy<Value = DateNaissance> {
    // From 16 to 110 years before the day of the tests.
    (5_845_i64..40_170).prop_map(|jours| {
        let ecart = std::time::Duration::from_secs(u64::try_from(jours).unwrap() * 86_400);
        DateNaissance::new(aujourd_hui() - ecart, aujourd_hui()).unwrap()
    })
}

fn etat_civil() -> impl Strategy<Value = EtatCivil> {
    let nom_usage = prop::option::of(selon::<Nom>(NOM));
    let certification = select(Certification::TOUS);
    let prenoms = selon::<Prenoms>(NOM);
    (
        select(Civilite::TOUS),
        select(Sexe::TOUS),
        selon::<Nom>(NOM),
        nom_usage,
        prenoms,
        naissance(),
        lieu(),
        certification,
    )
        .prop_map(
            |(
                civilite,
                sexe,
                nom_naissance,
                nom_usage,
                prenoms,
                date_naissance,
                lieu_naissance,
                certification,
            )| {
                EtatCivil {
                    civilite,
                    sexe,
                    nom_naissance,
                    nom_usage,
                    prenoms,
                    date_naissance,
                    lieu_naissance,
                    certification,
                }
            },
        )
}

fn evenement() -> impl Strategy<Value = Evenement> {
    let refus = Evenement::Refuser {
        motif: MotifRefus::Autre,
        explication: "Cette personne ne travaille pas ici.".parse().unwrap(),
    };
    select(vec![
        Evenement::Soumettre,
        Evenement::Valider,
        refus,
        Evenement::DemanderCorrection,
        Evenement::RetirerCorrection,
        Evenement::Resoumettre,
        Evenement::Annuler,
        Evenement::Expirer,
    ])
}

partout! {
    fn what_is_accepted_reads_back_the_same() {
        let nom = string_regex(NOM).unwrap();
        let code = string_regex("[0-9A-Za-z]{1,6}|GENR[0-9]{2}|99[0-9]{3}|2[ab][0-9]{3}").unwrap();
        pour_tout(&prop_oneof![nom, code, soupe()], |texte| {
            fidele::<Nom>(&texte)?;
            fidele::<Prenom>(&texte)?;
            fidele::<Prenoms>(&texte)?;
            fidele::<VilleEtrangere>(&texte)?;
            fidele::<Explication>(&texte)?;
            fidele::<CodeCommune>(&texte)?;
            fidele::<CodePays>(&texte)?;
            fidele::<CodeProfession>(&texte)?;
            fidele::<CodeRole>(&texte)?;
            fidele::<Civilite>(&texte)?;
            fidele::<ModeExercice>(&texte)?;
            fidele::<CategorieProfessionnelle>(&texte)?;
            fidele::<MotifFin>(&texte)?;
            fidele::<Reference>(&texte)
        });
    }

    fn a_civil_status_shown_again_is_the_same() {
        pour_tout(&etat_civil(), |etat_civil| {
            let relu = SaisieEtatCivil::from(&etat_civil).valider(aujourd_hui(), etat_civil.certification);
            prop_assert_eq!(relu, Ok(etat_civil.clone()));
            let stocke = serde_json::to_string(&etat_civil).unwrap();
            prop_assert!(serde_json::from_str::<EtatCivil>(&stocke).unwrap() == etat_civil);
            Ok(())
        });
    }

    fn an_identity_is_the_same_whatever_the_case() {
        pour_tout(&(etat_civil(), etat_civil()), |(un, autre)| {
            let mut criee = un.clone();
            criee.nom_naissance = un.nom_naissance.as_str().to_ascii_lowercase().parse().unwrap();
            criee.nom_usage.clone_from(&autre.nom_usage);
            prop_assert!(un.meme_personne(&criee) && criee.meme_personne(&un));
            prop_assert_eq!(un.meme_personne(&autre), autre.meme_personne(&un));
            criee.date_naissance = autre.date_naissance;
            prop_assert_eq!(un.meme_personne(&criee), un.date_naissance == autre.date_naissance);
            Ok(())
        });
    }

    fn contacts_and_situations_shown_again_are_the_same() {
        let mobiles = select(vec!["0612345678", "0690001234", "0639012345", "+508551234", "+687751234", "+68987123456"]);
        let debuts = select(vec!["14", "1", "28"]);
        let listes = nomenclatures();
        pour_tout(&(mobiles, debuts, select(ModeExercice::TOUS)), |(mobile, jour, mode)| {
            let mut saisie = demande();
            saisie.set("mobile", mobile.to_owned());
            saisie.set("debut_jour", jour.to_owned());
            saisie.set("fin_jour", jour.to_owned());
            saisie.set("fin_mois", "décembre".to_owned());
            saisie.set("fin_annee", "2026".to_owned());
            saisie.set("mode_exercice", mode.code().to_owned());
            let lue = lire(&saisie, &listes).unwrap();
            let contact: Result<Contact, _> = SaisieContact::from(&lue.contact).valider();
            prop_assert_eq!(contact, Ok(lue.contact.clone()));
            saisie.situation = SaisieSituation::from(&lue.situation);
            prop_assert_eq!(lire(&saisie, &listes), Ok(lue));
            Ok(())
        });
    }

    fn no_text_in_any_field_panics() {
        let listes = nomenclatures();
        let noms: Vec<&str> = noms().collect();
        let reponses = prop::collection::vec(soupe(), noms.len());
        pour_tout(&reponses, |reponses| {
            let mut saisie = demande();
            for (nom, reponse) in noms.iter().zip(&reponses) {
                // Alone first, so that the fields after a wrong one are reached too.
                let mut seule = demande();
                seule.set(nom, reponse.clone());
                let _ = lire(&seule, &listes);
                saisie.set(nom, reponse.clone());
            }
            prop_assert!(lire(&saisie, &listes).is_err());
            let [motif, explication, ..] = reponses.as_slice() else { return Ok(()) };
            let _ = SaisieDecision { motif: motif.clone(), explication: explication.clone() }.valider();
            let _ = eligibilite::profession_libre(motif, &listes);
            let _ = motif.parse::<Reference>();
            Ok(())
        });
    }

    fn a_reference_with_one_slip_is_refused() {
        let symboles = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".chars().collect::<Vec<char>>();
        let slips = (any::<u64>(), 0..8_usize, 0..8_usize, select(symboles));
        pour_tout(&slips, |(entropie, ici, la, symbole)| {
            let reference = Reference::from_entropy(entropie);
            let lettres: Vec<char> = reference.to_string().chars().filter(char::is_ascii_alphanumeric).skip(2).collect();
            let mut remplacee = lettres.clone();
            remplacee[ici] = symbole;
            let mut echangee = lettres.clone();
            echangee.swap(ici, la);
            for autre in [remplacee, echangee] {
                let texte = String::from_iter(&autre);
                prop_assert_eq!(texte.parse() == Ok(reference), autre == lettres);
                prop_assert_eq!(texte.parse::<Reference>().is_ok(), autre == lettres);
            }
            Ok(())
        });
    }

    fn the_life_of_a_demande_ends_and_stays_ended() {
        pour_tout(&prop::collection::vec(evenement(), 0..20), |evenements| {
            let mut statut = Statut::Brouillon;
            for evenement in &evenements {
                match statut.appliquer(evenement) {
                    Ok(suivant) => {
                        prop_assert!(!statut.est_finale());
                        // The same event twice never counts twice: a double click is harmless.
                        prop_assert!(suivant.appliquer(evenement).is_err());
                        statut = suivant;
                    }
                    Err(interdite) => {
                        prop_assert_eq!(interdite.depuis, statut);
                        prop_assert!(interdite.to_string().ends_with('.'));
                    }
                }
            }
            Ok(())
        });
    }

    fn professions_of_the_portal_are_never_sent_elsewhere() {
        let listes = nomenclatures();
        for profession in listes.professions.iter().filter(|profession| profession.proposee) {
            let constat = eligibilite::profession_libre(&profession.libelle, &listes);
            assert!(constat.is_none(), "{}", profession.libelle);
        }
    }

    fn professions_registered_elsewhere_are_recognised() {
        let listes = nomenclatures();
        for profession in &listes.non_eligibles {
            let constat = eligibilite::profession_libre(&profession.libelle.to_uppercase(), &listes).unwrap();
            assert_eq!(constat.regle, "R2");
            assert!(!constat.que_faire.contains("employeur"), "{} is sent nowhere", profession.libelle);
        }
        let attendues = [
            ("Assistante de service social", "ARS"),
            ("assistante sociale", "ARS"),
            ("assistants sociaux", "ARS"),
            ("Infirmière diplômée d’État", "ordre"),
            ("infirmier(e)", "ordre"),
            ("IDE", "ordre"),
            ("kiné", "ordre"),
            ("masseuse-kinésithérapeute", "ordre"),
            ("sages-femmes", "ordre"),
            ("psychologue clinicienne", "ARS"),
            ("diététiciennes", "ARS"),
            ("Manipulatrice d'électroradiologie médicale", "ARS"),
            ("chirurgienne dentiste", "ordre"),
            ("médecin coordonnateur", "ordre"),
            ("interne en odontologie", "ARS"),
            ("technicienne de laboratoire", "ARS"),
        ];
        for (texte, autorite) in attendues {
            let constat = eligibilite::profession_libre(texte, &listes);
            assert!(constat.is_some_and(|constat| constat.que_faire.contains(autorite)), "{texte}");
        }
        for texte in ["", "aide-soignante", "secrétaire médicale", "étudiante infirmière", "femme de ménage", "éducatrice",
                      "externe en médecine", "assistante", "animatrice sociale", "directeur"] {
            assert_eq!(eligibilite::profession_libre(texte, &listes), None, "{texte}");
        }
    }
}
