//! Decisions that wait a moment before they take effect, so that they can be taken back: a mail sent cannot be. First the
//! act is tried and undone (every check that it makes is made), and the decision alone is kept; when the delay is over, `effet`
//! does the act itself, which checks everything again, in the name of the person who decided.
//!
//! One file per moment: `prise` (recorded), `reprise` (taken back), `effet` (done, or found impossible), `lecture` (shown).
//! What an acceptance or a refusal does is in `decision`, never here.

mod effet;
mod lecture;
mod prise;
mod reprise;

pub use lecture::{DecisionAnnulable, DecisionEmpechee, EnSursis, EtatDecision};

pub(crate) use lecture::{empechee, en_sursis, secondes};
pub(crate) use prise::{Attente, refuser_si_prise};

use crate::db::{DbError, Row, Tx, sql};
use crate::journal::Acte;
use domain::date::Instant;
use domain::demande::{Explication, Statut};
use domain::ids::DemandeId;
use domain::nomenclature::MotifRefus;

/// The condition « this `demande` waits for a decision »: what every queue and count reads. One that was just decided is in
/// nobody's queue, although its statut only changes when the decision takes effect.
pub(crate) const A_DECIDER: &str = "demande.statut = 'a_traiter' AND NOT EXISTS \
     (SELECT 1 FROM decision_en_sursis prise WHERE prise.demande = demande.id)";

/// The demande is in the queue again, from now on: the pages that are open announce it.
pub(super) async fn remettre_en_file(tx: &mut Tx, id: DemandeId, now: Instant) -> Result<(), DbError> {
    sql("UPDATE demande SET modifiee_le = $2 WHERE id = $1 AND statut = 'a_traiter'")
        .bind(id.uuid())
        .bind(now.millis())
        .execute(tx)
        .await?;
    Ok(())
}

/// How long a decision can be taken back. None by default: decisions take effect at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sursis {
    secondes: u16,
}

impl Sursis {
    /// That many seconds; 0 for decisions that take effect at once.
    pub const fn secondes(secondes: u16) -> Self {
        Self { secondes }
    }

    /// No delay.
    pub const fn est_nul(self) -> bool {
        self.secondes == 0
    }

    /// Whoever decided before that can take nothing back any more.
    pub(crate) fn avant(self, now: Instant) -> Instant {
        now.plus_millis(-i64::from(self.secondes) * 1000)
    }

    /// When a decision taken now takes effect.
    pub(crate) fn depuis(self, now: Instant) -> Instant {
        now.plus_millis(i64::from(self.secondes) * 1000)
    }
}

/// What a gestionnaire decides of a demande.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choix {
    /// accept it
    Valider {
        /// identity, quality and activity were checked (R34)
        confirmee: bool,
    },
    /// refuse it (R35)
    Refuser {
        /// why, from the national list
        motif: MotifRefus,
        /// why, in words
        explication: Explication,
    },
}

impl Choix {
    /// The act that the journal keeps.
    pub(crate) fn acte(&self) -> Acte {
        match self {
            Self::Valider { .. } => Acte::Valider,
            Self::Refuser { .. } => Acte::Refuser,
        }
    }

    /// What the demande becomes.
    pub const fn statut(&self) -> Statut {
        match self {
            Self::Valider { .. } => Statut::Validee,
            Self::Refuser { .. } => Statut::Refusee,
        }
    }

    /// The columns `motif` and `explication`.
    pub(crate) fn colonnes(&self) -> [Option<&str>; 2] {
        match self {
            Self::Valider { .. } => [None, None],
            Self::Refuser { motif, explication } => [Some(motif.code()), Some(explication.as_str())],
        }
    }

    /// From the columns `genre`, `motif` and `explication`. Whatever was recorded was confirmed.
    pub(crate) fn lire(row: &Row) -> Result<Self, DbError> {
        if statut(row)? == Statut::Validee {
            return Ok(Self::Valider { confirmee: true });
        }
        Ok(Self::Refuser {
            motif: row.parse("motif")?,
            explication: row.parse("explication")?,
        })
    }
}

/// What the column `genre` leads to.
pub(crate) fn statut(row: &Row) -> Result<Statut, DbError> {
    match row.get::<String>("genre")?.as_str() {
        "valider" => Ok(Statut::Validee),
        "refuser" => Ok(Statut::Refusee),
        _ => Err(DbError::stored("genre")),
    }
}
