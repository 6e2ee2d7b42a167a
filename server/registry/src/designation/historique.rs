//! What was done to the rights on a structure, as the journal keeps it: who gave, withdrew and gave back what, to whom.

use super::du_perimetre;
use super::structures::structure_de;
use crate::Registry;
use crate::db::{DbError, Row, sql};
use crate::droit::Designateur;
use crate::erreur::ActeError;
use crate::journal::{Acte, LigneHistorique, Objet, Tentative, ligne_historique};
use crate::page::{limite, paginer};
use domain::identifiant::Finess;
use std::collections::HashMap;
use uuid::Uuid;

/// Something that was done to somebody's right on a structure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LigneHabilitation {
    /// Whose right.
    pub qui: String,
    /// What, by whom, when.
    pub ligne: LigneHistorique,
}

/// A page of that history, the latest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageHabilitations {
    /// Its lines.
    pub lignes: Vec<LigneHabilitation>,
    /// This page, from 1.
    pub page: u32,
    /// How many there are, at least 1.
    pub pages: u32,
}

impl Registry {
    /// What was done to the rights on a structure of this designateur and, for an EJ, on its establishments. `page` counts
    /// from 1.
    pub async fn historique_habilitations(
        &self,
        d: &Designateur,
        finess: &Finess,
        page: u32,
    ) -> Result<PageHabilitations, ActeError> {
        let tentative = Tentative {
            auteur: d.auteur(),
            acte: Acte::Consulter,
            objet: Objet::Structure(finess.as_str()),
        };
        self.tenter(tentative, async {
        structure_de(&self.db, d, finess).await?;
        let ici = "(SELECT $2 AS finess UNION ALL SELECT site.finess FROM etablissement site WHERE site.finess_ej = $2)";
        let cle = self.db.engine().uuid_text("h.compte");
        // Found by object, which has an index: the accounts that have or had a right here.
        let condition = format!(
            "j.objet = 'compte' AND j.objet_id IN (SELECT {cle} FROM habilitation h WHERE h.finess IN {ici} AND {}) \
             AND j.issue = 'fait' AND j.acte IN ('{}', '{}', '{}') AND d.etablissement IN {ici}",
            du_perimetre(d, "h"),
            Acte::Habiliter.code(),
            Acte::Deshabiliter.code(),
            Acte::Rehabiliter.code(),
        );
        let total = sql(format!(
            "SELECT COUNT(*) AS n FROM journal j JOIN journal_detail d ON d.numero = j.numero WHERE {condition}"
        ))
        .bind(d.compte().uuid())
        .bind(finess.as_str())
        .one(&self.db)
        .await?
        .get("n")?;
        let (page, pages) = paginer(total, page);
        let rows = sql(format!(
            "SELECT j.le, j.acteur, j.acte, j.objet_id, c.nom_affiche, d.contenu FROM journal j JOIN journal_detail d ON d.numero = j.numero LEFT JOIN compte c ON c.id = j.acteur \
             WHERE {condition} ORDER BY j.numero DESC {}",
            limite(page)
        ))
        .bind(d.compte().uuid())
        .bind(finess.as_str())
        .all(&self.db)
        .await?;
        // Names by id, read once: nothing is compared as text per line.
        let noms = sql(format!(
            "SELECT DISTINCT sujet.id, sujet.nom_affiche FROM habilitation h JOIN compte sujet ON sujet.id = h.compte \
             WHERE h.finess IN {ici} AND {}",
            du_perimetre(d, "h")
        ))
        .bind(d.compte().uuid())
        .bind(finess.as_str())
        .all(&self.db)
        .await?
        .iter()
        .map(|row| Ok((row.get::<Uuid>("id")?.to_string(), row.get("nom_affiche")?)))
        .collect::<Result<HashMap<String, String>, DbError>>()?;
        let ligne = |row: &Row| {
            let qui: String = row.get("objet_id")?;
            Ok::<_, DbError>(LigneHabilitation {
                qui: noms.get(&qui).cloned().unwrap_or_default(),
                ligne: ligne_historique(row)?,
            })
        };
        Ok(PageHabilitations {
            lignes: rows.iter().map(ligne).collect::<Result<_, _>>()?,
            page,
            pages,
        })
        })
        .await
    }
}
