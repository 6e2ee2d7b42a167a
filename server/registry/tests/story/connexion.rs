//! Somebody arrives from an identity provider: the account that is theirs, and the sign-in that serves once.

use crate::commun::*;
use crate::decor::*;
use domain::saisie::SaisieEtatCivil;
use registry::Registry;
use registry::connexion::{FluxConnexion, IdentiteFranceConnect, IdentiteProSante};
use registry::db::sql;
use registry::droit::Fournisseur::{FranceConnect, ProSanteConnect};
use registry::session::{JetonSession, Ouverture};

fn citoyen(nom_usage: &str) -> IdentiteFranceConnect {
    IdentiteFranceConnect {
        sub: "abc123v1".to_owned(),
        etat_civil: SaisieEtatCivil {
            nom_usage: nom_usage.to_owned(),
            ..SaisieEtatCivil::from(&etat_civil("MERCIER", "Pierre Alain"))
        },
    }
}

fn carte(subject_name_id: &str) -> IdentiteProSante {
    IdentiteProSante {
        subject_name_id: subject_name_id.to_owned(),
        prenom: "Camille".to_owned(),
        nom: "EXEMPLE".to_owned(),
        activites: Some("[]".to_owned()),
    }
}

async fn colonne(registry: &Registry, colonne: &str, sujet: &str) -> Option<String> {
    sql(format!("SELECT {colonne} FROM compte WHERE sujet = $1"))
        .bind(sujet)
        .one(registry.db())
        .await
        .expect("the account")
        .get(colonne)
        .expect("a text")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_civil_status_is_the_one_last_given() {
    chaque_moteur("identifier_franceconnect", |registry| async move {
        let avant = compter(registry.db(), "compte").await;
        let compte = registry.identifier_franceconnect(&citoyen("")).await.unwrap();
        let ouverte = session(&registry, compte).await;
        assert_eq!(ouverte.nom_affiche(), "Pierre MERCIER");
        let usager = ouverte.usager().unwrap();
        assert_eq!(usager.identite().prenoms, "Pierre Alain");

        let encore = registry
            .identifier_franceconnect(&citoyen("DUBOIS"))
            .await
            .unwrap();
        assert_eq!(
            (encore, compter(registry.db(), "compte").await),
            (compte, avant + 1)
        );
        let ouverte = session(&registry, compte).await;
        assert_eq!(ouverte.nom_affiche(), "Pierre DUBOIS");
        assert_eq!(ouverte.usager().unwrap().identite().nom_usage, "DUBOIS");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_has_no_right_of_its_own() {
    chaque_moteur("identifier_prosante", |registry| async move {
        let compte = registry
            .identifier_prosante(&carte("810101234564"))
            .await
            .unwrap();
        let ouverte = session(&registry, compte).await;
        assert_eq!(ouverte.nom_affiche(), "Camille EXEMPLE");
        assert!(!ouverte.est_usager() && !ouverte.est_gestionnaire());
        let sujet = "psc:810101234564";
        assert_eq!(
            colonne(&registry, "rpps", sujet).await.as_deref(),
            Some("10101234564")
        );
        assert_eq!(
            colonne(&registry, "activites", sujet).await.as_deref(),
            Some("[]")
        );
        // Neither the other provider's nor another card's, however alike.
        let autre = IdentiteFranceConnect {
            sub: "810101234564".to_owned(),
            ..citoyen("")
        };
        assert_ne!(registry.identifier_franceconnect(&autre).await.unwrap(), compte);
        let employe = registry
            .identifier_prosante(&carte("3010000255/0017"))
            .await
            .unwrap();
        assert_ne!(employe, compte);
        assert_eq!(colonne(&registry, "rpps", "psc:3010000255/0017").await, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_arrivals_at_once_are_one_account() {
    chaque_moteur("arrivées simultanées", |registry| async move {
        let arrivees: Vec<_> = (0..8)
            .map(|_| {
                let registry = registry.clone();
                tokio::spawn(async move { registry.identifier_franceconnect(&citoyen("")).await.unwrap() })
            })
            .collect();
        let mut comptes = Vec::new();
        for arrivee in arrivees {
            comptes.push(arrivee.await.unwrap());
        }
        comptes.dedup();
        assert_eq!(comptes.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_serves_once_in_its_browser_and_in_time() {
    chaque_banc("flux de connexion", |banc| async move {
        let registry = &banc.registry;
        let flux = FluxConnexion {
            nonce: "nonce".to_owned(),
            verificateur: "verificateur".to_owned(),
            redirection: "https://portail.example/connexion/franceconnect/retour".to_owned(),
            retour: Some("/demande/contact".to_owned()),
        };
        let commencer = async |etat: &str| {
            registry
                .commencer_connexion(FranceConnect, etat, "navigateur", &flux)
                .await
                .expect("begun");
        };
        commencer("etat").await;
        for (fournisseur, etat, navigateur) in [
            (FranceConnect, "etat", "autre"),
            (FranceConnect, "autre", "navigateur"),
            (ProSanteConnect, "etat", "navigateur"),
            (FranceConnect, "", ""),
        ] {
            let reprise = registry
                .reprendre_connexion(fournisseur, etat, navigateur)
                .await
                .unwrap();
            assert!(reprise.is_none(), "{etat} {navigateur}");
        }
        let reprise = registry
            .reprendre_connexion(FranceConnect, "etat", "navigateur")
            .await
            .unwrap();
        assert!(reprise.is_some_and(|reprise| reprise == flux), "whole");
        let encore = registry
            .reprendre_connexion(FranceConnect, "etat", "navigateur")
            .await
            .unwrap();
        assert!(encore.is_none(), "once");

        commencer("vieux").await;
        avancer_minutes(&banc.horloge, 11);
        let trop_tard = registry
            .reprendre_connexion(FranceConnect, "vieux", "navigateur")
            .await
            .unwrap();
        assert!(trop_tard.is_none());
        commencer("neuf").await;
        assert_eq!(
            compter(registry.db(), "flux_connexion").await,
            1,
            "what was left behind is gone"
        );
        let row = sql("SELECT etat FROM flux_connexion")
            .one(registry.db())
            .await
            .unwrap();
        let etat: Vec<u8> = row.get("etat").unwrap();
        assert_eq!(etat.len(), 32, "a digest only");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_token_of_the_way_out_stays_with_its_session() {
    chaque_moteur("jeton d’identité", |registry| async move {
        let compte = compte_carte(&registry, "Nadia FERRAND").await;
        let jeton = registry
            .ouvrir_session(
                compte,
                Ouverture {
                    id_token: Some("e30.e30.AA".to_owned()),
                    ..Ouverture::from(30)
                },
            )
            .await
            .unwrap();
        let sans = registry.ouvrir_session(compte, 60).await.unwrap();
        let dit = async |jeton: &JetonSession| registry.fournisseur_de_session(jeton.as_str()).await.unwrap();
        assert_eq!(
            dit(&jeton).await,
            Some((ProSanteConnect, Some("e30.e30.AA".to_owned())))
        );
        assert_eq!(dit(&sans).await, Some((ProSanteConnect, None)));
        registry.fermer_session(jeton.as_str()).await.unwrap();
        assert_eq!(dit(&jeton).await, None);
    })
    .await;
}
