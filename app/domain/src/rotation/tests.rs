//! By hand on small cases, then against the definitions themselves, day by day.

use super::*;
use crate::date::{Jour, jour};
use crate::nomenclature::{Nomenclatures, Profession, Role};
use proptest::prelude::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn j(a: i32, m: u8, q: u8) -> Jour {
    jour(a, m, q).unwrap()
}

fn p(debut: Jour, fin: Option<Jour>) -> Periode {
    Periode { debut, fin }
}

#[test]
fn a_move_without_a_day_between_is_one_stay() {
    let lundi = j(2026, 3, 2);
    let unis = sejours([
        p(lundi, None),
        p(j(2025, 1, 1), Some(j(2026, 3, 1))),
        p(j(2025, 6, 1), Some(j(2025, 7, 1))),
    ]);
    assert_eq!(
        unis,
        [Sejour {
            debut: j(2025, 1, 1),
            fin: None
        }]
    );
    // One day off, and the person left and came back.
    let separes = sejours([p(j(2026, 3, 3), None), p(j(2025, 1, 1), Some(j(2026, 3, 1)))]);
    assert_eq!(separes.len(), 2);
    // A period that holds no day is nothing.
    assert_eq!(sejours([p(j(2026, 3, 3), Some(j(2026, 3, 2)))]), []);
    // The longer of two that overlap says the end.
    let long = sejours([
        p(j(2026, 1, 1), Some(j(2026, 12, 31))),
        p(j(2026, 2, 1), Some(j(2026, 3, 1))),
    ]);
    assert_eq!(long[0].fin, Some(j(2026, 12, 31)));
}

#[test]
fn counts_what_a_hand_counts() {
    let aujourd_hui = j(2026, 11, 22);
    let s = |debut, fin| Sejour { debut, fin };
    let tous = [
        s(j(2020, 1, 1), None),
        s(j(2024, 5, 1), Some(j(2025, 10, 31))), // gone before these months
        s(j(2024, 5, 1), Some(j(2025, 11, 1))),  // gone on the first day of the first month
        s(j(2025, 12, 1), Some(j(2026, 6, 30))),
        s(j(2026, 11, 2), None),
        s(j(2026, 11, 22), Some(j(2026, 11, 22))), // today only: present, not gone yet
        s(j(2026, 1, 1), Some(j(2026, 11, 21))),   // gone yesterday
        s(j(2026, 12, 1), None),                   // to come
    ];
    let compte = compter(&tous, aujourd_hui);
    assert_eq!(compte.mois.len(), 13);
    assert_eq!(compte.mois[0].mois.to_string(), "2025-11");
    assert_eq!(compte.mois[0].departs, 1);
    assert_eq!(compte.mois[0].presents, 1);
    assert_eq!(compte.mois[1].presents, 2);
    assert_eq!((compte.arrivees(), compte.departs()), (2, 2));
    let en_cours = compte.en_cours().unwrap();
    assert_eq!((en_cours.arrivees, en_cours.departs), (2, 1));
    assert_eq!((compte.presents(), compte.a_venir), (3, 1));
    // 1 + 2 + 6 × 3 (January to June: the one who leaves on 30 June is gone at the end) …
    let effectifs: Vec<u32> = compte.mois.iter().map(|m| m.presents).collect();
    assert_eq!(effectifs, [1, 2, 3, 3, 3, 3, 3, 2, 2, 2, 2, 2, 3]);
    // 28 / 12 = 2.33 people; (2 + 2) / 2 / 2.33 = 85.7 %
    assert_eq!(compte.effectif_moyen_dixiemes(), 23);
    assert_eq!(compte.taux_pour_mille(), Some(857));
    assert_eq!(compter([], aujourd_hui).taux_pour_mille(), None);
    assert_eq!(compter([], aujourd_hui).anciennete, None);
}

#[test]
fn months_are_written_and_read() {
    let mois = Mois::de(j(2026, 1, 31));
    assert_eq!(mois.libelle(), "janvier 2026");
    assert_eq!(mois.moins(1).to_string(), "2025-12");
    assert_eq!(mois.moins(13).abrege(), "déc.");
    assert_eq!("2026-01".parse(), Ok(mois));
    for faux in [
        "",
        "2026",
        "2026-13",
        "2026-1",
        "+026-01",
        "0001-01",
        "2026-01-01",
    ] {
        assert!(faux.parse::<Mois>().is_err(), "{faux}");
    }
}

#[test]
fn a_role_is_wide_when_it_opens_what_the_job_does_not_need() {
    let role = |code: &str, exemples: &str, documents: &[&str]| Role {
        code: code.parse().unwrap(),
        libelle: code.to_owned(),
        court: code.to_owned(),
        social: true,
        exemples: exemples.to_owned(),
        documents: documents.iter().map(|&d| d.to_owned()).collect(),
    };
    let metier = |code: &str, libelle: &str| Profession {
        code: code.parse().unwrap(),
        libelle: libelle.to_owned(),
        proposee: true,
        active: true,
        note: String::new(),
        sanitaire_autorisee: false,
        remplacee_par: Vec::new(),
    };
    let listes = Nomenclatures {
        professions: vec![
            metier("313", "Aide-soignant"),
            metier("312", "Autre professionnel"),
        ],
        roles: vec![
            role("GENR08", "coordonnateur", &["D01", "D02", "D03"]),
            role("GENR09", "accueil", &["D01"]),
            role("GENR11", "aide-soignant", &["D01", "D02"]),
        ],
        ..Nomenclatures::default()
    };
    let suffisants = |profession: &str, role: &str| {
        roles_suffisants(&profession.parse().unwrap(), &role.parse().unwrap(), &listes)
            .iter()
            .map(|role| role.court.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(suffisants("313", "GENR08"), ["GENR11"]);
    assert_eq!(suffisants("313", "GENR11"), [""; 0]);
    // Narrower is nobody's worry here.
    assert_eq!(suffisants("313", "GENR09"), [""; 0]);
    // The lists suggest nothing: nothing is said.
    assert_eq!(suffisants("312", "GENR08"), [""; 0]);
    assert_eq!(suffisants("999", "GENR08"), [""; 0]);
}

/// Days of two years around today, for people with up to three situations.
fn quelqu_un() -> impl Strategy<Value = Vec<Periode>> {
    let periode = (0..730_i32, prop::option::of(-2..400_i32)).prop_map(|(debut, duree)| {
        let origine = j(2025, 6, 1).to_julian_day();
        let jour = |rang: i32| Jour::from_julian_day(origine + rang).unwrap();
        p(jour(debut), duree.map(|duree| jour(debut + duree)))
    });
    prop::collection::vec(periode, 0..4)
}

proptest! {
    #[test]
    fn stays_cover_the_days_of_the_situations_and_no_other(periodes in quelqu_un()) {
        let sejours = sejours(periodes.iter().copied());
        let mut jour = j(2025, 5, 1);
        while jour < j(2028, 12, 1) {
            let present = periodes.iter().any(|periode| periode.couvre(jour));
            prop_assert_eq!(sejours.iter().filter(|s| s.couvre(jour)).count(), usize::from(present));
            jour = jour.next_day().unwrap();
        }
        for deux in sejours.windows(2) {
            prop_assert!(deux[0].fin.unwrap().next_day().unwrap() < deux[1].debut);
        }
    }

    #[test]
    fn every_headcount_is_the_one_before_with_its_moves(gens in prop::collection::vec(quelqu_un(), 0..12)) {
        let aujourd_hui = j(2026, 11, 22);
        let tous: Vec<Vec<Sejour>> = gens.iter().map(|qui| sejours(qui.iter().copied())).collect();
        let compte = compter(tous.iter().flatten(), aujourd_hui);
        // Whoever is there on the day after a month was there when it was over, unless they arrive that very day.
        for deux in compte.mois.windows(2) {
            let debut = j(deux[1].mois.annee(), deux[1].mois.to_string()[5..].parse().unwrap(), 1);
            let encore = tous.iter().flatten().filter(|s| s.couvre(debut) && s.debut < debut).count();
            prop_assert_eq!(deux[0].presents as usize, encore);
        }
        let presents = gens.iter().filter(|qui| qui.iter().any(|periode| periode.couvre(aujourd_hui))).count();
        prop_assert_eq!(compte.presents() as usize, presents);
        let total: usize = compte.mois.iter().map(|m| (m.arrivees + m.departs) as usize).sum();
        prop_assert!(total <= 2 * tous.iter().map(Vec::len).sum::<usize>());
    }
}
