//! The beginning of a campaign: opened by the head of a structure, or by itself on the first day of a period.

use super::lignes::lignes;
use crate::Registry;
use crate::db::{DbError, Row, Tx, sql};
use crate::droit::Representant;
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Auteur, Detail, Entree, Objet, Tentative};
use crate::perimetre::{REPRESENTANTS, en_vigueur};
use domain::date::{Instant, Jour};
use domain::identifiant::Finess;
use domain::ids::RevueId;
use domain::revue::{Frequence, debut_de_periode, echeance};
use uuid::Uuid;

/// A structure, as campaigns know it.
struct Structure {
    finess: Finess,
    portee: String,
    nom: String,
}

impl Registry {
    /// Opens a campaign on a structure that this person heads, with everybody who has an open situation there. The one that is
    /// already open is given back: a second click is harmless.
    pub async fn ouvrir_revue(&self, r: &Representant, finess: &Finess) -> Result<RevueId, ActeError> {
        let tentative = Tentative {
            auteur: r.auteur(),
            acte: Acte::OuvrirRevue,
            objet: Objet::Structure(finess.as_str()),
        };
        self.tenter(tentative, async {
            let mut tx = self.db.begin().await?;
            let structure = sienne(&mut tx, r, finess).await?.ok_or(ActeError::Introuvable)?;
            let (id, nouvelle) = self.ouvrir_campagne(&mut tx, &structure, r.auteur()).await?;
            if nouvelle {
                tx.commit().await?;
            }
            Ok(id)
        })
        .await
    }

    /// Chooses how often a structure that this person heads reviews its people.
    pub async fn regler_revue(
        &self,
        r: &Representant,
        finess: &Finess,
        frequence: Frequence,
    ) -> Result<(), ActeError> {
        let tentative = Tentative {
            auteur: r.auteur(),
            acte: Acte::ReglerRevue,
            objet: Objet::Structure(finess.as_str()),
        };
        self.tenter(tentative, async {
            let now = self.now();
            let mut tx = self.db.begin().await?;
            sienne(&mut tx, r, finess).await?.ok_or(ActeError::Introuvable)?;
            let avant = sql("SELECT frequence FROM revue_reglage WHERE finess = $1")
                .bind(finess.as_str())
                .optional(&mut tx)
                .await?
                .map(|row| row.parse::<Frequence>("frequence"))
                .transpose()?
                .unwrap_or_default();
            if avant == frequence {
                return Ok(());
            }
            sql(
                "INSERT INTO revue_reglage (finess, frequence, modifie_le) VALUES ($1, $2, $3) \
                 ON CONFLICT (finess) DO UPDATE SET frequence = excluded.frequence, modifie_le = excluded.modifie_le",
            )
            .bind(finess.as_str())
            .bind(frequence.code())
            .bind(now.millis())
            .execute(&mut tx)
            .await?;
            let detail =
                Detail::dans(finess).changer("Fréquence", Some(avant.libelle()), Some(frequence.libelle()));
            let objet = Objet::Structure(finess.as_str());
            let entree = Entree::new(now, r.auteur(), Acte::ReglerRevue, objet).avec(detail);
            journal::ecrire(&mut tx, &self.contexte, entree).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    /// Opens the campaigns that are due: those of structures which have had a head since before the present period, and no
    /// campaign since it began. Each in its own transaction: one that cannot be opened is told to the operator and leaves the others
    /// alone. Twice, or from two machines, opens one. Returns how many.
    pub async fn ouvrir_revues_dues(&self) -> Result<u32, DbError> {
        let aujourd_hui = self.aujourd_hui();
        let rows = sql(format!(
            "SELECT h.finess, h.portee, COALESCE(MAX(e.raison_sociale), MAX(j.raison_sociale)) AS nom, MIN(h.depuis) AS depuis, \
             MAX(g.frequence) AS frequence, \
             (SELECT MAX(v.ouverte_le) FROM revue v WHERE v.finess = h.finess) AS derniere \
             FROM habilitation h LEFT JOIN etablissement e ON h.portee = 'EG' AND e.finess = h.finess \
             LEFT JOIN entite_juridique j ON h.portee = 'EJ' AND j.finess = h.finess \
             LEFT JOIN revue_reglage g ON g.finess = h.finess \
             WHERE h.genre IN {REPRESENTANTS} AND {} \
             AND NOT EXISTS (SELECT 1 FROM revue v WHERE v.finess = h.finess AND v.terminee_le IS NULL) \
             GROUP BY h.finess, h.portee ORDER BY h.finess",
            en_vigueur(aujourd_hui)
        ))
        .all(&self.db)
        .await?;
        let mut ouvertes = 0;
        for row in rows {
            match self.ouvrir_si_due(&row, aujourd_hui).await {
                Ok(ouverte) => ouvertes += u32::from(ouverte),
                Err(cause) => {
                    let structure: String = row.get("finess").unwrap_or_default();
                    tracing::error!(%cause, structure, "a campaign of review could not be opened");
                }
            }
        }
        Ok(ouvertes)
    }

    /// False when none is due there, or when somebody opened it meanwhile.
    async fn ouvrir_si_due(&self, row: &Row, aujourd_hui: Jour) -> Result<bool, DbError> {
        let frequence = match row.get::<Option<String>>("frequence")? {
            Some(code) => code
                .parse()
                .map_err(|_| DbError::stored("revue_reglage.frequence"))?,
            None => Frequence::default(),
        };
        let jour = |millis: i64| Instant::from_millis(millis).jour_paris();
        let derniere = row.get::<Option<i64>>("derniere")?.map(jour);
        let Some(nom) = row.get::<Option<String>>("nom")? else {
            return Ok(false);
        };
        if !est_due(frequence, aujourd_hui, jour(row.get("depuis")?), derniere) {
            return Ok(false);
        }
        let structure = Structure {
            finess: row.parse("finess")?,
            portee: row.get("portee")?,
            nom,
        };
        let mut tx = self.db.begin().await?;
        let (_, nouvelle) = self
            .ouvrir_campagne(&mut tx, &structure, Auteur::Programme)
            .await?;
        if nouvelle {
            tx.commit().await?;
        }
        Ok(nouvelle)
    }

    /// The campaign of that structure, and whether it is new.
    async fn ouvrir_campagne(
        &self,
        tx: &mut Tx,
        structure: &Structure,
        auteur: Auteur,
    ) -> Result<(RevueId, bool), DbError> {
        let now = self.now();
        let id = self.uuid(now);
        let par: Option<Uuid> = match auteur {
            Auteur::Session { compte, .. } => Some(compte.uuid()),
            Auteur::Programme => None,
        };
        let ouverte = sql(
            "INSERT INTO revue (id, finess, portee, nom, ouverte_le, ouverte_par, echeance) VALUES ($1, $2, $3, $4, $5, $6, $7) \
             ON CONFLICT (finess) WHERE terminee_le IS NULL DO NOTHING",
        )
        .bind(id)
        .bind(structure.finess.as_str())
        .bind(&structure.portee)
        .bind(&structure.nom)
        .bind(now.millis())
        .bind(par)
        .bind(echeance(now.jour_paris()))
        .execute(&mut *tx)
        .await?;
        if ouverte == 0 {
            let row = sql("SELECT id FROM revue WHERE finess = $1 AND terminee_le IS NULL")
                .bind(structure.finess.as_str())
                .one(tx)
                .await?;
            return Ok((RevueId::new(row.get("id")?), false));
        }
        sql(format!(
            "INSERT INTO revue_personne (revue, situation, personne, finess, arrivee, tete, version) \
             SELECT l.revue, l.situation, l.personne, l.finess, FALSE, FALSE, 0 FROM {} l",
            lignes(now.jour_paris(), "v.id = $1")
        ))
        .bind(id)
        .execute(&mut *tx)
        .await?;
        let entree = Entree::new(now, auteur, Acte::OuvrirRevue, Objet::Revue(RevueId::new(id)))
            .avec(Detail::dans(&structure.finess));
        journal::ecrire(tx, &self.contexte, entree).await?;
        Ok((RevueId::new(id), true))
    }
}

/// Whether a campaign is due: none since the period began, and the head was there before it did.
fn est_due(frequence: Frequence, aujourd_hui: Jour, depuis: Jour, derniere: Option<Jour>) -> bool {
    debut_de_periode(frequence, aujourd_hui)
        .is_some_and(|debut| depuis < debut && derniere.is_none_or(|derniere| derniere < debut))
}

/// The structure of that number, when this person heads it.
async fn sienne(tx: &mut Tx, r: &Representant, finess: &Finess) -> Result<Option<Structure>, DbError> {
    let row = sql(format!(
        "SELECT j.finess, 'EJ' AS portee, j.raison_sociale AS nom FROM entite_juridique j \
         WHERE j.finess = $2 AND j.finess IN (SELECT x.finess FROM {} x WHERE x.portee = 'EJ') \
         UNION ALL \
         SELECT e.finess, 'EG', e.raison_sociale FROM etablissement e WHERE e.finess = $2 AND e.finess IN {}",
        r.structures(),
        r.perimetre()
    ))
    .bind(r.compte().uuid())
    .bind(finess.as_str())
    .optional(tx)
    .await?;
    row.map(|row| {
        Ok(Structure {
            finess: row.parse("finess")?,
            portee: row.get("portee")?,
            nom: row.get("nom")?,
        })
    })
    .transpose()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::date::jour;

    #[test]
    fn a_campaign_is_due_once_a_period_and_not_in_the_period_of_a_new_head() {
        let le = |a, m, j| jour(a, m, j).unwrap();
        let (jour, ancien) = (le(2026, 11, 22), le(2026, 2, 1));
        for (frequence, depuis, derniere, due) in [
            (Frequence::Trimestrielle, ancien, None, true),
            (Frequence::Trimestrielle, ancien, Some(le(2026, 9, 30)), true),
            (Frequence::Trimestrielle, ancien, Some(le(2026, 10, 1)), false),
            (Frequence::Trimestrielle, le(2026, 10, 5), None, false),
            (Frequence::Semestrielle, ancien, Some(le(2026, 9, 30)), false),
            (Frequence::Annuelle, ancien, None, false),
            (Frequence::Jamais, ancien, None, false),
        ] {
            assert_eq!(est_due(frequence, jour, depuis, derniere), due, "{frequence:?}");
        }
    }
}
