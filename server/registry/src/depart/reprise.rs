//! A departure is undone before it takes effect: everything is as it was, and nobody was told.

use super::{Depart, Etat, meme, tentative};
use crate::Registry;
use crate::db::{DbError, Row, Tx, sql};
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Detail, Entree, Objet};
use crate::personne;
use crate::situation::reprendre_fermetures;
use domain::date::{Jour, court};
use domain::ids::DepartId;
use domain::saisie::Champ;
use uuid::Uuid;

impl Registry {
    /// Undoes one's own departure, as long as it can be; afterwards it is [`ActeError::TropTard`], and
    /// [`Registry::rouvrir_depart`] remains. Undone already, it is no error: a second click is harmless.
    pub async fn annuler_depart(&self, g: &Gestionnaire, id: DepartId) -> Result<(), ActeError> {
        self.tenter(tentative(g, Acte::AnnulerDepart, Objet::Depart(id)), async {
            let mut tx = self.db.begin().await?;
            personne::un_a_la_fois(&mut tx).await?;
            let depart = Depart::du_perimetre(&mut tx, g, id, self.aujourd_hui()).await?;
            if depart.par != g.compte() {
                return Err(ActeError::Introuvable);
            }
            match depart.etat {
                Etat::Annule => return Ok(()),
                Etat::Rouvert => return Err(ActeError::TropTard),
                Etat::Fait if self.now() >= depart.effet_le => return Err(ActeError::TropTard),
                Etat::Fait => {}
            }
            oublier_courriels(&mut tx, id).await?;
            remettre_version(&mut tx, &depart).await?;
            self.defaire(&mut tx, g, &depart).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    async fn defaire(&self, tx: &mut Tx, g: &Gestionnaire, depart: &Depart) -> Result<(), DbError> {
        let (now, auteur) = (self.now(), g.auteur());
        let mut entrees = Vec::new();
        let rows = sql("SELECT d.*, situation.finess FROM depart_situation d JOIN situation ON situation.id = d.situation \
             WHERE d.depart = $1 ORDER BY d.situation")
        .bind(depart.id.uuid())
        .all(&mut *tx)
        .await?;
        for row in &rows {
            remettre_situation(tx, row, depart.fin).await?;
            let avant = court(depart.fin);
            let apres = row.get::<Option<Jour>>("fin")?.map(court);
            let detail = Detail::dans(&row.parse("finess")?).changer(
                Champ::DateFin.libelle(),
                Some(&avant),
                apres.as_deref(),
            );
            let objet = Objet::Personne(depart.personne);
            entrees.push(Entree::new(now, auteur, Acte::AnnulerDepart, objet).avec(detail));
        }
        if rows.is_empty() {
            let objet = Objet::Personne(depart.personne);
            entrees.push(Entree::new(now, auteur, Acte::AnnulerDepart, objet));
        }
        // The person who undoes is the one who had the right to withdraw, a moment ago.
        entrees.extend(
            self.rendre_habilitations(tx, auteur, depart.id, None, now)
                .await?,
        );
        entrees.extend(
            self.reprendre_demandes(tx, auteur, depart.id, depart.collegue, now)
                .await?,
        );
        meme::dedire(tx, depart.id).await?;
        sql("UPDATE depart SET etat = 'annule' WHERE id = $1")
            .bind(depart.id.uuid())
            .execute(&mut *tx)
            .await?;
        journal::ecrire_lot(tx, &self.contexte, entrees).await
    }
}

/// The mails that wait are not sent. One that is on its way already says that it is too late.
async fn oublier_courriels(tx: &mut Tx, id: DepartId) -> Result<(), ActeError> {
    let partis = sql(
        "SELECT message.id FROM depart_message JOIN message ON message.id = depart_message.message \
         WHERE depart_message.depart = $1 AND message.etat <> 'a_envoyer' LIMIT 1",
    )
    .bind(id.uuid())
    .optional(&mut *tx)
    .await?;
    if partis.is_some() {
        return Err(ActeError::TropTard);
    }
    sql("DELETE FROM message WHERE id IN (SELECT message FROM depart_message WHERE depart = $1)")
        .bind(id.uuid())
        .execute(tx)
        .await?;
    Ok(())
}

/// The record moves on, unless something else has moved it since.
async fn remettre_version(tx: &mut Tx, depart: &Depart) -> Result<(), ActeError> {
    let remise = sql("UPDATE personne SET version = version + 1 WHERE id = $1 AND version = $2")
        .bind(depart.personne.uuid())
        .bind(depart.version)
        .execute(tx)
        .await?;
    if remise == 0 {
        Err(ActeError::FicheModifiee)
    } else {
        Ok(())
    }
}

/// A situation and the notes about its end, as they were.
async fn remettre_situation(tx: &mut Tx, row: &Row, fin: Jour) -> Result<(), DbError> {
    let situation: Uuid = row.get("situation")?;
    sql("UPDATE situation SET fin = $2, motif_fin = $3 WHERE id = $1")
        .bind(situation)
        .bind(row.get::<Option<Jour>>("fin")?)
        .bind(row.get::<Option<String>>("motif_fin")?)
        .execute(&mut *tx)
        .await?;
    if row.get("annoncee")? {
        sql("DELETE FROM fin_annoncee WHERE situation = $1 AND fin = $2")
            .bind(situation)
            .bind(fin)
            .execute(&mut *tx)
            .await?;
    }
    // Nothing has moved the record since: the latest closing is the departure's.
    reprendre_fermetures(tx, situation, 1).await
}
