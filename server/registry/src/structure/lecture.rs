//! The structures that somebody follows, each with its path and what is about to expire.

use super::contrat::{Prepare, parties};
use super::{faits, lues, suivies};
use crate::Registry;
use crate::db::{DbError, Row, sql};
use crate::droit::{Dirigeant, LecteurStructure, Qualite, SessionOuverte};
use crate::erreur::ActeError;
use crate::journal::{Acte, Objet, Tentative};
use crate::perimetre::{REPRESENTANTS, habilitations};
use domain::date::Jour;
use domain::etablissement::Secteur;
use domain::identifiant::Finess;
use domain::structure::{
    Alerte, Changement, Chemin, Fait, GenreCarte, Organisation, PREAVIS_JOURS, Profil, Quoi, alerte, chemin,
};
use std::collections::HashMap;
use time::Duration;

/// A card that expires soon, or has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlerteCarte {
    /// whose
    pub nom: String,
    /// which kind
    pub genre: GenreCarte,
    /// its last day
    pub expire_le: Jour,
    /// how soon
    pub alerte: Alerte,
}

/// A structure on its path.
#[derive(Clone, Debug)]
pub struct StructureVue {
    /// FINESS of the contract (EJ or EG)
    pub finess: Finess,
    /// level of the contract
    pub organisation: Organisation,
    /// its name
    pub nom: String,
    /// the town of an establishment; none for an organisation
    pub commune: Option<String>,
    /// open in the referential
    pub ouverte: bool,
    /// what this person is to it
    pub qualite: Qualite,
    /// where it stands
    pub chemin: Chemin,
    /// the number under which its contract goes on (R39, R47): nothing is left to do here
    pub suite: Option<Finess>,
    /// cards, those that end first before the others; for who sees the cards only
    pub alertes: Vec<AlerteCarte>,
}

impl Registry {
    /// The proof that opens the steps of that structure, for its head or for somebody who says that they are. For anybody else it
    /// cannot be told from a structure that does not exist.
    pub async fn dirigeant(&self, session: &SessionOuverte, finess: &Finess) -> Result<Dirigeant, ActeError> {
        let tentative = Tentative {
            auteur: session.auteur(),
            acte: Acte::Consulter,
            objet: Objet::Structure(finess.as_str()),
        };
        self.tenter(tentative, async {
            let lecteur = self.lire_suivie(session, finess).await?;
            Dirigeant::parmi(lecteur).ok_or(ActeError::Introuvable)
        })
        .await
    }

    /// The proof that opens the path of that structure to read: for those who do its steps, and for the head of the EJ of an
    /// establishment whose own contract is in force (R40).
    pub async fn lecteur_structure(
        &self,
        session: &SessionOuverte,
        finess: &Finess,
    ) -> Result<LecteurStructure, ActeError> {
        let tentative = Tentative {
            auteur: session.auteur(),
            acte: Acte::Consulter,
            objet: Objet::Structure(finess.as_str()),
        };
        self.tenter(tentative, self.lire_suivie(session, finess)).await
    }

    async fn lire_suivie(
        &self,
        session: &SessionOuverte,
        finess: &Finess,
    ) -> Result<LecteurStructure, ActeError> {
        let jour = self.aujourd_hui();
        let row = sql(format!(
            "SELECT s.finess, s.dirige FROM {} s WHERE s.finess = $2",
            suivies(&habilitations(jour, REPRESENTANTS))
        ))
        .bind(session.compte().uuid())
        .bind(finess.as_str())
        .optional(&self.db)
        .await?
        .ok_or(ActeError::Introuvable)?;
        Ok(LecteurStructure::lire(session, &row, jour)?)
    }

    /// The structures that this account follows, in the order of their names.
    pub async fn structures_suivies(&self, session: &SessionOuverte) -> Result<Vec<StructureVue>, ActeError> {
        Ok(self.suivies_par(session.compte().uuid()).await?)
    }

    pub(super) async fn suivies_par(&self, compte: uuid::Uuid) -> Result<Vec<StructureVue>, DbError> {
        let aujourd_hui = self.aujourd_hui();
        let structures = habilitations(aujourd_hui, REPRESENTANTS);
        let mut faits = faits::lire(&self.db, compte, aujourd_hui).await?;
        let mut alertes = self.alertes_de(compte, &structures, aujourd_hui).await?;
        let prepares = self.prepares(compte, &structures).await?;
        let mut suites = self.suites(compte, &structures).await?;
        let rows = sql(format!(
            "SELECT s.finess, s.portee, s.dirige, COALESCE(e.raison_sociale, j.raison_sociale) AS nom, e.commune, \
             COALESCE(e.ouvert, j.ouverte) AS ouverte, COALESCE(e.siret, j.siren) AS siret, e.secteur FROM {} s \
             LEFT JOIN etablissement e ON s.portee = 'EG' AND e.finess = s.finess \
             LEFT JOIN entite_juridique j ON s.portee = 'EJ' AND j.finess = s.finess ORDER BY 4, 1",
            suivies(&structures)
        ))
        .bind(compte)
        .all(&self.db)
        .await?;
        rows.iter()
            .map(|row| {
                let finess: String = row.get("finess")?;
                let mut faits = faits.remove(&finess).unwrap_or_default();
                let ouverte = row.get::<Option<bool>>("ouverte")?.unwrap_or(false);
                let siret: Option<String> = row.get("siret")?;
                if let Some(prepare) = prepares.get(&finess) {
                    change_depuis(&mut faits, prepare, siret.as_deref(), ouverte, aujourd_hui);
                }
                let profil = Profil {
                    officine: row.get::<Option<String>>("secteur")?.as_deref()
                        == Some(Secteur::Officine.code()),
                };
                Ok(StructureVue {
                    chemin: chemin(profil, &faits),
                    alertes: alertes.remove(&finess).unwrap_or_default(),
                    suite: suites.remove(&finess),
                    finess: row.parse("finess")?,
                    organisation: row.parse("portee")?,
                    nom: row.get::<Option<String>>("nom")?.unwrap_or(finess),
                    commune: row.get("commune")?,
                    ouverte,
                    qualite: Qualite::de(row.get("dirige")?),
                })
            })
            .collect()
    }

    /// The SIRET (or SIREN) written in the contract that is open, when it was sent, and whether the structure was open then.
    async fn prepares(
        &self,
        compte: uuid::Uuid,
        structures: &str,
    ) -> Result<HashMap<String, Prepare>, DbError> {
        let rows = sql(format!(
            "SELECT ouvert.finess, ouvert.siret, ouvert.ouverte FROM ({}) ouvert WHERE ouvert.clos_le IS NULL \
             AND (ouvert.siret IS NOT NULL OR ouvert.ouverte IS NOT NULL) AND (ouvert.envoye_le IS NOT NULL OR ouvert.cde_recue_le IS NOT NULL)",
            faits::contrats_de(structures)
        ))
        .bind(compte)
        .all(&self.db)
        .await?;
        rows.iter()
            .map(|row| {
                let prepare = Prepare {
                    siret: row.get("siret")?,
                    ouverte: row.get("ouverte")?,
                };
                Ok((row.get("finess")?, prepare))
            })
            .collect()
    }

    /// Where contracts went on, the last one of each structure.
    async fn suites(&self, compte: uuid::Uuid, structures: &str) -> Result<HashMap<String, Finess>, DbError> {
        let rows = sql(format!("{} ORDER BY parti.clos_le", parties(structures)))
            .bind(compte)
            .all(&self.db)
            .await?;
        rows.iter()
            .map(|row| Ok((row.get("finess")?, row.parse("suite")?)))
            .collect()
    }

    async fn alertes_de(
        &self,
        compte: uuid::Uuid,
        structures: &str,
        aujourd_hui: Jour,
    ) -> Result<HashMap<String, Vec<AlerteCarte>>, DbError> {
        let rows = sql(format!(
            "SELECT c.finess, c.nom, c.genre, c.expire_le FROM carte c WHERE {A_SURVEILLER} \
             AND c.finess IN (SELECT d.finess FROM {} d) AND c.expire_le <= $2 ORDER BY c.expire_le, c.nom",
            lues(structures)
        ))
        .bind(compte)
        .bind(aujourd_hui + Duration::days(PREAVIS_JOURS))
        .all(&self.db)
        .await?;
        let mut par_structure: HashMap<String, Vec<AlerteCarte>> = HashMap::new();
        for row in &rows {
            if let Some(alerte) = alerte_de(row, aujourd_hui)? {
                par_structure.entry(row.get("finess")?).or_default().push(alerte);
            }
        }
        Ok(par_structure)
    }
}

/// The cards `c` whose end matters, the one condition of every list and count of them: in hand, not followed by another of the same
/// holder that carries as much, and of somebody who still has the right that it carries, or who is not known yet.
pub(crate) const A_SURVEILLER: &str = "c.annulee_le IS NULL AND c.expire_le IS NOT NULL AND NOT EXISTS \
     (SELECT 1 FROM carte suivante WHERE suivante.annulee_le IS NULL AND suivante.expire_le > c.expire_le \
     AND (suivante.finess = c.finess OR suivante.finess IN (SELECT site.finess_ej FROM etablissement site WHERE site.finess = c.finess)) \
     AND (suivante.genre = 'CDE') = (c.genre = 'CDE') \
     AND (suivante.titulaire = c.titulaire OR (c.titulaire IS NULL AND suivante.nom = c.nom))) \
     AND (c.titulaire IS NULL OR EXISTS (SELECT 1 FROM habilitation porte WHERE porte.compte = c.titulaire AND porte.retiree_le IS NULL \
     AND (c.genre <> 'CDE' OR porte.genre IN ('representant_legal', 'titulaire_officine')) AND (porte.finess = c.finess \
     OR porte.finess IN (SELECT site.finess FROM etablissement site WHERE site.finess_ej = c.finess))))";

fn alerte_de(row: &Row, aujourd_hui: Jour) -> Result<Option<AlerteCarte>, DbError> {
    let expire_le: Jour = row.get("expire_le")?;
    alerte(expire_le, aujourd_hui)
        .map(|alerte| {
            Ok(AlerteCarte {
                nom: row.get("nom")?,
                genre: row.parse("genre")?,
                expire_le,
                alerte,
            })
        })
        .transpose()
}

/// What the referential says today is not what the contract was prepared with (R47). A structure that was closed already when the
/// contract was sent did not change.
fn change_depuis(
    faits: &mut Vec<Fait>,
    prepare: &Prepare,
    siret: Option<&str>,
    ouverte: bool,
    aujourd_hui: Jour,
) {
    let autre_siret = siret.is_some() && prepare.siret.is_some() && siret != prepare.siret.as_deref();
    let changement = if autre_siret {
        Changement::Siret
    } else if !ouverte && prepare.ouverte.unwrap_or(true) {
        Changement::Finess
    } else {
        return;
    };
    faits.push(Fait {
        le: aujourd_hui,
        quoi: Quoi::Change(changement),
    });
}
