//! People find with their own words, slips of the finger included.

use crate::api::TrouvailleAide;
use crate::pages::aide::chercher::chercher;
use crate::pages::chemin;

fn adresses(demande: &str) -> Vec<String> {
    chercher(demande)
        .into_iter()
        .map(|trouvaille| trouvaille.adresse)
        .collect()
}

/// The answer expected is among the first three.
fn trouve(demande: &str, slug: &str) {
    let adresses = adresses(demande);
    let attendue = chemin::aide_question(slug);
    assert!(
        adresses.iter().take(3).any(|adresse| *adresse == attendue),
        "{demande}: {adresses:?}"
    );
}

#[test]
fn people_find_with_their_own_words() {
    for (demande, slug) in [
        ("code porteur", "duree-carte"),
        ("carte", "carte-cpx"),
        ("e-CPS expirée", "e-cps-expiree"),
        ("ECPS EXPIREE", "e-cps-expiree"),
        ("activer ecps", "activer-e-cps"),
        ("qu'est-ce que le CPx", "carte-cpx"),
        ("changer de directeur", "nouveau-directeur"),
        ("le représentant légal est président", "president-ou-directeur"),
        ("représentants légaux gestionnaires", "directeur-gestionnaire"),
        ("mail partagé", "quelle-adresse"),
        ("numéro de portable", "quel-telephone"),
        ("démission", "depart-professionnel"),
        ("e-learning obligatoire", "formation-en-ligne"),
        ("secretaires medicales", "secretaire-medicale"),
        ("préparateur officine", "preparateurs"),
        ("finess faux", "verifier-finess"),
        ("combien de temps numéro rpps", "delais"),
        ("chiffre 8", "identifiant-e-cps"),
        ("excel", "importer-une-liste"),
        ("démarche simplifiée", "commander-cartes"),
        ("un seul établissement", "limiter-a-certains-etablissements"),
        ("carte suivante", "duree-carte"),
        ("infirmière", "infirmiers"),
    ] {
        trouve(demande, slug);
    }
}

#[test]
fn one_slip_of_the_finger_is_forgiven() {
    for (demande, slug) in [
        ("formtion", "formation-en-ligne"),
        ("mandatire", "mandataire"),
        ("secretiare medicale", "secretaire-medicale"),
        ("finness fausse", "verifier-finess"),
        ("certificta", "certificats"),
        ("libérall", "liberal"),
    ] {
        trouve(demande, slug);
    }
}

#[test]
fn a_title_comes_before_a_mention_and_nothing_is_not_everything() {
    assert_eq!(adresses("certificats")[0], chemin::aide_question("certificats"));
    assert_eq!(adresses("glossaire")[0], chemin::AIDE_GLOSSAIRE);
    for rien in ["", "   ", "?!", "le la les", "zzzzzz", "qxqxqx wkwkwk"] {
        assert_eq!(adresses(rien), Vec::<String>::new(), "{rien}");
    }
    assert!(adresses(&"finess ".repeat(500)).len() <= 12);
}

#[test]
fn what_was_searched_is_marked() {
    let marques = |trouvaille: &TrouvailleAide| -> Vec<String> {
        trouvaille
            .titre
            .iter()
            .filter(|m| m.marque)
            .map(|m| m.texte.clone())
            .collect()
    };
    let trouvailles = chercher("certificat");
    assert_eq!(marques(&trouvailles[0]), ["certificats"]);
    for trouvaille in chercher("représentant légal gestionnaire") {
        let titre: String = trouvaille.titre.iter().map(|m| m.texte.as_str()).collect();
        assert_ne!(titre, "");
    }
}
