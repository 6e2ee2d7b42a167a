//! One decision on many demandes: chosen by hand or by a filter, shown before anything happens with what will be left aside
//! and why, confirmed once, then worked through by the program in small transactions, each demande through the same use case
//! as a decision taken alone. The decisions of a lot wait for its end and can be taken back together.
//!
//! One file per moment: `preparation`, `lancement` (confirmed, or taken back), `travail` (the program's task), `lecture`. What
//! a decision does is in `demande`, never here.

mod lancement;
mod lecture;
mod preparation;
mod travail;

pub use lecture::{Avancement, ElementVu, EtatLot, Groupe, LotResume, LotVu};
pub use preparation::{ActeLot, Selection};

use crate::db::{DbError, Tx, sql};
use domain::ids::{DemandeId, LotId};

/// What became of a demande of a lot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// to be done
    AFaire,
    /// decided; the decision waits for the end of the delay
    Decidee,
    /// the decision took effect
    Faite,
    /// left aside before anything was decided
    Ecartee,
    /// decided, but the decision could not take effect
    SansEffet,
    /// taken back
    Annulee,
}

impl Sort {
    const TOUS: [Self; 6] = [
        Self::AFaire,
        Self::Decidee,
        Self::Faite,
        Self::Ecartee,
        Self::SansEffet,
        Self::Annulee,
    ];

    /// The code stored.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::AFaire => "a_faire",
            Self::Decidee => "decidee",
            Self::Faite => "faite",
            Self::Ecartee => "ecartee",
            Self::SansEffet => "sans_effet",
            Self::Annulee => "annulee",
        }
    }
}

impl std::str::FromStr for Sort {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        Self::TOUS.into_iter().find(|sort| sort.code() == code).ok_or(())
    }
}

/// Notes what became of a demande that the lot had decided.
pub(crate) async fn noter(
    tx: &mut Tx,
    lot: LotId,
    demande: DemandeId,
    sort: Sort,
    raison: Option<&'static str>,
) -> Result<(), DbError> {
    sql("UPDATE lot_element SET statut = $3, raison = $4 WHERE lot = $1 AND demande = $2 AND statut = 'decidee'")
        .bind(lot.uuid())
        .bind(demande.uuid())
        .bind(sort.code())
        .bind(raison)
        .execute(tx)
        .await?;
    Ok(())
}
