//! The structures for which somebody designates.

use super::erreur::DesignationError;
use crate::Registry;
use crate::db::{DbError, Row, Run, sql};
use crate::droit::Designateur;
use crate::erreur::ActeError;
use crate::journal::{Acte, Objet, Tentative};
use domain::identifiant::Finess;

/// A structure for which somebody designates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StructureDesignee {
    /// Its number.
    pub finess: Finess,
    /// True for an EJ, whose gestionnaires act on all its EG (R39, R40).
    pub centralisee: bool,
    /// Its name.
    pub nom: String,
    /// True when this person heads it: they entrust designations to mandataires (R45).
    pub dirigee: bool,
    /// Gestionnaires whose right is not withdrawn, on it or on one of its establishments.
    pub gestionnaires: i64,
    /// Mandataires, likewise.
    pub mandataires: i64,
}

impl StructureDesignee {
    /// The word stored: EJ or EG.
    pub(super) fn portee(&self) -> &'static str {
        if self.centralisee { "EJ" } else { "EG" }
    }

    /// Refuses whoever does not head it.
    pub(super) fn exiger_tete(&self) -> Result<(), ActeError> {
        if self.dirigee {
            Ok(())
        } else {
            Err(DesignationError::ReserveAuRepresentant.into())
        }
    }
}

/// Every EJ and EG for which this person designates, as a parenthesised query of `finess, portee, nom, dirigee`; `$1` is the
/// account.
fn toutes(d: &Designateur) -> String {
    format!(
        "(SELECT ej.finess, 'EJ' AS portee, ej.raison_sociale AS nom, \
         CASE WHEN ej.finess IN (SELECT s.finess FROM {} s WHERE s.portee = 'EJ') THEN 1 ELSE 0 END AS dirigee \
         FROM entite_juridique ej WHERE ej.finess IN (SELECT s.finess FROM {} s WHERE s.portee = 'EJ') \
         UNION ALL \
         SELECT eg.finess, 'EG' AS portee, eg.raison_sociale AS nom, \
         CASE WHEN eg.finess IN {} THEN 1 ELSE 0 END AS dirigee FROM etablissement eg WHERE eg.finess IN {})",
        d.structures_de_tete(),
        d.structures(),
        d.perimetre_de_tete(),
        d.perimetre()
    )
}

/// Who has a right of that kind on the structure `t` or on one of its establishments.
fn combien(genre: &str) -> String {
    format!(
        "(SELECT COUNT(*) FROM habilitation n WHERE n.genre = '{genre}' AND n.retiree_le IS NULL AND (n.finess = t.finess \
         OR n.finess IN (SELECT site.finess FROM etablissement site WHERE site.finess_ej = t.finess)))"
    )
}

fn lecture(d: &Designateur, condition: &str) -> String {
    format!(
        "SELECT t.finess, t.portee, t.nom, t.dirigee, {} AS gestionnaires, {} AS mandataires FROM {} t WHERE {condition} \
         ORDER BY t.nom, t.finess",
        combien("gestionnaire"),
        combien("mandataire"),
        toutes(d)
    )
}

fn structure(row: &Row) -> Result<StructureDesignee, DbError> {
    Ok(StructureDesignee {
        finess: row.parse("finess")?,
        centralisee: row.get::<String>("portee")? == "EJ",
        nom: row.get("nom")?,
        dirigee: i64::from(row.get::<i32>("dirigee")?) > 0,
        gestionnaires: row.get("gestionnaires")?,
        mandataires: row.get("mandataires")?,
    })
}

/// The structure of that number, if this person designates for it; any other is [`ActeError::Introuvable`].
pub(super) async fn structure_de(
    on: impl Run<'_>,
    d: &Designateur,
    finess: &Finess,
) -> Result<StructureDesignee, ActeError> {
    let row = sql(lecture(d, "t.finess = $2"))
        .bind(d.compte().uuid())
        .bind(finess.as_str())
        .optional(on)
        .await?
        .ok_or(ActeError::Introuvable)?;
    Ok(structure(&row)?)
}

impl Registry {
    /// The structures on which this person holds the right to designate, by name: EJ when centralised, EG when not.
    pub async fn structures_designees(&self, d: &Designateur) -> Result<Vec<StructureDesignee>, ActeError> {
        let condition = format!("t.finess IN (SELECT s.finess FROM {} s)", d.structures());
        let rows = sql(lecture(d, &condition))
            .bind(d.compte().uuid())
            .all(&self.db)
            .await?;
        Ok(rows.iter().map(structure).collect::<Result<_, _>>()?)
    }

    /// The establishments of an EJ for which this person designates: a right can be given on one of them only.
    pub async fn etablissements_designes(
        &self,
        d: &Designateur,
        ej: &Finess,
    ) -> Result<Vec<StructureDesignee>, ActeError> {
        let condition = "t.portee = 'EG' AND t.finess IN (SELECT site.finess FROM etablissement site WHERE site.finess_ej = $2)";
        let rows = sql(lecture(d, condition))
            .bind(d.compte().uuid())
            .bind(ej.as_str())
            .all(&self.db)
            .await?;
        Ok(rows.iter().map(structure).collect::<Result<_, _>>()?)
    }

    /// One structure for which this person designates; any other is [`ActeError::Introuvable`].
    pub async fn structure_designee(
        &self,
        d: &Designateur,
        finess: &Finess,
    ) -> Result<StructureDesignee, ActeError> {
        let tentative = Tentative {
            auteur: d.auteur(),
            acte: Acte::Consulter,
            objet: Objet::Structure(finess.as_str()),
        };
        self.tenter(tentative, async { structure_de(&self.db, d, finess).await })
            .await
    }
}
