//! What people say: one answer, with its effect in the same transaction, or « still there » for many at once.

use super::RevueError;
use super::ecriture::{Ecrite, confirmer, ouverte};
use super::lignes::{COLONNES, COMPTES, JOINTURES, avancement, lignes, soi};
use crate::Registry;
use crate::db::{DbError, Row, Tx, sql};
use crate::droit::Reviseur;
use crate::erreur::ActeError;
use crate::journal::{Acte, Objet, Tentative};
use crate::situation::EffetRevue;
use domain::identifiant::Finess;
use domain::ids::{PersonneId, SituationId};
use domain::nomenclature::CodeRole;
use domain::revue::{Avancement, Reponse};
use domain::saisie::SaisieFermeture;
use std::collections::HashSet;
use uuid::Uuid;

/// An answer, with what it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Donnee {
    /// still there
    Present,
    /// left, on that day and for that motif
    Parti(SaisieFermeture),
    /// still there with that rôle
    RoleChange(CodeRole),
}

impl Donnee {
    /// Which answer.
    pub fn reponse(&self) -> Reponse {
        match self {
            Self::Present => Reponse::Present,
            Self::Parti(_) => Reponse::Parti,
            Self::RoleChange(_) => Reponse::RoleChange,
        }
    }
}

/// Of whom it is said that they are still there, among those nobody has answered for.
#[derive(Clone, Debug)]
pub enum Selection {
    /// all of them, in one establishment or everywhere
    Tous(Option<Finess>),
    /// these
    Ces(HashSet<SituationId>),
}

impl Registry {
    /// Answers for one person, on the version that was read, with the effect of the answer; a previous answer that had an effect
    /// is undone first. The same answer again changes nothing. Returns how far the campaign is.
    pub async fn repondre_revue(
        &self,
        r: &Reviseur,
        situation: SituationId,
        version: i64,
        donnee: &Donnee,
    ) -> Result<Avancement, ActeError> {
        self.tenter(tentative(r), async {
            let mut tx = self.db.begin().await?;
            crate::personne::un_a_la_fois(&mut tx).await?;
            ouverte(&mut tx, r).await?;
            let row = sql(format!(
                "SELECT {COLONNES} FROM {} l {JOINTURES} WHERE l.situation = $3 AND l.finess IN {}",
                lignes(self.aujourd_hui(), "v.id = $2"),
                r.part()
            ))
            .bind(r.compte().uuid())
            .bind(r.revue().uuid())
            .bind(situation.uuid())
            .optional(&mut tx)
            .await?
            .ok_or(ActeError::Introuvable)?;
            if self.reponse_deja_dite(&row, donnee)? {
                return self.avancement_revue(&mut tx, r).await;
            }
            if row.get::<i64>("version")? != version {
                return Err(RevueError::Changee.into());
            }
            self.donner_reponse(&mut tx, r, &row, situation, donnee).await?;
            let avance = self.avancement_revue(&mut tx, r).await?;
            tx.commit().await?;
            Ok(avance)
        })
        .await
    }

    /// Whether that very answer is what the register holds.
    fn reponse_deja_dite(&self, row: &Row, donnee: &Donnee) -> Result<bool, ActeError> {
        let dite = row.get::<Option<String>>("dite")?;
        if dite.as_deref() != Some(donnee.reponse().code()) {
            return Ok(false);
        }
        Ok(match donnee {
            Donnee::Present => true,
            Donnee::RoleChange(role) => row.get::<String>("role")? == role.as_str(),
            Donnee::Parti(saisie) => {
                let fermeture = saisie
                    .valider(row.get("debut")?, self.aujourd_hui())
                    .map_err(ActeError::Invalide)?;
                row.get::<Option<domain::date::Jour>>("fin")? == Some(fermeture.fin)
                    && row.get::<Option<String>>("motif_fin")?.as_deref() == Some(fermeture.motif.code())
            }
        })
    }

    /// Undoes what the previous answer did, does what this one says, writes it.
    async fn donner_reponse(
        &self,
        tx: &mut Tx,
        r: &Reviseur,
        row: &Row,
        situation: SituationId,
        donnee: &Donnee,
    ) -> Result<(), ActeError> {
        let now = self.now();
        let personne: Uuid = row.get("personne")?;
        let soi = soi(&mut *tx, r).await? == Some(personne);
        if soi && !r.est_tete() {
            return Err(RevueError::PropreLigne.into());
        }
        let qui = (PersonneId::new(personne), situation);
        let avant = row.get::<Option<String>>("reponse")?;
        let role_avant: Option<String> = row.get("role_avant")?;
        match avant.as_deref() {
            Some("parti") => self.agir_en_revue(tx, r, qui, EffetRevue::Rouvrir).await?,
            Some("role_change") => {
                if let Some(ancien) = &role_avant {
                    let ancien: CodeRole = ancien
                        .parse()
                        .map_err(|_| DbError::stored("revue_personne.role_avant"))?;
                    self.agir_en_revue(tx, r, qui, EffetRevue::ChangerRole(&ancien))
                        .await?;
                }
            }
            _ => {}
        }
        let effet = match donnee {
            Donnee::Present => None,
            Donnee::Parti(saisie) => Some(EffetRevue::Fermer(saisie)),
            Donnee::RoleChange(role) => Some(EffetRevue::ChangerRole(role)),
        };
        if let Some(effet) = effet {
            let actuel = role_avant.clone().unwrap_or(row.get("role")?);
            if matches!(donnee, Donnee::RoleChange(role) if role.as_str() == actuel) {
                return Err(ActeError::SansChangement);
            }
            self.agir_en_revue(tx, r, qui, effet).await?;
        } else {
            confirmer(tx, r, now, &[situation]).await?;
        }
        let finess: Finess = row.parse("finess")?;
        let actuel: String = row.get("role")?;
        let ecrite = Ecrite {
            situation,
            personne: PersonneId::new(personne),
            finess: &finess,
            reponse: donnee.reponse(),
            arrivee: row.get("arrivee")?,
            tete: soi,
            role_avant: matches!(donnee, Donnee::RoleChange(_)).then(|| role_avant.unwrap_or(actuel)),
            version: row.get("version")?,
        };
        if self.ecrire_reponses(tx, r, now, &[ecrite]).await? == 0 {
            return Err(RevueError::Changee.into());
        }
        Ok(())
    }

    /// Says of many people, in one transaction, that they are still there. Those somebody has answered for keep their answer;
    /// one's own line is left to somebody else, or marked as the head's (R38). Returns how many, and how far the campaign is.
    pub async fn confirmer_presents(
        &self,
        r: &Reviseur,
        selection: &Selection,
    ) -> Result<(u64, Avancement), ActeError> {
        self.tenter(tentative(r), async {
            let now = self.now();
            let mut tx = self.db.begin().await?;
            ouverte(&mut tx, r).await?;
            let ici = match selection {
                Selection::Tous(Some(finess)) => finess.as_str(),
                _ => "",
            };
            let rows = sql(format!(
                "SELECT l.situation, l.personne, l.finess, l.arrivee, l.version FROM {} l \
                 WHERE l.reponse IS NULL AND l.finess IN {} AND ($3 = '' OR l.finess = $3)",
                lignes(self.aujourd_hui(), "v.id = $2"),
                r.part()
            ))
            .bind(r.compte().uuid())
            .bind(r.revue().uuid())
            .bind(ici)
            .all(&mut tx)
            .await?;
            let soi = soi(&mut tx, r).await?;
            let choisies = rows
                .iter()
                .map(|row| Ok((row, row.parse::<Finess>("finess")?)))
                .collect::<Result<Vec<_>, DbError>>()?;
            let mut ecrites = Vec::new();
            for (row, finess) in &choisies {
                let situation = SituationId::new(row.get("situation")?);
                let personne: Uuid = row.get("personne")?;
                let sienne = soi == Some(personne);
                let voulue = match selection {
                    Selection::Tous(_) => true,
                    Selection::Ces(ces) => ces.contains(&situation),
                };
                if !voulue || sienne && !r.est_tete() {
                    continue;
                }
                ecrites.push(Ecrite {
                    situation,
                    personne: PersonneId::new(personne),
                    finess,
                    reponse: Reponse::Present,
                    arrivee: row.get("arrivee")?,
                    tete: sienne,
                    role_avant: None,
                    version: row.get("version")?,
                });
            }
            let confirmees: Vec<SituationId> = ecrites.iter().map(|ecrite| ecrite.situation).collect();
            confirmer(&mut tx, r, now, &confirmees).await?;
            let nombre = self.ecrire_reponses(&mut tx, r, now, &ecrites).await?;
            let avance = self.avancement_revue(&mut tx, r).await?;
            tx.commit().await?;
            Ok((nombre, avance))
        })
        .await
    }

    /// How far this person's part of the campaign is.
    pub(super) async fn avancement_revue(&self, tx: &mut Tx, r: &Reviseur) -> Result<Avancement, ActeError> {
        let row = sql(format!(
            "SELECT {COMPTES} FROM {} l WHERE l.finess IN {}",
            lignes(self.aujourd_hui(), "v.id = $2"),
            r.part()
        ))
        .bind(r.compte().uuid())
        .bind(r.revue().uuid())
        .one(tx)
        .await?;
        Ok(avancement(&row)?)
    }
}

fn tentative(r: &Reviseur) -> Tentative<'static> {
    Tentative {
        auteur: r.auteur(),
        acte: Acte::Revoir,
        objet: Objet::Revue(r.revue()),
    }
}
