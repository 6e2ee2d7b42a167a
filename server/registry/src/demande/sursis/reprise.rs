//! A decision is taken back before it takes effect: the demande is in the queue again, and what had been typed is given back.

use super::{Choix, refuser_si_prise, remettre_en_file};
use crate::Registry;
use crate::db::{DbError, Tx, sql};
use crate::demande::{ligne, trace};
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Auteur, Entree, Objet, Tentative};
use crate::lot;
use domain::ids::{DemandeId, LotId};

impl Registry {
    /// Takes back one's own decision, as long as it has not taken effect; afterwards it is [`ActeError::TropTard`]. Returns
    /// what had been decided.
    pub async fn annuler_decision(&self, g: &Gestionnaire, id: DemandeId) -> Result<Choix, ActeError> {
        let tentative = Tentative {
            auteur: g.auteur(),
            acte: Acte::ReprendreDecision,
            objet: Objet::Demande(id),
        };
        self.tenter(tentative, async {
            let mut tx = self.db.begin().await?;
            let ligne = ligne::du_perimetre(&mut tx, g, id).await?;
            let prise = sql(
                "DELETE FROM decision_en_sursis WHERE demande = $2 AND compte = $1 \
                 RETURNING genre, motif, explication, lot",
            )
            .bind(g.compte().uuid())
            .bind(id.uuid())
            .optional(&mut tx)
            .await?;
            let Some(prise) = prise else {
                refuser_si_prise(&mut tx, id).await?;
                return Err(ActeError::TropTard);
            };
            let choix = Choix::lire(&prise)?;
            if let Some(lot) = prise.get::<Option<uuid::Uuid>>("lot")? {
                lot::noter(&mut tx, LotId::new(lot), id, lot::Sort::Annulee, None).await?;
            }
            let detail = trace::decision_reprise(ligne.finess()?, choix.statut());
            self.consigner_reprise(&mut tx, g.auteur(), id, detail).await?;
            tx.commit().await?;
            Ok(choix)
        })
        .await
    }

    /// A decision taken back: the demande enters the queue again, and the journal has its entry.
    pub(crate) async fn consigner_reprise(
        &self,
        tx: &mut Tx,
        auteur: Auteur,
        id: DemandeId,
        detail: journal::Detail,
    ) -> Result<(), DbError> {
        let now = self.now();
        remettre_en_file(tx, id, now).await?;
        let entree = Entree::new(now, auteur, Acte::ReprendreDecision, Objet::Demande(id)).avec(detail);
        journal::ecrire(tx, &self.contexte, entree).await
    }
}
