//! What reading a list needs to know: the establishments of its author's perimeter, the places of birth, the lists in force.
//! Loaded once for all rows.

use crate::Registry;
use crate::db::{DbError, Run, sql};
use crate::etablissement::{COLONNES, TABLES, depuis};
use crate::perimetre::{GESTIONNAIRES, perimetre};
use crate::referentiel::PaysConnus;
use domain::date::Jour;
use domain::etablissement::EtablissementResume;
use domain::identifiant::Finess;
use domain::ids::CompteId;
use domain::nomenclature::Nomenclatures;
use domain::texte::cle;
use std::collections::HashMap;
use std::sync::Arc;

/// A commune that bears a name.
struct Commune {
    code: String,
    departement: String,
    actuelle: bool,
}

/// Everything at hand.
pub(super) struct References {
    pub(super) aujourd_hui: Jour,
    pub(super) nomenclatures: Arc<Nomenclatures>,
    etablissements: HashMap<String, EtablissementResume>,
    communes: HashMap<String, Vec<Commune>>,
    pays: HashMap<String, String>,
    pub(super) pays_connus: Arc<PaysConnus>,
}

/// The open and closed establishments of an account's perimeter on that day, by number.
pub(super) async fn etablissements(
    on: impl Run<'_>,
    compte: CompteId,
    jour: Jour,
) -> Result<HashMap<String, EtablissementResume>, DbError> {
    let rows = sql(format!(
        "SELECT {COLONNES} FROM {TABLES} WHERE etablissement.finess IN {}",
        perimetre(jour, GESTIONNAIRES)
    ))
    .bind(compte.uuid())
    .all(on)
    .await?;
    rows.iter()
        .map(|row| depuis(row).map(|etablissement| (etablissement.finess.to_string(), etablissement)))
        .collect()
}

impl References {
    /// Loads them. `communes`: whether some row names its commune instead of giving its code.
    pub(super) async fn charger(
        registry: &Registry,
        compte: CompteId,
        communes: bool,
    ) -> Result<Self, DbError> {
        let db = registry.db();
        let aujourd_hui = registry.aujourd_hui();
        let mut pays = HashMap::new();
        for row in sql("SELECT code, libelle, libelle_officiel FROM pays")
            .all(db)
            .await?
        {
            let code: String = row.get("code")?;
            pays.insert(cle(&row.get::<String>("libelle_officiel")?), code.clone());
            pays.insert(cle(&row.get::<String>("libelle")?), code);
        }
        Ok(Self {
            aujourd_hui,
            nomenclatures: registry.nomenclatures(),
            etablissements: etablissements(db, compte, aujourd_hui).await?,
            communes: if communes {
                lire_communes(registry).await?
            } else {
                HashMap::new()
            },
            pays,
            pays_connus: Arc::clone(&registry.pays_connus),
        })
    }

    /// The establishment of a cell: its number, or its name when only one of the perimeter bears it; the only one of the
    /// perimeter when the cell is empty.
    pub(super) fn etablissement(&self, texte: &str) -> String {
        if texte.trim().is_empty() {
            let mut seuls = self.etablissements.keys();
            return match (seuls.next(), seuls.next()) {
                (Some(seul), None) => seul.clone(),
                _ => String::new(),
            };
        }
        let numero = super::valeur::finess(texte);
        if numero.parse::<Finess>().is_ok() {
            return numero;
        }
        let cherchee = cle(texte);
        let mut nommes = self
            .etablissements
            .iter()
            .filter(|(_, etablissement)| cle(&etablissement.raison_sociale) == cherchee);
        match (nommes.next(), nommes.next()) {
            (Some((finess, _)), None) => finess.clone(),
            _ => numero,
        }
    }

    /// The establishments of the perimeter, by number.
    pub(super) fn perimetre(&self) -> &HashMap<String, EtablissementResume> {
        &self.etablissements
    }

    /// The establishment of that number, in the perimeter.
    pub(super) fn du_perimetre(&self, finess: &str) -> Option<&EtablissementResume> {
        let numero = finess.parse::<Finess>().ok()?;
        self.etablissements.get(numero.as_str())
    }

    /// The code of a country; France when nothing is said.
    pub(super) fn pays(&self, texte: &str) -> String {
        let cherche = cle(texte);
        match cherche.as_str() {
            "" | "fr" | "fra" | "france metropolitaine" => domain::etat_civil::FRANCE.to_owned(),
            _ => self
                .pays
                .get(&cherche)
                .cloned()
                .unwrap_or_else(|| super::valeur::code(texte).to_owned()),
        }
    }

    /// The INSEE code of a commune: as it is, with its leading zero again, or by its name and département.
    pub(super) fn commune(&self, texte: &str) -> String {
        let code = super::valeur::code(texte);
        if let Some(code) = code_insee(code) {
            return code;
        }
        let (nom, departement) = decomposer(texte);
        let candidates: Vec<&Commune> = self
            .communes
            .get(&nom)
            .into_iter()
            .flatten()
            .filter(|commune| {
                departement
                    .as_ref()
                    .is_none_or(|voulu| commune.departement == *voulu)
            })
            .collect();
        let actuelles: Vec<&&Commune> = candidates.iter().filter(|commune| commune.actuelle).collect();
        match (candidates.as_slice(), actuelles.as_slice()) {
            ([seule], _) => seule.code.clone(),
            (_, [seule]) => seule.code.clone(),
            _ => texte.trim().to_owned(),
        }
    }
}

async fn lire_communes(registry: &Registry) -> Result<HashMap<String, Vec<Commune>>, DbError> {
    let mut communes: HashMap<String, Vec<Commune>> = HashMap::new();
    let rows = sql("SELECT code, nom, cle, departement, genre FROM commune")
        .all(registry.db())
        .await?;
    for row in rows {
        let commune = || -> Result<Commune, DbError> {
            Ok(Commune {
                code: row.get("code")?,
                departement: row.get("departement")?,
                actuelle: !matches!(row.get::<String>("genre")?.as_str(), "deleguee" | "associee"),
            })
        };
        let (nom, complete) = (cle(&row.get::<String>("nom")?), row.get::<String>("cle")?);
        if complete != nom {
            communes.entry(complete).or_default().push(commune()?);
        }
        communes.entry(nom).or_default().push(commune()?);
    }
    Ok(communes)
}

/// An INSEE code, perhaps without its leading zero; a post code looks the same, and only a person can tell.
pub(super) fn code_insee(texte: &str) -> Option<String> {
    let code = texte.trim().to_ascii_uppercase();
    let chiffres = |partie: &str| partie.bytes().all(|octet| octet.is_ascii_digit());
    let corse = code.starts_with("2A") || code.starts_with("2B");
    match code.len() {
        5 if chiffres(&code) || corse && chiffres(&code[2..]) => Some(code),
        4 if chiffres(&code) => Some(format!("0{code}")),
        _ => None,
    }
}

/// The name as a key, and the département when one is written with it: « Lyon (69) », « 01000 Bourg-en-Bresse ». The rank of an
/// arrondissement is part of the name.
fn decomposer(texte: &str) -> (String, Option<String>) {
    let entiere = cle(texte);
    let mut mots: Vec<String> = entiere.split(' ').map(en_entier).collect();
    let grande = matches!(
        mots.first().map(String::as_str),
        Some("paris" | "lyon" | "marseille")
    );
    if grande
        && !texte.contains('(')
        && let [ville, rang, ..] = mots.as_slice()
        && let Some(rang) = arrondissement(rang)
    {
        if ville == "marseille" && mots[1] == "13" {
            // The arrondissement or the département: only a person can tell.
            return (entiere, None);
        }
        let suffixe = if rang == 1 {
            "1er".to_owned()
        } else {
            format!("{rang}e")
        };
        return (format!("{ville} {suffixe} arrondissement"), None);
    }
    let mut departement = None;
    mots.retain(|mot| match departement_de(mot) {
        Some(trouve) if departement.is_none() => {
            departement = Some(trouve);
            false
        }
        _ => true,
    });
    (mots.join(" "), departement)
}

fn arrondissement(mot: &str) -> Option<u8> {
    let chiffres: String = mot.chars().take_while(char::is_ascii_digit).collect();
    let rang: u8 = chiffres.parse().ok()?;
    let suffixe = &mot[chiffres.len()..];
    let tel_quel = suffixe.is_empty() || matches!(suffixe, "e" | "er" | "eme" | "ieme");
    // « Paris 75 » names the département.
    ((1..=20).contains(&rang) && tel_quel).then_some(rang)
}

fn departement_de(mot: &str) -> Option<String> {
    let mot = mot.to_ascii_uppercase();
    let corse = mot == "2A" || mot == "2B";
    let chiffres = mot.bytes().all(|octet| octet.is_ascii_digit());
    match mot.len() {
        2 if chiffres || corse => Some(mot),
        3 if chiffres && (mot.starts_with("97") || mot.starts_with("98")) => Some(mot),
        5 if chiffres && (mot.starts_with("97") || mot.starts_with("98")) => Some(mot[..3].to_owned()),
        5 if chiffres && !mot.starts_with("20") => Some(mot[..2].to_owned()),
        _ => None,
    }
}

fn en_entier(mot: &str) -> String {
    match mot {
        "st" => "saint".to_owned(),
        "ste" => "sainte".to_owned(),
        autre => autre.to_owned(),
    }
}
