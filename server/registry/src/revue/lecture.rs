//! What the head of structures sees of their campaigns, and what whoever answers sees of one.

use super::attestation;
use super::invitation::PartageVu;
use super::lignes::{COMPTES, avancement, garde_des_droits, lignes};
use super::partage::partages;
use crate::Registry;
use crate::db::{DbError, Row, sql};
use crate::droit::{Representant, Reviseur, SessionOuverte};
use crate::erreur::ActeError;
use crate::journal::{Acte, Objet, Tentative};
use domain::date::{Instant, Jour};
use domain::identifiant::Finess;
use domain::ids::RevueId;
use domain::revue::{Avancement, EtatRevue, Frequence, prochaine_periode};
use std::collections::HashMap;
use uuid::Uuid;

/// A campaign in a list.
#[derive(Clone, Debug)]
pub struct RevueResume {
    /// its id
    pub id: RevueId,
    /// the structure's number
    pub finess: Finess,
    /// and name
    pub nom: String,
    /// when it began
    pub ouverte_le: Instant,
    /// last day to answer
    pub echeance: Jour,
    /// where it stands
    pub etat: EtatRevue,
    /// how far it is
    pub avancement: Avancement,
    /// when it ended
    pub terminee_le: Option<Instant>,
}

/// A structure that somebody heads, and its campaigns.
#[derive(Clone, Debug)]
pub struct StructureRevue {
    /// its number
    pub finess: Finess,
    /// its name
    pub nom: String,
    /// whether campaigns come by themselves there, as often as said: not for an establishment reviewed apart from its EJ
    pub reglable: bool,
    /// how often a campaign comes
    pub frequence: Frequence,
    /// when the next one opens by itself
    pub prochaine: Option<Jour>,
    /// the one that goes on
    pub en_cours: Option<RevueResume>,
    /// the latest of those that are over, the latest first
    pub passees: Vec<RevueResume>,
}

/// An establishment of a campaign.
#[derive(Clone, Debug)]
pub struct PartRevue {
    /// its number
    pub finess: Finess,
    /// its name
    pub nom: String,
    /// how far it is
    pub avancement: Avancement,
    /// to whom it is entrusted; for the head of the structure only
    pub partage: Option<PartageVu>,
}

/// A campaign, as whoever answers sees it.
#[derive(Clone, Debug)]
pub struct RevueVue {
    /// its id
    pub id: RevueId,
    /// the structure's name
    pub nom: String,
    /// when it began
    pub ouverte_le: Instant,
    /// last day to answer
    pub echeance: Jour,
    /// where this person's part stands
    pub etat: EtatRevue,
    /// how far it is
    pub avancement: Avancement,
    /// its establishments, by name
    pub parts: Vec<PartRevue>,
    /// people said to have left who keep rights on the structure; for its head only
    pub droits_gardes: i64,
}

/// Campaigns over that the list shows of one structure: five years of them.
const PASSEES: u32 = 20;

impl Registry {
    /// The proof that answering in a campaign asks for; for anybody else the campaign is [`ActeError::Introuvable`].
    pub async fn reviseur(&self, session: &SessionOuverte, revue: RevueId) -> Result<Reviseur, ActeError> {
        let tentative = Tentative {
            auteur: session.auteur(),
            acte: Acte::Consulter,
            objet: Objet::Revue(revue),
        };
        self.tenter(tentative, async {
            Reviseur::lire(&self.db, session, revue, self.aujourd_hui())
                .await?
                .ok_or(ActeError::Introuvable)
        })
        .await
    }

    /// The structures that this person heads, with their campaigns; among them the establishments of an EJ that were reviewed apart.
    pub async fn mes_revues(&self, r: &Representant) -> Result<Vec<StructureRevue>, ActeError> {
        let (structures, perimetre) = (r.structures(), r.perimetre());
        let rows = sql(format!(
            "SELECT x.finess, x.reglable, COALESCE(j.raison_sociale, e.raison_sociale) AS nom, g.frequence FROM (\
               SELECT y.finess, y.portee, TRUE AS reglable FROM {structures} y \
               UNION ALL SELECT w.finess, 'EG', FALSE FROM etablissement w WHERE w.finess IN {perimetre} \
               AND w.finess NOT IN (SELECT y.finess FROM {structures} y) \
               AND EXISTS (SELECT 1 FROM revue v WHERE v.finess = w.finess)) x \
             LEFT JOIN entite_juridique j ON x.portee = 'EJ' AND j.finess = x.finess \
             LEFT JOIN etablissement e ON x.portee = 'EG' AND e.finess = x.finess \
             LEFT JOIN revue_reglage g ON g.finess = x.finess \
             WHERE COALESCE(j.raison_sociale, e.raison_sociale) IS NOT NULL ORDER BY nom, x.finess"
        ))
        .bind(r.compte().uuid())
        .all(&self.db)
        .await?;
        let mut revues = self
            .resumes(
                r,
                &format!("(v.finess IN (SELECT x.finess FROM {structures} x) OR v.finess IN {perimetre})"),
            )
            .await?;
        rows.iter()
            .map(|row| {
                let finess: Finess = row.parse("finess")?;
                let reglable: bool = row.get("reglable")?;
                let frequence = match row.get::<Option<String>>("frequence")? {
                    Some(code) => code
                        .parse()
                        .map_err(|_| DbError::stored("revue_reglage.frequence"))?,
                    None => Frequence::default(),
                };
                let siennes = revues.remove(finess.as_str()).unwrap_or_default();
                let (en_cours, passees): (Vec<_>, Vec<_>) =
                    siennes.into_iter().partition(|revue| revue.etat.est_ouverte());
                Ok(StructureRevue {
                    nom: row.get("nom")?,
                    reglable,
                    prochaine: prochaine_periode(frequence, self.aujourd_hui()).filter(|_| reglable),
                    frequence,
                    en_cours: en_cours.into_iter().next(),
                    passees,
                    finess,
                })
            })
            .collect()
    }

    /// The campaigns `v` that fit a condition, by structure: every one under way, the latest of those that are over.
    async fn resumes(
        &self,
        r: &Representant,
        miennes: &str,
    ) -> Result<HashMap<String, Vec<RevueResume>>, DbError> {
        let comptes = sql(format!(
            "SELECT l.revue, {COMPTES} FROM {} l GROUP BY l.revue",
            lignes(
                self.aujourd_hui(),
                &format!("v.terminee_le IS NULL AND {miennes}")
            )
        ))
        .bind(r.compte().uuid())
        .all(&self.db)
        .await?
        .iter()
        .map(|row| Ok((row.get("revue")?, avancement(row)?)))
        .collect::<Result<HashMap<Uuid, Avancement>, DbError>>()?;
        let rows = sql(format!(
            "SELECT v.id, v.finess, v.nom, v.ouverte_le, v.echeance, v.terminee_le, v.attestation FROM revue v \
             JOIN (SELECT v.id, ROW_NUMBER() OVER (PARTITION BY v.finess ORDER BY v.ouverte_le DESC) AS rang FROM revue v \
             WHERE v.terminee_le IS NOT NULL AND {miennes} \
             UNION ALL SELECT v.id, 1 FROM revue v WHERE v.terminee_le IS NULL AND {miennes}) x ON x.id = v.id \
             WHERE x.rang <= {PASSEES} ORDER BY v.ouverte_le DESC, v.id"
        ))
        .bind(r.compte().uuid())
        .all(&self.db)
        .await?;
        let mut revues: HashMap<String, Vec<RevueResume>> = HashMap::new();
        for row in &rows {
            revues
                .entry(row.get("finess")?)
                .or_default()
                .push(resume(row, &comptes)?);
        }
        Ok(revues)
    }

    /// The campaign of a proof.
    pub async fn revue(&self, r: &Reviseur) -> Result<RevueVue, ActeError> {
        let row = sql("SELECT id, nom, ouverte_le, echeance, terminee_le FROM revue WHERE id = $1")
            .bind(r.revue().uuid())
            .optional(&self.db)
            .await?
            .ok_or(ActeError::Introuvable)?;
        let rows = sql(format!(
            "SELECT l.finess, e.raison_sociale, {COMPTES} FROM {} l JOIN etablissement e ON e.finess = l.finess \
             WHERE l.finess IN {} GROUP BY l.finess, e.raison_sociale ORDER BY e.raison_sociale, l.finess",
            lignes(self.aujourd_hui(), "v.id = $2"),
            r.part()
        ))
        .bind(r.compte().uuid())
        .bind(r.revue().uuid())
        .all(&self.db)
        .await?;
        let mut partages = if r.est_tete() {
            partages(&self.db, r, self.aujourd_hui()).await?
        } else {
            HashMap::new()
        };
        let parts = rows
            .iter()
            .map(|row| {
                let finess: Finess = row.parse("finess")?;
                Ok(PartRevue {
                    nom: row.get("raison_sociale")?,
                    avancement: avancement(row)?,
                    partage: partages.remove(finess.as_str()),
                    finess,
                })
            })
            .collect::<Result<Vec<_>, DbError>>()?;
        let total = parts
            .iter()
            .fold(Avancement::default(), |somme, part| somme.et(part.avancement));
        let terminee = row.get::<Option<i64>>("terminee_le")?.is_some();
        Ok(RevueVue {
            id: r.revue(),
            nom: row.get("nom")?,
            ouverte_le: Instant::from_millis(row.get("ouverte_le")?),
            echeance: row.get("echeance")?,
            etat: EtatRevue::de(terminee, total),
            avancement: total,
            parts,
            droits_gardes: if r.est_tete() {
                self.droits_gardes(r).await?
            } else {
                0
            },
        })
    }

    /// How many people said to have left keep rights on the structure (R52).
    async fn droits_gardes(&self, r: &Reviseur) -> Result<i64, DbError> {
        sql(format!(
            "SELECT COUNT(DISTINCT l.personne) AS n FROM {} l JOIN etablissement e ON e.finess = l.finess WHERE l.finess IN {} AND {}",
            lignes(self.aujourd_hui(), "v.id = $2"),
            r.part(),
            garde_des_droits()
        ))
        .bind(r.compte().uuid())
        .bind(r.revue().uuid())
        .one(&self.db)
        .await?
        .get("n")
    }
}

fn resume(row: &Row, comptes: &HashMap<Uuid, Avancement>) -> Result<RevueResume, DbError> {
    let id: Uuid = row.get("id")?;
    let (avancement, etat) = if let Some(texte) = row.get::<Option<String>>("attestation")? {
        let attestation = attestation::lire(&texte)?;
        let etat = if attestation.non_terminee {
            EtatRevue::NonTerminee
        } else {
            EtatRevue::Attestee
        };
        (attestation.comptes, etat)
    } else {
        let avancement = comptes.get(&id).copied().unwrap_or_default();
        (avancement, EtatRevue::de(false, avancement))
    };
    Ok(RevueResume {
        id: RevueId::new(id),
        finess: row.parse("finess")?,
        nom: row.get("nom")?,
        ouverte_le: Instant::from_millis(row.get("ouverte_le")?),
        echeance: row.get("echeance")?,
        etat,
        avancement,
        terminee_le: row.get::<Option<i64>>("terminee_le")?.map(Instant::from_millis),
    })
}
