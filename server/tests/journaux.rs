//! Nothing of a person reaches the log: the real program, at its most talkative, through sign-in, a demande, a search, a
//! decision, refused acts and defects of what is sent. Then its log is read.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

struct Programme {
    enfant: Child,
    adresse: String,
    dossier: TempDir,
}

impl Programme {
    fn demarrer() -> Self {
        let dossier = tempfile::tempdir().unwrap();
        std::fs::create_dir(dossier.path().join("pkg")).unwrap();
        let mut enfant = Command::new(env!("CARGO_BIN_EXE_server"))
            .args(["serve", "--demo", "--addr", "127.0.0.1:0", "--site-root"])
            .arg(dossier.path())
            .env(
                "DATABASE_URL",
                format!("sqlite:{}", dossier.path().join("essai.db").display()),
            )
            .env("RUST_LOG", "trace")
            .env_remove("RPPSPLUS_CONFIG")
            .stdout(Stdio::piped())
            .stderr(std::fs::File::create(dossier.path().join("journal")).unwrap())
            .spawn()
            .unwrap();
        let mut dit = BufReader::new(enfant.stdout.take().unwrap());
        let mut ligne = String::new();
        dit.read_line(&mut ligne).unwrap();
        let adresse = ligne.trim().rsplit("http://").next().unwrap().to_owned();
        // What is announced after is not our subject, but somebody has to read it.
        std::thread::spawn(move || dit.read_to_end(&mut Vec::new()));
        Self {
            enfant,
            adresse,
            dossier,
        }
    }

    /// One request on a connection of its own; the whole answer.
    fn demander(&self, methode: &str, chemin: &str, cookie: &str, entetes: &str, corps: &[u8]) -> String {
        let mut client = TcpStream::connect(&self.adresse).unwrap();
        let requete = format!(
            "{methode} {chemin} HTTP/1.1\r\nHost: {}\r\nAccept: text/html\r\nConnection: close\r\nCookie: {cookie}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n{entetes}\r\n",
            self.adresse,
            corps.len()
        );
        client.write_all(requete.as_bytes()).unwrap();
        client.write_all(corps).unwrap();
        let mut reponse = Vec::new();
        client.read_to_end(&mut reponse).unwrap();
        String::from_utf8_lossy(&reponse).into_owned()
    }

    fn lire(&self, chemin: &str, cookie: &str) -> String {
        self.demander("GET", chemin, cookie, "", b"")
    }

    fn poster(&self, acte: &str, cookie: &str, corps: &str) -> String {
        let chemin = format!("/api/{acte}");
        self.demander(
            "POST",
            &chemin,
            cookie,
            "Sec-Fetch-Site: same-origin\r\n",
            corps.as_bytes(),
        )
    }

    fn se_connecter(&self, personne: &str) -> String {
        let reponse = self.poster("se-connecter", "", &format!("personne={personne}"));
        let cookie = entre(&reponse, "set-cookie: ", ";");
        assert!(cookie.len() > 40, "{reponse}");
        cookie
    }

    fn journal(&self) -> String {
        std::fs::read_to_string(self.dossier.path().join("journal")).unwrap()
    }
}

impl Drop for Programme {
    fn drop(&mut self) {
        let _ = self.enfant.kill();
        let _ = self.enfant.wait();
    }
}

fn entre(texte: &str, debut: &str, fin: &str) -> String {
    let ici = texte
        .find(debut)
        .unwrap_or_else(|| panic!("no {debut} in {texte}"))
        + debut.len();
    let reste = &texte[ici..];
    reste[..reste.find(fin).unwrap()].to_owned()
}

#[test]
fn no_name_address_number_or_secret_is_ever_logged() {
    let programme = Programme::demarrer();
    let camille = programme.se_connecter("camille");
    programme.poster("commencer-demande", &camille, "");
    let contact = programme.lire("/demande/contact", &camille);
    let demande = entre(&contact, "name=\"demande\" value=\"", "\"");
    let poster =
        |acte: &str, champs: &str| programme.poster(acte, &camille, &format!("demande={demande}&{champs}"));
    poster(
        "enregistrer-etat-civil",
        "nom_usage=Zythologue&ville_naissance=Xyloville",
    );
    poster(
        "enregistrer-contact",
        "email=zebulon.temoin%40example.org&mobile=0698765432",
    );
    poster(
        "enregistrer-contact",
        "email=zebulon.temoin%40example.org&mobile=%FF%FE",
    );
    poster(
        "enregistrer-situation",
        "nom_exercice=Zythologue&prenom_exercice=Wilfrid",
    );
    poster("soumettre-demande", "x=y");
    let perdu = programme.poster("soumettre-demande", &camille, "demande=Zythologue");
    assert!(perdu.starts_with("HTTP/1.1 404"), "{perdu}");
    let etranger = "Sec-Fetch-Site: cross-site\r\nOrigin: https://zythologue.example\r\n";
    let refus = programme.demander(
        "POST",
        "/api/enregistrer-contact",
        &camille,
        etranger,
        b"email=zebulon.temoin",
    );
    assert!(refus.starts_with("HTTP/1.1 403"), "{refus}");
    programme.poster("enregistrer-contact", &camille, &"zebulon.temoin".repeat(6_000));

    let nadia = programme.se_connecter("nadia");
    let trouve = programme.poster("rechercher", &nadia, "ou=demandes&texte=Jaziri");
    let page = programme.lire(&entre(&trouve, "location: ", "\r\n"), &nadia);
    assert!(page.contains("Jaziri"));
    let dossier = entre(&page, "href=\"/gestion/demandes/", "\"");
    let dossier = &dossier[..36];
    let detail = programme.lire(&format!("/gestion/demandes/{dossier}"), &nadia);
    assert!(detail.to_lowercase().contains("jaziri"), "{detail}");
    let decider =
        |acte: &str, champs: &str| programme.poster(acte, &nadia, &format!("demande={dossier}&{champs}"));
    decider("valider-demande", "version=999&confirmation=on");
    decider(
        "refuser-demande",
        "version=999&motif=x&explication=Zythologue+explique",
    );
    // Somebody who has no right to it tries the same.
    programme.poster(
        "valider-demande",
        &camille,
        &format!("demande={dossier}&version=1&confirmation=on"),
    );
    programme.poster("se-deconnecter", &nadia, "");

    let journal = programme.journal();
    assert!(journal.len() > 10_000, "the log was heard");
    let minuscules = journal.to_lowercase();
    let secrets = [&camille, &nadia].map(|cookie| cookie.trim_start_matches("session=").to_owned());
    let interdits = [
        "zythologue",
        "xyloville",
        "wilfrid",
        "zebulon",
        "698765432",
        "98 76 54 32",
        "jaziri",
        "moreau",
        "camille",
        "ferrand",
        "nadia",
        "127.0.0.1:",
    ];
    for interdit in interdits.into_iter().map(str::to_owned).chain(secrets) {
        let ligne = minuscules.lines().find(|ligne| ligne.contains(&interdit));
        assert_eq!(ligne, None, "{interdit} is in the log");
    }
}
