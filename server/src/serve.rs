//! Serves the portal: routes, middleware in their order, a clean stop.

use crate::courriel::{self, Poste};
use crate::debit::{self, Debit};
use crate::entetes::{self, Nonce, Origine, Politique};
use crate::identites::Identites;
use crate::journal::TetesDuJour;
use crate::oidc::{self, Porte, Reglage};
pub(crate) use crate::options::{Options, ServeError};
use crate::pages_d_erreur::{Etat, accepte_html, etranger, simple};
use crate::{
    aide, decisions, desabonnement, direct, donnees, ecoute, exports, limites, poche, reprise, session,
    taches,
};
use app::requete::{Config, Connexions};
use app::routes::Routes;
use app::shell::shell;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{self, Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::get;
use leptos::prelude::*;
use leptos_axum::{LeptosRoutes as _, generate_route_list};
use registry::Registry;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate as _};
use tower_http::csrf::{CsrfLayer, ProtectionError};
use tower_http::services::ServeDir;

/// Serves until the program is asked to stop; requests under way are finished.
pub(crate) async fn servir(
    registry: Registry,
    options: Options,
    tetes: Option<TetesDuJour>,
    courriel: Option<courriel::Reglage>,
) -> Result<(), ServeError> {
    let ecoute = tokio::net::TcpListener::bind(options.addr)
        .await
        .map_err(|e| ServeError::Ecoute(options.addr, e))?;
    let adresse = ecoute.local_addr().unwrap_or(options.addr);
    let protection = &options.protection;
    let debit = Arc::new(Debit::new(&protection.debit, protection.proxies.clone()));
    let identites = Identites::ouvrir(registry.contexte(), &options, adresse)?;
    let base = identites.fournisseurs.publique().base().to_owned();
    let registry = registry.avec_adresse_publique(&base);
    let site = routeur(registry.clone(), &options, identites, Arc::clone(&debit));
    tokio::spawn(taches::entretenir(
        registry.clone(),
        options.conservation(),
        tetes,
    ));
    tokio::spawn(async move { debit.entretenir().await });
    tokio::spawn(crate::liste::travailler(registry.clone()));
    tokio::spawn(courriel::entretenir(registry.clone()));
    let poste = Poste::ouvrir(&registry, courriel, &base, options.demonstration).await;
    tokio::spawn(decisions::entretenir(registry.clone()));
    tokio::spawn(taches::completer(registry.clone()));
    annoncer(&options, adresse);
    let fin = async {
        arret().await;
        // Streams have no end of their own: the stop would wait for them.
        registry.clore_direct();
    };
    ecoute::servir(ecoute, site, protection.limites, fin).await;
    poste.fermer().await;
    registry.db().close().await;
    Ok(())
}

fn annoncer(options: &Options, adresse: SocketAddr) {
    println!("Le portail est ouvert : http://{adresse}");
    if options.demonstration {
        println!("Démonstration. Personnes disponibles sur http://{adresse}/connexion :");
        for personne in registry::demonstration::personnes() {
            println!(
                "  - {} {} : {}",
                personne.prenom, personne.nom, personne.precision
            );
        }
    }
}

/// The whole site.
pub(crate) fn routeur(
    registry: Registry,
    options: &Options,
    identites: Identites,
    debit: Arc<Debit>,
) -> Router {
    let cadre = options.cadre();
    let leptos = cadre.options.clone();
    let etat = Etat {
        registry: registry.clone(),
        cadre: cadre.clone(),
        debit,
        limites: options.protection.limites,
        https: options.https,
    };
    // Signing out is a form, and it leads to the provider.
    let declares = options.fournisseurs.iter().filter_map(Reglage::origine);
    let formulaires: Vec<Origine> = options
        .protection
        .formulaires
        .iter()
        .cloned()
        .chain(declares)
        .collect();
    let politique = Politique::new(registry.contexte().clone(), options.https, &formulaires);
    let config = Config {
        demonstration: options.demonstration,
        https: options.https,
        session_minutes: options.session_minutes,
        session_inactivite_minutes: options.session_inactivite_minutes,
        conservation: options.conservation(),
    };
    let connexions = Connexions(identites.fournisseurs.offerts());
    let exploitant = options.exploitant.clone();
    if !options.demonstration && !exploitant.est_complet() {
        tracing::warn!(
            "the section « exploitant » of the configuration is not complete: the legal notice says so"
        );
    }
    let contexte = move || {
        provide_context(registry.clone());
        provide_context(config);
        provide_context(connexions.clone());
        provide_context(exploitant.clone());
        // The script of the page bears the number that the policy of this very answer allows.
        if let Some(Nonce(nonce)) =
            use_context::<Parts>().and_then(|parties| parties.extensions.get().cloned())
        {
            provide_context(leptos::nonce::Nonce::from_value(nonce));
        }
    };
    let document = {
        let leptos = leptos.clone();
        move || shell(leptos.clone())
    };
    let inconnue = leptos_axum::render_app_async_with_context(contexte.clone(), document.clone());
    let par_adresse = from_fn_with_state(etat.clone(), debit::par_adresse);
    let pages = Router::new()
        .leptos_routes_with_context(&leptos, generate_route_list(Routes), contexte, document)
        .fallback(inconnue.clone())
        .merge(oidc::routes(Porte {
            etat: etat.clone(),
            config,
            fournisseurs: identites.fournisseurs,
        }))
        .merge(crate::liste::routes(etat.clone()))
        .merge(crate::referentiels::routes(etat.clone()))
        .merge(
            Router::new()
                .route("/api/direct", get(direct::ouvrir))
                .route("/api/direct/etat", get(direct::etat))
                .route("/mes-donnees/export.json", get(donnees::json))
                .route("/mes-donnees/export.html", get(donnees::html))
                .with_state(etat.clone()),
        )
        .merge(exports::routes(etat.clone()))
        .merge(desabonnement::routes(etat.clone()))
        .merge(aide::routes(etat.clone(), inconnue))
        .merge(poche::routes(etat.clone()))
        .layer(
            // Outermost first: a form's answer is shaped after everything inside has spoken.
            ServiceBuilder::new()
                .layer(middleware::from_fn(jamais_en_cache))
                .layer(
                    CompressionLayer::new().compress_when(
                        DefaultPredicate::new()
                            .and(NotForContentType::const_new("application/octet-stream"))
                            // A workbook is compressed already.
                            .and(NotForContentType::const_new("application/vnd.openxmlformats")),
                    ),
                )
                .layer(from_fn_with_state(etat.clone(), dire_etranger))
                .layer(CsrfLayer::new())
                .layer(from_fn_with_state(etat.clone(), reprise::reprendre))
                .layer(par_adresse.clone())
                .layer(from_fn_with_state(etat.clone(), limites::chronometrer))
                .layer(from_fn_with_state(etat.clone(), session::resoudre))
                .layer(from_fn_with_state(etat.clone(), poche::marquer))
                .layer(from_fn_with_state(etat.clone(), debit::par_compte)),
        )
        .with_state(leptos.clone());
    let fichiers = servi(options.site_root.clone());
    let fichiers = Router::new()
        .nest_service("/pkg", servi(options.site_root.join("pkg")))
        .nest_service("/icones", servi(options.site_root.join("icones")))
        .route_service("/poche.js", fichiers.clone())
        .route_service("/favicon.svg", fichiers.clone())
        .route_service("/manifest.webmanifest", fichiers.clone())
        .route_service("/robots.txt", fichiers)
        .layer(
            ServiceBuilder::new()
                .layer(par_adresse.clone())
                .layer(middleware::from_fn(cache_des_fichiers)),
        )
        .merge(poche::script(&options.site_root, &cadre).layer(par_adresse));
    fichiers.merge(identites.routes).merge(pages).layer(
        ServiceBuilder::new()
            .layer(from_fn_with_state(politique, entetes::poser))
            .layer(CatchPanicLayer::custom(move |_: Box<dyn std::any::Any + Send>| {
                tracing::error!("a request met a defect");
                simple(
                    &cadre,
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "Erreur du portail",
                    "Une erreur est survenue de notre côté. Ce qui était enregistré l’est toujours\u{a0}: revenez en arrière et réessayez.".to_owned(),
                )
            })),
    )
}

/// The files of a folder, as they were compressed by the build.
fn servi(dossier: PathBuf) -> ServeDir {
    ServeDir::new(dossier)
        .precompressed_br()
        .precompressed_gzip()
        .append_index_html_on_directories(false)
}

/// Gives its page to what the protection against foreign forms has refused.
async fn dire_etranger(State(etat): State<Etat>, requete: Request, suite: Next) -> Response {
    let html = accepte_html(requete.headers());
    let reponse = suite.run(requete).await;
    if reponse.extensions().get::<ProtectionError>().is_some() {
        return etranger(&etat.cadre, html);
    }
    reponse
}

/// Pages hold personal data: no cache keeps them.
async fn jamais_en_cache(requete: Request, suite: Next) -> Response {
    let mut reponse = suite.run(requete).await;
    reponse
        .headers_mut()
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    reponse
}

/// A fingerprinted file never changes; the others are asked for again after a day.
async fn cache_des_fichiers(requete: Request, suite: Next) -> Response {
    let empreinte = requete.uri().path().split('.').count() > 2;
    let mut reponse = suite.run(requete).await;
    if reponse.status().is_success() {
        let valeur = if empreinte {
            "public, max-age=31536000, immutable"
        } else {
            "public, max-age=86400"
        };
        reponse
            .headers_mut()
            .insert(header::CACHE_CONTROL, HeaderValue::from_static(valeur));
    }
    reponse
}

async fn arret() {
    let interruption = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    #[cfg(unix)]
    let fin = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let fin = std::future::pending::<()>();
    tokio::select! {
        () = interruption => {}
        () = fin => {}
    }
}

#[cfg(test)]
#[path = "serve_tests.rs"]
pub(crate) mod tests;

#[cfg(test)]
#[path = "durcissement_tests.rs"]
mod durcissement_tests;
