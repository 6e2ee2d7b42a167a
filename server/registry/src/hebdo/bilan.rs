//! What the summary counts, in the perimeter of one account, in three statements whatever its size.

use crate::db::{DbError, Tx, sql};
use crate::demande::sursis::A_DECIDER;
use crate::perimetre::{REPRESENTANTS, en_vigueur, habilitations, perimetre};
use crate::structure::{A_SURVEILLER, carte_bonne};
use domain::date::{Instant, Jour};
use std::collections::BTreeMap;
use time::Duration;
use uuid::Uuid;

/// An end planned within that many days is worth a look.
pub(crate) const FINS_JOURS: i64 = 30;
/// A card that expires within that many days is worth a look (R48: it takes weeks to be renewed).
pub(crate) const CARTES_JOURS: i64 = 60;
/// A gestionnaire who has done nothing for that many days may not need the right any more.
pub(crate) const INACTIVITE_JOURS: i64 = 90;

/// What there is to say of one establishment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LigneBilan {
    /// its name
    pub(crate) etablissement: String,
    /// people who arrived during the week, or were registered during it
    pub(crate) arrivees: i64,
    /// people whose situation ended during the week, or was closed during it
    pub(crate) departs: i64,
    /// people whose situation ends soon
    pub(crate) fins: i64,
    /// demandes that wait for a decision
    pub(crate) demandes: i64,
}

/// What there is to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bilan {
    /// first day of the week, a Monday
    pub(crate) du: Jour,
    /// last day of the week
    pub(crate) au: Jour,
    /// the establishments of which there is something to say, by name
    pub(crate) lignes: Vec<LigneBilan>,
    /// since when the oldest demande waits
    pub(crate) plus_ancienne: Option<Instant>,
    /// cards that expire soon
    pub(crate) cartes: i64,
    /// gestionnaires without any act for a long time
    pub(crate) inactifs: i64,
    /// reviews of accesses under way
    pub(crate) revues: i64,
}

impl Bilan {
    /// Nothing is worth a mail.
    pub(crate) fn est_vide(&self) -> bool {
        self.lignes.is_empty() && self.cartes + self.inactifs + self.revues == 0
    }

    /// The week before `lundi` in the establishments that this account heads, and what needs a look on that day.
    pub(crate) async fn lire(
        tx: &mut Tx,
        compte: Uuid,
        lundi: Instant,
        aujourd_hui: Jour,
    ) -> Result<Self, DbError> {
        let jour = lundi.jour_paris();
        let du = jour.saturating_sub(Duration::days(7));
        let au = jour.saturating_sub(Duration::days(1));
        let eg = perimetre(aujourd_hui, REPRESENTANTS);
        let mut lignes = BTreeMap::<String, LigneBilan>::new();
        // Somebody arrives on the first day, or when the register learns of it if that is later; the same for departures.
        let mouvements = sql(format!(
            "SELECT e.finess, e.raison_sociale, \
             COUNT(DISTINCT CASE WHEN s.debut <= $3 AND (s.debut >= $2 OR s.cree_le >= $4) THEN s.personne END) AS arrivees, \
             COUNT(DISTINCT CASE WHEN s.fin <= $3 AND (s.fin >= $2 OR f.le >= $4) THEN s.personne END) AS departs, \
             COUNT(DISTINCT CASE WHEN s.fin > $3 AND s.fin <= $5 THEN s.personne END) AS fins \
             FROM situation s JOIN etablissement e ON e.finess = s.finess LEFT JOIN fermeture f ON f.situation = s.id \
             WHERE s.finess IN {eg} AND s.cree_le < $6 AND (f.le IS NULL OR f.le < $6) \
             AND (s.debut >= $2 OR s.cree_le >= $4 OR s.fin >= $2 OR f.le >= $4) \
             GROUP BY e.finess, e.raison_sociale"
        ))
        .bind(compte)
        .bind(du)
        .bind(au)
        .bind(lundi.plus_days(-7).millis())
        .bind(aujourd_hui.saturating_add(Duration::days(FINS_JOURS)))
        .bind(lundi.millis())
        .all(&mut *tx)
        .await?;
        for row in &mouvements {
            lignes.insert(
                row.get("finess")?,
                LigneBilan {
                    etablissement: row.get("raison_sociale")?,
                    arrivees: row.get("arrivees")?,
                    departs: row.get("departs")?,
                    fins: row.get("fins")?,
                    demandes: 0,
                },
            );
        }
        let attentes = sql(format!(
            "SELECT e.finess, e.raison_sociale, COUNT(*) AS nombre, MIN(demande.soumise_le) AS ancienne \
             FROM demande JOIN etablissement e ON e.finess = demande.finess \
             WHERE {A_DECIDER} AND demande.finess IN {eg} GROUP BY e.finess, e.raison_sociale"
        ))
        .bind(compte)
        .all(&mut *tx)
        .await?;
        let mut plus_ancienne = None::<i64>;
        for row in &attentes {
            let ligne = lignes.entry(row.get("finess")?).or_default();
            ligne.etablissement = row.get("raison_sociale")?;
            ligne.demandes = row.get("nombre")?;
            let ancienne: i64 = row.get("ancienne")?;
            plus_ancienne = Some(plus_ancienne.map_or(ancienne, |autre| autre.min(ancienne)));
        }
        let (cartes, inactifs, revues) = droits(tx, compte, lundi, aujourd_hui, &eg).await?;
        let mut lignes: Vec<LigneBilan> = lignes
            .into_values()
            .filter(|ligne| ligne.arrivees + ligne.departs + ligne.fins + ligne.demandes > 0)
            .collect();
        lignes.sort_by(|a, b| a.etablissement.cmp(&b.etablissement));
        Ok(Self {
            du,
            au,
            lignes,
            plus_ancienne: plus_ancienne.map(Instant::from_millis),
            cartes,
            inactifs,
            revues,
        })
    }
}

/// Reviews under way; cards that expire soon, as followed by the path of the structures or as known with an habilitation, and gestionnaires
/// without an act for a long time.
async fn droits(
    tx: &mut Tx,
    compte: Uuid,
    lundi: Instant,
    aujourd_hui: Jour,
    eg: &str,
) -> Result<(i64, i64, i64), DbError> {
    let miennes = format!(
        "(SELECT m.finess FROM {} m UNION SELECT p.finess FROM {eg} p)",
        habilitations(aujourd_hui, REPRESENTANTS)
    );
    let vivante = en_vigueur(aujourd_hui);
    let bonne = carte_bonne("h.finess");
    let row = sql(format!(
        "SELECT \
         (SELECT COUNT(*) FROM carte c WHERE {A_SURVEILLER} AND c.expire_le >= $2 AND c.expire_le <= $3 \
            AND c.finess IN {miennes}) AS suivies, \
         (SELECT COUNT(*) FROM habilitation h WHERE h.genre = 'gestionnaire' AND {vivante} \
            AND h.carte_jusqu_au >= $2 AND h.carte_jusqu_au <= $3 AND h.finess IN {miennes} \
            AND NOT EXISTS (SELECT 1 FROM carte k WHERE k.titulaire = h.compte AND k.annulee_le IS NULL AND {bonne} \
            AND k.finess IN {miennes})) AS connues, \
         (SELECT COUNT(DISTINCT h.compte) FROM habilitation h WHERE h.genre = 'gestionnaire' AND {vivante} \
            AND h.depuis < $4 AND h.finess IN {miennes} \
            AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.acteur = h.compte AND j.le >= $4)) AS inactifs, \
         (SELECT COUNT(*) FROM revue r WHERE r.terminee_le IS NULL AND r.finess IN {miennes}) AS revues"
    ))
    .bind(compte)
    .bind(aujourd_hui)
    .bind(aujourd_hui.saturating_add(Duration::days(CARTES_JOURS)))
    .bind(lundi.plus_days(-INACTIVITE_JOURS).millis())
    .one(&mut *tx)
    .await?;
    let cartes = row.get::<i64>("suivies")? + row.get::<i64>("connues")?;
    Ok((cartes, row.get("inactifs")?, row.get("revues")?))
}
