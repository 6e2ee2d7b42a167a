//! A lot is prepared: which demandes, on which version, and which of them are left aside already. Nothing is decided; a lot
//! that nobody confirms is forgotten.

use super::Sort;
use crate::Registry;
use crate::db::{DbError, Row, Statement, Value, sql};
use crate::demande::sursis::A_DECIDER;
use crate::demande::{A_UN_DOUBLON, FiltreFile};
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use crate::etablissement;
use crate::referentiel::lot::inserer;
use domain::ids::{CompteId, DemandeId, LotId};
use domain::saisie::DemandeComplete;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// What a lot does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActeLot {
    /// accept
    Valider,
    /// refuse
    Refuser,
}

impl ActeLot {
    /// The code stored, and sent by forms.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Valider => "valider",
            Self::Refuser => "refuser",
        }
    }
}

impl std::str::FromStr for ActeLot {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        [Self::Valider, Self::Refuser]
            .into_iter()
            .find(|acte| acte.code() == code)
            .ok_or(())
    }
}

/// Which demandes a lot is about.
pub enum Selection {
    /// those that were ticked
    Demandes(Vec<DemandeId>),
    /// all those that a filter of the queue finds, however many
    Filtre(FiltreFile),
}

/// Demandes read at a time.
const PAQUET: usize = 200;

/// A demande that may be put in the lot.
struct Candidate {
    id: DemandeId,
    version: i64,
    ecart: Option<&'static str>,
}

impl Registry {
    /// Prepares a lot. Demandes out of the perimeter are as if they had not been chosen; those that cannot be decided
    /// together (not eligible, possible duplicate, one's own, already decided) are kept in the lot and left aside. None when
    /// nothing was chosen.
    pub async fn preparer_lot(
        &self,
        g: &Gestionnaire,
        acte: ActeLot,
        selection: &Selection,
    ) -> Result<Option<LotId>, ActeError> {
        let ids: Vec<DemandeId> = match selection {
            Selection::Demandes(ids) => {
                let mut vues = HashSet::new();
                ids.iter().copied().filter(|id| vues.insert(*id)).collect()
            }
            Selection::Filtre(filtre) => {
                let trouvees = self.demandes_du_filtre(g, filtre, u32::MAX).await?;
                trouvees.into_iter().map(|(id, _)| id).collect()
            }
        };
        let mut candidates = Vec::with_capacity(ids.len());
        for paquet in ids.chunks(PAQUET) {
            candidates.extend(self.examiner_pour_lot(g, acte, paquet).await?);
        }
        if candidates.is_empty() {
            return Ok(None);
        }
        let now = self.now();
        let lot = LotId::new(self.uuid(now));
        let mut tx = self.db.begin().await?;
        sql(
            "INSERT INTO lot (id, compte, session, genre, statut, total, cree_le) \
             VALUES ($1, $2, $3, $4, 'prepare', $5, $6)",
        )
        .bind(lot.uuid())
        .bind(g.compte().uuid())
        .bind(g.session().uuid())
        .bind(acte.code())
        .bind(i64::try_from(candidates.len()).unwrap_or(i64::MAX))
        .bind(now.millis())
        .execute(&mut tx)
        .await?;
        let lignes = candidates.into_iter().zip(1_i64..).map(|(c, rang)| {
            let sort = if c.ecart.is_some() {
                Sort::Ecartee
            } else {
                Sort::AFaire
            };
            vec![
                Value::from(lot.uuid()),
                Value::from(rang),
                Value::from(c.id.uuid()),
                Value::from(c.version),
                Value::from(sort.code()),
                Value::from(c.ecart),
            ]
        });
        inserer(
            &mut tx,
            "lot_element",
            "lot, rang, demande, version, statut, raison",
            "",
            lignes.collect(),
        )
        .await?;
        tx.commit().await?;
        Ok(Some(lot))
    }

    /// These demandes, in this order, with what leaves some of them aside: one statement however many they are.
    async fn examiner_pour_lot(
        &self,
        g: &Gestionnaire,
        acte: ActeLot,
        ids: &[DemandeId],
    ) -> Result<Vec<Candidate>, ActeError> {
        let perimetre = g.perimetre();
        let places: Vec<String> = (0..ids.len()).map(|rang| format!("${}", rang + 3)).collect();
        let enonce = sql(format!(
            "SELECT demande.id, demande.version, demande.demandeur, demande.complete, demande.profession, demande.role, \
             CASE WHEN {A_DECIDER} THEN 1 ELSE 0 END AS a_decider, CASE WHEN {A_UN_DOUBLON} THEN 1 ELSE 0 END AS doublon, \
             (SELECT COUNT(*) FROM prise WHERE prise.demande = demande.id AND prise.compte <> $1 \
             AND prise.jusqu_au > $2) AS chez_un_autre, {} \
             FROM demande JOIN ({}) ON etablissement.finess = demande.finess \
             WHERE demande.id IN ({}) AND demande.finess IN {perimetre}",
            etablissement::COLONNES,
            etablissement::TABLES,
            places.join(", ")
        ))
        .bind(g.compte().uuid())
        .bind(self.now().millis());
        let rows = ids
            .iter()
            .fold(enonce, |enonce: Statement, id| enonce.bind(id.uuid()))
            .all(&self.db)
            .await?;
        let mut candidates = HashMap::new();
        for row in &rows {
            let ecart = if row.get::<i32>("a_decider")? == 0 {
                Some("conflit")
            } else if est_la_sienne(g, row)? {
                Some("propre_demande")
            } else if row.get::<i64>("chez_un_autre")? > 0 {
                Some("prise")
            } else if acte == ActeLot::Refuser {
                // A duplicate is refused like any other.
                None
            } else if self.est_refusee_par_les_regles(row)? {
                Some("non_eligible")
            } else {
                (row.get::<i32>("doublon")? == 1).then_some("doublon")
            };
            let version = row.get("version")?;
            let id = DemandeId::new(row.get("id")?);
            candidates.insert(id, Candidate { id, version, ecart });
        }
        Ok(ids.iter().filter_map(|id| candidates.remove(id)).collect())
    }
}

/// One's own demande, or that of somebody who may be oneself, is left to a colleague (R38).
fn est_la_sienne(g: &Gestionnaire, row: &Row) -> Result<bool, DbError> {
    let complete: DemandeComplete = serde_json::from_str(&row.get::<String>("complete")?)
        .map_err(|_| DbError::stored("demande.complete"))?;
    Ok(g.soi()
        .a_depose(CompteId::new(row.get::<Uuid>("demandeur")?), &complete))
}
