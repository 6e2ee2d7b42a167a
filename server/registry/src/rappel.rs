//! Reminders before a demande expires: to the applicant after 20 and 27 days, to the gestionnaires (through their notifications)
//! after 23, when seven days are left; and to the applicant who has seven days left to correct. Each is given once, whoever runs the task and however late; a reminder whose time has
//! passed is not given after the next one.

use crate::db::{DbError, Row, Tx, sql};
use crate::journal::{self, Acte, Auteur, Entree, Objet};
use crate::notification::{Avis, GenreNotification, notifier};
use crate::{Registry, etablissement, message};
use domain::date::Instant;
use domain::demande::{DELAI_EXPIRATION_JOURS, Reference};
use domain::identifiant::Finess;
use domain::ids::DemandeId;
use domain::saisie::DemandeComplete;

/// Days after which the applicant is reminded, the latest first.
const AU_DEMANDEUR: [i64; 2] = [27, 20];
/// Days after which the gestionnaires are.
const AUX_GESTIONNAIRES: i64 = DELAI_EXPIRATION_JOURS - 7;

impl Registry {
    /// Gives the reminders that are due, each in its own transaction. Returns how many.
    pub async fn rappeler_expirations(&self) -> Result<u32, DbError> {
        let now = self.now();
        let mut donnes = 0;
        let [tardif, premier] = AU_DEMANDEUR;
        for (jour, fin) in [
            (tardif, DELAI_EXPIRATION_JOURS),
            (AUX_GESTIONNAIRES, DELAI_EXPIRATION_JOURS),
            (premier, tardif),
        ] {
            let dues = sql(
                "SELECT id FROM demande WHERE statut = 'a_traiter' AND soumise_le + attente <= $1 \
                 AND soumise_le + attente > $2 AND NOT EXISTS \
                 (SELECT 1 FROM rappel_expiration r WHERE r.demande = demande.id AND r.jour = $3) ORDER BY soumise_le + attente",
            )
            .bind(now.plus_days(-jour).millis())
            .bind(now.plus_days(-fin).millis())
            .bind(jour)
            .all(&self.db)
            .await?;
            for row in dues {
                donnes += u32::from(self.rappeler(DemandeId::new(row.get("id")?), jour, now).await?);
            }
        }
        Ok(donnes + self.rappeler_corrections(now).await?)
    }

    /// False when another process gave it, or when somebody decided in between.
    async fn rappeler(&self, id: DemandeId, jour: i64, now: Instant) -> Result<bool, DbError> {
        let mut tx = self.db.begin().await?;
        // Taking the row first: nobody decides while the reminder is written.
        let row = sql(
            "UPDATE demande SET modifiee_le = modifiee_le WHERE id = $1 AND statut = 'a_traiter' \
             RETURNING reference, finess, soumise_le + attente AS compte_depuis, complete",
        )
        .bind(id.uuid())
        .optional(&mut tx)
        .await?;
        let Some(row) = row else { return Ok(false) };
        let note = sql(
            "INSERT INTO rappel_expiration (demande, jour, le) VALUES ($1, $2, $3) \
             ON CONFLICT (demande, jour) DO NOTHING",
        )
        .bind(id.uuid())
        .bind(jour)
        .bind(now.millis())
        .execute(&mut tx)
        .await?;
        if note == 0 {
            return Ok(false);
        }
        let reference: Reference = row.parse("reference")?;
        let finess: Finess = row.parse("finess")?;
        if jour == AUX_GESTIONNAIRES {
            let avis = Avis {
                genre: GenreNotification::ExpirationProche,
                finess: &finess,
                demande: id,
                reference,
                auteur: None,
            };
            notifier(&mut tx, self, now, &avis).await?;
        } else {
            self.ecrire_rappel(&mut tx, id, &row, reference, &finess, jour)
                .await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    async fn ecrire_rappel(
        &self,
        tx: &mut Tx,
        id: DemandeId,
        row: &Row,
        reference: Reference,
        finess: &Finess,
        jour: i64,
    ) -> Result<(), DbError> {
        let complete: DemandeComplete = serde_json::from_str(&row.get::<String>("complete")?)
            .map_err(|_| DbError::stored("demande.complete"))?;
        // The days spent waiting for the applicant do not count.
        let compte_depuis = Instant::from_millis(row.get("compte_depuis")?);
        let now = self.now();
        let etablissement = etablissement::lire(&mut *tx, finess)
            .await?
            .ok_or_else(|| DbError::stored("demande.finess"))?;
        message::rappel_expiration(&complete, reference, &etablissement, compte_depuis, jour)
            .deposer(tx, id, self.uuid(now), now)
            .await?;
        let entree = Entree::new(now, Auteur::Programme, Acte::Relancer, Objet::Demande(id));
        journal::ecrire(tx, &self.contexte, entree).await
    }
}
