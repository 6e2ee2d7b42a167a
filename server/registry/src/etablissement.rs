//! How a row of the establishments becomes what the rules read. Search and import are elsewhere.

use crate::db::{Db, DbError, Places, Row, Run, sql};
use domain::etablissement::{EtablissementResume, Secteur};
use domain::identifiant::Finess;
use std::collections::{BTreeSet, HashMap};

/// The columns that [`depuis`] reads, from [`TABLES`].
pub(crate) const COLONNES: &str = "etablissement.finess, etablissement.finess_ej, etablissement.raison_sociale, \
     entite_juridique.raison_sociale AS raison_sociale_ej, etablissement.categorie, etablissement.libelle_categorie, \
     etablissement.commune, etablissement.code_postal, etablissement.adresse, etablissement.secteur, \
     etablissement.ouvert, entite_juridique.ouverte AS ej_ouverte";

/// Where [`COLONNES`] come from.
pub(crate) const TABLES: &str =
    "etablissement JOIN entite_juridique ON entite_juridique.finess = etablissement.finess_ej";

/// The establishment of a row.
pub(crate) fn depuis(row: &Row) -> Result<EtablissementResume, DbError> {
    Ok(EtablissementResume {
        finess: row.parse("finess")?,
        finess_ej: row.parse("finess_ej")?,
        raison_sociale: row.get("raison_sociale")?,
        raison_sociale_ej: row.get("raison_sociale_ej")?,
        categorie: row.get("categorie")?,
        libelle_categorie: row.get("libelle_categorie")?,
        commune: row.get("commune")?,
        code_postal: row.get("code_postal")?,
        adresse: row.get("adresse")?,
        secteur: row.parse::<Secteur>("secteur")?,
        ouvert: row.get("ouvert")?,
        ej_ouverte: row.get("ej_ouverte")?,
    })
}

/// The establishment of that number, open or closed.
pub(crate) async fn lire(on: impl Run<'_>, finess: &Finess) -> Result<Option<EtablissementResume>, DbError> {
    let row = sql(format!(
        "SELECT {COLONNES} FROM {TABLES} WHERE etablissement.finess = $1"
    ))
    .bind(finess.as_str())
    .optional(on)
    .await?;
    row.as_ref().map(depuis).transpose()
}

/// Numbers that one statement reads.
const LOT: usize = 500;

/// The establishments of these numbers, open or closed; those that the register does not know are left out.
pub(crate) async fn plusieurs<'a>(
    db: &Db,
    numeros: impl Iterator<Item = &'a Finess> + Send,
) -> Result<HashMap<Finess, EtablissementResume>, DbError> {
    let numeros: Vec<&str> = numeros
        .map(Finess::as_str)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let mut connus = HashMap::with_capacity(numeros.len());
    for lot in numeros.chunks(LOT) {
        let mut places = Places::default();
        let liste = places.list(lot.iter().copied());
        let rows = places
            .statement(format!(
                "SELECT {COLONNES} FROM {TABLES} WHERE etablissement.finess IN {liste}"
            ))
            .all(db)
            .await?;
        for row in &rows {
            let lu = depuis(row)?;
            connus.insert(lu.finess.clone(), lu);
        }
    }
    Ok(connus)
}
