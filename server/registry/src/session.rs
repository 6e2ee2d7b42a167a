//! Sessions of signed-in people, and the searches they typed. The cookie's secret is never stored, only its digest. One file
//! per side of it: `limites` (how long it lasts), `appareils` (the sessions of an account), `attente` (forms sent too late).
//!
//! Nothing here knows cookies or identity providers.

mod appareils;
mod attente;
mod limites;

pub use appareils::SessionVue;
pub use attente::{SAISIE_MINUTES, SaisieEnAttente};
pub use limites::{Limites, Ouverture};

use crate::Registry;
use crate::db::{DbError, sql};
use crate::droit::{Fournisseur, SessionOuverte, colonnes_soi};
use crate::journal::{self, Acte, Auteur, Entree, Objet};
use crate::perimetre::{GESTIONNAIRES, REPRESENTANTS, en_vigueur};
use crate::rotation::signes;
use domain::ids::{CompteId, RechercheId, SessionId};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// The secret that proves a session, finds a waiting form again, or opens an invitation: 256 random bits in hexadecimal. Goes
/// into the cookie, or the link of the mail, and nowhere else.
#[derive(Clone, PartialEq, Eq)]
pub struct JetonSession(String);

impl JetonSession {
    /// Writes these bits.
    pub(crate) fn new(secret: [u8; 32]) -> Self {
        Self(secret.iter().fold(String::with_capacity(64), |mut text, byte| {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        }))
    }

    /// The cookie's value, or the end of the link.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for JetonSession {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JetonSession(…)")
    }
}

/// How long a session that has ended is still known, and its cookie kept, in minutes: a day. It opens nothing any more; it says whose
/// a form sent too late is (see `attente`), and which session of the identity provider is left to close.
pub const SURVIE_MINUTES: i64 = 24 * 60;

/// Longer than any name or number somebody looks for.
const RECHERCHE_MAX: usize = 200;

pub(crate) fn empreinte(jeton: &str) -> Vec<u8> {
    Sha256::digest(jeton.as_bytes()).to_vec()
}

impl Registry {
    /// Opens a session on these terms, from now on. The secret cannot be read again later.
    pub async fn ouvrir_session(
        &self,
        compte: CompteId,
        ouverture: impl Into<Ouverture>,
    ) -> Result<JetonSession, DbError> {
        let now = self.now();
        let ouverture = ouverture.into();
        let jeton = JetonSession::new(self.contexte.entropy.secret());
        let session = SessionId::new(self.uuid(now));
        let mut tx = self.db.begin().await?;
        sql(
            "INSERT INTO session (id, empreinte, compte, ouverte_le, vue_le, inactivite, expire_le, appareil, id_token) \
             VALUES ($1, $2, $3, $4, $4, $5, $6, $7, $8)",
        )
        .bind(session.uuid())
        .bind(empreinte(jeton.as_str()))
        .bind(compte.uuid())
        .bind(now.millis())
        .bind(ouverture.inactivite())
        .bind(now.plus_millis(ouverture.duree()).millis())
        .bind(ouverture.appareil)
        .bind(ouverture.id_token)
        .execute(&mut tx)
        .await?;
        let auteur = Auteur::Session { compte, session };
        let entree = Entree::new(now, auteur, Acte::OuvrirSession, Objet::Session(session));
        signes::noter(&mut tx, compte, now).await?;
        journal::ecrire(&mut tx, &self.contexte, entree).await?;
        tx.commit().await?;
        Ok(jeton)
    }

    /// The session of a cookie, with the rights that its account has at this moment. `None` when unknown, expired, or
    /// left without a sign of the person for too long. Reading it is not such a sign: see [`Registry::noter_activite`].
    pub async fn session_ouverte(&self, jeton: &str) -> Result<Option<SessionOuverte>, DbError> {
        let vigueur = en_vigueur(self.aujourd_hui());
        let row = sql(format!(
            "SELECT s.id, s.compte, s.vue_le, s.inactivite, s.expire_le, c.fournisseur, {}, \
             (SELECT COUNT(*) FROM habilitation h WHERE h.compte = s.compte AND h.genre IN {GESTIONNAIRES} \
                AND {vigueur}) AS gestionnaire, \
             (SELECT COUNT(*) FROM habilitation h WHERE h.compte = s.compte AND h.genre IN {REPRESENTANTS} \
                AND {vigueur}) AS representant, \
             (SELECT COUNT(*) FROM habilitation h WHERE h.compte = s.compte AND h.genre = 'mandataire' \
                AND {vigueur}) AS mandataire, \
             (SELECT MAX(h.carte_jusqu_au) FROM habilitation h WHERE h.compte = s.compte AND h.retiree_le IS NULL \
                AND NOT ({vigueur})) AS carte_expiree, \
             (SELECT COUNT(*) FROM operateur o WHERE o.compte = s.compte AND o.retire_le IS NULL) AS operateur, \
             (SELECT COUNT(*) FROM contrat WHERE contrat.dirigeant = s.compte AND contrat.clos_le IS NULL) AS dirigeant \
             FROM session s JOIN compte c ON c.id = s.compte WHERE s.empreinte = $1 \
             AND s.expire_le > $2 AND s.vue_le + s.inactivite > $2",
            colonnes_soi()
        ))
        .bind(empreinte(jeton))
        .bind(self.now().millis())
        .optional(&self.db)
        .await?;
        row.as_ref()
            .map(|row| SessionOuverte::lire(row, self.aujourd_hui()))
            .transpose()
    }

    /// What the session of a cookie was opened with, whether or not it has ended: who vouched for the person, and the ID token that
    /// this provider wants back to end its own session.
    pub async fn fournisseur_de_session(
        &self,
        jeton: &str,
    ) -> Result<Option<(Fournisseur, Option<String>)>, DbError> {
        let row = sql(
            "SELECT c.fournisseur, s.id_token FROM session s JOIN compte c ON c.id = s.compte \
             WHERE s.empreinte = $1",
        )
        .bind(empreinte(jeton))
        .optional(&self.db)
        .await?;
        row.map(|row| Ok((row.parse("fournisseur")?, row.get("id_token")?)))
            .transpose()
    }

    /// Ends the session of a cookie, with its searches. Ending it again is harmless.
    pub async fn fermer_session(&self, jeton: &str) -> Result<(), DbError> {
        let mut tx = self.db.begin().await?;
        let fermee = sql("DELETE FROM session WHERE empreinte = $1 RETURNING id, compte")
            .bind(empreinte(jeton))
            .optional(&mut tx)
            .await?;
        if let Some(row) = fermee {
            let session = SessionId::new(row.get("id")?);
            let auteur = Auteur::Session {
                compte: CompteId::new(row.get("compte")?),
                session,
            };
            let entree = Entree::new(self.now(), auteur, Acte::FermerSession, Objet::Session(session));
            journal::ecrire(&mut tx, &self.contexte, entree).await?;
        }
        tx.commit().await
    }

    /// Keeps the text of a search with the session: the address will hold its id only. Control characters are dropped, and
    /// what is longer than any real search is cut.
    pub async fn noter_recherche(
        &self,
        session: &SessionOuverte,
        texte: &str,
    ) -> Result<RechercheId, DbError> {
        let texte: String = texte
            .trim()
            .chars()
            .filter(|c| !c.is_control())
            .take(RECHERCHE_MAX)
            .collect();
        self.noter(session, texte).await
    }

    /// Keeps a form that could not be accepted as typed (JSON), so that the page which follows shows it again whole.
    pub async fn noter_saisie(&self, session: &SessionOuverte, json: String) -> Result<RechercheId, DbError> {
        self.noter(session, json).await
    }

    async fn noter(&self, session: &SessionOuverte, texte: String) -> Result<RechercheId, DbError> {
        let now = self.now();
        let id = self.uuid(now);
        let mut tx = self.db.begin().await?;
        sql("INSERT INTO recherche (id, session, texte, cree_le) VALUES ($1, $2, $3, $4)")
            .bind(id)
            .bind(session.id().uuid())
            .bind(texte)
            .bind(now.millis())
            .execute(&mut tx)
            .await?;
        tx.commit().await?;
        Ok(RechercheId::new(id))
    }

    /// The text of a search of this very session; `None` for anybody else's.
    pub async fn recherche(
        &self,
        session: &SessionOuverte,
        id: RechercheId,
    ) -> Result<Option<String>, DbError> {
        let row = sql("SELECT texte FROM recherche WHERE id = $1 AND session = $2")
            .bind(id.uuid())
            .bind(session.id().uuid())
            .optional(&self.db)
            .await?;
        row.map(|row| row.get("texte")).transpose()
    }
}
