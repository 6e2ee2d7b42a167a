//! The end of a campaign: what was found, who answered, what was changed, kept as it was written that day with its digest.

use super::RevueError;
use super::ecriture::ouverte;
use super::lignes::{COLONNES, COMPTES, JOINTURES, avancement, libelle_role, lignes, nom};
use crate::Registry;
use crate::db::{DbError, Row, Tx, sql};
use crate::droit::Reviseur;
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Detail, Entree, Objet, Tentative};
use domain::date::{Instant, Jour, court};
use domain::identifiant::Finess;
use domain::nomenclature::{MotifFin, Nomenclatures};
use domain::revue::{Avancement, Reponse};
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

/// The attestation of a campaign. Its JSON is what is stored and digested; it is never written again.
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
    /// who attests
    pub par: String,
    /// who else answered
    pub reviseurs: Vec<String>,
    /// how many of what
    pub comptes: Avancement,
    /// how many of them arrived since it began
    pub arrivees: i64,
    /// how many are whoever attests: marked, not reviewed by somebody else (R38)
    pub tete: i64,
    /// what was changed
    pub changements: Vec<Constat>,
    /// those nobody answered for
    pub sans_reponse: Vec<SansReponse>,
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
                Err(ActeError::Revue(RevueError::Terminee)) => return Ok(()),
                autre => autre?,
            }
            let attestation = self.composer_attestation(&mut tx, r, now).await?;
            let restantes = attestation.comptes.restantes();
            if restantes > 0 && !laisser {
                return Err(RevueError::SansReponse(restantes).into());
            }
            // Texts and numbers always have a JSON form.
            let texte =
                serde_json::to_string(&attestation).map_err(|_| DbError::stored("revue.attestation"))?;
            sql(
                "UPDATE revue SET terminee_le = $2, terminee_par = $3, attestation = $4, empreinte = $5 WHERE id = $1",
            )
            .bind(r.revue().uuid())
            .bind(now.millis())
            .bind(r.compte().uuid())
            .bind(&texte)
            .bind(Sha256::digest(&texte).to_vec())
            .execute(&mut tx)
            .await?;
            let finess: Finess = attestation
                .finess
                .parse()
                .map_err(|_| DbError::stored("revue.finess"))?;
            let detail = Detail::dans(&finess)
                .poser("Personnes", &attestation.comptes.total.to_string())
                .poser("Empreinte", &hexa(&Sha256::digest(&texte)));
            let entree =
                Entree::new(now, r.auteur(), Acte::AttesterRevue, Objet::Revue(r.revue())).avec(detail);
            journal::ecrire(&mut tx, &self.contexte, entree).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    /// The attestation of a campaign that is over, for the head of the structure.
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

    async fn composer_attestation(
        &self,
        tx: &mut Tx,
        r: &Reviseur,
        now: Instant,
    ) -> Result<Attestation, ActeError> {
        let toutes = lignes(self.aujourd_hui(), "v.id = $1");
        let revue = sql(
            "SELECT v.nom, v.finess, v.ouverte_le, c.nom_affiche FROM revue v, compte c \
             WHERE v.id = $1 AND c.id = $2",
        )
        .bind(r.revue().uuid())
        .bind(r.compte().uuid())
        .one(&mut *tx)
        .await?;
        let comptes = sql(format!(
            "SELECT {COMPTES}, COUNT(CASE WHEN l.arrivee THEN 1 END) AS arrivees, COUNT(CASE WHEN l.tete THEN 1 END) AS tetes \
             FROM {toutes} l"
        ))
        .bind(r.revue().uuid())
        .one(&mut *tx)
        .await?;
        let autres = sql(format!(
            "SELECT DISTINCT c.nom_affiche FROM {toutes} l JOIN compte c ON c.id = l.par WHERE c.id <> $2 ORDER BY c.nom_affiche"
        ))
        .bind(r.revue().uuid())
        .bind(r.compte().uuid())
        .all(&mut *tx)
        .await?;
        let rows = sql(format!(
            "SELECT {COLONNES}, c.nom_affiche FROM {toutes} l {JOINTURES} LEFT JOIN compte c ON c.id = l.par \
             WHERE l.reponse IS NULL OR l.reponse <> 'present' \
             ORDER BY e.raison_sociale, p.nom_exercice, p.prenom_exercice, l.situation"
        ))
        .bind(r.revue().uuid())
        .all(tx)
        .await?;
        let n = self.nomenclatures();
        let (mut changements, mut sans_reponse) = (Vec::new(), Vec::new());
        for row in &rows {
            let (nom, etablissement) = (nom(row)?, row.get("raison_sociale")?);
            match row.get::<Option<String>>("reponse")? {
                Some(code) => {
                    let reponse = code
                        .parse()
                        .map_err(|_| DbError::stored("revue_personne.reponse"))?;
                    changements.push(Constat {
                        nom,
                        etablissement,
                        changement: dire_changement(row, Some(reponse), &n)?,
                        par: row.get("nom_affiche")?,
                    });
                }
                None => sans_reponse.push(SansReponse { nom, etablissement }),
            }
        }
        Ok(Attestation {
            structure: revue.get("nom")?,
            finess: revue.get("finess")?,
            ouverte_le: Instant::from_millis(revue.get("ouverte_le")?),
            terminee_le: now,
            par: revue.get("nom_affiche")?,
            reviseurs: autres
                .iter()
                .map(|row| row.get("nom_affiche"))
                .collect::<Result<_, _>>()?,
            comptes: avancement(&comptes)?,
            arrivees: comptes.get("arrivees")?,
            tete: comptes.get("tetes")?,
            changements,
            sans_reponse,
        })
    }
}

/// A stored attestation.
pub(super) fn lire(texte: &str) -> Result<Attestation, DbError> {
    serde_json::from_str(texte).map_err(|_| DbError::stored("revue.attestation"))
}

/// « Parti le 20/11/2026 (changement de lieu d’exercice) », « Rôle : Coordination (auparavant : Accompagnement) ».
pub(super) fn dire_changement(
    row: &Row,
    reponse: Option<Reponse>,
    n: &Nomenclatures,
) -> Result<String, DbError> {
    Ok(match reponse {
        Some(Reponse::Parti) => {
            let fin = row
                .get::<Option<Jour>>("fin")?
                .map(|fin| format!(" le {}", court(fin)));
            let motif = row
                .get::<Option<String>>("motif_fin")?
                .and_then(|code| code.parse::<MotifFin>().ok())
                .map(|motif| format!(" ({})", motif.libelle()));
            format!("Parti{}{}", fin.unwrap_or_default(), motif.unwrap_or_default())
        }
        Some(Reponse::RoleChange) => {
            let apres = libelle_role(n, &row.get::<String>("role")?);
            let avant = row
                .get::<Option<String>>("role_avant")?
                .map(|code| format!(" (auparavant\u{a0}: {})", libelle_role(n, &code)));
            format!("Rôle\u{a0}: {apres}{}", avant.unwrap_or_default())
        }
        Some(Reponse::Present) | None => String::new(),
    })
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
