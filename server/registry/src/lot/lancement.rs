//! A lot is confirmed, or taken back: a line changes, the program does the rest.

use crate::Registry;
use crate::db::{Row, Tx, sql};
use crate::demande::Choix;
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Detail, Entree, Objet, Tentative};
use domain::ids::LotId;

impl Registry {
    /// Confirms a prepared lot, for all of its demandes at once (R34, R35). Confirming it again is harmless. A lot is its
    /// author's own: anybody else's is [`ActeError::Introuvable`].
    pub async fn lancer_lot(&self, g: &Gestionnaire, id: LotId, choix: &Choix) -> Result<(), ActeError> {
        let tentative = Tentative {
            auteur: g.auteur(),
            acte: Acte::LancerLot,
            objet: Objet::Lot(id),
        };
        self.tenter(tentative, async {
            if matches!(choix, Choix::Valider { confirmee: false }) {
                le_sien(&mut self.db.begin().await?, g, id).await?;
                return Err(ActeError::NonConfirmee);
            }
            let now = self.now();
            let mut tx = self.db.begin().await?;
            let [motif, explication] = choix.colonnes();
            let lance = sql(
                "UPDATE lot SET statut = 'en_cours', session = $3, motif = $4, explication = $5 \
                 WHERE id = $2 AND compte = $1 AND genre = $6 AND statut = 'prepare' RETURNING total",
            )
            .bind(g.compte().uuid())
            .bind(id.uuid())
            .bind(g.session().uuid())
            .bind(motif)
            .bind(explication)
            .bind(choix.acte().code())
            .optional(&mut tx)
            .await?;
            let Some(lance) = lance else {
                return match le_sien(&mut tx, g, id).await?.get::<String>("statut")?.as_str() {
                    // Prepared for the other act.
                    "prepare" => Err(ActeError::Introuvable),
                    _ => Ok(()),
                };
            };
            let detail = Detail::default()
                .poser("Décision", choix.statut().libelle())
                .poser("Demandes", &lance.get::<i64>("total")?.to_string());
            let entree = Entree::new(now, g.auteur(), Acte::LancerLot, Objet::Lot(id)).avec(detail);
            journal::ecrire(&mut tx, &self.contexte, entree).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    /// Takes back every decision of a lot that has not taken effect. From now on none of them will; their demandes go back
    /// to the queue in the next moments. [`ActeError::TropTard`] when there is nothing left to take back.
    pub async fn annuler_lot(&self, g: &Gestionnaire, id: LotId) -> Result<(), ActeError> {
        let tentative = Tentative {
            auteur: g.auteur(),
            acte: Acte::AnnulerLot,
            objet: Objet::Lot(id),
        };
        self.tenter(tentative, async {
            let mut tx = self.db.begin().await?;
            let annule = sql(
                "UPDATE lot SET statut = 'en_annulation' WHERE id = $2 AND compte = $1 AND statut IN ('en_cours', 'fait')",
            )
            .bind(g.compte().uuid())
            .bind(id.uuid())
            .execute(&mut tx)
            .await?;
            if annule == 0 {
                let statut: String = le_sien(&mut tx, g, id).await?.get("statut")?;
                return match statut.as_str() {
                    "en_annulation" | "annule" => Ok(()),
                    _ => Err(ActeError::TropTard),
                };
            }
            // Read once the line is ours: what takes effect meanwhile is not taken back.
            sql("UPDATE decision_en_sursis SET effet_le = NULL WHERE lot = $1")
                .bind(id.uuid())
                .execute(&mut tx)
                .await?;
            let reste = sql(
                "SELECT COUNT(*) AS n FROM lot_element WHERE lot = $1 AND statut IN ('a_faire', 'decidee')",
            )
            .bind(id.uuid())
            .one(&mut tx)
            .await?
            .get::<i64>("n")?;
            if reste == 0 {
                return Err(ActeError::TropTard);
            }
            let entree = Entree::new(self.now(), g.auteur(), Acte::AnnulerLot, Objet::Lot(id));
            journal::ecrire(&mut tx, &self.contexte, entree).await?;
            Ok(tx.commit().await?)
        })
        .await
    }
}

/// The lot, if it is this person's.
async fn le_sien(tx: &mut Tx, g: &Gestionnaire, id: LotId) -> Result<Row, ActeError> {
    sql("SELECT statut FROM lot WHERE id = $2 AND compte = $1")
        .bind(g.compte().uuid())
        .bind(id.uuid())
        .optional(tx)
        .await?
        .ok_or(ActeError::Introuvable)
}
