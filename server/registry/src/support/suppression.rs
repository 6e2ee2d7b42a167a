//! An inscription that should never have been made (out of scope, R2 and R6) is removed by the support. The number is never
//! given to anybody else: it came from a sequence.

use super::ouvrir;
use crate::Registry;
use crate::db::sql;
use crate::droit::Operateur;
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Detail, Entree, Objet, Tentative};
use crate::message::{self, Pour};
use crate::personne;
use domain::demande::Explication;
use domain::ids::{CompteId, DepartId, PersonneId};
use uuid::Uuid;

impl Registry {
    /// Removes a registered person with their situations and contacts, on the version that was read, and tells them why.
    /// Their demandes stay a while, without a number, then go like what leads nowhere (see `donnees`).
    pub async fn supprimer_inscription(
        &self,
        o: &Operateur,
        id: PersonneId,
        version: i64,
        explication: &Explication,
    ) -> Result<(), ActeError> {
        let tentative = Tentative {
            auteur: o.auteur(),
            acte: Acte::Supprimer,
            objet: Objet::Personne(id),
        };
        self.tenter(tentative, self.supprimer_si_permis(o, id, version, explication))
            .await
    }

    async fn supprimer_si_permis(
        &self,
        o: &Operateur,
        id: PersonneId,
        version: i64,
        explication: &Explication,
    ) -> Result<(), ActeError> {
        let now = self.now();
        let mut tx = self.db.begin().await?;
        let row = ouvrir(&mut tx, o, id, version).await?;
        // What was written to the person stays theirs to read for a while, when they have an account.
        let compte = row.get::<Option<Uuid>>("compte")?.map(CompteId::new);
        message::inscription_supprimee(&personne::appel(&row)?, row.get("email")?, explication)
            .deposer(
                &mut tx,
                compte.map_or(Pour::Adresse, Pour::Compte),
                self.uuid(now),
                now,
            )
            .await?;
        sql("UPDATE message SET compte = $2 WHERE personne = $1")
            .bind(id.uuid())
            .bind(compte.map(CompteId::uuid))
            .execute(&mut tx)
            .await?;
        sql(
            "UPDATE demande SET personne = NULL, modifiee_le = $2, version = version + 1 WHERE personne = $1",
        )
        .bind(id.uuid())
        .bind(now.millis())
        .execute(&mut tx)
        .await?;
        let departs = sql("SELECT id FROM depart WHERE personne = $1")
            .bind(id.uuid())
            .all(&mut tx)
            .await?;
        for ordre in [
            "DELETE FROM coordonnee WHERE personne = $1",
            "DELETE FROM situation WHERE personne = $1",
            "DELETE FROM personne WHERE id = $1",
        ] {
            sql(ordre).bind(id.uuid()).execute(&mut tx).await?;
        }
        // What was kept beside the journal goes with the record; the entry of the removal says why, for good.
        journal::effacer_details(&mut tx, Objet::Personne(id)).await?;
        for depart in departs {
            journal::effacer_details(&mut tx, Objet::Depart(DepartId::new(depart.get("id")?))).await?;
        }
        let rpps = row.get::<String>("rpps")?;
        let detail = Detail::default()
            .changer("Numéro RPPS", Some(&rpps), None)
            .poser("Explication", explication.as_str());
        let entree = Entree::new(now, o.auteur(), Acte::Supprimer, Objet::Personne(id)).avec(detail);
        journal::ecrire(&mut tx, &self.contexte, entree).await?;
        Ok(tx.commit().await?)
    }
}
