//! Buckets, alone: what passes, what does not, what is forgotten.

use super::*;
use axum::body::Body;

fn requete(methode: Method, chemin: &str, client: &str) -> Request {
    let mut requete = Request::builder()
        .method(methode)
        .uri(chemin)
        .body(Body::empty())
        .unwrap();
    let pair: std::net::SocketAddr = client.parse().unwrap();
    requete.extensions_mut().insert(axum::extract::ConnectInfo(pair));
    requete
}

fn reglages(toml: &str) -> Reglages {
    toml::from_str(toml).unwrap()
}

#[test]
fn each_class_has_its_own_bucket() {
    let regles = "connexion.adresse = { par_minute = 6, rafale = 3 }";
    let debit = Debit::new(&reglages(regles), Proxies::default());
    let entrer = |client| debit.adresse(&requete(Method::GET, "/connexion/fc/retour", client));
    for _ in 0..3 {
        assert_eq!(entrer("192.0.2.1:1"), None);
    }
    let attente = entrer("192.0.2.1:2").unwrap();
    assert!(
        (Duration::from_secs(8)..=Duration::from_secs(10)).contains(&attente),
        "{attente:?}"
    );
    assert_eq!(entrer("192.0.2.2:1"), None, "another address");
    assert_eq!(
        debit.adresse(&requete(Method::GET, "/", "192.0.2.1:1")),
        None,
        "another class"
    );
    assert_eq!(
        debit.adresse(&requete(Method::POST, "/api/valider-demande", "192.0.2.1:1")),
        None
    );
}

#[test]
fn what_costs_or_is_written_down_counts_as_an_act() {
    let classe = |chemin| Classe::de(&Method::GET, chemin);
    for chemin in [
        "/gestion/enregistrer/verification",
        "/mes-donnees/export.json",
        "/mes-donnees/export.html",
    ] {
        assert_eq!(classe(chemin), Some(Classe::Acte), "{chemin}");
    }
    for chemin in ["/gestion/enregistrer/contact", "/mes-donnees"] {
        assert_eq!(classe(chemin), None, "{chemin}");
    }
    let envoi = |chemin| Classe::de(&Method::POST, chemin);
    for chemin in ["/api/prise", "/api/liberer-prise"] {
        assert_eq!(envoi(chemin), Some(Classe::Acte), "a refusal is in the journal");
    }
    assert_eq!(envoi("/api/suivre-file"), None);
}

#[test]
fn the_general_ceiling_counts_everything() {
    let regles = "general.adresse = { par_minute = 1, rafale = 2 }";
    let debit = Debit::new(&reglages(regles), Proxies::default());
    assert_eq!(debit.adresse(&requete(Method::GET, "/", "192.0.2.1:1")), None);
    assert_eq!(
        debit.adresse(&requete(Method::POST, "/api/x", "192.0.2.1:1")),
        None
    );
    assert!(
        debit
            .adresse(&requete(Method::GET, "/pkg/x.css", "192.0.2.1:1"))
            .is_some()
    );
}

#[test]
fn an_office_of_two_hundred_passes_and_a_robot_does_not() {
    let debit = Debit::new(&Reglages::default(), Proxies::default());
    let bureau = "192.0.2.1:1";
    for _ in 0..200 {
        for fichier in [
            "/",
            "/pkg/a.css",
            "/pkg/a.js",
            "/pkg/a.wasm",
            "/favicon.svg",
            "/connexion",
            "/gestion",
        ] {
            assert_eq!(debit.adresse(&requete(Method::GET, fichier, bureau)), None);
        }
    }
    let robot = (0..1_000).find(|_| {
        debit
            .adresse(&requete(Method::POST, "/connexion/franceconnect", bureau))
            .is_some()
    });
    assert_eq!(robot, Some(120));
}

#[test]
fn what_is_off_counts_nothing() {
    let regles = "actif = false\ngeneral.adresse = { par_minute = 1, rafale = 1 }";
    let debit = Debit::new(&reglages(regles), Proxies::default());
    assert!((0..100).all(|_| debit.adresse(&requete(Method::GET, "/", "192.0.2.1:1")).is_none()));
}

#[test]
fn memory_is_given_back_and_a_crowd_is_counted_by_network() {
    let regles = "general.adresse = { par_minute = 300, rafale = 1 }";
    let mut debit = Debit::new(&reglages(regles), Proxies::default());
    debit.clients_max = 10;
    let venir =
        |debit: &Debit, rang: u32| debit.adresse(&requete(Method::GET, "/", &format!("192.0.{rang}.1:1")));
    for rang in 0..50 {
        venir(&debit, rang);
    }
    debit.ranger();
    assert_eq!(debit.classes[0].adresse.len(), 50);
    assert!(
        debit.foule.load(Ordering::Relaxed),
        "the next ones are counted by wider networks"
    );
    venir(&debit, 100);
    venir(&debit, 101);
    assert_eq!(debit.classes[0].adresse.len(), 51);
    // Five requests a second: all are quiet again soon, and not before the counts above on a busy machine.
    std::thread::sleep(Duration::from_millis(600));
    debit.ranger();
    assert_eq!(debit.classes[0].adresse.len(), 0);
    assert!(!debit.foule.load(Ordering::Relaxed));
}

#[test]
fn a_wrong_setting_is_refused() {
    for faux in [
        "actif = 1",
        "inconnu = true",
        "acte.adresse = { par_minute = 0, rafale = 1 }",
        "acte.adresse = { par_minute = 1 }",
        "acte.voisin = { par_minute = 1, rafale = 1 }",
    ] {
        assert!(toml::from_str::<Reglages>(faux).is_err(), "{faux}");
    }
}
