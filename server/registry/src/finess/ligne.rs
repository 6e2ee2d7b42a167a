//! What an establishment as written becomes in the register: cleaned, its identifiers verified, its category named, its
//! commune spelled as the communes are. What cannot be trusted is left out, with the reason.

use super::flux::{Adresse, CHAMP_MAX, Champ, Entite, Site};
use crate::db::Value;
use crate::referentiel::Categories;
use domain::date::{Jour, parse_iso};
use domain::identifiant::{Finess, Siren, Siret};
use domain::texte;
use std::collections::HashMap;

/// What is needed to read a line: reference data and the day.
pub(super) struct Reperes {
    /// categories by code
    pub(super) categories: Categories,
    /// name of a commune by INSEE code
    pub(super) communes: HashMap<String, String>,
    /// today: a later closing day is not a closing yet
    pub(super) aujourd_hui: Jour,
}

/// A line ready for the table where an import puts its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Ligne {
    /// « ej » or « eg »
    pub(super) genre: &'static str,
    /// FINESS of the line
    pub(super) finess: String,
    /// FINESS of its legal entity
    pub(super) finess_ej: String,
    /// name
    pub(super) raison_sociale: String,
    /// SIREN (legal entity)
    pub(super) siren: Option<String>,
    /// category code
    pub(super) categorie: String,
    /// category label
    pub(super) libelle_categorie: String,
    /// sector code
    pub(super) secteur: &'static str,
    /// street, on one line
    pub(super) adresse: String,
    /// post code
    pub(super) code_postal: String,
    /// name of the commune
    pub(super) commune: String,
    /// SIRET (establishment)
    pub(super) siret: Option<String>,
    /// open today
    pub(super) ouvert: bool,
    /// search key
    pub(super) cle: String,
}

/// The columns that [`Ligne::valeurs`] gives.
pub(super) const COLONNES: &str = "import, genre, finess, finess_ej, raison_sociale, siren, categorie, libelle_categorie, secteur, \
     adresse, code_postal, commune, siret, ouvert, cle";

impl Ligne {
    /// The values of [`COLONNES`].
    pub(super) fn valeurs(self, import: uuid::Uuid) -> Vec<Value> {
        vec![
            import.into(),
            self.genre.into(),
            self.finess.into(),
            self.finess_ej.into(),
            self.raison_sociale.into(),
            self.siren.into(),
            self.categorie.into(),
            self.libelle_categorie.into(),
            self.secteur.into(),
            self.adresse.into(),
            self.code_postal.into(),
            self.commune.into(),
            self.siret.into(),
            self.ouvert.into(),
            self.cle.into(),
        ]
    }
}

impl Reperes {
    /// The line of a legal entity, or why it cannot be one.
    pub(super) fn entite(&self, entite: &Entite) -> Result<Ligne, String> {
        let infos = &entite.infos;
        let finess = finess(&infos.num_finess_pm, "de l’entité juridique")?;
        let raison_sociale = nom(
            &infos.denomination_longue_pm_smsse,
            &infos.denomination_pm,
            &finess,
        )?;
        Ok(Ligne {
            genre: "ej",
            finess: finess.to_string(),
            finess_ej: finess.to_string(),
            raison_sociale,
            siren: propre(&infos.siren)
                .parse::<Siren>()
                .ok()
                .map(|siren| siren.to_string()),
            secteur: "inconnu",
            ouvert: self.ouvert(&entite.etat_objet, &infos.date_fermeture)?,
            ..Ligne::default()
        })
    }

    /// The line of an establishment, or why it cannot be one.
    pub(super) fn site(&self, site: &Site, finess_ej: &str) -> Result<Ligne, String> {
        let infos = &site.infos;
        let finess = finess(&infos.num_finess_ege, "de l’établissement")?;
        let raison_sociale = nom(&infos.nom_ege_long, &infos.nom_ege_court, &finess)?;
        let categorie = propre(&site.categorie);
        let (libelle_categorie, secteur) = self.categories.trouver(&categorie);
        let vide = Adresse::default();
        let adresse = site.adresse.first().unwrap_or(&vide);
        let code_postal = propre(&adresse.code_postal);
        let commune = self
            .communes
            .get(adresse.cog_commune.as_str().trim())
            .cloned()
            .unwrap_or_else(|| propre(&adresse.ligne_acheminement));
        let cle = texte::cle(&format!(
            "{raison_sociale} {libelle_categorie} {commune} {code_postal}"
        ));
        Ok(Ligne {
            genre: "eg",
            finess: finess.to_string(),
            finess_ej: finess_ej.to_owned(),
            raison_sociale,
            siren: None,
            categorie,
            libelle_categorie,
            secteur: secteur.code(),
            adresse: voie(adresse),
            code_postal,
            commune,
            siret: propre(&infos.siret)
                .parse::<Siret>()
                .ok()
                .map(|siret| siret.to_string()),
            ouvert: self.ouvert(&site.etat_objet, &infos.date_fermeture)?,
            cle,
        })
    }

    fn ouvert(&self, etat: &Champ, fermeture: &Champ) -> Result<bool, String> {
        match etat.as_str().trim() {
            "A" => Ok(parse_iso(fermeture.as_str().trim()).map_or(true, |jour| jour > self.aujourd_hui)),
            "I" => Ok(false),
            _ => Err(
                "état inconnu\u{a0}: «\u{a0}A\u{a0}» (actif) ou «\u{a0}I\u{a0}» (inactif) est attendu"
                    .to_owned(),
            ),
        }
    }
}

/// Without padding, double spaces nor characters that cannot be seen.
fn propre(champ: &Champ) -> String {
    let visible: String = champ.as_str().chars().filter(|c| !texte::invisible(*c)).collect();
    texte::nettoyer(&visible)
}

fn finess(champ: &Champ, de_quoi: &str) -> Result<Finess, String> {
    let ecrit = propre(champ);
    ecrit.parse().map_err(|_| match ecrit.len() {
        0 => format!("numéro FINESS {de_quoi} absent"),
        // Not a person's data, but still bounded: it goes on a screen.
        1..=20 => format!("numéro FINESS {de_quoi} incorrect\u{a0}: {ecrit}"),
        _ => format!("numéro FINESS {de_quoi} incorrect"),
    })
}

fn nom(long: &Champ, court: &Champ, finess: &Finess) -> Result<String, String> {
    if long.as_str().len() > CHAMP_MAX || court.as_str().len() > CHAMP_MAX {
        return Err(format!("raison sociale trop longue ({finess})"));
    }
    [long, court]
        .into_iter()
        .map(propre)
        .find(|nom| !nom.is_empty())
        .ok_or_else(|| format!("raison sociale absente ({finess})"))
}

fn voie(adresse: &Adresse) -> String {
    let ligne = propre(&adresse.ligne_quatre);
    if !ligne.is_empty() {
        return ligne;
    }
    let parties = [&adresse.numero_voie, &adresse.type_voie, &adresse.libelle_voie].map(propre);
    let voie = parties
        .into_iter()
        .filter(|partie| !partie.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    if voie.is_empty() {
        propre(&adresse.lieu_dit)
    } else {
        voie
    }
}
