//! The rules give the same answers in the browser only if their tests run there too. The runner for wasm collects its own attribute
//! and leaves every other test out without a word: each module of tests must be told (the line below, which makes `#[test]` that one).
#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::path::{Path, PathBuf};

const SUR_WASM: [&str; 2] = [
    "#[cfg(target_arch = \"wasm32\")]",
    "use wasm_bindgen_test::wasm_bindgen_test as test;",
];

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

/// A module as `rustfmt` writes it: what is at its level is one step further in than its `mod`.
struct Module {
    nom: String,
    marge: usize,
    prevenu: bool,
    tests: usize,
}

/// The modules of a source that have tests of their own, the source itself included; those inside another one are apart, since an
/// import holds for one module.
fn modules(texte: &str) -> Vec<Module> {
    let ouvrir = |nom: &str, marge| Module {
        nom: nom.to_owned(),
        marge,
        prevenu: false,
        tests: 0,
    };
    let (mut ouverts, mut fermes) = (vec![ouvrir("le fichier", 0)], Vec::new());
    let mut precedente = "";
    for brute in texte.lines() {
        let ligne = brute.trim();
        let marge = brute.len() - brute.trim_start().len();
        let ici = ouverts.last_mut().unwrap();
        if ligne == "#[test]" {
            // In a macro it is further in, and runs in the same module.
            ici.tests += 1;
        } else if marge == ici.marge && [precedente, ligne] == SUR_WASM {
            ici.prevenu = true;
        } else if ligne == "}" && marge + 4 == ici.marge {
            fermes.extend(ouverts.pop());
        } else if ligne.ends_with('{') && ligne.split(' ').any(|mot| mot == "mod") {
            let nom = ligne.rsplit(' ').nth(1).unwrap();
            ouverts.push(ouvrir(nom, marge + 4));
        }
        precedente = ligne;
    }
    fermes.extend(ouverts);
    fermes.retain(|module| module.tests > 0);
    fermes
}

#[test]
fn unit_tests_run_on_wasm_too() {
    let mut tests = 0;
    for source in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let texte = std::fs::read_to_string(&source).unwrap();
        let siens = modules(&texte);
        for module in &siens {
            assert!(
                module.prevenu,
                "{} tests of {} ({}) do not run on wasm",
                module.tests,
                source.display(),
                module.nom
            );
        }
        let comptes: usize = siens.iter().map(|module| module.tests).sum();
        assert_eq!(comptes, texte.matches("#[test]").count(), "{}", source.display());
        tests += comptes;
    }
    assert!(tests > 100, "only {tests} unit tests were found");
}

#[test]
fn one_module_does_not_speak_for_another() {
    let import = SUR_WASM.map(|ligne| format!("    {ligne}\n")).concat();
    let module = |nom: &str, import: &str| {
        format!(
            "#[cfg(test)]\nmod {nom} {{\n{import}\n    #[test]\n    fn un() {{\n        rien();\n    }}\n}}\n\n"
        )
    };
    let texte = module("prevenu", &import) + &module("oublie", "") + "#[test]\nfn seul() {}\n";
    let vus: Vec<_> = modules(&texte)
        .into_iter()
        .map(|module| (module.nom, module.prevenu, module.tests))
        .collect();
    let attendu = [("prevenu", true), ("oublie", false), ("le fichier", false)];
    assert_eq!(vus, attendu.map(|(nom, prevenu)| (nom.to_owned(), prevenu, 1)));
}
