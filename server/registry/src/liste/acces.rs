//! The rows of a list in the database, for this room only.

use super::colonne::Association;
use super::confrontation::Reponses;
use super::etat::EtatLigne;
use super::releve::Corrections;
use crate::db::{Db, DbError, Row, Run, Tx, Value, sql};
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use crate::referentiel::lot;
use serde::de::DeserializeOwned;
use uuid::Uuid;

/// A row as stored.
pub(super) struct Ligne {
    pub(super) numero: i64,
    pub(super) cellules: Vec<String>,
    pub(super) corrections: Corrections,
    pub(super) etat: String,
    pub(super) nom: String,
    pub(super) erreurs: String,
    pub(super) complete: Option<String>,
    pub(super) reponses: Reponses,
    pub(super) alertes: String,
    pub(super) semblables: String,
}

/// What the header of a file says.
pub(super) struct Entete {
    pub(super) entetes: Vec<String>,
    pub(super) association: Association,
    pub(super) statut: String,
}

/// A JSON column.
pub(super) fn json<T: DeserializeOwned>(row: &Row, colonne: &str) -> Result<T, DbError> {
    serde_json::from_str(&row.get::<String>(colonne)?).map_err(|_| DbError::stored(colonne))
}

pub(super) const COLONNES_LIGNE: &str =
    "numero, cellules, corrections, etat, nom, erreurs, complete, reponses, alertes, semblables";

pub(super) fn ligne(row: &Row) -> Result<Ligne, DbError> {
    Ok(Ligne {
        numero: row.get("numero")?,
        cellules: json(row, "cellules")?,
        corrections: json(row, "corrections")?,
        etat: row.get("etat")?,
        nom: row.get("nom")?,
        erreurs: row.get("erreurs")?,
        complete: row.get("complete")?,
        reponses: json(row, "reponses")?,
        alertes: row.get("alertes")?,
        semblables: row.get("semblables")?,
    })
}

/// No error, no sentence, no row: as stored.
pub(super) const VIDE: &str = "[]";

/// The header of a list, whoever asks.
pub(super) async fn entete(on: impl Run<'_>, id: Uuid) -> Result<Entete, DbError> {
    let row = sql("SELECT entetes, association, statut FROM import_liste WHERE id = $1")
        .bind(id)
        .one(on)
        .await?;
    lire_entete(&row)
}

/// The header of a list of this very person; anybody else's is [`ActeError::Introuvable`].
pub(super) async fn la_sienne(on: impl Run<'_>, g: &Gestionnaire, id: Uuid) -> Result<Entete, ActeError> {
    let row = sql("SELECT entetes, association, statut FROM import_liste WHERE id = $1 AND compte = $2")
        .bind(id)
        .bind(g.compte().uuid())
        .optional(on)
        .await?
        .ok_or(ActeError::Introuvable)?;
    Ok(lire_entete(&row)?)
}

fn lire_entete(row: &Row) -> Result<Entete, DbError> {
    Ok(Entete {
        entetes: json(row, "entetes")?,
        association: json(row, "association")?,
        statut: row.get("statut")?,
    })
}

/// The rows that the dry run looks at, in the order of the file.
pub(super) async fn lignes_a_controler(db: &Db, id: Uuid) -> Result<Vec<Ligne>, DbError> {
    sql(format!(
        "SELECT {COLONNES_LIGNE} FROM import_ligne WHERE import = $1 \
         AND etat NOT IN ('ecartee', 'inscrite', 'ajoutee') ORDER BY numero"
    ))
    .bind(id)
    .all(db)
    .await?
    .iter()
    .map(ligne)
    .collect()
}

/// What becomes of a row.
pub(super) struct Ecriture {
    pub(super) numero: i64,
    pub(super) etat: EtatLigne,
    pub(super) nom: String,
    pub(super) erreurs: String,
    pub(super) complete: Option<String>,
    pub(super) personne: Option<Uuid>,
    pub(super) alertes: String,
    pub(super) semblables: String,
}

/// Writes many rows with few statements. All of them exist: what the statement would insert is never used.
pub(super) async fn ecrire_lignes(tx: &mut Tx, id: Uuid, lignes: Vec<Ecriture>) -> Result<(), DbError> {
    let valeurs: Vec<Vec<Value>> = lignes
        .into_iter()
        .map(|ligne| {
            vec![
                id.into(),
                ligne.numero.into(),
                "[]".into(),
                ligne.etat.code().into(),
                ligne.nom.into(),
                ligne.erreurs.into(),
                ligne.complete.into(),
                ligne.personne.into(),
                ligne.alertes.into(),
                ligne.semblables.into(),
            ]
        })
        .collect();
    lot::inserer(
        tx,
        "import_ligne",
        "import, numero, cellules, etat, nom, erreurs, complete, personne, alertes, semblables",
        "ON CONFLICT (import, numero) DO UPDATE SET etat = excluded.etat, nom = excluded.nom, \
         erreurs = excluded.erreurs, complete = excluded.complete, personne = excluded.personne, alertes = excluded.alertes, \
         semblables = excluded.semblables",
        valeurs,
    )
    .await?;
    Ok(())
}
