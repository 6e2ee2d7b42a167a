//! Reading situations by the thousand: one row per establishment, each column packed in one value.

use super::Portee;
use super::releve::{Lieu, Passage, Releve};
use crate::Registry;
use crate::db::{DbError, Paquet, Places, codes, jours, nombres, uuids};
use crate::droit::Representant;
use domain::date::Jour;
use domain::nomenclature::{CodeProfession, CodeRole};
use std::collections::HashMap;
use uuid::Uuid;

/// The establishments concerned, by name.
pub(super) async fn lieux(
    registry: &Registry,
    r: &Representant,
    portee: &Portee,
) -> Result<Vec<Lieu>, DbError> {
    let (places, sites) = portee.places(r);
    places
        .statement(format!(
            "SELECT etablissement.finess, etablissement.raison_sociale, etablissement.finess_ej, etablissement.ouvert, \
             entite_juridique.raison_sociale AS nom_ej \
             FROM etablissement JOIN entite_juridique ON entite_juridique.finess = etablissement.finess_ej \
             WHERE etablissement.finess IN {sites} ORDER BY etablissement.raison_sociale, etablissement.finess"
        ))
        .all(&registry.db)
        .await?
        .iter()
        .map(|row| {
            Ok(Lieu {
                finess: row.parse("finess")?,
                nom: row.get("raison_sociale")?,
                finess_ej: row.parse("finess_ej")?,
                nom_ej: row.get("nom_ej")?,
                ouvert: row.get("ouvert")?,
            })
        })
        .collect()
}

/// Everything that can be chosen, unless what is concerned is all of it: it is read once.
pub(super) async fn autres_lieux(
    registry: &Registry,
    r: &Representant,
    portee: &Portee,
) -> Result<Option<Vec<Lieu>>, DbError> {
    match portee {
        Portee::Toutes => Ok(None),
        Portee::Structure(_) => lieux(registry, r, &Portee::Toutes).await.map(Some),
    }
}

/// The situations of an establishment, column by column.
pub(super) struct Colonnes {
    finess: String,
    personnes: Vec<Uuid>,
    roles: String,
    professions: String,
    motifs: String,
    debuts: Vec<Option<Jour>>,
    fins: Vec<Option<Jour>>,
    crees: Vec<i64>,
}

/// The situations of everybody concerned, or of these people only.
pub(super) async fn situations(
    registry: &Registry,
    r: &Representant,
    portee: &Portee,
    de: Option<&[Uuid]>,
) -> Result<Vec<Colonnes>, DbError> {
    let (places, condition) = concernees(r, portee, de);
    let engine = registry.db.engine();
    let colonnes = [
        engine.paquet(Paquet::Uuid, "situation.personne", "personnes"),
        engine.paquet(Paquet::Code, "situation.role", "roles"),
        engine.paquet(Paquet::Code, "situation.profession", "professions"),
        engine.paquet(Paquet::Code, "situation.motif_fin", "motifs"),
        engine.paquet(Paquet::Jour, "situation.debut", "debuts"),
        engine.paquet(Paquet::Jour, "situation.fin", "fins"),
        engine.paquet(Paquet::Nombre, "situation.cree_le", "crees"),
    ];
    places
        .statement(format!(
            "SELECT situation.finess, {} FROM situation WHERE {condition} GROUP BY situation.finess",
            colonnes.join(", ")
        ))
        .all(&registry.db)
        .await?
        .iter()
        .map(|row| {
            Ok(Colonnes {
                finess: row.get("finess")?,
                personnes: uuids(row, "personnes")?,
                roles: row.get("roles")?,
                professions: row.get("professions")?,
                motifs: row.get("motifs")?,
                debuts: jours(row, "debuts")?,
                fins: jours(row, "fins")?,
                crees: nombres(row, "crees")?,
            })
        })
        .collect()
}

/// The last sign of the people concerned, in UTC milliseconds; those never seen are not there.
async fn signes(
    registry: &Registry,
    r: &Representant,
    portee: &Portee,
    de: Option<&[Uuid]>,
) -> Result<HashMap<Uuid, i64>, DbError> {
    let (places, condition) = concernees(r, portee, de);
    let engine = registry.db.engine();
    let row = places
        .statement(format!(
            "SELECT {}, {} FROM signe WHERE personne IN (SELECT situation.personne FROM situation WHERE {condition})",
            engine.paquet(Paquet::Uuid, "signe.personne", "personnes"),
            engine.paquet(Paquet::Nombre, "signe.le", "dates")
        ))
        .one(&registry.db)
        .await?;
    Ok(uuids(&row, "personnes")?
        .into_iter()
        .zip(nombres(&row, "dates")?)
        .collect())
}

/// Which situations, with the values that the condition needs.
fn concernees(r: &Representant, portee: &Portee, de: Option<&[Uuid]>) -> (Places, String) {
    let (mut places, sites) = portee.places(r);
    let seulement = de.map_or_else(String::new, |gens| {
        format!(" AND situation.personne IN {}", places.list(gens.iter().copied()))
    });
    (places, format!("situation.finess IN {sites}{seulement}"))
}

/// The people concerned, with their situations in these establishments.
pub(super) async fn relever(
    registry: &Registry,
    r: &Representant,
    portee: &Portee,
    de: Option<&[Uuid]>,
) -> Result<Releve, DbError> {
    let (lieux, situations, signes) = tokio::try_join!(
        lieux(registry, r, portee),
        situations(registry, r, portee, de),
        signes(registry, r, portee, de)
    )?;
    composer(lieux, &situations, &signes)
}

fn composer(
    lieux: Vec<Lieu>,
    situations: &[Colonnes],
    signes: &HashMap<Uuid, i64>,
) -> Result<Releve, DbError> {
    let rangs: HashMap<&str, usize> = lieux.iter().map(|lieu| lieu.finess.as_str()).zip(0..).collect();
    let mut metiers = Metiers::default();
    let mut passages = Vec::new();
    for ici in situations {
        // An establishment that a structure has just taken on, between the two readings: it will be there next time.
        let Some(&lieu) = rangs.get(ici.finess.as_str()) else {
            continue;
        };
        passages.reserve(ici.personnes.len());
        let metiers_ici = codes(&ici.professions).zip(codes(&ici.roles));
        let dates = ici.debuts.iter().zip(&ici.fins).zip(&ici.crees);
        let colonnes = ici
            .personnes
            .iter()
            .zip(metiers_ici)
            .zip(codes(&ici.motifs))
            .zip(dates);
        for (((personne, metier), motif), ((debut, fin), cree_le)) in colonnes {
            let metier = metier.0.zip(metier.1).map(|paire| metiers.rang(paire));
            let motif = motif.map(str::parse).transpose();
            let (Some(metier), Ok(motif), Some(debut)) = (metier, motif, *debut) else {
                return Err(DbError::stored("situation"));
            };
            passages.push(Passage {
                personne: *personne,
                lieu,
                metier,
                debut,
                fin: *fin,
                motif,
                cree_le: *cree_le,
                signe: signes.get(personne).copied(),
            });
        }
    }
    drop(rangs);
    let metiers = metiers
        .codes
        .into_iter()
        .map(|(profession, role)| Ok((code(profession)?, code(role)?)))
        .collect::<Result<_, DbError>>()?;
    Ok(Releve::new(lieux, metiers, passages))
}

/// The pairs of profession and rôle that were met: a few dozen for thousands of people.
#[derive(Default)]
struct Metiers<'a> {
    rangs: HashMap<(&'a str, &'a str), usize>,
    codes: Vec<(&'a str, &'a str)>,
}

impl<'a> Metiers<'a> {
    fn rang(&mut self, paire: (&'a str, &'a str)) -> usize {
        *self.rangs.entry(paire).or_insert_with(|| {
            self.codes.push(paire);
            self.codes.len() - 1
        })
    }
}

fn code<T: std::str::FromStr>(texte: &str) -> Result<T, DbError> {
    texte.parse().map_err(|_| DbError::stored("situation.code"))
}

/// A profession and a rôle, as codes.
pub(super) type Metier = (CodeProfession, CodeRole);
