//! The pieces every screen is made of. They draw; they decide nothing. Label, hint, error and ARIA are wired once, here, by
//! the field components: a page never writes an `<input>` that a person fills in.

mod bandeau;
mod bouton;
mod brut;
mod champ;
mod description;
mod etapes;
#[cfg(feature = "ssr")]
mod hors_ligne;
mod pagination;
mod resume_erreurs;

pub use bandeau::{Bandeau, ListeConstats, Ton};
pub use bouton::{BOUTON, BOUTON_DANGER, BOUTON_SECONDAIRE, LIEN};
pub use brut::texte_brut;
pub use champ::{
    AdresseARelire, AideDuChamp, Case, ChampChoix, ChampDate, ChampListe, ChampTexte, ChampTexteLong,
    ConseilEmail, Enveloppe, Lecture, Option_, SAISIE,
};
pub use description::{Ligne, ListeDescription};
pub use etapes::FilEtapes;
#[cfg(feature = "ssr")]
pub use hors_ligne::{EtatHorsLigne, SansReseau};
pub use pagination::Pagination;
pub use resume_erreurs::{Resume, ResumeErreurs, titre_resume};
