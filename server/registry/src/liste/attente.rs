//! The rows that wait to be registered, a batch at a time.

use super::acces::{self, Ecriture, VIDE};
use super::confrontation::Reponses;
use super::etat::EtatLigne;
use crate::db::{DbError, Tx, sql};
use crate::personne::cle_identite;
use domain::saisie::{DemandeComplete, Erreurs};
use uuid::Uuid;

/// Rows of one transaction.
const LOT: u32 = 250;

/// A row of the batch.
pub(super) struct Ligne {
    pub(super) numero: i64,
    pub(super) nom: String,
    pub(super) json: String,
    pub(super) complete: DemandeComplete,
    pub(super) identite: String,
    pub(super) reponses: Reponses,
    alertes: String,
    semblables: String,
}

impl Ligne {
    /// A row that is not registered after all.
    pub(super) fn ecrire(self, etat: EtatLigne, erreurs: &Erreurs) -> Result<Ecriture, DbError> {
        Ok(Ecriture {
            numero: self.numero,
            etat,
            nom: self.nom,
            erreurs: serde_json::to_string(erreurs).map_err(|_| DbError::stored("import_ligne.erreurs"))?,
            complete: Some(self.json),
            personne: None,
            alertes: if etat == EtatLigne::ACorriger {
                self.alertes
            } else {
                VIDE.to_owned()
            },
            semblables: self.semblables,
        })
    }
}

/// The next rows to register, in the order of the file.
pub(super) async fn lire(tx: &mut Tx, id: Uuid) -> Result<Vec<Ligne>, DbError> {
    let rows = sql(format!(
        "SELECT numero, nom, complete, reponses, alertes, semblables FROM import_ligne WHERE import = $1 AND etat IN ('nouvelle', 'ajout') \
         ORDER BY numero LIMIT {LOT}"
    ))
    .bind(id)
    .all(tx)
    .await?;
    rows.iter()
        .map(|row| {
            let json: String = row.get("complete")?;
            let complete: DemandeComplete =
                serde_json::from_str(&json).map_err(|_| DbError::stored("import_ligne.complete"))?;
            Ok(Ligne {
                numero: row.get("numero")?,
                nom: row.get("nom")?,
                identite: cle_identite(&complete.etat_civil),
                reponses: acces::json(row, "reponses")?,
                alertes: row.get("alertes")?,
                semblables: row.get("semblables")?,
                json,
                complete,
            })
        })
        .collect()
}
