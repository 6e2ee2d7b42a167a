//! Reading situations by the thousand: one text per establishment, taken apart here.

use super::Portee;
use super::releve::{Lieu, Passage, Releve};
use crate::Registry;
use crate::db::{DbError, Engine};
use crate::droit::Representant;
use domain::date::parse_iso;
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

/// What an establishment's text is made of, as SQL.
fn paquet(engine: Engine) -> String {
    crate::db::en_un_texte(&[
        &engine.uuid_hex("situation.personne"),
        "situation.role",
        "situation.profession",
        "CAST(situation.debut AS TEXT)",
        "COALESCE(CAST(situation.fin AS TEXT), '-')",
        "COALESCE(situation.motif_fin, '-')",
        "situation.cree_le",
        "signe.le",
    ])
}

/// The situations of everybody concerned, or of these people only.
pub(super) async fn situations(
    registry: &Registry,
    r: &Representant,
    portee: &Portee,
    de: Option<&[Uuid]>,
) -> Result<Vec<(String, String)>, DbError> {
    let (mut places, sites) = portee.places(r);
    let condition = de.map_or_else(String::new, |gens| {
        format!(" AND situation.personne IN {}", places.list(gens.iter().copied()))
    });
    let paquet = paquet(registry.db.engine());
    places
        .statement(format!(
            "SELECT situation.finess, {paquet} AS lignes FROM situation \
             LEFT JOIN signe ON signe.personne = situation.personne WHERE situation.finess IN {sites}{condition} \
             GROUP BY situation.finess"
        ))
        .all(&registry.db)
        .await?
        .iter()
        .map(|row| Ok((row.get("finess")?, row.get("lignes")?)))
        .collect()
}

/// The people concerned, with their situations in these establishments.
pub(super) async fn relever(
    registry: &Registry,
    r: &Representant,
    portee: &Portee,
    de: Option<&[Uuid]>,
) -> Result<Releve, DbError> {
    let (lieux, paquets) = tokio::try_join!(lieux(registry, r, portee), situations(registry, r, portee, de))?;
    composer(lieux, &paquets)
}

fn composer(lieux: Vec<Lieu>, paquets: &[(String, String)]) -> Result<Releve, DbError> {
    let rangs: HashMap<&str, usize> = lieux.iter().map(|lieu| lieu.finess.as_str()).zip(0..).collect();
    let mut metiers = Metiers::default();
    let mut passages = Vec::new();
    for (finess, lignes) in paquets {
        // An establishment that a structure has just taken on, between the two readings: it will be there next time.
        let Some(&lieu) = rangs.get(finess.as_str()) else {
            continue;
        };
        for ligne in lignes.split(';') {
            passages.push(passage(ligne, lieu, &mut metiers).ok_or_else(|| DbError::stored("situation"))?);
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

fn passage<'a>(ligne: &'a str, lieu: usize, metiers: &mut Metiers<'a>) -> Option<Passage> {
    let mut champs = ligne.split(' ');
    let personne = Uuid::try_parse(champs.next()?).ok()?;
    let role = champs.next()?;
    let profession = champs.next()?;
    let debut = parse_iso(champs.next()?).ok()?;
    let fin = match champs.next()? {
        "-" => None,
        fin => Some(parse_iso(fin).ok()?),
    };
    let motif = match champs.next()? {
        "-" => None,
        motif => Some(motif.parse().ok()?),
    };
    Some(Passage {
        personne,
        lieu,
        metier: metiers.rang((profession, role)),
        debut,
        fin,
        motif,
        cree_le: champs.next()?.parse().ok()?,
        // Left out when the person was never seen.
        signe: champs.next().map(str::parse).transpose().ok()?,
    })
}

/// A profession and a rôle, as codes.
pub(super) type Metier = (CodeProfession, CodeRole);
