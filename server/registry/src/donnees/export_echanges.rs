//! The part of the copy that comes from exchanges: corrections asked for and threads, by demande; mails.

use super::copie::{CorrectionExportee, MessageExporte, MessageFilExporte};
use super::export::{SIENNES, Sujet, moment, moment_eventuel};
use crate::Registry;
use crate::db::{DbError, sql};
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use uuid::Uuid;

impl Registry {
    /// What was asked to correct in the demandes of this account.
    pub(super) async fn corrections_exportees(
        &self,
        sujet: &Sujet,
    ) -> Result<HashMap<Uuid, Vec<CorrectionExportee>>, DbError> {
        let rows = sql(format!(
            "SELECT correction.demande, correction.demandee_le, correction.renvoyee_le, correction.retiree_le, \
             correction.contenu, correction.avant FROM correction JOIN demande ON demande.id = correction.demande \
             WHERE {SIENNES} ORDER BY correction.demandee_le, correction.id"
        ))
        .bind(sujet.compte.uuid())
        .bind(sujet.liee)
        .all(&self.db)
        .await?;
        let mut par_demande: HashMap<Uuid, Vec<CorrectionExportee>> = HashMap::new();
        for row in &rows {
            let une = CorrectionExportee {
                demandee_le: moment(row, "demandee_le")?,
                renvoyee_le: moment_eventuel(row, "renvoyee_le")?,
                retiree_le: moment_eventuel(row, "retiree_le")?,
                demande: json(&row.get::<String>("contenu")?)?,
                avant: json(&row.get::<String>("avant")?)?,
            };
            par_demande.entry(row.get("demande")?).or_default().push(une);
        }
        Ok(par_demande)
    }

    /// The threads of the demandes of this account. Who the gestionnaires are is told by the portal's pages, not here.
    pub(super) async fn fils_exportes(
        &self,
        sujet: &Sujet,
    ) -> Result<HashMap<Uuid, Vec<MessageFilExporte>>, DbError> {
        let rows = sql(format!(
            "SELECT fil_message.demande, fil_message.le, fil_message.du_demandeur, fil_message.texte \
             FROM fil_message JOIN demande ON demande.id = fil_message.demande \
             WHERE {SIENNES} ORDER BY fil_message.le, fil_message.id"
        ))
        .bind(sujet.compte.uuid())
        .bind(sujet.liee)
        .all(&self.db)
        .await?;
        let mut par_demande: HashMap<Uuid, Vec<MessageFilExporte>> = HashMap::new();
        for row in &rows {
            let un = MessageFilExporte {
                le: moment(row, "le")?,
                par_moi: row.get("du_demandeur")?,
                texte: row.get("texte")?,
            };
            par_demande.entry(row.get("demande")?).or_default().push(un);
        }
        Ok(par_demande)
    }

    /// Mails about their demandes, to their account, and to the person they are in the register. Never by address: whoever designates,
    /// invites or changes a contact types it, and what was sent there may be somebody else’s.
    pub(super) async fn messages_exportes(&self, sujet: &Sujet) -> Result<Vec<MessageExporte>, DbError> {
        let rows = sql(courriels())
            .bind(sujet.compte.uuid())
            .bind(sujet.liee)
            .bind(sujet.personne)
            .all(&self.db)
            .await?;
        rows.iter()
            .map(|row| {
                Ok(MessageExporte {
                    le: moment(row, "cree_le")?,
                    adresse: row.get("destinataire")?,
                    sujet: row.get("sujet")?,
                    texte: row.get("texte")?,
                })
            })
            .collect()
    }
}

/// The mails of an account (`$1`), of the person of a card (`$2`), of a registered person (`$3`).
pub(super) fn courriels() -> String {
    const COLONNES: &str = "SELECT id, cree_le, destinataire, sujet, texte FROM message WHERE";
    format!(
        "{COLONNES} demande IN (SELECT demande.id FROM demande WHERE {SIENNES}) \
         UNION ALL {COLONNES} compte = $1 UNION ALL {COLONNES} personne = $3 ORDER BY cree_le, id"
    )
}

fn json<T: DeserializeOwned>(texte: &str) -> Result<T, DbError> {
    serde_json::from_str(texte).map_err(|_| DbError::stored("correction"))
}
