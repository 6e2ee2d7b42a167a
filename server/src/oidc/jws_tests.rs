use super::*;
use serde_json::json;

/// Texts signed once by another implementation, and its public keys.
const SIGNES: [(&str, &str); 3] = [
    (
        "ES256",
        "eyJhbGciOiJFUzI1NiIsImtpZCI6IkVTMjU2In0.eyJpc3MiOiJqb2UiLCJleHAiOjEzMDA4MTkzODB9.eodWVSClKBj_rgQJi5NPQoTloLK9Jeqz3VpbZQYtAot9OvmrMHZPumXyKk82SxYmzosB9SVOPm_hFIFLdhizcg",
    ),
    (
        "RS256",
        "eyJhbGciOiJSUzI1NiIsImtpZCI6IlJTMjU2In0.eyJpc3MiOiJqb2UiLCJleHAiOjEzMDA4MTkzODB9.vhM3cDbxrAcOBM4FgZAuzVBtU8tfYMUvQEJGyY4l1mpL7VKVEqHfG_SOkoXnYqkRDG80sBuIZixBmaS0pkRoRf_EebgO_20rCbL7L5bsLcdaHUr7fJlU7ju_bTzq2jMNXGkmEPW6gd7OrW18VeyU9z832I-jKJyD-jpDqdXETsqgiz36mL0ANQYD1ZXAlK0T6WYBp6TUZii9m_ntkQSpxOrzJlVVPMQ5S-AKsNHFXNpXFq7BtOBgBPq3o6F8cGbeSvlq_Yj0Rhxc1i7Eo6LSQVc9VcsRMsIOZjg1lOvca6Csfh3eV25VScLL5TWmBTvjyFW-7tZ0-Y1Mtg3E-OSjHw",
    ),
    (
        "PS256",
        "eyJhbGciOiJQUzI1NiIsImtpZCI6IlBTMjU2In0.eyJpc3MiOiJqb2UiLCJleHAiOjEzMDA4MTkzODB9.hoX_SBhGvX4xFARaBgxWyxdw-7Mpq5FpX52cYRwnVlbTAwIBu5rzCOmBlzXOsLFSNe5AJqA2VeUl0fPycBvDrNJ928e6zBoqbjIbEjSDmKXeVxYiseW5nPAMT8RWTzs0XojeUJZz2ewY-KQYDbVjLs2p5fzNyRjI8nYj8qoiZDjoDNsMqpze7i-iRR6PDuX2CeVV7g4gAMhdPvy17yDLTTDHK6sxwhpj4u__vZhDYl1Qczcuc3_k8oCWkPVXx3fdL1LUhpb-Y-CBgv3AnUwWU-nVVS4oObNInB3Gdq-goVFmDkeRMBJxPxSQ0CbnFAC2TU2x1Tx2R1HM231-8eNUiA",
    ),
];
const CLES: [&str; 3] = [
    r#"{"kty":"EC","x":"qz4UeHDdDABo7KIwcCLGxlSHYhE-LGU9BFfp75bE8pM","y":"UZQyBcYndAx1cplc7My6ruUk3KVCLV0ri4_9-pdYsL0","crv":"P-256","kid":"ES256","use":"sig","alg":"ES256"}"#,
    r#"{"kty":"RSA","n":"zvF-5XmXmXJGa6zLubqsd15mFIXH_xA-hR81Q-SG813jp0Yp1rQY19tUXmOlsPyG-FTiuYvP4221oP98mUn4_MymhMRTGPDWXhjaZoknIvxWNDuCnmvexsQTpbMPAYcpRc58lGdTEi2cV5KkH5w3iur2aMgIZyM9NRsjs2cc775OkLbgbac6veRznhPXnrUtDfc9KgyLSEO8EYzzk-NMvfKajmGEPfKviPSpeZWATIxpZxcDVtC9fPZcnZxN5KzXOz3-qlWRLQRBJmw-CwBhZd8OHN5kULlwDVo11AGqzT3M9MX0IxhlnauXpGKhI4j4FfnjfgsqN2SdVwioK0N4Rw","e":"AQAB","kid":"RS256","use":"sig","alg":"RS256"}"#,
    r#"{"kty":"RSA","n":"zvF-5XmXmXJGa6zLubqsd15mFIXH_xA-hR81Q-SG813jp0Yp1rQY19tUXmOlsPyG-FTiuYvP4221oP98mUn4_MymhMRTGPDWXhjaZoknIvxWNDuCnmvexsQTpbMPAYcpRc58lGdTEi2cV5KkH5w3iur2aMgIZyM9NRsjs2cc775OkLbgbac6veRznhPXnrUtDfc9KgyLSEO8EYzzk-NMvfKajmGEPfKviPSpeZWATIxpZxcDVtC9fPZcnZxN5KzXOz3-qlWRLQRBJmw-CwBhZd8OHN5kULlwDVo11AGqzT3M9MX0IxhlnauXpGKhI4j4FfnjfgsqN2SdVwioK0N4Rw","e":"AQAB","kid":"PS256","use":"sig","alg":"PS256"}"#,
];

#[test]
fn what_others_sign_is_read() {
    let cles = CoreJsonWebKeySet::new(
        CLES.iter()
            .map(|cle| serde_json::from_str(cle).unwrap())
            .collect(),
    );
    let alg = |nom: &str| serde_json::from_value::<CoreJwsSigningAlgorithm>(nom.into()).unwrap();
    for (nom, texte) in SIGNES {
        let jws = Jws::lire(texte).unwrap();
        assert_eq!(jws.dit["iss"], "joe");
        assert_eq!(jws.verifier(&cles, &[alg(nom)]), Ok(()), "{nom}");
        assert_eq!(jws.verifier(&cles, &[alg("EdDSA")]), Err(Faute::Algorithme));
        let (signe, signature) = texte.rsplit_once('.').unwrap();
        let autre = if signature.starts_with('A') { "B" } else { "A" };
        let abime = format!("{signe}.{autre}{}", &signature[1..]);
        let jws = Jws::lire(&abime).unwrap();
        assert_eq!(jws.verifier(&cles, &[alg(nom)]), Err(Faute::Signature), "{nom}");
    }
}

#[test]
fn a_key_is_chosen_by_its_name() {
    let eddsa = CoreJwsSigningAlgorithm::EdDsa;
    let cle = |graine: u8| cle_de([graine; 32], format!("cle-{graine}")).unwrap();
    let cles = CoreJsonWebKeySet::new(vec![cle(1).as_verification_key(), cle(2).as_verification_key()]);
    let dire = |entete: Value| signer(&cle(2), &eddsa, &entete, &json!({ "sub": "x" })).unwrap();
    let admis = [CoreJwsSigningAlgorithm::EdDsa];
    for (entete, attendu) in [
        (json!({ "alg": "EdDSA", "kid": "cle-2" }), Ok(())),
        (json!({ "alg": "EdDSA" }), Ok(())),
        (json!({ "alg": "EdDSA", "kid": "cle-1" }), Err(Faute::Signature)),
        (json!({ "alg": "EdDSA", "kid": "cle-3" }), Err(Faute::Cle)),
        (
            json!({ "alg": "EdDSA", "kid": "cle-2", "crit": ["b64"] }),
            Err(Faute::Algorithme),
        ),
        (json!({ "alg": "none" }), Err(Faute::Algorithme)),
    ] {
        let texte = dire(entete.clone());
        assert_eq!(
            Jws::lire(&texte).unwrap().verifier(&cles, &admis),
            attendu,
            "{entete}"
        );
    }
}

#[test]
fn a_shared_secret_is_never_a_proof() {
    let secret = openidconnect::core::CoreHmacKey::new("secret".as_bytes().to_vec());
    let hs256 = CoreJwsSigningAlgorithm::HmacSha256;
    let texte = signer(&secret, &hs256, &json!({ "alg": "HS256" }), &json!({})).unwrap();
    let cles = CoreJsonWebKeySet::new(vec![secret.as_verification_key()]);
    assert_eq!(
        Jws::lire(&texte).unwrap().verifier(&cles, &[hs256]),
        Err(Faute::Algorithme)
    );
}

#[test]
fn what_is_not_a_signed_text() {
    for texte in [
        "",
        ".",
        "..",
        "a.b",
        "a.b.c",
        "a.b.c.d.e",
        "e30.e30.",
        "é.e30.e30",
        "e30.W10.e30",
    ] {
        assert!(Jws::lire(texte).is_err(), "{texte}");
    }
}
