//! What pages show of a list, to its author only.

use super::acces::{COLONNES_LIGNE, json, la_sienne, ligne};
use super::colonne::{Association, COLONNES};
use super::etat::{EtatLigne, StatutListe};
use super::references::References;
use super::releve::{remplir, textes};
use super::valeur;
use crate::Registry;
use crate::db::{DbError, Row, sql};
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use crate::journal::{Acte, Objet, Tentative};
use crate::page::{limite, paginer};
use domain::date::Instant;
use domain::ids::{ListeId, PersonneId};
use domain::saisie::{Champ, Erreurs, SaisieDemande};
use std::collections::BTreeMap;

/// A list in the list of lists.
#[derive(Clone, Debug)]
pub struct ListeResume {
    /// its id
    pub id: ListeId,
    /// the name of the file
    pub nom: String,
    /// where it stands
    pub statut: StatutListe,
    /// rows
    pub lignes: i64,
    /// when it was brought
    pub cree_le: Instant,
    /// when its author or the portal last touched it
    pub modifiee_le: Instant,
    /// rows in each state
    pub nombres: BTreeMap<EtatLigne, i64>,
}

impl ListeResume {
    /// Rows in these states.
    pub fn nombre(&self, etats: &[EtatLigne]) -> i64 {
        etats.iter().filter_map(|etat| self.nombres.get(etat)).sum()
    }

    /// Rows that are right and not registered yet.
    pub fn pretes(&self) -> i64 {
        self.nombre(&[EtatLigne::Nouvelle, EtatLigne::Ajout])
    }

    /// Rows that are registered.
    pub fn faites(&self) -> i64 {
        self.nombre(&[EtatLigne::Inscrite, EtatLigne::Ajoutee])
    }
}

/// A list.
#[derive(Clone, Debug)]
pub struct Liste {
    /// what the list of lists says of it
    pub resume: ListeResume,
    /// names of its columns
    pub entetes: Vec<String>,
    /// which is which
    pub association: Association,
    /// when its right rows were last registered
    pub terminee_le: Option<Instant>,
    /// another list made of exactly the same file, brought before
    pub deja_deposee_le: Option<Instant>,
}

/// Which rows to show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Filtre {
    /// all of them
    #[default]
    Toutes,
    /// in these states
    Etat(EtatLigne),
    /// ready
    Pretes,
    /// registered
    Faites,
}

impl Filtre {
    /// The condition on `etat`, in literals of ours.
    fn condition(self) -> String {
        match self {
            Self::Toutes => "TRUE".to_owned(),
            Self::Etat(etat) => format!("etat = '{}'", etat.code()),
            Self::Pretes => "etat IN ('nouvelle', 'ajout')".to_owned(),
            Self::Faites => "etat IN ('inscrite', 'ajoutee')".to_owned(),
        }
    }
}

/// A row.
#[derive(Clone)]
pub struct LigneListe {
    /// its number in the file
    pub numero: i64,
    /// as lists show the person
    pub nom: String,
    /// where it stands
    pub etat: EtatLigne,
    /// the text of each field: what was typed, otherwise the cell
    pub textes: BTreeMap<Champ, String>,
    /// the cell, where something else was typed
    pub corriges: BTreeMap<Champ, String>,
    /// what is wrong with each
    pub erreurs: Erreurs,
    /// what is worth a look, and stops nothing
    pub alertes: Vec<String>,
    /// the person, once registered
    pub personne: Option<PersonneId>,
}

/// A page of rows.
#[derive(Clone)]
pub struct PageListe {
    /// the rows, in the order of the file
    pub lignes: Vec<LigneListe>,
    /// how many there are in all
    pub total: i64,
    /// this page
    pub page: u32,
    /// how many pages
    pub pages: u32,
}

const RESUME: &str = "SELECT id, nom, statut, lignes, cree_le, modifiee_le, terminee_le, entetes, association, empreinte \
     FROM import_liste";

impl Registry {
    /// The lists of this gestionnaire, the latest first.
    pub async fn listes(&self, g: &Gestionnaire) -> Result<Vec<ListeResume>, ActeError> {
        let rows = sql(format!(
            "{RESUME} WHERE compte = $1 ORDER BY cree_le DESC LIMIT 100"
        ))
        .bind(g.compte().uuid())
        .all(&self.db)
        .await?;
        let comptes = sql(
            "SELECT import_ligne.import, import_ligne.etat, COUNT(*) AS n FROM import_ligne \
             JOIN import_liste ON import_liste.id = import_ligne.import WHERE import_liste.compte = $1 \
             GROUP BY import_ligne.import, import_ligne.etat",
        )
        .bind(g.compte().uuid())
        .all(&self.db)
        .await?;
        let mut listes = rows.iter().map(resume).collect::<Result<Vec<_>, DbError>>()?;
        for row in &comptes {
            let id = ListeId::new(row.get("import")?);
            if let Some(liste) = listes.iter_mut().find(|liste| liste.id == id) {
                compter(liste, row)?;
            }
        }
        Ok(listes)
    }

    /// One list of this gestionnaire.
    pub async fn liste(&self, g: &Gestionnaire, id: ListeId) -> Result<Liste, ActeError> {
        let tentative = Tentative {
            auteur: g.auteur(),
            acte: Acte::Consulter,
            objet: Objet::Liste(id),
        };
        self.tenter(tentative, async {
        let row = sql(format!("{RESUME} WHERE id = $1 AND compte = $2"))
            .bind(id.uuid())
            .bind(g.compte().uuid())
            .optional(&self.db)
            .await?
            .ok_or(ActeError::Introuvable)?;
        let mut resume = resume(&row)?;
        for row in sql("SELECT etat, COUNT(*) AS n FROM import_ligne WHERE import = $1 GROUP BY etat")
            .bind(id.uuid())
            .all(&self.db)
            .await?
        {
            compter(&mut resume, &row)?;
        }
        let avant = sql("SELECT MAX(cree_le) AS le FROM import_liste WHERE compte = $1 AND empreinte = $2 AND cree_le < $3")
            .bind(g.compte().uuid())
            .bind(row.get::<Vec<u8>>("empreinte")?)
            .bind(resume.cree_le.millis())
            .one(&self.db)
            .await?;
        Ok(Liste {
            resume,
            entetes: json(&row, "entetes")?,
            association: json(&row, "association")?,
            terminee_le: row.get::<Option<i64>>("terminee_le")?.map(Instant::from_millis),
            deja_deposee_le: avant.get::<Option<i64>>("le")?.map(Instant::from_millis),
        })
        })
        .await
    }

    /// A page of the rows of a list.
    pub async fn lignes_liste(
        &self,
        g: &Gestionnaire,
        id: ListeId,
        filtre: Filtre,
        page: u32,
    ) -> Result<PageListe, ActeError> {
        let tentative = Tentative {
            auteur: g.auteur(),
            acte: Acte::Consulter,
            objet: Objet::Liste(id),
        };
        self.tenter(tentative, async {
        let association = la_sienne(&self.db, g, id.uuid()).await?.association;
        let condition = filtre.condition();
        let total = sql(format!(
            "SELECT COUNT(*) AS n FROM import_ligne WHERE import = $1 AND {condition}"
        ))
        .bind(id.uuid())
        .one(&self.db)
        .await?
        .get::<i64>("n")?;
        let (page, pages) = paginer(total, page);
        let rows = sql(format!(
            "SELECT {COLONNES_LIGNE}, personne FROM import_ligne WHERE import = $1 AND {condition} ORDER BY numero {}",
            limite(page)
        ))
        .bind(id.uuid())
        .all(&self.db)
        .await?;
        let lignes = rows
            .iter()
            .map(|row| composer(row, &association))
            .collect::<Result<_, DbError>>()?;
        Ok(PageListe {
            lignes,
            total,
            page,
            pages,
        })
        })
        .await
    }

    /// All rows to correct, for a file.
    pub(super) async fn lignes_a_corriger(
        &self,
        g: &Gestionnaire,
        id: ListeId,
    ) -> Result<Vec<LigneListe>, ActeError> {
        let tentative = Tentative {
            auteur: g.auteur(),
            acte: Acte::Consulter,
            objet: Objet::Liste(id),
        };
        self.tenter(tentative, async {
        let association = la_sienne(&self.db, g, id.uuid()).await?.association;
        let rows = sql(format!(
            "SELECT {COLONNES_LIGNE}, personne FROM import_ligne WHERE import = $1 AND etat = 'a_corriger' ORDER BY numero"
        ))
        .bind(id.uuid())
        .all(&self.db)
        .await?;
        Ok(rows
            .iter()
            .map(|row| composer(row, &association))
            .collect::<Result<_, DbError>>()?)
        })
        .await
    }

    /// One row, with the form that it fills in: codes where the form has codes.
    pub async fn ligne_liste(
        &self,
        g: &Gestionnaire,
        id: ListeId,
        numero: i64,
    ) -> Result<(LigneListe, SaisieDemande), ActeError> {
        let tentative = Tentative {
            auteur: g.auteur(),
            acte: Acte::Consulter,
            objet: Objet::Liste(id),
        };
        self.tenter(tentative, async {
            let association = la_sienne(&self.db, g, id.uuid()).await?.association;
            let row = sql(format!(
                "SELECT {COLONNES_LIGNE}, personne FROM import_ligne WHERE import = $1 AND numero = $2"
            ))
            .bind(id.uuid())
            .bind(numero)
            .optional(&self.db)
            .await?
            .ok_or(ActeError::Introuvable)?;
            let brute = ligne(&row)?;
            let references = References::charger(self, g.compte(), false).await?;
            let saisie = remplir(
                &textes(&association, &brute.cellules, &brute.corrections),
                &references,
            );
            Ok((composer(&row, &association)?, saisie))
        })
        .await
    }

    /// The first row to correct after that one, to go on to.
    pub async fn ligne_suivante(
        &self,
        g: &Gestionnaire,
        id: ListeId,
        apres: i64,
    ) -> Result<Option<i64>, ActeError> {
        let tentative = Tentative {
            auteur: g.auteur(),
            acte: Acte::Consulter,
            objet: Objet::Liste(id),
        };
        self.tenter(tentative, async {
        la_sienne(&self.db, g, id.uuid()).await?;
        let row = sql("SELECT MIN(numero) AS numero FROM import_ligne WHERE import = $1 AND etat = 'a_corriger' AND numero > $2")
            .bind(id.uuid())
            .bind(apres)
            .one(&self.db)
            .await?;
        Ok(row.get("numero")?)
        })
        .await
    }
}

fn resume(row: &Row) -> Result<ListeResume, DbError> {
    Ok(ListeResume {
        id: ListeId::new(row.get("id")?),
        nom: row.get("nom")?,
        statut: row.parse("statut")?,
        lignes: row.get("lignes")?,
        cree_le: Instant::from_millis(row.get("cree_le")?),
        modifiee_le: Instant::from_millis(row.get("modifiee_le")?),
        nombres: BTreeMap::new(),
    })
}

fn compter(liste: &mut ListeResume, row: &Row) -> Result<(), DbError> {
    liste.nombres.insert(row.parse("etat")?, row.get("n")?);
    Ok(())
}

fn composer(row: &Row, association: &Association) -> Result<LigneListe, DbError> {
    let brute = ligne(row)?;
    let effectifs = textes(association, &brute.cellules, &brute.corrections);
    let mut montres = BTreeMap::new();
    for (champ, texte) in effectifs {
        let texte = match champ {
            Champ::DateNaissance | Champ::DateDebut | Champ::DateFin if !texte.is_empty() => {
                let [jour, mois, annee] = valeur::date(texte);
                valeur::affichee([&jour, &mois, &annee])
            }
            _ => texte.to_owned(),
        };
        montres.insert(champ, texte);
    }
    let corriges = COLONNES
        .into_iter()
        .filter(|champ| brute.corrections.contains_key(champ))
        .map(|champ| (champ, association.lire(champ, &brute.cellules).to_owned()))
        .collect();
    Ok(LigneListe {
        numero: brute.numero,
        nom: brute.nom,
        etat: brute
            .etat
            .parse()
            .map_err(|()| DbError::stored("import_ligne.etat"))?,
        textes: montres,
        corriges,
        erreurs: serde_json::from_str(&brute.erreurs).map_err(|_| DbError::stored("import_ligne.erreurs"))?,
        alertes: json(row, "alertes")?,
        personne: row.get::<Option<uuid::Uuid>>("personne")?.map(PersonneId::new),
    })
}
