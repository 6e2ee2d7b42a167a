//! The rows of contracts: the one that somebody works on, the one that a recognised head leaves, the one that follows a change.

use super::{StructureError, faits, suivies};
use crate::Registry;
use crate::db::{DbError, Row, Run, Tx, sql};
use crate::droit::{Dirigeant, LecteurStructure, Qualite};
use crate::erreur::ActeError;
use crate::habilitation;
use crate::journal::{self, Acte, Detail, Entree, Objet, Tentative};
use domain::date::Instant;
use domain::identifiant::Finess;
use domain::ids::{CompteId, ContratId};

/// Why a contract is taken up again (R47), or given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reprise {
    /// the FINESS number changed
    Finess,
    /// the SIRET changed
    Siret,
    /// the organisation changes
    Organisation,
    /// it was not one's own structure: nothing follows, and only before the card came
    Abandon,
}

impl Reprise {
    fn code(self) -> &'static str {
        match self {
            Self::Finess => "finess",
            Self::Siret => "siret",
            Self::Organisation => "organisation",
            Self::Abandon => "abandon",
        }
    }

    fn libelle(self) -> &'static str {
        match self {
            Self::Finess => "Numéro FINESS changé",
            Self::Siret => "Numéro SIRET changé",
            Self::Organisation => "Organisation changée",
            Self::Abandon => "Abandonné",
        }
    }
}

impl std::str::FromStr for Reprise {
    type Err = domain::structure::CodeInconnu;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        [Self::Finess, Self::Siret, Self::Organisation, Self::Abandon]
            .into_iter()
            .find(|reprise| reprise.code() == code)
            .ok_or(domain::structure::CodeInconnu)
    }
}

impl Registry {
    /// Closes the contract and opens the one that follows it, which keeps what does not change: the organisation, the readers,
    /// the rôles. Giving it up opens nothing, and ends the path of that structure for this account.
    pub async fn reprendre_contrat(&self, d: &Dirigeant, reprise: Reprise) -> Result<(), ActeError> {
        let tentative = Tentative {
            auteur: d.auteur(),
            acte: Acte::CloreContrat,
            objet: Objet::Compte(d.compte()),
        };
        self.tenter(tentative, async {
            let now = self.now();
            let mut tx = self.db.begin().await?;
            let row = ouvert(&mut tx, self, d, now).await?;
            let envoye = row.get::<Option<domain::date::Jour>>("envoye_le")?.is_some();
            let valide = row.get::<Option<domain::date::Jour>>("cde_recue_le")?.is_some();
            if reprise == Reprise::Abandon && valide || reprise != Reprise::Abandon && !(envoye || valide) {
                return Err(if valide { StructureError::DejaEnvoye } else { StructureError::PasEnvoye }.into());
            }
            let id = ContratId::new(row.get("id")?);
            clore(&mut tx, id, reprise.code(), now).await?;
            if reprise != Reprise::Abandon {
                sql(
                    "INSERT INTO contrat (id, finess, portee, dirigeant, signataire, organisation_le, dirigeant_seul_le, \
                     lecteurs_le, formation_le, formation_reference, roles_le, version, cree_le) \
                     SELECT $2, finess, portee, $3, signataire, organisation_le, dirigeant_seul_le, lecteurs_le, formation_le, \
                     formation_reference, roles_le, $4, $5 FROM contrat WHERE id = $1",
                )
                .bind(id.uuid())
                .bind(self.uuid(now))
                .bind(d.compte().uuid())
                .bind(1_i64)
                .bind(now.millis())
                .execute(&mut tx)
                .await?;
            }
            let detail = Detail::dans(d.finess()).poser("Raison", reprise.libelle());
            let entree = Entree::new(now, d.auteur(), Acte::CloreContrat, Objet::Contrat(id)).avec(detail);
            journal::ecrire(&mut tx, &self.contexte, entree).await?;
            Ok(tx.commit().await?)
        })
        .await
    }
}

/// The contract that this person works on or reads: their own, else the validated one of the structure; with what they are to it
/// (`dirige`, see [`suivies`]).
pub(super) async fn courant(on: impl Run<'_>, l: &LecteurStructure) -> Result<Option<Row>, DbError> {
    let structures = l.structures();
    sql(format!(
        "SELECT ouvert.*, suivie.dirige FROM ({}) ouvert JOIN {} suivie ON suivie.finess = ouvert.finess \
         WHERE ouvert.finess = $2 AND ouvert.clos_le IS NULL \
         ORDER BY CASE WHEN ouvert.dirigeant = $1 THEN 0 ELSE 1 END LIMIT 1",
        faits::contrats_de(&structures),
        suivies(&structures)
    ))
    .bind(l.compte().uuid())
    .bind(l.finess().as_str())
    .optional(on)
    .await
}

/// The same, taken for the transaction of an act and read again: another act on it waits, or makes this one begin anew. A head
/// recognised before contracts were kept gets one now.
pub(super) async fn ouvert(
    tx: &mut Tx,
    registry: &Registry,
    d: &Dirigeant,
    now: Instant,
) -> Result<Row, ActeError> {
    if let Some(row) = courant(&mut *tx, d.lecteur()).await? {
        // As it is now: what may only be read is not theirs to act on.
        if !Qualite::de(row.get("dirige")?).agit() {
            return Err(ActeError::Introuvable);
        }
        return prendre_ouvert(tx, &row).await;
    }
    let dirige = sql(format!(
        "SELECT s.finess FROM {} s WHERE s.finess = $2",
        d.structures()
    ))
    .bind(d.compte().uuid())
    .bind(d.finess().as_str())
    .optional(&mut *tx)
    .await?;
    if dirige.is_none() {
        return Err(ActeError::Introuvable);
    }
    laisser(tx, registry, now, d.compte(), d.finess()).await?;
    let row = courant(&mut *tx, d.lecteur())
        .await?
        .ok_or(ActeError::Introuvable)?;
    prendre_ouvert(tx, &row).await
}

async fn prendre_ouvert(tx: &mut Tx, lu: &Row) -> Result<Row, ActeError> {
    sql("UPDATE contrat SET version = version + 1 WHERE id = $1 AND clos_le IS NULL RETURNING *")
        .bind(lu.get::<uuid::Uuid>("id")?)
        .optional(tx)
        .await?
        .ok_or_else(|| StructureError::Change.into())
}

/// Closes it, for that reason.
pub(super) async fn clore(
    tx: &mut Tx,
    id: ContratId,
    cloture: &'static str,
    now: Instant,
) -> Result<(), DbError> {
    sql("UPDATE contrat SET clos_le = $2, cloture = $3, version = version + 1 WHERE id = $1 AND clos_le IS NULL")
        .bind(id.uuid())
        .bind(now.millis())
        .bind(cloture)
        .execute(tx)
        .await?;
    Ok(())
}

/// A validated contract on a structure whose head was just recognised, unless it has one.
pub(crate) async fn laisser(
    tx: &mut Tx,
    registry: &Registry,
    now: Instant,
    compte: CompteId,
    finess: &Finess,
) -> Result<(), DbError> {
    let valide =
        sql("SELECT id FROM contrat WHERE finess = $1 AND clos_le IS NULL AND cde_recue_le IS NOT NULL")
            .bind(finess.as_str())
            .optional(&mut *tx)
            .await?;
    let Some(portee) = habilitation::portee(tx, finess).await? else {
        return Ok(());
    };
    if valide.is_some() {
        return Ok(());
    }
    let prepare = referentiel(tx, finess).await?;
    let le = now.jour_paris();
    let sien = sql(
        "UPDATE contrat SET cde_recue_le = $3, siret = $4, ouverte = $5, version = version + 1 \
         WHERE finess = $1 AND dirigeant = $2 AND clos_le IS NULL",
    )
    .bind(finess.as_str())
    .bind(compte.uuid())
    .bind(le)
    .bind(prepare.siret.clone())
    .bind(prepare.ouverte)
    .execute(&mut *tx)
    .await?;
    if sien == 0 {
        sql(
            "INSERT INTO contrat (id, finess, portee, dirigeant, siret, ouverte, organisation_le, cde_recue_le, version, cree_le) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $7, 1, $8) ON CONFLICT DO NOTHING",
        )
        .bind(registry.uuid(now))
        .bind(finess.as_str())
        .bind(portee)
        .bind(compte.uuid())
        .bind(prepare.siret)
        .bind(prepare.ouverte)
        .bind(le)
        .bind(now.millis())
        .execute(tx)
        .await?;
    }
    Ok(())
}

/// What a contract is prepared with: a change of it needs another one (R47).
pub(super) struct Prepare {
    /// the SIRET of an establishment, or the SIREN of an organisation
    pub(super) siret: Option<String>,
    /// open
    pub(super) ouverte: Option<bool>,
}

/// What the referential says of the structure today.
pub(super) async fn referentiel(tx: &mut Tx, finess: &Finess) -> Result<Prepare, DbError> {
    let row = sql(
        "SELECT siret, ouvert FROM etablissement WHERE finess = $1 UNION ALL \
         SELECT siren, ouverte FROM entite_juridique WHERE finess = $1",
    )
    .bind(finess.as_str())
    .optional(tx)
    .await?;
    row.map_or(
        Ok(Prepare {
            siret: None,
            ouverte: None,
        }),
        |row| {
            Ok(Prepare {
                siret: row.get("siret")?,
                ouverte: row.get("ouvert")?,
            })
        },
    )
}
