//! What a name alone says of who somebody is: not much, and enough to leave a decision to somebody else (R38).

use super::{EtatCivil, Nom, Prenom};
use crate::homonyme::homonyme;

impl EtatCivil {
    /// Whether somebody known by `appel` only (« Camille MOREAU »: given names then family name, as a card says them) may be this
    /// person, known at work as `exercice`, by the rule of [`homonyme`]. A homonym fits as well.
    pub fn peut_etre(&self, appel: &str, exercice: (&Nom, &Prenom)) -> bool {
        let premier = self.prenoms.iter().next().unwrap_or_default();
        let prenoms = [exercice.1.as_str(), premier, self.prenoms.as_str()];
        let usage = self.nom_usage.as_ref().map_or("", Nom::as_str);
        homonyme(
            appel,
            &prenoms,
            &[self.nom_naissance.as_str(), usage, exercice.0.as_str()],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Certification, Civilite, DateNaissance, EtatCivil, LieuNaissance, Sexe};
    use crate::date::jour;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn camille() -> EtatCivil {
        EtatCivil {
            civilite: Civilite::Mme,
            sexe: Sexe::F,
            nom_naissance: "LE GALL".parse().unwrap(),
            nom_usage: Some("ÉVRARD".parse().unwrap()),
            prenoms: "Anne-Sophie Camille Zoé".parse().unwrap(),
            date_naissance: DateNaissance::stored(jour(1990, 3, 12).unwrap()).unwrap(),
            lieu_naissance: LieuNaissance::France {
                commune: "69383".parse().unwrap(),
            },
            certification: Certification::Fc,
        }
    }

    #[test]
    fn a_card_says_a_given_name_and_one_of_the_names() {
        let (etat_civil, nom, prenom) = (
            camille(),
            "LE GALL-ÉVRARD".parse().unwrap(),
            "Zoé".parse().unwrap(),
        );
        for sien in [
            "Anne-Sophie LE GALL",
            "anne sophie evrard",
            "Anne Sophie Le Gall Evrard",
            "Anne-Sophie Camille LE GALL",
            "Zoé LE-GALL",
            "LE GALL Anne-Sophie",
            "Anne-Sophie LE GALL-MARTIN",
        ] {
            assert!(etat_civil.peut_etre(sien, (&nom, &prenom)), "{sien}");
        }
        for autre in [
            "",
            "Claire LE GALL",
            "Anne-Sophie MARTIN",
            "Anne-Sophie",
            "LE GALL",
        ] {
            assert!(!etat_civil.peut_etre(autre, (&nom, &prenom)), "{autre}");
        }
    }
}
