//! Every door of the site × every kind of person: `droits.csv` says who passes, this tries them all.
//!
//! A door is an endpoint, a page or a route. One that has no row, or a row without a door, fails the test. In the table:
//! `oui`, the right is there (whatever the act then answers); `connexion`, led to the sign-in; `non`, refused or not there.
//! « dedans » and « dehors » are about the objects that the address or the form names. `variantes.csv` has more kinds of person:
//! each is like one of the table, except at some doors.
//!
//! `gens` are the people, `objets`, `faits` and `revues` what doors are tried on, `formulaires` what is sent, `portes` the tables;
//! `saisies` sends what nobody should to every field.

mod faits;
mod formulaires;
mod gens;
mod objets;
mod portes;
mod revues;
mod saisies;

use super::*;
use domain::ids::{CompteId, MessageId};
use faits::{carte_dite, depart, inscriptions, invitation, jeton_de_desabonnement, lettres_mortes};
use gens::{entite, entrer, habilite, sans_droit, session_de, un};
use leptos::server_fn::axum::server_fn_paths;
use leptos_axum::generate_route_list;
use objets::{Objets, objets};
use portes::table;
use registry::db::sql;
use registry::habilitation::{GenreHabilitation, Octroi};
use registry::notification::{GenreNotification, Rythme};
use revues::{Revues, reviseurs, revues};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use uuid::Uuid;

/// Paul's EHPAD, where the demande and the record of this test are.
const DEDANS: &str = "010780914";
const DEHORS: &str = "010011641";

/// What the answer says of the right.
fn verdict(porte: &str, reponse: &Response<Body>) -> &'static str {
    let vers = reponse
        .headers()
        .get(header::LOCATION)
        .and_then(|vers| vers.to_str().ok())
        .unwrap_or_default();
    match reponse.status() {
        StatusCode::UNAUTHORIZED => "connexion",
        _ if vers.starts_with("/connexion?session=terminee") => "connexion",
        StatusCode::FORBIDDEN | StatusCode::NOT_FOUND => "non",
        status => {
            assert!(
                !status.is_server_error() && status != StatusCode::TOO_MANY_REQUESTS,
                "{porte}: {status}"
            );
            "oui"
        }
    }
}

#[tokio::test]
async fn everybody_meets_what_the_table_says() {
    let site = site_avec(true, |options| options.protection.debit.actif = false).await;
    let objets = objets(&site).await;
    let (acteurs, regles) = table();
    let mut ecarts = String::new();
    // What removes an object comes after what reads it.
    let (dernieres, premieres): (Vec<_>, Vec<_>) = regles.into_iter().partition(|(porte, _)| {
        [
            "supprimer",
            "effacer",
            "annuler",
            "autres",
            "revoquer",
            "terminer",
        ]
        .iter()
        .any(|mot| porte.contains(mot))
    });
    for (porte, cases) in premieres.into_iter().chain(dernieres) {
        let (methode, chemin) = porte.split_once(' ').unwrap();
        for qui in &acteurs {
            let attendu = cases[qui];
            let session = entrer(&site, qui).await;
            let adresse = objets.adresse(chemin);
            let reponse = if methode == "GET" {
                site.lire(&adresse, session.as_deref()).await
            } else {
                let mut requete = formulaire(&adresse, session.as_deref());
                if chemin.starts_with("/api/") {
                    requete
                        .headers_mut()
                        .unwrap()
                        .insert(header::ACCEPT, "application/json".parse().unwrap());
                }
                site.envoyer(requete.body(objets.corps(chemin).into()).unwrap())
                    .await
            };
            let vu = verdict(&porte, &reponse);
            if vu != attendu {
                writeln!(
                    ecarts,
                    "{porte} : {qui} meets {vu} ({}), the table says {attendu}",
                    reponse.status()
                )
                .unwrap();
            }
        }
    }
    assert!(ecarts.is_empty(), "\n{ecarts}");
}
