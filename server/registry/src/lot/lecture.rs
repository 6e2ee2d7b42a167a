//! What screens show of a lot: before it is confirmed, while it is worked through, and afterwards. A lot is its author's own.

use super::{ActeLot, Sort};
use crate::Registry;
use crate::db::{DbError, Row, sql};
use crate::demande::sursis::secondes;
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use crate::journal::{Acte, Objet, Tentative};
use domain::date::Instant;
use domain::demande::Reference;
use domain::ids::{DemandeId, LotId};

/// Demandes of each group on a page.
const MONTREES: u32 = 200;

/// Where a lot stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EtatLot {
    /// waits to be confirmed
    Prepare,
    /// the program works through it
    EnCours,
    /// everything was looked at; the decisions can still be taken back
    EnSursis,
    /// taken back; the demandes are being put in the queue again
    EnAnnulation,
    /// nothing left to do
    Termine,
    /// taken back
    Annule,
}

impl EtatLot {
    /// Nothing will happen to it any more.
    pub const fn est_fini(self) -> bool {
        matches!(self, Self::Termine | Self::Annule)
    }
}

/// How far a lot is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Avancement {
    /// Where it stands.
    pub etat: EtatLot,
    /// How many demandes it is about.
    pub total: i64,
    /// How many are still to be looked at.
    pub reste: i64,
    /// How many wait for the delay to end.
    pub decidees: i64,
    /// Seconds before the decisions take effect; none when there is no telling.
    pub secondes: Option<i64>,
}

/// A demande of a lot.
#[derive(Clone)]
pub struct ElementVu {
    /// The demande.
    pub demande: DemandeId,
    /// Its reference.
    pub reference: Reference,
    /// The applicant, as lists show the name.
    pub nom: String,
    /// The establishment's name.
    pub etablissement: String,
}

/// The demandes of a lot to which the same thing happened, or will happen.
#[derive(Clone)]
pub struct Groupe {
    /// What became of them.
    pub sort: Sort,
    /// Why, for those left aside or without effect: the code of a refusal.
    pub raison: Option<String>,
    /// How many.
    pub nombre: i64,
    /// Those of the page (two hundred at most).
    pub elements: Vec<ElementVu>,
}

/// A lot as its author sees it.
#[derive(Clone)]
pub struct LotVu {
    /// Its id.
    pub id: LotId,
    /// What it does.
    pub acte: ActeLot,
    /// How far it is.
    pub avancement: Avancement,
    /// Its demandes by what becomes of them.
    pub groupes: Vec<Groupe>,
    /// The page that is shown, from 1.
    pub page: u32,
    /// How many pages the longest group makes.
    pub pages: u32,
}

/// A lot in a list.
#[derive(Clone)]
pub struct LotResume {
    /// Its id.
    pub id: LotId,
    /// What it does.
    pub acte: ActeLot,
    /// How far it is.
    pub avancement: Avancement,
}

const RESUME: &str = "SELECT lot.id, lot.genre, lot.statut, lot.total, lot.effet_le, \
     (SELECT COUNT(*) FROM lot_element e WHERE e.lot = lot.id AND e.statut = 'a_faire') AS reste, \
     (SELECT COUNT(*) FROM lot_element e WHERE e.lot = lot.id AND e.statut = 'decidee') AS decidees FROM lot";

impl Registry {
    /// How far a lot of this gestionnaire is; anybody else's is [`ActeError::Introuvable`].
    pub async fn avancement_lot(&self, g: &Gestionnaire, id: LotId) -> Result<Avancement, ActeError> {
        Ok(self.resume_lot(g, id).await?.avancement)
    }

    /// The lots that this gestionnaire confirmed and whose outcome may still interest them: those prepared for a day, latest
    /// first (ten at most).
    pub async fn lots_recents(&self, g: &Gestionnaire) -> Result<Vec<LotResume>, ActeError> {
        let now = self.now();
        let rows = sql(format!(
            "{RESUME} WHERE lot.compte = $1 AND lot.cree_le > $2 AND lot.statut <> 'prepare' \
             ORDER BY lot.cree_le DESC LIMIT 10"
        ))
        .bind(g.compte().uuid())
        .bind(now.plus_days(-1).millis())
        .all(&self.db)
        .await?;
        Ok(rows
            .iter()
            .map(|row| lire(row, now))
            .collect::<Result<_, DbError>>()?)
    }

    /// A lot of this gestionnaire with a page of its demandes, from 1; anybody else's is [`ActeError::Introuvable`]. Demandes that
    /// have left the perimeter are counted and not named. A page after the last one is the last one.
    pub async fn lot(&self, g: &Gestionnaire, id: LotId, page: u32) -> Result<LotVu, ActeError> {
        let resume = self.resume_lot(g, id).await?;
        let comptes = sql(
            "SELECT statut, raison, COUNT(*) AS n FROM lot_element WHERE lot = $1 GROUP BY statut, raison",
        )
        .bind(id.uuid())
        .all(&self.db)
        .await?;
        let mut groupes = Vec::with_capacity(comptes.len());
        for row in &comptes {
            groupes.push(Groupe {
                sort: row.parse("statut")?,
                raison: row.get("raison")?,
                nombre: row.get("n")?,
                elements: Vec::new(),
            });
        }
        groupes.sort_by(|a, b| (a.sort, &a.raison).cmp(&(b.sort, &b.raison)));
        let plus_long = groupes.iter().map(|g| g.nombre).max().unwrap_or(0);
        let pages = u32::try_from(plus_long)
            .unwrap_or(u32::MAX)
            .div_ceil(MONTREES)
            .max(1);
        let page = page.clamp(1, pages);
        let avant = i64::from(page - 1) * i64::from(MONTREES);
        let perimetre = g.perimetre();
        // One statement for all groups, each cut to what a page can show.
        let rows = sql(format!(
            "SELECT * FROM (SELECT e.statut, e.raison, e.rang, demande.id, demande.reference, demande.nom, \
             etablissement.raison_sociale, ROW_NUMBER() OVER (PARTITION BY e.statut, e.raison ORDER BY e.rang) AS place \
             FROM lot_element e JOIN demande ON demande.id = e.demande \
             JOIN etablissement ON etablissement.finess = demande.finess \
             WHERE e.lot = $2 AND demande.finess IN {perimetre}) numerotes WHERE place > $3 AND place <= $3 + {MONTREES} ORDER BY rang"
        ))
        .bind(g.compte().uuid())
        .bind(id.uuid())
        .bind(avant)
        .all(&self.db)
        .await?;
        for row in &rows {
            let sort: Sort = row.parse("statut")?;
            let raison: Option<String> = row.get("raison")?;
            if let Some(groupe) = groupes.iter_mut().find(|g| g.sort == sort && g.raison == raison) {
                groupe.elements.push(ElementVu {
                    demande: DemandeId::new(row.get("id")?),
                    reference: row.parse("reference")?,
                    nom: row.get("nom")?,
                    etablissement: row.get("raison_sociale")?,
                });
            }
        }
        Ok(LotVu {
            id,
            acte: resume.acte,
            avancement: resume.avancement,
            groupes,
            page,
            pages,
        })
    }

    async fn resume_lot(&self, g: &Gestionnaire, id: LotId) -> Result<LotResume, ActeError> {
        let tentative = Tentative {
            auteur: g.auteur(),
            acte: Acte::Consulter,
            objet: Objet::Lot(id),
        };
        self.tenter(tentative, async {
            let row = sql(format!("{RESUME} WHERE lot.id = $2 AND lot.compte = $1"))
                .bind(g.compte().uuid())
                .bind(id.uuid())
                .optional(&self.db)
                .await?
                .ok_or(ActeError::Introuvable)?;
            Ok(lire(&row, self.now())?)
        })
        .await
    }
}

fn lire(row: &Row, now: Instant) -> Result<LotResume, DbError> {
    let decidees: i64 = row.get("decidees")?;
    let etat = match row.get::<String>("statut")?.as_str() {
        "prepare" => EtatLot::Prepare,
        "en_cours" => EtatLot::EnCours,
        "fait" if decidees > 0 => EtatLot::EnSursis,
        "fait" => EtatLot::Termine,
        "en_annulation" => EtatLot::EnAnnulation,
        "annule" => EtatLot::Annule,
        _ => return Err(DbError::stored("lot.statut")),
    };
    let effet = row.get::<Option<i64>>("effet_le")?.map(Instant::from_millis);
    Ok(LotResume {
        id: LotId::new(row.get("id")?),
        acte: row.parse("genre")?,
        avancement: Avancement {
            etat,
            total: row.get("total")?,
            reste: row.get("reste")?,
            decidees,
            secondes: secondes(effet, now).filter(|_| etat == EtatLot::EnSursis),
        },
    })
}
