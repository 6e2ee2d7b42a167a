//! How a row of the establishments becomes what the rules read. Search and import are elsewhere.

use crate::db::{DbError, Row, Run, sql};
use domain::etablissement::{EtablissementResume, Secteur};
use domain::identifiant::Finess;

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
