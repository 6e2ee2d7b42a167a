//! What people say: one answer, with its effect in the same transaction, or « still there » for many at once.

use super::RevueError;
use super::ecriture::{Ecrite, confirmer, ouverte};
use super::lignes::{COLONNES, COMPTES, JOINTURES, avancement, lignes, pendant};
use super::soi::soi;
use crate::Registry;
use crate::db::{DbError, Places, Row, Run, Tx, sql};
use crate::droit::Reviseur;
use crate::erreur::ActeError;
use crate::journal::{Acte, Objet, Tentative};
use crate::situation::EffetRevue;
use domain::date::{Instant, Jour};
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

/// What was shown of those nobody has answered for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vus {
    /// when it was read
    pub le: Instant,
    /// how many there were
    pub nombre: i64,
}

impl Vus {
    /// Refuses people without an answer who were not among those shown: what came into the register since, or more than there were
    /// (a situation opened again). Fewer is fine: somebody answered.
    fn verifier(self, rows: &[Row]) -> Result<(), ActeError> {
        let jour = self.le.jour_paris();
        let mut nouvelles = 0;
        for row in rows {
            let venue = row.get::<i64>("cree_le")? > self.le.millis() || row.get::<Jour>("debut")? > jour;
            nouvelles += i64::from(venue);
        }
        // The number comes from a form: it may be anything.
        let en_plus = i64::try_from(rows.len()).unwrap_or(i64::MAX) - self.nombre.max(0);
        match nouvelles.max(en_plus) {
            ..=0 => Ok(()),
            n => Err(RevueError::Arrivees(n).into()),
        }
    }
}

/// Most people chosen one by one that the statement names; beyond, the whole part is read.
const NOMMEES: usize = 1_000;

/// Of whom it is said that they are still there, among those nobody has answered for.
#[derive(Clone, Debug)]
pub enum Selection {
    /// all of them, in one establishment or everywhere, whoever they are
    Tous(Option<Finess>),
    /// all of them, in one establishment or everywhere, as long as nobody has come since they were shown
    Vus(Option<Finess>, Vus),
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
                "SELECT {COLONNES} FROM {} l {JOINTURES} WHERE l.finess IN {}",
                lignes(self.aujourd_hui(), "v.id = $2 AND s.id = $3"),
                r.part()
            ))
            .bind(r.compte().uuid())
            .bind(r.revue().uuid())
            .bind(situation.uuid())
            .optional(&mut tx)
            .await?
            .ok_or(ActeError::Introuvable)?;
            if self.reponse_deja_dite(&row, donnee)? {
                return Ok(self.avancement_revue(&mut tx, r).await?);
            }
            if row.get::<i64>("version")? != version {
                return Err(RevueError::Changee.into());
            }
            self.donner_reponse(&mut tx, r, &row, situation, donnee).await?;
            tx.commit().await?;
            // Counting the whole part does not make others wait.
            Ok(self.avancement_revue(&self.db, r).await?)
        })
        .await
    }

    /// Whether that very answer is what the register holds, and still counts.
    fn reponse_deja_dite(&self, row: &Row, donnee: &Donnee) -> Result<bool, ActeError> {
        for colonne in ["dite", "reponse"] {
            if row.get::<Option<String>>(colonne)?.as_deref() != Some(donnee.reponse().code()) {
                return Ok(false);
            }
        }
        Ok(match donnee {
            Donnee::Present => true,
            Donnee::RoleChange(role) => row.get::<String>("role")? == role.as_str(),
            Donnee::Parti(saisie) => {
                let fermeture = saisie
                    .valider(row.get("debut")?, self.aujourd_hui())
                    .map_err(ActeError::Invalide)?;
                row.get::<Option<Jour>>("fin")? == Some(fermeture.fin)
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
        let engine = tx.engine();
        let soi = soi(&mut *tx, engine, r).await?.contains(&personne);
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
        let fin = match donnee {
            Donnee::Parti(saisie) => {
                let fermeture = saisie.valider(row.get("debut")?, self.aujourd_hui());
                Some(fermeture.map_err(ActeError::Invalide)?.fin)
            }
            Donnee::Present | Donnee::RoleChange(_) => None,
        };
        let ecrite = Ecrite {
            situation,
            personne: PersonneId::new(personne),
            finess: &finess,
            reponse: donnee.reponse(),
            fin,
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
    /// one's own line is left to somebody else, or marked as the head's (R38). Nobody is confirmed unseen: see [`Selection::Vus`].
    /// Returns how many, and how far the campaign is.
    pub async fn confirmer_presents(
        &self,
        r: &Reviseur,
        selection: &Selection,
    ) -> Result<(u64, Avancement), ActeError> {
        self.tenter(tentative(r), async {
            let now = self.now();
            let mut tx = self.db.begin().await?;
            let ouverte_le = ouverte(&mut tx, r).await?;
            let rows = self.sans_reponse(&mut tx, r, selection).await?;
            if let Selection::Vus(_, vus) = selection {
                let le = pendant(vus.le, ouverte_le, now);
                Vus { le, ..*vus }.verifier(&rows)?;
            }
            let engine = tx.engine();
            let soi = soi(&mut tx, engine, r).await?;
            let choisies = rows
                .iter()
                .map(|row| Ok((row, row.parse::<Finess>("finess")?)))
                .collect::<Result<Vec<_>, DbError>>()?;
            let mut ecrites = Vec::new();
            for (row, finess) in &choisies {
                let situation = SituationId::new(row.get("situation")?);
                let personne: Uuid = row.get("personne")?;
                let sienne = soi.contains(&personne);
                let voulue = match selection {
                    Selection::Tous(_) | Selection::Vus(..) => true,
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
                    fin: None,
                    arrivee: row.get("arrivee")?,
                    tete: sienne,
                    role_avant: None,
                    version: row.get("version")?,
                });
            }
            let confirmees: Vec<SituationId> = ecrites.iter().map(|ecrite| ecrite.situation).collect();
            confirmer(&mut tx, r, now, &confirmees).await?;
            let nombre = self.ecrire_reponses(&mut tx, r, now, &ecrites).await?;
            tx.commit().await?;
            Ok((nombre, self.avancement_revue(&self.db, r).await?))
        })
        .await
    }

    /// Those nobody has answered for among whom people are chosen.
    async fn sans_reponse(
        &self,
        tx: &mut Tx,
        r: &Reviseur,
        selection: &Selection,
    ) -> Result<Vec<Row>, DbError> {
        let mut places = Places::first(r.compte().uuid());
        places.bind(r.revue().uuid());
        let (quelles, ici) = match selection {
            Selection::Tous(finess) | Selection::Vus(finess, _) => {
                let ici = finess
                    .as_ref()
                    .map(|finess| format!("AND l.finess = {}", places.bind(finess.as_str())));
                ("v.id = $2".to_owned(), ici)
            }
            Selection::Ces(ces) if ces.len() <= NOMMEES => {
                let liste = places.list(ces.iter().map(|id| id.uuid()));
                (format!("v.id = $2 AND s.id IN {liste}"), None)
            }
            Selection::Ces(_) => ("v.id = $2".to_owned(), None),
        };
        let texte = format!(
            "SELECT l.situation, l.personne, l.finess, l.arrivee, l.version, l.cree_le, l.debut FROM {} l \
             WHERE l.reponse IS NULL AND l.finess IN {} {}",
            lignes(self.aujourd_hui(), &quelles),
            r.part(),
            ici.unwrap_or_default()
        );
        places.statement(texte).all(tx).await
    }

    /// How far this person's part of the campaign is.
    async fn avancement_revue(&self, on: impl Run<'_>, r: &Reviseur) -> Result<Avancement, DbError> {
        let row = sql(format!(
            "SELECT {COMPTES} FROM {} l WHERE l.finess IN {}",
            lignes(self.aujourd_hui(), "v.id = $2"),
            r.part()
        ))
        .bind(r.compte().uuid())
        .bind(r.revue().uuid())
        .one(on)
        .await?;
        avancement(&row)
    }
}

fn tentative(r: &Reviseur) -> Tentative<'static> {
    Tentative {
        auteur: r.auteur(),
        acte: Acte::Revoir,
        objet: Objet::Revue(r.revue()),
    }
}
