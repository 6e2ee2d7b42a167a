//! The commands of an operator as they are typed: in an empty folder, then once more.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::process::{Command, Output};
use tempfile::TempDir;

fn server(dossier: &TempDir, arguments: &[&str]) -> Output {
    let base = dossier.path().join("base").join("portail.db");
    Command::new(env!("CARGO_BIN_EXE_server"))
        .args(arguments)
        .env("DATABASE_URL", format!("sqlite:{}", base.display()))
        .env_remove("RPPSPLUS_CONFIG")
        .output()
        .unwrap()
}

/// What a command that succeeds says.
fn dit(sortie: &Output) -> String {
    let plainte = String::from_utf8_lossy(&sortie.stderr);
    assert!(sortie.status.success(), "{plainte}");
    String::from_utf8_lossy(&sortie.stdout).into_owned()
}

#[test]
fn migrate_then_import_communes_say_what_they_did_and_do_nothing_twice() {
    let dossier = tempfile::tempdir().unwrap();
    for _ in 0..2 {
        assert_eq!(dit(&server(&dossier, &["migrate"])), "La base est à jour.\n");
    }
    let fichier = dossier.path().join("communes.csv");
    let importer = |contenu: &str| {
        std::fs::write(&fichier, contenu).unwrap();
        server(&dossier, &["import", "communes", fichier.to_str().unwrap()])
    };
    let liste = "code,nom,genre,population,autre_nom\n01001,L'Abergement-Clémenciat,A,860,\n95998,Essai-sur-Mer,A,12,\n";
    for (ajoutees, inchangees) in [(1, 1), (0, 2)] {
        assert_eq!(
            dit(&importer(liste)),
            format!(
                "2 lignes lues : {ajoutees} ajoutées, 0 modifiées (dont 0 fermetures), {inchangees} inchangées.\n"
            )
        );
    }
    let refus = importer("code,nom,genre,population,autre_nom\n95998,Essai\n");
    assert!(!refus.status.success());
    assert!(String::from_utf8_lossy(&refus.stderr).contains("Rien n’a été modifié dans la base."));
}
