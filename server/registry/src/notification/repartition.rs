//! Those who want to know at once: each event is told once, to the people in charge of its establishment at that moment.

use super::desabonnement::{cle, jeton};
use super::{GenreNotification, Portee};
use crate::Registry;
use crate::db::{DbError, Row, sql};
use crate::message::{self, Groupe};
use crate::perimetre::charges_de;
use domain::ids::CompteId;
use uuid::Uuid;

/// Events told at a time.
const LOT: u32 = 200;
/// References written in full in a mail, for one kind in one establishment.
pub(super) const REFERENCES_MAX: usize = 10;

impl Registry {
    /// Tells the events that nobody has been told of yet; several processes share them. What one person is to be told of one
    /// kind makes one mail. Returns how many mails were written.
    pub async fn repartir_notifications(&self) -> Result<u32, DbError> {
        let mut ecrits = 0;
        loop {
            let reste = sql("SELECT id FROM evenement_notification WHERE lot IS NULL LIMIT 1")
                .optional(&self.db)
                .await?;
            if reste.is_none() {
                return Ok(ecrits);
            }
            let Some(mails) = self.repartir_un_lot().await? else {
                // Another process has the rest.
                return Ok(ecrits);
            };
            ecrits += mails;
        }
    }

    async fn repartir_un_lot(&self) -> Result<Option<u32>, DbError> {
        let now = self.now();
        let lot = self.uuid(now);
        let mut tx = self.db.begin().await?;
        let pris = sql(format!(
            "UPDATE evenement_notification SET lot = $1 WHERE lot IS NULL AND id IN \
             (SELECT id FROM evenement_notification WHERE lot IS NULL ORDER BY le, id LIMIT {LOT}{})",
            self.db.engine().skip_locked()
        ))
        .bind(lot)
        .execute(&mut tx)
        .await?;
        if pris == 0 {
            return Ok(None);
        }
        let rows = sql(format!(
            "SELECT DISTINCT c.compte, c.contact, c.email, e.id, e.genre, e.reference, e.le, t.raison_sociale \
             FROM evenement_notification e JOIN etablissement t ON t.finess = e.finess {} \
             JOIN contact_notification c ON c.compte = h.compte AND c.email IS NOT NULL \
             JOIN preference_notification p ON p.compte = c.compte AND p.genre = e.genre AND p.rythme = 'maintenant' \
                AND p.depuis < e.le \
             WHERE e.lot = $1 AND (e.auteur IS NULL OR e.auteur <> c.compte) \
             ORDER BY c.compte, e.genre, t.raison_sociale, e.le, e.id",
            charges_de("t", self.aujourd_hui())
        ))
        .bind(lot)
        .all(&mut tx)
        .await?;
        let mut ecrits = 0;
        if !rows.is_empty() {
            let cle = cle(&mut tx, self).await?;
            for lignes in par(&rows, |row| {
                Ok((row.get::<Uuid>("compte")?, row.get::<String>("genre")?))
            })? {
                let Some(premiere) = lignes.first() else { continue };
                let genre: GenreNotification = premiere.parse("genre")?;
                let jeton = jeton(&cle, premiere.get("contact")?, Portee::Genre(genre));
                message::notification(premiere.get("email")?, genre, &groupes(lignes)?, jeton)
                    .deposer(
                        &mut tx,
                        CompteId::new(premiere.get("compte")?),
                        self.uuid(now),
                        now,
                    )
                    .await?;
                ecrits += 1;
            }
        }
        tx.commit().await?;
        Ok(Some(ecrits))
    }
}

/// What happened, counted by establishment and kind; rows come in that order.
pub(super) fn groupes(rows: &[Row]) -> Result<Vec<Groupe>, DbError> {
    par(rows, |row| {
        Ok((row.get::<String>("raison_sociale")?, row.get::<String>("genre")?))
    })?
    .into_iter()
    .filter_map(|lignes| lignes.first().map(|premiere| (premiere, lignes)))
    .map(|(premiere, lignes)| {
        let references = lignes
            .iter()
            .take(REFERENCES_MAX)
            .filter_map(|row| row.get::<Option<String>>("reference").transpose())
            .collect::<Result<_, _>>()?;
        Ok(Groupe {
            etablissement: premiere.get("raison_sociale")?,
            genre: premiere.parse("genre")?,
            nombre: lignes.len(),
            references,
        })
    })
    .collect()
}

/// The runs of rows that share a key.
fn par<K: PartialEq>(rows: &[Row], cle: impl Fn(&Row) -> Result<K, DbError>) -> Result<Vec<&[Row]>, DbError> {
    let cles = rows.iter().map(cle).collect::<Result<Vec<K>, DbError>>()?;
    let mut debut = 0;
    Ok(cles
        .chunk_by(|a, b| a == b)
        .map(|suite| {
            let ici = debut;
            debut += suite.len();
            rows.get(ici..debut).unwrap_or_default()
        })
        .collect())
}
