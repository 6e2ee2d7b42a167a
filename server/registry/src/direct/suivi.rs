//! What a page of the queue that is already open has to learn: whether something has changed, and what became of the rows it shows
//! (its counts, and what arrived, are those of the queue itself: `demande::file`). Read with the rights of the moment; a page costs the
//! same statements however many rows it has.

use crate::Registry;
use crate::db::{DbError, Row, Statement, sql};
use crate::demande::sursis::{self, A_DECIDER};
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use domain::date::Instant;
use domain::demande::Statut;
use domain::ids::{CompteId, DemandeId};
use uuid::Uuid;

/// Rows followed at once, at most: no page shows more.
const LIGNES_MAX: usize = 200;

/// The queue in two words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EtatFile {
    /// demandes that wait for an answer in the perimeter
    pub a_traiter: i64,
    /// differs as soon as something in the queue, or in whose hands it is, has changed; says nothing else
    pub tampon: String,
}

/// Who has a demande in hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriseVue {
    /// the name that colleagues see
    pub par: String,
    /// this very person
    pub moi: bool,
    /// until when, without work
    pub jusqu_au: Instant,
}

/// What became of a demande that a page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LigneSuivie {
    /// the demande
    pub demande: DemandeId,
    /// where it stands
    pub statut: Statut,
    /// its version
    pub version: i64,
    /// who decided; none when nobody did, or when it ended by itself
    pub decidee_par: Option<String>,
    /// true when this very person decided
    pub decidee_par_moi: bool,
    /// who has it in hand; none once it is decided
    pub prise: Option<PriseVue>,
}

impl Registry {
    /// The count of the queue and its stamp: what to ask for every few seconds where news do not come by themselves. One reading of
    /// the index of the queue; what an applicant types in a correction is not told, what they write is.
    pub async fn etat_file(&self, g: &Gestionnaire) -> Result<EtatFile, ActeError> {
        let perimetre = g.perimetre();
        let file = sql(format!(
            "SELECT COUNT(CASE WHEN {A_DECIDER} THEN 1 END) AS n, COUNT(*) AS ouvertes, \
             COALESCE(MAX(demande.modifiee_le), 0) AS entree, \
             COALESCE(MAX((SELECT MAX(fil_message.le) FROM fil_message WHERE fil_message.demande = demande.id \
             AND fil_message.du_demandeur = $2)), 0) AS message FROM demande \
             WHERE demande.finess IN {perimetre} AND demande.statut IN ('a_traiter', 'a_corriger')"
        ))
        .bind(g.compte().uuid())
        .bind(true)
        .one(&self.db)
        .await?;
        let prises = sql(format!(
            "SELECT COUNT(*) AS n, COALESCE(MAX(depuis), 0) AS derniere FROM prise \
             WHERE jusqu_au > $2 AND finess IN {perimetre}"
        ))
        .bind(g.compte().uuid())
        .bind(self.now().millis())
        .one(&self.db)
        .await?;
        let a_traiter: i64 = file.get("n")?;
        let tampon = format!(
            "{a_traiter:x}-{:x}-{:x}-{:x}-{:x}-{:x}",
            file.get::<i64>("ouvertes")?,
            file.get::<i64>("entree")?,
            file.get::<i64>("message")?,
            prises.get::<i64>("n")?,
            prises.get::<i64>("derniere")?
        );
        Ok(EtatFile { a_traiter, tampon })
    }

    /// What became of these demandes (the first two hundred); those outside the perimeter are left out.
    pub async fn lignes_suivies(
        &self,
        g: &Gestionnaire,
        demandes: &[DemandeId],
    ) -> Result<Vec<LigneSuivie>, ActeError> {
        let demandes = &demandes[..demandes.len().min(LIGNES_MAX)];
        if demandes.is_empty() {
            return Ok(Vec::new());
        }
        let perimetre = g.perimetre();
        let places: Vec<String> = (0..demandes.len()).map(|rang| format!("${}", rang + 3)).collect();
        let texte = format!(
            "SELECT demande.id, demande.statut, demande.version, sursis.genre, \
             COALESCE(sursis.compte, demande.decidee_par) AS decidee_par, decideur.nom_affiche AS decideur, prise.compte AS tenant, prise.jusqu_au, preneur.nom_affiche AS preneur \
             FROM demande LEFT JOIN decision_en_sursis sursis ON sursis.demande = demande.id \
             LEFT JOIN compte decideur ON decideur.id = COALESCE(sursis.compte, demande.decidee_par) \
             LEFT JOIN prise ON prise.demande = demande.id AND prise.jusqu_au > $2 \
             LEFT JOIN compte preneur ON preneur.id = prise.compte \
             WHERE demande.id IN ({}) AND demande.finess IN {perimetre}",
            places.join(", ")
        );
        let enonce = sql(texte).bind(g.compte().uuid()).bind(self.now().millis());
        let rows = demandes
            .iter()
            .map(|id| id.uuid())
            .fold(enonce, Statement::bind)
            .all(&self.db)
            .await?;
        Ok(rows
            .iter()
            .map(|row| ligne(row, g.compte()))
            .collect::<Result<_, _>>()?)
    }
}

fn ligne(row: &Row, moi: CompteId) -> Result<LigneSuivie, DbError> {
    // A decision that waits to take effect is one for colleagues already.
    let statut = match row.get::<Option<String>>("genre")? {
        Some(_) => sursis::statut(row)?,
        None => row.parse("statut")?,
    };
    let prise = match row.get::<Option<Uuid>>("tenant")? {
        Some(tenant) if statut.est_ouverte() => Some(PriseVue {
            par: row.get("preneur")?,
            moi: CompteId::new(tenant) == moi,
            jusqu_au: Instant::from_millis(row.get("jusqu_au")?),
        }),
        _ => None,
    };
    let decideur = row.get::<Option<Uuid>>("decidee_par")?;
    Ok(LigneSuivie {
        demande: DemandeId::new(row.get("id")?),
        statut,
        version: row.get("version")?,
        decidee_par: row.get("decideur")?,
        decidee_par_moi: decideur.map(CompteId::new) == Some(moi),
        prise,
    })
}
