//! What must not be believed, and what cannot be done.

use super::banc::Banc;
use super::faux::{CODE, Humeur, Pieges, Signature, secondes};
use registry::droit::Fournisseur::{FranceConnect, ProSanteConnect};

/// What it is, how the provider is set, the code that names the check that finds it.
type Mensonge = (&'static str, fn(&mut Pieges), &'static str);

const MENSONGES: &[Mensonge] = &[
    (
        "issuer",
        |p| p.jeton = |dit| dit["iss"] = "http://127.0.0.1:1/autre".into(),
        "OIDC-EMETTEUR",
    ),
    (
        "no issuer",
        |p| p.jeton = |dit| dit["iss"] = "".into(),
        "OIDC-REPONSE",
    ),
    (
        "audience",
        |p| p.jeton = |dit| dit["aud"] = "autre-portail".into(),
        "OIDC-AUDIENCE",
    ),
    (
        "one audience too many",
        |p| p.jeton = |dit| dit["aud"] = serde_json::json!(["portail", "autre-portail"]),
        "OIDC-AUDIENCE",
    ),
    (
        "authorized party",
        |p| p.jeton = |dit| dit["azp"] = "autre-portail".into(),
        "OIDC-AZP",
    ),
    (
        "nonce",
        |p| p.jeton = |dit| dit["nonce"] = "d-une-autre-connexion".into(),
        "OIDC-NONCE",
    ),
    (
        "no nonce",
        |p| {
            p.jeton = |dit| {
                dit.as_object_mut().unwrap().remove("nonce");
            };
        },
        "OIDC-NONCE",
    ),
    (
        "expired",
        |p| p.jeton = |dit| dit["exp"] = (secondes() - 90).into(),
        "OIDC-EXPIRE",
    ),
    (
        "an old token",
        |p| {
            p.jeton = |dit| {
                dit["iat"] = (secondes() - 7200).into();
                dit["exp"] = (secondes() - 3600).into();
            };
        },
        "OIDC-EXPIRE",
    ),
    (
        "access token",
        |p| p.jeton = |dit| dit["at_hash"] = "AAAAAAAAAAAAAAAAAAAAAA".into(),
        "OIDC-JETON",
    ),
    (
        "signature",
        |p| p.signature = Signature::Usurpee,
        "OIDC-SIGNATURE",
    ),
    ("alg none", |p| p.signature = Signature::Aucune, "OIDC-ALGORITHME"),
    ("HS256", |p| p.signature = Signature::Partagee, "OIDC-ALGORITHME"),
    ("unknown key", |p| p.graine = 7, "OIDC-CLE"),
    (
        "unreadable",
        |p| p.humeur_jeton = Humeur::Illisible,
        "OIDC-REPONSE",
    ),
    ("endless", |p| p.humeur_jeton = Humeur::Bavarde, "OIDC-REPONSE"),
    (
        "somebody else’s information",
        |p| p.personne = |dit| dit["sub"] = "personne-2".into(),
        "OIDC-SUJET",
    ),
    (
        "nobody’s information",
        |p| {
            p.personne = |dit| {
                dit.as_object_mut().unwrap().remove("sub");
            };
        },
        "OIDC-SUJET",
    ),
    (
        "signed information about somebody else",
        |p| {
            p.signee = true;
            p.personne = |dit| dit["sub"] = "personne-2".into();
        },
        "OIDC-SUJET",
    ),
    (
        "signed information of somebody else",
        |p| {
            p.signee = true;
            p.personne = |dit| dit["iss"] = "http://127.0.0.1:1/autre".into();
        },
        "OIDC-EMETTEUR",
    ),
    (
        "signed information for somebody else",
        |p| {
            p.signee = true;
            p.personne = |dit| dit["aud"] = "autre-portail".into();
        },
        "OIDC-AUDIENCE",
    ),
];

#[tokio::test]
async fn a_lie_is_found_named_and_opens_nothing() {
    for (quoi, mentir, code) in MENSONGES {
        let banc = Banc::new(FranceConnect).await;
        banc.faux.regler(mentir);
        banc.doit_refuser(quoi, 502, code).await;
        assert_eq!(banc.compter("compte").await, 0, "{quoi}");
    }
}

#[tokio::test]
async fn information_that_had_to_be_signed() {
    let banc = Banc::regle(FranceConnect, false, |reglage| reglage.userinfo_signe = true).await;
    banc.doit_refuser("unsigned", 502, "OIDC-NON-SIGNE").await;
    for signature in [Signature::Usurpee, Signature::Aucune, Signature::Partagee] {
        let banc = Banc::new(FranceConnect).await;
        // The ID token is right; the information is not.
        let depart = banc.partir("").await;
        banc.faux.regler(|pieges| {
            pieges.signee = true;
            pieges.signature = signature;
        });
        let retour = banc
            .revenir(&depart.cookie, &depart.parametre("state"), CODE)
            .await;
        banc.est_refuse(&retour, "signature", 502, "n’est pas conforme")
            .await;
    }
}

#[tokio::test]
async fn a_clock_that_is_off_has_its_own_page() {
    for decalage in [-300, 300, 90] {
        let banc = Banc::new(ProSanteConnect).await;
        banc.faux.regler(|pieges| pieges.decalage = decalage);
        banc.doit_refuser(&decalage.to_string(), 502, "OIDC-HORLOGE")
            .await;
    }
    for decalage in [-45, 45] {
        let banc = Banc::new(ProSanteConnect).await;
        banc.faux.regler(|pieges| pieges.decalage = decalage);
        assert_eq!(banc.se_connecter("").await.status.as_u16(), 303, "{decalage}");
    }
}

#[tokio::test]
async fn a_level_that_is_too_low() {
    let banc = Banc::regle(FranceConnect, false, |reglage| {
        reglage.acr_values = vec!["eidas2".to_owned()];
    })
    .await;
    banc.doit_refuser("acr", 403, "niveau de sécurité").await;
}

#[tokio::test]
async fn a_provider_that_is_gone_or_slow() {
    for (humeur, status, phrase) in [
        (Humeur::Eteinte, 503, "ne répond pas"),
        (Humeur::Lente, 504, "met trop de temps"),
        (Humeur::Illisible, 502, "OIDC-DECOUVERTE"),
    ] {
        let banc = Banc::new(FranceConnect).await;
        banc.faux.regler(|pieges| pieges.humeur_decouverte = humeur);
        let reponse = banc.lire("/connexion/franceconnect", "").await;
        banc.est_refuse(&reponse, "at the start", status, phrase).await;
        // It recovers: so does the portal, without being asked.
        banc.faux
            .regler(|pieges| pieges.humeur_decouverte = Humeur::Normale);
        assert_eq!(banc.se_connecter("").await.status.as_u16(), 303);
    }
    for (humeur, status, phrase) in [
        (Humeur::Eteinte, 503, "ne répond pas"),
        (Humeur::Lente, 504, "met trop de temps"),
    ] {
        let banc = Banc::new(FranceConnect).await;
        banc.faux.regler(|pieges| pieges.humeur_jeton = humeur);
        banc.doit_refuser("on the way back", status, phrase).await;
    }
}

#[tokio::test]
async fn a_code_or_a_state_that_was_changed_on_the_way() {
    let banc = Banc::new(FranceConnect).await;
    let depart = banc.partir("").await;
    let etat = depart.parametre("state");
    let autre = format!("{}x", &etat[..etat.len() - 1]);
    for faux in [autre.as_str(), "", "%00", "é"] {
        let retour = banc.revenir(&depart.cookie, faux, CODE).await;
        banc.est_refuse(&retour, faux, 400, "ne peut plus servir").await;
    }
    let retour = banc.revenir(&depart.cookie, &etat, "un-autre-code").await;
    banc.est_refuse(&retour, "code", 502, "OIDC-CODE").await;
    let retour = banc.revenir(&depart.cookie, &etat, CODE).await;
    banc.est_refuse(&retour, "used up by the wrong code", 400, "ne peut plus servir")
        .await;
}

#[tokio::test]
async fn a_sign_in_belongs_to_its_browser_and_its_provider() {
    let banc = Banc::new(FranceConnect).await;
    let (victime, autre) = (banc.partir("").await, banc.partir("").await);
    assert_ne!(victime.cookie, autre.cookie);
    let etat = victime.parametre("state");
    for cookie in ["", &autre.cookie, "connexion=", "connexion=0"] {
        let retour = banc.revenir(cookie, &etat, CODE).await;
        banc.est_refuse(&retour, cookie, 400, "autre navigateur").await;
    }
    let chez_l_autre = format!("/connexion/prosanteconnect/retour?code={CODE}&state={etat}");
    let retour = banc.lire(&chez_l_autre, &victime.cookie).await;
    banc.est_refuse(&retour, "another provider", 400, "ne peut plus servir")
        .await;
    // None of this spoilt the true one.
    banc.faux.regler(|pieges| {
        pieges.nonce = victime.parametre("nonce");
        pieges.defi = victime.parametre("code_challenge");
    });
    assert_eq!(
        banc.revenir(&victime.cookie, &etat, CODE).await.status.as_u16(),
        303
    );
}

#[tokio::test]
async fn a_provider_that_says_no() {
    for (erreur, status, phrase) in [
        ("access_denied", 403, "Vous avez interrompu la connexion"),
        ("temporarily_unavailable", 503, "ne répond pas"),
        ("invalid_scope", 502, "OIDC-REPONSE"),
        ("%3Cscript%3Ealert(1)", 502, "OIDC-REPONSE"),
    ] {
        let banc = Banc::new(FranceConnect).await;
        let depart = banc.partir("?retour=/demande/contact").await;
        let etat = depart.parametre("state");
        let adresse = format!("/connexion/franceconnect/retour?error={erreur}&state={etat}");
        let retour = banc.lire(&adresse, &depart.cookie).await;
        banc.est_refuse(&retour, erreur, status, phrase).await;
        assert!(
            retour
                .html
                .contains("/connexion/franceconnect?retour=%2Fdemande%2Fcontact"),
            "the page to come back to is kept : {}",
            retour.html
        );
        assert!(!retour.html.contains("alert(1)"));
    }
    let banc = Banc::new(FranceConnect).await;
    let depart = banc.partir("").await;
    let etat = depart.parametre("state");
    let melange =
        format!("/connexion/franceconnect/retour?code={CODE}&state={etat}&iss=http://autre.example");
    let retour = banc.lire(&melange, &depart.cookie).await;
    banc.est_refuse(&retour, "mix-up", 502, "OIDC-EMETTEUR").await;
}

#[tokio::test]
async fn nobody_in_particular() {
    let banc = Banc::new(FranceConnect).await;
    banc.faux.regler(|pieges| {
        pieges.personne = |dit| {
            for cle in ["given_name", "given_name_array", "family_name"] {
                dit.as_object_mut().unwrap().remove(cle);
            }
        };
    });
    banc.doit_refuser("no name", 403, "n’a pas transmis").await;
    let banc = Banc::new(ProSanteConnect).await;
    banc.faux.regler(|pieges| {
        pieges.personne = |dit| {
            dit.as_object_mut().unwrap().remove("SubjectNameID");
        };
    });
    banc.doit_refuser("no SubjectNameID", 403, "n’a pas transmis")
        .await;
}

#[tokio::test]
async fn a_provider_that_is_not_declared() {
    let banc = Banc::new(FranceConnect).await;
    for adresse in ["/connexion/google", "/connexion/google/retour?code=1&state=2"] {
        let reponse = banc.lire(adresse, "").await;
        banc.est_refuse(&reponse, adresse, 404, "n’est pas proposé").await;
    }
}
