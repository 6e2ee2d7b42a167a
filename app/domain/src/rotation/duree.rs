//! How long somebody stayed, as people say it.

/// « 2 ans et 3 mois », « 5 mois », « moins d’un mois ». Months of 30.44 days, rounded down.
pub fn duree(jours: i64) -> String {
    let mois = jours.max(0).saturating_mul(100) / 3_044;
    let (ans, reste) = (mois / 12, mois % 12);
    let annees = match ans {
        0 => None,
        1 => Some("1\u{a0}an".to_owned()),
        n => Some(format!("{n}\u{a0}ans")),
    };
    match (annees, reste) {
        (None, 0) => "moins d’un mois".to_owned(),
        (None, reste) => format!("{reste}\u{a0}mois"),
        (Some(annees), 0) => annees,
        (Some(annees), reste) => format!("{annees} et {reste}\u{a0}mois"),
    }
}

#[cfg(test)]
mod tests {
    use super::duree;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn says_years_and_months() {
        for (jours, attendu) in [
            (-4, "moins d’un mois"),
            (30, "moins d’un mois"),
            (31, "1\u{a0}mois"),
            (364, "11\u{a0}mois"),
            (366, "1\u{a0}an"),
            (400, "1\u{a0}an et 1\u{a0}mois"),
            (731, "2\u{a0}ans"),
            (1_000, "2\u{a0}ans et 8\u{a0}mois"),
        ] {
            assert_eq!(duree(jours), attendu, "{jours}");
        }
    }
}
