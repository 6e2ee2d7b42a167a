//! The end of a card is told 60 days, 30 days and on the last day before (R48): to its holder and to the heads of the structure, at the
//! address that they confirmed for notifications, else at the one given with their habilitation there. Once per card and threshold,
//! whoever runs the task and however late; what could be told to nobody waits for an address.

use super::lecture::A_SURVEILLER;
use super::porteur::sous;
use crate::Registry;
use crate::db::{DbError, Row, sql};
use crate::journal::{self, Acte, Auteur, Detail, Entree, Objet};
use crate::message::{CarteQuiExpire, carte_expire};
use crate::perimetre::REPRESENTANTS;
use domain::contact::Email;
use domain::date::{Instant, Jour};
use domain::ids::{CarteId, CompteId};
use domain::structure::{PREAVIS_JOURS, alerte};
use time::Duration;

/// A card over for longer is no news.
const ANCIENNE_JOURS: i64 = 30;

impl Registry {
    /// Tells the ends that are due, each in its own transaction: one that fails does not prevent the next ones. Returns how many, or the
    /// last failure.
    pub async fn alerter_cartes(&self) -> Result<u32, DbError> {
        let now = self.now();
        let aujourd_hui = now.jour_paris();
        let rows = sql(format!(
            "SELECT c.id, c.finess, c.titulaire, c.genre, c.expire_le, \
             COALESCE(e.raison_sociale, j.raison_sociale, c.finess) AS structure, \
             (SELECT MIN(r.seuil) FROM rappel_carte r WHERE r.carte = c.id AND r.expire_le = c.expire_le) AS dit FROM carte c \
             LEFT JOIN etablissement e ON e.finess = c.finess LEFT JOIN entite_juridique j ON j.finess = c.finess \
             WHERE {A_SURVEILLER} AND c.expire_le BETWEEN $1 AND $2 ORDER BY c.expire_le, c.id"
        ))
        .bind(aujourd_hui - Duration::days(ANCIENNE_JOURS))
        .bind(aujourd_hui + Duration::days(PREAVIS_JOURS))
        .all(&self.db)
        .await?;
        let mut dites = 0;
        let mut echec = None;
        for row in &rows {
            match self.alerter(row, aujourd_hui, now).await {
                Ok(dite) => dites += u32::from(dite),
                Err(cause) => echec = Some(cause),
            }
        }
        echec.map_or(Ok(dites), Err)
    }

    /// False when that threshold was already told, or there is nobody to tell.
    async fn alerter(&self, row: &Row, aujourd_hui: Jour, now: Instant) -> Result<bool, DbError> {
        let expire_le: Jour = row.get("expire_le")?;
        let Some(alerte) = alerte(expire_le, aujourd_hui) else {
            return Ok(false);
        };
        let seuil = alerte.seuil();
        if row.get::<Option<i64>>("dit")?.is_some_and(|dit| dit <= seuil) {
            return Ok(false);
        }
        let id = CarteId::new(row.get("id")?);
        let mut tx = self.db.begin().await?;
        let note = sql("INSERT INTO rappel_carte (carte, expire_le, seuil, le) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING")
            .bind(id.uuid())
            .bind(expire_le)
            .bind(seuil)
            .bind(now.millis())
            .execute(&mut tx)
            .await?;
        if note == 0 {
            return Ok(false);
        }
        let finess: String = row.get("finess")?;
        let adresses = sql(format!(
            "SELECT c.id, COALESCE(n.email, {donnee}) AS email, \
             CASE WHEN c.id = $1 THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END AS titulaire \
             FROM compte c LEFT JOIN contact_notification n ON n.compte = c.id WHERE (c.id = $1 OR c.id IN \
             (SELECT h.compte FROM habilitation h WHERE h.finess = $2 AND h.genre IN {REPRESENTANTS} AND h.retiree_le IS NULL)) \
             AND COALESCE(n.email, {donnee}) IS NOT NULL ORDER BY c.id",
            donnee = format!(
                "(SELECT MAX(h.email) FROM habilitation h WHERE h.compte = c.id AND h.retiree_le IS NULL AND {})",
                sous("$2")
            )
        ))
        .bind(row.get::<Option<uuid::Uuid>>("titulaire")?)
        .bind(finess.as_str())
        .all(&mut tx)
        .await?;
        if adresses.is_empty() {
            return Ok(false);
        }
        let structure: String = row.get("structure")?;
        let genre: String = row.get("genre")?;
        for adresse in adresses {
            let courriel = CarteQuiExpire {
                structure: &structure,
                genre: &genre,
                expire_le,
                alerte,
                au_titulaire: adresse.get::<i64>("titulaire")? > 0,
            };
            let email: Email = adresse.parse("email")?;
            carte_expire(email.as_str().to_owned(), &courriel)
                .deposer(&mut tx, CompteId::new(adresse.get("id")?), self.uuid(now), now)
                .await?;
        }
        let finess = finess.parse().map_err(|_| DbError::stored("carte.finess"))?;
        let detail = Detail::dans(&finess).poser("Jours restants au plus", &seuil.to_string());
        let entree = Entree::new(now, Auteur::Programme, Acte::AlerterCarte, Objet::Carte(id)).avec(detail);
        journal::ecrire(&mut tx, &self.contexte, entree).await?;
        tx.commit().await?;
        Ok(true)
    }
}
