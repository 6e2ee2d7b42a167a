//! Having a demande in hand. Opening it takes it when nobody has it; working on it keeps it; leaving it, or five minutes without
//! work, gives it back. It is a courtesy between colleagues and not a right: taking it over is always possible, knowingly, and the
//! version of the demande still decides who was first.

use super::annonce::{Annonce, Recit};
use crate::Registry;
use crate::db::{DbError, Row, Run, Tx, sql};
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Detail, Entree, Objet, Tentative};
use domain::date::Instant;
use domain::demande::Statut;
use domain::identifiant::Finess;
use domain::ids::{CompteId, DemandeId, IdError};
use domain::saisie::DemandeComplete;
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// How long a demande stays in the hands of somebody who does nothing any more, in minutes.
pub const DUREE_PRISE_MINUTES: i64 = 5;

/// Which page has a demande in hand: leaving an older page of the same person gives nothing back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JetonPrise(Uuid);

impl fmt::Display for JetonPrise {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for JetonPrise {
    type Err = IdError;

    fn from_str(texte: &str) -> Result<Self, IdError> {
        Uuid::try_parse(texte).map(Self).map_err(|_| IdError::Illisible)
    }
}

/// Who has a demande in hand, as a gestionnaire sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EtatPrise {
    /// this very person
    Moi,
    /// a colleague
    Autre {
        /// the name that colleagues see
        par: String,
        /// since when
        depuis: Instant,
    },
    /// nobody: it waits, or it is decided
    Personne,
    /// it is this person's own demande: somebody else has to take it (R38)
    Sienne,
}

/// A demande about to be taken.
struct Cible {
    finess: Finess,
    /// it waits for a decision
    en_attente: bool,
    /// it is this person's own
    sienne: bool,
    /// who has it now
    par: Option<Tenant>,
}

struct Tenant {
    compte: CompteId,
    nom: String,
    depuis: Instant,
}

impl Registry {
    /// The id of a page that is about to take a demande.
    pub fn jeton_prise(&self) -> JetonPrise {
        JetonPrise(self.uuid(self.now()))
    }

    /// Takes a pending demande of the perimeter for this page when nobody else has it, or keeps it. Colleagues are told when it
    /// changes hands. Written in no journal: the reading is, and so is taking over.
    pub async fn prendre(
        &self,
        g: &Gestionnaire,
        id: DemandeId,
        jeton: JetonPrise,
    ) -> Result<EtatPrise, ActeError> {
        let tentative = Tentative {
            auteur: g.auteur(),
            acte: Acte::PrendreLaMain,
            objet: Objet::Demande(id),
        };
        self.tenter(tentative, async {
            let now = self.now();
            let mut tx = self.db.begin().await?;
            let cible = cible(&mut tx, g, id, now).await?;
            if !cible.a_prendre() {
                return Ok(cible.etat(g));
            }
            // Whoever was quicker in between keeps it.
            let prise = poser(&mut tx, g, id, &cible.finess, jeton, now, false).await?;
            if prise == 0 {
                return Ok(self::cible(&mut tx, g, id, now).await?.etat(g));
            }
            if cible.par.is_none() {
                dire(&mut tx, g, id, cible.finess, "prendre", now);
            }
            tx.commit().await?;
            Ok(EtatPrise::Moi)
        })
        .await
    }

    /// Who has a demande of the perimeter in hand, without taking it.
    pub async fn qui_traite(&self, g: &Gestionnaire, id: DemandeId) -> Result<EtatPrise, ActeError> {
        let tentative = Tentative {
            auteur: g.auteur(),
            acte: Acte::Consulter,
            objet: Objet::Demande(id),
        };
        self.tenter(tentative, async {
            Ok(cible(&self.db, g, id, self.now()).await?.etat(g))
        })
        .await
    }

    /// Takes a pending demande over, from whoever has it: they are told at once. Written in the journal.
    pub async fn prendre_la_main(
        &self,
        g: &Gestionnaire,
        id: DemandeId,
        jeton: JetonPrise,
    ) -> Result<(), ActeError> {
        let tentative = Tentative {
            auteur: g.auteur(),
            acte: Acte::PrendreLaMain,
            objet: Objet::Demande(id),
        };
        self.tenter(tentative, async {
            let now = self.now();
            let mut tx = self.db.begin().await?;
            let cible = cible(&mut tx, g, id, now).await?;
            let deja = cible.par.as_ref().is_some_and(|par| par.compte == g.compte());
            // Decided meanwhile, or one's own: there is nothing to take, and the page says so.
            if !cible.a_prendre() || deja {
                return Ok(());
            }
            poser(&mut tx, g, id, &cible.finess, jeton, now, true).await?;
            let entree = Entree::new(now, g.auteur(), Acte::PrendreLaMain, Objet::Demande(id))
                .avec(Detail::dans(&cible.finess));
            journal::ecrire(&mut tx, &self.contexte, entree).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    /// Gives back what that page of this person had in hand; anything else is left as it is.
    pub async fn liberer(&self, g: &Gestionnaire, id: DemandeId, jeton: JetonPrise) -> Result<(), ActeError> {
        let tentative = Tentative {
            auteur: g.auteur(),
            acte: Acte::PrendreLaMain,
            objet: Objet::Demande(id),
        };
        self.tenter(tentative, async {
            let now = self.now();
            let mut tx = self.db.begin().await?;
            let cible = cible(&mut tx, g, id, now).await?;
            let rendue = sql("DELETE FROM prise WHERE demande = $1 AND compte = $2 AND jeton = $3")
                .bind(id.uuid())
                .bind(g.compte().uuid())
                .bind(jeton.0)
                .execute(&mut tx)
                .await?;
            if rendue > 0 {
                dire(&mut tx, g, id, cible.finess, "liberer", now);
                tx.commit().await?;
            }
            Ok(())
        })
        .await
    }
}

/// In the transaction of a decision: refused while a colleague has the demande in hand ([`ActeError::PriseParAutre`]); gives
/// back one's own.
pub(crate) async fn passer(
    tx: &mut Tx,
    g: &Gestionnaire,
    id: DemandeId,
    now: Instant,
) -> Result<(), ActeError> {
    sql("DELETE FROM prise WHERE demande = $1 AND (compte = $2 OR jusqu_au <= $3)")
        .bind(id.uuid())
        .bind(g.compte().uuid())
        .bind(now.millis())
        .execute(&mut *tx)
        .await?;
    let autre = sql(
        "SELECT compte.nom_affiche FROM prise JOIN compte ON compte.id = prise.compte WHERE prise.demande = $1",
    )
    .bind(id.uuid())
    .optional(tx)
    .await?;
    match autre {
        Some(row) => Err(ActeError::PriseParAutre {
            par: row.get("nom_affiche")?,
        }),
        None => Ok(()),
    }
}

impl Cible {
    fn lire(row: &Row, g: &Gestionnaire) -> Result<Self, DbError> {
        let statut: Statut = row.parse("statut")?;
        let complete: DemandeComplete = serde_json::from_str(&row.get::<String>("complete")?)
            .map_err(|_| DbError::stored("demande.complete"))?;
        let sienne = g.soi().a_depose(CompteId::new(row.get("demandeur")?), &complete);
        let par = match row.get::<Option<Uuid>>("compte")? {
            Some(compte) => Some(Tenant {
                compte: CompteId::new(compte),
                nom: row.get("nom_affiche")?,
                depuis: Instant::from_millis(row.get("depuis")?),
            }),
            None => None,
        };
        Ok(Self {
            finess: row.parse("finess")?,
            en_attente: statut == Statut::ATraiter,
            sienne,
            par: par.filter(|_| statut.est_ouverte()),
        })
    }

    fn a_prendre(&self) -> bool {
        self.en_attente && !self.sienne
    }

    fn etat(self, g: &Gestionnaire) -> EtatPrise {
        match self.par {
            None if self.sienne => EtatPrise::Sienne,
            None => EtatPrise::Personne,
            Some(tenant) if tenant.compte == g.compte() => EtatPrise::Moi,
            Some(tenant) => EtatPrise::Autre {
                par: tenant.nom,
                depuis: tenant.depuis,
            },
        }
    }
}

/// A demande of the perimeter and who has it; any other is [`ActeError::Introuvable`].
async fn cible(on: impl Run<'_>, g: &Gestionnaire, id: DemandeId, now: Instant) -> Result<Cible, ActeError> {
    let perimetre = g.perimetre();
    let row = sql(format!(
        "SELECT demande.statut, demande.demandeur, demande.finess, demande.complete, prise.compte, prise.depuis, compte.nom_affiche \
         FROM demande LEFT JOIN prise ON prise.demande = demande.id AND prise.jusqu_au > $3 \
         LEFT JOIN compte ON compte.id = prise.compte WHERE demande.id = $2 AND demande.finess IN {perimetre} \
         AND demande.complete IS NOT NULL"
    ))
    .bind(g.compte().uuid())
    .bind(id.uuid())
    .bind(now.millis())
    .optional(on)
    .await?;
    Ok(Cible::lire(&row.ok_or(ActeError::Introuvable)?, g)?)
}

/// Puts a demande in the hands of this page, from now on; of the pages of one person, in those of the last one opened, so that an older
/// page that asks on its way out takes nothing from it (the ids of pages follow time). Returns 0 when somebody else has it, unless `reprendre`.
async fn poser(
    tx: &mut Tx,
    g: &Gestionnaire,
    id: DemandeId,
    finess: &Finess,
    jeton: JetonPrise,
    now: Instant,
    reprendre: bool,
) -> Result<u64, DbError> {
    let condition = if reprendre {
        ""
    } else {
        "WHERE prise.compte = excluded.compte OR prise.jusqu_au <= excluded.depuis"
    };
    sql(format!(
        "INSERT INTO prise (demande, compte, jeton, finess, depuis, jusqu_au) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (demande) DO UPDATE SET compte = excluded.compte, \
         jeton = CASE WHEN prise.compte = excluded.compte AND prise.jusqu_au > excluded.depuis AND prise.jeton > excluded.jeton \
         THEN prise.jeton ELSE excluded.jeton END, jusqu_au = excluded.jusqu_au, \
         depuis = CASE WHEN prise.compte = excluded.compte AND prise.jusqu_au > excluded.depuis THEN prise.depuis \
         ELSE excluded.depuis END {condition}"
    ))
    .bind(id.uuid())
    .bind(g.compte().uuid())
    .bind(jeton.0)
    .bind(finess.as_str())
    .bind(now.millis())
    .bind(now.plus_millis(DUREE_PRISE_MINUTES * 60_000).millis())
    .execute(tx)
    .await
}

fn dire(tx: &mut Tx, g: &Gestionnaire, demande: DemandeId, finess: Finess, acte: &str, le: Instant) {
    dire_prise(tx, Some(g.compte()), (demande, finess), acte, le);
}

/// Tells that a demande was taken in hand (`prendre`, by that account) or given back (`liberer`) by an act on something else.
pub(crate) fn dire_prise(
    tx: &mut Tx,
    compte: Option<CompteId>,
    (demande, finess): (DemandeId, Finess),
    acte: &str,
    le: Instant,
) {
    Recit::Demande(Annonce {
        demande,
        finess,
        acte: acte.to_owned(),
        compte,
        le,
    })
    .annoncer(tx);
}
