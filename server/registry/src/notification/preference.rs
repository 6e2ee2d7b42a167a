//! How often a gestionnaire wants to be told of what.

use super::contact::{adresse, tentative};
use super::{GenreNotification, Rythme};
use crate::Registry;
use crate::db::{DbError, Tx, sql};
use crate::droit::{Destinataire, Gestionnaire};
use crate::erreur::ActeError;
use crate::journal::Acte;
use domain::contact::Email;
use domain::date::Instant;
use domain::ids::CompteId;

/// The settings of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReglagesNotification {
    /// The address in use.
    pub adresse: Option<Email>,
    /// The address that waits for its code.
    pub a_confirmer: Option<Email>,
    /// Each kind with its rhythm, in the order of the page.
    pub rythmes: Vec<(GenreNotification, Rythme)>,
}

impl Registry {
    /// The settings of this person; defaults until something is chosen.
    pub async fn reglages_notification(
        &self,
        qui: impl Into<Destinataire>,
    ) -> Result<ReglagesNotification, ActeError> {
        let compte = qui.into().compte().uuid();
        let contact = sql("SELECT email, a_confirmer FROM contact_notification WHERE compte = $1")
            .bind(compte)
            .optional(&self.db)
            .await?;
        let choisis = sql("SELECT genre, rythme FROM preference_notification WHERE compte = $1")
            .bind(compte)
            .all(&self.db)
            .await?;
        let mut rythmes: Vec<_> = GenreNotification::TOUS
            .into_iter()
            .map(|genre| (genre, genre.rythme_initial()))
            .collect();
        for row in &choisis {
            // A kind that a later version knows is nobody's business here.
            if let Ok(genre) = row.get::<String>("genre")?.parse::<GenreNotification>() {
                let rythme = row.parse("rythme")?;
                for choix in rythmes.iter_mut().filter(|choix| choix.0 == genre) {
                    choix.1 = rythme;
                }
            }
        }
        Ok(ReglagesNotification {
            adresse: contact.as_ref().map_or(Ok(None), |row| adresse(row, "email"))?,
            a_confirmer: contact
                .as_ref()
                .map_or(Ok(None), |row| adresse(row, "a_confirmer"))?,
            rythmes,
        })
    }

    /// Chooses rhythms. What is not named stays as it is; what does not change keeps its place in the digests.
    pub async fn regler_notifications(
        &self,
        g: &Gestionnaire,
        rythmes: &[(GenreNotification, Rythme)],
    ) -> Result<(), ActeError> {
        let qui = &Destinataire::from(g);
        self.tenter(tentative(qui, Acte::ReglerNotifications), async {
            let now = self.now();
            let mut tx = self.db.begin().await?;
            for &(genre, rythme) in rythmes {
                choisir(&mut tx, g.compte(), genre, rythme, now).await?;
            }
            self.consigner_reglage(&mut tx, qui, now, Acte::ReglerNotifications)
                .await?;
            Ok(tx.commit().await?)
        })
        .await
    }
}

/// From now on that kind follows that rhythm: what happened before was told, or not, at another one.
async fn choisir(
    tx: &mut Tx,
    compte: CompteId,
    genre: GenreNotification,
    rythme: Rythme,
    le: Instant,
) -> Result<u64, DbError> {
    sql("INSERT INTO preference_notification (compte, genre, rythme, depuis) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (compte, genre) DO UPDATE SET rythme = $3, depuis = $4 WHERE preference_notification.rythme <> $3")
    .bind(compte.uuid())
    .bind(genre.code())
    .bind(rythme.code())
    .bind(le.millis())
    .execute(tx)
    .await
}

/// An address was just confirmed: rhythms that nobody chose take their default, and digests count from now.
pub(super) async fn commencer(tx: &mut Tx, compte: CompteId, le: Instant) -> Result<(), DbError> {
    for genre in GenreNotification::TOUS {
        sql(
            "INSERT INTO preference_notification (compte, genre, rythme, depuis) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (compte, genre) DO NOTHING",
        )
        .bind(compte.uuid())
        .bind(genre.code())
        .bind(genre.rythme_initial().code())
        .bind(le.millis())
        .execute(&mut *tx)
        .await?;
    }
    for rythme in [Rythme::Quotidien, Rythme::Hebdomadaire] {
        sql(
            "INSERT INTO releve_notification (compte, rythme, jusqu_a) VALUES ($1, $2, $3) \
             ON CONFLICT (compte, rythme) DO UPDATE SET jusqu_a = $3",
        )
        .bind(compte.uuid())
        .bind(rythme.code())
        .bind(le.millis())
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}
