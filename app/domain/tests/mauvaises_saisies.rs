//! Everything that people, copies and attackers put in a form: each is refused with a sentence on the right field, and
//! never breaks anything.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[macro_use]
mod commun;
#[path = "commun/csv.rs"]
mod csv;
mod donnees;

use domain::etablissement::{EtablissementResume, Secteur};
use domain::nomenclature::Nomenclatures;
use domain::saisie::{Champ, Etape, SaisieContact, SaisieDecision, SaisieDemande};
use donnees::{demande, etablissement, lire, lire_dans, nomenclatures, noms};

/// What is right in no field.
fn mauvaises() -> Vec<String> {
    let mut mauvaises: Vec<String> = [
        "Екатерина",
        "محمد",
        "😀",
        "Du\u{200b}rand",
        "\u{feff}Durand",
        "\u{202e}dnaruD",
        "<script>alert(1)</script>",
        "'; DROP TABLE personne; --",
        "Durand\0",
        "Durand\u{7}",
        "—",
        "% %s {} ${x}",
        "../../etc/passwd",
        "Z̵̧a̴͝l̵̑g̶̚o̴͘",
    ]
    .map(str::to_owned)
    .to_vec();
    mauvaises.push("a".repeat(301));
    mauvaises.push("1".repeat(100_000));
    mauvaises.push("é".repeat(301));
    mauvaises
}

/// The demande that is right, with one answer changed.
fn avec(nom: &str, valeur: &str) -> SaisieDemande {
    let mut saisie = demande();
    assert!(saisie.set(nom, valeur.to_owned()), "{nom}");
    saisie
}

/// The sentence of that field when one answer is changed; empty when the field is right.
fn phrase(listes: &Nomenclatures, nom: &str, valeur: &str) -> String {
    let champ = Champ::de_nom(nom).unwrap();
    lire(&avec(nom, valeur), listes)
        .err()
        .and_then(|e| e.pour(champ).map(str::to_owned))
        .unwrap_or_default()
}

/// The sentence on the establishment when it is changed.
fn phrase_etablissement(listes: &Nomenclatures, change: impl FnOnce(&mut EtablissementResume)) -> String {
    let mut etablissement = etablissement();
    change(&mut etablissement);
    let lue = lire_dans(&demande(), listes, &etablissement);
    lue.err()
        .and_then(|e| e.pour(Champ::Etablissement).map(str::to_owned))
        .unwrap_or_default()
}

partout! {
    fn the_example_is_right() {
        let complete = lire(&demande(), &nomenclatures()).unwrap();
        assert_eq!(complete.situation.nom_exercice.as_str(), "D'ORMEAUX");
        assert_eq!(complete.situation.categorie.code(), "C");
        assert_eq!(complete.situation.fin, None);
    }

    fn an_empty_demande_says_everything_at_once() {
        let erreurs = lire(&SaisieDemande::default(), &nomenclatures()).unwrap_err();
        let facultatifs = [Champ::NomUsage, Champ::CommuneNaissance, Champ::VilleNaissance, Champ::DateFin, Champ::Categorie];
        // Asked of a gestionnaire who registers somebody from end to end.
        let ailleurs = [Champ::TypePiece, Champ::FinPiece];
        for champ in Champ::TOUS.into_iter().filter(|champ| champ.etape().is_some() && !ailleurs.contains(champ)) {
            assert_eq!(erreurs.pour(champ).is_none(), facultatifs.contains(&champ), "{champ}");
        }
        assert!(erreurs.iter().map(|erreur| erreur.champ).is_sorted());
    }

    fn every_bad_answer_is_refused_in_every_field() {
        let listes = nomenclatures();
        for nom in noms() {
            for mauvaise in mauvaises() {
                // The town is read when the country is not France only.
                let mut saisie = avec(nom, &mauvaise);
                if nom == "ville_naissance" {
                    saisie.set("pays_naissance", "99109".to_owned());
                }
                let erreurs = lire(&saisie, &listes).unwrap_err();
                let champ = Champ::de_nom(nom).unwrap();
                let phrase = erreurs.pour(champ).unwrap_or_else(|| panic!("{nom} takes {mauvaise:.20}"));
                assert!(phrase.ends_with('.') && phrase.chars().count() < 250, "{phrase}");
                assert!(!phrase.contains(&mauvaise), "{nom} repeats what was typed");
            }
        }
    }

    fn sentences_follow_french_typography() {
        let listes = nomenclatures();
        let mut phrases: Vec<String> = Vec::new();
        for nom in noms() {
            for mauvaise in mauvaises().iter().map(String::as_str).chain(["", "32", "0123456789", "GENR99"]) {
                let erreurs = lire(&avec(nom, mauvaise), &listes).err();
                phrases.extend(erreurs.into_iter().flatten().map(|erreur| erreur.message));
            }
        }
        phrases.sort();
        phrases.dedup();
        for phrase in &phrases {
            assert!(!phrase.contains('\''), "straight apostrophe: {phrase}");
            for signe in [" :", " ;", " ?", " !", " »", "« "] {
                assert!(!phrase.contains(signe), "breaking space: {phrase}");
            }
        }
        assert!(phrases.len() > 30);
    }

    fn births_that_cannot_be() {
        let listes = nomenclatures();
        let ne_le = |jour: &str, mois: &str, annee: &str| {
            let mut saisie = demande();
            for (boite, valeur) in [("jour", jour), ("mois", mois), ("annee", annee)] {
                saisie.set(&format!("naissance_{boite}"), valeur.to_owned());
            }
            let lue = lire(&saisie, &listes);
            lue.err().and_then(|e| e.pour(Champ::DateNaissance).map(str::to_owned)).unwrap_or_default()
        };
        assert_eq!(ne_le("30", "2", "1988"), "Le 30\u{a0}février n’existe pas. Vérifiez la date.");
        assert_eq!(ne_le("29", "2", "1900"), "Le 29\u{a0}février 1900 n’existe pas. Vérifiez la date.");
        assert_eq!(ne_le("23", "11", "2026"), "Cette date est dans le futur. Vérifiez l’année.");
        assert!(ne_le("23", "11", "2010").contains("16\u{a0}ans"));
        assert_eq!(ne_le("22", "11", "2010"), "");
        assert_eq!(ne_le("21", "11", "1915"), "Cette date est trop ancienne. Vérifiez l’année.");
        for annee in ["0001", "1", "88", "-1988", "1879", "99999", "10000000000000000000000"] {
            assert_ne!(ne_le("1", "1", annee), "", "{annee}");
        }
    }

    fn the_place_of_birth_follows_the_country() {
        let listes = nomenclatures();
        assert_ne!(phrase(&listes, "commune_naissance", ""), "");
        for code in ["99100", "00123", "20004", "2A004", "97105", "98818", "75101"] {
            let attendue = matches!(code, "99100" | "00123");
            assert_eq!(!phrase(&listes, "commune_naissance", code).is_empty(), attendue, "{code}");
        }
        let mut saisie = avec("pays_naissance", "99352");
        assert!(lire(&saisie, &listes).unwrap_err().pour(Champ::VilleNaissance).is_some());
        saisie.set("ville_naissance", "Sidi-Bel-Abbès".to_owned());
        // The commune of the earlier answer is ignored.
        assert!(lire(&saisie, &listes).is_ok());
    }

    fn the_dates_of_the_situation() {
        let listes = nomenclatures();
        assert_ne!(phrase(&listes, "debut_annee", "2028"), "");
        assert_eq!(phrase(&listes, "debut_annee", "2027"), "");
        assert_ne!(phrase(&listes, "debut_annee", "2001"), "", "younger than 14");
        assert_eq!(phrase(&listes, "debut_annee", "2002"), "");
        let fin = |jour: &str, mois: &str, annee: &str| {
            let mut saisie = demande();
            for (boite, valeur) in [("jour", jour), ("mois", mois), ("annee", annee)] {
                saisie.set(&format!("fin_{boite}"), valeur.to_owned());
            }
            lire(&saisie, &listes).err().and_then(|e| e.pour(Champ::DateFin).map(str::to_owned)).unwrap_or_default()
        };
        assert!(fin("31", "8", "2026").contains("avant"));
        assert!(fin("21", "11", "2026").contains("passée"));
        assert_eq!(fin("22", "11", "2026"), "");
        assert_ne!(fin("22", "", "2026"), "");
    }

    fn the_exercise_name_is_one_of_the_names() {
        let listes = nomenclatures();
        let attendue = "Le nom d’exercice est votre nom de naissance ou votre nom d’usage. Pour exercer sous votre nom \
                        d’usage, ajoutez-le d’abord à l’étape\u{a0}1.";
        assert_eq!(phrase(&listes, "nom_exercice", "Durand"), attendue);
        assert_eq!(phrase(&listes, "nom_exercice", "LEFEVRE"), "");
        for prenom in ["Anne-Marie", "anne marie", "LOUISE", "Anne-Marie Louise"] {
            assert_eq!(phrase(&listes, "prenom_exercice", prenom), "", "{prenom}");
        }
        for prenom in ["Marie", "Louis", "Louise Anne-Marie"] {
            assert!(phrase(&listes, "prenom_exercice", prenom).contains("l’un de vos prénoms"), "{prenom}");
        }
    }

    fn refusals_stand_on_their_field_and_warnings_stop_nobody() {
        let listes = nomenclatures();
        assert!(phrase(&listes, "profession", "350").contains("«\u{a0}Aide à domicile\u{a0}»"));
        assert!(phrase(&listes, "profession", "351").contains("ne peut pas être choisie"));
        assert_ne!(phrase(&listes, "profession", "999"), "");
        assert_ne!(phrase(&listes, "role", "GENR77"), "");
        for profession in ["312", "371"] {
            assert_eq!(phrase(&listes, "profession", profession), "");
        }
        assert_eq!(phrase(&listes, "role", "GENR99"), "");
        assert!(phrase_etablissement(&listes, |e| e.ouvert = false).contains("fermé"));
        assert_eq!(phrase_etablissement(&listes, |e| e.ej_ouverte = false), "");
        assert_eq!(phrase_etablissement(&listes, |e| e.secteur = Secteur::Sanitaire), "");
        assert!(phrase(&listes, "etablissement", "2A0000014").contains("Aucun établissement"));
        assert!(!phrase(&listes, "etablissement", "140012346").contains("Aucun établissement"), "wrong key, not unknown");
    }

    fn boxes_are_ticked_by_browsers_only() {
        let listes = nomenclatures();
        for valeur in ["", "off", "true", "1", "oui"] {
            let erreurs = lire(&avec("cgu", valeur), &listes).unwrap_err();
            assert_eq!(erreurs.len(), 1);
            assert_eq!(erreurs.iter().next().and_then(|e| e.champ.etape()), Some(Etape::InformationsLegales));
        }
    }

    fn a_refusal_needs_a_motif_and_words() {
        let decision = |motif: &str, explication: &str| {
            SaisieDecision { motif: motif.to_owned(), explication: explication.to_owned() }.valider()
        };
        assert!(decision("def", "Vous ne travaillez pas dans cet établissement.").is_ok());
        assert!(decision("AUT", &"é".repeat(2000)).is_ok());
        assert_eq!(decision("", "").unwrap_err().len(), 2);
        for (motif, explication) in [("ZZZ", "une explication"), ("CHA", "court"), ("CHA", "a\u{202e}bcdefghijklm"), ("DEF", "une explication")] {
            assert_eq!(decision(motif, explication).unwrap_err().len(), 1, "{motif}");
        }
        assert!(decision("AUT", &"a".repeat(100_000)).is_err());
    }

    fn one_field_alone_says_the_same() {
        let saisie = SaisieContact { email: "anne@".to_owned(), mobile: "0123456789".to_owned() };
        let erreurs = saisie.valider().unwrap_err();
        for champ in [Champ::Email, Champ::Mobile] {
            assert_eq!(saisie.erreur(champ).as_deref(), erreurs.pour(champ));
        }
        assert_eq!(saisie.erreur(Champ::Sexe), None);
    }

    fn nothing_typed_shows_in_debug() {
        let listes = nomenclatures();
        let saisie = demande();
        let traces = format!("{saisie:?} {:?}", lire(&saisie, &listes).unwrap());
        for secret in ["Lef", "Ormeaux", "ORMEAUX", "Louise", "1988", "14118", "anne", "612345678", "06 12"] {
            assert!(!traces.contains(secret), "{secret} in {traces}");
        }
    }
}
