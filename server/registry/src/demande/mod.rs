//! The demande, from the first field typed to the decision. One file per moment: `saisie` (the draft), `soumission`, `suivi`
//! (the applicant's view), `file` (the gestionnaire's queue), `dossier` (one demande opened), `decision`,
//! `sursis` (the moment during which a decision can be taken back).
//!
//! Every act reads the state, asks `domain` for the transition, and writes the row, the mail and the journal entry in one
//! transaction. A decision carries the version it was taken on.

mod avertissement;
mod decision;
mod dossier;
mod doublon;
mod ensemble;
mod etape;
mod file;
mod ligne;
mod saisie;
mod soumission;
mod suivi;
pub(crate) mod sursis;
pub(crate) mod trace;

pub use avertissement::Avertissement;
pub use decision::{Refusee, Validee};
pub use dossier::{Decision, Dossier, DoublonVu};
pub(crate) use ensemble::Examine;
pub use file::{FiltreFile, LigneFile, PageFile};
pub use saisie::Brouillon;
pub use soumission::Soumise;
pub use suivi::{ResumeDemande, Suivi};
pub use sursis::{Choix, DecisionEmpechee, EnSursis, EtatDecision, Sursis};
