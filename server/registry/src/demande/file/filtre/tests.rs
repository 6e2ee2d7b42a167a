//! A filter reads back as it was written, and never shows more than was asked.

use super::{Anciennete, FiltreFile, FiltreIllisible, OrigineDemande, Tri, VueFile};
use domain::date::Instant;
use proptest::collection::btree_set;
use proptest::prelude::*;
use proptest::sample::select;

fn filtres() -> impl Strategy<Value = FiltreFile> {
    let finess = select(vec!["010780914", "990000010", "2A0000014"])
        .prop_filter_map("a FINESS number", |numero: &str| numero.parse().ok());
    let profession = (0..1000_u16).prop_filter_map("a profession", |code| format!("{code:03}").parse().ok());
    let role = (0..100_u8).prop_filter_map("a rôle", |code| format!("GENR{code:02}").parse().ok());
    (
        select(VueFile::TOUS),
        btree_set(finess, 0..3),
        btree_set(profession, 0..5),
        btree_set(role, 0..4),
        proptest::option::of(select(Anciennete::TOUS)),
        proptest::option::of(select(OrigineDemande::TOUS)),
        any::<bool>(),
        select(Tri::TOUS),
    )
        .prop_map(
            |(vue, etablissements, professions, roles, anciennete, origine, avertissement, tri)| FiltreFile {
                vue,
                etablissements,
                professions,
                roles,
                anciennete,
                origine,
                avertissement,
                tri,
                ..FiltreFile::default()
            },
        )
}

proptest! {
    #[test]
    fn a_filter_reads_back_as_it_was_written(filtre in filtres()) {
        let codes = filtre.to_string();
        prop_assert_eq!(codes.parse::<FiltreFile>(), Ok(filtre.clone()));
        prop_assert_eq!(format!("page=3&recherche=x&{codes}&").parse::<FiltreFile>(), Ok(filtre));
        prop_assert!(codes.bytes().all(|c| c.is_ascii_alphanumeric() || b"=&-".contains(&c)), "{}", codes);
    }

    #[test]
    fn no_text_makes_the_reading_fail_otherwise_than_by_saying_so(texte in ".{0,60}") {
        if let Ok(filtre) = texte.parse::<FiltreFile>() {
            prop_assert_eq!(filtre.to_string().parse::<FiltreFile>(), Ok(filtre));
        }
    }
}

#[test]
fn an_unknown_code_shows_nothing_rather_than_everything() {
    assert_eq!("".parse(), Ok(FiltreFile::default()));
    assert_eq!("etablissement=&age=&tri=".parse(), Ok(FiltreFile::default()));
    for mauvais in [
        "vue=autre",
        "etablissement=010780915",
        "profession=12",
        "role=GENR",
        "age=2",
        "avertissement=non",
        "tri=-nom",
    ] {
        assert_eq!(mauvais.parse::<FiltreFile>(), Err(FiltreIllisible), "{mauvais}");
    }
}

#[test]
fn every_age_is_in_one_bracket() {
    let now = Instant::from_millis(1_795_338_000_000);
    for heures in 0..24 * 40 {
        let soumise = now.plus_millis(-heures * 3_600_000);
        let dans = |age: &&Anciennete| {
            let (apres, jusque) = age.bornes(now);
            apres.is_none_or(|apres| soumise > apres) && soumise <= jusque
        };
        assert_eq!(Anciennete::TOUS.iter().filter(dans).count(), 1, "{heures} h");
    }
}
