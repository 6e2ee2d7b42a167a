//! How old the reference data is, who brought it, and bringing a newer file.

use crate::Registry;
use crate::db::{Tx, sql};
use crate::droit::Operateur;
use crate::erreur::ActeError;
use crate::finess::{self, BilanImport, ImportError};
use crate::journal::{Acte, Auteur};
use crate::referentiel;
use domain::date::Instant;
use std::io::Read;

/// A list of reference, as last loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Referentiel {
    /// Its name: `finess`, `communes`, `pays`, `nomenclatures`.
    pub nom: String,
    /// Date or digest of its source.
    pub version: String,
    /// When it was loaded.
    pub charge_le: Instant,
    /// How many rows it has.
    pub lignes: i64,
    /// The operator who brought it; none when the program or its command line did.
    pub par: Option<String>,
}

/// A list that operators bring; the others are part of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferentielImporte {
    /// establishments: the « structures » flux of FINESS
    Finess,
    /// communes: the compact file of the project
    Communes,
}

/// Not a list that operators bring.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("ce référentiel ne s’importe pas")]
pub struct ReferentielInconnu;

impl ReferentielImporte {
    /// Every one.
    pub const TOUS: [Self; 2] = [Self::Finess, Self::Communes];

    /// What addresses and the register say.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Finess => "finess",
            Self::Communes => "communes",
        }
    }
}

impl std::str::FromStr for ReferentielImporte {
    type Err = ReferentielInconnu;

    fn from_str(code: &str) -> Result<Self, ReferentielInconnu> {
        let connu = Self::TOUS.into_iter().find(|quoi| quoi.code() == code);
        connu.ok_or(ReferentielInconnu)
    }
}

impl Registry {
    /// The reference data of this register, by name.
    pub async fn referentiels(&self, _o: &Operateur) -> Result<Vec<Referentiel>, ActeError> {
        let rows = sql(
            "SELECT r.nom, r.version, r.charge_le, r.lignes, c.nom_affiche FROM referentiel r \
             LEFT JOIN journal j ON j.numero = (SELECT MAX(d.numero) FROM journal d WHERE d.objet = 'referentiel' \
                AND d.objet_id = r.nom AND d.acte = $1 AND d.issue = 'fait') \
             LEFT JOIN compte c ON c.id = j.acteur \
             WHERE r.nom IN ('finess', 'communes', 'pays', 'nomenclatures') ORDER BY r.nom",
        )
        .bind(Acte::Importer.code())
        .all(&self.db)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(Referentiel {
                    nom: row.get("nom")?,
                    version: row.get("version")?,
                    charge_le: Instant::from_millis(row.get("charge_le")?),
                    lignes: row.get("lignes")?,
                    par: row.get("nom_affiche")?,
                })
            })
            .collect()
    }

    /// Brings a newer file of that list, as the command line does: read as a stream, changed in one transaction or not at all.
    /// The journal names the operator. [`ImportError::SansDroit`] when the right was withdrawn while the file was read.
    pub async fn importer_referentiel(
        &self,
        o: &Operateur,
        quoi: ReferentielImporte,
        source: impl Read + Send + 'static,
    ) -> Result<BilanImport, ImportError> {
        match quoi {
            ReferentielImporte::Finess => {
                finess::importer(self.db(), self.contexte(), o.auteur(), source).await
            }
            ReferentielImporte::Communes => {
                referentiel::importer_communes(self.db(), self.contexte(), o.auteur(), source).await
            }
        }
    }
}

/// In the transaction of an import: whoever began it may still do it. Long files leave time for a right to be withdrawn.
pub(crate) async fn encore_permis(tx: &mut Tx, auteur: Auteur) -> Result<(), ImportError> {
    let Auteur::Session { compte, .. } = auteur else {
        return Ok(());
    };
    sql("SELECT depuis FROM operateur WHERE compte = $1 AND retire_le IS NULL")
        .bind(compte.uuid())
        .optional(tx)
        .await?
        .map(|_| ())
        .ok_or(ImportError::SansDroit)
}
