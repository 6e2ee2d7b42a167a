//! Communes: our compact file (made by `script/communes.mjs`, one line per INSEE code), its import, the search of a place
//! of birth.

use super::communes_csv::{GENRES, Ligne, TAILLE_MAX, analyser};
use super::{Commune, empreinte, lot, noter};
use crate::Registry;
use crate::contexte::Contexte;
use crate::db::{Db, DbError, Row, Value, sql};
use crate::finess::{BilanImport, ImportError};
use crate::journal::{self, Acte, Auteur, Entree, Objet};
use crate::support::referentiels::encore_permis;
use domain::etat_civil::CodeCommune;
use domain::texte;
use std::collections::{BTreeSet, HashMap};
use std::io::Read;

/// More words than any name has.
const MOTS_MAX: usize = 8;

impl Registry {
    /// Imports communes from our compact CSV file (UTF-8, header `code,nom,genre,population,autre_nom`; genre A, D, S or
    /// M, see `script/communes.mjs`). Communes that the file does not have stay: people were born there.
    pub async fn importer_communes(
        &self,
        source: impl Read + Send + 'static,
    ) -> Result<BilanImport, ImportError> {
        importer_flux(self.db(), self.contexte(), Auteur::Programme, source).await
    }

    /// The commune of that INSEE code. What is no code is nobody's, and is not asked: `PostgreSQL` refuses a NUL.
    pub async fn commune(&self, code: &str) -> Result<Option<Commune>, DbError> {
        let Ok(code) = code.parse::<CodeCommune>() else {
            return Ok(None);
        };
        let row = sql("SELECT code, nom, autre_nom, departement, genre FROM commune WHERE code = $1")
            .bind(code.as_str())
            .optional(self.db())
            .await?;
        row.as_ref().map(lire).transpose()
    }

    /// Communes for what has been typed so far: that INSEE code, else the names that begin so (exactly that name first),
    /// then those with words that begin so; the most populated first. « st » and « ste » stand for saint and sainte.
    pub async fn chercher_communes(&self, texte: &str, limite: u32) -> Result<Vec<Commune>, DbError> {
        if let Some(commune) = self.commune(texte).await? {
            return Ok(vec![commune]);
        }
        let mut trouvees: Vec<Commune> = Vec::new();
        let mut vues = BTreeSet::new();
        let cherchees = variantes(texte);
        for enonce in [par_debut, par_mots] {
            for cherche in &cherchees {
                if trouvees.len() < limite as usize {
                    ajouter(
                        &mut trouvees,
                        &mut vues,
                        &enonce(cherche, limite).all(self.db()).await?,
                    )?;
                }
            }
        }
        trouvees.truncate(limite as usize);
        Ok(trouvees)
    }
}

fn par_debut(cherche: &str, limite: u32) -> crate::db::Statement {
    // Keys are made of a-z, 0-9 and spaces: « ~ » comes after all of them, on both engines.
    sql(
        "SELECT code, nom, autre_nom, departement, genre FROM commune WHERE cle >= $1 AND cle < $2
         ORDER BY CASE WHEN cle = $1 THEN 0 ELSE 1 END, population DESC, code LIMIT $3",
    )
    .bind(cherche)
    .bind(format!("{cherche}~"))
    .bind(limite)
}

fn par_mots(cherche: &str, limite: u32) -> crate::db::Statement {
    let mots: Vec<&str> = cherche.split(' ').take(MOTS_MAX).collect();
    let conditions: Vec<String> = (2..mots.len() + 2)
        .map(|rang| format!("' ' || cle LIKE ${rang}"))
        .collect();
    let enonce = sql(format!(
        "SELECT code, nom, autre_nom, departement, genre FROM commune WHERE {}
         ORDER BY population DESC, code LIMIT $1",
        conditions.join(" AND ")
    ));
    mots.into_iter().fold(enonce.bind(limite), |enonce, mot| {
        enonce.bind(format!("% {mot}%"))
    })
}

fn ajouter(trouvees: &mut Vec<Commune>, vues: &mut BTreeSet<String>, rows: &[Row]) -> Result<(), DbError> {
    for row in rows {
        let commune = lire(row)?;
        if vues.insert(commune.code.clone()) {
            trouvees.push(commune);
        }
    }
    Ok(())
}

fn lire(row: &Row) -> Result<Commune, DbError> {
    let nom: String = row.get("nom")?;
    let autre: Option<String> = row.get("autre_nom")?;
    Ok(Commune {
        code: row.get("code")?,
        nom: autre.map_or_else(|| nom.clone(), |autre| format!("{nom} ({autre})")),
        departement: row.get("departement")?,
        genre: row.get("genre")?,
    })
}

/// The keys to look for: abbreviations written in full; the last word, perhaps unfinished, also as it stands (« ste » may
/// be the beginning of Stenay).
fn variantes(texte: &str) -> Vec<String> {
    let cle = texte::cle(texte);
    if cle.is_empty() {
        return Vec::new();
    }
    let mots: Vec<&str> = cle.split(' ').collect();
    let complets: Vec<String> = mots.iter().map(|mot| en_entier(mot)).collect();
    let mut variantes = vec![complets.join(" ")];
    if let (Some(brut), Some((dernier, debut))) = (mots.last(), complets.split_last())
        && dernier != brut
    {
        variantes.push(
            debut
                .iter()
                .map(String::as_str)
                .chain([*brut])
                .collect::<Vec<_>>()
                .join(" "),
        );
    }
    variantes
}

fn en_entier(mot: &str) -> String {
    match mot {
        "st" => "saint".to_owned(),
        "ste" => "sainte".to_owned(),
        "sts" => "saints".to_owned(),
        "stes" => "saintes".to_owned(),
        // « 3ème arrondissement » is written 3e in the official names.
        _ => match mot.strip_suffix("ieme").or_else(|| mot.strip_suffix("eme")) {
            Some(rang) if !rang.is_empty() && rang.bytes().all(|octet| octet.is_ascii_digit()) => {
                format!("{rang}e")
            }
            _ => mot.to_owned(),
        },
    }
}

/// See [`Registry::importer_communes`]; `auteur` is who brought the file.
pub(crate) async fn importer_flux(
    db: &Db,
    contexte: &Contexte,
    auteur: Auteur,
    source: impl Read + Send + 'static,
) -> Result<BilanImport, ImportError> {
    let lu = tokio::task::spawn_blocking(move || {
        let mut octets = Vec::new();
        source
            .take(TAILLE_MAX + 1)
            .read_to_end(&mut octets)
            .map(|_| octets)
    });
    let octets = lu.await.map_err(|_| ImportError::Interrompu)?;
    let octets = octets.map_err(|erreur| ImportError::Lecture(erreur.kind()))?;
    importer(db, contexte, auteur, &octets).await
}

/// Brings the communes up to the file: only lines that differ are written, in one transaction.
pub(super) async fn importer(
    db: &Db,
    contexte: &Contexte,
    auteur: Auteur,
    octets: &[u8],
) -> Result<BilanImport, ImportError> {
    let lues = analyser(octets)?;
    let mut bilan = BilanImport {
        lues: lues.len() as u64,
        ..BilanImport::default()
    };
    let maintenant = contexte.clock.now();
    let mut tx = db.begin().await?;
    encore_permis(&mut tx, auteur).await?;
    let mut connues = HashMap::new();
    for row in sql("SELECT code, nom, autre_nom, genre, population FROM commune")
        .all(&mut tx)
        .await?
    {
        let genre: String = row.get("genre")?;
        let ligne = Ligne {
            nom: row.get("nom")?,
            autre_nom: row.get("autre_nom")?,
            genre: GENRES
                .iter()
                .find(|(_, nom)| *nom == genre)
                .map_or("", |(_, nom)| nom),
            population: row.get("population")?,
        };
        connues.insert(row.get::<String>("code")?, ligne);
    }
    let mut a_ecrire = Vec::new();
    for (code, ligne) in lues {
        match connues.get(&code) {
            Some(connue) if *connue == ligne => {
                bilan.inchangees += 1;
                continue;
            }
            Some(_) => bilan.modifiees += 1,
            None => bilan.ajoutees += 1,
        }
        a_ecrire.push(valeurs(code, ligne));
    }
    lot::inserer(
        &mut tx,
        "commune",
        "code, nom, autre_nom, departement, genre, population, cle",
        "ON CONFLICT (code) DO UPDATE SET nom = excluded.nom, autre_nom = excluded.autre_nom, genre = excluded.genre, \
         population = excluded.population, cle = excluded.cle",
        a_ecrire,
    )
    .await?;
    noter(
        &mut tx,
        "communes",
        &empreinte(&[octets]),
        maintenant,
        bilan.lues,
        None,
    )
    .await?;
    let referentiel = Objet::Referentiel("communes");
    let entree = Entree::new(maintenant, auteur, Acte::Importer, referentiel).avec(bilan.detail());
    journal::ecrire(&mut tx, contexte, entree).await?;
    tx.commit().await?;
    Ok(bilan)
}

fn valeurs(code: String, ligne: Ligne) -> Vec<Value> {
    let departement = departement(&code);
    let cle = texte::cle(&format!(
        "{} {}",
        ligne.nom,
        ligne.autre_nom.as_deref().unwrap_or_default()
    ));
    vec![
        code.into(),
        ligne.nom.into(),
        ligne.autre_nom.into(),
        departement.into(),
        ligne.genre.into(),
        ligne.population.into(),
        cle.into(),
    ]
}

/// The département is written in the code: two characters, three overseas.
fn departement(code: &str) -> String {
    let longueur = if code.starts_with("97") || code.starts_with("98") {
        3
    } else {
        2
    };
    code.chars().take(longueur).collect()
}
