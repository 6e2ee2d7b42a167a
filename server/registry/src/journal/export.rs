//! The journal as a file: one JSON object per line, entries in order, the head last. It can be checked without a database.

use super::lecture::{bornes, page};
use super::{DetailScelle, Ecriture, Empreinte, Ligne, Tete, Verificateur, VerificationError, hexa};
use crate::db::Db;
use domain::date::Instant;
use domain::ids::{CompteId, SessionId};
use serde::{Deserialize, Serialize};
use std::io::{BufRead, Read as _, Write};

/// No true line is longer: an explanation has 2 000 characters at most (bytes).
const LIGNE_MAX: u64 = 1 << 20;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Enregistrement {
    Ecriture(Box<LigneExport>),
    Tete(TeteExport),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LigneExport {
    numero: i64,
    /// UTC milliseconds
    le: Instant,
    acteur: Option<CompteId>,
    session: Option<SessionId>,
    acte: String,
    objet: String,
    objet_id: String,
    issue: String,
    #[serde(with = "hexa::option")]
    engagement: Option<Empreinte>,
    #[serde(with = "hexa")]
    maillon: Empreinte,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    detail: Option<DetailExport>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DetailExport {
    #[serde(with = "hexa")]
    sel: [u8; 32],
    /// the very text that was committed to, hence a string and not an object
    contenu: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TeteExport {
    numero: i64,
    #[serde(with = "hexa")]
    maillon: Empreinte,
}

impl From<Ligne> for LigneExport {
    fn from(ligne: Ligne) -> Self {
        let e = ligne.ecriture;
        Self {
            numero: e.numero,
            le: e.le,
            acteur: e.acteur,
            session: e.session,
            acte: e.acte,
            objet: e.objet,
            objet_id: e.objet_id,
            issue: e.issue,
            engagement: e.engagement,
            maillon: ligne.maillon,
            detail: ligne.detail.map(|d| DetailExport {
                sel: d.sel,
                contenu: d.contenu,
            }),
        }
    }
}

impl From<LigneExport> for Ligne {
    fn from(l: LigneExport) -> Self {
        Self {
            ecriture: Ecriture {
                numero: l.numero,
                le: l.le,
                acteur: l.acteur,
                session: l.session,
                acte: l.acte,
                objet: l.objet,
                objet_id: l.objet_id,
                issue: l.issue,
                engagement: l.engagement,
            },
            maillon: l.maillon,
            detail: l.detail.map(|d| DetailScelle {
                sel: d.sel,
                contenu: d.contenu,
            }),
        }
    }
}

/// Writes the journal of a database as it is now. Without `details`, nothing personal leaves, and the chain still verifies.
pub async fn exporter(db: &Db, details: bool, sortie: &mut impl Write) -> Result<Tete, VerificationError> {
    // Entries beyond the head, which no act wrote, are exported too: the check must see them.
    let (tete, jusque) = bornes(db).await?;
    let mut apres = 0;
    loop {
        let lignes = page(db, apres, jusque, details).await?;
        let Some(derniere) = lignes.last() else { break };
        apres = derniere.ecriture.numero;
        for ligne in lignes {
            ajouter(sortie, &Enregistrement::Ecriture(Box::new(ligne.into())))?;
        }
    }
    ajouter(
        sortie,
        &Enregistrement::Tete(TeteExport {
            numero: tete.numero,
            maillon: tete.maillon,
        }),
    )?;
    sortie.flush()?;
    Ok(tete)
}

fn ajouter(sortie: &mut impl Write, enregistrement: &Enregistrement) -> Result<(), VerificationError> {
    serde_json::to_writer(&mut *sortie, enregistrement).map_err(std::io::Error::from)?;
    Ok(sortie.write_all(b"\n")?)
}

/// Checks an export, a line at a time. `attendues`: heads known from elsewhere, which must be in the chain. Returns the head.
pub fn verifier_export(mut source: impl BufRead, attendues: Vec<Tete>) -> Result<Tete, VerificationError> {
    let mut verificateur = Verificateur::new(attendues);
    let mut tampon = Vec::new();
    let mut tete = None;
    for rang in 1.. {
        tampon.clear();
        if (&mut source).take(LIGNE_MAX).read_until(b'\n', &mut tampon)? == 0 {
            break;
        }
        if tete.is_some() {
            return Err(VerificationError::ApresTete(rang));
        }
        match serde_json::from_slice(&tampon).map_err(|_| VerificationError::Illisible(rang))? {
            Enregistrement::Ecriture(ligne) => verificateur.lire(&Ligne::from(*ligne))?,
            Enregistrement::Tete(lue) => {
                tete = Some(Tete {
                    numero: lue.numero,
                    maillon: lue.maillon,
                });
            }
        }
    }
    Ok(verificateur.finir(tete.ok_or(VerificationError::SansTete)?)?)
}
