//! What the head of structures sees of their campaigns, and what whoever answers sees of one.

use super::attestation;
use super::invitation::PartageVu;
use super::lignes::{COMPTES, avancement, lignes};
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
    /// how often a campaign comes
    pub frequence: Frequence,
    /// when the next one opens by itself
    pub prochaine: Option<Jour>,
    /// the one that goes on
    pub en_cours: Option<RevueResume>,
    /// those that are over, the latest first
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
}

/// Campaigns over that a list shows.
const PASSEES: u32 = 40;

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

    /// The structures that this person heads, with their campaigns.
    pub async fn mes_revues(&self, r: &Representant) -> Result<Vec<StructureRevue>, ActeError> {
        let structures = sql(format!(
            "SELECT x.finess, COALESCE(j.raison_sociale, e.raison_sociale) AS nom, g.frequence FROM {} x \
             LEFT JOIN entite_juridique j ON x.portee = 'EJ' AND j.finess = x.finess \
             LEFT JOIN etablissement e ON x.portee = 'EG' AND e.finess = x.finess \
             LEFT JOIN revue_reglage g ON g.finess = x.finess \
             WHERE COALESCE(j.raison_sociale, e.raison_sociale) IS NOT NULL ORDER BY nom, x.finess",
            r.structures()
        ))
        .bind(r.compte().uuid())
        .all(&self.db)
        .await?;
        let miennes = format!(
            "(v.finess IN (SELECT x.finess FROM {} x) OR v.finess IN {})",
            r.structures(),
            r.perimetre()
        );
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
        let mut revues = sql(format!(
            "SELECT v.id, v.finess, v.nom, v.ouverte_le, v.echeance, v.terminee_le, v.attestation FROM revue v WHERE {miennes} \
             ORDER BY v.ouverte_le DESC LIMIT {PASSEES}"
        ))
        .bind(r.compte().uuid())
        .all(&self.db)
        .await?
        .iter()
        .map(|row| resume(row, &comptes))
        .collect::<Result<Vec<RevueResume>, DbError>>()?;
        let mut liste = Vec::new();
        for row in structures {
            let finess: Finess = row.parse("finess")?;
            let frequence = match row.get::<Option<String>>("frequence")? {
                Some(code) => code
                    .parse()
                    .map_err(|_| DbError::stored("revue_reglage.frequence"))?,
                None => Frequence::default(),
            };
            let (siennes, autres): (Vec<_>, Vec<_>) =
                revues.into_iter().partition(|revue| revue.finess == finess);
            revues = autres;
            let (en_cours, passees): (Vec<_>, Vec<_>) =
                siennes.into_iter().partition(|revue| revue.etat.est_ouverte());
            liste.push(StructureRevue {
                nom: row.get("nom")?,
                prochaine: prochaine_periode(frequence, self.aujourd_hui()),
                frequence,
                en_cours: en_cours.into_iter().next(),
                passees,
                finess,
            });
        }
        Ok(liste)
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
            partages(&self.db, r).await?
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
        })
    }
}

fn resume(row: &Row, comptes: &HashMap<Uuid, Avancement>) -> Result<RevueResume, DbError> {
    let id: Uuid = row.get("id")?;
    let avancement = match row.get::<Option<String>>("attestation")? {
        Some(texte) => attestation::lire(&texte)?.comptes,
        None => comptes.get(&id).copied().unwrap_or_default(),
    };
    let terminee_le = row.get::<Option<i64>>("terminee_le")?.map(Instant::from_millis);
    Ok(RevueResume {
        id: RevueId::new(id),
        finess: row.parse("finess")?,
        nom: row.get("nom")?,
        ouverte_le: Instant::from_millis(row.get("ouverte_le")?),
        echeance: row.get("echeance")?,
        etat: EtatRevue::de(terminee_le.is_some(), avancement),
        avancement,
        terminee_le,
    })
}
