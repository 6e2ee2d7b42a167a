//! The bench of the story tests: the same story on SQLite and on PostgreSQL, each in a database of its own, gone afterwards.
//!
//! A model database is migrated and filled with the reference data once per test program; each story gets a copy of it.
//! PostgreSQL is the throwaway one of `script/postgres`; without it the tests fail, they are never skipped.
//!
//! A test program that uses a part of it only declares it so:
//! `#[expect(dead_code, reason = "part of the bench only")] mod commun;`

mod decor;

pub(crate) use decor::*;

use domain::date::Instant;
use registry::contexte::{Clock, Contexte, SystemEntropy};
use registry::{Registry, db::Db, db::sql};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};
use std::future::Future;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use tokio::sync::OnceCell;

/// Sunday 22 November 2026, 10:00 in Paris: when every story begins.
pub(crate) const DEBUT: i64 = 1_795_338_000_000;

/// A clock that the story sets, in UTC milliseconds. Each reading moves it on by one millisecond, so that two acts never share an instant.
#[derive(Clone)]
pub(crate) struct Horloge(pub(crate) Arc<AtomicI64>);

impl Horloge {
    /// A clock at [`DEBUT`].
    pub(crate) fn new() -> Self {
        Self(Arc::new(AtomicI64::new(DEBUT)))
    }

    /// Some days pass.
    pub(crate) fn avancer_jours(&self, jours: i64) {
        self.0.fetch_add(jours * 86_400_000, Ordering::SeqCst);
    }

    /// A context that lives by this clock, with the machine's randomness.
    pub(crate) fn contexte(&self) -> Contexte {
        Contexte {
            clock: Arc::new(self.clone()),
            entropy: Arc::new(SystemEntropy),
        }
    }
}

impl Clock for Horloge {
    fn now(&self) -> Instant {
        Instant::from_millis(self.0.fetch_add(1, Ordering::SeqCst))
    }
}

/// What a story gets: a fresh register, its clock, and the address of its database.
#[derive(Clone)]
pub(crate) struct Banc {
    /// The register, filled with the reference data.
    pub(crate) registry: Registry,
    /// Its clock.
    pub(crate) horloge: Horloge,
    /// Its database, to open it a second time.
    pub(crate) url: String,
}

/// Tells the story on both engines. `nom` is only there to say which story failed.
pub(crate) async fn chaque_moteur<F, Fut>(nom: &str, histoire: F)
where
    F: Fn(Registry) -> Fut,
    Fut: Future<Output = ()> + Send + 'static,
{
    chaque_banc(nom, |banc| histoire(banc.registry)).await;
}

/// Like [`chaque_moteur`], for stories that set the clock or open the database a second time.
pub(crate) async fn chaque_banc<F, Fut>(nom: &str, histoire: F)
where
    F: Fn(Banc) -> Fut,
    Fut: Future<Output = ()> + Send + 'static,
{
    sur_sqlite(nom, &histoire).await;
    sur_postgres(nom, &histoire).await;
}

/// The story on SQLite only: for what one engine alone can show.
pub(crate) async fn sur_sqlite<F, Fut>(nom: &str, histoire: F)
where
    F: Fn(Banc) -> Fut,
    Fut: Future<Output = ()> + Send + 'static,
{
    static MODELE: OnceCell<tempfile::TempDir> = OnceCell::const_new();
    let modele = MODELE
        .get_or_init(|| async {
            let dossier = tempfile::tempdir().expect("a temporary folder");
            ouvrir_et_fermer(&format!("sqlite:{}", dossier.path().join("modele.db").display())).await;
            dossier
        })
        .await;
    let dossier = tempfile::tempdir().expect("a temporary folder");
    let fichier: PathBuf = dossier.path().join("registre.db");
    std::fs::copy(modele.path().join("modele.db"), &fichier).expect("a copy of the model");
    derouler(nom, format!("sqlite:{}", fichier.display()), &histoire)
        .await
        .unwrap_or_else(|panique| {
            eprintln!("« {nom} » a échoué sur SQLite");
            std::panic::resume_unwind(panique)
        });
}

/// The story on PostgreSQL only.
pub(crate) async fn sur_postgres<F, Fut>(nom: &str, histoire: F)
where
    F: Fn(Banc) -> Fut,
    Fut: Future<Output = ()> + Send + 'static,
{
    static MODELE: OnceCell<String> = OnceCell::const_new();
    static SUITE: AtomicU32 = AtomicU32::new(0);
    let admin = adresse_postgres();
    let modele = MODELE
        .get_or_init(|| async {
            let modele = format!("modele_{}_{}", std::process::id(), alea());
            administrer(&admin, &format!("CREATE DATABASE {modele}")).await;
            ouvrir_et_fermer(&adresse(&admin, &modele)).await;
            modele
        })
        .await;
    let base = format!(
        "essai_{}_{}_{}",
        std::process::id(),
        SUITE.fetch_add(1, Ordering::SeqCst),
        alea()
    );
    administrer(&admin, &format!("CREATE DATABASE {base} TEMPLATE {modele}")).await;
    let fin = derouler(nom, adresse(&admin, &base), &histoire).await;
    administrer(&admin, &format!("DROP DATABASE {base} WITH (FORCE)")).await;
    fin.unwrap_or_else(|panique| {
        eprintln!("« {nom} » a échoué sur PostgreSQL");
        std::panic::resume_unwind(panique)
    });
}

/// Runs the story as a task of its own: what it leaves behind is cleaned even when it panics, and its future must be `Send`.
async fn derouler<F, Fut>(
    nom: &str,
    url: String,
    histoire: &F,
) -> Result<(), Box<dyn std::any::Any + Send + 'static>>
where
    F: Fn(Banc) -> Fut,
    Fut: Future<Output = ()> + Send + 'static,
{
    let horloge = Horloge::new();
    let registry = Registry::open(&url, horloge.contexte())
        .await
        .unwrap_or_else(|error| panic!("« {nom} » : le registre ne s’ouvre pas ({error})"));
    let db = registry.db().clone();
    let fin = tokio::spawn(histoire(Banc {
        registry,
        horloge,
        url,
    }))
    .await;
    db.close().await;
    match fin {
        Ok(()) => Ok(()),
        Err(error) => Err(error.into_panic()),
    }
}

async fn ouvrir_et_fermer(url: &str) {
    let registry = Registry::open(url, Horloge::new().contexte())
        .await
        .expect("the model opens");
    planter_decor(&registry).await;
    registry.db().close().await;
}

fn adresse_postgres() -> String {
    std::env::var("TEST_POSTGRES_URL").unwrap_or_else(|_| {
        panic!("TEST_POSTGRES_URL manque : lancez `script/test`, ou `script/postgres cargo test -p registry`")
    })
}

fn adresse(admin: &str, base: &str) -> String {
    let (serveur, _) = admin
        .rsplit_once('/')
        .expect("an address that ends with a database name");
    format!("{serveur}/{base}")
}

/// Distinguishes runs that share a server.
fn alea() -> String {
    uuid::Builder::from_random_bytes(octets())
        .into_uuid()
        .simple()
        .to_string()[..8]
        .to_owned()
}

fn octets() -> [u8; 16] {
    let mut octets = [0; 16];
    getrandom::fill(&mut octets).expect("random bytes");
    octets
}

/// Runs one statement outside of the register, as the administrator of the server.
pub(crate) async fn administrer(admin: &str, ordre: &str) {
    let mut lien = PgConnection::connect(admin)
        .await
        .expect("the throwaway PostgreSQL answers");
    lien.execute(AssertSqlSafe(ordre.to_owned()))
        .await
        .unwrap_or_else(|error| panic!("{ordre} : {error}"));
    lien.close().await.expect("the connection closes");
}

/// How many rows a condition finds: `compter(db, "message WHERE genre = 'demande_recue'")`.
pub(crate) async fn compter(db: &Db, condition: &str) -> i64 {
    let row = sql(format!("SELECT COUNT(*) AS n FROM {condition}"))
        .one(db)
        .await
        .expect("a count");
    row.get("n").expect("a number")
}
