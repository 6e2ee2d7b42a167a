//! The outbox. A mail is written in the transaction of the act that causes it: it exists if and only if the act does.
//! Sending is somebody else's work: `envoi` is what a worker asks of the outbox, `suivi` what operators see of it. One file per
//! mail; subjects hold no personal data beyond the reference.

mod carte_expire;
mod code_notification;
mod coordonnees_changees;
mod correction;
mod demande_expiree;
mod demande_recue;
mod demande_refusee;
mod demande_validee;
mod depart;
mod envoi;
mod etat_civil_corrige;
mod gabarit;
mod habilitation;
mod inscription_directe;
mod inscription_liste;
mod inscription_supprimee;
mod invitation;
mod notification;
mod nouveau_message;
mod rappel_expiration;
mod rappel_revue;
mod resume_hebdo;
mod situation;
mod suivi;

pub use envoi::{Envoi, Issue, TENTATIVES_MAX, attente};
pub use suivi::{EtatCourriels, EtatLettre, Lettre};

pub(crate) use crate::notification::notifier;
pub(crate) use carte_expire::{CarteQuiExpire, carte_expire};
pub(crate) use code_notification::code_notification;
pub(crate) use coordonnees_changees::{ancienne_adresse, nouvelle_adresse};
pub(crate) use correction::{
    DEMANDEE as CORRECTION_DEMANDEE, correction_demandee, correction_expiree, correction_retiree,
    rappel_correction,
};
pub(crate) use demande_expiree::demande_expiree;
pub(crate) use demande_recue::demande_recue;
pub(crate) use demande_refusee::demande_refusee;
pub(crate) use demande_validee::demande_validee;
pub(crate) use depart::{OuVoir, depart_empeche, depart_enregistre, depart_rouvert, habilitation_a_retirer};
pub(crate) use etat_civil_corrige::etat_civil_corrige;
pub(crate) use habilitation::{habilitation_accordee, habilitation_demandee};
pub(crate) use inscription_directe::inscription_directe;
pub(crate) use inscription_liste::{Destinataire, inscription_liste};
pub(crate) use inscription_supprimee::inscription_supprimee;
pub(crate) use invitation::invitation;
pub(crate) use notification::{Groupe, notification, releve};
pub(crate) use nouveau_message::nouveau_message;
pub(crate) use rappel_expiration::rappel_expiration;
pub(crate) use rappel_revue::rappel_revue;
pub(crate) use resume_hebdo::resume_hebdo;
pub(crate) use situation::{Quoi, situation_changee};

use crate::Registry;
use crate::db::{DbError, Row, Tx, sql};
use crate::referentiel::lot;
use domain::date::Instant;
use domain::ids::{CompteId, DemandeId, MessageId, PersonneId};
use domain::saisie::DemandeComplete;
use gabarit::Bloc;
use uuid::Uuid;

/// A mail of the outbox.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// Which mail: the name of its file in this room.
    pub genre: String,
    /// The address.
    pub destinataire: String,
    /// The subject.
    pub sujet: String,
    /// The plain text.
    pub texte: String,
    /// The same as a HTML page.
    pub html: String,
    /// When the act happened.
    pub cree_le: Instant,
    /// The token that ends such mails in one click; on notifications only.
    pub desabonnement: Option<String>,
}

/// Whose a mail is. The copy that somebody may ask for holds what is theirs and nothing else; addresses are typed, and say nothing
/// of whose they are.
#[derive(Clone, Copy)]
pub(crate) enum Pour {
    /// who asked: the mail speaks of this demande, and is erased with it
    Demande(DemandeId),
    /// somebody registered
    Personne(PersonneId),
    /// who signs in with this account
    Compte(CompteId),
    /// whoever reads that address: it invites somebody who is not known yet, or asks them to show that it is theirs
    Adresse,
}

impl From<DemandeId> for Pour {
    fn from(id: DemandeId) -> Self {
        Self::Demande(id)
    }
}

impl From<PersonneId> for Pour {
    fn from(id: PersonneId) -> Self {
        Self::Personne(id)
    }
}

impl From<CompteId> for Pour {
    fn from(id: CompteId) -> Self {
        Self::Compte(id)
    }
}

/// A mail about to be put in the outbox.
pub(crate) struct Courriel {
    genre: &'static str,
    destinataire: String,
    sujet: String,
    texte: String,
    html: String,
    desabonnement: Option<String>,
    /// it does not leave before; none: at once
    pas_avant: Option<Instant>,
}

impl Courriel {
    /// A mail to the applicant of this demande.
    fn au_demandeur(genre: &'static str, complete: &DemandeComplete, sujet: String, blocs: &[Bloc]) -> Self {
        let situation = &complete.situation;
        let appel = format!(
            "{} {}",
            situation.prenom_exercice.as_str(),
            situation.nom_exercice.as_str()
        );
        Self::a(
            genre,
            &appel,
            complete.contact.email.as_str().to_owned(),
            sujet,
            blocs,
        )
    }

    /// A mail to somebody, addressed by first and last name.
    fn a(genre: &'static str, appel: &str, destinataire: String, sujet: String, blocs: &[Bloc]) -> Self {
        Self::salue(genre, &format!("Bonjour {appel},"), destinataire, sujet, blocs)
    }

    /// A mail that names nobody: to an address that is not known to be its holder's yet, or about other people's demandes.
    fn sans_nom(genre: &'static str, destinataire: String, sujet: String, blocs: &[Bloc]) -> Self {
        Self::salue(genre, "Bonjour,", destinataire, sujet, blocs)
    }

    fn salue(
        genre: &'static str,
        salutation: &str,
        destinataire: String,
        sujet: String,
        blocs: &[Bloc],
    ) -> Self {
        Self {
            genre,
            destinataire,
            texte: gabarit::texte(salutation, blocs),
            html: gabarit::html(&sujet, salutation, blocs),
            sujet,
            desabonnement: None,
            pas_avant: None,
        }
    }

    /// The same mail, with the token that ends such mails in one click.
    fn avec_desabonnement(self, jeton: String) -> Self {
        Self {
            desabonnement: Some(jeton),
            ..self
        }
    }

    /// The same mail, which waits for that moment: until then [`reprendre`] takes it back.
    pub(crate) fn pas_avant(self, quand: Instant) -> Self {
        Self {
            pas_avant: Some(quand),
            ..self
        }
    }

    /// Puts the mail in the outbox, in the transaction of its act. It is erased with the demande it speaks of; one
    /// that speaks of none is a notice, kept a while.
    pub(crate) async fn deposer(
        self,
        tx: &mut Tx,
        pour: impl Into<Pour> + Send,
        id: Uuid,
        le: Instant,
    ) -> Result<(), DbError> {
        let (demande, personne, compte) = match pour.into() {
            Pour::Demande(id) => (Some(id.uuid()), None, None),
            Pour::Personne(id) => (None, Some(id.uuid()), None),
            Pour::Compte(id) => (None, None, Some(id.uuid())),
            Pour::Adresse => (None, None, None),
        };
        sql(
            "INSERT INTO message (id, genre, destinataire, sujet, texte, html, cree_le, demande, desabonnement, personne, compte, \
             prochain_essai) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        )
        .bind(id)
        .bind(self.genre)
        .bind(self.destinataire)
        .bind(self.sujet)
        .bind(self.texte)
        .bind(self.html)
        .bind(le.millis())
        .bind(demande)
        .bind(self.desabonnement)
        .bind(personne)
        .bind(compte)
        .bind(self.pas_avant.map_or(0, Instant::millis))
        .execute(tx)
        .await?;
        Ok(())
    }
}

/// Takes back the mail of that kind about that demande which still waits for its moment ([`Courriel::pas_avant`]): it is never sent.
/// False when there is none, or when its moment has come: a worker may have it. Row by row, a worker and this never both win.
pub(crate) async fn reprendre(
    tx: &mut Tx,
    demande: DemandeId,
    genre: &'static str,
    now: Instant,
) -> Result<bool, DbError> {
    let repris = sql(
        "DELETE FROM message WHERE demande = $1 AND genre = $2 AND etat = 'a_envoyer' AND tentatives = 0 \
         AND prochain_essai > $3",
    )
    .bind(demande.uuid())
    .bind(genre)
    .bind(now.millis())
    .execute(tx)
    .await?;
    Ok(repris > 0)
}

/// Puts many mails to registered people in the outbox at once, in the transaction of their act; they speak of no demande.
pub(crate) async fn deposer_lot(
    tx: &mut Tx,
    courriels: Vec<(Uuid, PersonneId, Courriel)>,
    le: Instant,
) -> Result<(), DbError> {
    let valeurs = courriels
        .into_iter()
        .map(|(id, personne, courriel)| {
            vec![
                id.into(),
                courriel.genre.into(),
                courriel.destinataire.into(),
                courriel.sujet.into(),
                courriel.texte.into(),
                courriel.html.into(),
                le.millis().into(),
                personne.uuid().into(),
            ]
        })
        .collect();
    let colonnes = "id, genre, destinataire, sujet, texte, html, cree_le, personne";
    lot::inserer(tx, "message", colonnes, "", valeurs).await?;
    Ok(())
}

const COLONNES: &str = "id, genre, destinataire, sujet, texte, html, cree_le, desabonnement";

fn lire(row: &Row) -> Result<Message, DbError> {
    Ok(Message {
        id: MessageId::new(row.get("id")?),
        genre: row.get("genre")?,
        destinataire: row.get("destinataire")?,
        sujet: row.get("sujet")?,
        texte: row.get("texte")?,
        html: row.get("html")?,
        cree_le: Instant::from_millis(row.get("cree_le")?),
        desabonnement: row.get("desabonnement")?,
    })
}

impl Registry {
    /// The latest mails of the outbox, newest first, those that wait for their moment included: for tests, never for the public.
    pub async fn messages(&self, limite: u32) -> Result<Vec<Message>, DbError> {
        sql(format!(
            "SELECT {COLONNES} FROM message ORDER BY cree_le DESC, id DESC LIMIT $1"
        ))
        .bind(limite)
        .all(&self.db)
        .await?
        .iter()
        .map(lire)
        .collect()
    }

    /// Those that nothing holds back any more, newest first: what the demonstration's mailbox shows.
    pub async fn messages_a_lire(&self, limite: u32) -> Result<Vec<Message>, DbError> {
        sql(format!(
            "SELECT {COLONNES} FROM message WHERE prochain_essai <= $2 OR tentatives > 0 ORDER BY cree_le DESC, id DESC LIMIT $1"
        ))
        .bind(limite)
        .bind(self.now().millis())
        .all(&self.db)
        .await?
        .iter()
        .map(lire)
        .collect()
    }

    /// One mail of the outbox.
    pub async fn message(&self, id: MessageId) -> Result<Option<Message>, DbError> {
        let row = sql(format!("SELECT {COLONNES} FROM message WHERE id = $1"))
            .bind(id.uuid())
            .optional(&self.db)
            .await?;
        row.as_ref().map(lire).transpose()
    }
}
