//! Erasing what is kept beside rights that ended. Contact data go with the delay of everything else; who had which right is a
//! proof, kept a year. Without a word of its own in the journal: the entries of the rights themselves stay, by ids.

use super::{AN_JOURS, Conservation};
use crate::Registry;
use crate::db::{DbError, Tx, sql};
use crate::designation::DELAI_RETABLISSEMENT_JOURS;
use crate::journal::{self, Acte, Objet};
use domain::date::Instant;
use domain::ids::{ContratId, DepartId};

/// What goes with the delay (`$1`): how to reach somebody whose right was withdrawn, and who asked to review a part that is over,
/// or taken back, without having been accepted.
const AVEC_LE_DELAI: [&str; 2] = [
    "UPDATE habilitation SET email = NULL, telephone = NULL WHERE retiree_le <= $1 \
     AND (email IS NOT NULL OR telephone IS NOT NULL)",
    "DELETE FROM revue_reviseur WHERE accepte_le IS NULL AND COALESCE(refuse_le, demande_le) <= $1 AND partage IN \
     (SELECT p.id FROM revue_partage p JOIN revue v ON v.id = p.revue WHERE p.revoque_le <= $1 OR v.terminee_le <= $1)",
];

/// What goes after a year (`$1`): withdrawn rights, who was accepted in a campaign that is over, whose a cancelled card was.
const APRES_UN_AN: [&str; 3] = [
    "DELETE FROM habilitation WHERE retiree_le <= $1",
    "DELETE FROM revue_reviseur WHERE accepte_le IS NOT NULL AND partage IN (SELECT p.id FROM revue_partage p \
     JOIN revue v ON v.id = p.revue WHERE v.terminee_le <= $1)",
    "UPDATE carte SET nom = '', numero = NULL, titulaire = NULL, identifiant = NULL, version = version + 1 WHERE annulee_le <= $1 \
     AND (nom <> '' OR numero IS NOT NULL OR titulaire IS NOT NULL OR identifiant IS NOT NULL)",
];

impl Registry {
    /// Erases what was kept of rights, cards, contracts and departures that ended. A withdrawal can be undone for thirty days:
    /// nothing goes before. Returns how many rows lost something.
    pub(super) async fn effacer_traces(&self, conservation: Conservation) -> Result<u64, DbError> {
        let now = self.now();
        let limite = now.plus_days(-conservation.nombre().max(DELAI_RETABLISSEMENT_JOURS));
        let an = now.plus_days(-AN_JOURS.max(conservation.nombre()));
        let mut tx = self.db.begin().await?;
        let mut effaces = 0;
        for (ordres, avant) in [(&AVEC_LE_DELAI[..], limite), (&APRES_UN_AN[..], an)] {
            for ordre in ordres {
                effaces += sql(*ordre).bind(avant.millis()).execute(&mut tx).await?;
            }
        }
        self.oublier_reviseurs(&mut tx, limite, an).await?;
        let contrat = self.db.engine().uuid_text("contrat.id");
        effaces += effacer_contrats(&mut tx, &contrat, an).await?;
        effaces += effacer_departs(&mut tx, an).await?;
        tx.commit().await?;
        Ok(effaces)
    }

    /// The names that the journal keeps beside its entries about those who came with a link.
    async fn oublier_reviseurs(&self, tx: &mut Tx, limite: Instant, an: Instant) -> Result<(), DbError> {
        let revue = self.db.engine().uuid_text("revue.id");
        for (acte, terminee, avant) in [
            (Acte::RefuserReviseur, "", limite),
            (Acte::AccepterReviseur, "WHERE revue.terminee_le <= $1", an),
        ] {
            sql(format!(
                "DELETE FROM journal_detail WHERE numero IN (SELECT j.numero FROM journal j WHERE j.objet = 'revue' \
                 AND j.acte = $2 AND j.le <= $1 AND j.objet_id IN (SELECT {revue} FROM revue {terminee}))"
            ))
            .bind(avant.millis())
            .bind(acte.code())
            .execute(&mut *tx)
            .await?;
        }
        Ok(())
    }
}

/// Contracts closed before they were valid, and those that were opened, never sent, and that nobody touched since. A valid one that
/// another replaced is a fact of its structure, which says from when its steps count (R47): it loses who followed it.
async fn effacer_contrats(tx: &mut Tx, contrat: &str, an: Instant) -> Result<u64, DbError> {
    let ordres = [
        format!(
            "DELETE FROM contrat WHERE (clos_le <= $1 AND cde_recue_le IS NULL) OR (clos_le IS NULL AND envoye_le IS NULL \
             AND cde_recue_le IS NULL AND dirigeant IS NOT NULL AND cree_le <= $1 AND NOT EXISTS (SELECT 1 FROM journal j \
             WHERE j.objet = 'contrat' AND j.objet_id = {contrat} AND j.le > $1)) RETURNING id"
        ),
        "UPDATE contrat SET dirigeant = NULL, formation_reference = NULL, version = version + 1 WHERE clos_le <= $1 \
         AND (dirigeant IS NOT NULL OR formation_reference IS NOT NULL) RETURNING id"
            .to_owned(),
    ];
    let mut nombre = 0;
    for ordre in ordres {
        let touches = sql(ordre).bind(an.millis()).all(&mut *tx).await?;
        for row in &touches {
            journal::effacer_details(tx, Objet::Contrat(ContratId::new(row.get("id")?))).await?;
            nombre += 1;
        }
    }
    Ok(nombre)
}

/// Departures recorded in one act, once everything in them has happened. The situations keep their end.
async fn effacer_departs(tx: &mut Tx, an: Instant) -> Result<u64, DbError> {
    let effaces = sql(
        "DELETE FROM depart WHERE le <= $1 AND effet_le <= $1 AND (etat <> 'fait' OR applique_le <= $1) RETURNING id",
    )
    .bind(an.millis())
    .all(&mut *tx)
    .await?;
    let mut nombre = 0;
    for row in &effaces {
        journal::effacer_details(tx, Objet::Depart(DepartId::new(row.get("id")?))).await?;
        nombre += 1;
    }
    Ok(nombre)
}
