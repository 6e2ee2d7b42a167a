//! The end of a card is told 60 days, 30 days and on the last day before (R48): to its holder and to the heads of the structure, at the
//! address that they confirmed for notifications, else at the one given with their habilitation there. Once per card, threshold and
//! person, whoever runs the task and however late: who has no address yet is told once they have one, whoever was told before.

use super::lecture::A_SURVEILLER;
use super::porteur::sous;
use crate::Registry;
use crate::db::{DbError, Row, sql};
use crate::journal::{self, Acte, Auteur, Detail, Entree, Objet};
use crate::message::{CarteQuiExpire, carte_expire};
use crate::perimetre::REPRESENTANTS;
use domain::contact::Email;
use domain::date::{Instant, Jour};
use domain::identifiant::Finess;
use domain::ids::{CarteId, CompteId};
use domain::structure::{PREAVIS_JOURS, alerte};
use time::Duration;
use uuid::Uuid;

/// A card over for longer is no news.
const ANCIENNE_JOURS: i64 = 30;

impl Registry {
    /// Tells the ends that are due, those of a card in one transaction: one that fails does not prevent the next ones. Returns of how
    /// many cards somebody was told, or the last failure.
    pub async fn alerter_cartes(&self) -> Result<u32, DbError> {
        let now = self.now();
        let aujourd_hui = now.jour_paris();
        let rows = self.a_prevenir(aujourd_hui).await?;
        let mut dites = 0;
        let mut echec = None;
        // The people of a card follow each other.
        for carte in rows.chunk_by(|a, b| a.get::<Uuid>("id").ok() == b.get::<Uuid>("id").ok()) {
            match self.alerter(carte, aujourd_hui, now).await {
                Ok(dite) => dites += u32::from(dite),
                Err(cause) => echec = Some(cause),
            }
        }
        echec.map_or(Ok(dites), Err)
    }

    /// The cards that end soon or have just ended, with each person who has to know and can be written to, and the lowest threshold that
    /// this person was told.
    async fn a_prevenir(&self, aujourd_hui: Jour) -> Result<Vec<Row>, DbError> {
        let donnee = format!(
            "(SELECT MAX(h.email) FROM habilitation h WHERE h.compte = d.compte AND h.retiree_le IS NULL AND {})",
            sous("c.finess")
        );
        sql(format!(
            "SELECT c.id, c.finess, c.genre, c.expire_le, d.compte, COALESCE(n.email, {donnee}) AS email, \
             CAST(CASE WHEN c.titulaire = d.compte THEN 1 ELSE 0 END AS BIGINT) AS titulaire, \
             COALESCE(e.raison_sociale, j.raison_sociale, c.finess) AS structure, \
             (SELECT MIN(r.seuil) FROM rappel_carte r WHERE r.carte = c.id AND r.expire_le = c.expire_le AND r.compte = d.compte) AS dit \
             FROM carte c JOIN (SELECT x.id AS carte, x.titulaire AS compte FROM carte x \
             WHERE x.titulaire IS NOT NULL AND x.expire_le BETWEEN $1 AND $2 \
             UNION SELECT x.id, h.compte FROM carte x JOIN habilitation h ON h.finess = x.finess \
             WHERE h.genre IN {REPRESENTANTS} AND h.retiree_le IS NULL AND x.expire_le BETWEEN $1 AND $2) d ON d.carte = c.id \
             LEFT JOIN contact_notification n ON n.compte = d.compte \
             LEFT JOIN etablissement e ON e.finess = c.finess LEFT JOIN entite_juridique j ON j.finess = c.finess \
             WHERE {A_SURVEILLER} AND COALESCE(n.email, {donnee}) IS NOT NULL ORDER BY c.expire_le, c.id, d.compte"
        ))
        .bind(aujourd_hui - Duration::days(ANCIENNE_JOURS))
        .bind(aujourd_hui + Duration::days(PREAVIS_JOURS))
        .all(&self.db)
        .await
    }

    /// Tells the people of one card who were not told that threshold; false when everybody was.
    async fn alerter(&self, gens: &[Row], aujourd_hui: Jour, now: Instant) -> Result<bool, DbError> {
        let [carte, ..] = gens else { return Ok(false) };
        let expire_le: Jour = carte.get("expire_le")?;
        let Some(alerte) = alerte(expire_le, aujourd_hui) else {
            return Ok(false);
        };
        let seuil = alerte.seuil();
        let mut a_dire = Vec::new();
        for qui in gens {
            if qui.get::<Option<i64>>("dit")?.is_none_or(|dit| dit > seuil) {
                a_dire.push(qui);
            }
        }
        if a_dire.is_empty() {
            return Ok(false);
        }
        let id = CarteId::new(carte.get("id")?);
        let structure: String = carte.get("structure")?;
        let genre: String = carte.get("genre")?;
        let mut tx = self.db.begin().await?;
        let mut dites = 0;
        for qui in a_dire {
            let compte = CompteId::new(qui.get("compte")?);
            let note = sql(
                "INSERT INTO rappel_carte (carte, expire_le, seuil, compte, le) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
            )
            .bind(id.uuid())
            .bind(expire_le)
            .bind(seuil)
            .bind(compte.uuid())
            .bind(now.millis())
            .execute(&mut tx)
            .await?;
            if note == 0 {
                continue;
            }
            let courriel = CarteQuiExpire {
                structure: &structure,
                genre: &genre,
                expire_le,
                alerte,
                au_titulaire: qui.get::<i64>("titulaire")? > 0,
            };
            let email: Email = qui.parse("email")?;
            carte_expire(email.as_str().to_owned(), &courriel)
                .deposer(&mut tx, compte, self.uuid(now), now)
                .await?;
            dites += 1;
        }
        if dites == 0 {
            return Ok(false);
        }
        let finess: Finess = carte.parse("finess")?;
        let detail = Detail::dans(&finess).poser("Jours restants au plus", &seuil.to_string());
        let entree = Entree::new(now, Auteur::Programme, Acte::AlerterCarte, Objet::Carte(id)).avec(detail);
        journal::ecrire(&mut tx, &self.contexte, entree).await?;
        tx.commit().await?;
        Ok(true)
    }
}
