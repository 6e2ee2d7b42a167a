//! A planned end closes a situation by itself (R27): its state is worked out from the day. What is left to do is to tell the
//! person, once.

use super::ecriture::noter_annonce;
use crate::Registry;
use crate::db::{DbError, Row, sql};
use crate::journal::{self, Acte, Auteur, Detail, Entree, Objet};
use crate::message::{self, Quoi};
use crate::{etablissement, personne};
use domain::date::{Instant, Jour, court};
use domain::identifiant::Finess;
use domain::ids::PersonneId;
use domain::nomenclature::MotifFin;
use domain::saisie::Champ;
use uuid::Uuid;

/// An end older than that is no news any more: nothing is sent after a long stop of the portal.
const NOUVELLE_JOURS: i64 = 7;
/// Situations taken at a time.
const LOT: u32 = 500;

impl Registry {
    /// Tells, each in its own transaction, the people whose situation came to its end. Twice, or from two machines at once,
    /// changes nothing more. Returns how many were told.
    pub async fn annoncer_fins(&self) -> Result<u32, DbError> {
        let now = self.now();
        let mut annoncees = 0;
        loop {
            let rows = sql(format!(
                "SELECT situation.id, situation.personne, situation.finess, situation.fin, situation.motif_fin FROM situation \
                 WHERE situation.fin < $1 AND situation.fin >= $2 AND NOT EXISTS (SELECT 1 FROM fin_annoncee \
                 WHERE fin_annoncee.situation = situation.id AND fin_annoncee.fin = situation.fin) \
                 ORDER BY situation.fin, situation.id LIMIT {LOT}"
            ))
            .bind(now.jour_paris())
            .bind(now.plus_days(-NOUVELLE_JOURS).jour_paris())
            .all(&self.db)
            .await?;
            for row in &rows {
                if self.annoncer_fin(row, now).await? {
                    annoncees += 1;
                }
            }
            if rows.len() < LOT as usize {
                return Ok(annoncees);
            }
        }
    }

    /// False when somebody else did it, or when there is nobody to tell.
    async fn annoncer_fin(&self, situation: &Row, now: Instant) -> Result<bool, DbError> {
        let (id, fin): (Uuid, Jour) = (situation.get("id")?, situation.get("fin")?);
        let mut tx = self.db.begin().await?;
        if !noter_annonce(&mut tx, id, fin, now).await? {
            return Ok(false);
        }
        let qui: Uuid = situation.get("personne")?;
        let row = sql("SELECT * FROM personne WHERE id = $1")
            .bind(qui)
            .one(&mut tx)
            .await?;
        let finess: Finess = situation.parse("finess")?;
        let etablissement = etablissement::lire(&mut tx, &finess)
            .await?
            .ok_or_else(|| DbError::stored("situation.finess"))?;
        let deces = situation.get::<Option<String>>("motif_fin")?.as_deref() == Some(MotifFin::Deces.code());
        if !deces {
            message::situation_changee(
                Quoi::Terminee { fin },
                &personne::appel(&row)?,
                row.get("email")?,
                &etablissement,
                &[],
            )
            .deposer(&mut tx, PersonneId::new(qui), self.uuid(now), now)
            .await?;
        }
        let detail = Detail::dans(&finess)
            .poser("Situation", &etablissement.raison_sociale)
            .poser(Champ::DateFin.libelle(), &court(fin));
        let objet = Objet::Personne(PersonneId::new(qui));
        let entree = Entree::new(now, Auteur::Programme, Acte::TerminerSituation, objet).avec(detail);
        journal::ecrire(&mut tx, &self.contexte, entree).await?;
        tx.commit().await?;
        Ok(!deces)
    }
}
