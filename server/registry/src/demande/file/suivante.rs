//! Which demande to open after another one, in the queue it was opened from.

use super::conditions::{Ordre, tables_de_l_ordre};
use super::filtre::{FiltreFile, VueFile};
use crate::Registry;
use crate::demande::sursis::A_DECIDER;
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use domain::ids::DemandeId;

impl Registry {
    /// The demande of this filter to open after that one, which may have left it: the next one in its order, then those before it.
    /// One that a colleague has in hand comes after all the others; one's own never does, when the register knows who this is (R38). None when nothing is left.
    ///
    /// One statement, which reads the index of the queue.
    pub async fn suivante(
        &self,
        g: &Gestionnaire,
        id: DemandeId,
        filtre: &FiltreFile,
    ) -> Result<Option<DemandeId>, ActeError> {
        let now = self.now();
        let (mut places, conditions) = self.conditions(g, filtre, now);
        let (ici, maintenant) = (places.bind(id.uuid()), places.bind(now.millis()));
        let tables = tables_de_l_ordre(filtre);
        let ordre = Ordre::new(filtre, &self.nomenclatures());
        // One's own are few and found by their author: the rows of the queue are not read for that.
        let mut toutes = vec![
            conditions,
            format!("demande.id <> {ici}"),
            "demande.id NOT IN (SELECT sienne.id FROM demande sienne WHERE sienne.demandeur = $1)".to_owned(),
        ];
        let siennes = g.soi().identites();
        if !siennes.is_empty() {
            toutes.push(format!(
                "demande.id NOT IN (SELECT sienne.id FROM demande sienne WHERE sienne.identite IN {} \
                 AND sienne.statut IN ('a_traiter', 'a_corriger'))",
                places.list(siennes.iter().map(String::as_str))
            ));
        }
        // The one view that still shows what was just decided: there is nothing to do on those.
        if filtre.vue == VueFile::Miennes {
            toutes.push(A_DECIDER.to_owned());
        }
        let row = places
            .statement(format!(
                "SELECT demande.id FROM {tables} WHERE {} ORDER BY CASE WHEN EXISTS (SELECT 1 FROM prise \
                 WHERE prise.demande = demande.id AND prise.compte <> $1 AND prise.jusqu_au > {maintenant}) THEN 1 ELSE 0 END, \
                 CASE WHEN {} THEN 0 ELSE 1 END, {} LIMIT 1",
                toutes.join(" AND "),
                ordre.apres(&tables, &ici),
                ordre.colonnes()
            ))
            .optional(&self.db)
            .await?;
        Ok(row.map(|row| row.get("id").map(DemandeId::new)).transpose()?)
    }
}
