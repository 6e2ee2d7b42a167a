//! What an operator gets from the journal's commands, on a real embedded database.

use super::*;
use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{EncodePrivateKey as _, EncodePublicKey as _};
use tempfile::TempDir;

struct Poste {
    dossier: TempDir,
    url: String,
    registry: Registry,
}

impl Poste {
    async fn new() -> Self {
        let dossier = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", dossier.path().join("essai.db").display());
        let registry = Registry::open(&url, Contexte::system()).await.unwrap();
        Self {
            dossier,
            url,
            registry,
        }
    }

    fn chemin(&self, nom: &str) -> PathBuf {
        self.dossier.path().join(nom)
    }

    fn ecrire(&self, nom: &str, contenu: &str) -> PathBuf {
        let chemin = self.chemin(nom);
        std::fs::write(&chemin, contenu).unwrap();
        chemin
    }

    /// The files of a pair.
    fn cles(&self, graine: u8) -> (PathBuf, PathBuf) {
        let secrete = SigningKey::from_bytes(&[graine; 32]);
        let publique = secrete.verifying_key().to_public_key_pem(LineEnding::LF).unwrap();
        (
            self.ecrire("cle.pem", &secrete.to_pkcs8_pem(LineEnding::LF).unwrap()),
            self.ecrire("publique.pem", &publique),
        )
    }

    async fn verifier(&self, tete: Option<&Path>, cle_publique: Option<&Path>) -> Result<(), JournalError> {
        let action = Action::Verify {
            tete: tete.map(Path::to_owned),
            cle_publique: cle_publique.map(Path::to_owned),
            export: None,
        };
        executer(action, &self.url, None).await
    }
}

#[tokio::test]
async fn a_signed_head_is_kept_once_a_day_and_tells_a_rewriting() {
    let poste = Poste::new().await;
    let (cle, publique) = poste.cles(1);
    let dossier = poste.chemin("tetes/du/journal");
    assert!(TetesDuJour::new(None, Some(&cle)).unwrap().is_none());
    let tetes = TetesDuJour::new(Some(dossier.clone()), Some(&cle))
        .unwrap()
        .expect("a folder");
    assert!(tetes.garder(&poste.registry).await.unwrap());
    assert!(!tetes.garder(&poste.registry).await.unwrap(), "once a day");
    let fichiers: Vec<_> = std::fs::read_dir(&dossier)
        .unwrap()
        .map(|entree| entree.unwrap().path())
        .collect();
    let [gardee] = fichiers.as_slice() else {
        panic!("one file and nothing beside it: {fichiers:?}")
    };

    poste.verifier(Some(gardee), Some(&publique)).await.unwrap();
    poste.verifier(Some(gardee), None).await.unwrap();
    // Another key, a head that was touched, a head of another journal.
    let ailleurs = Poste::new().await;
    let (_, autre) = ailleurs.cles(2);
    let faux = poste.verifier(Some(gardee), Some(&autre)).await.unwrap_err();
    assert!(
        matches!(faux, JournalError::Tete(_, TeteError::Signature)),
        "{faux}"
    );
    let json = std::fs::read_to_string(gardee).unwrap();
    let plus_loin = poste.ecrire("plus-loin.json", &json.replace("\"numero\":2", "\"numero\":9"));
    let coupe = poste.verifier(Some(&plus_loin), None).await.unwrap_err();
    assert!(
        coupe.to_string().contains("rompu à l’écriture n°\u{a0}3") && coupe.to_string().contains("coupée"),
        "{coupe}"
    );
}

#[tokio::test]
async fn an_export_is_checked_without_the_database() {
    let poste = Poste::new().await;
    let mut export = Vec::new();
    exporter(poste.registry.db(), true, &mut export).await.unwrap();
    let texte = String::from_utf8(export).unwrap();
    let chemin = poste.ecrire("journal.jsonl", &texte);
    let verifier = |export: PathBuf| {
        let action = Action::Verify {
            tete: None,
            cle_publique: None,
            export: Some(export),
        };
        executer(action, "sqlite:/nulle/part", None)
    };
    verifier(chemin).await.unwrap();
    let faux = poste.ecrire("faux.jsonl", &texte.replace("\"import\"", "\"autre\""));
    let rompu = verifier(faux).await.unwrap_err();
    assert!(
        rompu.to_string().contains("rompu à l’écriture n°\u{a0}1"),
        "{rompu}"
    );
}

#[tokio::test]
async fn nothing_is_made_to_be_checked() {
    let dossier = tempfile::tempdir().unwrap();
    let absent = dossier.path().join("absent.db");
    let url = format!("sqlite:{}", absent.display());
    let action = Action::Verify {
        tete: None,
        cle_publique: None,
        export: None,
    };
    let refus = executer(action, &url, None).await.unwrap_err();
    assert!(matches!(refus, JournalError::Base(_)), "{refus}");
    assert!(!absent.exists());
    let fausse = dossier.path().join("cle.pem");
    std::fs::write(&fausse, "autre chose").unwrap();
    let refus = TetesDuJour::new(Some(dossier.path().to_owned()), Some(&fausse)).unwrap_err();
    assert!(
        matches!(refus, JournalError::Tete(_, TeteError::ClePrivee)),
        "{refus}"
    );
}
