//! Templates: words that a structure (an entité juridique) keeps for its refusals, its remarks and its messages. Any
//! gestionnaire with an establishment of that structure in their perimeter writes, changes and removes them; a change is made
//! on the version that was read. `integres` are the portal's own, for everybody, which nobody changes.
//!
//! A template is never sent by itself: it fills a text that the gestionnaire reads, changes and sends.

mod integres;

pub use integres::{ModeleIntegre, integres};

use crate::Registry;
use crate::db::{DbError, Row, sql};
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Detail, Entree, Objet, Tentative};
use domain::date::Instant;
use domain::identifiant::Finess;
use domain::ids::ModeleId;
use domain::modele::{GenreModele, TexteModele, TitreModele};
use domain::saisie::ModeleValide;

/// More would not be a list to choose from.
const PAR_STRUCTURE: i64 = 200;

/// A structure whose templates a gestionnaire keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Structure {
    /// FINESS of the entité juridique.
    pub finess: Finess,
    /// Its name.
    pub raison_sociale: String,
}

/// A template of a structure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Modele {
    /// Its id.
    pub id: ModeleId,
    /// The structure that keeps it.
    pub structure: Finess,
    /// What it is for.
    pub genre: GenreModele,
    /// Its name.
    pub titre: TitreModele,
    /// Its words.
    pub texte: TexteModele,
    /// The version to change it on.
    pub version: i64,
    /// Last change.
    pub modifie_le: Instant,
    /// Who made it.
    pub par: String,
}

/// The entités juridiques of the perimeter, as a condition on a column; the account is `$1`.
fn de_son_perimetre(g: &Gestionnaire, colonne: &str) -> String {
    format!(
        "{colonne} IN (SELECT e.finess_ej FROM etablissement e WHERE e.finess IN {})",
        g.perimetre()
    )
}

impl Registry {
    /// The structures whose templates this gestionnaire keeps, by name.
    pub async fn structures(&self, g: &Gestionnaire) -> Result<Vec<Structure>, ActeError> {
        let rows = sql(format!(
            "SELECT ej.finess, ej.raison_sociale FROM entite_juridique ej WHERE {} ORDER BY ej.raison_sociale, ej.finess",
            de_son_perimetre(g, "ej.finess")
        ))
        .bind(g.compte().uuid())
        .all(&self.db)
        .await?;
        let structure = |row: &Row| {
            Ok::<_, DbError>(Structure {
                finess: row.parse("finess")?,
                raison_sociale: row.get("raison_sociale")?,
            })
        };
        Ok(rows.iter().map(structure).collect::<Result<_, _>>()?)
    }

    /// The templates of these structures, by use then name; of one structure only when `de` says so. At most 200 each.
    pub async fn modeles(&self, g: &Gestionnaire, de: Option<&Finess>) -> Result<Vec<Modele>, ActeError> {
        let rows = sql(format!(
            "SELECT modele.id, modele.finess_ej, modele.genre, modele.titre, modele.texte, modele.version, \
             modele.modifie_le, compte.nom_affiche FROM modele JOIN compte ON compte.id = modele.modifie_par \
             WHERE {} AND ($2 = '' OR modele.finess_ej = $2) ORDER BY modele.finess_ej, modele.genre, modele.titre",
            de_son_perimetre(g, "modele.finess_ej")
        ))
        .bind(g.compte().uuid())
        .bind(de.map_or("", |finess| finess.as_str()))
        .all(&self.db)
        .await?;
        Ok(rows.iter().map(modele).collect::<Result<_, _>>()?)
    }

    /// Keeps a new template for that structure; one out of the perimeter is [`ActeError::Introuvable`].
    pub async fn creer_modele(
        &self,
        g: &Gestionnaire,
        structure: &Finess,
        modele: &ModeleValide,
    ) -> Result<ModeleId, ActeError> {
        let now = self.now();
        let id = ModeleId::new(self.uuid(now));
        let tentative = Tentative {
            auteur: g.auteur(),
            acte: Acte::EcrireModele,
            objet: Objet::Modele(id),
        };
        self.tenter(tentative, async {
            let mut tx = self.db.begin().await?;
            sql(format!(
                "SELECT ej.finess FROM entite_juridique ej WHERE ej.finess = $2 AND {}",
                de_son_perimetre(g, "ej.finess")
            ))
            .bind(g.compte().uuid())
            .bind(structure.as_str())
            .optional(&mut tx)
            .await?
            .ok_or(ActeError::Introuvable)?;
            let nombre: i64 = sql("SELECT COUNT(*) AS n FROM modele WHERE finess_ej = $1")
                .bind(structure.as_str())
                .one(&mut tx)
                .await?
                .get("n")?;
            if nombre >= PAR_STRUCTURE {
                return Err(ActeError::TropDeModeles);
            }
            let ecrit = sql(
                "INSERT INTO modele (id, finess_ej, genre, titre, texte, version, modifie_le, modifie_par) \
                 VALUES ($1, $2, $3, $4, $5, 1, $6, $7) ON CONFLICT DO NOTHING",
            )
            .bind(id.uuid())
            .bind(structure.as_str())
            .bind(modele.genre.code())
            .bind(modele.titre.as_str())
            .bind(modele.texte.as_str())
            .bind(now.millis())
            .bind(g.compte().uuid())
            .execute(&mut tx)
            .await?;
            if ecrit == 0 {
                return Err(ActeError::ModeleExistant);
            }
            let detail = Detail::default().poser("Modèle", modele.titre.as_str());
            let entree = Entree::new(now, g.auteur(), Acte::EcrireModele, Objet::Modele(id)).avec(detail);
            journal::ecrire(&mut tx, &self.contexte, entree).await?;
            tx.commit().await?;
            Ok(id)
        })
        .await
    }

    /// Changes a template on the version that was read; the structure that keeps it stays the same.
    pub async fn modifier_modele(
        &self,
        g: &Gestionnaire,
        id: ModeleId,
        version: i64,
        modele: &ModeleValide,
    ) -> Result<(), ActeError> {
        let tentative = Tentative {
            auteur: g.auteur(),
            acte: Acte::EcrireModele,
            objet: Objet::Modele(id),
        };
        self.tenter(tentative, async {
            let now = self.now();
            let mut tx = self.db.begin().await?;
            let avant = self.modele_a_changer(&mut tx, g, id, version).await?;
            let change = sql(
                "UPDATE modele SET genre = $3, titre = $4, texte = $5, version = version + 1, modifie_le = $6, \
                 modifie_par = $7 WHERE id = $1 AND version = $2",
            )
            .bind(id.uuid())
            .bind(version)
            .bind(modele.genre.code())
            .bind(modele.titre.as_str())
            .bind(modele.texte.as_str())
            .bind(now.millis())
            .bind(g.compte().uuid())
            .execute(&mut tx)
            .await;
            match change {
                Ok(0) => return Err(ActeError::ModeleChange),
                Ok(_) => {}
                Err(DbError::Unique) => return Err(ActeError::ModeleExistant),
                Err(autre) => return Err(autre.into()),
            }
            let detail =
                Detail::default().changer("Modèle", Some(&avant), Some(modele.titre.as_str()));
            let entree = Entree::new(now, g.auteur(), Acte::EcrireModele, Objet::Modele(id)).avec(detail);
            journal::ecrire(&mut tx, &self.contexte, entree).await?;
            tx.commit().await?;
            Ok(())
        })
        .await
    }

    /// Removes a template on the version that was read. What was sent from it stays.
    pub async fn supprimer_modele(
        &self,
        g: &Gestionnaire,
        id: ModeleId,
        version: i64,
    ) -> Result<(), ActeError> {
        let tentative = Tentative {
            auteur: g.auteur(),
            acte: Acte::SupprimerModele,
            objet: Objet::Modele(id),
        };
        self.tenter(tentative, async {
            let now = self.now();
            let mut tx = self.db.begin().await?;
            let avant = self.modele_a_changer(&mut tx, g, id, version).await?;
            let done = sql("DELETE FROM modele WHERE id = $1 AND version = $2")
                .bind(id.uuid())
                .bind(version)
                .execute(&mut tx)
                .await?;
            if done == 0 {
                return Err(ActeError::ModeleChange);
            }
            let detail = Detail::default().changer("Modèle", Some(&avant), None);
            let entree = Entree::new(now, g.auteur(), Acte::SupprimerModele, Objet::Modele(id)).avec(detail);
            journal::ecrire(&mut tx, &self.contexte, entree).await?;
            tx.commit().await?;
            Ok(())
        })
        .await
    }

    /// The name of a template of the perimeter that is still as it was read.
    async fn modele_a_changer(
        &self,
        tx: &mut crate::db::Tx,
        g: &Gestionnaire,
        id: ModeleId,
        version: i64,
    ) -> Result<String, ActeError> {
        let row = sql(format!(
            "SELECT modele.titre, modele.version FROM modele WHERE modele.id = $2 AND {}",
            de_son_perimetre(g, "modele.finess_ej")
        ))
        .bind(g.compte().uuid())
        .bind(id.uuid())
        .optional(tx)
        .await?
        .ok_or(ActeError::Introuvable)?;
        if row.get::<i64>("version")? != version {
            return Err(ActeError::ModeleChange);
        }
        Ok(row.get("titre")?)
    }
}

fn modele(row: &Row) -> Result<Modele, DbError> {
    Ok(Modele {
        id: ModeleId::new(row.get("id")?),
        structure: row.parse("finess_ej")?,
        genre: row.parse("genre")?,
        titre: row.parse("titre")?,
        texte: row.parse("texte")?,
        version: row.get("version")?,
        modifie_le: Instant::from_millis(row.get("modifie_le")?),
        par: row.get("nom_affiche")?,
    })
}
