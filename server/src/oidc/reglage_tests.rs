use super::*;

fn lire(toml: &str, env: &[(&str, &str)], fournisseur: Fournisseur) -> Result<Option<Reglage>, ReglageError> {
    let section: Section = toml::from_str(toml).unwrap();
    section.lire(fournisseur, |nom| {
        env.iter()
            .find(|(cle, _)| *cle == nom)
            .map(|(_, valeur)| (*valeur).to_owned())
    })
}

#[test]
fn a_name_and_a_secret_are_enough() {
    let reglage = lire(
        "client_id = 'portail'\nclient_secret = 's'",
        &[],
        Fournisseur::FranceConnect,
    )
    .unwrap()
    .unwrap();
    assert_eq!(
        reglage.issuer.as_str(),
        "https://oidc.franceconnect.gouv.fr/api/v2"
    );
    assert_eq!(reglage.acr_values, ["eidas1"]);
    assert!(!format!("{reglage:?}").contains("\"s\""), "no secret in a log");
    let reglage = lire("client_id = 'portail'", &[], Fournisseur::ProSanteConnect)
        .unwrap()
        .unwrap();
    assert_eq!(
        (reglage.scopes, reglage.envoi_secret),
        (vec!["scope_all".to_owned()], None)
    );
    assert_eq!(reglage.decouverte, "/.well-known/wallet-openid-configuration");
    assert!(lire("", &[], Fournisseur::FranceConnect).unwrap().is_none());
}

#[test]
fn the_environment_has_the_last_word() {
    let env = [
        ("RPPSPLUS_PROSANTECONNECT_CLIENT_ID", "autre"),
        ("RPPSPLUS_PROSANTECONNECT_CLIENT_SECRET", "secret"),
        (
            "RPPSPLUS_PROSANTECONNECT_ISSUER",
            "http://localhost:8080/realms/x",
        ),
        ("RPPSPLUS_PROSANTECONNECT_ALGORITHMS", "EdDSA ES384"),
        ("RPPSPLUS_PROSANTECONNECT_ACR_VALUES", ""),
        ("RPPSPLUS_PROSANTECONNECT_CLIENT_AUTH", "post"),
    ];
    let reglage = lire("client_id = 'portail'", &env, Fournisseur::ProSanteConnect)
        .unwrap()
        .unwrap();
    assert_eq!(reglage.client_id.as_str(), "autre");
    assert_eq!(reglage.client_secret.unwrap().secret(), "secret");
    assert_eq!(reglage.algorithmes.len(), 2);
    assert_eq!(reglage.envoi_secret, Some(EnvoiSecret::Post));
    assert!(reglage.acr_values.is_empty(), "no matter how");
}

#[test]
fn a_secret_in_a_file() {
    let dossier = tempfile::tempdir().unwrap();
    let fichier = dossier.path().join("secret");
    let toml = format!(
        "client_id = 'portail'\nclient_secret_file = '{}'",
        fichier.display()
    );
    let sans = lire(&toml, &[], Fournisseur::FranceConnect);
    assert!(matches!(sans, Err(ReglageError::Secret("franceconnect", ..))));
    std::fs::write(&fichier, "dans le fichier\n").unwrap();
    let reglage = lire(&toml, &[], Fournisseur::FranceConnect).unwrap().unwrap();
    assert_eq!(reglage.client_secret.unwrap().secret(), "dans le fichier");
}

#[test]
fn what_would_not_be_safe_is_refused() {
    for algorithme in ["none", "HS256", "rs256", "ES512", ""] {
        let toml = format!("client_id = 'x'\nalgorithms = ['RS256', '{algorithme}']");
        let refus = lire(&toml, &[], Fournisseur::FranceConnect);
        assert!(matches!(refus, Err(ReglageError::Algorithme(..))), "{algorithme}");
    }
    for issuer in [
        "http://fournisseur.example",
        "ftp://x",
        "fournisseur",
        "http://127.0.0.1.example",
    ] {
        let toml = format!("client_id = 'x'\nissuer = '{issuer}'");
        let refus = lire(&toml, &[], Fournisseur::FranceConnect);
        assert!(matches!(refus, Err(ReglageError::Issuer(_))), "{issuer}");
    }
    assert!(
        toml::from_str::<Section>("cliend_id = 'x'").is_err(),
        "a typo does not go unnoticed"
    );
}
