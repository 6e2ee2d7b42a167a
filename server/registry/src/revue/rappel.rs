//! Reminders to those whose part of a campaign is not done, at the address they confirmed for their notifications: when two
//! weeks are left, when three days are left, when the last day has passed. Each is given once, whoever runs the task.

use super::lignes::lignes;
use crate::Registry;
use crate::db::{DbError, Row, sql};
use crate::journal::{self, Acte, Auteur, Entree, Objet};
use crate::message;
use crate::perimetre::{REPRESENTANTS, en_vigueur};
use domain::date::{Instant, Jour};
use domain::ids::RevueId;
use domain::revue::{Rappel, rappel_du};
use uuid::Uuid;

impl Registry {
    /// Gives the reminders that are due, each in its own transaction. Returns how many.
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
            let echeance: Jour = revue.get("echeance")?;
            let Some(rappel) = rappel_du(echeance, now.jour_paris()) else {
                continue;
            };
            for qui in self.reviseurs_en_retard(revue.get("id")?, rappel).await? {
                donnes += u32::from(self.rappeler_revue(&revue, &qui, rappel, now).await?);
            }
        }
        Ok(donnes)
    }

    /// Who has something left to answer in a campaign, an address, and not had that reminder: `compte`, `email`, `restantes`. The
    /// head of the structure is reminded of everything, somebody else of their part.
    async fn reviseurs_en_retard(&self, revue: Uuid, rappel: Rappel) -> Result<Vec<Row>, DbError> {
        let jour = self.aujourd_hui();
        sql(format!(
            "SELECT c.compte, c.email, COUNT(*) AS restantes FROM (\
               SELECT DISTINCT h.compte, l.situation FROM {lignes} l JOIN etablissement e ON e.finess = l.finess \
               JOIN revue v ON v.id = l.revue JOIN habilitation h ON h.finess IN (v.finess, e.finess, e.finess_ej) \
                 AND (h.portee = 'EJ' OR v.portee = 'EG') \
               WHERE l.reponse IS NULL AND h.genre IN {REPRESENTANTS} AND {vigueur} \
               UNION SELECT q.compte, l.situation FROM {lignes} l JOIN revue_partage p ON p.revue = l.revue AND p.finess = l.finess \
               JOIN revue_reviseur q ON q.partage = p.id \
               WHERE l.reponse IS NULL AND p.revoque_le IS NULL AND q.accepte_le IS NOT NULL) a \
             JOIN contact_notification c ON c.compte = a.compte AND c.email IS NOT NULL \
             WHERE NOT EXISTS (SELECT 1 FROM revue_rappel x WHERE x.revue = $1 AND x.compte = c.compte AND x.etape = $2) \
             GROUP BY c.compte, c.email ORDER BY c.compte",
            lignes = lignes(jour, "v.id = $1"),
            vigueur = en_vigueur(jour)
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
        message::rappel_revue(
            qui.get("email")?,
            &revue.get::<String>("nom")?,
            qui.get("restantes")?,
            revue.get("echeance")?,
            rappel == Rappel::Depasse,
        )
        .deposer(&mut tx, None, self.uuid(now), now)
        .await?;
        let objet = Objet::Revue(RevueId::new(id));
        let entree = Entree::new(now, Auteur::Programme, Acte::RappelerRevue, objet);
        journal::ecrire(&mut tx, &self.contexte, entree).await?;
        tx.commit().await?;
        Ok(true)
    }
}
