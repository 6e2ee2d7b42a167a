//! The professional's screens: the four steps of a demande (J1), the check, the confirmation, and what becomes of it.

mod champ_ouvert;
mod confirmation;
mod conservation;
mod consultations;
mod corriger;
mod echanges;
mod etape_contact;
mod etape_etat_civil;
mod etape_legale;
mod etape_situation;
mod formulaire;
mod mes_demandes;
mod recapitulatif;
mod resume;
mod suivi;
mod verification;

pub use confirmation::Confirmation;
pub use consultations::Consultations;
pub use corriger::Corriger;
pub use etape_contact::EtapeContact;
pub use etape_etat_civil::EtapeEtatCivil;
pub use etape_legale::EtapeLegale;
pub use etape_situation::EtapeSituation;
pub use formulaire::ErreurEnvoi;
pub use mes_demandes::MesDemandes;
pub use recapitulatif::Recapitulatif;
pub use suivi::Suivi;
pub use verification::Verification;

pub(in crate::pages) use etape_situation::{
    NomExercice, categories, contexte_vivant, modes, professions, roles,
};
pub(in crate::pages) use formulaire::titre;
pub(in crate::pages) use resume::parties;
