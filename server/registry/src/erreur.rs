//! Why an act did not happen, in the words of the person who tried it.

use crate::db::DbError;
use crate::droit::Interdit;
use domain::date::Instant;
use domain::demande::{Reference, Statut, TransitionInterdite};
use domain::eligibilite::Constat;
use domain::identifiant::Rpps;
use domain::saisie::{Champ, Erreurs};

/// Why an act did not happen. Nothing was changed. `Display` is the sentence shown to the person.
#[derive(Debug, thiserror::Error)]
pub enum ActeError {
    /// Unknown, or not within the rights of the person who asks: the two must not be told apart.
    #[error(
        "Cet élément n’existe pas, ou il ne fait pas partie de ceux que vous pouvez consulter. Revenez à la liste \
         pour retrouver ce que vous cherchez."
    )]
    Introuvable,
    /// The session does not have this right.
    #[error(
        "Vous n’avez pas le droit de faire cette action avec la session ouverte. Connectez-vous avec le compte qui \
         convient."
    )]
    Interdit,
    /// Somebody else acted in between; here is what the demande has become.
    #[error("{}", conflit(*statut, par.as_deref(), *le))]
    Conflit {
        /// the present state
        statut: Statut,
        /// the present version
        version: i64,
        /// who decided, as a colleague sees that person's name
        par: Option<String>,
        /// when it was decided
        le: Option<Instant>,
    },
    /// The state machine does not know this step (domain.md §5).
    #[error("{0}")]
    Transition(#[from] TransitionInterdite),
    /// Some fields are missing or wrong; all of them are listed.
    #[error("Certaines informations manquent ou sont à corriger. Reprenez les champs signalés.")]
    Invalide(Erreurs),
    /// One number per person, for life (R3).
    #[error("{}", deja_inscrit(rpps.as_ref()))]
    DejaInscrit {
        /// the number, when the register knows that it is this very account's
        rpps: Option<Rpps>,
    },
    /// One open demande per person and establishment.
    #[error(
        "Vous avez déjà une demande en cours pour cet établissement (référence {reference}). Suivez-la, ou annulez-la \
         avant d’en envoyer une autre."
    )]
    DejaOuverte {
        /// the open one
        reference: Reference,
    },
    /// An e-mail or a mobile belongs to one person only (R19).
    #[error("{}", deja_utilise(*.0))]
    DejaUtilise(Champ),
    /// At most one rôle per person and establishment (R23).
    #[error(
        "Cette personne exerce déjà dans cet établissement\u{a0}: une seule situation d’exercice y est possible. Refusez la \
         demande, ou fermez d’abord la situation existante."
    )]
    SituationExistante,
    /// What was allowed on the day of submission is not any more (closed establishment, retired profession).
    #[error("{} {} {}", .0.titre, .0.explication, .0.que_faire)]
    NonEligible(Box<Constat>),
    /// Identity, quality and activity must be confirmed before accepting (R34).
    #[error(
        "Confirmez d’abord que vous avez vérifié l’identité de la personne, sa qualité et son activité dans \
         l’établissement."
    )]
    NonConfirmee,
    /// Nobody decides on their own demande (R38).
    #[error("Cette demande est la vôtre\u{a0}: un autre gestionnaire de votre structure doit la traiter.")]
    PropreDemande,
    /// The record is not as it was read (another correction, a new situation).
    #[error(
        "Cette fiche a changé depuis que vous l’avez ouverte. Rien n’a été modifié\u{a0}: relisez-la avant de recommencer."
    )]
    FicheModifiee,
    /// A correction would give two people one civil status: they are probably one person (R3).
    #[error(
        "Une autre personne du répertoire porte déjà exactement cette identité\u{a0}: c’est sans doute un doublon. Rien n’a été \
         modifié."
    )]
    IdentiteExistante,
    /// Nothing differs from what the register holds.
    #[error("Rien ne change\u{a0}: l’état civil enregistré est déjà celui-ci.")]
    SansChangement,
    /// A staff list that is being registered cannot be changed meanwhile.
    #[error(
        "Cette liste est en cours d’enregistrement\u{a0}: attendez la fin pour la modifier. Rien n’a été modifié."
    )]
    ListeEnCours,
    /// More text than any real answer: refused rather than cut.
    #[error("Le champ «\u{a0}{}\u{a0}» contient trop de texte. Raccourcissez-le.", .0.libelle())]
    TropLong(Champ),
    /// The database is busy, read-only, full, gone or faulty. What was acknowledged before is safe.
    #[error("{}", indisponible(.0))]
    Indisponible(#[source] DbError),
}

impl ActeError {
    /// The word that the journal keeps for this refusal.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Introuvable => "introuvable",
            Self::Interdit => "interdit",
            Self::Conflit { .. } => "conflit",
            Self::Transition(_) => "transition",
            Self::Invalide(_) => "invalide",
            Self::DejaInscrit { .. } => "deja_inscrit",
            Self::DejaOuverte { .. } => "deja_ouverte",
            Self::DejaUtilise(_) => "deja_utilise",
            Self::SituationExistante => "situation_existante",
            Self::NonEligible(_) => "non_eligible",
            Self::NonConfirmee => "non_confirmee",
            Self::PropreDemande => "propre_demande",
            Self::FicheModifiee => "fiche_modifiee",
            Self::IdentiteExistante => "identite_existante",
            Self::SansChangement => "sans_changement",
            Self::ListeEnCours => "liste_en_cours",
            Self::TropLong(_) => "trop_long",
            Self::Indisponible(_) => "indisponible",
        }
    }

    /// Whether the journal keeps this refusal: those that come from rights or from the state of things. A form still to be
    /// corrected is nobody's attempt at anything, and a database that failed cannot be written to.
    pub(crate) fn est_consigne(&self) -> bool {
        !matches!(
            self,
            Self::Invalide(_) | Self::SansChangement | Self::TropLong(_) | Self::Indisponible(_)
        )
    }
}

impl From<DbError> for ActeError {
    fn from(error: DbError) -> Self {
        Self::Indisponible(error)
    }
}

impl From<Interdit> for ActeError {
    fn from(_: Interdit) -> Self {
        Self::Interdit
    }
}

fn conflit(statut: Statut, par: Option<&str>, le: Option<Instant>) -> String {
    let qui = match (par, le) {
        (Some(par), Some(le)) => format!("\u{a0}: {par} l’a traitée le {}", le.affichage()),
        (None, Some(le)) => format!(", le {}", le.affichage()),
        _ => String::new(),
    };
    format!(
        "Cette demande a changé depuis que vous l’avez ouverte{qui}. Elle est maintenant «\u{a0}{}\u{a0}». Relisez-la avant \
         de continuer.",
        statut.libelle()
    )
}

fn deja_inscrit(rpps: Option<&Rpps>) -> String {
    match rpps {
        Some(rpps) => format!(
            "Vous êtes déjà inscrit(e) au répertoire, sous le numéro RPPS {rpps}. Ce numéro est gardé toute la vie\u{a0}: \
             il n’y a pas de nouvelle demande à faire. Pour un nouvel établissement, adressez-vous à son gestionnaire."
        ),
        None => "Une personne portant exactement la même identité est déjà inscrite au répertoire. Si c’est vous, \
                 adressez-vous au gestionnaire de votre établissement, qui retrouvera votre numéro RPPS."
            .to_owned(),
    }
}

fn deja_utilise(champ: Champ) -> &'static str {
    match champ {
        Champ::Mobile => {
            "Ce numéro de mobile est déjà utilisé par une autre personne. Chacun doit avoir le sien, car il reçoit les \
             codes d’activation\u{a0}: indiquez votre numéro personnel."
        }
        _ => {
            "Cette adresse email est déjà utilisée par une autre personne. Chacun doit avoir la sienne, car elle reçoit \
             le numéro RPPS\u{a0}: indiquez une adresse qui n’est pas partagée."
        }
    }
}

fn indisponible(error: &DbError) -> &'static str {
    match error {
        DbError::Busy => {
            "Le registre est très sollicité en ce moment. Rien n’a été modifié\u{a0}: recommencez dans un instant."
        }
        error if error.is_unavailable() => {
            "Le registre est momentanément indisponible. Rien n’a été modifié et ce qui était enregistré le reste\u{a0}: \
             recommencez dans quelques minutes."
        }
        _ => {
            "Une erreur est survenue de notre côté. Rien n’a été modifié. Recommencez\u{a0}; si cela se reproduit, \
             prévenez le support."
        }
    }
}
