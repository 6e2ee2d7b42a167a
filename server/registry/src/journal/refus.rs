//! What was tried and refused. One wrapper for every act: the refusal is written in a small transaction of its own, once the
//! refused one is rolled back.

use super::{Acte, Auteur, Entree, Objet};
use crate::Registry;
use crate::db::DbError;
use crate::erreur::ActeError;

/// What somebody is about to try.
#[derive(Clone, Copy)]
pub(crate) struct Tentative<'a> {
    /// who
    pub(crate) auteur: Auteur,
    /// what act
    pub(crate) acte: Acte,
    /// on what
    pub(crate) objet: Objet<'a>,
}

impl Registry {
    /// Runs an act, and leaves an entry when it is refused for want of right or because of the state things are in. The
    /// refusal stands even if its entry cannot be written: the operator is told.
    pub(crate) async fn tenter<T>(
        &self,
        tentative: Tentative<'_>,
        acte: impl Future<Output = Result<T, ActeError>> + Send,
    ) -> Result<T, ActeError> {
        let resultat = acte.await;
        if let Err(refus) = &resultat
            && refus.est_consigne()
        {
            let Tentative { auteur, acte, objet } = tentative;
            let entree = Entree::new(self.now(), auteur, acte, objet).refusee(refus.code());
            if let Err(cause) = self.consigner(entree).await {
                tracing::error!(%cause, acte = acte.code(), issue = refus.code(), "a refusal could not be written in the journal");
            }
        }
        resultat
    }

    /// Writes that a session asked for something without having the proof of right that it needs. `acces` is the route of
    /// the page or of the endpoint (`/gestion/demandes/{id}`), never the address as it was typed.
    pub async fn consigner_refus_de_droit(&self, auteur: Auteur, acces: &str) -> Result<(), DbError> {
        let entree = Entree::new(self.now(), auteur, Acte::Acceder, Objet::Acces(acces));
        self.consigner(entree.refusee(ActeError::Interdit.code())).await
    }

    /// An entry of what changes nothing else, in a transaction that it may share (see [`super::Groupe`]).
    pub(crate) async fn consigner(&self, entree: Entree<'_>) -> Result<(), DbError> {
        self.consigner_toutes(vec![entree]).await
    }

    /// Several, in one transaction; nothing at all for none.
    pub(crate) async fn consigner_toutes(&self, entrees: Vec<Entree<'_>>) -> Result<(), DbError> {
        if entrees.is_empty() {
            return Ok(());
        }
        self.groupe.ecrire(&self.db, &self.contexte, entrees).await
    }
}
