//! What the author of a list does to it: bring it, say which column is which, correct a row, set one aside, have the right rows
//! registered, throw the list away.

use super::acces::{self, la_sienne};
use super::colonne::{Association, COLONNES, reconnues};
use super::fichier::{self, CELLULE_MAX, FichierError, Tableau};
use super::releve::Corrections;
use crate::Registry;
use crate::db::{DbError, Tx, Value, sql};
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Detail, Entree, Objet, Tentative};
use crate::referentiel::lot;
use domain::ids::ListeId;
use domain::saisie::{Champ, Erreurs};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// Why a list was not taken. Nothing of it was kept.
#[derive(Debug, thiserror::Error)]
pub enum ListeError {
    /// the file itself
    #[error(transparent)]
    Fichier(#[from] FichierError),
    /// everything else
    #[error(transparent)]
    Acte(#[from] ActeError),
}

impl From<DbError> for ListeError {
    fn from(error: DbError) -> Self {
        Self::Acte(error.into())
    }
}

/// Characters of a file name that are kept.
const NOM_MAX: usize = 100;

impl Registry {
    /// Reads a file and checks its rows. When a mandatory column is not recognised, the list waits for its author to say which
    /// column it is ([`Registry::associer_colonnes`]).
    pub async fn deposer_liste(
        &self,
        g: &Gestionnaire,
        nom: &str,
        octets: Vec<u8>,
    ) -> Result<ListeId, ListeError> {
        let lu = tokio::task::spawn_blocking(move || {
            let empreinte = Sha256::digest(&octets).to_vec();
            fichier::lire(&octets, &reconnues).map(|tableau| (tableau, empreinte))
        });
        let (tableau, empreinte) = lu.await.map_err(|_| FichierError::Abime)??;
        let now = self.now();
        let id = self.uuid(now);
        let association = Association::proposer(&tableau.entetes);
        let complete = association.manquantes().is_empty();
        let mut tx = self.db.begin().await?;
        sql("INSERT INTO import_liste (id, compte, nom, empreinte, statut, entetes, association, lignes, cree_le, modifiee_le) \
             VALUES ($1, $2, $3, $4, 'a_associer', $5, $6, $7, $8, $8)")
        .bind(id)
        .bind(g.compte().uuid())
        .bind(nom_affiche(nom))
        .bind(empreinte)
        .bind(json(&tableau.entetes)?)
        .bind(json(&association)?)
        .bind(i64::try_from(tableau.lignes.len()).unwrap_or(i64::MAX))
        .bind(now.millis())
        .execute(&mut tx)
        .await?;
        inserer_lignes(&mut tx, id, tableau).await?;
        let entree = Entree::new(
            now,
            g.auteur(),
            Acte::DeposerListe,
            Objet::Liste(ListeId::new(id)),
        );
        journal::ecrire(&mut tx, &self.contexte, entree).await?;
        tx.commit().await?;
        if complete {
            self.controler_liste(g, id).await?;
        }
        Ok(ListeId::new(id))
    }

    /// Says which column is which, and checks the rows again. Corrections are kept. A mandatory field without a column is
    /// allowed: its cells will be to fill in, row by row.
    pub async fn associer_colonnes(
        &self,
        g: &Gestionnaire,
        id: ListeId,
        choix: BTreeMap<Champ, u32>,
    ) -> Result<(), ActeError> {
        self.tenter(tentative(g, id, Acte::ModifierListe), async {
            let mut tx = self.db.begin().await?;
            let entete = prendre(&mut tx, g, id).await?;
            let association = Association::choisir(choix, entete.entetes.len());
            sql("UPDATE import_liste SET association = $2, modifiee_le = $3 WHERE id = $1")
                .bind(id.uuid())
                .bind(json(&association)?)
                .bind(self.now().millis())
                .execute(&mut tx)
                .await?;
            tx.commit().await?;
            Ok(self.controler_liste(g, id.uuid()).await?)
        })
        .await
    }

    /// Corrects the cells of a row (those that differ from the file are kept beside it), takes it back if it was set aside,
    /// and checks the list again: a row may have been wrong because of another one.
    pub async fn corriger_ligne(
        &self,
        g: &Gestionnaire,
        id: ListeId,
        numero: i64,
        valeurs: BTreeMap<Champ, String>,
    ) -> Result<(), ActeError> {
        if let Some((champ, _)) = valeurs
            .iter()
            .find(|(_, texte)| texte.chars().count() > CELLULE_MAX)
        {
            return Err(ActeError::TropLong(*champ));
        }
        self.tenter(tentative(g, id, Acte::ModifierListe), async {
            let mut tx = self.db.begin().await?;
            let entete = prendre(&mut tx, g, id).await?;
            let row = sql(format!(
                "SELECT {} FROM import_ligne WHERE import = $1 AND numero = $2 AND etat NOT IN ('inscrite', 'ajoutee')",
                acces::COLONNES_LIGNE
            ))
            .bind(id.uuid())
            .bind(numero)
            .optional(&mut tx)
            .await?
            .ok_or(ActeError::Introuvable)?;
            let ligne = acces::ligne(&row)?;
            let mut corrections: Corrections = ligne.corrections;
            for (champ, texte) in valeurs.into_iter().filter(|(champ, _)| COLONNES.contains(champ)) {
                if texte.trim() == entete.association.lire(champ, &ligne.cellules).trim() {
                    corrections.remove(&champ);
                } else {
                    corrections.insert(champ, texte);
                }
            }
            changer_ligne(&mut tx, id, numero, "a_controler", &corrections).await?;
            tx.commit().await?;
            Ok(self.controler_liste(g, id.uuid()).await?)
        })
        .await
    }

    /// Sets a row aside: it will not be registered, and nothing is said of it any more.
    pub async fn ecarter_ligne(&self, g: &Gestionnaire, id: ListeId, numero: i64) -> Result<(), ActeError> {
        self.tenter(tentative(g, id, Acte::ModifierListe), async {
            let mut tx = self.db.begin().await?;
            prendre(&mut tx, g, id).await?;
            let fait = sql(
                "UPDATE import_ligne SET etat = 'ecartee' WHERE import = $1 AND numero = $2 \
                 AND etat NOT IN ('inscrite', 'ajoutee')",
            )
            .bind(id.uuid())
            .bind(numero)
            .execute(&mut tx)
            .await?;
            if fait == 0 {
                return Err(ActeError::Introuvable);
            }
            tx.commit().await?;
            // Another row may have been wrong because of this one.
            Ok(self.controler_liste(g, id.uuid()).await?)
        })
        .await
    }

    /// Has the rows that are right registered, in the background. The box holds for each person (R36). Asking twice is harmless.
    /// `rencontrees`: the author says that they have met each of them.
    pub async fn inscrire_liste(
        &self,
        g: &Gestionnaire,
        id: ListeId,
        attestee: bool,
        rencontrees: bool,
    ) -> Result<(), ActeError> {
        self.tenter(tentative(g, id, Acte::InscrireListe), async {
            let now = self.now();
            let mut tx = self.db.begin().await?;
            let entete = la_sienne(&mut tx, g, id.uuid()).await?;
            if entete.statut == "en_cours" {
                return Ok(());
            }
            if !attestee {
                return Err(ActeError::Invalide(Erreurs::une(
                    Champ::Exactitude,
                    "Cochez cette case\u{a0}: elle vaut pour chacune des personnes de la liste.",
                )));
            }
            let session = match g.auteur() {
                journal::Auteur::Session { session, .. } => Some(session.uuid()),
                journal::Auteur::Programme => None,
            };
            sql("UPDATE import_liste SET statut = 'en_cours', session = $2, lancee_le = $3, terminee_le = NULL, bail = NULL, \
                 modifiee_le = $3 WHERE id = $1 AND statut = 'controlee'")
            .bind(id.uuid())
            .bind(session)
            .bind(now.millis())
            .execute(&mut tx)
            .await?;
            let rencontrees = if rencontrees { "oui" } else { "non" };
            let detail = Detail::default()
                .poser("Exactitude des informations, conditions portées à la connaissance de chacun", "oui")
                .poser("Chaque personne rencontrée", rencontrees);
            let entree = Entree::new(now, g.auteur(), Acte::InscrireListe, Objet::Liste(id)).avec(detail);
            journal::ecrire(&mut tx, &self.contexte, entree).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    /// Throws a list away. What was registered stays registered.
    pub async fn supprimer_liste(&self, g: &Gestionnaire, id: ListeId) -> Result<(), ActeError> {
        self.tenter(tentative(g, id, Acte::EffacerListe), async {
            let mut tx = self.db.begin().await?;
            prendre(&mut tx, g, id).await?;
            sql("DELETE FROM import_liste WHERE id = $1")
                .bind(id.uuid())
                .execute(&mut tx)
                .await?;
            journal::effacer_details(&mut tx, Objet::Liste(id)).await?;
            let entree = Entree::new(self.now(), g.auteur(), Acte::EffacerListe, Objet::Liste(id));
            journal::ecrire(&mut tx, &self.contexte, entree).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    /// Erases the lists that nobody touched for thirty days, with their rows. Returns how many.
    pub async fn effacer_listes(&self) -> Result<u32, DbError> {
        let limite = self.now().plus_days(-super::CONSERVATION_JOURS);
        let echues = sql("SELECT id FROM import_liste WHERE modifiee_le <= $1 AND statut <> 'en_cours'")
            .bind(limite.millis())
            .all(&self.db)
            .await?;
        let mut effacees = 0;
        for row in echues {
            let id = ListeId::new(row.get("id")?);
            let mut tx = self.db.begin().await?;
            let fait =
                sql("DELETE FROM import_liste WHERE id = $1 AND modifiee_le <= $2 AND statut <> 'en_cours'")
                    .bind(id.uuid())
                    .bind(limite.millis())
                    .execute(&mut tx)
                    .await?;
            if fait == 0 {
                continue;
            }
            journal::effacer_details(&mut tx, Objet::Liste(id)).await?;
            let entree = Entree::new(
                self.now(),
                journal::Auteur::Programme,
                Acte::EffacerListe,
                Objet::Liste(id),
            );
            journal::ecrire(&mut tx, &self.contexte, entree).await?;
            tx.commit().await?;
            effacees += 1;
        }
        Ok(effacees)
    }
}

pub(super) fn tentative(g: &Gestionnaire, id: ListeId, acte: Acte) -> Tentative<'static> {
    Tentative {
        auteur: g.auteur(),
        acte,
        objet: Objet::Liste(id),
    }
}

/// Takes a list of one's own that is not being registered: two windows that change it follow each other.
pub(super) async fn prendre(tx: &mut Tx, g: &Gestionnaire, id: ListeId) -> Result<acces::Entete, ActeError> {
    sql("UPDATE import_liste SET modifiee_le = modifiee_le WHERE id = $1 AND compte = $2")
        .bind(id.uuid())
        .bind(g.compte().uuid())
        .execute(tx)
        .await?;
    let entete = la_sienne(&mut *tx, g, id.uuid()).await?;
    if entete.statut == "en_cours" {
        return Err(ActeError::ListeEnCours);
    }
    Ok(entete)
}

async fn changer_ligne(
    tx: &mut Tx,
    id: ListeId,
    numero: i64,
    etat: &str,
    corrections: &Corrections,
) -> Result<(), DbError> {
    sql("UPDATE import_ligne SET etat = $3, corrections = $4 WHERE import = $1 AND numero = $2")
        .bind(id.uuid())
        .bind(numero)
        .bind(etat)
        .bind(json(corrections)?)
        .execute(tx)
        .await?;
    Ok(())
}

async fn inserer_lignes(tx: &mut Tx, id: uuid::Uuid, tableau: Tableau) -> Result<(), DbError> {
    let mut valeurs: Vec<Vec<Value>> = Vec::with_capacity(tableau.lignes.len());
    for ligne in tableau.lignes {
        valeurs.push(vec![
            id.into(),
            i64::from(ligne.numero).into(),
            json(&ligne.cellules)?.into(),
            "a_controler".into(),
        ]);
    }
    lot::inserer(
        tx,
        "import_ligne",
        "import, numero, cellules, etat",
        // Two records of a text file never begin on one line.
        "ON CONFLICT (import, numero) DO NOTHING",
        valeurs,
    )
    .await?;
    Ok(())
}

/// The last part of the path, without anything invisible.
fn nom_affiche(nom: &str) -> String {
    let dernier = nom.rsplit(['/', '\\']).next().unwrap_or_default();
    let propre: String = dernier
        .chars()
        .filter(|c| !domain::texte::invisible(*c))
        .take(NOM_MAX)
        .collect();
    if propre.trim().is_empty() {
        "liste".to_owned()
    } else {
        propre
    }
}

fn json<T: serde::Serialize>(valeur: &T) -> Result<String, DbError> {
    serde_json::to_string(valeur).map_err(|_| DbError::stored("import_liste"))
}
