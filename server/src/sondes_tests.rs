//! What pages ask for by themselves is known: it must not keep a session open.

/// What pages ask for on a gesture of the person, in islands that also have a clock.
const GESTES: [&str; 7] = [
    "/api/rester-connecte",
    "/api/se-deconnecter",
    "/api/chercher-aide",
    "/api/chercher-etablissements",
    "/api/chercher-communes",
    "/api/chercher-pays",
    "/api/prendre-la-main",
];

/// The address of each endpoint, by the name of its function and of its form.
fn adresses_des_fonctions() -> std::collections::HashMap<String, String> {
    let mut adresses = std::collections::HashMap::new();
    for (_, source) in sources("../app/src/api") {
        for morceau in source.split("endpoint = \"").skip(1) {
            let (nom, suite) = morceau.split_once('"').unwrap();
            let fonction = suite.split_once("fn ").unwrap().1.split('(').next().unwrap();
            let formulaire: String = fonction
                .split('_')
                .map(|mot| mot[..1].to_uppercase() + &mot[1..])
                .collect();
            for clef in [fonction.to_owned(), formulaire] {
                adresses.insert(clef, format!("/api/{nom}"));
            }
        }
    }
    adresses
}

/// Every Rust file of a folder of the workspace, with its name.
fn sources(dossier: &str) -> Vec<(String, String)> {
    let mut lues = Vec::new();
    let mut dossiers = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(dossier)];
    while let Some(dossier) = dossiers.pop() {
        for entree in std::fs::read_dir(dossier).unwrap() {
            let chemin = entree.unwrap().path();
            if chemin.is_dir() {
                dossiers.push(chemin);
            } else if chemin.extension().is_some_and(|fin| fin == "rs") {
                lues.push((
                    chemin.display().to_string(),
                    std::fs::read_to_string(chemin).unwrap(),
                ));
            }
        }
    }
    lues
}

#[test]
fn what_a_page_asks_for_by_itself_is_no_sign_of_the_person() {
    const HORLOGES: [&str; 5] = [
        "set_interval",
        "set_timeout",
        "TimeoutFuture",
        "EventSource",
        "Interval::new",
    ];
    let adresses = adresses_des_fonctions();
    let mut vues = 0;
    for (fichier, source) in sources("../app/src/islands") {
        if !HORLOGES.iter().any(|horloge| source.contains(horloge)) {
            continue;
        }
        let mots = source.split(|c: char| !c.is_alphanumeric() && c != '_');
        let nommees = mots.filter_map(|mot| adresses.get(mot).cloned());
        let ecrites = source
            .split('"')
            .skip(1)
            .step_by(2)
            .filter(|mot| mot.starts_with("/api/"));
        for adresse in nommees.chain(ecrites.map(str::to_owned)) {
            vues += 1;
            assert!(
                super::SANS_PERSONNE.contains(&adresse.as_str()) || GESTES.contains(&adresse.as_str()),
                "{fichier} asks for {adresse}: by itself (SANS_PERSONNE), or on a gesture?"
            );
        }
    }
    assert!(vues > 8, "{vues}");
}
