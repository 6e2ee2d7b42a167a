//! What people read of the journal: a person, who consulted their record; a gestionnaire, the history of what is in their
//! perimeter. Only what was done is shown; refused attempts are for the auditor.

use super::entree::FAIT;
use super::portee::codes;
use super::{Acte, Changement, Detail};
use crate::Registry;
use crate::db::{DbError, Row, Statement, sql};
use crate::droit::{Gestionnaire, Inscrit, Usager};
use crate::erreur::ActeError;
use crate::journal::{Objet, Tentative};
use crate::page::{limite, paginer};
use domain::date::Instant;
use domain::demande::Reference;
use domain::ids::{CompteId, DemandeId, PersonneId};
use std::collections::HashMap;
use uuid::Uuid;

/// Something that was done to a demande or to a person's record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LigneHistorique {
    /// when
    pub le: Instant,
    /// what
    pub acte: Acte,
    /// who, by the name colleagues see; none for the portal itself
    pub par: Option<String>,
    /// before → after; empty when there was nothing to keep or when it was erased
    pub changements: Vec<Changement>,
}

impl LigneHistorique {
    /// « Validée par Nadia FERRAND le 22 novembre 2026 à 10 h 00 »
    pub fn phrase(&self) -> String {
        let par = self
            .par
            .as_ref()
            .map(|par| format!(" par {par}"))
            .unwrap_or_default();
        format!("{}{par} le {}", self.acte.participe(), self.le.affichage())
    }
}

/// A page of a history, the latest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageHistorique {
    /// its lines
    pub lignes: Vec<LigneHistorique>,
    /// this page, from 1
    pub page: u32,
    /// how many there are, at least 1
    pub pages: u32,
}

/// Somebody read a person's record or one of their demandes, or decided on one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LigneConsultation {
    /// when
    pub le: Instant,
    /// what: a reading, a decision, a change of the record
    pub acte: Acte,
    /// who
    pub par: String,
    /// the establishment in whose name, when known
    pub etablissement: Option<String>,
    /// the demande; none for the person's record
    pub demande: Option<Reference>,
}

impl LigneConsultation {
    /// « a consulté votre demande RP-… », « a consulté votre fiche »
    pub fn phrase(&self) -> String {
        match (self.demande, self.acte.dit_a_la_personne()) {
            (Some(reference), _) => {
                let dit = self.acte.dit_au_demandeur().unwrap_or(self.acte);
                format!("{} votre demande {reference}", dit.verbe())
            }
            (None, Some(dit)) => dit.to_owned(),
            (None, None) => format!("{} votre fiche", self.acte.verbe()),
        }
    }
}

/// A page of consultations, the latest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageConsultations {
    /// its lines
    pub lignes: Vec<LigneConsultation>,
    /// how many there are in all
    pub total: i64,
    /// this page, from 1
    pub page: u32,
    /// how many there are, at least 1
    pub pages: u32,
}

/// Which account of the journal is nobody's any more.
const COMPTE_EFFACE: &str = "un compte supprimé";

const DEPUIS: &str = "FROM journal j LEFT JOIN journal_detail d ON d.numero = j.numero \
     LEFT JOIN compte c ON c.id = j.acteur LEFT JOIN etablissement e ON e.finess = d.etablissement";

const COLONNES: &str = "j.le, j.acteur, j.acte, j.objet_id, c.nom_affiche, d.contenu, e.raison_sociale";

impl Registry {
    /// Who read this person's record or demandes (the latest hundred), decided on them or corrected them. `page` counts from 1.
    pub async fn consultations(&self, u: &Usager, page: u32) -> Result<PageConsultations, ActeError> {
        let objets = self.objets_de(u).await?;
        self.lire_consultations(u.compte(), &objets, page).await
    }

    /// The same for a registered professional, whichever way they signed in.
    pub async fn consultations_fiche(&self, i: &Inscrit, page: u32) -> Result<PageConsultations, ActeError> {
        let mut objets = self.demandes_de(i.compte(), Some(i.personne())).await?;
        objets.insert(Objet::Personne(i.personne()).id(), None);
        self.lire_consultations(i.compte(), &objets, page).await
    }

    async fn lire_consultations(
        &self,
        compte: CompteId,
        objets: &HashMap<String, Option<Reference>>,
        page: u32,
    ) -> Result<PageConsultations, ActeError> {
        let places: Vec<String> = (0..objets.len()).map(|rang| format!("${}", rang + 3)).collect();
        let condition = format!(
            "j.objet IN ('demande', 'personne') AND j.objet_id IN ({}) AND j.issue = $2 AND j.acteur <> $1 \
             AND j.acte IN {} AND (j.objet = 'personne' OR j.acte NOT IN {})",
            // No object at all: no line either.
            if places.is_empty() {
                "NULL".to_owned()
            } else {
                places.join(", ")
            },
            codes(Acte::est_montre),
            codes(Acte::est_tu_au_demandeur),
        );
        let valeurs = |enonce: String| {
            let enonce = sql(enonce).bind(compte.uuid()).bind(FAIT);
            objets.keys().fold(enonce, Statement::bind)
        };
        let total = valeurs(format!("SELECT COUNT(*) AS n FROM journal j WHERE {condition}"))
            .one(&self.db)
            .await?
            .get("n")?;
        let (page, pages) = paginer(total, page);
        let rows = valeurs(format!(
            "SELECT {COLONNES} {DEPUIS} WHERE {condition} ORDER BY j.numero DESC {}",
            limite(page)
        ))
        .all(&self.db)
        .await?;
        let lignes = rows
            .iter()
            .map(|row| {
                Ok(LigneConsultation {
                    le: Instant::from_millis(row.get("le")?),
                    acte: row.parse("acte")?,
                    par: nom(row)?.unwrap_or_default(),
                    etablissement: row.get("raison_sociale")?,
                    demande: objets.get(&row.get::<String>("objet_id")?).copied().flatten(),
                })
            })
            .collect::<Result<_, DbError>>()?;
        Ok(PageConsultations {
            lignes,
            total,
            page,
            pages,
        })
    }

    /// What was done to a demande of the perimeter; any other is [`ActeError::Introuvable`]. `page` counts from 1.
    pub async fn historique_demande(
        &self,
        g: &Gestionnaire,
        id: DemandeId,
        page: u32,
    ) -> Result<PageHistorique, ActeError> {
        let perimetre = g.perimetre();
        let visible = format!("SELECT id FROM demande WHERE id = $2 AND finess IN {perimetre}");
        self.historique(g, Objet::Demande(id), id.uuid(), &visible, "", page)
            .await
    }

    /// What was done, in the name of establishments of the perimeter, to somebody who works or has worked there; anybody
    /// else is [`ActeError::Introuvable`]. What other employers did stays theirs. `page` counts from 1.
    pub async fn historique_personne(
        &self,
        g: &Gestionnaire,
        id: PersonneId,
        page: u32,
    ) -> Result<PageHistorique, ActeError> {
        let perimetre = g.perimetre();
        let visible = format!("SELECT id FROM situation WHERE personne = $2 AND finess IN {perimetre}");
        // A civil status that the support corrects is every employer's business.
        let en_leur_nom = format!(
            "AND (d.etablissement IN {perimetre} OR j.acte = '{}')",
            Acte::Corriger.code()
        );
        self.historique(g, Objet::Personne(id), id.uuid(), &visible, &en_leur_nom, page)
            .await
    }

    /// `visible` finds a row if the gestionnaire (`$1`) may see the object (`$2`).
    async fn historique(
        &self,
        g: &Gestionnaire,
        objet: Objet<'_>,
        id: Uuid,
        visible: &str,
        condition: &str,
        page: u32,
    ) -> Result<PageHistorique, ActeError> {
        let tentative = Tentative {
            auteur: g.auteur(),
            acte: Acte::Consulter,
            objet,
        };
        self.tenter(tentative, async {
            sql(visible.to_owned())
                .bind(g.compte().uuid())
                .bind(id)
                .optional(&self.db)
                .await?
                .ok_or(ActeError::Introuvable)?;
            // Consultations are for the person; here they would bury what changed.
            let condition = format!(
                "j.objet = $3 AND j.objet_id = $4 AND j.issue = $5 AND j.acte <> $6 AND j.acte <> '{}' \
                 AND EXISTS ({visible}) {condition}",
                Acte::Comparer.code()
            );
            let valeurs = |enonce: String| {
                sql(enonce)
                    .bind(g.compte().uuid())
                    .bind(id)
                    .bind(objet.genre())
                    .bind(objet.id())
                    .bind(FAIT)
                    .bind(Acte::Consulter.code())
            };
            let total = valeurs(format!("SELECT COUNT(*) AS n {DEPUIS} WHERE {condition}"))
                .one(&self.db)
                .await?
                .get("n")?;
            let (page, pages) = paginer(total, page);
            let rows = valeurs(format!(
                "SELECT {COLONNES} {DEPUIS} WHERE {condition} ORDER BY j.numero DESC {}",
                limite(page)
            ))
            .all(&self.db)
            .await?;
            let lignes = rows.iter().map(ligne_historique).collect::<Result<_, _>>()?;
            Ok(PageHistorique { lignes, page, pages })
        })
        .await
    }

    /// The ids of what the journal may hold about a person, each demande with its reference.
    async fn objets_de(&self, u: &Usager) -> Result<HashMap<String, Option<Reference>>, DbError> {
        let mut objets = self.demandes_de(u.compte(), None).await?;
        // The same people as `ma_fiche`: somebody may have been registered through another account.
        let personnes = sql("SELECT id FROM personne WHERE compte = $1 OR id IN \
             (SELECT demande.personne FROM demande WHERE demande.demandeur = $1 AND demande.statut = 'validee')")
        .bind(u.compte().uuid())
        .all(&self.db)
        .await?;
        for row in &personnes {
            let id = PersonneId::new(row.get("id")?);
            objets.insert(Objet::Personne(id).id(), None);
        }
        Ok(objets)
    }

    /// The demandes sent from an account (the latest hundred), with their references; and those of a registered person, which
    /// may have been sent from another account of theirs.
    async fn demandes_de(
        &self,
        compte: CompteId,
        personne: Option<PersonneId>,
    ) -> Result<HashMap<String, Option<Reference>>, DbError> {
        let demandes = sql(
            "SELECT id, reference FROM demande WHERE (demandeur = $1 OR personne = $2) AND soumise_le IS NOT NULL \
             ORDER BY cree_le DESC, id DESC LIMIT 100",
        )
        .bind(compte.uuid())
        .bind(personne.map(PersonneId::uuid))
        .all(&self.db)
        .await?;
        demandes
            .iter()
            .map(|row| {
                let id = DemandeId::new(row.get("id")?);
                Ok((Objet::Demande(id).id(), Some(row.parse("reference")?)))
            })
            .collect()
    }
}

/// A line from a row of `le`, `acteur`, `acte`, `nom_affiche` (of the actor) and `contenu`.
pub(crate) fn ligne_historique(row: &Row) -> Result<LigneHistorique, DbError> {
    let detail = row
        .get::<Option<String>>("contenu")?
        .map(|json| {
            serde_json::from_str::<Detail>(&json).map_err(|_| DbError::stored("journal_detail.contenu"))
        })
        .transpose()?;
    Ok(LigneHistorique {
        le: Instant::from_millis(row.get("le")?),
        acte: row.parse("acte")?,
        par: nom(row)?,
        changements: detail.unwrap_or_default().changements,
    })
}

/// The name of who acted; none for the program.
fn nom(row: &Row) -> Result<Option<String>, DbError> {
    let Some(_) = row.get::<Option<Uuid>>("acteur")? else {
        return Ok(None);
    };
    let connu = row.get::<Option<String>>("nom_affiche")?;
    Ok(Some(connu.unwrap_or_else(|| COMPTE_EFFACE.to_owned())))
}
