//! Which column of a file is which field of the form: by its name, in any order, whatever the accents and the case; by hand
//! when the name says nothing. A column has the name of its field: [`Champ`].

use domain::saisie::Champ;
use domain::texte;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The columns of a list, in the order of the model.
pub const COLONNES: [Champ; 20] = [
    Champ::Civilite,
    Champ::Sexe,
    Champ::NomNaissance,
    Champ::NomUsage,
    Champ::Prenoms,
    Champ::DateNaissance,
    Champ::PaysNaissance,
    Champ::CommuneNaissance,
    Champ::VilleNaissance,
    Champ::Email,
    Champ::Mobile,
    Champ::NomExercice,
    Champ::PrenomExercice,
    Champ::Etablissement,
    Champ::DateDebut,
    Champ::DateFin,
    Champ::Profession,
    Champ::Role,
    Champ::ModeExercice,
    Champ::Categorie,
];

/// The name of the column in the model (domain notes §11).
pub const fn nom_colonne(champ: Champ) -> &'static str {
    match champ {
        Champ::DateNaissance => "date_naissance",
        Champ::Email => "mail",
        Champ::Mobile => "telephone_mobile",
        Champ::Etablissement => "finess_eg",
        Champ::DateDebut => "date_prise_fonction",
        Champ::DateFin => "date_fin",
        autre => autre.id(),
    }
}

/// Whether a list without this column cannot be checked. What is not here has a default or may stay empty.
pub const fn obligatoire(champ: Champ) -> bool {
    matches!(
        champ,
        Champ::Civilite
            | Champ::Sexe
            | Champ::NomNaissance
            | Champ::Prenoms
            | Champ::DateNaissance
            | Champ::CommuneNaissance
            | Champ::Email
            | Champ::Mobile
            | Champ::DateDebut
            | Champ::Profession
            | Champ::Role
            | Champ::ModeExercice
    )
}

/// Other names under which people write a column, as search keys.
const fn synonymes(champ: Champ) -> &'static [&'static str] {
    match champ {
        Champ::Civilite => &["civ", "titre", "m mme", "mme m"],
        Champ::Sexe => &["genre", "sexe h f", "sexe f m", "sexe m f"],
        Champ::NomNaissance => &[
            "nom",
            "nom de famille",
            "nom famille",
            "nom patronymique",
            "nom de jeune fille",
            "nom jeune fille",
            "nom naiss",
            "nom de naiss",
            "patronyme",
        ],
        Champ::NomUsage => &[
            "nom d usage",
            "nom usage",
            "nom marital",
            "nom d epouse",
            "nom epouse",
            "nom usuel",
        ],
        Champ::Prenoms => &[
            "prenom",
            "prenom s",
            "prenoms de naissance",
            "tous les prenoms",
            "prenoms etat civil",
        ],
        Champ::DateNaissance => &[
            "date de naissance",
            "naissance",
            "ne le",
            "nee le",
            "ne e le",
            "date naiss",
            "date de naiss",
            "ddn",
        ],
        Champ::PaysNaissance => &["pays de naissance", "pays", "pays naiss"],
        Champ::CommuneNaissance => &[
            "commune de naissance",
            "lieu de naissance",
            "lieu naissance",
            "commune",
            "code insee",
            "insee",
            "code commune naissance",
            "code insee de naissance",
            "code insee naissance",
            "code commune de naissance",
            "commune naiss",
        ],
        Champ::VilleNaissance => &[
            "ville de naissance",
            "ville naissance etranger",
            "ville de naissance etranger",
        ],
        Champ::Email => &[
            "email",
            "e mail",
            "mail",
            "courriel",
            "adresse email",
            "adresse mail",
            "adresse e mail",
            "adresse electronique",
            "adresse courriel",
            "mel",
        ],
        Champ::Mobile => &[
            "mobile",
            "telephone",
            "tel",
            "portable",
            "telephone portable",
            "tel portable",
            "tel mobile",
            "numero mobile",
            "numero de mobile",
            "gsm",
            "numero de telephone",
            "n mobile",
            "n de telephone",
        ],
        Champ::NomExercice => &["nom d exercice", "nom professionnel"],
        Champ::PrenomExercice => &[
            "prenom d exercice",
            "prenom usuel",
            "prenom professionnel",
            "prenom d usage",
        ],
        Champ::Etablissement => &[
            "finess",
            "finess eg",
            "n finess",
            "numero finess",
            "no finess",
            "finess geographique",
            "etablissement",
            "site",
            "structure",
            "finess etablissement",
            "code finess",
        ],
        Champ::DateDebut => &[
            "date de prise de fonction",
            "prise de fonction",
            "date prise de fonction",
            "date d entree",
            "date entree",
            "date d embauche",
            "date embauche",
            "date de debut",
            "date debut",
            "debut",
            "entree",
            "embauche",
        ],
        Champ::DateFin => &[
            "date de fin",
            "fin",
            "date de sortie",
            "date sortie",
            "fin de contrat",
            "date fin contrat",
            "date de fin de contrat",
            "sortie",
        ],
        Champ::Profession => &[
            "metier",
            "emploi",
            "code profession",
            "libelle profession",
            "poste",
        ],
        Champ::Role => &[
            "role rpps",
            "role rpps plus",
            "code role",
            "fonction",
            "genre d activite",
        ],
        Champ::ModeExercice => &["mode d exercice", "mode", "statut", "type de contrat"],
        Champ::Categorie => &["categorie professionnelle", "cat pro", "categorie pro"],
        _ => &[],
    }
}

/// The field that a header names.
fn reconnaitre(entete: &str) -> Option<Champ> {
    // « Prénom(s) * », « Sexe (H/F) »: the star of mandatory columns and what is in brackets are not the name.
    let entier = texte::cle(entete);
    let sans_parenthese = texte::cle(entete.split('(').next().unwrap_or_default());
    let exact = |cle: &str| {
        COLONNES.into_iter().find(|champ| {
            texte::cle(nom_colonne(*champ)) == cle
                || texte::cle(champ.libelle()) == cle
                || texte::cle(champ.id()) == cle
                || synonymes(*champ).contains(&cle)
        })
    };
    if entier.is_empty() {
        return None;
    }
    exact(&entier).or_else(|| exact(&sans_parenthese))
}

/// How many names of a row are known columns.
pub(super) fn reconnues(cellules: &[String]) -> usize {
    Association::proposer(cellules).colonnes.len()
}

/// Which column of the file gives each field: its rank, from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Association {
    colonnes: BTreeMap<Champ, u32>,
}

impl Association {
    /// By the names of the header; of two columns with the same meaning, the first.
    pub fn proposer(entetes: &[String]) -> Self {
        let mut colonnes = BTreeMap::new();
        for (entete, rang) in entetes.iter().zip(0..) {
            if let Some(champ) = reconnaitre(entete) {
                colonnes.entry(champ).or_insert(rang);
            }
        }
        Self { colonnes }
    }

    /// By hand. A field without a column is left out, and a rank beyond the file too.
    pub fn choisir(choix: impl IntoIterator<Item = (Champ, u32)>, largeur: usize) -> Self {
        let colonnes = choix
            .into_iter()
            .filter(|(champ, rang)| COLONNES.contains(champ) && (*rang as usize) < largeur)
            .collect();
        Self { colonnes }
    }

    /// The column of a field.
    pub fn rang(&self, champ: Champ) -> Option<u32> {
        self.colonnes.get(&champ).copied()
    }

    /// The mandatory fields that no column gives.
    pub fn manquantes(&self) -> Vec<Champ> {
        COLONNES
            .into_iter()
            .filter(|champ| obligatoire(*champ) && !self.colonnes.contains_key(champ))
            .collect()
    }

    /// The text of a field in a row.
    pub(super) fn lire<'a>(&self, champ: Champ, cellules: &'a [String]) -> &'a str {
        self.rang(champ)
            .and_then(|rang| cellules.get(rang as usize))
            .map_or("", String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noms(entetes: &[&str]) -> Vec<String> {
        entetes.iter().map(|nom| (*nom).to_owned()).collect()
    }

    #[test]
    fn every_name_of_the_model_finds_its_own_column() {
        let entetes: Vec<String> = COLONNES.map(|champ| nom_colonne(champ).to_owned()).to_vec();
        let association = Association::proposer(&entetes);
        for (champ, rang) in COLONNES.into_iter().zip(0..) {
            assert_eq!(association.rang(champ), Some(rang), "{champ}");
        }
        assert_eq!(association.manquantes(), []);
    }

    #[test]
    fn no_name_belongs_to_two_columns() {
        for champ in COLONNES {
            for nom in synonymes(champ) {
                assert_eq!(reconnaitre(nom), Some(champ), "{nom}");
                assert_eq!(texte::cle(nom), *nom, "a synonym is a key");
            }
        }
    }

    #[test]
    fn accents_case_order_and_decorations_make_no_difference() {
        let entetes = noms(&[
            "Téléphone portable",
            "NOM",
            "Prénom(s) *",
            "SEXE (H/F)",
            "Né(e) le",
            "Adresse e-mail",
            "N° FINESS",
            "Remarques",
        ]);
        let association = Association::proposer(&entetes);
        for (champ, rang) in [
            (Champ::Mobile, 0),
            (Champ::NomNaissance, 1),
            (Champ::Prenoms, 2),
            (Champ::Sexe, 3),
            (Champ::DateNaissance, 4),
            (Champ::Email, 5),
            (Champ::Etablissement, 6),
        ] {
            assert_eq!(association.rang(champ), Some(rang), "{champ}");
        }
        assert!(association.manquantes().contains(&Champ::Role));
    }

    #[test]
    fn a_choice_beyond_the_file_is_no_choice() {
        let association = Association::choisir([(Champ::Sexe, 3), (Champ::Email, 2), (Champ::Motif, 0)], 3);
        assert_eq!(association.rang(Champ::Email), Some(2));
        assert_eq!(association.rang(Champ::Sexe), None);
    }
}
