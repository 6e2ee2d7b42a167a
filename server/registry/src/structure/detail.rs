//! One structure: its path, what the referential says of it, its establishments, its contract.

use super::{StructureVue, autorite, contrat};
use crate::Registry;
use crate::db::{DbError, sql};
use crate::droit::LecteurStructure;
use crate::erreur::ActeError;
use domain::date::Jour;
use domain::identifiant::Finess;
use domain::structure::{Autorite, Organisation, Signataire};

/// What the referential says of the structure.
#[derive(Clone, Debug)]
pub struct Referentiel {
    /// FINESS of the organisation
    pub finess_ej: Finess,
    /// name of the organisation
    pub nom_ej: String,
    /// SIREN of the organisation
    pub siren: Option<String>,
    /// SIRET of the establishment; none for an organisation
    pub siret: Option<String>,
    /// kind of establishment
    pub categorie: Option<String>,
    /// street, postcode and town of the establishment
    pub adresse: Option<String>,
    /// open
    pub ouverte: bool,
    /// who corrects it
    pub autorite: Autorite,
}

/// An establishment of the organisation.
#[derive(Clone, Debug)]
pub struct EtablissementLie {
    /// its number
    pub finess: Finess,
    /// its name
    pub nom: String,
    /// its town
    pub commune: String,
    /// open
    pub ouvert: bool,
}

/// The contract under way, or in force.
#[derive(Clone, Debug)]
pub struct ContratVue {
    /// its version
    pub version: i64,
    /// who signs (J8)
    pub signataire: Signataire,
    /// the day it was sent
    pub envoye_le: Option<Jour>,
    /// the day that validated it (R41)
    pub cde_recue_le: Option<Jour>,
    /// the head is the only gestionnaire (R42)
    pub dirigeant_seul: bool,
    /// readers were said to be there
    pub lecteurs: bool,
    /// who needs which rôle was said to be decided
    pub roles: bool,
    /// the e-learning, and the reference of its attestation
    pub formation: Option<(Jour, Option<String>)>,
}

/// A structure, whole.
#[derive(Clone, Debug)]
pub struct Detail {
    /// the path
    pub vue: StructureVue,
    /// what the referential says
    pub referentiel: Referentiel,
    /// all the establishments of the organisation, the open ones first
    pub etablissements: Vec<EtablissementLie>,
    /// the contract; none for a head recognised before contracts were kept
    pub contrat: Option<ContratVue>,
}

impl Registry {
    /// The structure of that proof.
    pub async fn structure(&self, l: &LecteurStructure) -> Result<Detail, ActeError> {
        let vue = self
            .suivies_par(l.compte().uuid())
            .await?
            .into_iter()
            .find(|vue| vue.finess == *l.finess())
            .ok_or(ActeError::Introuvable)?;
        let referentiel = self.referentiel_de(&vue).await?;
        let etablissements = self.etablissements_de(&referentiel.finess_ej).await?;
        let contrat = contrat::courant(&self.db, l)
            .await?
            .map(|row| {
                Ok::<_, DbError>(ContratVue {
                    version: row.get("version")?,
                    signataire: row.parse("signataire")?,
                    envoye_le: row.get("envoye_le")?,
                    cde_recue_le: row.get("cde_recue_le")?,
                    dirigeant_seul: row.get::<Option<Jour>>("dirigeant_seul_le")?.is_some(),
                    lecteurs: row.get::<Option<Jour>>("lecteurs_le")?.is_some(),
                    roles: row.get::<Option<Jour>>("roles_le")?.is_some(),
                    formation: match row.get::<Option<Jour>>("formation_le")? {
                        Some(le) => Some((le, row.get("formation_reference")?)),
                        None => None,
                    },
                })
            })
            .transpose()?;
        Ok(Detail {
            vue,
            referentiel,
            etablissements,
            contrat,
        })
    }

    async fn referentiel_de(&self, vue: &StructureVue) -> Result<Referentiel, ActeError> {
        let autorite = autorite::autorite(vue.finess.as_str());
        let requete = match vue.organisation {
            Organisation::Centralisee => {
                "SELECT j.finess AS finess_ej, j.raison_sociale AS nom_ej, j.siren, NULL AS siret, NULL AS categorie, \
                 NULL AS adresse, NULL AS code_postal, NULL AS commune FROM entite_juridique j WHERE j.finess = $1"
            }
            Organisation::Decentralisee => {
                "SELECT j.finess AS finess_ej, j.raison_sociale AS nom_ej, j.siren, e.siret, e.libelle_categorie AS categorie, \
                 e.adresse, e.code_postal, e.commune FROM etablissement e JOIN entite_juridique j ON j.finess = e.finess_ej \
                 WHERE e.finess = $1"
            }
        };
        let row = sql(requete)
            .bind(vue.finess.as_str())
            .optional(&self.db)
            .await?
            .ok_or(ActeError::Introuvable)?;
        let adresse = match row.get::<Option<String>>("adresse")? {
            Some(voie) => Some(format!(
                "{voie} {} {}",
                row.get::<String>("code_postal")?,
                row.get::<String>("commune")?
            )),
            None => None,
        };
        Ok(Referentiel {
            finess_ej: row.parse("finess_ej")?,
            nom_ej: row.get("nom_ej")?,
            siren: row.get("siren")?,
            siret: row.get("siret")?,
            categorie: row.get("categorie")?,
            adresse: adresse.map(|adresse| adresse.trim().to_owned()),
            ouverte: vue.ouverte,
            autorite,
        })
    }

    async fn etablissements_de(&self, ej: &Finess) -> Result<Vec<EtablissementLie>, DbError> {
        let rows = sql(
            "SELECT finess, raison_sociale, commune, ouvert FROM etablissement WHERE finess_ej = $1 \
             ORDER BY ouvert DESC, raison_sociale, finess LIMIT 500",
        )
        .bind(ej.as_str())
        .all(&self.db)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(EtablissementLie {
                    finess: row.parse("finess")?,
                    nom: row.get("raison_sociale")?,
                    commune: row.get("commune")?,
                    ouvert: row.get("ouvert")?,
                })
            })
            .collect()
    }
}
