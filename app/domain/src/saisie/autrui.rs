//! The sentences of the forms are written for the person they are about. When a gestionnaire fills the form for somebody else,
//! they are turned: « votre nom » becomes « son nom ».

use super::{Erreur, Erreurs};

/// The longer ones first: « votre profession » would otherwise become « son profession ».
const TOURNURES: &[(&str, &str)] = &[
    ("où vous travaillez", "où la personne travaille"),
    (
        "si vous travaillez encore ici",
        "si la personne y travaille encore",
    ),
    ("sur votre pièce", "sur sa pièce"),
    ("votre pièce", "sa pièce"),
    ("votre profession", "sa profession"),
    ("votre civilité", "sa civilité"),
    ("votre date", "sa date"),
    ("votre commune", "sa commune"),
    ("votre ville", "sa ville"),
    ("vos ", "ses "),
    ("votre ", "son "),
    ("Votre ", "Son "),
];

impl Erreurs {
    /// The same errors, said of somebody else than who reads them.
    #[must_use]
    pub fn pour_autrui(self) -> Self {
        let mut autres = Self::new();
        for Erreur { champ, message } in self {
            let message = TOURNURES
                .iter()
                .fold(message, |phrase, (de, vers)| phrase.replace(de, vers));
            autres.push(champ, message);
        }
        autres
    }
}

#[cfg(test)]
mod tests {
    use crate::date::jour;
    use crate::nomenclature::Nomenclatures;
    use crate::saisie::{ContexteSituation, SaisieInscription};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn nothing_said_of_somebody_else_speaks_to_them() {
        let nomenclatures = Nomenclatures::default();
        let ctx = ContexteSituation {
            nomenclatures: &nomenclatures,
            aujourd_hui: jour(2026, 11, 23).unwrap(),
            etablissement: None,
            naissance: None,
            noms: &["MARTIN"],
            prenoms: "Louise",
        };
        let vide = SaisieInscription::default();
        let mut saisie = SaisieInscription::default();
        for (nom, valeur) in [
            ("naissance_jour", "1"),
            ("naissance_mois", "1"),
            ("naissance_annee", "2025"),
            ("fin_jour", "1"),
            ("fin_mois", "1"),
            ("fin_annee", "2020"),
            ("nom_exercice", "DURAND"),
            ("prenom_exercice", "Anne"),
            ("email", "x"),
            ("mobile", "01 02 03 04 05"),
        ] {
            assert!(saisie.set(nom, valeur.to_owned()), "{nom}");
        }
        for saisie in [vide, saisie] {
            let erreurs = saisie.valider(&ctx).unwrap_err().pour_autrui();
            assert!(erreurs.len() > 10);
            for erreur in &erreurs {
                let phrase = erreur.message.to_lowercase();
                assert!(
                    !phrase.contains("votre ")
                        && !phrase.contains("vos ")
                        && !phrase.contains("vous travaillez"),
                    "{phrase}"
                );
            }
        }
    }
}
