//! The end of a situation d'exercice: a day, past, present or to come, and a motif of the national list (R26, R51, J92).

use super::lire::{lire, lire_date};
use super::situation::un_an_apres;
use super::{Champ, Erreurs};
use crate::date::Jour;
use crate::nomenclature::MotifFin;

super::saisie! {
    /// The end as typed.
    pub struct SaisieFermeture {
        /// last day: day
        fin_jour,
        /// last day: month
        fin_mois,
        /// last day: year
        fin_annee,
        /// code of the motif
        motif_fin,
    }
}

/// An end that may be registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fermeture {
    /// last day
    pub fin: Jour,
    /// why
    pub motif: MotifFin,
}

impl SaisieFermeture {
    /// The end of a situation begun on `debut`, or everything that is wrong. An end more than a year away is a typing
    /// mistake: a distant one is given by modifying the situation.
    pub fn valider(&self, debut: Jour, aujourd_hui: Jour) -> Result<Fermeture, Erreurs> {
        let mut erreurs = Erreurs::new();
        let boites = [&*self.fin_jour, &*self.fin_mois, &*self.fin_annee];
        let vide = "Indiquez la date de fin\u{a0}: le jour, le mois et l’année.";
        let fin = lire_date(&mut erreurs, Champ::DateFin, boites, vide);
        if let Some(fin) = fin {
            if fin < debut {
                erreurs.push(
                    Champ::DateFin,
                    "La date de fin est avant la date de prise de fonction. Vérifiez-la.",
                );
            } else if fin > un_an_apres(aujourd_hui) {
                erreurs.push(
                    Champ::DateFin,
                    "Cette date est dans plus d’un an. Vérifiez l’année, ou modifiez la situation pour prévoir une fin lointaine.",
                );
            }
        }
        let motif = lire(
            &mut erreurs,
            Champ::MotifFin,
            &self.motif_fin,
            "Choisissez un motif de fin.",
        );
        let fermeture = fin.zip(motif).map(|(fin, motif)| Fermeture { fin, motif });
        erreurs.ou(fermeture)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::jour;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn saisie(j: &str, m: &str, a: &str) -> SaisieFermeture {
        SaisieFermeture {
            fin_jour: j.into(),
            fin_mois: m.into(),
            fin_annee: a.into(),
            motif_fin: "CHL".into(),
        }
    }

    #[test]
    fn an_end_may_be_past_present_or_near() {
        let (debut, aujourd_hui) = (jour(2026, 3, 1).unwrap(), jour(2026, 11, 23).unwrap());
        for (j, m, a) in [("1", "3", "2026"), ("23", "11", "2026"), ("23", "11", "2027")] {
            let lue = saisie(j, m, a).valider(debut, aujourd_hui).unwrap();
            assert_eq!(lue.motif, MotifFin::ChangementLieu);
        }
        for (j, m, a) in [
            ("28", "2", "2026"),
            ("24", "11", "2027"),
            ("30", "2", "2027"),
            ("", "", ""),
        ] {
            let erreurs = saisie(j, m, a).valider(debut, aujourd_hui).unwrap_err();
            assert!(erreurs.pour(Champ::DateFin).is_some(), "{j}/{m}/{a}");
        }
        let tout = SaisieFermeture::default()
            .valider(debut, aujourd_hui)
            .unwrap_err();
        assert_eq!(tout.len(), 2);
    }
}
