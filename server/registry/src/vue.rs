//! Filters of the queue that gestionnaires give a name: kept for oneself, or shared.
//!
//! A shared view is seen by those who, on the day they look, have at least one establishment in common with its author
//! (`perimetre::collegues`), and by nobody once its author has no right any more. What it finds is always counted in the
//! perimeter of who looks. Only its author renames, shares or removes it. It holds codes, never the text of a search.

use crate::Registry;
use crate::db::{DbError, Row, Tx, sql};
use crate::demande::FiltreFile;
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Entree, Objet, Tentative};
use crate::perimetre::collegues;
use domain::ids::VueId;
use domain::texte::{PHRASE_INVISIBLE, cle, invisible, nettoyer};
use std::str::FromStr;
use uuid::Uuid;

/// Views that an account may keep.
pub const VUES_MAX: i64 = 20;
/// Views shown to a person: theirs, then as many of their colleagues'.
const MONTREES: u32 = 60;
/// Longest name, in characters.
const NOM_MAX: usize = 60;

/// The name of a view: 1 to 60 characters, among which a letter or a digit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NomVue(String);

/// Why a text is no name of a view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NomVueError {
    /// nothing that could be read aloud
    #[error("Donnez un nom à cette vue, par exemple «\u{a0}Urgences du site de Lyon\u{a0}».")]
    Vide,
    /// more than a line
    #[error("Ce nom est trop long\u{a0}: {NOM_MAX}\u{a0}caractères au plus.")]
    TropLong,
    /// a character that nobody sees
    #[error("{PHRASE_INVISIBLE}")]
    Invisible,
}

impl NomVue {
    /// The name, as it was typed but for the spaces.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for NomVue {
    type Err = NomVueError;

    fn from_str(texte: &str) -> Result<Self, NomVueError> {
        let nom = nettoyer(texte);
        if nom.chars().any(invisible) {
            Err(NomVueError::Invisible)
        } else if cle(&nom).is_empty() {
            Err(NomVueError::Vide)
        } else if nom.chars().count() > NOM_MAX {
            Err(NomVueError::TropLong)
        } else {
            Ok(Self(nom))
        }
    }
}

/// A named view, as somebody sees it.
#[derive(Clone, Debug)]
pub struct VueNommee {
    /// Its id.
    pub id: VueId,
    /// Its name.
    pub nom: String,
    /// What it shows.
    pub filtre: FiltreFile,
    /// Whether colleagues see it.
    pub partagee: bool,
    /// True for its author.
    pub mienne: bool,
    /// Its author, by name.
    pub auteur: String,
    /// How many demandes it finds now, in the perimeter of who looks.
    pub nombre: i64,
}

impl Registry {
    /// One's own views, then those shared by colleagues, each kind by name, with what they find now: two statements however
    /// many there are. A view made of codes that exist no more is left out.
    pub async fn vues(&self, g: &Gestionnaire) -> Result<Vec<VueNommee>, ActeError> {
        let mut vues = self.vues_visibles(g).await?;
        let filtres: Vec<FiltreFile> = vues.iter().map(|vue| vue.filtre.clone()).collect();
        for (vue, nombre) in vues.iter_mut().zip(self.comptes_des_filtres(g, &filtres).await?) {
            vue.nombre = nombre;
        }
        Ok(vues)
    }

    /// The same, not counted yet.
    pub(crate) async fn vues_visibles(&self, g: &Gestionnaire) -> Result<Vec<VueNommee>, ActeError> {
        let collegues = collegues(self.aujourd_hui());
        let rows = sql(format!(
            "SELECT vue.id, vue.compte, vue.nom, vue.filtre, vue.partagee, auteur.nom_affiche FROM vue \
             JOIN compte auteur ON auteur.id = vue.compte \
             WHERE vue.compte = $1 OR (vue.partagee AND vue.compte IN {collegues}) \
             ORDER BY CASE WHEN vue.compte = $1 THEN 0 ELSE 1 END, vue.cle, vue.id LIMIT {MONTREES}"
        ))
        .bind(g.compte().uuid())
        .all(&self.db)
        .await?;
        let mut vues: Vec<VueNommee> = Vec::with_capacity(rows.len());
        for row in &rows {
            vues.extend(lire(row, g)?);
        }
        Ok(vues)
    }

    /// Gives the codes of a filter a name. The same view recorded twice is one view.
    pub async fn creer_vue(
        &self,
        g: &Gestionnaire,
        nom: &NomVue,
        filtre: &FiltreFile,
        partagee: bool,
    ) -> Result<VueId, ActeError> {
        let now = self.now();
        let id = VueId::new(self.uuid(now));
        let tentative = Tentative {
            auteur: g.auteur(),
            acte: Acte::EnregistrerVue,
            objet: Objet::Vue(id),
        };
        self.tenter(tentative, async {
            let mut tx = self.db.begin().await?;
            un_a_la_fois(&mut tx, g).await?;
            let codes = filtre.codes().to_string();
            let connue = sql("SELECT id, filtre, partagee FROM vue WHERE compte = $1 AND cle = $2")
                .bind(g.compte().uuid())
                .bind(cle(nom.as_str()))
                .optional(&mut tx)
                .await?;
            if let Some(row) = connue {
                let meme = row.get::<String>("filtre")? == codes && row.get::<bool>("partagee")? == partagee;
                return if meme {
                    Ok(VueId::new(row.get("id")?))
                } else {
                    Err(ActeError::VueExistante)
                };
            }
            let nombre: i64 = sql("SELECT COUNT(*) AS n FROM vue WHERE compte = $1")
                .bind(g.compte().uuid())
                .one(&mut tx)
                .await?
                .get("n")?;
            if nombre >= VUES_MAX {
                return Err(ActeError::TropDeVues);
            }
            sql("INSERT INTO vue (id, compte, nom, cle, filtre, partagee, cree_le) VALUES ($1, $2, $3, $4, $5, $6, $7)")
                .bind(id.uuid())
                .bind(g.compte().uuid())
                .bind(nom.as_str())
                .bind(cle(nom.as_str()))
                .bind(codes)
                .bind(partagee)
                .bind(now.millis())
                .execute(&mut tx)
                .await?;
            let entree = Entree::new(now, g.auteur(), Acte::EnregistrerVue, Objet::Vue(id));
            journal::ecrire(&mut tx, &self.contexte, entree).await?;
            tx.commit().await?;
            Ok(id)
        })
        .await
    }

    /// Gives one's own view another name, shares it or not; anybody else's is [`ActeError::Introuvable`].
    pub async fn modifier_vue(
        &self,
        g: &Gestionnaire,
        id: VueId,
        nom: &NomVue,
        partagee: bool,
    ) -> Result<(), ActeError> {
        let tentative = Tentative {
            auteur: g.auteur(),
            acte: Acte::EnregistrerVue,
            objet: Objet::Vue(id),
        };
        self.tenter(tentative, async {
            let mut tx = self.db.begin().await?;
            let ecrite =
                sql("UPDATE vue SET nom = $3, cle = $4, partagee = $5 WHERE id = $1 AND compte = $2")
                    .bind(id.uuid())
                    .bind(g.compte().uuid())
                    .bind(nom.as_str())
                    .bind(cle(nom.as_str()))
                    .bind(partagee)
                    .execute(&mut tx)
                    .await;
            match ecrite {
                Ok(0) => return Err(ActeError::Introuvable),
                Err(DbError::Unique) => return Err(ActeError::VueExistante),
                autre => autre?,
            };
            let entree = Entree::new(self.now(), g.auteur(), Acte::EnregistrerVue, Objet::Vue(id));
            journal::ecrire(&mut tx, &self.contexte, entree).await?;
            tx.commit().await?;
            Ok(())
        })
        .await
    }

    /// Removes one's own view; anybody else's, or one that is not there any more, is [`ActeError::Introuvable`].
    pub async fn supprimer_vue(&self, g: &Gestionnaire, id: VueId) -> Result<(), ActeError> {
        let tentative = Tentative {
            auteur: g.auteur(),
            acte: Acte::SupprimerVue,
            objet: Objet::Vue(id),
        };
        self.tenter(tentative, async {
            let mut tx = self.db.begin().await?;
            let effacees = sql("DELETE FROM vue WHERE id = $1 AND compte = $2")
                .bind(id.uuid())
                .bind(g.compte().uuid())
                .execute(&mut tx)
                .await?;
            if effacees == 0 {
                return Err(ActeError::Introuvable);
            }
            let entree = Entree::new(self.now(), g.auteur(), Acte::SupprimerVue, Objet::Vue(id));
            journal::ecrire(&mut tx, &self.contexte, entree).await?;
            tx.commit().await?;
            Ok(())
        })
        .await
    }
}

/// Two windows of one person that record a view at once take turns: names and the number of views are counted right.
async fn un_a_la_fois(tx: &mut Tx, g: &Gestionnaire) -> Result<(), DbError> {
    sql("UPDATE compte SET nom_affiche = nom_affiche WHERE id = $1")
        .bind(g.compte().uuid())
        .execute(tx)
        .await?;
    Ok(())
}

fn lire(row: &Row, g: &Gestionnaire) -> Result<Option<VueNommee>, DbError> {
    let Ok(filtre) = row.get::<String>("filtre")?.parse::<FiltreFile>() else {
        return Ok(None);
    };
    Ok(Some(VueNommee {
        id: VueId::new(row.get("id")?),
        nom: row.get("nom")?,
        filtre,
        partagee: row.get("partagee")?,
        mienne: row.get::<Uuid>("compte")? == g.compte().uuid(),
        auteur: row.get("nom_affiche")?,
        nombre: 0,
    }))
}

#[cfg(test)]
mod tests {
    use super::{NomVue, NomVueError};

    #[test]
    fn a_name_can_be_read_aloud() {
        let lire = |texte: &str| texte.parse::<NomVue>().map(|nom| nom.as_str().to_owned());
        assert_eq!(lire("  Urgences  du 1er "), Ok("Urgences du 1er".to_owned()));
        assert_eq!(lire(&"é".repeat(60)), Ok("é".repeat(60)));
        assert_eq!(lire(&"é".repeat(61)), Err(NomVueError::TropLong));
        for vide in ["", "   ", "—", "…!"] {
            assert_eq!(lire(vide), Err(NomVueError::Vide), "{vide:?}");
        }
        assert_eq!(lire("a\u{200b}b"), Err(NomVueError::Invisible));
    }
}
