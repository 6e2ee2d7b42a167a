//! Brings our copy of FINESS up to a flux: a thread reads the file and cuts it into batches, a channel of two batches makes
//! it wait when the database is slower, the batches go to a table of their own, and one transaction then changes the
//! register. Until that transaction, nobody sees anything; if it does not happen, nothing has changed.
//!
//! The flux holds the closed establishments too, so what it does not mention stays as it is: a partial file closes nothing.

use super::erreur::{BilanImport, Ignorees, ImportError};
use super::flux::{self, Entete, Entite};
use super::ligne::{COLONNES, Ligne, Reperes};
use crate::Registry;
use crate::contexte::Contexte;
use crate::db::{Db, DbError, Tx, sql};
use crate::journal::{self, Acte, Auteur, Entree, Objet};
use crate::referentiel::{Categories, lot, noter};
use crate::support::referentiels::encore_permis;
use std::collections::{HashMap, HashSet};
use std::io::Read;
use std::ops::ControlFlow;
use tokio::sync::mpsc;
use uuid::Uuid;

/// How many lines travel together. At most four batches exist at once: one being cut, two waiting, one being written.
pub const LOT: usize = 250;
/// How many batches one transaction of the preparation writes: others may write in between.
const LOTS_PAR_TRANSACTION: usize = 8;
/// How long a preparation that was broken off stays before the next import sweeps it away.
const ABANDON_JOURS: i64 = 1;

impl Registry {
    /// Imports a FINESS « structures » flux (`finess-structures.schema.json`). The file is read as a stream: memory does
    /// not grow with it. Importing the same file again changes nothing.
    pub async fn importer_finess(
        &self,
        source: impl Read + Send + 'static,
    ) -> Result<BilanImport, ImportError> {
        importer(self.db(), self.contexte(), Auteur::Programme, source).await
    }
}

/// See [`Registry::importer_finess`]; `auteur` is who brought the file.
pub(crate) async fn importer(
    db: &Db,
    contexte: &Contexte,
    auteur: Auteur,
    source: impl Read + Send + 'static,
) -> Result<BilanImport, ImportError> {
    let maintenant = contexte.clock.now();
    let import = contexte.entropy.uuid(maintenant);
    // UUIDv7 begin with their time: everything under this one was prepared before that day.
    let abandonnes = contexte.entropy.uuid(maintenant.plus_days(-ABANDON_JOURS));
    let mut tx = db.begin().await?;
    sql("DELETE FROM import_etablissement WHERE import < $1")
        .bind(abandonnes)
        .execute(&mut tx)
        .await?;
    tx.commit().await?;

    let reperes = Reperes {
        categories: Categories::embarquees()?,
        communes: noms_des_communes(db).await?,
        aujourd_hui: maintenant.jour_paris(),
    };
    let (envoi, reception) = mpsc::channel(2);
    let lecture = tokio::task::spawn_blocking(move || lire(source, &reperes, &envoi));
    let preparee = preparer(db, import, reception).await;
    let lue = lecture.await.map_err(|_| ImportError::Interrompu);
    // The file is the first to know what is wrong: its error comes before the one of a channel that it closed.
    let resultat = match (lue, preparee) {
        (Ok(Err(erreur)) | Err(erreur), _) => Err(erreur),
        (_, Err(erreur)) => Err(erreur.into()),
        (Ok(Ok(lecture)), Ok(doublons)) => remplacer(db, contexte, (import, auteur), lecture, doublons).await,
    };
    if resultat.is_err() {
        let balayage = async {
            let mut tx = db.begin().await?;
            vider(&mut tx, import).await?;
            tx.commit().await
        };
        if let Err(erreur) = balayage.await {
            tracing::warn!(%erreur, "une préparation d’import abandonnée n’a pas pu être effacée");
        }
    }
    resultat
}

/// What the reading thread learned besides the lines.
struct Lecture {
    entete: Entete,
    lues: u64,
    ignorees: Ignorees,
}

/// Lines that go together, each with the number of its legal entity in the file.
type Lot = Vec<(u64, Ligne)>;

/// Reads the file and sends its lines in batches. Waits when the channel is full; stops when nobody receives any more.
fn lire(source: impl Read, reperes: &Reperes, envoi: &mpsc::Sender<Lot>) -> Result<Lecture, ImportError> {
    let mut lues = 0;
    let mut ignorees = Ignorees::default();
    let mut lot = Lot::with_capacity(LOT);
    let pousser = |lot: &mut Lot, rang: u64, ligne: Ligne| {
        lot.push((rang, ligne));
        if lot.len() < LOT {
            return ControlFlow::Continue(());
        }
        match envoi.blocking_send(std::mem::replace(lot, Lot::with_capacity(LOT))) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    };
    let mut recevoir = |rang: u64, entite: Entite| {
        let nombre = entite.ege.len() as u64;
        let ej = match reperes.entite(&entite) {
            Ok(ligne) => ligne,
            Err(raison) => {
                // Without its legal entity, an establishment belongs nowhere.
                lues += nombre.max(1);
                (0..nombre.max(1)).for_each(|_| ignorees.ajouter(rang, raison.clone()));
                return ControlFlow::Continue(());
            }
        };
        let finess_ej = ej.finess.clone();
        pousser(&mut lot, rang, ej)?;
        for site in entite.ege.iter() {
            lues += 1;
            match reperes.site(site, &finess_ej) {
                Ok(ligne) => pousser(&mut lot, rang, ligne)?,
                Err(raison) => ignorees.ajouter(rang, raison),
            }
        }
        ControlFlow::Continue(())
    };
    let entete = flux::lire(source, &mut recevoir)?;
    if !lot.is_empty() && envoi.blocking_send(lot).is_err() {
        return Err(ImportError::Interrompu);
    }
    Ok(Lecture {
        entete,
        lues,
        ignorees,
    })
}

/// Writes the batches as they come to the preparation table. Gives back the lines whose number had already come.
async fn preparer(db: &Db, import: Uuid, mut reception: mpsc::Receiver<Lot>) -> Result<Ignorees, DbError> {
    let mut doublons = Ignorees::default();
    while let Some(premier) = reception.recv().await {
        let mut tx = db.begin().await?;
        ecrire(&mut tx, import, premier, &mut doublons).await?;
        for _ in 1..LOTS_PAR_TRANSACTION {
            // Not waited for: a slow file must not keep others from writing.
            let Ok(lot) = reception.try_recv() else { break };
            ecrire(&mut tx, import, lot, &mut doublons).await?;
        }
        tx.commit().await?;
    }
    Ok(doublons)
}

async fn ecrire(tx: &mut Tx, import: Uuid, lot: Lot, doublons: &mut Ignorees) -> Result<(), DbError> {
    let suite = "ON CONFLICT (import, genre, finess) DO NOTHING RETURNING genre, finess";
    let cles: Vec<_> = lot
        .iter()
        .map(|(rang, ligne)| (*rang, ligne.genre, ligne.finess.clone()))
        .collect();
    let largeur = COLONNES.split(',').count();
    let mut enonce = sql(lot::texte(
        tx.engine(),
        "import_etablissement",
        COLONNES,
        suite,
        largeur,
        lot.len(),
    ));
    for valeur in lot.into_iter().flat_map(|(_, ligne)| ligne.valeurs(import)) {
        enonce = enonce.bind(valeur);
    }
    let mut ecrites = HashSet::new();
    for row in enonce.all(tx).await? {
        ecrites.insert((row.get::<String>("genre")?, row.get::<String>("finess")?));
    }
    for (rang, genre, finess) in cles {
        if !ecrites.remove(&(genre.to_owned(), finess.clone())) && genre == "eg" {
            doublons.ajouter(
                rang,
                format!("numéro FINESS {finess} déjà donné plus haut\u{a0}: la première ligne est gardée"),
            );
        }
    }
    Ok(())
}

/// What tells a prepared establishment `i` from the stored one `e`.
const DIFFERENTE: &str = "(i.finess_ej <> e.finess_ej OR i.raison_sociale <> e.raison_sociale OR i.categorie <> e.categorie \
     OR i.libelle_categorie <> e.libelle_categorie OR i.secteur <> e.secteur OR i.adresse <> e.adresse \
     OR i.code_postal <> e.code_postal OR i.commune <> e.commune OR i.siret IS DISTINCT FROM e.siret \
     OR i.ouvert <> e.ouvert OR i.cle <> e.cle)";

/// The one transaction that changes the register.
async fn remplacer(
    db: &Db,
    contexte: &Contexte,
    (import, auteur): (Uuid, Auteur),
    lecture: Lecture,
    doublons: Ignorees,
) -> Result<BilanImport, ImportError> {
    let maintenant = contexte.clock.now();
    let mut tx = db.begin().await?;
    encore_permis(&mut tx, auteur).await?;
    let compte = sql(format!(
        "SELECT COUNT(*) AS preparees,
                CAST(COALESCE(SUM(CASE WHEN e.finess IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT) AS ajoutees,
                CAST(COALESCE(SUM(CASE WHEN {DIFFERENTE} THEN 1 ELSE 0 END), 0) AS BIGINT) AS modifiees,
                CAST(COALESCE(SUM(CASE WHEN e.ouvert AND NOT i.ouvert THEN 1 ELSE 0 END), 0) AS BIGINT) AS fermees
         FROM import_etablissement i LEFT JOIN etablissement e ON e.finess = i.finess
         WHERE i.import = $1 AND i.genre = 'eg'"
    ))
    .bind(import)
    .one(&mut tx)
    .await?;
    let nombre = |colonne: &str| {
        compte
            .get::<i64>(colonne)
            .map(|nombre| u64::try_from(nombre).unwrap_or_default())
    };
    let (preparees, ajoutees, modifiees) = (nombre("preparees")?, nombre("ajoutees")?, nombre("modifiees")?);

    // Only what differs is written: an import that changes nothing costs nothing to those who read.
    sql(
        "INSERT INTO entite_juridique (finess, raison_sociale, siren, ouverte)
         SELECT i.finess, i.raison_sociale, i.siren, i.ouvert FROM import_etablissement i
             LEFT JOIN entite_juridique j ON j.finess = i.finess
         WHERE i.import = $1 AND i.genre = 'ej' AND (j.finess IS NULL OR i.raison_sociale <> j.raison_sociale
             OR i.siren IS DISTINCT FROM j.siren OR i.ouvert <> j.ouverte)
         ON CONFLICT (finess) DO UPDATE SET raison_sociale = excluded.raison_sociale, siren = excluded.siren,
             ouverte = excluded.ouverte",
    )
    .bind(import)
    .execute(&mut tx)
    .await?;
    sql(format!(
        "INSERT INTO etablissement (finess, finess_ej, raison_sociale, categorie, libelle_categorie, secteur, adresse,
             code_postal, commune, siret, ouvert, cle)
         SELECT i.finess, i.finess_ej, i.raison_sociale, i.categorie, i.libelle_categorie, i.secteur, i.adresse,
             i.code_postal, i.commune, i.siret, i.ouvert, i.cle
         FROM import_etablissement i LEFT JOIN etablissement e ON e.finess = i.finess
         WHERE i.import = $1 AND i.genre = 'eg' AND (e.finess IS NULL OR {DIFFERENTE})
         ON CONFLICT (finess) DO UPDATE SET finess_ej = excluded.finess_ej, raison_sociale = excluded.raison_sociale,
             categorie = excluded.categorie, libelle_categorie = excluded.libelle_categorie, secteur = excluded.secteur,
             adresse = excluded.adresse, code_postal = excluded.code_postal, commune = excluded.commune,
             siret = excluded.siret, ouvert = excluded.ouvert, cle = excluded.cle"
    ))
    .bind(import)
    .execute(&mut tx)
    .await?;
    vider(&mut tx, import).await?;
    noter(
        &mut tx,
        "finess",
        &lecture.entete.genere_le,
        maintenant,
        preparees,
        None,
    )
    .await?;
    let bilan = BilanImport {
        lues: lecture.lues,
        ajoutees,
        modifiees,
        inchangees: preparees.saturating_sub(ajoutees + modifiees),
        fermees: nombre("fermees")?,
        ignorees: lecture.ignorees.reunir(doublons),
    };
    let referentiel = Objet::Referentiel("finess");
    let entree = Entree::new(maintenant, auteur, Acte::Importer, referentiel).avec(bilan.detail());
    journal::ecrire(&mut tx, contexte, entree).await?;
    tx.commit().await?;
    Ok(bilan)
}

async fn vider(tx: &mut Tx, import: Uuid) -> Result<(), DbError> {
    sql("DELETE FROM import_etablissement WHERE import = $1")
        .bind(import)
        .execute(tx)
        .await?;
    Ok(())
}

/// How the communes are spelled, by INSEE code: the flux has them in capitals, without accents.
async fn noms_des_communes(db: &Db) -> Result<HashMap<String, String>, DbError> {
    let rows = sql("SELECT code, nom FROM commune").all(db).await?;
    rows.iter()
        .map(|row| Ok((row.get("code")?, row.get("nom")?)))
        .collect()
}
