//! Two records side by side. The other one in full within the perimeter only; elsewhere, how its traits agree. A comparison is
//! a reading: it is written in the journal, and the person compared finds it among the consultations of their record.

use super::lecture::{DoublonVu, SujetDoublon, autres_demandes, inscrites};
use crate::db::DbError;
use crate::demande::ligne::{self, Ligne};
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use crate::journal::{Acte, Detail, Entree, Objet, Tentative};
use crate::{Registry, lieu};
use domain::demande::{Reference, Statut};
use domain::doublon::Portrait;
use domain::ids::{DemandeId, SujetId};

/// One side of a comparison.
#[derive(Clone)]
pub struct Cote {
    /// What is compared.
    pub portrait: Portrait,
    /// The place of birth in words.
    pub lieu_naissance: String,
}

/// A demande beside somebody who looks like its person.
#[derive(Clone)]
pub struct Comparaison {
    /// The demande.
    pub demande: DemandeId,
    /// Its reference.
    pub reference: Reference,
    /// Where it stands: a choice is possible while it is open.
    pub statut: Statut,
    /// What it declares.
    pub declare: Cote,
    /// The other one.
    pub doublon: DoublonVu,
    /// What the register holds of the other one; none outside the perimeter.
    pub autre: Option<Cote>,
}

impl Registry {
    /// A demande of the perimeter beside one of its look-alikes; anything else is [`ActeError::Introuvable`]. The comparison
    /// is written in the journal: without the entry, no comparison.
    pub async fn comparer_doublon(
        &self,
        g: &Gestionnaire,
        id: DemandeId,
        sujet: SujetId,
    ) -> Result<Comparaison, ActeError> {
        let tentative = Tentative {
            auteur: g.auteur(),
            acte: Acte::Comparer,
            objet: Objet::Demande(id),
        };
        self.tenter(tentative, async {
            let ligne = ligne::du_perimetre(&self.db, g, id).await?;
            let comparaison = self.mettre_cote_a_cote(g, &ligne, sujet).await?;
            let objet = match comparaison.doublon.sujet {
                SujetDoublon::Personne(personne) => Objet::Personne(personne),
                SujetDoublon::Demande(demande) => Objet::Demande(demande),
            };
            let detail = Detail::dans(ligne.finess()?);
            let entree = Entree::new(self.now(), g.auteur(), Acte::Comparer, objet).avec(detail);
            self.consigner(entree).await?;
            Ok(comparaison)
        })
        .await
    }

    async fn mettre_cote_a_cote(
        &self,
        g: &Gestionnaire,
        ligne: &Ligne,
        sujet: SujetId,
    ) -> Result<Comparaison, ActeError> {
        let complete = ligne.complete()?;
        let declare = Portrait::from(&complete);
        let inscrite = inscrites(&self.db, g, ligne.id, Some(sujet)).await?;
        let (doublon, autre) = if let Some(row) = inscrite.first() {
            DoublonVu::inscrite(row, &declare, ligne.demandeur)?
        } else {
            let demandes = autres_demandes(&self.db, g, ligne.id, Some(sujet)).await?;
            let row = demandes.first().ok_or(ActeError::Introuvable)?;
            DoublonVu::demande(row, &declare)?
        };
        let autre = if doublon.visible {
            Some(self.cote(autre).await?)
        } else {
            None
        };
        Ok(Comparaison {
            demande: ligne.id,
            reference: ligne.reference,
            statut: ligne.statut,
            declare: self.cote(declare).await?,
            doublon,
            autre,
        })
    }

    async fn cote(&self, portrait: Portrait) -> Result<Cote, DbError> {
        Ok(Cote {
            lieu_naissance: lieu::libelle(&self.db, &portrait.etat_civil.lieu_naissance).await?,
            portrait,
        })
    }
}
