//! The rows of contracts: the one that somebody works on, the one that a recognised head leaves, the one that follows a change.

use super::actes::{inserer, pas_trop};
use super::{StructureError, faits, suivies};
use crate::Registry;
use crate::db::{DbError, Row, Run, Tx, sql};
use crate::droit::{Dirigeant, LecteurStructure, Qualite};
use crate::erreur::ActeError;
use crate::habilitation;
use crate::journal::{self, Acte, Detail, Entree, Objet, Tentative};
use domain::date::{Instant, Jour};
use domain::identifiant::Finess;
use domain::ids::{CompteId, ContratId};

/// Why a contract is taken up again (R47), or given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reprise {
    /// the FINESS number changed: the new one
    Finess(Finess),
    /// the SIRET changed
    Siret,
    /// the organisation changes
    Organisation,
    /// it was not one's own structure: nothing follows, and only before the card came
    Abandon,
}

impl Reprise {
    fn code(&self) -> &'static str {
        match self {
            Self::Finess(_) => "finess",
            Self::Siret => "siret",
            Self::Organisation => "organisation",
            Self::Abandon => "abandon",
        }
    }

    fn libelle(&self) -> &'static str {
        match self {
            Self::Finess(_) => "Numéro FINESS changé",
            Self::Siret => "Numéro SIRET changé",
            Self::Organisation => "Organisation changée",
            Self::Abandon => "Abandonné",
        }
    }
}

/// Those that need no number.
impl std::str::FromStr for Reprise {
    type Err = domain::structure::CodeInconnu;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        [Self::Siret, Self::Organisation, Self::Abandon]
            .into_iter()
            .find(|reprise| reprise.code() == code)
            .ok_or(domain::structure::CodeInconnu)
    }
}

impl Registry {
    /// Closes the contract and opens the one that follows it, which keeps what does not change: the organisation unless it is what
    /// changes, the readers, the rôles; on the new number when the FINESS number changed, so that everything printed bears it. Giving
    /// it up opens nothing but the contract that it followed under another number, and ends the path of that structure for this
    /// account. Gives the structure whose path goes on; given up, the one whose path it was.
    pub async fn reprendre_contrat(&self, d: &Dirigeant, reprise: Reprise) -> Result<Finess, ActeError> {
        let tentative = Tentative {
            auteur: d.auteur(),
            acte: Acte::CloreContrat,
            objet: Objet::Compte(d.compte()),
        };
        self.tenter(tentative, async {
            let now = self.now();
            let mut tx = self.db.begin().await?;
            let row = ouvert(&mut tx, self, d, now).await?;
            let envoye = row.get::<Option<Jour>>("envoye_le")?.is_some();
            let valide = row.get::<Option<Jour>>("cde_recue_le")?.is_some();
            if reprise == Reprise::Abandon && valide || reprise != Reprise::Abandon && !(envoye || valide) {
                return Err(if valide {
                    StructureError::DejaEnvoye
                } else {
                    StructureError::PasEnvoye
                }
                .into());
            }
            let nouveau = match &reprise {
                Reprise::Finess(nouveau) => {
                    remplacant(&mut tx, &row, nouveau).await?;
                    nouveau
                }
                Reprise::Siret | Reprise::Organisation | Reprise::Abandon => d.finess(),
            };
            let id = ContratId::new(row.get("id")?);
            clore(
                &mut tx,
                id,
                reprise.code(),
                Some(nouveau).filter(|nouveau| *nouveau != d.finess()),
                now,
            )
            .await?;
            let mut rendu = None;
            if reprise == Reprise::Abandon {
                rendu = rendre(&mut tx, d).await?;
            } else {
                self.poursuivre(&mut tx, d, &row, &reprise, nouveau, now).await?;
            }
            let mut detail = Detail::dans(d.finess()).poser("Raison", reprise.libelle());
            if nouveau != d.finess() {
                detail = detail.poser("Nouveau numéro FINESS", nouveau.as_str());
            }
            if let Some(rendu) = &rendu {
                detail = detail.poser("Contrat rouvert", rendu);
            }
            let entree = Entree::new(now, d.auteur(), Acte::CloreContrat, Objet::Contrat(id)).avec(detail);
            journal::ecrire(&mut tx, &self.contexte, entree).await?;
            tx.commit().await?;
            Ok(nouveau.clone())
        })
        .await
    }

    /// Opens the contract that follows `ancien`, on that number.
    async fn poursuivre(
        &self,
        tx: &mut Tx,
        d: &Dirigeant,
        ancien: &Row,
        reprise: &Reprise,
        finess: &Finess,
        now: Instant,
    ) -> Result<(), ActeError> {
        let portee: String = ancien.get("portee")?;
        let id = inserer(tx, self, now, d.compte().uuid(), finess, &portee)
            .await?
            .ok_or(StructureError::DejaSuivie)?;
        pas_trop(&mut *tx, d.compte().uuid()).await?;
        let organisation_le: Option<Jour> = match reprise {
            Reprise::Organisation => None,
            Reprise::Finess(_) | Reprise::Siret | Reprise::Abandon => ancien.get("organisation_le")?,
        };
        let gardees =
            "signataire, dirigeant_seul_le, lecteurs_le, formation_le, formation_reference, roles_le";
        sql(format!(
            "UPDATE contrat SET organisation_le = $3, ({gardees}) = (SELECT {gardees} FROM contrat ancien WHERE ancien.id = $2) \
             WHERE id = $1"
        ))
        .bind(id.uuid())
        .bind(ancien.get::<uuid::Uuid>("id")?)
        .bind(organisation_le)
        .execute(tx)
        .await?;
        Ok(())
    }
}

/// The number was not the right one: the contract that went on under it is in force again, as it was. Gives its structure.
async fn rendre(tx: &mut Tx, d: &Dirigeant) -> Result<Option<String>, ActeError> {
    let row = sql(
        "UPDATE contrat SET clos_le = NULL, cloture = NULL, suite = NULL, version = version + 1 WHERE id = (SELECT ancien.id \
         FROM contrat ancien WHERE ancien.suite = $1 AND ancien.dirigeant = $2 AND ancien.cloture = 'finess' AND NOT EXISTS \
         (SELECT 1 FROM contrat autre WHERE autre.finess = ancien.finess AND autre.clos_le IS NULL \
         AND (autre.dirigeant = ancien.dirigeant OR autre.cde_recue_le IS NOT NULL)) ORDER BY ancien.clos_le DESC LIMIT 1) \
         RETURNING finess",
    )
    .bind(d.finess().as_str())
    .bind(d.compte().uuid())
    .optional(tx)
    .await?;
    Ok(row.map(|row| row.get("finess")).transpose()?)
}

/// Refuses a number on which the contract cannot go on: its own, one that the referential does not know or says closed, one of
/// another level (R4, R39).
async fn remplacant(tx: &mut Tx, contrat: &Row, nouveau: &Finess) -> Result<(), ActeError> {
    if contrat.get::<String>("finess")? == nouveau.as_str() {
        return Err(StructureError::MemeFiness.into());
    }
    let ouverte = referentiel(tx, nouveau).await?.ouverte;
    let portee = habilitation::portee(tx, nouveau).await?;
    match portee {
        Some(portee) if ouverte == Some(true) => {
            if portee == contrat.get::<String>("portee")? {
                Ok(())
            } else {
                Err(StructureError::AutreNiveau.into())
            }
        }
        _ => Err(StructureError::FinessPasEncore.into()),
    }
}

/// The structures whose contract goes on under another number, as a query of `finess, suite, clos_le` whose `$1` is the account:
/// those where no contract that it may know of is open any more, while the one that follows was not given up.
pub(super) fn parties(structures: &str) -> String {
    format!(
        "SELECT parti.finess, parti.suite, parti.clos_le FROM ({}) parti WHERE parti.suite IS NOT NULL AND NOT EXISTS \
         (SELECT 1 FROM contrat ici WHERE ici.finess = parti.finess AND ici.clos_le IS NULL \
         AND (ici.dirigeant = $1 OR ici.cde_recue_le IS NOT NULL)) AND EXISTS (SELECT 1 FROM contrat la WHERE la.finess = parti.suite \
         AND (la.dirigeant = $1 OR la.cde_recue_le IS NOT NULL) AND (la.clos_le IS NULL OR la.cloture <> 'abandon'))",
        faits::contrats_de(structures)
    )
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
    let partie = sql(format!(
        "SELECT p.suite FROM ({}) p WHERE p.finess = $2",
        parties(&d.structures())
    ))
    .bind(d.compte().uuid())
    .bind(d.finess().as_str())
    .optional(&mut *tx)
    .await?;
    if partie.is_some() {
        return Err(StructureError::Suivie.into());
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

/// Closes it, for that reason; `suite` is the other number under which its path goes on.
pub(super) async fn clore(
    tx: &mut Tx,
    id: ContratId,
    cloture: &'static str,
    suite: Option<&Finess>,
    now: Instant,
) -> Result<(), DbError> {
    sql("UPDATE contrat SET clos_le = $2, cloture = $3, suite = $4, version = version + 1 WHERE id = $1 AND clos_le IS NULL")
        .bind(id.uuid())
        .bind(now.millis())
        .bind(cloture)
        .bind(suite.map(|finess| finess.as_str().to_owned()))
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
