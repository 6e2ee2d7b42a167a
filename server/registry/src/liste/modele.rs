//! The model to fill in: a workbook with drop-down lists and how to use it, or its header as a text file.

use super::colonne::{COLONNES, nom_colonne, obligatoire};
use super::references::etablissements;
use crate::Registry;
use crate::db::DbError;
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use domain::etat_civil::{Civilite, Sexe};
use domain::nomenclature::{CategorieProfessionnelle, ModeExercice, Nomenclatures};
use domain::saisie::Champ;
use rust_xlsxwriter::{DataValidation, Format as Style, Formula, Workbook, Worksheet, XlsxError};

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// a workbook
    Xlsx,
    /// a text file that French spreadsheets open right: semicolons, UTF-8 with its mark
    Csv,
}

impl Format {
    /// What the file is, for a browser.
    pub const fn genre(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }
}

/// Rows that the drop-down lists reach.
const LIGNES: u32 = 2_000;

impl Registry {
    /// The model, with the establishments of this gestionnaire's perimeter.
    pub async fn modele_liste(&self, g: &Gestionnaire, format: Format) -> Result<Vec<u8>, ActeError> {
        if format == Format::Csv {
            let entete: Vec<&str> = COLONNES.map(nom_colonne).to_vec();
            return Ok(super::sortie::csv(&entete, std::iter::empty())?);
        }
        let mut lieux: Vec<String> = etablissements(&self.db, g.compte(), self.aujourd_hui())
            .await?
            .into_values()
            .filter(|lieu| lieu.ouvert)
            .map(|lieu| format!("{} – {}", lieu.finess, lieu.raison_sociale))
            .collect();
        lieux.sort();
        let nomenclatures = self.nomenclatures();
        let ecrit = tokio::task::spawn_blocking(move || classeur(&nomenclatures, lieux)).await;
        let classeur = ecrit.map_err(|_| defaut())?.map_err(|_| defaut())?;
        Ok(classeur)
    }
}

/// Writing a workbook in memory fails for no reason of the person's.
pub(super) fn defaut() -> DbError {
    DbError::Defect("classeur impossible à écrire".to_owned())
}

/// The values that each column offers.
fn choix(n: &Nomenclatures, lieux: Vec<String>) -> Vec<(Champ, Vec<String>)> {
    let mut professions: Vec<_> = n.professions.iter().filter(|p| p.proposee && p.active).collect();
    professions.sort_by_cached_key(|profession| domain::texte::cle(&profession.libelle));
    let lignes = |codes: Vec<(&str, &str)>| {
        codes
            .iter()
            .map(|(code, libelle)| format!("{code} – {libelle}"))
            .collect()
    };
    vec![
        (
            Champ::Civilite,
            Civilite::TOUS
                .iter()
                .map(|civilite| civilite.libelle().to_owned())
                .collect(),
        ),
        (
            Champ::Sexe,
            Sexe::TOUS.iter().map(|sexe| sexe.libelle().to_owned()).collect(),
        ),
        (Champ::Etablissement, lieux),
        (
            Champ::Profession,
            lignes(
                professions
                    .iter()
                    .map(|p| (p.code.as_str(), p.libelle.as_str()))
                    .collect(),
            ),
        ),
        (
            Champ::Role,
            lignes(
                n.roles
                    .iter()
                    .map(|role| (role.code.as_str(), role.libelle.as_str()))
                    .collect(),
            ),
        ),
        (
            Champ::ModeExercice,
            lignes(
                ModeExercice::TOUS
                    .iter()
                    .map(|mode| (mode.code(), mode.libelle()))
                    .collect(),
            ),
        ),
        (
            Champ::Categorie,
            lignes(
                CategorieProfessionnelle::TOUS
                    .iter()
                    .map(|cat| (cat.code(), cat.libelle()))
                    .collect(),
            ),
        ),
    ]
}

/// Where a column stands in the model.
fn rang(champ: Champ) -> u16 {
    COLONNES
        .into_iter()
        .zip(0..)
        .find(|(autre, _)| *autre == champ)
        .map_or(0, |(_, rang)| rang)
}

fn classeur(n: &Nomenclatures, lieux: Vec<String>) -> Result<Vec<u8>, XlsxError> {
    let mut classeur = Workbook::new();
    let texte = Style::new().set_num_format("@");
    let titre = Style::new().set_bold().set_num_format("@").set_text_wrap();
    let listes = choix(n, lieux);

    let liste = classeur.add_worksheet();
    liste.set_name("Liste")?;
    for (champ, colonne) in COLONNES.into_iter().zip(0..) {
        liste.write_string_with_format(0, colonne, nom_colonne(champ), &titre)?;
        // Text everywhere: a number would lose its leading zero, a date its order.
        liste.set_column_format(colonne, &texte)?;
        liste.set_column_width(colonne, 22)?;
    }
    liste.set_freeze_panes(1, 0)?;
    for ((champ, valeurs), colonne) in listes.iter().zip(0_u16..) {
        if valeurs.is_empty() {
            continue;
        }
        let lettre = char::from(b'A'.saturating_add(u8::try_from(colonne).unwrap_or(0)));
        let plage = format!("=Listes!${lettre}$2:${lettre}${}", valeurs.len() + 1);
        let regle = DataValidation::new()
            .allow_list_formula(Formula::new(plage))
            .set_error_title("Valeur hors de la liste")?
            .set_error_message("Choisissez une valeur de la liste déroulante.")?;
        liste.add_data_validation(1, rang(*champ), LIGNES, rang(*champ), &regle)?;
    }

    let notice = classeur.add_worksheet();
    notice.set_name("Mode d’emploi")?;
    rediger(notice, &titre)?;

    let feuille = classeur.add_worksheet();
    feuille.set_name("Listes")?;
    for ((champ, valeurs), colonne) in listes.iter().zip(0_u16..) {
        feuille.write_string_with_format(0, colonne, champ.libelle(), &titre)?;
        feuille.set_column_width(colonne, 40)?;
        for (valeur, ligne) in valeurs.iter().zip(1..) {
            feuille.write_string(ligne, colonne, valeur)?;
        }
    }
    classeur.save_to_buffer()
}

fn rediger(notice: &mut Worksheet, titre: &Style) -> Result<(), XlsxError> {
    notice.set_column_width(0, 24)?;
    notice.set_column_width(1, 14)?;
    notice.set_column_width(2, 100)?;
    let intro = [
        "Remplissez la feuille «\u{a0}Liste\u{a0}», une personne par ligne, sans changer la première ligne.",
        "Plusieurs établissements pour une personne\u{a0}: une ligne par établissement.",
        "Déposez ensuite le fichier dans le portail\u{a0}: rien n’est enregistré avant que vous n’ayez vu le résultat du contrôle.",
    ];
    for (phrase, ligne) in intro.iter().zip(0..) {
        notice.write_string(ligne, 0, *phrase)?;
    }
    for (nom, colonne) in ["Colonne", "Obligatoire", "Ce qu’il faut y écrire"]
        .into_iter()
        .zip(0..)
    {
        notice.write_string_with_format(4, colonne, nom, titre)?;
    }
    for (champ, ligne) in COLONNES.into_iter().zip(5..) {
        notice.write_string(ligne, 0, nom_colonne(champ))?;
        notice.write_string(ligne, 1, if obligatoire(champ) { "oui" } else { "non" })?;
        notice.write_string(ligne, 2, explication(champ))?;
    }
    Ok(())
}

/// What to write in a column.
fn explication(champ: Champ) -> &'static str {
    match champ {
        Champ::Civilite => "Madame ou Monsieur.",
        Champ::Sexe => "Féminin ou Masculin, comme sur la pièce d’identité.",
        Champ::NomNaissance => "Nom de naissance, comme sur la pièce d’identité.",
        Champ::NomUsage => "S’il y en a un.",
        Champ::Prenoms => "Tous les prénoms, dans l’ordre de la pièce d’identité, séparés par des espaces.",
        Champ::DateNaissance | Champ::DateDebut => "JJ/MM/AAAA.",
        Champ::PaysNaissance => "France si la case est vide\u{a0}; sinon le nom du pays ou son code COG.",
        Champ::CommuneNaissance => {
            "Code INSEE à 5 caractères, ou nom suivi du département\u{a0}: Bourg-en-Bresse (01). Né(e) à l’étranger\u{a0}: la ville."
        }
        Champ::VilleNaissance => {
            "Pour une naissance hors de France, si elle n’est pas dans la colonne précédente."
        }
        Champ::Email => "Une adresse propre à chaque personne\u{a0}: elle y reçoit son numéro RPPS.",
        Champ::Mobile => {
            "Un numéro de mobile propre à chaque personne\u{a0}: il reçoit les codes d’activation."
        }
        Champ::NomExercice => "Le nom de naissance si la case est vide\u{a0}; sinon le nom d’usage.",
        Champ::PrenomExercice => "Le premier prénom si la case est vide\u{a0}; sinon l’un des prénoms.",
        Champ::Etablissement => {
            "Numéro FINESS à 9 caractères d’un établissement de votre périmètre. Peut rester vide si vous n’en avez qu’un."
        }
        Champ::DateFin => "JJ/MM/AAAA, si elle est déjà connue.",
        Champ::Profession => "Code ou libellé\u{a0}: voir la feuille «\u{a0}Listes\u{a0}».",
        Champ::Role => {
            "Code ou libellé du rôle RPPS+\u{a0}: voir la feuille «\u{a0}Listes\u{a0}». Il décide des documents ouverts à la personne."
        }
        Champ::ModeExercice => "Salarié, libéral ou bénévole.",
        Champ::Categorie => "Civil si la case est vide\u{a0}; sinon étudiant ou agent public.",
        _ => "",
    }
}
