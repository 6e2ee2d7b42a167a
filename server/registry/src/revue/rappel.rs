//! Reminders to those whose part of a campaign is not done, at the address they confirmed for their notifications: when two
//! weeks are left, when three days are left, when the last day has passed. Each is given once, whoever runs the task, and each
//! ends those of its campaign in one click.

use super::lignes::lignes;
use crate::Registry;
use crate::db::{DbError, Row, Tx, sql};
use crate::droit::confiee;
use crate::journal::{self, Acte, Auteur, Entree, Objet};
use crate::message;
use crate::notification::{Portee, jeton_pour};
use crate::perimetre::{REPRESENTANTS, en_vigueur};
use domain::date::Instant;
use domain::ids::{CompteId, RevueId};
use domain::revue::{Rappel, rappel_du};
use uuid::Uuid;

impl Registry {
    /// Gives the reminders that are due, each in its own transaction: what cannot be given is told to the operator and leaves the
    /// others alone. Returns how many.
    pub async fn rappeler_revues(&self) -> Result<u32, DbError> {
        let now = self.now();
        let revues = sql(
            "SELECT id, nom, echeance FROM revue WHERE terminee_le IS NULL AND echeance <= $1 ORDER BY echeance, id",
        )
        .bind(now.plus_days(14).jour_paris())
        .all(&self.db)
        .await?;
        let mut donnes = 0;
        for revue in revues {
            match self.rappeler_une_revue(&revue, now).await {
                Ok(nombre) => donnes += nombre,
                Err(cause) => {
                    let revue: Uuid = revue.get("id")?;
                    tracing::error!(%cause, %revue, "reminders of a review could not be written");
                }
            }
        }
        Ok(donnes)
    }

    async fn rappeler_une_revue(&self, revue: &Row, now: Instant) -> Result<u32, DbError> {
        let id: Uuid = revue.get("id")?;
        let Some(rappel) = rappel_du(revue.get("echeance")?, now.jour_paris()) else {
            return Ok(0);
        };
        if !self.reste_a_rappeler(id, rappel).await? {
            return Ok(0);
        }
        let mut donnes = 0;
        for qui in self.reviseurs_en_retard(id, rappel).await? {
            match self.rappeler_revue(revue, &qui, rappel, now).await {
                Ok(donne) => donnes += u32::from(donne),
                Err(cause) => {
                    tracing::error!(%cause, revue = %id, "a reminder of a review could not be written");
                }
            }
        }
        Ok(donnes)
    }

    /// Whether somebody who may answer in a campaign has an address and has not had that reminder. Says so without reading its people,
    /// which is what the task does each hour for a campaign that everybody was reminded of.
    async fn reste_a_rappeler(&self, revue: Uuid, rappel: Rappel) -> Result<bool, DbError> {
        let row = sql(format!(
            "SELECT c.compte FROM contact_notification c WHERE c.email IS NOT NULL \
             AND NOT EXISTS (SELECT 1 FROM revue_rappel x WHERE x.revue = $1 AND x.compte = c.compte AND x.etape = $2) \
             AND c.compte IN (SELECT h.compte FROM revue v LEFT JOIN etablissement e ON e.finess = v.finess \
               JOIN habilitation h ON h.finess IN (v.finess, e.finess_ej) AND (h.portee = 'EJ' OR v.portee = 'EG') \
               WHERE v.id = $1 AND h.genre IN {REPRESENTANTS} AND {} \
               UNION SELECT q.compte FROM revue_partage p JOIN revue_reviseur q ON q.partage = p.id \
               WHERE p.revue = $1 AND p.revoque_le IS NULL AND q.refuse_le IS NULL) LIMIT 1",
            en_vigueur(self.aujourd_hui())
        ))
        .bind(revue)
        .bind(rappel.code())
        .optional(&self.db)
        .await?;
        Ok(row.is_some())
    }

    /// Who has something left to answer in a campaign, an address, and not had that reminder: `compte`, `contact`, `email`, `restantes`.
    /// The head of the structure is reminded of everything, somebody else of their part.
    async fn reviseurs_en_retard(&self, revue: Uuid, rappel: Rappel) -> Result<Vec<Row>, DbError> {
        let jour = self.aujourd_hui();
        sql(format!(
            "SELECT c.compte, c.contact, c.email, COUNT(*) AS restantes FROM (\
               SELECT DISTINCT h.compte, l.situation FROM {lignes} l JOIN etablissement e ON e.finess = l.finess \
               JOIN revue v ON v.id = l.revue JOIN habilitation h ON h.finess IN (v.finess, e.finess, e.finess_ej) \
                 AND (h.portee = 'EJ' OR v.portee = 'EG') \
               WHERE l.reponse IS NULL AND h.genre IN {REPRESENTANTS} AND {vigueur} \
               UNION SELECT q.compte, l.situation FROM {lignes} l JOIN revue_partage p ON p.revue = l.revue AND p.finess = l.finess \
               JOIN revue_reviseur q ON q.partage = p.id \
               WHERE l.reponse IS NULL AND p.revoque_le IS NULL AND {confiee}) a \
             JOIN contact_notification c ON c.compte = a.compte AND c.email IS NOT NULL \
             WHERE NOT EXISTS (SELECT 1 FROM revue_rappel x WHERE x.revue = $1 AND x.compte = c.compte AND x.etape = $2) \
             GROUP BY c.compte, c.contact, c.email ORDER BY c.compte",
            lignes = lignes(jour, "v.id = $1"),
            vigueur = en_vigueur(jour),
            confiee = confiee(jour)
        ))
        .bind(revue)
        .bind(rappel.code())
        .all(&self.db)
        .await
    }

    /// False when another process gave it.
    async fn rappeler_revue(
        &self,
        revue: &Row,
        qui: &Row,
        rappel: Rappel,
        now: Instant,
    ) -> Result<bool, DbError> {
        let id: Uuid = revue.get("id")?;
        let mut tx = self.db.begin().await?;
        let note = sql(
            "INSERT INTO revue_rappel (revue, compte, etape, le) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        )
        .bind(id)
        .bind(qui.get::<Uuid>("compte")?)
        .bind(rappel.code())
        .bind(now.millis())
        .execute(&mut tx)
        .await?;
        if note == 0 {
            return Ok(false);
        }
        let portee = Portee::Revue(RevueId::new(id));
        let jeton = jeton_pour(&mut tx, self, qui.get("contact")?, portee).await?;
        message::rappel_revue(
            qui.get("email")?,
            &revue.get::<String>("nom")?,
            qui.get("restantes")?,
            revue.get("echeance")?,
            rappel == Rappel::Depasse,
            jeton,
        )
        .deposer(&mut tx, CompteId::new(qui.get("compte")?), self.uuid(now), now)
        .await?;
        let objet = Objet::Revue(RevueId::new(id));
        let entree = Entree::new(now, Auteur::Programme, Acte::RappelerRevue, objet);
        journal::ecrire(&mut tx, &self.contexte, entree).await?;
        tx.commit().await?;
        Ok(true)
    }
}

/// That account receives no more reminder of that campaign: each is noted as given. 0 when they all were, or when the campaign does
/// not exist.
pub(crate) async fn cesser(
    tx: &mut Tx,
    compte: CompteId,
    revue: RevueId,
    le: Instant,
) -> Result<u64, DbError> {
    let mut notes = 0;
    for rappel in Rappel::TOUS {
        notes += sql(
            "INSERT INTO revue_rappel (revue, compte, etape, le) SELECT v.id, $2, $3, $4 FROM revue v WHERE v.id = $1 \
             ON CONFLICT DO NOTHING",
        )
        .bind(revue.uuid())
        .bind(compte.uuid())
        .bind(rappel.code())
        .bind(le.millis())
        .execute(&mut *tx)
        .await?;
    }
    Ok(notes)
}
