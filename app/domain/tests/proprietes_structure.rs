//! What holds for the path of a structure, whatever the facts and their order: a step never goes back without a change that
//! explains it, and there is one thing to do at a time. Natively with new inputs at each run, in wasm with always the same.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[macro_use]
mod commun;

use domain::date::{Jour, jour};
use domain::structure::{Changement, Etape, Etat, Fait, Profil, Quoi, chemin};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseResult, TestRng, TestRunner};

/// Checks a property on a few hundred values.
fn pour_tout<S: Strategy>(valeurs: &S, propriete: impl Fn(S::Value) -> TestCaseResult) {
    let config = Config {
        cases: 500,
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

const SANS_CHANGEMENT: [Quoi; 12] = [
    Quoi::FinessVerifie,
    Quoi::OrganisationChoisie,
    Quoi::ContratEnvoye,
    Quoi::CdeRecue,
    Quoi::DirigeantSeul,
    Quoi::CarteCommandee,
    Quoi::CarteRecue,
    Quoi::LecteursPrets,
    Quoi::FormationAttestee,
    Quoi::Habilitation,
    Quoi::RolesDecides,
    Quoi::PremierEnregistrement,
];

fn un_jour() -> impl Strategy<Value = Jour> {
    (1_u8..=12, 1_u8..=28).prop_map(|(mois, quantieme)| jour(2026, mois, quantieme).unwrap())
}

fn fait(parmi: Vec<Quoi>) -> impl Strategy<Value = Fait> {
    (un_jour(), select(parmi)).prop_map(|(le, quoi)| Fait { le, quoi })
}

fn tout_fait() -> impl Strategy<Value = Fait> {
    let changements = Changement::TOUS.map(Quoi::Change);
    fait([SANS_CHANGEMENT.as_slice(), changements.as_slice()].concat())
}

fn faits() -> impl Strategy<Value = Vec<Fait>> {
    prop::collection::vec(tout_fait(), 0..14)
}

fn profil() -> impl Strategy<Value = Profil> {
    any::<bool>().prop_map(|officine| Profil { officine })
}

/// What each change asks to be done again: a new contract and F101 (R47); on another number, its data to be checked and cards that
/// bear it (R46).
fn a_refaire(changement: Changement) -> Vec<Etape> {
    match changement {
        Changement::Finess => vec![Etape::Finess, Etape::Contrat, Etape::Cde, Etape::Cartes],
        Changement::Organisation => vec![Etape::Organisation, Etape::Contrat, Etape::Cde],
        Changement::Siret | Changement::Dirigeant => vec![Etape::Contrat, Etape::Cde],
        Changement::CartesExpirees => vec![Etape::Cartes],
        Changement::SansGestionnaire => vec![Etape::Habilitation],
    }
}

/// How far a step is: nothing left to do, in the hands of somebody else, to be done.
fn avancement(etat: Etat) -> u8 {
    match etat {
        Etat::Fait(_) | Etat::SansObjet(_) => 2,
        Etat::EnAttente(_) => 1,
        Etat::AFaire | Etat::ARefaire(_) | Etat::PlusTard => 0,
    }
}

partout! {
    fn a_fact_that_is_no_change_never_undoes_a_step() {
        let nouveau = fait(SANS_CHANGEMENT.to_vec());
        pour_tout(&(profil(), faits(), nouveau), |(profil, mut faits, nouveau)| {
            let avant = chemin(profil, &faits);
            faits.push(nouveau);
            let apres = chemin(profil, &faits);
            for etape in Etape::TOUTES {
                prop_assert!(
                    avancement(apres.etat(etape)) >= avancement(avant.etat(etape)),
                    "{etape:?}: {:?} then {:?}", avant.etat(etape), apres.etat(etape)
                );
            }
            Ok(())
        });
    }

    fn a_change_undoes_only_what_it_reopens() {
        let tout = (profil(), faits(), un_jour(), select(Changement::TOUS.to_vec()));
        pour_tout(&tout, |(profil, mut faits, le, changement)| {
            let avant = chemin(profil, &faits);
            faits.push(Fait { le, quoi: Quoi::Change(changement) });
            let apres = chemin(profil, &faits);
            for etape in Etape::TOUTES.into_iter().filter(|etape| !changement.rouvre(*etape)) {
                prop_assert_eq!(avancement(apres.etat(etape)), avancement(avant.etat(etape)));
            }
            let rouvertes: Vec<Etape> =
                Etape::TOUTES.into_iter().filter(|etape| changement.rouvre(*etape)).collect();
            prop_assert_eq!(rouvertes, a_refaire(changement));
            Ok(())
        });
    }

    fn there_is_one_thing_to_do_at_a_time() {
        pour_tout(&(profil(), faits()), |(profil, faits)| {
            let chemin = chemin(profil, &faits);
            let courantes = chemin.pas.iter().filter(|pas| pas.etat.est_courant()).count();
            let tout_regle = chemin.regles() == Etape::TOUTES.len();
            let attend = chemin.en_attente().next().is_some();
            prop_assert!(courantes <= 1);
            prop_assert!(courantes == 1 || tout_regle || attend, "{chemin:?}");
            Ok(())
        });
    }

    fn the_order_of_the_facts_does_not_matter() {
        pour_tout(&(profil(), faits().prop_shuffle(), faits()), |(profil, melange, autres)| {
            let mut tous = [melange, autres].concat();
            let droit = chemin(profil, &tous);
            tous.reverse();
            let envers = chemin(profil, &tous);
            for etape in Etape::TOUTES {
                prop_assert_eq!(avancement(droit.etat(etape)), avancement(envers.etat(etape)));
            }
            Ok(())
        });
    }

    fn the_ordinary_path_goes_step_by_step() {
        let mut faits = Vec::new();
        let vu = |faits: &[Fait]| chemin(Profil::default(), faits).courante().map(|pas| pas.etape);
        assert_eq!(vu(&faits), Some(Etape::Finess));
        for (rang, (quoi, ensuite)) in [
            (Quoi::FinessVerifie, Some(Etape::Organisation)),
            (Quoi::OrganisationChoisie, Some(Etape::Contrat)),
            // The CDE is on its way: gestionnaires can already follow the e-learning.
            (Quoi::ContratEnvoye, Some(Etape::Formation)),
            (Quoi::FormationAttestee, Some(Etape::Roles)),
            (Quoi::RolesDecides, None),
            (Quoi::CdeRecue, Some(Etape::Cartes)),
            (Quoi::CarteCommandee, Some(Etape::Lecteurs)),
            (Quoi::LecteursPrets, None),
            (Quoi::CarteRecue, Some(Etape::Habilitation)),
            (Quoi::Habilitation, Some(Etape::Enregistrements)),
            (Quoi::PremierEnregistrement, None),
        ].into_iter().enumerate() {
            let le = jour(2026, 1, u8::try_from(rang).unwrap() + 1).unwrap();
            faits.push(Fait { le, quoi });
            assert_eq!(vu(&faits), ensuite, "after {quoi:?}");
        }
        assert_eq!(chemin(Profil::default(), &faits).regles(), Etape::TOUTES.len());
        let le = jour(2026, 6, 1).unwrap();
        faits.push(Fait { le, quoi: Quoi::Change(Changement::Siret) });
        let rouvert = chemin(Profil::default(), &faits);
        assert_eq!(rouvert.etat(Etape::Contrat), Etat::ARefaire(Changement::Siret));
        assert_eq!(rouvert.etat(Etape::Cde), Etat::PlusTard);
        assert_eq!(rouvert.regles(), Etape::TOUTES.len() - 2);
        // The step to begin again with is the first of those that the change reopens, said as such.
        for (changement, premiere) in [
            (Changement::Finess, Etape::Finess),
            (Changement::Organisation, Etape::Organisation),
            (Changement::Dirigeant, Etape::Contrat),
        ] {
            faits.pop();
            faits.push(Fait { le, quoi: Quoi::Change(changement) });
            let rouvert = chemin(Profil::default(), &faits);
            assert_eq!(rouvert.courante().map(|pas| (pas.etape, pas.etat)), Some((premiere, Etat::ARefaire(changement))));
            assert_eq!(rouvert.regles(), Etape::TOUTES.len() - a_refaire(changement).len());
        }
    }

    fn who_heads_alone_needs_no_other_card() {
        let le = jour(2026, 1, 1).unwrap();
        let faits = [Quoi::CdeRecue, Quoi::DirigeantSeul].map(|quoi| Fait { le, quoi });
        let seul = chemin(Profil::default(), &faits);
        for etape in [Etape::Cartes, Etape::Formation, Etape::Habilitation] {
            assert!(matches!(seul.etat(etape), Etat::SansObjet(_)));
        }
        assert_eq!(seul.courante().map(|pas| pas.etape), Some(Etape::Lecteurs));
    }
}
