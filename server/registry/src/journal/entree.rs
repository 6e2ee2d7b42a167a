//! What an entry says, in types: who, what act, on what, how it ended.

use super::Detail;
use domain::date::Instant;
use domain::ids::{CompteId, DemandeId, ModeleId, PersonneId, SessionId};

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Auteur {
    /// the program itself: time passed, an operator ran a command
    Programme,
    /// somebody signed in
    Session {
        /// the account
        compte: CompteId,
        /// the stay during which it happened
        session: SessionId,
    },
}

impl Auteur {
    pub(super) fn compte(self) -> Option<CompteId> {
        match self {
            Self::Programme => None,
            Self::Session { compte, .. } => Some(compte),
        }
    }

    pub(super) fn session(self) -> Option<SessionId> {
        match self {
            Self::Programme => None,
            Self::Session { session, .. } => Some(session),
        }
    }
}

/// This program does not know the act of an entry: a later version wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Cet acte du journal n’est pas connu de cette version du portail.")]
pub struct ActeInconnu;

/// One line per act: stored code, past participle of histories (« Validée par … »), verb of sentences (« … a validé »).
macro_rules! actes {
    ($( $(#[$doc:meta])* $variante:ident = $code:literal, $participe:literal, $verbe:literal; )+) => {
        /// What was done, or tried.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Acte { $( $(#[$doc])* $variante, )+ }

        impl Acte {
            /// Every act.
            pub const TOUS: &'static [Self] = &[$( Self::$variante ),+];

            /// The code stored.
            pub const fn code(self) -> &'static str {
                match self { $( Self::$variante => $code, )+ }
            }

            /// The past participle, agreeing with « la demande », « la personne » or « la session »: « Validée ».
            pub const fn participe(self) -> &'static str {
                match self { $( Self::$variante => $participe, )+ }
            }

            /// The verb of a sentence whose subject is a person: « a validé ».
            pub const fn verbe(self) -> &'static str {
                match self { $( Self::$variante => $verbe, )+ }
            }
        }

        impl std::str::FromStr for Acte {
            type Err = ActeInconnu;

            fn from_str(code: &str) -> Result<Self, ActeInconnu> {
                match code {
                    $( $code => Ok(Self::$variante), )+
                    _ => Err(ActeInconnu),
                }
            }
        }
    };
}

actes! {
    /// a draft was begun
    Commencer = "commencer", "Commencée", "a commencé";
    /// a step of a draft was saved; only its refusals are written: a draft is its author's own
    Enregistrer = "enregistrer", "Complétée", "a complété";
    /// a demande was sent
    Soumettre = "soumettre", "Envoyée", "a envoyé";
    /// its author withdrew it
    Annuler = "annuler", "Retirée", "a retiré";
    /// accepted
    Valider = "valider", "Validée", "a validé";
    /// refused (R35)
    Refuser = "refuser", "Refusée", "a refusé";
    /// sent back to its author, with what is to be corrected
    DemanderCorrection = "demander_correction", "Renvoyée à corriger", "a demandé de corriger";
    /// the correction is not awaited any longer
    RetirerCorrection = "retirer_correction", "Reprise sans correction", "a repris sans correction";
    /// its author sent it again, corrected
    Resoumettre = "resoumettre", "Corrigée et renvoyée", "a corrigé et renvoyé";
    /// something was written in its thread
    EcrireMessage = "ecrire_message", "Complétée d’un message", "a écrit au sujet de";
    /// a template was written or changed
    EcrireModele = "ecrire_modele", "Écrite", "a écrit";
    /// a template was removed
    SupprimerModele = "supprimer_modele", "Supprimée", "a supprimé";
    /// kept long enough, or erased by its author
    Effacer = "effacer", "Effacée", "a effacé";
    /// nobody answered in time
    Expirer = "expirer", "Expirée", "a laissé expirer";
    /// a person got a number, or a situation on the number they had (R3)
    Inscrire = "inscrire", "Inscrite au répertoire", "a inscrit au répertoire";
    /// a demande or a record was read by somebody else than its subject
    Consulter = "consulter", "Consultée", "a consulté";
    /// the support corrected a civil status (R13)
    Corriger = "corriger", "Corrigée", "a corrigé";
    /// the support removed what was registered out of scope
    Supprimer = "supprimer", "Supprimée", "a supprimé";
    /// a right on a structure was given (R42–R45)
    Habiliter = "habiliter", "Habilitée", "a habilité";
    /// a right on a structure was withdrawn
    Deshabiliter = "deshabiliter", "Déshabilitée", "a déshabilité";
    /// somebody joined the support
    NommerOperateur = "nommer_operateur", "Nommée au support", "a nommé au support";
    /// somebody left the support
    RevoquerOperateur = "revoquer_operateur", "Révoquée du support", "a révoqué du support";
    /// a referential was loaded
    Importer = "import", "Importée", "a importé";
    /// somebody signed in
    OuvrirSession = "ouvrir_session", "Ouverte", "a ouvert";
    /// somebody signed out
    FermerSession = "fermer_session", "Fermée", "a fermé";
    /// a page or an endpoint was asked for without the right that it needs
    Acceder = "acceder", "Demandée", "a demandé";
}

/// What an entry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Objet<'a> {
    /// a demande
    Demande(DemandeId),
    /// a registered person
    Personne(PersonneId),
    /// an account: its rights, or what was tried before there is anything else to name
    Compte(CompteId),
    /// a session
    Session(SessionId),
    /// a template of a structure
    Modele(ModeleId),
    /// a referential, by its name
    Referentiel(&'a str),
    /// a page or an endpoint, by its route: never an address as it was typed
    Acces(&'a str),
}

impl Objet<'_> {
    /// The kind stored.
    pub fn genre(self) -> &'static str {
        match self {
            Self::Demande(_) => "demande",
            Self::Personne(_) => "personne",
            Self::Compte(_) => "compte",
            Self::Session(_) => "session",
            Self::Modele(_) => "modele",
            Self::Referentiel(_) => "referentiel",
            Self::Acces(_) => "acces",
        }
    }

    /// The id stored.
    pub fn id(self) -> String {
        match self {
            Self::Demande(id) => id.to_string(),
            Self::Personne(id) => id.to_string(),
            Self::Compte(id) => id.to_string(),
            Self::Session(id) => id.to_string(),
            Self::Modele(id) => id.to_string(),
            Self::Referentiel(nom) | Self::Acces(nom) => nom.to_owned(),
        }
    }
}

/// The outcome of an act that happened; any other is the code of a refusal.
pub(super) const FAIT: &str = "fait";

/// An entry about to be written.
pub(crate) struct Entree<'a> {
    pub(super) le: Instant,
    pub(super) auteur: Auteur,
    pub(super) acte: Acte,
    pub(super) objet: Objet<'a>,
    pub(super) issue: &'static str,
    pub(super) detail: Option<Detail>,
}

impl<'a> Entree<'a> {
    /// Something done.
    pub(crate) fn new(le: Instant, auteur: Auteur, acte: Acte, objet: Objet<'a>) -> Self {
        Self {
            le,
            auteur,
            acte,
            objet,
            issue: FAIT,
            detail: None,
        }
    }

    /// With its personal side.
    pub(crate) fn avec(self, detail: Detail) -> Self {
        Self {
            detail: Some(detail),
            ..self
        }
    }

    /// Tried and refused, with the refusal's code.
    pub(super) fn refusee(self, code: &'static str) -> Self {
        Self { issue: code, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::{Acte, ActeInconnu};

    #[test]
    fn codes_read_back_and_none_is_shared() {
        for &acte in Acte::TOUS {
            assert_eq!(acte.code().parse(), Ok(acte));
        }
        assert_eq!("autre".parse::<Acte>(), Err(ActeInconnu));
    }
}
