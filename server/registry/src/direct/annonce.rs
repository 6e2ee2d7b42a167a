//! What is told when an act has happened. It comes from one place, the door of the journal: an act that is written there is told,
//! and one that is not has not happened. Taking and releasing a demande change nothing of it and are told from `prise`.

use crate::db::Tx;
use crate::journal::{Acte, Auteur, Entree, Objet};
use domain::date::Instant;
use domain::identifiant::Finess;
use domain::ids::{CompteId, DemandeId, SessionId};
use serde::{Deserialize, Serialize};

/// Something happened to a demande.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annonce {
    /// the demande
    pub demande: DemandeId,
    /// its establishment: only those who have it in their perimeter hear of it
    pub finess: Finess,
    /// the code of the act, as in the journal; `prendre` and `liberer` for having it in hand
    pub acte: String,
    /// who did it; none for the program itself. Never leaves the server
    pub compte: Option<CompteId>,
    /// when
    pub le: Instant,
}

/// Everything that can be told, as it travels between processes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Recit {
    /// something happened to a demande
    Demande(Annonce),
    /// the rights of an account changed
    Droits(CompteId),
    /// a session was closed
    Session(SessionId),
}

impl Recit {
    /// Told if, and once, the transaction has happened.
    pub(super) fn annoncer(&self, tx: &mut Tx) {
        if let Some(texte) = self.texte() {
            tx.annoncer(texte);
        }
    }

    fn texte(&self) -> Option<String> {
        // Ids and codes always have a JSON form.
        serde_json::to_string(self).ok()
    }

    /// None for what a later version of the program tells.
    pub(super) fn lire(texte: &str) -> Option<Self> {
        serde_json::from_str(texte).ok()
    }
}

/// What an entry of the journal tells those who follow the queue, if anything: what was done to a demande that has an
/// establishment, rights that changed, sessions that end. Readings and refusals are told to
/// nobody: a comparison is written on the other demande, which may be outside the perimeter of who reads it.
pub(crate) fn annonce(entree: &Entree<'_>) -> Option<String> {
    recit(entree)?.texte()
}

fn recit(entree: &Entree<'_>) -> Option<Recit> {
    if !entree.est_faite() || matches!(entree.acte(), Acte::Consulter | Acte::Comparer) {
        return None;
    }
    match entree.objet() {
        Objet::Demande(demande) => Some(Recit::Demande(Annonce {
            demande,
            finess: entree.etablissement()?.parse().ok()?,
            acte: entree.acte().code().to_owned(),
            compte: match entree.auteur() {
                Auteur::Session { compte, .. } => Some(compte),
                Auteur::Programme => None,
            },
            le: entree.le(),
        })),
        Objet::Compte(compte) => Some(Recit::Droits(compte)),
        Objet::Session(session) if entree.acte() == Acte::FermerSession => Some(Recit::Session(session)),
        _ => None,
    }
}
