//! The rules give the same answers in the browser only if their tests run there too. The runner for wasm collects its own attribute
//! and leaves every other test out without a word: each unit test must be told (the line below, which makes `#[test]` that one).
#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::path::{Path, PathBuf};

const SUR_WASM: &str = "#[cfg(target_arch = \"wasm32\")]\nuse wasm_bindgen_test::wasm_bindgen_test as test;";

fn sources(dossier: &Path) -> Vec<PathBuf> {
    let mut trouvees = Vec::new();
    for entree in std::fs::read_dir(dossier).unwrap() {
        let chemin = entree.unwrap().path();
        if chemin.is_dir() {
            trouvees.extend(sources(&chemin));
        } else if chemin.extension().is_some_and(|fin| fin == "rs") {
            trouvees.push(chemin);
        }
    }
    trouvees
}

#[test]
fn unit_tests_run_on_wasm_too() {
    let mut tests = 0;
    for source in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let texte = std::fs::read_to_string(&source).unwrap();
        let siens = texte.lines().filter(|ligne| ligne.trim() == "#[test]").count();
        let lignes: Vec<&str> = texte.lines().map(str::trim).collect();
        assert!(
            siens == 0 || lignes.join("\n").contains(SUR_WASM),
            "{} tests of {} do not run on wasm",
            siens,
            source.display()
        );
        tests += siens;
    }
    assert!(tests > 100, "only {tests} unit tests were found");
}
