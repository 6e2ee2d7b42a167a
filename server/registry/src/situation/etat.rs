//! A situation as it is or as it would be: reading it, comparing it with the others of the same person.

use super::Qui;
use crate::db::{DbError, Tx, sql};
use crate::erreur::ActeError;
use crate::etablissement;
use domain::date::{Jour, court};
use domain::etablissement::EtablissementResume;
use domain::etat_civil::{Nom, Prenom};
use domain::ids::SituationId;
use domain::nomenclature::{
    CategorieProfessionnelle, CodeProfession, CodeRole, ModeExercice, MotifFin, Nomenclatures,
};
use domain::saisie::{Champ, SituationExercice};
use uuid::Uuid;

/// A situation, as it is or as it would be.
#[derive(Clone)]
pub(super) struct Etat {
    pub(super) etablissement: EtablissementResume,
    pub(super) profession: CodeProfession,
    pub(super) role: CodeRole,
    pub(super) mode: ModeExercice,
    pub(super) categorie: CategorieProfessionnelle,
    pub(super) debut: Jour,
    pub(super) fin: Option<Jour>,
    pub(super) motif: Option<MotifFin>,
}

/// The names used at work (R17).
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Noms {
    pub(super) nom: Nom,
    pub(super) prenom: Prenom,
}

/// A situation of that person within the rights of who acts.
pub(super) async fn lire(
    tx: &mut Tx,
    qui: Qui<'_>,
    personne: Uuid,
    id: SituationId,
) -> Result<Etat, ActeError> {
    let row = sql(format!(
        "SELECT situation.profession, situation.role, situation.mode, situation.categorie AS categorie_professionnelle, \
         situation.debut, situation.fin, situation.motif_fin, {} \
         FROM situation JOIN ({}) ON etablissement.finess = situation.finess \
         WHERE situation.id = $2 AND situation.personne = $3 AND {}",
        etablissement::COLONNES,
        etablissement::TABLES,
        qui.condition()
    ))
    .bind(qui.compte())
    .bind(id.uuid())
    .bind(personne)
    .optional(tx)
    .await?
    .ok_or(ActeError::Introuvable)?;
    let motif = row
        .get::<Option<String>>("motif_fin")?
        .map(|code| code.parse().map_err(|_| DbError::stored("situation.motif_fin")))
        .transpose()?;
    Ok(Etat {
        etablissement: etablissement::depuis(&row)?,
        profession: row.parse("profession")?,
        role: row.parse("role")?,
        mode: row.parse("mode")?,
        categorie: row.parse("categorie_professionnelle")?,
        debut: row.get("debut")?,
        fin: row.get("fin")?,
        motif,
    })
}

/// At most one rôle per person and establishment at any time (R23).
pub(super) async fn refuser_chevauchement(
    tx: &mut Tx,
    personne: Uuid,
    apres: &Etat,
    sauf: Option<SituationId>,
) -> Result<(), ActeError> {
    let row = sql(
        "SELECT COUNT(*) AS n FROM situation WHERE personne = $1 AND finess = $2 AND id <> $3 \
         AND (fin IS NULL OR fin >= $4) AND debut <= $5",
    )
    .bind(personne)
    .bind(apres.etablissement.finess.as_str())
    .bind(sauf.map_or_else(Uuid::nil, SituationId::uuid))
    .bind(apres.debut)
    .bind(apres.fin.unwrap_or(FIN_DES_TEMPS))
    .one(tx)
    .await?;
    if row.get::<i64>("n")? > 0 {
        Err(ActeError::SituationExistante)
    } else {
        Ok(())
    }
}

/// After every day that the portal accepts.
const FIN_DES_TEMPS: Jour = time::macros::date!(9999 - 12 - 31);

/// A situation that already says exactly this.
pub(super) async fn identique(tx: &mut Tx, personne: Uuid, e: &Etat) -> Result<Option<SituationId>, DbError> {
    let rows = sql(
        "SELECT id, fin FROM situation WHERE personne = $1 AND finess = $2 AND profession = $3 AND role = $4 AND mode = $5 \
         AND categorie = $6 AND debut = $7",
    )
    .bind(personne)
    .bind(e.etablissement.finess.as_str())
    .bind(e.profession.as_str())
    .bind(e.role.as_str())
    .bind(e.mode.code())
    .bind(e.categorie.code())
    .bind(e.debut)
    .all(tx)
    .await?;
    for row in rows {
        if row.get::<Option<Jour>>("fin")? == e.fin {
            return Ok(Some(SituationId::new(row.get("id")?)));
        }
    }
    Ok(None)
}

impl Etat {
    pub(super) fn nouveau(lue: SituationExercice, etablissement: EtablissementResume) -> (Self, Noms) {
        let noms = Noms {
            nom: lue.nom_exercice,
            prenom: lue.prenom_exercice,
        };
        let etat = Self {
            etablissement,
            profession: lue.profession,
            role: lue.role,
            mode: lue.mode,
            categorie: lue.categorie,
            debut: lue.debut,
            fin: lue.fin,
            motif: None,
        };
        (etat, noms)
    }

    /// Each thing in words, none where there is nothing.
    pub(super) fn lignes(&self, n: &Nomenclatures) -> [(&'static str, Option<String>); 8] {
        let profession = n
            .profession(&self.profession)
            .map_or_else(|| self.profession.to_string(), |connue| connue.libelle.clone());
        let role = n
            .role(&self.role)
            .map_or_else(|| self.role.to_string(), |connu| connu.libelle.clone());
        [
            (
                Champ::Etablissement.libelle(),
                Some(self.etablissement.raison_sociale.clone()),
            ),
            (Champ::Profession.libelle(), Some(profession)),
            (Champ::Role.libelle(), Some(role)),
            (
                Champ::ModeExercice.libelle(),
                Some(self.mode.libelle().to_owned()),
            ),
            (
                Champ::Categorie.libelle(),
                Some(self.categorie.libelle().to_owned()),
            ),
            (Champ::DateDebut.libelle(), Some(court(self.debut))),
            (Champ::DateFin.libelle(), self.fin.map(court)),
            (
                Champ::MotifFin.libelle(),
                self.motif.map(|motif| motif.libelle().to_owned()),
            ),
        ]
    }
}
