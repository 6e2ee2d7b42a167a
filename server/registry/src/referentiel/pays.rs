//! Countries of birth: official list (COG), shown and searched under the names that people use.

use super::{Pays, embarque, empreinte, lot, noter};
use crate::Registry;
use crate::db::{Db, DbError, Row, sql};
use domain::date::Instant;
use domain::etat_civil::{CodePays, CodePaysError};
use domain::saisie::{Champ, Erreurs, SaisieEtatCivil};
use domain::texte;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Digest of the files.
pub(super) fn version() -> String {
    empreinte(&[embarque::PAYS.as_bytes(), embarque::PAYS_COURTS.as_bytes()])
}

/// Brings the countries up to the files. None is ever removed: somebody may be born there.
pub(super) async fn charger(db: &Db, le: Instant) -> Result<(), DbError> {
    let mut courts = HashMap::new();
    for ligne in embarque::lignes("pays_courts.csv", embarque::PAYS_COURTS)? {
        courts.insert(
            ligne.texte("code")?,
            (ligne.texte("libelle_court")?, ligne.texte("autres_noms")?),
        );
    }
    let mut lignes = Vec::new();
    for ligne in embarque::lignes("pays.csv", embarque::PAYS)? {
        let code = ligne.texte("code_cog")?;
        let officiel = ligne.texte("libelle_long_nos")?;
        let (libelle, autres) = courts
            .remove(&code)
            .unwrap_or_else(|| (officiel.clone(), String::new()));
        let cle = texte::cle(&format!("{libelle} {autres} {officiel}"));
        lignes.push(vec![code.into(), libelle.into(), officiel.into(), cle.into()]);
    }
    let nombre = lignes.len() as u64;
    let mut tx = db.begin().await?;
    lot::inserer(
        &mut tx,
        "pays",
        "code, libelle, libelle_officiel, cle",
        "ON CONFLICT (code) DO UPDATE SET libelle = excluded.libelle, \
         libelle_officiel = excluded.libelle_officiel, cle = excluded.cle",
        lignes,
    )
    .await?;
    noter(&mut tx, "pays", &version(), le, nombre, None).await?;
    tx.commit().await
}

impl Registry {
    /// All countries, in the alphabetical order of the names that people use. France comes where its letter is.
    pub async fn pays(&self) -> Result<Arc<Vec<Pays>>, DbError> {
        let rows = sql("SELECT code, libelle, cle FROM pays").all(self.db()).await?;
        let mut pays = Vec::with_capacity(rows.len());
        for row in &rows {
            pays.push((texte::cle(&row.get::<String>("libelle")?), lire(row)?));
        }
        pays.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(Arc::new(pays.into_iter().map(|(_, pays)| pays).collect()))
    }

    /// Countries whose name (usual, former or official) has words that begin like the words of `texte`; those whose usual
    /// name begins so come first.
    pub async fn chercher_pays(&self, texte: &str, limite: u32) -> Result<Vec<Pays>, DbError> {
        let cherche = texte::cle(texte);
        if cherche.is_empty() {
            return Ok(Vec::new());
        }
        let mots: Vec<&str> = cherche.split(' ').collect();
        let mut trouves = Vec::new();
        // 212 rows: reading them all costs less than an index would.
        for row in &sql("SELECT code, libelle, cle FROM pays").all(self.db()).await? {
            let cle: String = row.get("cle")?;
            let present = |mot: &&str| cle.split(' ').any(|autre| autre.starts_with(*mot));
            let pays = lire(row)?;
            if pays.code == cherche || mots.iter().all(present) {
                let usuel = texte::cle(&pays.libelle);
                let dans_usuel = mots
                    .iter()
                    .all(|mot| usuel.split(' ').any(|autre| autre.starts_with(mot)));
                trouves.push((!usuel.starts_with(&cherche), !dans_usuel, usuel, pays));
            }
        }
        trouves.sort_by(|a, b| (a.0, a.1, &a.2).cmp(&(b.0, b.1, &b.2)));
        Ok(trouves
            .into_iter()
            .map(|(.., pays)| pays)
            .take(limite as usize)
            .collect())
    }

    /// The country of that code. What is no code is nobody's, and is not asked: `PostgreSQL` refuses a NUL.
    pub async fn pays_par_code(&self, code: &str) -> Result<Option<Pays>, DbError> {
        let Ok(code) = code.parse::<CodePays>() else {
            return Ok(None);
        };
        let row = sql("SELECT code, libelle FROM pays WHERE code = $1")
            .bind(code.as_str())
            .optional(self.db())
            .await?;
        row.as_ref().map(lire).transpose()
    }
}

/// The codes of the list. It only changes when the program starts.
pub(crate) struct PaysConnus(HashSet<CodePays>);

impl PaysConnus {
    /// As loaded.
    pub(crate) async fn charger(db: &Db) -> Result<Self, DbError> {
        let rows = sql("SELECT code FROM pays").all(db).await?;
        let codes = rows.iter().map(|row| row.parse("code"));
        Ok(Self(codes.collect::<Result<_, _>>()?))
    }

    /// What the rules read of a form, with what they cannot know: a country of birth must be on the list (R16). `certifie`: it was
    /// not typed, and nobody here can change it. Communes are not checked so: those of former times are on no list.
    pub(crate) fn verifier<T>(
        &self,
        lue: Result<T, Erreurs>,
        saisie: &SaisieEtatCivil,
        certifie: bool,
    ) -> Result<T, Erreurs> {
        let inconnu = |code: CodePays| !certifie && !self.0.contains(&code);
        if !saisie.pays_naissance.parse().is_ok_and(inconnu) {
            return lue;
        }
        let mut erreurs = lue.err().unwrap_or_default();
        erreurs.push(Champ::PaysNaissance, CodePaysError.to_string());
        Err(erreurs)
    }
}

fn lire(row: &Row) -> Result<Pays, DbError> {
    Ok(Pays {
        code: row.get("code")?,
        libelle: row.get("libelle")?,
    })
}
