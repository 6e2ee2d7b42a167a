//! Who listens, and to what: everything is heard, and what is outside the perimeter is dropped before it goes any further.

use super::annonce::{Annonce, Recit};
use crate::Registry;
use crate::db::{Auditeur, DbError, Entendu, sql};
use crate::droit::Gestionnaire;
use domain::identifiant::Finess;
use domain::ids::{CompteId, SessionId};
use std::collections::HashSet;

/// What a listener learns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Nouvelle {
    /// something happened to a demande; not yet narrowed to anybody's perimeter (see [`Portee::voit`])
    Demande(Annonce),
    /// the rights of that account changed
    Droits(CompteId),
    /// that session was closed
    Session(SessionId),
    /// some news were missed, or come from a later version: read again
    Lacune,
    /// there will be no more: the program is about to stop
    Fin,
}

/// A listener. What commits after it was made is heard, whichever process of the portal did it (on `SQLite` there is one).
pub struct Abonnement(Auditeur);

impl Abonnement {
    /// The next news. Can be dropped while waiting without losing anything.
    pub async fn suivante(&mut self) -> Nouvelle {
        match self.0.entendre().await {
            Entendu::Texte(texte) => match Recit::lire(&texte) {
                Some(Recit::Demande(annonce)) => Nouvelle::Demande(annonce),
                Some(Recit::Droits(compte)) => Nouvelle::Droits(compte),
                Some(Recit::Session(session)) => Nouvelle::Session(session),
                None => Nouvelle::Lacune,
            },
            Entendu::Lacune => Nouvelle::Lacune,
            Entendu::Fin => Nouvelle::Fin,
        }
    }
}

/// The establishments that somebody follows, as they were when asked for: to be asked for again every few seconds, and whenever
/// rights change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Portee(HashSet<Finess>);

impl Portee {
    /// Whether this news is of the perimeter.
    pub fn voit(&self, annonce: &Annonce) -> bool {
        self.0.contains(&annonce.finess)
    }
}

impl Registry {
    /// Begins to listen.
    pub async fn abonner(&self) -> Result<Abonnement, DbError> {
        Ok(Abonnement(self.db.ecouter().await?))
    }

    /// Ends every listening: the program is about to stop.
    pub fn clore_direct(&self) {
        self.db.clore_ecoute();
    }

    /// The perimeter at this moment.
    pub async fn portee(&self, g: &Gestionnaire) -> Result<Portee, DbError> {
        let perimetre = g.perimetre();
        let rows = sql(format!("SELECT p.finess FROM {perimetre} AS p"))
            .bind(g.compte().uuid())
            .all(&self.db)
            .await?;
        let lus = rows.iter().map(|row| row.parse("finess"));
        Ok(Portee(lus.collect::<Result<_, _>>()?))
    }
}
