//! Reviews of who is still there (R51–R54, J7): a campaign asks, of every person of a structure, whether they are still
//! present, have left, or do something else. It opens by itself each quarter or when the head of the structure says so, can be
//! shared out by establishment, and ends with an attestation kept as it was written.
//!
//! An answer takes effect at once: a departure ends the situation through the very act of a gestionnaire (mail, journal,
//! thirty days to undo), in the transaction of the answer. Rights that somebody who left keeps are said on their line: ending
//! them is a departure (`depart`); `meme_nom` says the cards that only bear their name. `ouverture` begins campaigns, `lecture` shows them, `reponse` is what people say, `partage` who
//! else may, `attestation` the end (`composition` its text), `cloture` the end of those that nobody attests, `rappel` the mails.
//! Rules (periods, states) are in `domain::revue`; nobody answers here without a [`Reviseur`](crate::droit::Reviseur).

mod attestation;
mod cloture;
mod composition;
mod ecriture;
mod invitation;
mod lecture;
mod lignes;
mod meme_nom;
mod ouverture;
mod partage;
mod rappel;
mod reponse;
mod soi;

pub(crate) use rappel::cesser as cesser_rappels;

pub use attestation::{Attestation, AttestationVue, Constat, SansReponse};
pub use invitation::{Invitation, JetonPartage, PartageVu, ReviseurVu, SuiteInvitation};
pub use lecture::{PartRevue, RevueResume, RevueVue, StructureRevue};
pub use lignes::{LigneRevue, PageRevue, TAILLE_REVUE, VueRevue};
pub use reponse::{Donnee, Selection, Vus};

use domain::revue::personnes;

/// Why a campaign does not allow what was asked. Nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RevueError {
    /// somebody answered meanwhile
    #[error(
        "Quelqu’un a répondu pour cette personne pendant que vous lisiez. Votre réponse n’a pas été enregistrée\u{a0}: relisez celle \
         qui est affichée, et changez-la si elle ne convient pas."
    )]
    Changee,
    /// over
    #[error(
        "Cette revue est terminée et attestée\u{a0}: les réponses ne changent plus. Pour une personne qui part aujourd’hui, fermez sa \
         situation depuis sa fiche."
    )]
    Terminee,
    /// not everybody has an answer
    #[error("{}", sans_reponse(*.0))]
    SansReponse(i64),
    /// people came since the page that was confirmed was drawn
    #[error("{}", arrivees(*.0))]
    Arrivees(i64),
    /// the line of whoever answers (R38)
    #[error(
        "Cette ligne est la vôtre, ou celle d’une personne qui porte votre nom\u{a0}: une autre personne doit y répondre. Rien n’a été modifié\u{a0}; le responsable de la structure \
         voit qu’elle reste à revoir."
    )]
    PropreLigne,
}

fn sans_reponse(restantes: i64) -> String {
    let elles = if restantes > 1 { "elles" } else { "elle" };
    let les = if restantes > 1 { "les" } else { "la" };
    format!(
        "Il reste {} sans réponse. La revue n’est pas terminée\u{a0}: répondez pour {elles}, ou confirmez que vous {les} laissez de \
         côté\u{a0}; l’attestation {les} nommera.",
        personnes(restantes)
    )
}

fn arrivees(nombre: i64) -> String {
    format!(
        "{} de plus sans réponse depuis que la page a été affichée. Rien n’a été enregistré\u{a0}: relisez la liste, puis confirmez.",
        personnes(nombre)
    )
}

impl RevueError {
    /// The word that the journal keeps.
    pub fn code(self) -> &'static str {
        match self {
            Self::Changee => "reponse_changee",
            Self::Terminee => "revue_terminee",
            Self::SansReponse(_) => "sans_reponse",
            Self::Arrivees(_) => "liste_changee",
            Self::PropreLigne => "propre_ligne",
        }
    }
}
