//! The content holds together; `recherche`: people find it with their own words.

mod recherche;

use super::balisage::{Bloc, Morceau, blocs, cibles, texte_nu};
use super::contextuelle::{contexte, question_du_champ};
use super::fonds::{Fonds, lire};
use crate::pages::chemin;
use domain::saisie::{Champ, Etape};
use std::collections::BTreeSet;

fn fonds() -> Fonds {
    lire().unwrap()
}

/// Pages of the portal that the help leads to, apart from its own.
const PAGES: [&str; 10] = [
    chemin::CONSEIL,
    chemin::COMPARAISON,
    chemin::DEPARTS,
    chemin::HABILITATIONS,
    chemin::LISTES,
    chemin::REVUES,
    chemin::STRUCTURES,
    "/guide/professionnel",
    "/guide/gestionnaire",
    "/guide/representant-legal",
];

fn existe(fonds: &Fonds, cible: &str) -> bool {
    match cible.strip_prefix("/aide/") {
        Some("glossaire" | "contacts" | "secteur-sanitaire") => true,
        Some(slug) => fonds.fiche(slug).is_some(),
        None => {
            cible == chemin::AIDE
                || PAGES.contains(&cible)
                || cible.starts_with("https://")
                || cible.starts_with("mailto:")
        }
    }
}

#[test]
fn every_name_is_used_once_and_everything_named_exists() {
    let fonds = fonds();
    let slugs: BTreeSet<&str> = fonds.fiches.iter().map(|fiche| fiche.slug.as_str()).collect();
    assert_eq!(slugs.len(), fonds.fiches.len(), "two questions with one name");
    for reserve in ["glossaire", "contacts", "secteur-sanitaire"] {
        assert!(!slugs.contains(reserve), "{reserve} is a page");
    }
    let sources: BTreeSet<&str> = fonds.sources.iter().map(|source| source.cle.as_str()).collect();
    let themes: BTreeSet<&str> = fonds.themes.iter().map(|theme| theme.cle.as_str()).collect();
    for fiche in &fonds.fiches {
        let slug = &fiche.slug;
        assert!(slug.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{slug}");
        assert!(!fiche.publics.is_empty() && !fiche.sources.is_empty(), "{slug}");
        assert!(
            fiche.courte.chars().count() < 260,
            "{slug}: the short answer is long"
        );
        assert!(
            fiche.themes.iter().all(|theme| themes.contains(theme.as_str())) && !fiche.themes.is_empty(),
            "{slug}"
        );
        for source in &fiche.sources {
            assert!(sources.contains(source.as_str()), "{slug}: {source}");
        }
        for regle in &fiche.regles {
            let numero: u8 = regle.strip_prefix('R').unwrap().parse().unwrap();
            assert!((1..=54).contains(&numero), "{slug}: {regle}");
        }
        for voisine in &fiche.voir {
            assert!(
                slugs.contains(voisine.as_str()) && voisine != slug,
                "{slug}: {voisine}"
            );
        }
        for cible in cibles(&fiche.reponse) {
            assert!(existe(&fonds, &cible), "{slug}: {cible}");
        }
        assert!(
            !texte_nu(&fiche.reponse).contains(['[', '*']),
            "{slug}: a mark is not closed"
        );
    }
    for source in &fonds.sources {
        let citee = fonds
            .fiches
            .iter()
            .any(|fiche| fiche.sources.contains(&source.cle));
        assert!(citee && !source.date.is_empty(), "{} is not used", source.cle);
    }
    let mots: BTreeSet<&str> = fonds.mots.iter().map(|mot| mot.slug.as_str()).collect();
    assert_eq!(mots.len(), fonds.mots.len());
    for mot in &fonds.mots {
        assert!(
            mot.voir.as_ref().is_none_or(|slug| slugs.contains(slug.as_str())),
            "{}",
            mot.slug
        );
    }
    for lien in fonds.contacts.iter().flat_map(|groupe| &groupe.liens) {
        assert!(
            existe(&fonds, &lien.adresse) && sources.contains(lien.source.as_str()),
            "{}",
            lien.nom
        );
    }
}

#[test]
fn every_step_field_and_room_is_offered_answers_that_exist() {
    let fonds = fonds();
    for page in &fonds.pages {
        let aide = page.adresse.starts_with(chemin::AIDE);
        assert!(
            aide || (2..=4).contains(&page.questions.len()),
            "{}",
            page.adresse
        );
        assert_eq!(
            fonds.choix(&page.questions).count(),
            page.questions.len(),
            "{}",
            page.adresse
        );
        assert!(
            page.termes.iter().all(|mot| fonds.mot(mot).is_some()),
            "{}",
            page.adresse
        );
    }
    for etape in Etape::TOUTES {
        assert_eq!(
            contexte(&chemin::etape(etape)).unwrap().adresse,
            chemin::etape(etape)
        );
    }
    for champ in &fonds.champs {
        assert!(
            Champ::TOUS.iter().any(|connu| connu.id() == champ.champ),
            "{}",
            champ.champ
        );
        assert!(fonds.fiche(&champ.question).is_some(), "{}", champ.champ);
    }
    let adresse = |page: &str| contexte(page).map(|page| page.adresse.clone());
    assert_eq!(
        adresse("/gestion/demandes/0190"),
        Some("/gestion/demandes".to_owned())
    );
    assert_eq!(adresse("/gestion/notifications"), Some("/gestion".to_owned()));
    for page in [
        chemin::STRUCTURES,
        chemin::HABILITATIONS,
        chemin::ROTATION,
        "/departs",
        chemin::REVUES,
    ] {
        assert_eq!(adresse(page).as_deref(), Some(page));
    }
    assert_eq!(
        [
            "/",
            "/structures/010000255",
            "/structures/010000255/cartes",
            "/structures/ouvrir",
            "/support/personnes/1"
        ]
        .map(|page| adresse(page).unwrap_or_default()),
        [
            "/",
            "/structures/*",
            "/structures/*/cartes",
            "/structures/ouvrir",
            "/support"
        ]
    );
    assert_eq!((adresse("/structurelle"), adresse("/inconnue")), (None, None));
}

/// The routes of the portal, each with something in the place of what changes.
fn adresses_du_portail() -> Vec<String> {
    include_str!("../../routes.rs")
        .split("path!(\"")
        .skip(1)
        .map(|reste| {
            let motif = reste.split_once('"').unwrap().0;
            let parties: Vec<&str> = motif
                .split('/')
                .map(|partie| if partie.starts_with(':') { "x" } else { partie })
                .collect();
            parties.join("/")
        })
        .collect()
}

#[test]
fn words_are_explained_on_every_screen() {
    let adresses = adresses_du_portail();
    assert!(adresses.len() > 70, "{adresses:?}");
    for adresse in adresses {
        let contexte = contexte(&adresse).unwrap_or_else(|| panic!("{adresse}: nothing is offered"));
        // The glossary is all of them.
        assert_eq!(
            contexte.termes.is_empty(),
            adresse == "/aide/glossaire",
            "{adresse}"
        );
    }
}

#[test]
fn each_step_of_the_path_of_a_structure_has_its_questions() {
    use domain::structure::Etape;
    let fonds = fonds();
    assert_eq!(fonds.etapes.len(), Etape::TOUTES.len());
    for etape in Etape::TOUTES {
        let contexte = fonds.etapes.iter().find(|c| c.etape == etape.code()).unwrap();
        assert!((2..=3).contains(&contexte.questions.len()), "{etape:?}");
        assert_eq!(
            fonds.choix(&contexte.questions).count(),
            contexte.questions.len(),
            "{etape:?}"
        );
    }
    // What heads of structures ask is offered where they are.
    for slug in [
        "commander-cartes",
        "duree-carte",
        "president-ou-directeur",
        "changement-finess",
        "certificats",
    ] {
        let offerte = fonds.etapes.iter().any(|c| c.questions.iter().any(|q| q == slug));
        assert!(offerte, "{slug}");
    }
}

#[test]
fn a_field_is_offered_an_answer_where_a_registration_is_written_only() {
    let offerte =
        |page: &str, champ: Champ| question_du_champ(page, champ.id()).map(|fiche| fiche.slug.as_str());
    for page in [
        "/demande/contact",
        "/mes-demandes/0190/corriger",
        "/gestion/enregistrer/contact",
        "/gestion/imports/0190/lignes/3",
    ] {
        assert_eq!(offerte(page, Champ::Email), Some("quelle-adresse"), "{page}");
    }
    // Who designates, who is told, who is looked for: these are not the applicant's own address and name.
    for page in [
        "/habilitations/010000255/demande/0190",
        "/habilitations/010000255/moi",
        "/habilitations/010000255/envois/0190",
        "/habilitations/010000255/ajouter",
        "/gestion/notifications",
        "/mes-demandes/0190",
    ] {
        for champ in [Champ::Email, Champ::NomExercice] {
            assert_eq!(offerte(page, champ), None, "{page}");
        }
    }
}

/// Each question of the documents, read one by one, has the page that answers it.
#[test]
fn no_question_of_the_documents_is_lost() {
    let fonds = fonds();
    let mut comptes = std::collections::BTreeMap::new();
    for ligne in include_str!("../../../aide/inventaire.csv")
        .lines()
        .filter(|l| !l.starts_with('#'))
        .skip(1)
    {
        let [document, sujet, page]: [&str; 3] = ligne.split(';').collect::<Vec<_>>().try_into().unwrap();
        let fiche = fonds
            .fiche(page)
            .unwrap_or_else(|| panic!("{document}, {sujet}: {page}"));
        *comptes.entry(document).or_insert(0) += 1;
        if document == "§13" {
            assert!(!fiche.divergence.is_empty(), "{page}: the conflict is not said");
        } else {
            assert!(
                fiche.sources.iter().any(|cle| cle == document),
                "{page} does not cite {document}"
            );
        }
    }
    assert_eq!(comptes["FAQ"], 58);
    assert_eq!(
        (
            comptes["NG"],
            comptes["TDL"],
            comptes["WEB"],
            comptes["FSS"],
            comptes["§13"]
        ),
        (7, 12, 28, 14, 11)
    );
}

/// What a reader of French would see at once.
fn typographie(ou: &str, texte: &str) {
    for (rang, c) in texte.char_indices() {
        let avant = texte[..rang].chars().next_back();
        let fautif = match c {
            '\'' | '"' | '\u{201c}' | '\u{201d}' | '\t' => true,
            // In an address or after a number of a list they follow their own rules: addresses are not given here.
            ';' | '!' | '?' | '»' | ':' => avant != Some('\u{a0}'),
            '«' => !texte[rang + c.len_utf8()..].starts_with('\u{a0}'),
            ' ' => avant == Some(' '),
            _ => false,
        };
        assert!(!fautif, "{ou}: {c:?} in « {texte} »");
    }
    assert!(!texte.contains("..."), "{ou}: three dots");
    assert_eq!(texte, texte.trim(), "{ou}: spaces around");
}

#[test]
fn french_is_written_as_french_is() {
    let fonds = fonds();
    for fiche in &fonds.fiches {
        typographie(&fiche.slug, &fiche.question);
        typographie(&fiche.slug, &fiche.courte);
        typographie(&fiche.slug, &fiche.divergence);
        typographie(&fiche.slug, &texte_nu(&fiche.reponse));
        assert!(
            fiche.question.ends_with('?') && fiche.courte.ends_with('.'),
            "{}",
            fiche.slug
        );
    }
    for mot in &fonds.mots {
        typographie(&mot.slug, &mot.nom);
        typographie(&mot.slug, &mot.sens);
        typographie(&mot.slug, mot.developpe.as_deref().unwrap_or_default());
    }
    for groupe in &fonds.contacts {
        typographie("contacts", &groupe.titre);
        for lien in &groupe.liens {
            typographie("contacts", &lien.nom);
            typographie("contacts", &lien.quoi);
        }
    }
    for titre in fonds
        .themes
        .iter()
        .map(|theme| &theme.titre)
        .chain(fonds.sources.iter().map(|source| &source.titre))
    {
        typographie("titres", titre);
    }
}

/// Every term of the glossary of the domain notes (§1).
#[test]
fn every_term_of_the_domain_is_explained() {
    let fonds = fonds();
    for terme in [
        "RPPS",
        "RPPS+",
        "ENREG",
        "Professionnel à rôle",
        "Autorité d’enregistrement",
        "Représentant légal",
        "Mandataire",
        "Gestionnaire RPPS+",
        "Rôle",
        "Profession",
        "Situation d’exercice",
        "EJ",
        "EG",
        "ESMS",
        "OG",
        "FINESS",
        "CPx",
        "CDE",
        "CPE",
        "e-CPS",
        "MIE",
        "Pro Santé Connect",
        "FranceConnect",
        "TOM",
        "mesHabilitations",
        "F101",
        "F301",
        "F502",
        "DUI",
        "DPI",
        "DMP",
        "MSSanté",
        "DAC",
        "CLIC",
        "MDPH",
        "MJPM",
        "Pro Santé Identité",
    ] {
        assert!(fonds.mots.iter().any(|mot| mot.nom == terme), "{terme}");
    }
}

#[test]
fn the_markup_is_read_and_nothing_else_is() {
    let lus = blocs("Un **mot**, un [lien](/aide).\n\n- a\n- b <script>\n\n1. un\n2. deux");
    assert_eq!(lus.len(), 3);
    let Bloc::Paragraphe(premier) = &lus[0] else {
        panic!()
    };
    assert_eq!(premier.len(), 5);
    assert_eq!(premier[1], Morceau::Gras("mot".to_owned()));
    assert_eq!(
        lus[1],
        Bloc::Puces(vec![
            vec![Morceau::Texte("a".to_owned())],
            vec![Morceau::Texte("b <script>".to_owned())]
        ])
    );
    assert!(matches!(&lus[2], Bloc::Numeros(lignes) if lignes.len() == 2));
    assert_eq!(texte_nu("**[x"), "**[x");
}
