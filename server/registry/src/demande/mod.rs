//! The demande, from the first field typed to the decision. One file per moment: `saisie` (the draft), `soumission`, `suivi`
//! (the applicant's view), `file` (the gestionnaire's queue), `dossier` (one demande opened), `doublon` (who it looks like),
//! `decision`, `sursis` (the moment during which a decision can be taken back); on the way, `correction` (what is sent back)
//! and `fil` (what is said about it).
//!
//! Every act reads the state, asks `domain` for the transition, and writes the row, the mail and the journal entry in one
//! transaction. A decision carries the version it was taken on.

mod avertissement;
mod correction;
mod decision;
mod dossier;
mod doublon;
mod ensemble;
mod etape;
mod fil;
mod file;
mod ligne;
mod saisie;
mod soumission;
mod suivi;
pub(crate) mod sursis;
pub(crate) mod trace;

pub use avertissement::Avertissement;
pub use correction::{CorrectionAFaire, FinTour, Tour};
pub use decision::Validee;
pub use dossier::{Decision, Dossier};
pub(crate) use doublon::{
    A_UN_DOUBLON, PERSONNES_DES_CLES, Ressemblante, VOISINS_MAX, cle_des_paires, empreinte_paire,
    preparer as preparer_doublons, recommencer as recommencer_doublons, ressemblantes, sans_contact,
    suivre_demande, suivre_personne,
};
pub use doublon::{ChoixDoublon, Comparaison, Cote, DoublonVu, SujetDoublon};
pub use fil::{FERMETURE_JOURS, Fil, Marques, MessageFil};
pub use file::{
    Anciennete, ComptesSuivis, Delais, ExportDemandes, FiltreFile, FiltreIllisible, LigneFile,
    OrigineDemande, PageFile, Tri, URGENTE_JOURS, VueFile,
};
pub use saisie::Brouillon;
pub use soumission::Soumise;
pub(crate) use soumission::{cle_recherche, refuser_si_deja_ouverte};
pub use suivi::{EnvoiNumero, ResumeDemande, Suivi};
pub use sursis::{Choix, DecisionAnnulable, DecisionEmpechee, EnSursis, EtatDecision, Sursis};
