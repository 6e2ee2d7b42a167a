//! Serves the portal: routes, middleware in their order, scheduled tasks, a clean stop.

use crate::pages_d_erreur::{Etat, simple};
use crate::{donnees, reprise, session};
use app::requete::Config;
use app::routes::Routes;
use app::shell::shell;
use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::get;
use leptos::prelude::*;
use leptos_axum::{LeptosRoutes as _, generate_route_list};
use registry::Registry;
use registry::donnees::{Conservation, Efface};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate as _};
use tower_http::csrf::CsrfLayer;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;

/// How the portal is served.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) demonstration: bool,
    pub(crate) demonstration_ouverte: bool,
    pub(crate) addr: SocketAddr,
    pub(crate) site_root: PathBuf,
    pub(crate) https: bool,
    pub(crate) session_minutes: i64,
    pub(crate) session_inactivite_minutes: i64,
    pub(crate) conservation_jours: i64,
}

/// Why the portal does not start.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ServeError {
    /// anybody could sign in as anybody
    #[error(
        "la démonstration n’a pas de mot de passe : elle ne s’ouvre que sur la boucle locale (127.0.0.1). Ajoutez --demo-force si c’est voulu."
    )]
    DemonstrationExposee,
    /// the secret of a session would travel in clear
    #[error(
        "sans HTTPS, le portail ne s’ouvre que sur la boucle locale (127.0.0.1)\u{a0}: ailleurs, n’importe qui pourrait lire au passage le \
         secret des sessions. Placez-le derrière un serveur qui chiffre (TLS) et mettez https = true dans la configuration."
    )]
    SansHttps,
    /// sessions that end before they begin
    #[error("{0} doit valoir au moins 1\u{a0}: corrigez la configuration")]
    Duree(&'static str),
    /// no style sheet, no module
    #[error("le dossier du site {0} est introuvable : indiquez-le par LEPTOS_SITE_ROOT ou --site-root")]
    SiteAbsent(PathBuf),
    /// the port is taken, or not ours
    #[error("impossible d’écouter sur {0} : {1}")]
    Ecoute(SocketAddr, std::io::Error),
    /// the server stopped by itself
    #[error("le serveur s’est arrêté : {0}")]
    Arret(std::io::Error),
}

impl Options {
    /// Refuses what must never be served.
    pub(crate) fn verifier(&self) -> Result<(), ServeError> {
        if self.demonstration && !self.demonstration_ouverte && !self.addr.ip().is_loopback() {
            return Err(ServeError::DemonstrationExposee);
        }
        if !self.https && !self.demonstration_ouverte && !self.addr.ip().is_loopback() {
            return Err(ServeError::SansHttps);
        }
        for (nom, valeur) in [
            ("session_minutes", self.session_minutes),
            ("session_inactivite_minutes", self.session_inactivite_minutes),
            ("conservation_jours", self.conservation_jours),
        ] {
            if valeur < 1 {
                return Err(ServeError::Duree(nom));
            }
        }
        if !self.site_root.join("pkg").is_dir() {
            return Err(ServeError::SiteAbsent(self.site_root.clone()));
        }
        Ok(())
    }

    fn conservation(&self) -> Conservation {
        Conservation::jours(self.conservation_jours)
    }

    fn leptos(&self) -> LeptosOptions {
        // The build leaves the names of the fingerprinted files beside them; `cargo leptos` leaves them beside the binary.
        let du_site = std::path::absolute(self.site_root.join("hash.txt")).unwrap_or_default();
        let du_programme = std::env::current_exe()
            .unwrap_or_default()
            .with_file_name("hash.txt");
        let empreintes = [du_site, du_programme]
            .into_iter()
            .find(|chemin| chemin.is_file());
        LeptosOptions::builder()
            .output_name("rppsplus")
            .site_root(self.site_root.to_string_lossy().into_owned())
            .site_pkg_dir("pkg")
            .site_addr(self.addr)
            .hash_files(empreintes.is_some())
            .hash_file(Arc::from(empreintes.unwrap_or_default().to_string_lossy()))
            .build()
    }
}

/// Serves until the program is asked to stop; requests under way are finished.
pub(crate) async fn servir(registry: Registry, options: Options) -> Result<(), ServeError> {
    let ecoute = tokio::net::TcpListener::bind(options.addr)
        .await
        .map_err(|e| ServeError::Ecoute(options.addr, e))?;
    let adresse = ecoute.local_addr().unwrap_or(options.addr);
    tokio::spawn(taches(registry.clone(), options.conservation()));
    annoncer(&options, adresse);
    axum::serve(ecoute, routeur(registry.clone(), &options))
        .with_graceful_shutdown(arret())
        .await
        .map_err(ServeError::Arret)?;
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
fn routeur(registry: Registry, options: &Options) -> Router {
    let leptos = options.leptos();
    let etat = Etat {
        registry: registry.clone(),
        options: leptos.clone(),
        https: options.https,
    };
    let config = Config {
        demonstration: options.demonstration,
        https: options.https,
        session_minutes: options.session_minutes,
        session_inactivite_minutes: options.session_inactivite_minutes,
        conservation: options.conservation(),
    };
    let contexte = move || {
        provide_context(registry.clone());
        provide_context(config);
    };
    let document = {
        let leptos = leptos.clone();
        move || shell(leptos.clone())
    };
    let inconnue = leptos_axum::render_app_async_with_context(contexte.clone(), document.clone());
    let pages = Router::new()
        .leptos_routes_with_context(&leptos, generate_route_list(Routes), contexte, document)
        .fallback(inconnue)
        .merge(
            Router::new()
                .route("/mes-donnees/export.json", get(donnees::json))
                .route("/mes-donnees/export.html", get(donnees::html))
                .with_state(etat.clone()),
        )
        .layer(
            // Outermost first: a form's answer is shaped after everything inside has spoken.
            ServiceBuilder::new()
                .layer(middleware::from_fn(jamais_en_cache))
                .layer(CompressionLayer::new().compress_when(
                    DefaultPredicate::new().and(NotForContentType::const_new("application/octet-stream")),
                ))
                .layer(from_fn_with_state(etat.clone(), reprise::reprendre))
                .layer(CsrfLayer::new())
                .layer(from_fn_with_state(etat.clone(), session::resoudre)),
        )
        .with_state(leptos.clone());
    let fichiers = ServeDir::new(&options.site_root)
        .precompressed_br()
        .precompressed_gzip()
        .append_index_html_on_directories(false);
    let statiques = ServiceBuilder::new()
        .layer(middleware::from_fn(cache_des_fichiers))
        .service(fichiers.clone());
    Router::new()
        .nest_service("/pkg", ServiceBuilder::new().layer(middleware::from_fn(cache_des_fichiers)).service(
            ServeDir::new(options.site_root.join("pkg")).precompressed_br().precompressed_gzip(),
        ))
        .route_service("/favicon.svg", statiques.clone())
        .route_service("/manifest.webmanifest", statiques.clone())
        .route_service("/robots.txt", statiques)
        .merge(pages)
        .layer(
            ServiceBuilder::new()
                .layer(entete("x-content-type-options", "nosniff"))
                .layer(entete("referrer-policy", "same-origin"))
                .layer(entete("x-frame-options", "DENY"))
                .layer(CatchPanicLayer::custom(move |_: Box<dyn std::any::Any + Send>| {
                    tracing::error!("a request met a defect");
                    simple(
                        &leptos,
                        StatusCode::INTERNAL_SERVER_ERROR,
                        "Erreur du portail",
                        "Une erreur est survenue de notre côté. Ce qui était enregistré l’est toujours : revenez en arrière et réessayez.".to_owned(),
                    )
                }))
                .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, Duration::from_secs(30))),
        )
}

fn entete(nom: &'static str, valeur: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(HeaderName::from_static(nom), HeaderValue::from_static(valeur))
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

/// What has to be done without anybody asking: pending demandes expire after 30 days, sessions that ended are forgotten, what
/// is kept for a while only is erased.
async fn taches(registry: Registry, conservation: Conservation) {
    let mut heure = tokio::time::interval(Duration::from_secs(3600));
    loop {
        heure.tick().await;
        match registry.expirer_demandes().await {
            Ok(0) => {}
            Ok(nombre) => tracing::info!(nombre, "demandes expired"),
            Err(cause) => tracing::error!(%cause, "demandes could not be expired, next try in an hour"),
        }
        match registry.purger_sessions().await {
            Ok(0) => {}
            Ok(nombre) => tracing::info!(nombre, "sessions forgotten"),
            Err(cause) => tracing::error!(%cause, "sessions could not be forgotten, next try in an hour"),
        }
        match registry.effacer_echues(conservation).await {
            Ok(efface) if efface == Efface::default() => {}
            Ok(Efface { demandes, comptes }) => {
                tracing::info!(demandes, comptes, "what was kept long enough was erased");
            }
            Err(cause) => tracing::error!(%cause, "erasure failed, next try in an hour"),
        }
    }
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
mod tests;
