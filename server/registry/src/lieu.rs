//! A place of birth in words, for people who compare it with an identity document.

use crate::db::{DbError, Run, sql};
use domain::etat_civil::LieuNaissance;

/// « Lyon 3e Arrondissement (69) » or « Oran (Algérie) ». A code that the lists do not know (a commune of former times)
/// is shown as it is.
pub(crate) async fn libelle(on: impl Run<'_>, lieu: &LieuNaissance) -> Result<String, DbError> {
    match lieu {
        LieuNaissance::France { commune } => {
            let row = sql("SELECT nom, departement FROM commune WHERE code = $1")
                .bind(commune.as_str())
                .optional(on)
                .await?;
            match row {
                Some(row) => Ok(format!(
                    "{} ({})",
                    row.get::<String>("nom")?,
                    row.get::<String>("departement")?
                )),
                None => Ok(format!("commune {}", commune.as_str())),
            }
        }
        LieuNaissance::Etranger { pays, ville } => {
            let row = sql("SELECT libelle FROM pays WHERE code = $1")
                .bind(pays.as_str())
                .optional(on)
                .await?;
            let pays = match row {
                Some(row) => row.get("libelle")?,
                None => format!("pays {}", pays.as_str()),
            };
            Ok(format!("{} ({pays})", ville.as_str()))
        }
    }
}
