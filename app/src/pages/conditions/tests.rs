//! The texts are there, whole, and are those that people accept.

use super::fonds::lire;
use crate::pages::aide::cibles;
use crate::pages::chemin;
use domain::designation::{CGU_HABILITATIONS, CGU_PORTAIL};
use std::collections::HashSet;

#[test]
fn the_texts_are_those_that_people_accept() {
    let documents = lire().expect("readable");
    let version = |cle: &str| {
        documents
            .iter()
            .find(|document| document.cle == cle)
            .map(|document| document.version.clone())
    };
    assert_eq!(version("portail").as_deref(), Some(CGU_PORTAIL));
    assert_eq!(version("habilitations").as_deref(), Some(CGU_HABILITATIONS));
    let cles: HashSet<&str> = documents.iter().map(|document| document.cle.as_str()).collect();
    assert_eq!(cles.len(), documents.len(), "one text of each name");
    for document in &documents {
        assert!(!document.sections.is_empty(), "{}", document.cle);
        for section in &document.sections {
            for cible in cibles(&section.texte) {
                let texte = cible.strip_prefix("/conditions/").unwrap_or_default();
                let connue = cible.starts_with("https://")
                    || [chemin::MES_DONNEES, chemin::MENTIONS_LEGALES].contains(&cible.as_str())
                    || cles.contains(texte);
                assert!(connue, "{} leads to {cible}", document.cle);
            }
            assert!(
                !section.texte.trim().is_empty(),
                "{} {}",
                document.cle,
                section.titre
            );
        }
    }
}
