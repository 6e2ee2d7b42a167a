//! The thread of a demande: what its applicant and the gestionnaires of its establishment write to each other. Plain text; it
//! goes with the demande, to a new establishment as to its erasure. A mail says that something was written, never what.
//!
//! Reading a thread marks it read for that account only: a colleague who looks does not make a message disappear for others.

use super::decision::refuser_la_sienne;
use super::ligne::{self, Ligne};
use crate::db::{Db, DbError, Row, Tx, sql};
use crate::droit::{Gestionnaire, Usager};
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Auteur, Detail, Entree, Objet, Tentative};
use crate::notification::{Avis, GenreNotification};
use crate::{Registry, etablissement, message};
use domain::date::Instant;
use domain::demande::{Statut, TexteMessage, TransitionInterdite};
use domain::ids::{CompteId, DemandeId};
use std::collections::HashMap;

/// Days after its end during which a demande may still be written about.
pub const FERMETURE_JOURS: i64 = 30;
/// Messages that one account may write in an hour.
const PAR_HEURE: i64 = 20;
/// Messages shown: the latest.
const MONTRES: u32 = 200;
/// After a mail, minutes during which other messages of the same thread send none.
const REPIT_MINUTES: i64 = 15;
const MINUTE: i64 = 60_000;

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageFil {
    /// When it was written.
    pub le: Instant,
    /// Who wrote it, by the name the portal shows.
    pub auteur: String,
    /// Written by the applicant; by a gestionnaire otherwise.
    pub du_demandeur: bool,
    /// Its words, lines separated by `\n`.
    pub texte: String,
    /// Written by the other side since this account last read the thread.
    pub nouveau: bool,
}

/// A thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fil {
    /// The latest messages, oldest first.
    pub messages: Vec<MessageFil>,
    /// After which nothing can be written any more; none while the demande is open.
    pub ferme_le: Option<Instant>,
    /// Whether something can be written now.
    pub ouvert: bool,
}

/// What a queue says of a demande beside the rest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marques {
    /// It came back corrected.
    pub corrigee: bool,
    /// Messages of its applicant that this gestionnaire has not read.
    pub non_lus: i64,
}

/// One of the two sides.
#[derive(Clone, Copy)]
struct Cote {
    compte: CompteId,
    auteur: Auteur,
    du_demandeur: bool,
}

impl Registry {
    /// The thread of this person's demande, which is now read; of anybody else's, [`ActeError::Introuvable`].
    pub async fn mon_fil(&self, u: &Usager, id: DemandeId) -> Result<Fil, ActeError> {
        let ligne = ligne::du_demandeur(&self.db, u, id).await?;
        Ok(self.lire_fil(&Cote::demandeur(u), &ligne).await?)
    }

    /// The thread of a demande of the perimeter, which is now read; of any other, [`ActeError::Introuvable`].
    pub async fn fil(&self, g: &Gestionnaire, id: DemandeId) -> Result<Fil, ActeError> {
        let ligne = ligne::du_perimetre(&self.db, g, id).await?;
        Ok(self.lire_fil(&Cote::gestionnaire(g), &ligne).await?)
    }

    /// The applicant writes to the gestionnaires of the establishment.
    pub async fn ecrire_au_gestionnaire(
        &self,
        u: &Usager,
        id: DemandeId,
        texte: &TexteMessage,
    ) -> Result<(), ActeError> {
        let cote = Cote::demandeur(u);
        self.tenter(cote.tentative(id), async {
            let now = self.now();
            let mut tx = self.db.begin().await?;
            let ligne = ligne::du_demandeur(&mut tx, u, id).await?;
            let annonces = annonces(&mut tx, &cote, id, now).await?;
            self.ecrire_message(&mut tx, &cote, &ligne, texte, now).await?;
            if annonces == 0 {
                let avis = Avis {
                    genre: GenreNotification::MessageRecu,
                    finess: ligne.finess()?,
                    demande: id,
                    reference: ligne.reference,
                    auteur: Some(u.compte()),
                };
                message::notifier(&mut tx, self, now, &avis).await?;
            }
            tx.commit().await?;
            Ok(())
        })
        .await
    }

    /// A gestionnaire writes to the applicant, who gets a mail without the message; never about one's own demande (R38).
    pub async fn ecrire_au_demandeur(
        &self,
        g: &Gestionnaire,
        id: DemandeId,
        texte: &TexteMessage,
    ) -> Result<(), ActeError> {
        let cote = Cote::gestionnaire(g);
        self.tenter(cote.tentative(id), async {
            let now = self.now();
            let mut tx = self.db.begin().await?;
            let ligne = ligne::du_perimetre(&mut tx, g, id).await?;
            let complete = ligne.complete()?;
            refuser_la_sienne(g, &ligne, &complete)?;
            if annonces(&mut tx, &cote, id, now).await? == 0 {
                let etablissement = etablissement::lire(&mut tx, ligne.finess()?)
                    .await?
                    .ok_or_else(|| DbError::stored("demande.finess"))?;
                let lien = self.adresse(&format!("/mes-demandes/{id}"));
                message::nouveau_message(&complete, ligne.reference, &etablissement, &lien)
                    .deposer(&mut tx, id, self.uuid(now), now)
                    .await?;
            }
            self.ecrire_message(&mut tx, &cote, &ligne, texte, now).await?;
            tx.commit().await?;
            Ok(())
        })
        .await
    }

    /// How many messages this person has not read in each of their demandes; nothing for those without any.
    pub async fn mes_messages_non_lus(&self, u: &Usager) -> Result<HashMap<DemandeId, i64>, ActeError> {
        let rows = sql("SELECT fil_message.demande, COUNT(*) AS n FROM fil_message \
             JOIN demande ON demande.id = fil_message.demande \
             LEFT JOIN fil_lecture ON fil_lecture.demande = demande.id AND fil_lecture.compte = $1 \
             WHERE demande.demandeur = $1 AND fil_message.du_demandeur = $2 \
             AND fil_message.le > COALESCE(fil_lecture.lu_le, 0) GROUP BY fil_message.demande")
        .bind(u.compte().uuid())
        .bind(false)
        .all(&self.db)
        .await?;
        let compte = |row: &Row| Ok::<_, DbError>((DemandeId::new(row.get("demande")?), row.get("n")?));
        Ok(rows.iter().map(compte).collect::<Result<_, _>>()?)
    }

    /// What the queue says of these demandes, one statement for all; those out of the perimeter, and those of which there is
    /// nothing to say, are not in the answer.
    pub async fn marques(
        &self,
        g: &Gestionnaire,
        ids: &[DemandeId],
    ) -> Result<HashMap<DemandeId, Marques>, ActeError> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let perimetre = g.perimetre();
        let places: Vec<String> = (0..ids.len()).map(|rang| format!("${}", rang + 3)).collect();
        let enonce = sql(format!(
            "SELECT demande.id, demande.corrigee_le, (SELECT COUNT(*) FROM fil_message \
             WHERE fil_message.demande = demande.id AND fil_message.du_demandeur = $2 AND fil_message.le > COALESCE( \
             (SELECT lu_le FROM fil_lecture WHERE fil_lecture.demande = demande.id AND fil_lecture.compte = $1), 0)) AS n \
             FROM demande WHERE demande.id IN ({}) AND demande.finess IN {perimetre}",
            places.join(", ")
        ))
        .bind(g.compte().uuid())
        .bind(true);
        let rows = ids
            .iter()
            .fold(enonce, |enonce, id| enonce.bind(id.uuid()))
            .all(&self.db)
            .await?;
        let mut marques = HashMap::new();
        for row in &rows {
            let marque = Marques {
                corrigee: row.get::<Option<i64>>("corrigee_le")?.is_some(),
                non_lus: row.get("n")?,
            };
            if marque != Marques::default() {
                marques.insert(DemandeId::new(row.get("id")?), marque);
            }
        }
        Ok(marques)
    }

    async fn lire_fil(&self, cote: &Cote, ligne: &Ligne) -> Result<Fil, DbError> {
        let now = self.now();
        let lu_le = lu_le(&self.db, cote.compte, ligne.id).await?;
        let rows = sql(
            "SELECT fil_message.le, fil_message.du_demandeur, fil_message.texte, compte.nom_affiche \
             FROM fil_message JOIN compte ON compte.id = fil_message.auteur WHERE fil_message.demande = $1 \
             ORDER BY fil_message.le DESC, fil_message.id DESC LIMIT $2",
        )
        .bind(ligne.id.uuid())
        .bind(MONTRES)
        .all(&self.db)
        .await?;
        let mut messages = rows
            .iter()
            .map(|row| message_lu(row, cote, lu_le))
            .collect::<Result<Vec<_>, _>>()?;
        messages.reverse();
        if messages.iter().any(|message| message.nouveau)
            && let Err(cause) = self.marquer_lu(cote.compte, ligne.id, now).await
        {
            // A register that can only be read still shows its threads; they stay new a little longer.
            tracing::warn!(%cause, "a thread could not be marked read");
        }
        let ferme_le = ferme_le(ligne);
        Ok(Fil {
            messages,
            ferme_le,
            ouvert: ligne.statut != Statut::Brouillon && ferme_le.is_none_or(|le| now < le),
        })
    }

    async fn marquer_lu(&self, compte: CompteId, demande: DemandeId, le: Instant) -> Result<(), DbError> {
        let mut tx = self.db.begin().await?;
        sql("INSERT INTO fil_lecture (demande, compte, lu_le) VALUES ($1, $2, $3) \
             ON CONFLICT (demande, compte) DO UPDATE SET lu_le = excluded.lu_le WHERE fil_lecture.lu_le < excluded.lu_le")
        .bind(demande.uuid())
        .bind(compte.uuid())
        .bind(le.millis())
        .execute(&mut tx)
        .await?;
        tx.commit().await
    }

    /// Guard clauses, then the message and its entry: that something was written, never what.
    async fn ecrire_message(
        &self,
        tx: &mut Tx,
        cote: &Cote,
        ligne: &Ligne,
        texte: &TexteMessage,
        now: Instant,
    ) -> Result<(), ActeError> {
        if ligne.statut == Statut::Brouillon {
            return Err(TransitionInterdite { depuis: ligne.statut }.into());
        }
        if ferme_le(ligne).is_some_and(|le| now >= le) {
            return Err(ActeError::FilFerme);
        }
        let recents = sql("SELECT COUNT(*) AS n FROM fil_message WHERE auteur = $1 AND le > $2")
            .bind(cote.compte.uuid())
            .bind(now.millis() - 60 * MINUTE)
            .one(&mut *tx)
            .await?
            .get::<i64>("n")?;
        if recents >= PAR_HEURE {
            return Err(ActeError::TropDeMessages);
        }
        sql("INSERT INTO fil_message (id, demande, auteur, du_demandeur, texte, le) VALUES ($1, $2, $3, $4, $5, $6)")
            .bind(self.uuid(now))
            .bind(ligne.id.uuid())
            .bind(cote.compte.uuid())
            .bind(cote.du_demandeur)
            .bind(texte.as_str())
            .bind(now.millis())
            .execute(&mut *tx)
            .await?;
        // A demande withdrawn while it was a draft has no establishment.
        let detail = ligne.finess.as_ref().map_or_else(Detail::default, Detail::dans);
        let entree = Entree::new(now, cote.auteur, Acte::EcrireMessage, Objet::Demande(ligne.id));
        Ok(journal::ecrire(tx, &self.contexte, entree.avec(detail)).await?)
    }
}

impl Cote {
    fn demandeur(u: &Usager) -> Self {
        Self {
            compte: u.compte(),
            auteur: u.auteur(),
            du_demandeur: true,
        }
    }

    fn gestionnaire(g: &Gestionnaire) -> Self {
        Self {
            compte: g.compte(),
            auteur: g.auteur(),
            du_demandeur: false,
        }
    }

    fn tentative(&self, id: DemandeId) -> Tentative<'static> {
        Tentative {
            auteur: self.auteur,
            acte: Acte::EcrireMessage,
            objet: Objet::Demande(id),
        }
    }
}

/// When nothing can be written any more about a demande that has ended.
fn ferme_le(ligne: &Ligne) -> Option<Instant> {
    ligne
        .decidee_le
        .filter(|_| ligne.statut.est_finale())
        .map(|le| le.plus_days(FERMETURE_JOURS))
}

/// How many messages of that side are recent enough for the other one to have been told.
async fn annonces(tx: &mut Tx, cote: &Cote, id: DemandeId, now: Instant) -> Result<i64, DbError> {
    sql("SELECT COUNT(*) AS n FROM fil_message WHERE demande = $1 AND du_demandeur = $2 AND le > $3")
        .bind(id.uuid())
        .bind(cote.du_demandeur)
        .bind(now.millis() - REPIT_MINUTES * MINUTE)
        .one(tx)
        .await?
        .get("n")
}

async fn lu_le(db: &Db, compte: CompteId, demande: DemandeId) -> Result<i64, DbError> {
    let row = sql("SELECT lu_le FROM fil_lecture WHERE demande = $1 AND compte = $2")
        .bind(demande.uuid())
        .bind(compte.uuid())
        .optional(db)
        .await?;
    row.map_or(Ok(0), |row| row.get("lu_le"))
}

fn message_lu(row: &Row, cote: &Cote, lu_le: i64) -> Result<MessageFil, DbError> {
    let (le, du_demandeur): (i64, bool) = (row.get("le")?, row.get("du_demandeur")?);
    Ok(MessageFil {
        le: Instant::from_millis(le),
        auteur: row.get("nom_affiche")?,
        du_demandeur,
        texte: row.get("texte")?,
        nouveau: du_demandeur != cote.du_demandeur && le > lu_le,
    })
}
