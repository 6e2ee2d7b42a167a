//! Takes connections and hands their requests to the site. `axum::serve` waits for headers as long as a client likes; this
//! loop does not, bounds the connections, and finishes what is under way before it returns.
//!
//! HTTP/1.1 only: that is what a TLS proxy speaks to what is behind it, and one protocol less to hold open.

use crate::flux::{Flux, Suivi};
use crate::limites::{ENTETES_MAX, ENTETES_TAILLE_MAX, Limites};
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tower::Service as _;

/// Bytes of a connection's own buffers, at most.
const TAMPON: usize = 64 * 1024;

/// Serves until `arret` is done; then takes no new connection, and waits for the answers under way.
pub(crate) async fn servir(
    ecoute: TcpListener,
    site: Router,
    limites: Limites,
    arret: impl Future<Output = ()>,
) {
    let places = Arc::new(Semaphore::new(limites.connexions.get()));
    let http = protocole(&limites);
    let fin = GracefulShutdown::new();
    let mut arret = pin!(arret);
    loop {
        // A connection that finds no place waits in the system's queue; places come back as slow clients are cut.
        let suivante = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (accepter(&ecoute).await, place)
        };
        let ((tcp, client), place) = tokio::select! {
            () = &mut arret => break,
            suivante = suivante => suivante,
        };
        let suivi = Suivi::default();
        let flux = Flux::new(tcp, suivi.clone(), limites.entetes, limites.envoi);
        let site = site.clone();
        let service = service_fn(move |requete: hyper::Request<Incoming>| {
            let mut requete: Request = requete.map(Body::new);
            requete.extensions_mut().insert(ConnectInfo(client));
            suivi.commencer();
            let reponse = site.clone().call(requete);
            let suivi = suivi.clone();
            async move {
                let reponse = reponse.await;
                suivi.finir();
                reponse
            }
        });
        let connexion = fin.watch(http.serve_connection(TokioIo::new(flux), service));
        tokio::spawn(async move {
            // Whatever ends a connection is the client's business, and its error may quote what it sent.
            let _ = connexion.await;
            drop(place);
        });
    }
    drop(ecoute);
    if tokio::time::timeout(limites.reponse, fin.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("some connections were cut before their end");
    }
}

fn protocole(limites: &Limites) -> http1::Builder {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        // Counted from the end of the previous answer: the time an idle connection is kept. `Flux` counts the headers.
        .header_read_timeout(limites.repos)
        .max_headers(ENTETES_MAX)
        .max_header_size(ENTETES_TAILLE_MAX)
        .max_buf_size(TAMPON);
    http
}

/// The next connection. When the system has no more descriptors the answer is to wait, not to stop.
async fn accepter(ecoute: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match ecoute.accept().await {
            Ok((tcp, client)) => {
                // Pages are sent whole: waiting to fill a packet only delays them. A socket that refuses works all the same.
                let _ = tcp.set_nodelay(true);
                return (tcp, client);
            }
            Err(cause) if est_de_la_connexion(&cause) => {}
            Err(cause) => {
                tracing::error!(%cause, "no connection can be taken, next try in a second");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

fn est_de_la_connexion(cause: &io::Error) -> bool {
    matches!(
        cause.kind(),
        io::ErrorKind::ConnectionRefused | io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset
    )
}

#[cfg(test)]
#[path = "ecoute_tests.rs"]
mod tests;
