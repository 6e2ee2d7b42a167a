//! A row of `demande`, read through the doors of the domain, and the two ways to be allowed to read it.

use crate::db::{DbError, Row, Run, sql};
use crate::droit::{Gestionnaire, Usager};
use crate::erreur::ActeError;
use crate::personne::rpps;
use domain::date::Instant;
use domain::demande::{Reference, Statut};
use domain::identifiant::{Finess, Rpps};
use domain::ids::{CompteId, DemandeId};
use domain::nomenclature::MotifRefus;
use domain::saisie::{DemandeComplete, SaisieDemande};

/// A demande as stored.
pub(super) struct Ligne {
    pub(super) id: DemandeId,
    pub(super) reference: Reference,
    pub(super) demandeur: CompteId,
    pub(super) statut: Statut,
    pub(super) version: i64,
    pub(super) modifiee_le: Instant,
    pub(super) soumise_le: Option<Instant>,
    pub(super) decidee_le: Option<Instant>,
    /// milliseconds spent waiting for the applicant's corrections
    pub(super) attente: i64,
    pub(super) corrigee_le: Option<Instant>,
    pub(super) decidee_par: Option<String>,
    pub(super) motif: Option<MotifRefus>,
    pub(super) explication: Option<String>,
    pub(super) rpps: Option<Rpps>,
    pub(super) finess: Option<Finess>,
    saisie: String,
    complete: Option<String>,
}

const LECTURE: &str = "SELECT demande.id, demande.reference, demande.demandeur, demande.statut, demande.version, \
     demande.modifiee_le, demande.soumise_le, demande.decidee_le, demande.attente, demande.corrigee_le, \
     decideur.nom_affiche AS decidee_par, demande.motif, demande.explication, personne.rpps, demande.finess, \
     demande.saisie, demande.complete \
     FROM demande LEFT JOIN compte decideur ON decideur.id = demande.decidee_par \
     LEFT JOIN personne ON personne.id = demande.personne";

/// The applicant's own demande; anybody else's is [`ActeError::Introuvable`].
pub(super) async fn du_demandeur(on: impl Run<'_>, u: &Usager, id: DemandeId) -> Result<Ligne, ActeError> {
    let row = sql(format!(
        "{LECTURE} WHERE demande.demandeur = $1 AND demande.id = $2"
    ))
    .bind(u.compte().uuid())
    .bind(id.uuid())
    .optional(on)
    .await?;
    Ok(Ligne::lire(&row.ok_or(ActeError::Introuvable)?)?)
}

/// A submitted demande of the perimeter; any other is [`ActeError::Introuvable`], exactly like an unknown id.
pub(super) async fn du_perimetre(
    on: impl Run<'_>,
    g: &Gestionnaire,
    id: DemandeId,
) -> Result<Ligne, ActeError> {
    let perimetre = g.perimetre();
    // A draft has no establishment yet, hence is in nobody's perimeter.
    let row = sql(format!(
        "{LECTURE} WHERE demande.id = $2 AND demande.finess IN {perimetre}"
    ))
    .bind(g.compte().uuid())
    .bind(id.uuid())
    .optional(on)
    .await?;
    Ok(Ligne::lire(&row.ok_or(ActeError::Introuvable)?)?)
}

impl Ligne {
    fn lire(row: &Row) -> Result<Self, DbError> {
        let instant = |colonne: &str| {
            row.get::<Option<i64>>(colonne)
                .map(|millis| millis.map(Instant::from_millis))
        };
        Ok(Self {
            id: DemandeId::new(row.get("id")?),
            reference: row.parse("reference")?,
            demandeur: CompteId::new(row.get("demandeur")?),
            statut: row.parse("statut")?,
            version: row.get("version")?,
            modifiee_le: Instant::from_millis(row.get("modifiee_le")?),
            soumise_le: instant("soumise_le")?,
            decidee_le: instant("decidee_le")?,
            attente: row.get("attente")?,
            corrigee_le: instant("corrigee_le")?,
            decidee_par: row.get("decidee_par")?,
            motif: relire(row, "motif")?,
            explication: row.get("explication")?,
            rpps: row
                .get::<Option<String>>("rpps")?
                .map(|texte| rpps(&texte))
                .transpose()?,
            finess: relire(row, "finess")?,
            saisie: row.get("saisie")?,
            complete: row.get("complete")?,
        })
    }

    /// What was typed.
    pub(super) fn saisie(&self) -> Result<SaisieDemande, DbError> {
        serde_json::from_str(&self.saisie).map_err(|_| DbError::stored("demande.saisie"))
    }

    /// What was validated on submission.
    pub(super) fn complete(&self) -> Result<DemandeComplete, DbError> {
        let json = self
            .complete
            .as_deref()
            .ok_or_else(|| DbError::stored("demande.complete"))?;
        serde_json::from_str(json).map_err(|_| DbError::stored("demande.complete"))
    }

    /// The establishment asked for, on submission.
    pub(super) fn finess(&self) -> Result<&Finess, DbError> {
        self.finess
            .as_ref()
            .ok_or_else(|| DbError::stored("demande.finess"))
    }

    /// When it was submitted.
    pub(super) fn soumise_le(&self) -> Result<Instant, DbError> {
        self.soumise_le
            .ok_or_else(|| DbError::stored("demande.soumise_le"))
    }

    /// What to tell somebody who acted on an older version.
    pub(super) fn conflit(&self) -> ActeError {
        ActeError::Conflit {
            statut: self.statut,
            version: self.version,
            par: self.decidee_par.clone(),
            le: self.decidee_le,
        }
    }
}

/// A nullable column through its domain type.
fn relire<T: std::str::FromStr>(row: &Row, colonne: &str) -> Result<Option<T>, DbError> {
    row.get::<Option<String>>(colonne)?
        .map(|texte| texte.parse().map_err(|_| DbError::stored(colonne)))
        .transpose()
}
