//! The end of a campaign: what was found, who answered, what was changed, kept as it was written that day with its digest. `composition`
//! finds it.

use super::RevueError;
use super::ecriture::ouverte;
use crate::Registry;
use crate::db::{DbError, Tx, sql};
use crate::droit::Reviseur;
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Detail, Entree, Objet, Tentative};
use domain::date::Instant;
use domain::identifiant::Finess;
use domain::ids::{CompteId, RevueId};
use domain::revue::Avancement;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// Something that the campaign changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Constat {
    /// who
    pub nom: String,
    /// where
    pub etablissement: String,
    /// what, in words
    pub changement: String,
    /// who said so; none for an end that was given elsewhere
    pub par: Option<String>,
}

/// Somebody left aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SansReponse {
    /// who
    pub nom: String,
    /// where
    pub etablissement: String,
}

/// The attestation of a campaign, or, when nobody attested it in time, the statement of how it was left. Its JSON is what is stored and digested; it is never written again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attestation {
    /// the structure, as it was called
    pub structure: String,
    /// its FINESS number
    pub finess: String,
    /// when the campaign began, in UTC milliseconds
    pub ouverte_le: Instant,
    /// when it ended
    pub terminee_le: Instant,
    /// who attests; nobody when it was not ended
    pub par: String,
    /// it ended by itself: nobody attests
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub non_terminee: bool,
    /// who else answered
    pub reviseurs: Vec<String>,
    /// how many of what
    pub comptes: Avancement,
    /// how many of them arrived since it began
    pub arrivees: i64,
    /// how many are whoever attests: marked, not reviewed by somebody else (R38)
    pub tete: i64,
    /// how many of those gone left a card under their name, of which nobody has said whose it is
    #[serde(default, skip_serializing_if = "aucun")]
    pub au_meme_nom: i64,
    /// what was changed
    pub changements: Vec<Constat>,
    /// those nobody answered for
    pub sans_reponse: Vec<SansReponse>,
}

/// What attestations did not count once is not written when there is none of it.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn aucun(nombre: &i64) -> bool {
    *nombre == 0
}

/// An attestation as it is read again.
#[derive(Clone)]
pub struct AttestationVue {
    /// what it says
    pub attestation: Attestation,
    /// SHA-256 of the stored text, in hexadecimal
    pub empreinte: String,
    /// whether the stored text still has that digest
    pub intacte: bool,
}

impl Registry {
    /// Ends a campaign. Somebody without an answer prevents it unless `laisser` says that they are left aside; the attestation
    /// names them. Ended already, it stays as it is.
    pub async fn terminer_revue(&self, r: &Reviseur, laisser: bool) -> Result<(), ActeError> {
        let tentative = Tentative {
            auteur: r.auteur(),
            acte: Acte::AttesterRevue,
            objet: Objet::Revue(r.revue()),
        };
        self.tenter(tentative, async {
            if !r.est_tete() {
                return Err(ActeError::Interdit);
            }
            let now = self.now();
            let mut tx = self.db.begin().await?;
            match ouverte(&mut tx, r).await {
                Ok(_) => {}
                Err(ActeError::Revue(RevueError::Terminee)) => return Ok(()),
                Err(autre) => return Err(autre),
            }
            let attestation = self
                .composer_attestation(&mut tx, r.revue(), Some(r.compte()), now)
                .await?;
            let restantes = attestation.comptes.restantes();
            if restantes > 0 && !laisser {
                return Err(RevueError::SansReponse(restantes).into());
            }
            let detail = ecrire(&mut tx, r.revue(), Some(r.compte()), &attestation).await?;
            let entree =
                Entree::new(now, r.auteur(), Acte::AttesterRevue, Objet::Revue(r.revue())).avec(detail);
            journal::ecrire(&mut tx, &self.contexte, entree).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    /// The attestation of a campaign that is over, or how it was left, for the head of the structure.
    pub async fn attestation_revue(&self, r: &Reviseur) -> Result<AttestationVue, ActeError> {
        if !r.est_tete() {
            return Err(ActeError::Introuvable);
        }
        let row = sql("SELECT attestation, empreinte FROM revue WHERE id = $1 AND attestation IS NOT NULL")
            .bind(r.revue().uuid())
            .optional(&self.db)
            .await?
            .ok_or(ActeError::Introuvable)?;
        let texte: String = row.get("attestation")?;
        let empreinte: Vec<u8> = row.get("empreinte")?;
        Ok(AttestationVue {
            attestation: lire(&texte)?,
            intacte: Sha256::digest(&texte).as_slice() == empreinte,
            empreinte: hexa(&empreinte),
        })
    }
}

/// Ends a campaign with that text, whose digest is kept beside it. Returns what the journal keeps.
pub(super) async fn ecrire(
    tx: &mut Tx,
    revue: RevueId,
    par: Option<CompteId>,
    attestation: &Attestation,
) -> Result<Detail, DbError> {
    // Texts and numbers always have a JSON form.
    let texte = serde_json::to_string(attestation).map_err(|_| DbError::stored("revue.attestation"))?;
    let empreinte = Sha256::digest(&texte);
    sql("UPDATE revue SET terminee_le = $2, terminee_par = $3, attestation = $4, empreinte = $5 WHERE id = $1")
        .bind(revue.uuid())
        .bind(attestation.terminee_le.millis())
        .bind(par.map(CompteId::uuid))
        .bind(&texte)
        .bind(empreinte.to_vec())
        .execute(tx)
        .await?;
    let finess: Finess = attestation
        .finess
        .parse()
        .map_err(|_| DbError::stored("revue.finess"))?;
    Ok(Detail::dans(&finess)
        .poser("Personnes", &attestation.comptes.total.to_string())
        .poser("Empreinte", &hexa(&empreinte)))
}

/// A stored attestation.
pub(super) fn lire(texte: &str) -> Result<Attestation, DbError> {
    serde_json::from_str(texte).map_err(|_| DbError::stored("revue.attestation"))
}

fn hexa(octets: &[u8]) -> String {
    octets
        .iter()
        .fold(String::with_capacity(2 * octets.len()), |mut texte, octet| {
            // Writing to a String cannot fail.
            let _ = write!(texte, "{octet:02x}");
            texte
        })
}
