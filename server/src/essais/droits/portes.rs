//! The doors that the program opens, and who the table says may pass them.

use super::*;

const TABLE: &str = include_str!("../../droits.csv");
const VARIANTES: &str = include_str!("variantes.csv");

/// Every door that the program opens: server functions, pages, and the routes written in the sources.
fn portes() -> BTreeSet<String> {
    let mut portes = BTreeSet::new();
    for route in generate_route_list(app::routes::Routes) {
        portes.insert(format!("GET {}", route.path()));
    }
    for (chemin, methode) in server_fn_paths() {
        portes.insert(format!("{methode} {chemin}"));
    }
    let racine = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let textes = sources(&racine.join("src"));
    let mut constantes = sources(&racine.join("../app/src/pages"));
    constantes.extend(textes.iter().cloned());
    for texte in &textes {
        portes.extend(ecrites(texte, &constantes));
    }
    portes
}

/// The routes that a source writes, however its lines are broken. An address may be a constant of `constantes`; one that cannot
/// be read is a failure, for nobody would try its door.
fn ecrites(texte: &str, constantes: &[String]) -> Vec<String> {
    let mut portes = Vec::new();
    let debuts = texte
        .match_indices(".route")
        .map(|(position, mot)| position + mot.len());
    for arguments in debuts.filter_map(|debut| texte[debut..].trim_start().strip_prefix('(')) {
        let arguments = jusqu_a_la_parenthese(arguments);
        let (adresse, reponses) = arguments.split_once(',').unwrap();
        let adresse = adresse.trim();
        let chemin = match adresse.strip_prefix('"') {
            Some(litteral) => litteral.trim_end_matches('"').to_owned(),
            None => constante(adresse.trim_start_matches('&'), constantes)
                .unwrap_or_else(|| panic!("the route {adresse} cannot be read")),
        };
        let avant = portes.len();
        for (methode, mots) in [
            ("GET", "get("),
            ("POST", "post("),
            ("PUT", "put("),
            ("PATCH", "patch("),
            ("DELETE", "delete("),
            ("ANY", "any("),
        ] {
            if mot(reponses, mots) {
                portes.push(format!("{methode} {chemin}"));
            }
        }
        assert!(portes.len() > avant, "nobody knows how to knock at {chemin}");
    }
    portes
}

/// Whether a call of that name is there, and not only the end of a longer name.
fn mot(texte: &str, appel: &str) -> bool {
    texte.match_indices(appel).any(|(position, _)| {
        let avant = texte[..position].chars().next_back();
        avant.is_none_or(|c| !c.is_alphanumeric() && c != '_')
    })
}

/// What is before the parenthesis that closes.
fn jusqu_a_la_parenthese(texte: &str) -> &str {
    let mut profondeur = 1;
    for (position, c) in texte.char_indices() {
        profondeur += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        if profondeur == 0 {
            return &texte[..position];
        }
    }
    texte
}

/// The text of a constant.
fn constante(nom: &str, textes: &[String]) -> Option<String> {
    let debut = format!("const {}: &str = \"", nom.rsplit("::").next()?);
    let suite = textes.iter().find_map(|texte| texte.split_once(&debut))?.1;
    Some(suite.split_once('"')?.0.to_owned())
}

/// The sources that write routes of the portal: not its tests, nor the identity providers of the demonstration, which hold
/// no right of the portal.
fn sources(dossier: &std::path::Path) -> Vec<String> {
    let mut textes = Vec::new();
    for entree in std::fs::read_dir(dossier).unwrap() {
        let chemin = entree.unwrap().path();
        let nom = chemin.file_name().unwrap().to_string_lossy().into_owned();
        if chemin.is_dir() {
            if !["essais", "demonstration"].contains(&&*nom) {
                textes.extend(sources(&chemin));
            }
        } else if chemin.extension().is_some_and(|genre| genre == "rs") && !nom.ends_with("_tests.rs") {
            textes.push(std::fs::read_to_string(chemin).unwrap());
        }
    }
    textes
}

/// For each door, what each kind of person meets.
pub(super) type Regles = BTreeMap<String, BTreeMap<&'static str, &'static str>>;

fn lignes(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table
        .lines()
        .filter(|ligne| !ligne.starts_with('#') && !ligne.is_empty())
        .map(|ligne| ligne.split(';').collect())
}

/// The kinds of person of both tables, and what each of them meets at each door.
pub(super) fn table() -> (Vec<&'static str>, Regles) {
    let mut droits = lignes(TABLE);
    let mut acteurs: Vec<&str> = droits.next().unwrap().into_iter().skip(1).collect();
    let mut regles = Regles::new();
    for ligne in droits {
        assert_eq!(ligne.len(), acteurs.len() + 1, "{}", ligne[0]);
        let cases = acteurs.iter().copied().zip(ligne[1..].iter().copied());
        let porte = regles.insert(ligne[0].to_owned(), cases.collect());
        assert!(porte.is_none(), "{} has two rows", ligne[0]);
    }
    for ligne in lignes(VARIANTES) {
        let [acteur, porte, dit] = ligne[..] else {
            panic!("{ligne:?}")
        };
        if porte == "comme" {
            assert!(acteurs.contains(&dit) && !acteurs.contains(&acteur), "{ligne:?}");
            acteurs.push(acteur);
            for cases in regles.values_mut() {
                let vu = cases[dit];
                cases.insert(acteur, vu);
            }
        } else {
            let cases = regles.get_mut(porte).unwrap_or_else(|| panic!("no door {porte}"));
            let avant = cases.insert(acteur, dit);
            assert!(
                avant.is_some_and(|avant| avant != dit),
                "{ligne:?} is no exception"
            );
        }
    }
    (acteurs, regles)
}

#[test]
fn every_door_has_a_row_and_every_row_a_door() {
    let (_, regles) = table();
    let portes = portes();
    let ecrites: BTreeSet<String> = regles.keys().cloned().collect();
    assert_eq!(
        portes.difference(&ecrites).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "without a row"
    );
    assert_eq!(
        ecrites.difference(&portes).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "without a door"
    );
}

#[test]
fn a_route_is_seen_however_it_is_written() {
    let constantes = ["pub const DEPOT: &str = \"/depot\";".to_owned()];
    for (texte, attendues) in [
        (r#"r.route("/a", get(x))"#, vec!["GET /a"]),
        (
            "r.route(\n    \"/a/{id}\",\n    get(x)\n        .post(y),\n)",
            vec!["GET /a/{id}", "POST /a/{id}"],
        ),
        (
            "r .route (chemin::DEPOT, post(y)).route(\"/b\", any(z))",
            vec!["POST /depot", "ANY /b"],
        ),
        ("r.route_service(\"/c\", f)", vec![]),
    ] {
        assert_eq!(ecrites(texte, &constantes), attendues, "{texte}");
    }
}

#[test]
#[should_panic(expected = "cannot be read")]
fn a_route_that_cannot_be_read_is_a_failure() {
    ecrites("r.route(&format!(\"/{x}\"), get(y))", &[]);
}
