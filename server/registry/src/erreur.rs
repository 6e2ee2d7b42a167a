//! Why an act did not happen, in the words of the person who tried it.

use crate::db::DbError;
use crate::designation::DesignationError;
use crate::droit::Interdit;
use crate::invitation::InvitationError;
use crate::vue::{NomVueError, VUES_MAX};
use domain::date::Instant;
use domain::demande::{Reference, Statut, TransitionInterdite};
use domain::eligibilite::Constat;
use domain::identifiant::Rpps;
use domain::ids::DemandeId;
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
    /// A colleague has the demande in hand.
    #[error(
        "{par} traite cette demande en ce moment. Votre décision n’a pas été enregistrée\u{a0}: pour décider à sa place, prenez \
         d’abord la main sur la demande."
    )]
    PriseParAutre {
        /// who, as a colleague sees that person's name
        par: String,
    },
    /// Somebody has just decided, and the decision takes effect in a moment.
    #[error(
        "{par} vient de décider de cette demande\u{a0}: cette décision prend effet dans quelques instants. Rien n’a été modifié."
    )]
    DecisionPrise {
        /// who, as a colleague sees that person's name
        par: String,
    },
    /// The decision to take back is not there any more.
    #[error(
        "Il est trop tard pour annuler\u{a0}: la décision a pris effet, ou elle était déjà annulée. Rien n’a été modifié."
    )]
    TropTard,
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
        "Vous avez déjà une demande en cours pour cet établissement (référence {reference}). Suivez-la, ou retirez-la \
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
         demande s’il y en a une, ou fermez d’abord la situation existante."
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
    /// Nobody decides on their own demande (R38). What is known of somebody may be the name on their card: a homonym is left to a
    /// colleague too.
    #[error(
        "Cette demande est la vôtre, ou celle d’une personne qui porte votre nom\u{a0}: un autre gestionnaire de votre structure \
         doit la traiter."
    )]
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
    /// Somebody registered strongly looks like the applicant, and nobody has said whether they are one person (R3).
    #[error(
        "Une personne du répertoire ressemble fortement à celle de la demande. Comparez-les et dites d’abord s’il s’agit de \
         la même personne\u{a0}: la demande n’a pas été validée."
    )]
    DoublonATrancher,
    /// Nothing differs from what the register holds.
    #[error("Rien ne change\u{a0}: c’est déjà ce que le répertoire contient.")]
    SansChangement,
    /// A named view has a bad name.
    #[error("{0}")]
    NomVue(#[from] NomVueError),
    /// Two views of one account cannot bear one name.
    #[error(
        "Vous avez déjà une vue de ce nom. Rien n’a été enregistré\u{a0}: choisissez un autre nom, ou modifiez la vue \
         existante."
    )]
    VueExistante,
    /// An account has as many views as it may.
    #[error(
        "Vous avez déjà {VUES_MAX}\u{a0}vues, le plus qu’un compte peut garder. Rien n’a été enregistré\u{a0}: supprimez-en une \
         avant d’en enregistrer une autre."
    )]
    TropDeVues,
    /// A staff list that is being registered cannot be changed meanwhile.
    #[error(
        "Cette liste est en cours d’enregistrement\u{a0}: attendez la fin pour la modifier. Rien n’a été modifié."
    )]
    ListeEnCours,
    /// The code sent to an address is another one, or is not good any more.
    #[error(
        "Ce code n’est pas le bon, ou il n’est plus valable. Vérifiez-le dans le dernier message reçu, ou demandez-en un autre."
    )]
    CodeFaux,
    /// Too many codes were asked for in a day.
    #[error(
        "Vous avez demandé plusieurs codes aujourd’hui. Vérifiez l’adresse et vos courriers indésirables\u{a0}; vous pourrez en demander \
         un autre demain."
    )]
    TropDeCodes,
    /// Nobody acts on their own record as a gestionnaire (R38, prudence).
    #[error(
        "Cette fiche est la vôtre, ou celle d’une personne qui porte votre nom\u{a0}: un autre gestionnaire de votre structure doit \
         la modifier. Si c’est la vôtre, vous pouvez changer vos coordonnées et déclarer un départ depuis votre propre espace."
    )]
    PropreFiche,
    /// Nothing is updated while a demande of the person is pending (R33).
    #[error(
        "Une demande de cette personne est en cours dans vos établissements (référence {reference}). Traitez-la d’abord\u{a0}: \
         rien ne peut être modifié en attendant."
    )]
    DemandeEnCours {
        /// the pending one
        demande: DemandeId,
        /// what people call it
        reference: Reference,
    },
    /// A situation that has ended is not changed any more.
    #[error(
        "Cette situation est terminée\u{a0}: elle ne se modifie plus. Si la personne est revenue, ajoutez une nouvelle \
         situation."
    )]
    SituationTerminee,
    /// Only what was closed by somebody, less than thirty days ago, opens again.
    #[error(
        "Cette situation ne peut pas être rouverte\u{a0}: seule une fermeture de moins de trente jours s’annule. Si la \
         personne est revenue, ajoutez une nouvelle situation."
    )]
    NonRouvrable,
    /// The demande ended more than thirty days ago.
    #[error(
        "Cette demande est terminée depuis plus de 30\u{a0}jours\u{a0}: on ne peut plus y écrire. Les messages échangés restent lisibles."
    )]
    FilFerme,
    /// Somebody writes faster than people read.
    #[error(
        "Vous avez écrit beaucoup de messages en peu de temps. Celui-ci n’a pas été envoyé\u{a0}: attendez une heure, ou réunissez \
         vos questions en un seul message."
    )]
    TropDeMessages,
    /// A template changed since it was read.
    #[error(
        "Ce modèle a changé depuis que vous l’avez ouvert. Rien n’a été modifié\u{a0}: relisez-le avant de recommencer."
    )]
    ModeleChange,
    /// Two templates of a structure for the same use cannot bear the same name.
    #[error("Un modèle de votre structure porte déjà ce nom pour cet usage\u{a0}: choisissez-en un autre.")]
    ModeleExistant,
    /// A list too long to choose from.
    #[error(
        "Votre structure a déjà 200\u{a0}modèles, ce qui est le plus possible\u{a0}: supprimez ceux qui ne servent plus."
    )]
    TropDeModeles,
    /// Nothing was done with an invitation.
    #[error("{0}")]
    Invitation(#[from] InvitationError),
    /// A designation of gestionnaires or mandataires is not possible as asked.
    #[error("{0}")]
    Designation(#[from] DesignationError),
    /// More text than any real answer: refused rather than cut.
    #[error("Le champ «\u{a0}{}\u{a0}» contient trop de texte. Raccourcissez-le.", .0.libelle())]
    TropLong(Champ),
    /// What the path of a structure does not allow.
    #[error("{0}")]
    Structure(#[from] crate::structure::StructureError),
    /// A campaign of review does not allow it.
    #[error("{0}")]
    Revue(#[from] crate::revue::RevueError),
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
            Self::PriseParAutre { .. } => "prise",
            Self::DecisionPrise { .. } => "decision_prise",
            Self::TropTard => "trop_tard",
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
            Self::DoublonATrancher => "doublon_a_trancher",
            Self::SansChangement => "sans_changement",
            Self::NomVue(_) => "nom_vue",
            Self::VueExistante => "vue_existante",
            Self::TropDeVues => "trop_de_vues",
            Self::ListeEnCours => "liste_en_cours",
            Self::CodeFaux => "code_faux",
            Self::TropDeCodes => "trop_de_codes",
            Self::PropreFiche => "propre_fiche",
            Self::DemandeEnCours { .. } => "demande_en_cours",
            Self::SituationTerminee => "situation_terminee",
            Self::NonRouvrable => "non_rouvrable",
            Self::FilFerme => "fil_ferme",
            Self::TropDeMessages => "trop_de_messages",
            Self::ModeleChange => "modele_change",
            Self::ModeleExistant => "modele_existant",
            Self::TropDeModeles => "trop_de_modeles",
            Self::Invitation(refus) => refus.code(),
            Self::Designation(raison) => raison.code(),
            Self::TropLong(_) => "trop_long",
            Self::Structure(refus) => refus.code(),
            Self::Revue(refus) => refus.code(),
            Self::Indisponible(_) => "indisponible",
        }
    }

    /// Whether the journal keeps this refusal: those that come from rights or from the state of things. A form still to be
    /// corrected is nobody's attempt at anything, and a database that failed cannot be written to.
    pub(crate) fn est_consigne(&self) -> bool {
        !matches!(
            self,
            Self::Invalide(_)
                | Self::SansChangement
                | Self::NomVue(_)
                | Self::VueExistante
                | Self::TropDeVues
                | Self::ModeleExistant
                | Self::TropLong(_)
                | Self::Indisponible(_)
        ) && !matches!(self, Self::Structure(refus) if refus.est_a_corriger())
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
            "Le répertoire est très sollicité en ce moment. Rien n’a été modifié\u{a0}: recommencez dans un instant."
        }
        error if error.is_unavailable() => {
            "Le répertoire est momentanément indisponible. Rien n’a été modifié et ce qui était enregistré le reste\u{a0}: \
             recommencez dans quelques minutes."
        }
        _ => {
            "Une erreur est survenue de notre côté. Rien n’a été modifié. Recommencez\u{a0}; si cela se reproduit, \
             prévenez le support."
        }
    }
}
